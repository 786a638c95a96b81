"""What the packs' cases do not test: conditions that no case decides, and slips that no case would notice."""

from collections import Counter
from collections.abc import Iterable, Sequence

import typer

from engine.case_mutants import RuleMutation, Survivor, mutate_pack
from engine.case_runs import CaseResult
from engine.case_text import case_text
from engine.catalogue import Catalogue
from engine.condition_coverage import ConditionCoverage, coverage_of
from engine.facts import Truth
from engine.pack import Pack

_WORDS = {
    Truth.MET: ("成立", "met"),
    Truth.NOT_MET: ("不成立", "not met"),
    Truth.UNKNOWN: ("不明", "unknown"),
}
_KEYS = {Truth.MET: "met", Truth.NOT_MET: "not_met", Truth.UNKNOWN: "indeterminate"}


def tell_coverage(
    chosen: Sequence[Pack], packs: Sequence[Pack], results: Sequence[CaseResult], catalogue: Catalogue, lang: str
) -> None:
    """Every condition of the chosen packs that some truth of it never decided a case, then the share over all of them."""
    found = [each for pack in chosen for each in coverage_of(pack, packs, results, catalogue)]
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


def tell_mutants(
    chosen: Sequence[Pack], packs: Sequence[Pack], results: Sequence[CaseResult], catalogue: Catalogue, lang: str
) -> None:
    """Every slip in the chosen packs that no case noticed, with the case that would; then the score."""
    tried = killed = unread = 0
    for pack in chosen:
        for report in mutate_pack(pack, packs, results, catalogue):
            tried, killed, unread = tried + report.tried, killed + report.killed, unread + (not report.tried)
            for survivor in report.survivors:
                typer.echo(_survivor_text(report, survivor, catalogue, lang))
    typer.echo(_score(tried, killed, unread, lang))


def _score(tried: int, killed: int, unread: int, lang: str) -> str:
    share = f"{100 * killed / max(1, tried):.1f} %"
    if lang == "en":
        return f"{tried} mutants: {killed} killed ({share}), {tried - killed} survive; {unread} rules that no case speaks of"
    return f"变异{tried}个：被用例发现{killed}个（{share}），未发现{tried - killed}个；没有用例的规则{unread}条"


def _survivor_text(report: RuleMutation, survivor: Survivor, catalogue: Catalogue, lang: str) -> str:
    slip = survivor.mutant.slip
    where = f"{report.file}:{slip.line or report.line}"
    head = (
        f"{where} rule “{report.rule}”: {slip.en} – no case notices."
        if lang == "en"
        else f"{where} 规则“{report.rule}”：{slip.zh}，没有用例发现。"
    )
    if survivor.killer is None:
        none = (
            "No situation near the cases tells them apart; they may mean the same."
            if lang == "en"
            else "在现有用例附近没有找到能够区分的情形，两者可能含义相同。"
        )
        return f"{head}{' ' if lang == 'en' else ''}{none}"
    title = f"{report.rule}：{slip.zh}" if lang == "zh" else f"{report.rule}: {slip.en}"
    expect = {_KEYS[survivor.killer.truth]: f"[{report.rule}]"}
    text = case_text(title, report.release.version, survivor.killer.situation, expect, catalogue)
    add = (
        "A case that would notice (check it against the article first):"
        if lang == "en"
        else "可补充下列用例（请先与条文核对）："
    )
    return f"{head}{' ' if lang == 'en' else ''}{add}\n" + "\n".join(f"    {line}" for line in text.splitlines())
