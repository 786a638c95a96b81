"""Which rules no case has put to the test: met, just missed on each threshold, and with a fact unknown (docs/pack-format.md)."""

from collections.abc import Iterable, Iterator, Sequence

from engine.cases.relax import thresholds
from engine.cases.runs import CaseResult, rules_and_bans
from engine.facts import Truth
from engine.issues import Issue, Severity, Where, in_reading_order
from engine.pack import Pack, Rule

_TRUTHS = (
    (Truth.MET, "没有成立的用例", "no case meets it"),
    (Truth.NOT_MET, "没有不成立的用例", "no case misses it"),
    (Truth.UNKNOWN, "没有事实不明的用例", "no case leaves a fact unknown"),
)


def untested_rules(packs: Sequence[Pack], results: Iterable[CaseResult]) -> tuple[Issue, ...]:
    """One warning for each rule of each release that passing cases leave untested, saying what is missing.

    Measures with a condition count as rules. Only a case that speaks of the rule tests it: by `met`, `not_met`,
    `indeterminate`, `missing`, a list it proposes or a ban it brings.
    """
    passed = [result for result in results if result.passed]
    return in_reading_order(
        _warning(pack, rule, lacks)
        for pack in packs
        for rule in rules_and_bans(pack)
        if (lacks := tuple(_lacks(rule, [result for result in passed if result.release == pack.ref])))
    )


def _lacks(rule: Rule, results: Sequence[CaseResult]) -> Iterator[tuple[str, str]]:
    spoken = [result for result in results if rule.id in rules_spoken_of(result)]
    seen = {result.truths.get(rule.id) for result in spoken}
    yield from ((zh, en) for truth, zh, en in _TRUTHS if truth not in seen)
    missed = {name for result in spoken for name in result.just_missed.get(rule.id, ())}
    for name in thresholds(rule):
        if missed.isdisjoint((name, name.rpartition(".")[2])):
            yield f"没有恰好差在“{name}”上的用例", f"no case just misses it on {name}"


def rules_spoken_of(result: CaseResult) -> frozenset[str]:
    """The rules whose truth the case tests: those it names, those that make it propose, those whose ban it expects."""
    expect = result.case.expect
    proposing = (rule for rule, truth in result.truths.items() if truth is Truth.MET) if expect.proposes else ()
    bans = (ban.measure for ban in expect.bans or ())
    return frozenset((*expect.met, *expect.not_met, *expect.indeterminate, *expect.missing, *proposing, *bans))


def _warning(pack: Pack, rule: Rule, lacks: tuple[tuple[str, str], ...]) -> Issue:
    return Issue(
        code="untested-rule",
        severity=Severity.WARNING,
        where=Where(file=pack.file, line=rule.line),
        zh=f"规则“{rule.id}”的用例不全：{'；'.join(zh for zh, _ in lacks)}。",
        en=f"The cases of rule “{rule.id}” are not complete: {'; '.join(en for _, en in lacks)}.",
        hint_zh=f"请在 {pack.ref.pack}/cases/ 中补充用例。",
        hint_en=f"Add cases in {pack.ref.pack}/cases/.",
    )
