"""`shangfa serve`: the server on 127.0.0.1, or where it is told."""

from typing import Annotated

import typer
import uvicorn

from api.app import create_app
from api.wiring import Built, configure_logs, open_house, settings_here


def serve(
    port: Annotated[int | None, typer.Option("--port", help="默认 SHANGFA_PORT 或 8642")] = None,
    host: Annotated[str | None, typer.Option("--host", help="默认 SHANGFA_HOST 或 127.0.0.1")] = None,
) -> None:
    """启动服务。Starts the server; stop it with Ctrl-C."""
    settings = settings_here()
    configure_logs()
    with open_house(settings) as built:
        run_server(built, host or settings.host, port or settings.port)


def run_server(built: Built, host: str, port: int) -> None:
    """Serves until stopped. One worker: the embedded store has one writer."""
    from api.cli.demo import demo_doors

    visitor, examples = demo_doors(built)
    app = create_app(built.house, visitor=visitor, examples=examples)
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
