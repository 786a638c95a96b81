"""`shangfa packs test`: the packs' own cases in both engines, and on request what the cases leave untested."""

from collections.abc import Iterator
from typing import Annotated

import typer

from api.cli.case_report import tell_coverage, tell_mutants
from api.cli.pack_options import Lang, Root, good_shelf
from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, load_packs
from engine.case_coverage import untested_rules
from engine.case_runs import CaseResult, run_cases
from engine.cases import parse_cases
from engine.compile.program import Program, Readings
from engine.facts import Situation
from engine.issues import Issue, Severity
from engine.pack import Pack
from engine.rete import ReteEngine

Only = Annotated[str, typer.Option("--pack", help="只看标识以此开头的规则包 / packs whose id begins so")]


def run_own_cases(
    root: Root = ROOT,
    lang: Lang = "zh",
    pack: Only = "",
    coverage: Annotated[
        bool, typer.Option("--coverage", help="列出没有用例检验的条件 / conditions that no case decides")
    ] = False,
    mutants: Annotated[
        bool, typer.Option("--mutants", help="逐项改错，列出没有用例发现的改动 / slips that no case notices")
    ] = False,
) -> None:
    """运行规则包自带的用例，两套引擎逐条对照。The packs' own cases, in both engines."""
    shelf = good_shelf(load_packs(root), lang)
    packs = tuple(each for each in shelf.packs() if each.ref.pack.startswith(pack))
    tested = _Tested(shelf, pack)
    for issues in tested.run():
        tell_issues(issues, lang)
    passed = sum(1 for result in tested.results if result.passed)
    failed = len(tested.results) - passed + tested.faults
    if coverage:
        _tell_coverage(packs, tested, lang)
    if mutants:
        tell_mutants(packs, shelf.packs(), tested.results, shelf.catalogue, lang)
    typer.echo(f"{tested.files} files: {passed} passed, {failed} failed")
    raise typer.Exit(1 if failed or not tested.results else 0)


def _tell_coverage(packs: tuple[Pack, ...], tested: "_Tested", lang: str) -> None:
    tell_issues(untested_rules(packs, tested.results), lang)
    tell_coverage(packs, tested.shelf.packs(), tested.results, tested.shelf.catalogue, lang)


class _Tested:
    """The case files of the chosen packs, run one after another; `faults`: what kept a file from being read."""

    def __init__(self, shelf: LoadedShelf, only: str) -> None:
        self.shelf = shelf
        self.results: list[CaseResult] = []
        self.files = self.faults = 0
        self._only = only

    def run(self) -> Iterator[tuple[Issue, ...]]:
        """The issues of each file as they are found."""
        rete = _SecondEngine()
        for file in self.shelf.case_files:
            if not file.path.startswith(self._only):
                continue
            self.files += 1
            cases, issues = parse_cases(file.text, file.path, self.shelf.catalogue)
            self.faults += sum(1 for issue in issues if issue.severity is Severity.ERROR)
            results = run_cases(cases, self.shelf.packs(), self.shelf.catalogue, rete)
            self.results += results
            yield (*issues, *(issue for result in results for issue in result.differences))
        rete.close()


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
