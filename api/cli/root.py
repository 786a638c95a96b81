"""The commands, gathered. A refusal is told in two lines and leaves with 1; a wrong call leaves with 2."""

import sys

import typer

from api.app import product_version
from api.cli import accounts, audit, clocks, demo, lifecycle, packs, questions, records, replay, retention, serving
from api.cli.telling import tell_refusal
from api.wiring import OPERATOR_FAULTS, configure_logs
from casework.errors import Refused
from casework.ports import StaleVersion, StoreBusy, StoreRefused, StoreUnwritable

app = typer.Typer(
    name="shangfa",
    help="赏罚：联合奖惩规则服务。Lists, measures and bans, answered before approval.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(packs.app, name="packs")
app.add_typer(records.app, name="facts")
app.add_typer(records.entries_app, name="entries")
app.add_typer(accounts.app, name="accounts")
app.add_typer(audit.app, name="audit")
app.add_typer(clocks.app, name="clocks")
app.add_typer(retention.app, name="retention")
app.command("check")(questions.check)
app.command("evaluate")(questions.evaluate)
app.command("replay")(replay.replay)
app.command("serve")(serving.serve)
app.command("demo")(demo.demo)
app.command("lifecycle")(lifecycle.write_lifecycle)


@app.command("version")
def version() -> None:
    """The version of this product."""
    typer.echo(product_version())


def main() -> None:
    """Runs the command line; every fault a user can mend is told in words, not as a traceback."""
    configure_logs("WARNING")
    try:
        app()
    except Refused as refusal:
        tell_refusal(refusal)
        sys.exit(1)
    except (*OPERATOR_FAULTS, StaleVersion, StoreBusy, StoreRefused, StoreUnwritable) as fault:
        typer.echo(str(fault), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)
