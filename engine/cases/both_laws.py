"""What a case under both laws finds: the law of the act and the law of the decision, combined (从旧兼从轻).

Compared with what the case expects: conclusions, proposals, whose term is the lighter one, and that term.
"""

from collections.abc import Iterator, Mapping

from engine.cases.case import Case
from engine.cases.verdict import TRUTH_WORDS, listed, shown, term_words, unknown_rule
from engine.evaluate import BothLaws, Judgement
from engine.facts import Truth
from engine.issues import Issue, Where
from engine.pack import Propose


def differences_under_both_laws(
    case: Case, judgements: tuple[Judgement, Judgement], combined: tuple[BothLaws, ...]
) -> tuple[Issue, ...]:
    """Every way in which the combined finding is not what the case expects. `judgements`: of the act, of the decision."""
    own = f"{case.pack}#"
    found = {each.key.removeprefix(own): each for each in combined if each.key.startswith(own)}
    return (*_engines(case, judgements), *_proposals(case, found), *_truths(case, found), *_lighter(case, found))


def _differs(case: Case, zh: str, en: str) -> Issue:
    return Issue(
        code="case-differs",
        where=Where(file=case.file, line=case.expect.line or case.line),
        zh=f"用例“{case.title}”（行为日 {case.acted_on} 与决定日的法律合并）：{zh}。",
        en=f"Case “{case.title}” (law of the act on {case.acted_on} and of the decision): {en}.",
        hint_zh="请核对条文，改正规则或者用例。",
        hint_en="Compare with the article; correct the rule or the case.",
    )


def _engines(case: Case, judgements: tuple[Judgement, Judgement]) -> Iterator[Issue]:
    for judgement in judgements:
        for difference in judgement.differences:
            rules = "、".join(difference.rules)
            zh = f"两个引擎对 {judgement.law_at} 的法律结论不同（规则 {rules}）"
            yield _differs(case, zh, f"the engines differ on {rules} under the law of {judgement.law_at}")


def _proposals(case: Case, found: Mapping[str, BothLaws]) -> Iterator[Issue]:
    expected = case.expect.proposes
    proposed = {then.list_id for each in found.values() if (then := _proposed(each)) is not None}
    if expected is not None and set(expected) != proposed:
        zh = f"期望提请列入{shown(expected)}，实际为{shown(proposed)}"
        yield _differs(case, zh, f"expected to propose {listed(expected)}, found {listed(proposed)}")


def _truths(case: Case, found: Mapping[str, BothLaws]) -> Iterator[Issue]:
    expect = case.expect
    wanted = (
        *((rule, Truth.MET) for rule in expect.met),
        *((rule, Truth.NOT_MET) for rule in expect.not_met),
        *((rule, Truth.UNKNOWN) for rule in expect.indeterminate),
    )
    for rule, truth in wanted:
        each = found.get(rule)
        if each is None:
            yield _differs(case, *unknown_rule(rule, found))
        elif each.truth is not truth:
            zh = f"期望规则“{rule}”{TRUTH_WORDS[truth][0]}，实际{TRUTH_WORDS[each.truth][0]}（{_each_law_zh(each)}）"
            en = f"expected “{rule}” {TRUTH_WORDS[truth][1]}, found {TRUTH_WORDS[each.truth][1]} ({_each_law_en(each)})"
            yield _differs(case, zh, en)


def _lighter(case: Case, found: Mapping[str, BothLaws]) -> Iterator[Issue]:
    """Whose term is the lighter, and the term; where nothing may be proposed, neither is there."""
    for rule in dict.fromkeys((*case.expect.lighter, *case.expect.terms)):
        each = found.get(rule)
        if each is None:
            yield _differs(case, *unknown_rule(rule, found))
        elif _proposed(each) is None:
            zh = f"期望规则“{rule}”的期限，但合并后不提请列入（{_each_law_zh(each)}）"
            en = f"a term was expected of “{rule}”, but both laws together propose nothing ({_each_law_en(each)})"
            yield _differs(case, zh, en)
        else:
            yield from _term_of(case, rule, each)


def _term_of(case: Case, rule: str, each: BothLaws) -> Iterator[Issue]:
    law = case.expect.lighter.get(rule, each.lighter)
    if law != each.lighter:
        zh = f"期望规则“{rule}”以{_LAWS_ZH[law]}为轻，实际为{_LAWS_ZH[each.lighter]}"
        yield _differs(case, zh, f"expected the lighter law of “{rule}” to be {law}, found {each.lighter}")
    finding = each.act if each.lighter == "act" else each.decision
    found = (finding.term, finding.term_at_most) if finding else (None, None)
    expected = case.expect.terms.get(rule, found)
    if expected != found:
        (want_zh, want_en), (is_zh, is_en) = term_words(expected), term_words(found)
        zh = f"期望规则“{rule}”的期限为{want_zh}，实际为{is_zh}"
        yield _differs(case, zh, f"expected the term of “{rule}” to be {want_en}, found {is_en}")


def _proposed(each: BothLaws) -> Propose | None:
    """What both laws together propose, said without asking whether a second engine confirmed it."""
    then = each.decision.then if each.decision else None
    return then if each.truth is Truth.MET and isinstance(then, Propose) else None


def _each_law_zh(each: BothLaws) -> str:
    act, decision = (TRUTH_WORDS[law.truth][0] if law else "没有这条规则" for law in (each.act, each.decision))
    return f"行为时{act}，决定时{decision}"


def _each_law_en(each: BothLaws) -> str:
    act, decision = (TRUTH_WORDS[law.truth][1] if law else "no such rule" for law in (each.act, each.decision))
    return f"act: {act}, decision: {decision}"


_LAWS_ZH = {"act": "行为时的法律", "decision": "决定时的法律", "same": "两者相同"}
