"""`shangfa packs check | test | list`: for a jurist who reads no Python."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, Loading, load_packs, today_here
from casework.errors import Refused
from engine.case_runs import run_cases
from engine.cases import parse_cases
from engine.compile.program import Program, Readings
from engine.facts import Situation
from engine.issues import Severity, has_errors
from engine.rete import ReteEngine

app = typer.Typer(help="规则包：检查、用例、目录。", no_args_is_help=True)

Root = Annotated[
    Path, typer.Option("--root", help="含 rules/ 与 memoranda/ 的目录 / folder with rules/ and memoranda/")
]
Lang = Annotated[str, typer.Option("--lang", help="zh | en")]


@app.command("check")
def check(root: Root = ROOT, lang: Lang = "zh", quiet: Annotated[bool, typer.Option("--quiet")] = False) -> None:
    """检查全部规则包，一次列出所有问题。Every fault at once, with file, line and what to do."""
    loading = load_packs(root)
    shown = [issue for issue in loading.issues if not quiet or issue.severity is Severity.ERROR]
    tell_issues(sorted(shown, key=lambda issue: _LAST_IS_WORST.index(issue.severity)), lang)
    tell_issues(loading.draft_issues, lang)
    counts = {severity: sum(1 for issue in loading.issues if issue.severity is severity) for severity in Severity}
    packs = len(loading.shelf.packs()) if loading.shelf else 0
    typer.echo(
        f"{packs} releases: {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, {counts[Severity.GAP]} documented gaps"
        if lang == "en"
        else f"规则包版本{packs}个：错误{counts[Severity.ERROR]}处，提醒{counts[Severity.WARNING]}处，已注明的缺口{counts[Severity.GAP]}处"
    )
    if loading.shelf is None:
        typer.echo(
            "Nothing is loaded until the errors are corrected." if lang == "en" else "改正错误之前，规则包不予装载。"
        )
    raise typer.Exit(1 if loading.shelf is None or has_errors(loading.draft_issues) else 0)


_LAST_IS_WORST = (Severity.GAP, Severity.WARNING, Severity.ERROR)


@app.command("test")
def run_own_cases(root: Root = ROOT, lang: Lang = "zh") -> None:
    """运行规则包自带的用例，两套引擎逐条对照。The packs' own cases, in both engines."""
    loading = load_packs(root)
    shelf = _shelf(loading, lang)
    failed = run = files = 0
    rete = _SecondEngine()
    for file in shelf.case_files:
        cases, issues = parse_cases(file.text, file.path, shelf.catalogue)
        tell_issues(issues, lang)
        failed += sum(1 for issue in issues if issue.severity is Severity.ERROR)
        files += 1
        for result in run_cases(cases, shelf.packs(), shelf.catalogue, rete):
            run += 1
            failed += not result.passed
            tell_issues(result.differences, lang)
    rete.close()
    passed = run - failed if failed <= run else 0
    typer.echo(f"{files} files: {passed} passed, {failed} failed")
    raise typer.Exit(1 if failed or not run else 0)


@app.command("list")
def list_packs(
    root: Root = ROOT,
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD")] = "",
    place: Annotated[str, typer.Option("--place", help="行政区划代码")] = "520000",
) -> None:
    """全部版本，及指定日期、地区现行的版本。Every release, and which is in force on a day in a place."""
    shelf = _shelf(load_packs(root), "zh")
    today = today_here()
    standing = {pack.ref for pack in shelf.in_force(_day(on) or today, today, place)}
    table = Table("规则包", "版本", "施行", "标题", "现行", box=None)
    for pack in shelf.packs():
        until = pack.in_force.until
        span = f"{pack.in_force.start or '…'} – {until or ''}"
        table.add_row(pack.ref.pack, pack.ref.version, span, pack.title, "●" if pack.ref in standing else "")
    Console().print(table)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(
            "date-malformed", zh=f"日期“{text}”应写作YYYY-MM-DD", en=f'"{text}" is no date YYYY-MM-DD'
        ) from None


def _shelf(loading: Loading, lang: str) -> LoadedShelf:
    if loading.shelf is None:
        tell_issues((issue for issue in loading.issues if issue.severity is Severity.ERROR), lang)
        raise typer.Exit(1)
    return loading.shelf


class _SecondEngine:
    """The rete engine, one for each program met; this command may die with the C code, a service may not."""

    def __init__(self) -> None:
        self._engines: dict[str, ReteEngine] = {}

    def __call__(self, program: Program, situation: Situation) -> Readings:
        if program.digest not in self._engines:
            if len(self._engines) >= 32:
                self.close()
            self._engines[program.digest] = ReteEngine(program)
        return self._engines[program.digest].evaluate(situation)

    def close(self) -> None:
        for engine in self._engines.values():
            engine.close()
        self._engines.clear()
