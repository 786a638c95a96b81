"""Cases: read with every fault at once, run under the law they name, and told where they come out otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from engine.cases.case import Case, parse_cases
from engine.cases.runs import CaseResult, run_cases
from engine.compile.program import Program, Readings
from engine.conditions import All, Condition, FieldTest, Literal, Not, Op, Parameter, RecordLeaf, Records
from engine.direct import compile_direct
from engine.facts import NONE, UNKNOWN, Mark, Situation, Truth, Value
from engine.pack import BanTerm, Interval, Pack, ParameterDef, ParameterValue, UnlessClause
from engine.periods import Period, decided_last_day
from tests.fakes.packs import ARTICLE, a_catalogue, a_measure, a_record, a_rule, builds_on, criteria, measures

FILE = "rules/cn/wage/cases/arrears.yaml"


def read(text: str, file: str = FILE) -> tuple[Case, ...]:
    cases, issues = parse_cases(text, file, a_catalogue())
    assert issues == ()
    return cases


def faults(text: str) -> list[str]:
    _, issues = parse_cases(text, FILE, a_catalogue())
    return [issue.code for issue in issues]


def run(text: str, *packs: Pack, file: str = FILE) -> tuple[CaseResult, ...]:
    return run_cases(read(text, file), packs or (criteria(),), a_catalogue())


def told(results: tuple[CaseResult, ...]) -> list[str]:
    return [issue.zh for result in results for issue in result.differences]


def with_when(when: Condition) -> Pack:
    return criteria(rules=(a_rule(when=when),))


ORDERED = """
- case: 欠薪达到数额
  law_at: 2023-06-01
  as_of: 2023-06-01
  facts: [{wage.order: {amount: 12345.67, decided_on: 2023-01-05}}]
  expect: {proposes: [wage-arrears], met: [arrears]}
"""


def a_case(expect: str, facts: str = "", head: str = "law_at: 2023-06-01") -> str:
    return f"- case: 例\n  {head}\n  as_of: 2023-06-01\n  facts: [{facts}]\n  expect: {{{expect}}}\n"


ENOUGH = "{wage.order: {amount: 10000, decided_on: 2023-01-05}}"
SHORT = "{wage.order: {amount: 9999.99, decided_on: 2023-01-05}}"
UNSAID = "{wage.order: {decided_on: 2023-01-05}}"


def test_values_are_read_in_yuan_into_fen_with_the_law_date_of_the_kind() -> None:
    """A case is written the way the article is, and typed as every other fact."""
    (case,) = read(ORDERED)

    (fact,) = case.situation.facts
    assert (case.pack, case.line, case.law_at) == ("rules/cn/wage", 2, date(2023, 6, 1))
    assert (fact.values["amount"], fact.law_date) == (1_234_567, date(2023, 1, 5))


def test_left_out_is_unknown_and_none_is_known_not_to_exist() -> None:
    """The two differ in law (spec chapter 6), so a case must be able to say each."""
    (case,) = read(a_case("met: []", "{wage.order: {amount: {none: true}}}").replace("met: []", "proposes: []"))

    (fact,) = case.situation.facts
    assert (fact.value("amount"), fact.value("decided_on"), fact.law_date) == (NONE, UNKNOWN, UNKNOWN)


def test_entries_bans_persons_and_coverage_are_read() -> None:
    """Everything a rule may look at can be said in a case."""
    (case,) = read(
        """
- case: 全部
  release: "2022.1"
  as_of: 2023-06-01
  entries: [{list: wage-arrears, start: 2023-01-01, term_end: none}]
  bans: [{measure: no-bids, scope: procurement, start: 2023-01-01, term_end: 2026-01-01, suspended: yes}]
  related: [{role: legal_representative, entries: [{list: wage-arrears, start: 2022-01-01}], not_covered: [ban]}]
  facts: [{wage.order: {suspended: unknown}}, {wage.order: {suspended: {from: 2023-01-01, until: 2023-02-01}}}]
  not_covered: [wage.order, "role:legal_representative"]
  expect: {proposes: []}
"""
    )

    situation = case.situation
    assert case.releases == ("2022.1",)
    assert (situation.entries[0].term_end, situation.bans[0].suspended) == (NONE, True)
    assert situation.related[0].entries[0].term_end is UNKNOWN
    assert situation.related[0].not_covered == {"ban"}
    assert situation.facts[0].suspensions is None
    assert situation.facts[1].suspensions[0].end == date(2023, 2, 1)
    assert situation.not_covered == {"wage.order", "role:legal_representative"}


@pytest.mark.parametrize(
    ("written", "since", "until", "named_on"),
    [
        ("", NONE, NONE, None),
        (", since: 2022-01-01, until: 2023-01-01", date(2022, 1, 1), date(2023, 1, 1), None),
        (", since: unknown, until: unknown", UNKNOWN, UNKNOWN, None),
        (", since: '', until: none", UNKNOWN, NONE, None),
        (", since: {none: true}, named_on: 2022-05-01", NONE, NONE, date(2022, 5, 1)),
    ],
)
def test_a_role_is_held_on_the_days_the_case_names(
    written: str, since: date | Mark, until: date | Mark, named_on: date | None
) -> None:
    """Who held the office on which day decides who answers; left out means always and still."""
    (case,) = read(
        a_case("proposes: []", head=f"law_at: 2023-06-01\n  related: [{{role: legal_representative{written}}}]")
    )

    (person,) = case.situation.related
    assert (person.since, person.until, person.named_on) == (since, until, named_on)


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (", start: 2022-01-01", {"start": date(2022, 1, 1)}),
        (", start: none", {"start": NONE}),
        (", start: unknown", {}),
        ("", {}),
    ],
)
def test_the_start_of_an_entry_and_of_a_ban_may_be_asked_for(written: str, values: Mapping[str, Value]) -> None:
    """A rule may ask since when the listing stands; an unknown start is no value, as in any record."""
    standing = f"entries: [{{list: wage-arrears{written}}}]\n  bans: [{{scope: any{written}}}]"

    (case,) = read(a_case("proposes: []", head=f"law_at: 2023-06-01\n  {standing}"))

    assert (case.situation.entries[0].values, case.situation.bans[0].values) == (values, values)
    assert case.situation.entries[0].start == values.get("start", UNKNOWN)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("case-without-law", a_case("proposes: []", head="subject: {}")),
        ("unknown-key", a_case("proposes: []", head="law_at: 2023-06-01\n  expected: x")),
        ("unknown-key", a_case("propose: [x], met: [arrears]")),
        ("unknown-kind", a_case("proposes: []", "{wage.ordr: {}}")),
        ("unknown-field", a_case("proposes: []", "{wage.order: {amout: 1}}")),
        ("too-fine", a_case("proposes: []", "{wage.order: {amount: 0.001}}")),
        ("wrong-value", a_case("proposes: []", "{wage.order: {decided_on: 2023-13-01}}")),
        ("unknown-role", a_case("proposes: []", head="law_at: 2023-06-01\n  related: [{role: cousin}]")),
        ("unknown-key", a_case("proposes: []", head="law_at: 2023-06-01\n  related: [{role: subject, from: 2022}]")),
        (
            "wrong-value",
            a_case("proposes: []", head="law_at: 2023-06-01\n  related: [{role: subject, since: 二〇二二年}]"),
        ),
        (
            "wrong-value",
            a_case("proposes: []", head="law_at: 2023-06-01\n  related: [{role: subject, named_on: none}]"),
        ),
        ("unknown-scope", a_case("proposes: []", head="law_at: 2023-06-01\n  bans: [{scope: everything}]")),
        ("unknown-kind", a_case("proposes: []", head="law_at: 2023-06-01\n  not_covered: [wage.ordre]")),
        ("empty-expectation", a_case("")),
        ("missing-key", "- case: 例\n  law_at: 2023-06-01\n  expect: {proposes: []}\n"),
        ("duplicate-case", a_case("proposes: []") + a_case("proposes: []")),
        ("wrong-shape", a_case("proposes: []", "{wage.order: {}, rumour: {}}")),
        ("wrong-shape", "case: 例\n"),
    ],
)
def test_a_faulty_case_is_refused(code: str, text: str) -> None:
    """A case that says something else than its author means would prove the wrong thing."""
    assert code in faults(text)
    assert parse_cases(text, FILE, a_catalogue())[0] == ()


@pytest.mark.parametrize(
    ("expect", "facts"),
    [
        ("proposes: [wage-arrears], met: [arrears]", ENOUGH),
        ("proposes: [], not_met: {arrears: amount}", SHORT),
        ("not_met: {arrears: [wage.order.amount]}", SHORT),
        ("not_met: [arrears]", SHORT),
        ("not_met: {arrears: wage.order}", ""),
        ("proposes: [], indeterminate: [arrears], missing: {arrears: [wage.order.amount]}", UNSAID),
    ],
)
def test_a_case_that_comes_out_as_expected_passes(expect: str, facts: str) -> None:
    """Met, just missed and unknown: the three that every rule needs."""
    assert told(run(a_case(expect, facts))) == []


@pytest.mark.parametrize(
    ("expect", "facts", "words"),
    [
        ("proposes: []", ENOUGH, "期望提请列入空，实际为“wage-arrears”"),
        ("proposes: [wage-arrears]", UNSAID, "期望提请列入“wage-arrears”，实际为空"),
        ("met: [arrears]", SHORT, "期望规则“arrears”成立，实际不成立（wage.order.amount）"),
        ("not_met: [arrears]", UNSAID, "期望规则“arrears”不成立，实际无法确定（wage.order.amount）"),
        ("indeterminate: [arrears]", ENOUGH, "期望规则“arrears”无法确定，实际成立"),
        ("not_met: {arrears: decided_on}", SHORT, "期望规则“arrears”因“decided_on”不成立，实际因“wage.order.amount”"),
        (
            "missing: {arrears: [wage.order.decided_on]}",
            UNSAID,
            "期望规则“arrears”缺少“wage.order.decided_on”，实际缺少“wage.order.amount”",
        ),
        ("met: [arears]", ENOUGH, "本版本没有规则“arears”，是否指“arrears”？"),
        ("bans: [{measure: x, start: 2023-01-01, until: life}]", "", "期望的禁止为“x(2023-01-01终身)”，实际为空"),
    ],
)
def test_a_difference_is_told_in_plain_words_at_its_line(expect: str, facts: str, words: str) -> None:
    """A jurist reads what was expected and what was found, and where to look."""
    (result,) = run(a_case(expect, facts))

    (issue,) = result.differences
    assert issue.zh == f"用例“例”（版本 2022.1）：{words}。"
    assert str(issue.where) == f"{FILE}:5"
    assert issue.en
    assert not result.passed


PARAMETER = RecordLeaf(
    records=Records(
        kind="wage.order", where=(FieldTest(field="amount", op=Op.GTE, operands=(Parameter("floor"),), line=21),)
    )
)


def a_release(version: str, floor: int, days: Interval) -> Pack:
    value = ParameterValue(value=floor, in_force=Interval(), basis=(ARTICLE,))
    held = {"floor": ParameterDef(id="floor", title="起点", unit="CNY", values=(value,))}
    pack = criteria(version=version, rules=(a_rule(when=PARAMETER),))
    return replace(pack, parameters=held, in_force=days)


OLD = a_release("2020.1", 2_000_000, Interval(start=date(2020, 1, 1), until=date(2022, 1, 1)))
NEW = a_release("2022.1", 1_000_000, Interval(start=date(2022, 1, 1)))


def test_law_at_chooses_the_release_in_force() -> None:
    """The same facts under the old and the new threshold."""
    old = a_case("proposes: []", ENOUGH, head="law_at: 2021-12-31")
    new = a_case("proposes: [wage-arrears]", ENOUGH, head="law_at: 2022-01-01")

    results = (*run(old, OLD, NEW), *run(new, OLD, NEW))

    assert told(results) == []
    assert [result.release.version for result in results if result.release] == ["2020.1", "2022.1"]


def test_each_named_release_is_asked_and_only_the_wrong_one_told() -> None:
    """A case that holds for several releases says so once; the message names the release that differs."""
    both = a_case("proposes: [wage-arrears]", ENOUGH, head='release: ["2020.1", "2022.1"]')

    assert told(run(both, OLD, NEW)) == ["用例“例”（版本 2020.1）：期望提请列入“wage-arrears”，实际为空。"]


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ('release: "2019.1"', "没有版本 2019.1"),
        ("law_at: 2019-06-01", "2019-06-01 没有施行中的版本"),
        ('release: "2020.1"\n  law_at: 2023-01-01', "版本 2020.1 于 2023-01-01 并未施行"),
        ('release: "2024.1"', "版本 2024.1 于 2023-06-01 并未施行"),
    ],
)
def test_a_case_under_no_law_is_not_run(head: str, words: str) -> None:
    """A case about a release that does not exist or was not in force proves nothing and must not pass."""
    future = a_release("2024.1", 1, Interval(start=date(2024, 1, 1)))

    (result,) = run(a_case("proposes: []", head=head), OLD, NEW, future)

    known = "2020.1（2020-01-01 起，2022-01-01 前）、2022.1（2022-01-01 起）、2024.1（2024-01-01 起）"
    assert told((result,)) == [f"用例“例”无法运行：{words}；现有：{known}。"]
    assert result.release is None


def test_a_case_of_no_pack_is_not_run() -> None:
    """A folder that lost its pack must not look tested."""
    assert told(run(ORDERED, file="rules/cn/nothing/cases/a.yaml")) == [
        "用例“欠薪达到数额”无法运行：没有规则包“rules/cn/nothing”。"
    ]


def test_rules_of_other_packs_are_asked_only_where_the_rule_builds_on_them() -> None:
    """A pack's case speaks of its own rules: another pack's list is no surprise in it, its conclusion may be needed."""
    base = replace(criteria("rules/cn/base", rules=(a_rule("ordered", proposes=None),)), lists={})
    noise = replace(criteria("rules/cn/noise"), lists={})
    own = with_when(builds_on("ordered", "rules/cn/base"))

    assert told(run(a_case("proposes: [wage-arrears], met: [arrears]", ENOUGH), own, base, noise)) == []


def test_an_exception_may_be_named_as_what_fails() -> None:
    """Where the rule falls to its exception, that is the reason a jurist would give."""
    paid = UnlessClause(id="paid", title="已付清", when=a_record("rumour"), basis=(ARTICLE,))
    pack = criteria(rules=(replace(a_rule(), unless=(paid,)),))
    facts = f"{ENOUGH}, {{rumour: {{amount: 10000, decided_on: 2023-01-05}}}}"

    (result,) = run(a_case("not_met: {arrears: paid}", facts), pack)

    assert told((result,)) == []
    assert result.just_missed == {"arrears": ("paid",)}


def test_a_case_just_misses_only_where_nothing_else_fails() -> None:
    """A threshold is tested by a case that would be met but for it; one that fails twice tests neither."""
    recent = FieldTest(field="decided_on", op=Op.WITHIN, period=Period(years=1))
    amount = FieldTest(field="amount", op=Op.GTE, operands=(Literal(1_000_000),))
    pack = with_when(RecordLeaf(records=Records(kind="wage.order", where=(amount, recent))))
    twice = "{wage.order: {amount: 1, decided_on: 2020-01-05}}"

    (once,) = run(a_case("not_met: {arrears: amount}", SHORT), pack)
    (both,) = run(a_case("not_met: {arrears: amount}", twice), pack)
    (named,) = run(a_case("not_met: {arrears: [amount, decided_on]}", twice), pack)

    assert [result.passed for result in (once, both, named)] == [True, True, True]
    assert (once.just_missed, both.just_missed) == ({"arrears": ("amount",)}, {})
    assert named.just_missed == {"arrears": ("amount", "decided_on")}


def test_what_a_negation_names_is_just_missed_too() -> None:
    """`not` fails because something is there: without it the rule would be met."""
    pack = with_when(All(children=(a_record(), Not(child=a_record("rumour")))))
    facts = f"{ENOUGH}, {{rumour: {{amount: 10000, decided_on: 2023-01-05}}}}"

    (result,) = run(a_case("not_met: {arrears: rumour.amount}", facts), pack)

    assert result.just_missed == {"arrears": ("rumour.amount",)}


def a_ban_pack(term: BanTerm) -> Pack:
    return measures(replace(a_measure("no-bids"), upon=None, when=a_record(), lasts=term))


BAN_FILE = "memoranda/cn/wage/cases/bans.yaml"
THREE_YEARS = BanTerm(scope="procurement", lasts=Period(years=3), lasts_field=None, start_field="decided_on")


@pytest.mark.parametrize(
    ("term", "facts", "expect"),
    [
        (THREE_YEARS, ENOUGH, "{measure: no-bids, start: 2023-01-05, until: 2026-01-05}"),
        (replace(THREE_YEARS, lasts="life"), ENOUGH, "{measure: no-bids, start: 2023-01-05, until: life}"),
        (THREE_YEARS, SHORT, ""),
        (THREE_YEARS, UNSAID, ""),
    ],
)
def test_the_bans_a_record_brings_are_compared(term: BanTerm, facts: str, expect: str) -> None:
    """Terms are arithmetic on the decision's date (民法典 200-202); what is not surely there bars nobody."""
    text = a_case(f"bans: [{expect}]", facts)

    assert told(run(text, a_ban_pack(term), file=BAN_FILE)) == []


@pytest.mark.parametrize(
    ("start", "decided", "last"),
    [
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 2, 28)),
        (date(2024, 2, 29), date(2026, 3, 1), None),
        (date(2024, 2, 29), None, None),
        (None, date(2036, 3, 1), date(2036, 3, 1)),
    ],
    ids=["the longest", "a day too long", "none named", "no start to count from"],
)
def test_a_decided_day_past_the_range_of_the_article_is_no_last_day(
    start: date | None, decided: date | None, last: date | None
) -> None:
    """招标投标法 53 gives two years at most: a longer term is void on its face, and nothing is read into it."""
    assert decided_last_day(start, decided, Period(years=2)) == last
    assert decided_last_day(start, decided, None) == decided


def test_a_ban_may_be_just_missed_like_a_rule() -> None:
    """The condition of a statutory ban has thresholds too, and its cases must hold them."""
    text = a_case("bans: [], not_met: {no-bids: amount}", SHORT)

    (result,) = run(text, a_ban_pack(THREE_YEARS), file=BAN_FILE)

    assert told((result,)) == []
    assert result.just_missed == {"no-bids": ("amount",)}


def test_each_passing_record_brings_a_ban_of_its_own() -> None:
    """Two decisions are two bans, with two terms."""
    later = "{wage.order: {amount: 10000, decided_on: 2023-02-28}}"

    (result,) = run(
        a_case("bans: [{measure: no-bids, start: 2023-01-05, until: 2026-01-05}]", f"{ENOUGH}, {later}"),
        a_ban_pack(THREE_YEARS),
        file=BAN_FILE,
    )

    assert "no-bids(2023-02-28至 2026-02-28)" in result.differences[0].zh


def test_a_second_engine_that_differs_is_told() -> None:
    """Two engines that disagree prove that one is wrong: the case cannot pass."""

    def contrary(program: Program, situation: Situation) -> Readings:
        readings = compile_direct(program)(situation)
        return Readings.of(readings.leaves, [Truth.NOT_MET for _ in readings.rules])

    (result,) = run_cases(read(ORDERED), (criteria(),), a_catalogue(), contrary)

    assert "两个引擎结论不同" in result.differences[0].zh


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("- case: 例\n  law_at: 2023-06-01\n  expect: {proposes: []}\n", "as_of"),
        ("- case: 例\n  facts: []\n  expect: {proposes: []}\n", "as_of"),
        ("- case: 例\n  as_of: 2023-06-01\n", "expect"),
        (a_case("proposes: []", "{wage.order: {suspended: {until: 2023-01-01}}}"), "from"),
    ],
)
def test_a_missing_key_is_told_as_missing(text: str, key: str) -> None:
    """“It says that “” is no date, and I wrote no “””; also where the case lacks something else."""
    _, issues = parse_cases(text, FILE, a_catalogue())

    assert [issue.zh.partition("（")[0] for issue in issues if issue.code == "missing-key"] == [f"缺少必填项 “{key}”"]
    assert not any("“”" in issue.zh for issue in issues)


def test_an_empty_date_is_told_as_empty() -> None:
    """Nothing stands behind the colon; no text was written that could be quoted."""
    _, issues = parse_cases(a_case("proposes: []", head="law_at:"), FILE, a_catalogue())

    assert [issue.zh for issue in issues] == ["此处没有写日期，请写成 2022-02-01 这样。"]


MALFORMED = a_case("proposes: []", "{wage.ordr: {}}").replace("例", "写错的")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (ORDERED + MALFORMED + a_case("proposes: []"), ["欠薪达到数额", "例"]),
        (MALFORMED + ORDERED, ["欠薪达到数额"]),
        (ORDERED + a_case("proposes: []") + a_case("proposes: []"), ["欠薪达到数额"]),
        (ORDERED + "- 只有一句话\n", ["欠薪达到数额"]),
        ("[{case: 甲, law_at: 2023-06-01, as_of: 2023-06-01, expect: {}}, {case: 乙, law_at: 2023-06-01}]\n", []),
    ],
)
def test_one_malformed_case_hides_no_other(text: str, left: list[str]) -> None:
    """The sound ones are asked; what shares a line with a fault is not, since nobody can tell whose it is."""
    cases, issues = parse_cases(text, FILE, a_catalogue())

    assert issues
    assert [case.title for case in cases] == left
