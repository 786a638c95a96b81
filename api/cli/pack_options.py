"""What the commands on packs share: where the packs are, the language, and a shelf without faults."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.telling import tell_issues
from api.wiring import LoadedShelf, Loading
from engine.issues import Severity

Root = Annotated[
    Path, typer.Option("--root", help="含 rules/ 与 memoranda/ 的目录 / folder with rules/ and memoranda/")
]
Lang = Annotated[str, typer.Option("--lang", help="zh | en")]


def good_shelf(loading: Loading, lang: str) -> LoadedShelf:
    """The shelf; where an error kept it out, tells every error and leaves."""
    if loading.shelf is None:
        tell_issues((issue for issue in loading.issues if issue.severity is Severity.ERROR), lang)
        raise typer.Exit(1)
    return loading.shelf
