"""`shangfa clocks run`: one round of the clock keeper by hand, for who runs no server or wants to see what it does."""

import typer

from api.keepers import clock_round
from api.wiring import open_house, settings_here

app = typer.Typer(help="期限：到期的执行，缺节假日安排的补算。", no_args_is_help=True)


@app.callback()
def clocks() -> None:
    """Keeps `run` a sub-command of its own."""


@app.command("run")
def run_clocks() -> None:
    """执行一轮到期期限。Fires every passed clock once; the server does the same each minute."""
    with open_house(settings_here(), must_exist=True) as built:
        done = clock_round(built)
    typer.echo(
        f"到期执行{done.fired}项，补算截止日{done.settled}项"
        f" ({done.fired} clocks fired, {done.settled} last days worked out)"
    )
