"""A server of its own process over a founded book: `python -m tests.api.server FOLDER PORT`; ended by a signal."""

import sys
from pathlib import Path

import uvicorn

from adapters.clock import SystemClock
from adapters.engine_host import EngineHost
from adapters.pack_shelf import PackShelf
from api.wiring import ROOT, configure_logs
from casework.programs import ProgramBook
from engine.direct import compile_direct
from tests.api.town import build_town


def serve(folder: Path, port: int) -> None:
    configure_logs("DEBUG")
    clock = SystemClock()
    with EngineHost(compile_direct=compile_direct, report=lambda _event: None) as evaluator:
        book = ProgramBook(shelf=PackShelf(ROOT, clock.today))
        town = build_town(folder, book, evaluator, clock)
        uvicorn.run(town.client.app, host="127.0.0.1", port=port, log_config=None, server_header=False)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
