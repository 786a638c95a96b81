"""`shangfa audit verify`: is the log of checks and moves as it was written?"""

import typer

from api.wiring import open_house, settings_here, verify_chain

app = typer.Typer(help="审计链。The hash chain.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """审计链。The hash chain."""


@app.command("verify")
def verify() -> None:
    """逐条核对审计链;发现改动、缺失、插入或者截断即报告并以1退出。Every link recomputed; a fault leaves with 1."""
    with open_house(settings_here()) as built:
        verdict = verify_chain(built)
    for fault in verdict.faults:
        typer.echo(f"第{fault.number}条:{fault.zh} ({fault.en})", err=True)
    typer.echo(
        f"共核对{verdict.links}条,异常{len(verdict.faults)}处 ({verdict.links} links, {len(verdict.faults)} faults)"
    )
    raise typer.Exit(1 if verdict.faults else 0)
