"""`shangfa packs check | test | list | format | diff | schema`: for a jurist who reads no Python."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli.pack_cases import run_own_cases
from api.cli.pack_diff import diff_packs
from api.cli.pack_format import format_packs
from api.cli.pack_options import Lang, Root, good_shelf
from api.cli.pack_schema import write_schemas
from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, load_packs, today_here, try_shelf
from casework.errors import Refused
from engine.cases import parse_cases
from engine.issues import Issue, Severity, has_errors
from engine.validate import reason, validate_cases

app = typer.Typer(help="规则包：检查、用例、目录、排版、比较。", no_args_is_help=True)


@app.command("check")
def check(root: Root = ROOT, lang: Lang = "zh", quiet: Annotated[bool, typer.Option("--quiet")] = False) -> None:
    """检查全部规则包，一次列出所有问题。Every fault at once, with file, line and what to do."""
    loading = load_packs(root)
    further = _only_shown_here(loading.shelf) if loading.shelf else ()
    issues = (*loading.issues, *further)
    shown = [issue for issue in issues if not quiet or issue.severity is Severity.ERROR]
    tell_issues(sorted(shown, key=lambda issue: _LAST_IS_WORST.index(issue.severity)), lang)
    tell_issues(loading.draft_issues, lang)
    typer.echo(_counted(len(loading.shelf.packs()) if loading.shelf else 0, issues, lang))
    if loading.shelf is None:
        typer.echo(
            "Nothing is loaded until the errors are corrected." if lang == "en" else "改正错误之前，规则包不予装载。"
        )
    raise typer.Exit(1 if loading.shelf is None or has_errors(issues) or has_errors(loading.draft_issues) else 0)


def _only_shown_here(shelf: LoadedShelf) -> tuple[Issue, ...]:
    """What is too long to ask at each start: reasoning over rules, the cases' boundaries, a trial in both engines."""
    today, packs = today_here(), shelf.packs()
    parsed = [parse_cases(file.text, file.path, shelf.catalogue) for file in shelf.case_files]
    cases = [case for found, _ in parsed for case in found]
    return (
        *(issue for _, faults in parsed for issue in faults),
        *reason(packs, shelf.catalogue, today),
        *_about_drafts(shelf, today),
        *validate_cases(packs, shelf.catalogue, today, cases),
        *try_shelf(shelf),
    )


def _about_drafts(shelf: LoadedShelf, today: date) -> Iterator[Issue]:
    """What reasoning shows of the drafts, each beside the releases."""
    for draft in shelf.drafts:
        beside = (*shelf.packs(), draft)
        yield from (issue for issue in reason(beside, shelf.catalogue, today) if issue.where.file == draft.file)


def _counted(packs: int, issues: Sequence[Issue], lang: str) -> str:
    counts = Counter(issue.severity for issue in issues)
    errors, warnings, gaps = (counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.GAP))
    if lang == "en":
        return f"{packs} releases: {errors} errors, {warnings} warnings, {gaps} documented gaps"
    return f"规则包版本{packs}个：错误{errors}处，提醒{warnings}处，已注明的缺口{gaps}处"


_LAST_IS_WORST = (Severity.GAP, Severity.WARNING, Severity.ERROR)


@app.command("list")
def list_packs(
    root: Root = ROOT,
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD")] = "",
    place: Annotated[str, typer.Option("--place", help="行政区划代码")] = "520000",
) -> None:
    """全部版本，及指定日期、地区现行的版本。Every release, and which is in force on a day in a place."""
    shelf = good_shelf(load_packs(root), "zh")
    today = today_here()
    standing = {pack.ref for pack in shelf.in_force(_day(on) or today, today, place)}
    table = Table("规则包", "版本", "施行", "标题", "现行", box=None)
    for pack in shelf.packs():
        until = pack.in_force.until
        span = f"{pack.in_force.start or '…'} – {until or ''}"
        table.add_row(pack.ref.pack, pack.ref.version, span, pack.title, "●" if pack.ref in standing else "")
    Console().print(table)


app.command("test")(run_own_cases)
app.command("format")(format_packs)
app.command("diff")(diff_packs)
app.command("schema")(write_schemas)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(
            "date-malformed", zh=f"日期“{text}”应写作YYYY-MM-DD", en=f'"{text}" is no date YYYY-MM-DD'
        ) from None
