"""What was found beside what a case expects: every difference, in plain words, at the case's own line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from engine.cases.case import Case, ExpectedBan, Term
from engine.compile.program import LeafAt, Program
from engine.conditions import RecordLeaf
from engine.direct.bits import NOT_MET
from engine.evaluate import Judgement
from engine.explain import Explanation, Place, explain
from engine.explain.readings import passing_bits
from engine.facts import NONE, UNKNOWN, Fact, Mark, Truth
from engine.issues import Issue, Where
from engine.pack import BanTerm, Measure, Pack, Propose
from engine.periods import Period, add, decided_last_day

TRUTH_WORDS = {
    Truth.MET: ("成立", "met"),
    Truth.NOT_MET: ("不成立", "not met"),
    Truth.UNKNOWN: ("无法确定", "indeterminate"),
}
_WHOLE = frozenset({"record", "without", "present", "count", "ratio", "effective", "role"})


@dataclass(frozen=True, slots=True)
class _Heard:
    """One case, the release it was asked under, and what the engines said."""

    case: Case
    pack: Pack
    program: Program
    judgement: Judgement
    truths: Mapping[str, Truth]

    def explanation(self, rule: str) -> Explanation:
        return explain(self.program, self.case.situation, self.judgement, f"{self.pack.ref.pack}#{rule}")


def differences_of(
    case: Case, pack: Pack, program: Program, judgement: Judgement, truths: Mapping[str, Truth]
) -> tuple[Issue, ...]:
    """Every way in which the finding is not what the case expects; empty where it is. `truths`: by rule id of the pack."""
    heard = _Heard(case, pack, program, judgement, truths)
    return (
        *_engines(heard),
        *_proposals(heard),
        *_truths(heard),
        *_failed_fields(heard),
        *_missing_facts(heard),
        *_terms(heard),
        *_bans(heard),
    )


def _differs(heard: _Heard, zh: str, en: str, line: int = 0) -> Issue:
    case, release = heard.case, heard.pack.ref.version
    return Issue(
        code="case-differs",
        where=Where(file=case.file, line=line or case.expect.line or case.line),
        zh=f"用例“{case.title}”（版本 {release}）：{zh}。",
        en=f"Case “{case.title}” (release {release}): {en}.",
        hint_zh="请核对条文，改正规则或者用例。",
        hint_en="Compare with the article; correct the rule or the case.",
    )


def _engines(heard: _Heard) -> Iterator[Issue]:
    for difference in heard.judgement.differences:
        rules = ", ".join(difference.rules)
        yield _differs(
            heard,
            f"两个引擎结论不同（规则 {rules}:{TRUTH_WORDS[difference.direct][0]} / {TRUTH_WORDS[difference.rete][0]}）",
            f"the engines differ on {rules}: {difference.direct} / {difference.rete}",
        )


def _proposals(heard: _Heard) -> Iterator[Issue]:
    expected = heard.case.expect.proposes
    found = {
        rule.then.list_id
        for rule in heard.pack.rules
        if isinstance(rule.then, Propose) and heard.truths[rule.id] is Truth.MET
    }
    if expected is not None and set(expected) != found:
        zh = f"期望提请列入{shown(expected)}，实际为{shown(found)}"
        yield _differs(heard, zh, f"expected to propose {listed(expected)}, found {listed(found)}")


def _truths(heard: _Heard) -> Iterator[Issue]:
    expect = heard.case.expect
    wanted = (
        *((rule, Truth.MET) for rule in expect.met),
        *((rule, Truth.NOT_MET) for rule in expect.not_met),
        *((rule, Truth.UNKNOWN) for rule in dict.fromkeys((*expect.indeterminate, *expect.missing))),
    )
    for rule, truth in wanted:
        found = heard.truths.get(rule)
        if found is None:
            yield _differs(heard, *unknown_rule(rule, heard.truths))
        elif found is not truth:
            zh = f"期望规则“{rule}”{TRUTH_WORDS[truth][0]}，实际{TRUTH_WORDS[found][0]}{_because(heard, rule)}"
            yield _differs(heard, zh, f"expected “{rule}” {TRUTH_WORDS[truth][1]}, found {TRUTH_WORDS[found][1]}")


def unknown_rule(rule: str, known: Iterable[str]) -> tuple[str, str]:
    """In Chinese and English: there is no such rule, and which was likely meant."""
    near = get_close_matches(rule, list(known), n=1)
    zh, en = (f"，是否指“{near[0]}”？", f"; did you mean “{near[0]}”?") if near else ("", "")
    return f"本版本没有规则“{rule}”{zh}", f"this release has no rule “{rule}”{en}"


def _because(heard: _Heard, rule: str) -> str:
    told = heard.explanation(rule)
    places = _names(told.failed) or _names(told.missing)
    return f"（{'、'.join(places)}）" if places else ""


def _failed_fields(heard: _Heard) -> Iterator[Issue]:
    for rule, names in heard.case.expect.not_met.items():
        if not names or heard.truths.get(rule) is not Truth.NOT_MET:
            continue
        told = heard.explanation(rule)
        understood = {word for place in told.failed for word in _words_for(place)} | set(told.exceptions)
        wrong = [name for name in names if name not in understood]
        if wrong:
            found = _names(told.failed) or told.exceptions
            yield _differs(
                heard,
                f"期望规则“{rule}”因{shown(names)}不成立，实际因{shown(found)}",
                f"expected “{rule}” to fail on {listed(names)}, it fails on {listed(found)}",
            )


def _missing_facts(heard: _Heard) -> Iterator[Issue]:
    for rule, names in heard.case.expect.missing.items():
        if heard.truths.get(rule) is not Truth.UNKNOWN:
            continue
        found = _names(heard.explanation(rule).missing)
        if set(names) != set(found):
            zh = f"期望规则“{rule}”缺少{shown(names)}，实际缺少{shown(found)}"
            yield _differs(heard, zh, f"expected “{rule}” to miss {listed(names)}, it misses {listed(found)}")


def _terms(heard: _Heard) -> Iterator[Issue]:
    for rule, expected in heard.case.expect.terms.items():
        finding = heard.judgement.finding(f"{heard.pack.ref.pack}#{rule}")
        if finding is None:
            yield _differs(heard, *unknown_rule(rule, heard.truths))
        elif finding.truth is not Truth.MET or not isinstance(finding.then, Propose):
            zh = f"期望规则“{rule}”的期限，但它没有提请列入（{TRUTH_WORDS[finding.truth][0]}）"
            yield _differs(heard, zh, f"a term was expected of “{rule}”, which proposes nothing ({finding.truth})")
        elif expected != (finding.term, finding.term_at_most):
            (want_zh, want_en), (is_zh, is_en) = term_words(expected), term_words((finding.term, finding.term_at_most))
            zh = f"期望规则“{rule}”的期限为{want_zh}，实际为{is_zh}"
            yield _differs(heard, zh, f"expected the term of “{rule}” to be {want_en}, found {is_en}")


def term_words(term: Term) -> tuple[str, str]:
    """The term in Chinese and English: fixed, a range, or without a fixed end."""
    shortest, longest = term
    if shortest is None:
        return "无固定期限", "no fixed end"
    return (f"{shortest} 至 {longest}", f"{shortest} to {longest}") if longest else (str(shortest), str(shortest))


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{place.kind}.{place.field}" for place in places))


def _words_for(place: Place) -> tuple[str, ...]:
    """How a case may call the place: its field, kind and field, and, where no field decides, the kind alone."""
    words = (place.field, f"{place.kind}.{place.field}")
    return (*words, place.kind) if place.field in _WHOLE else words


def _bans(heard: _Heard) -> Iterator[Issue]:
    expected = heard.case.expect.bans
    if expected is None:
        return
    found = sorted(bans_brought(heard.pack, heard.program, heard.case), key=_order)
    if sorted(expected, key=_order) != found:
        yield _differs(
            heard,
            f"期望的禁止为{shown(map(_ban_zh, expected))}，实际为{shown(map(_ban_zh, found))}",
            f"expected the bans {listed(map(_ban_en, expected))}, found {listed(map(_ban_en, found))}",
        )


def bans_brought(pack: Pack, program: Program, case: Case) -> Iterator[ExpectedBan]:
    """One ban for each record that surely passes the `when` of a ban measure of the pack; `until` is its last day."""
    values = {rule.key: rule.value for rule in program.rules}
    for measure in pack.measures:
        node = values.get(f"{pack.ref.pack}#{measure.id}")
        leaf = program.leaves[node.index] if isinstance(node, LeafAt) else None
        if isinstance(leaf, RecordLeaf) and isinstance(measure.lasts, BanTerm):
            passing = passing_bits(leaf.records, case.situation, program.calendar)
            surely = (fact for fact in case.situation.facts if passing.get(fact.id, NOT_MET)[0])
            yield from (_ban(measure, measure.lasts, fact) for fact in surely)


def _ban(measure: Measure, term: BanTerm, fact: Fact) -> ExpectedBan:
    start = _as_date(fact, term.start_field)
    if term.lasts_field is not None:
        until = _decided_until(start, _as_date(fact, term.lasts_field), term.at_most)
    elif isinstance(term.lasts, Period):
        until = add(start, term.lasts) if isinstance(start, date) else UNKNOWN
    else:
        until = NONE
    return ExpectedBan(measure=measure.id, start=start, until=until)


def _decided_until(start: date | Mark, decided: date | Mark, at_most: Period | None) -> date | Mark:
    """As recorded; unknown where the decision goes past the longest term of the article."""
    if isinstance(start, Mark) or isinstance(decided, Mark):
        return decided
    return decided_last_day(start, decided, at_most) or UNKNOWN


def _as_date(fact: Fact, name: str) -> date | Mark:
    """Unknown also where the record says that there is no such day: only the article can say "for life" (0008)."""
    value = fact.value(name)
    return value if isinstance(value, date) else UNKNOWN


def _order(ban: ExpectedBan) -> tuple[str, str, str]:
    return ban.measure, str(ban.start), str(ban.until)


def _ban_zh(ban: ExpectedBan) -> str:
    until = "终身" if ban.until is NONE else "止日不明" if ban.until is UNKNOWN else f"至 {ban.until}"
    return f"{ban.measure}({'起日不明' if isinstance(ban.start, Mark) else ban.start}{until})"


def _ban_en(ban: ExpectedBan) -> str:
    return f"{ban.measure} ({ban.start} to {'life' if ban.until is NONE else ban.until})"


def shown(words: Iterable[str]) -> str:
    named = sorted(words)
    return f"“{'、'.join(named)}”" if named else "空"


def listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"
