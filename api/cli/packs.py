"""`shangfa packs check | test | list | format | diff | schema`: for a jurist who reads no Python."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from api.cli.pack_cases import run_own_cases
from api.cli.pack_diff import diff_packs
from api.cli.pack_format import format_packs
from api.cli.pack_list import list_packs
from api.cli.pack_options import Lang, Root
from api.cli.pack_schema import write_schemas
from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, load_packs, today_here, try_shelf
from engine.cases.case import parse_cases
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
    typer.echo(_counted(loading.shelf, issues, loading.draft_issues, lang))
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


def _counted(shelf: LoadedShelf | None, issues: Sequence[Issue], of_drafts: Sequence[Issue], lang: str) -> str:
    """The totals over releases and drafts, and how many of each are a draft's."""
    drafts = Counter(issue.severity for issue in (*of_drafts, *issues) if _is_of_draft(issue))
    counts = Counter(issue.severity for issue in (*issues, *of_drafts))
    releases = len(shelf.packs()) if shelf else 0
    if lang == "en":
        told = (
            f"{counts[severity]} {name}" + (f" ({drafts[severity]} in drafts)" if drafts[severity] else "")
            for severity, (_, name) in _TOTALS.items()
        )
        return f"{releases} releases: {', '.join(told)}"
    told = (
        f"{name}{counts[severity]}处" + (f"（其中草稿{drafts[severity]}处）" if drafts[severity] else "")
        for severity, (name, _) in _TOTALS.items()
    )
    return f"规则包版本{releases}个：{'，'.join(told)}"


def _is_of_draft(issue: Issue) -> bool:
    return issue.where.file.endswith("/draft.yaml")


_TOTALS = {
    Severity.ERROR: ("错误", "errors"),
    Severity.WARNING: ("提醒", "warnings"),
    Severity.GAP: ("已注明的缺口", "documented gaps"),
}
_LAST_IS_WORST = (Severity.GAP, Severity.WARNING, Severity.ERROR)


app.command("list")(list_packs)
app.command("test")(run_own_cases)
app.command("format")(format_packs)
app.command("diff")(diff_packs)
app.command("schema")(write_schemas)
