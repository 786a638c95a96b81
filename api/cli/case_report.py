"""What the packs' cases do not test: conditions that no case decides, and slips that no case would notice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import typer

from engine.cases.condition_coverage import ConditionCoverage, coverage_of
from engine.cases.killers import Killer
from engine.cases.mutants import RuleMutation, Survivor, mutate_pack
from engine.cases.runs import CaseResult
from engine.cases.text import case_text
from engine.catalogue import Catalogue
from engine.facts import Truth
from engine.pack import Pack

_WORDS = {
    Truth.MET: ("成立", "met"),
    Truth.NOT_MET: ("不成立", "not met"),
    Truth.UNKNOWN: ("不明", "unknown"),
}
_KEYS = {Truth.MET: "met", Truth.NOT_MET: "not_met", Truth.UNKNOWN: "indeterminate"}
_RULE = "# " + "-" * 70
"""Stands above and below a proposed case; a comment, so that it does no harm where it is pasted too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A release or draft to report on, and the packs it is asked among (itself one of them)."""

    pack: Pack
    packs: Sequence[Pack]


def tell_coverage(chosen: Sequence[Beside], results: Sequence[CaseResult], catalogue: Catalogue, lang: str) -> None:
    """Every condition of the chosen packs that some truth of it never decided a case, then the share over all of them."""
    found = [each for one in chosen for each in coverage_of(one.pack, one.packs, results, catalogue)]
    for condition in found:
        if condition.untested:
            typer.echo(_condition_line(condition, lang))
    for line in _shares(found, lang):
        typer.echo(line)


def _condition_line(condition: ConditionCoverage, lang: str) -> str:
    lacks = [_WORDS[truth][lang == "en"] for truth in condition.untested]
    where = f"{condition.file}:{condition.line}"
    if lang == "en":
        return f"{where} rule “{condition.rule}”, condition “{condition.name}”: no case decided by its being {', '.join(lacks)}"
    return f"{where} 规则“{condition.rule}”的条件“{condition.name}”：没有用例因其{'、'.join(lacks)}而定"


def _shares(found: Sequence[ConditionCoverage], lang: str) -> Iterable[str]:
    tested = Counter(truth for condition in found for truth in condition.tested)
    total = max(1, len(found))
    told = [
        f"{_WORDS[truth][lang == 'en']} {tested[truth]}/{len(found)} ({100 * tested[truth] / total:.0f} %)"
        for truth in _WORDS
    ]
    yield (
        f"Conditions decided by a case: {', '.join(told)}" if lang == "en" else f"由用例检验过的条件：{'；'.join(told)}"
    )


def tell_mutants(chosen: Sequence[Beside], results: Sequence[CaseResult], catalogue: Catalogue, lang: str) -> None:
    """Every slip in the chosen packs that no case noticed, with the case that would; then the score."""
    tried = killed = unread = 0
    proposals = _Proposals({result.case.title for result in results}, catalogue, lang)
    for one in chosen:
        for report in mutate_pack(one.pack, one.packs, results, catalogue):
            tried, killed, unread = tried + report.tried, killed + report.killed, unread + (not report.tried)
            for survivor in report.survivors:
                typer.echo(proposals.told(report, survivor))
    typer.echo(_score(tried, killed, unread, lang))


def _score(tried: int, killed: int, unread: int, lang: str) -> str:
    share = f"{100 * killed / max(1, tried):.1f} %"
    if lang == "en":
        return f"{tried} mutants: {killed} killed ({share}), {tried - killed} survive; {unread} rules that no case speaks of"
    return f"变异{tried}个：被用例发现{killed}个（{share}），未发现{tried - killed}个；没有用例的规则{unread}条"


class _Proposals:
    """The cases proposed in one run: each once, and each under a title that no other case has."""

    def __init__(self, titles: Iterable[str], catalogue: Catalogue, lang: str) -> None:
        self._titles = set(titles)
        self._known: dict[str, str] = {}
        self._catalogue, self._lang = catalogue, lang

    def told(self, report: RuleMutation, survivor: Survivor) -> str:
        """The slip, and the case that would notice it or where that case stands in this report."""
        slip = survivor.mutant.slip
        where = f"{report.file}:{slip.line or report.line}"
        head = self._words(
            f"{where} 规则“{report.rule}”：{slip.zh}，没有用例发现。",
            f"{where} rule “{report.rule}”: {slip.en} – no case notices. ",
        )
        if survivor.killer is None:
            return head + self._words(
                "在现有用例附近（一次只改一处）没有找到能够区分的情形；这不说明两者含义相同，请人工核对。",
                "No situation near the cases (one change at a time) tells them apart; that does not show that they mean the same: a person must look.",
            )
        return head + self._proposed(report, survivor.killer, self._words(slip.zh, slip.en))

    def _proposed(self, report: RuleMutation, killer: Killer, slip: str) -> str:
        content = f"{report.release.pack}\n{self._text('', report, killer)}"
        if known := self._known.get(content):
            return self._words(f"上文所列的用例“{known}”即可发现。", f"The case “{known}” proposed above would notice.")
        title = self._known[content] = self._new_title(report.rule + self._words("：", ": ") + slip)
        add = self._words(
            "可补充下列用例（请先与条文核对）：", "A case that would notice (check it against the article first):"
        )
        return f"{add}\n{_RULE}\n{self._text(title, report, killer)}{_RULE}"

    def _text(self, title: str, report: RuleMutation, killer: Killer) -> str:
        expect = {_KEYS[killer.truth]: f"[{report.rule}]"}
        return case_text(title, report.release.version, killer.situation, expect, self._catalogue)

    def _new_title(self, title: str) -> str:
        """The title, numbered where a case has it already: a file with two of one title is refused."""
        numbered = (title if number == 1 else f"{title}#{number}" for number in count(1))
        new = next(each for each in numbered if each not in self._titles)
        self._titles.add(new)
        return new

    def _words(self, zh: str, en: str) -> str:
        return en if self._lang == "en" else zh
