"""`shangfa packs test`: the packs' own cases in both engines, and on request what the cases leave untested."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Annotated

import typer

from api.cli.case_report import Beside, tell_coverage, tell_mutants
from api.cli.draft_cases import asked_of_draft, asked_of_releases, joined
from api.cli.pack_options import Lang, Root, good_shelf
from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, Loading, load_packs
from casework.errors import Refused
from engine.cases.case import Case, parse_cases
from engine.cases.coverage import untested_rules
from engine.cases.runs import CaseResult, run_cases
from engine.cases.unheard import NOT_RUN
from engine.compile.program import Program, Readings
from engine.facts import Situation
from engine.issues import Issue, Severity, Where, has_errors
from engine.pack import Pack
from engine.rete import ReteEngine

Only = Annotated[str, typer.Option("--pack", help="只看标识以此开头的规则包 / packs whose id begins so")]
JOINS_AFTER = "overlapping-releases"
"""The one error of a draft that keeps no case from it: the release beside it is taken to end where the draft begins."""


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
    """运行规则包自带的用例，草稿的也运行，两套引擎逐条对照。The packs' own cases, drafts' too, in both engines."""
    loading = load_packs(root)
    shelf = good_shelf(loading, lang)
    tested = _Tested(shelf, pack, _faulty_drafts(loading, pack))
    _refuse_unknown(tested, pack)
    for issues in tested.run():
        tell_issues(issues, lang)
    passed = sum(1 for result in tested.results if result.passed)
    failed = len(tested.results) - passed + tested.faults
    if coverage:
        tell_issues(untested_rules([one.pack for one in tested.chosen], tested.results), lang)
        tell_coverage(tested.chosen, tested.results, shelf.catalogue, lang)
    if mutants:
        tell_mutants(tested.chosen, tested.results, shelf.catalogue, lang)
    typer.echo(_total(tested.files, passed, failed, lang))
    raise typer.Exit(1 if failed or not tested.results else 0)


def _total(files: int, passed: int, failed: int, lang: str) -> str:
    if lang == "en":
        return f"{files} files: {passed} passed, {failed} failed"
    return f"用例文件{files}个：通过{passed}，未通过{failed}"


def _faulty_drafts(loading: Loading, only: str) -> tuple[Issue, ...]:
    """The errors in the chosen drafts for which no case can be asked of them, and the files of cases nobody can read."""
    return tuple(
        issue
        for issue in loading.draft_issues
        if issue.severity is Severity.ERROR
        and issue.code != JOINS_AFTER
        and (issue.where.file.endswith("/draft.yaml") or "/cases/" in issue.where.file)
        and issue.where.file.startswith(only)
    )


def _refuse_unknown(tested: "_Tested", only: str) -> None:
    if tested.chosen or tested.draft_faults or not only:
        return
    known = sorted({each.ref.pack for each in (*tested.shelf.packs(), *tested.shelf.drafts)})
    near = get_close_matches(only, known, n=3)
    raise Refused(
        "no-such-pack",
        zh=f"没有标识以“{only}”开头的规则包，草稿中也没有",
        en=f"no pack, and no draft, has an id that begins with “{only}”",
        hint_zh=f"是否为：{'、'.join(near)}？" if near else "请用 shangfa packs list 查看全部标识。",
        hint_en=f"did you mean {', '.join(near)}?" if near else "shangfa packs list shows every id",
    )


class _Tested:
    """The case files of the chosen packs, run one after another; `faults`: what kept files or drafts from being read."""

    def __init__(self, shelf: LoadedShelf, only: str, draft_faults: tuple[Issue, ...]) -> None:
        self.shelf = shelf
        self.draft_faults = draft_faults
        self.results: list[CaseResult] = []
        self.files, self.faults = 0, len(draft_faults)
        self._only, self._asked = only, set[str]()
        self._with_trouble: dict[str, list[str]] = {}
        faulty = {issue.where.file for issue in draft_faults}
        self.drafts = tuple(each for each in shelf.drafts if self._is_chosen(each) and each.file not in faulty)
        self.chosen = (
            *(Beside(pack=each, packs=shelf.packs()) for each in shelf.packs() if self._is_chosen(each)),
            *(Beside(pack=each, packs=joined(shelf.packs(), each)) for each in self.drafts),
        )

    def _is_chosen(self, pack: Pack) -> bool:
        return pack.ref.pack.startswith(self._only)

    def run(self) -> Iterator[tuple[Issue, ...]]:
        """The issues of each file as they are found."""
        rete = _SecondEngine()
        yield self.draft_faults
        for file in self.shelf.case_files:
            if not file.path.startswith(self._only) or self._waits_for_its_draft(file.pack_id):
                continue
            self.files += 1
            cases, issues = parse_cases(file.text, file.path, self.shelf.catalogue)
            self.faults += sum(1 for issue in issues if issue.severity is Severity.ERROR)
            results = self._heard(cases, rete)
            self.results += results
            if has_errors(issues) or any(_is_unheard(result) for result in results):
                self._with_trouble.setdefault(file.pack_id, []).append(file.path)
            yield (*issues, *(issue for result in results for issue in result.differences))
        rete.close()
        yield self._untested_drafts()

    def _waits_for_its_draft(self, pack: str) -> bool:
        """Whether the only text of the pack is a draft whose faults have been told: its cases could say nothing more."""
        known = {each.ref.pack for each in (*self.shelf.packs(), *self.drafts)}
        return pack not in known and any(issue.where.file == f"{pack}/draft.yaml" for issue in self.draft_faults)

    def _heard(self, cases: Sequence[Case], rete: "_SecondEngine") -> tuple[CaseResult, ...]:
        """What the releases answer, then what each draft of the cases' pack would."""
        releases, catalogue = self.shelf.packs(), self.shelf.catalogue
        asked = asked_of_releases(cases, releases, self.drafts)
        found = run_cases(asked, releases, catalogue, rete, self.drafts)
        for draft in self.drafts:
            own = [case for case in cases if case.pack == draft.ref.pack]
            if asked := asked_of_draft(own, draft):
                self._asked.add(draft.file)
                found += run_cases(asked, joined(releases, draft), catalogue, rete)
        return found

    def _untested_drafts(self) -> tuple[Issue, ...]:
        alone = [draft for draft in self.drafts if draft.file not in self._asked]
        return tuple(_untested(draft, self._with_trouble.get(draft.ref.pack, ())) for draft in alone)


def _is_unheard(result: CaseResult) -> bool:
    return any(issue.code == NOT_RUN for issue in result.differences)


def _untested(draft: Pack, with_trouble: Sequence[str]) -> Issue:
    """That no case asked the draft; where its cases have faults, that those are to be corrected."""
    if with_trouble:
        return Issue(
            code="untested-draft",
            severity=Severity.WARNING,
            where=Where(file=draft.file),
            zh=f"草稿“{draft.ref.pack}”（版本 {draft.ref.version}）没有一个用例能够运行，未经检验。",
            en=f"Of the draft “{draft.ref.pack}” (version {draft.ref.version}) no case could be run; it is untested.",
            hint_zh=f"请先改正 {'、'.join(with_trouble)} 中的错误（见上）。",
            hint_en=f"First correct the faults in {', '.join(with_trouble)}, told above.",
        )
    return Issue(
        code="untested-draft",
        severity=Severity.WARNING,
        where=Where(file=draft.file),
        zh=f"草稿“{draft.ref.pack}”（版本 {draft.ref.version}）没有用例，未经检验。",
        en=f"The draft “{draft.ref.pack}” (version {draft.ref.version}) has no case and is untested.",
        hint_zh=f"请在 {draft.ref.pack}/cases/ 中写用例，以 release: draft 指明草稿。",
        hint_en=f"Write cases in {draft.ref.pack}/cases/ with `release: draft`.",
    )


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
