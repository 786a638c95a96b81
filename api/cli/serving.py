"""`shangfa serve`: the server on 127.0.0.1, or where it is told."""

import socket
from dataclasses import replace
from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.keepers import clock_keeper, retention_keeper
from api.wiring import Built, Settings, configure_logs, open_house, settings_here, system_fault_told
from casework.errors import Refused


def serve(
    port: Annotated[int | None, typer.Option("--port", help="默认 SHANGFA_PORT 或 8642")] = None,
    host: Annotated[str | None, typer.Option("--host", help="默认 SHANGFA_HOST 或 127.0.0.1")] = None,
) -> None:
    """启动服务。Starts the server; stop it with Ctrl-C."""
    settings = settings_here()
    configure_logs()
    asked = replace(settings, host=host or settings.host, port=port or settings.port)
    require_free_port(asked)
    with open_house(asked, trial=True) as built:
        run_server(built, asked.host, asked.port)


def require_free_port(settings: Settings) -> None:
    """Refused where the address cannot be listened on: told before any work, not after."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as fault:
            zh, en = system_fault_told(fault)
            raise Refused(
                "port-taken",
                zh=f"不能使用 {settings.host}:{settings.port}（{zh}），未作任何改动",
                en=f"cannot use {settings.host}:{settings.port} ({en}); nothing was changed",
                hint_zh="请停止占用该端口的程序，或者另设地址、端口，如 SHANGFA_PORT=8643。",
                hint_en="Stop what uses the port, or choose another address or port, such as SHANGFA_PORT=8643.",
            ) from None


def run_server(built: Built, host: str, port: int) -> None:
    """Serves until stopped, with the keepers beside. One worker: the embedded store has one writer."""
    from api.cli.demo import demo_doors

    visitor, examples = demo_doors(built)
    app = create_app(built.house, visitor=visitor, examples=examples)
    with clock_keeper(built), retention_keeper(built):
        uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
