"""The leaf computation of the forward-chaining engine, rule by rule of docs/spec.md."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.compile import compile_program
from engine.compile.program import ComputedLeaf, Program
from engine.conditions import (
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Literal,
    NumberTest,
    Op,
    OuterField,
    Parameter,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.facts import (
    NONE,
    UNKNOWN,
    BanFact,
    EntryFact,
    Fact,
    Mark,
    RelatedSubject,
    Situation,
    Suspension,
    Truth,
    Value,
)
from engine.facts import truth_of as truth
from engine.leaves import WrongType, leaf_bits
from engine.periods import Period
from tests.engine.flag_programs import program_of
from tests.engine.generated import question
from tests.engine.oracle import leaf_truth

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
DAY = date(2024, 2, 29)
YEAR = Period(years=1)


def field_def(name: str, type_: FieldType, **more: object) -> FieldDef:
    return replace(FieldDef(id=name, type=type_, title="字段"), **more)


FIELDS = {
    each.id: each
    for each in (
        field_def("on", FieldType.DATE),
        field_def("amount", FieldType.MONEY, low=0),
        field_def("loss", FieldType.MONEY, low=-100, high=50),
        field_def("paid", FieldType.MONEY, low=10, high=20, always=True),
        field_def("sort", FieldType.CODE, values={"a": "甲", "b": "乙"}, always=True),
        field_def("case", FieldType.TEXT),
        field_def("final", FieldType.FLAG),
        field_def("place", FieldType.AREA),
    )
}
KINDS = {
    kind: FactKind(id=kind, title="信息", law_date="on", fields=FIELDS, subject_types=(), adverse_allowed=True)
    for kind in ("finding", "decision")
}
FINDINGS = Records(kind="finding")


def fact(kind: str = "finding", on: date | Mark = DAY, **values: Value) -> Fact:
    return Fact(id="f", kind=kind, law_date=on, values={"on": on} | values)


def ask(leaf: ComputedLeaf, *facts: Fact, not_covered: tuple[str, ...] = (), **more: object) -> Truth:
    situation = Situation(subject_id="s", as_of=DAY, facts=facts, not_covered=frozenset(not_covered))
    program = replace(program_of([], 0), leaves=(leaf,), kinds=KINDS)
    return truth(*leaf_bits(program, replace(situation, **more))[0])


def where(field: str, op: Op, *operands: object, period: Period | None = None) -> tuple[FieldTest, ...]:
    wrapped = tuple(each if isinstance(each, FieldOf | OuterField | Parameter) else Literal(each) for each in operands)
    return (FieldTest(field=field, op=op, operands=wrapped, period=period),)


def record(*tests: FieldTest) -> RecordLeaf:
    return RecordLeaf(records=Records(kind="finding", where=tests))


def is_(op: Op, *numbers: int) -> tuple[NumberTest, ...]:
    return (NumberTest(op=op, operands=tuple(Literal(number) for number in numbers)),)


@pytest.mark.parametrize(
    ("test", "value", "answer"),
    [
        (where("amount", Op.GTE, 5), 5, T),
        (where("amount", Op.GT, 5), 5, F),
        (where("amount", Op.LTE, 5), 5, T),
        (where("amount", Op.LT, 5), 5, F),
        (where("amount", Op.BETWEEN, 5, 6), 6, T),
        (where("amount", Op.BETWEEN, 5, 6), 7, F),
        (where("amount", Op.GTE, 5), UNKNOWN, U),
        (where("amount", Op.GTE, 5), NONE, F),
        (where("amount", Op.IS_NONE), NONE, T),
        (where("amount", Op.IS_NONE), UNKNOWN, U),
        (where("amount", Op.IS_NONE), 0, F),
        (where("sort", Op.IN, "a", "b"), "b", T),
        (where("sort", Op.IN, "a"), "b", F),
        (where("sort", Op.IN, "a", "b"), UNKNOWN, U),
        (where("amount", Op.EQ, FieldOf("loss")), 5, U),
        (where("amount", Op.EQ, FieldOf("amount")), UNKNOWN, U),
        (where("on", Op.BEFORE, DAY), DAY, F),
        (where("on", Op.AFTER, date(2024, 2, 28)), DAY, T),
        (where("on", Op.WITHIN, period=YEAR), date(2023, 2, 28), F),
        (where("on", Op.WITHIN, period=YEAR), date(2023, 3, 1), T),
        (where("on", Op.WITHIN, period=YEAR), date(2024, 3, 1), F),
        (where("place", Op.REGION_WITHIN, "520000"), "520103", T),
        (where("place", Op.REGION_WITHIN, "520100"), "520200", F),
        (where("place", Op.REGION_WITHIN, "000000"), "110101", T),
        (where("place", Op.REGION_WITHIN, "520103"), "520100", F),
    ],
)
def test_a_field_test_says_what_meaning_3_says(test: tuple[FieldTest, ...], value: Value, answer: Truth) -> None:
    """Known values at and beside each bound; unknown is unknown, none is not met, `is none` asks for none."""
    subject: Mapping[str, Value] = {test[0].field: value}

    assert ask(SubjectLeaf(where=test), subject=subject) is answer


def test_unknown_against_none_is_not_met() -> None:
    """A comparison with what does not exist fails whatever the other side is."""
    leaf = SubjectLeaf(where=where("amount", Op.EQ, FieldOf("loss")))

    assert ask(leaf, subject={"loss": NONE}) is F
    assert ask(leaf, subject={"amount": NONE}) is F


def test_a_value_of_another_type_is_an_error_and_not_unknown() -> None:
    """Unknown would hide a broken import."""
    with pytest.raises(WrongType, match="compared with"):
        ask(SubjectLeaf(where=where("amount", Op.GTE, 5)), subject={"amount": "5"})
    with pytest.raises(WrongType, match="is not a date"):
        ask(SubjectLeaf(where=where("on", Op.WITHIN, period=YEAR)), subject={"on": 20240101})
    with pytest.raises(WrongType, match="added up"):
        ask(SumLeaf(figure=Sum(records=FINDINGS, field="amount"), is_=is_(Op.GT, 1)), fact(amount="5"))


def test_a_parameter_that_was_never_resolved_is_an_error() -> None:
    """A compiled program holds literals only; an unresolved parameter is our own fault, not an unknown fact."""
    with pytest.raises(ValueError, match="holds no parameters"):
        ask(SubjectLeaf(where=where("amount", Op.GTE, Parameter("floor"))), subject={"amount": 5})


@pytest.mark.parametrize(
    ("on", "suspensions", "answer"),
    [
        (DAY, (), T),
        (date(2024, 3, 1), (), F),
        (UNKNOWN, (), U),
        (NONE, (), U),
        (DAY, (Suspension(start=DAY),), F),
        (DAY, (Suspension(start=date(2024, 1, 1), end=DAY),), T),
        (DAY, None, U),
        (date(2024, 3, 1), None, F),
        (UNKNOWN, (Suspension(start=DAY),), F),
    ],
)
def test_which_records_are_there(on: date | Mark, suspensions: tuple[Suspension, ...] | None, answer: Truth) -> None:
    """spec chapter 4: later ones do not exist, suspended ones are not present, doubt about either leaves it open."""
    assert ask(record(), replace(fact(on=on), suspensions=suspensions)) is answer


def test_an_uncovered_kind_may_have_further_records() -> None:
    """spec chapter 8: unknown unless one is met, also where the further record could not pass."""
    assert ask(record(), not_covered=("finding",)) is U
    assert ask(record(), not_covered=("decision",)) is F
    assert ask(record(), fact(), not_covered=("finding",)) is T


def with_partner(partner: Partner, *, absent: bool = False) -> RecordLeaf:
    side = {"without" if absent else "with_": (partner,)}
    return RecordLeaf(records=replace(FINDINGS, **side))


@pytest.mark.parametrize(
    ("own", "other", "answer"),
    [
        ("A", "A", T),
        ("A", "B", F),
        ("A", UNKNOWN, U),
        (UNKNOWN, "A", U),
        (NONE, "A", F),
        ("A", NONE, F),
        (UNKNOWN, NONE, F),
    ],
)
def test_partners_are_joined_by_equal_fields(own: Value, other: Value, answer: Truth) -> None:
    """spec chapter 8: an unknown join field leaves equality open, none fails it; `without` is the negation."""
    facts = fact(case=own), fact("decision", case=other)
    partner = Partner(kind="decision", same=("case",))

    assert ask(with_partner(partner), *facts) is answer
    assert ask(with_partner(partner, absent=True), *facts) is {T: F, F: T, U: U}[answer]


def test_a_record_is_not_its_own_partner() -> None:
    """Repeated within two years needs two records."""
    leaf = with_partner(Partner(kind="finding", same=("case",)))

    assert ask(leaf, fact(case="A")) is F
    assert ask(leaf, fact(case="A"), fact(case="A")) is T


def test_a_partner_may_be_compared_with_the_record() -> None:
    """`$outer.field` is the record that the leaf is about; a partner of an uncovered kind stays possible."""
    later = Partner(kind="decision", same=("case",), where=where("on", Op.AFTER, OuterField("on")))
    first = date(2024, 1, 1)

    assert ask(with_partner(later), fact(case="A", on=first), fact("decision", case="A")) is T
    assert ask(with_partner(later), fact(case="A"), fact("decision", case="A")) is F
    assert ask(with_partner(later), fact(case="A"), not_covered=("decision",)) is U
    assert ask(with_partner(later), fact(case=NONE), not_covered=("decision",)) is F


def counted(op: Op, *numbers: int, distinct: str | None = None, span: Period | None = None) -> CountLeaf:
    records = Records(kind="finding", where=where("final", Op.EQ, True))
    return CountLeaf(figure=Count(records=records, distinct=distinct, span=span), is_=is_(op, *numbers))


def test_a_count_lies_between_the_sure_and_the_possible() -> None:
    """spec chapter 9: met if it holds for every number between, not met if for none."""
    sure, possible = fact(final=True), fact()

    assert ask(counted(Op.GTE, 2), sure, sure) is T
    assert ask(counted(Op.GTE, 2), sure, possible) is U
    assert ask(counted(Op.GTE, 3), sure, possible) is F
    assert ask(counted(Op.GTE, 3), sure, possible, not_covered=("finding",)) is U
    assert ask(counted(Op.EQ, 1), sure, possible) is U
    assert ask(counted(Op.LTE, 2), sure, possible) is T


def test_several_tests_of_a_count_are_one_test() -> None:
    """gte 2 and lte 1 holds for no number, so it is not met and not unknown, whatever the count."""
    leaf = counted(Op.GTE, 2)
    impossible = replace(leaf, is_=leaf.is_ + is_(Op.LTE, 1))

    assert ask(impossible, fact(), fact(), fact()) is F


def test_distinct_values_have_a_lower_and_an_upper_end() -> None:
    """An unknown value may be new, but not more than the catalogue has; where it always exists it is at least one."""
    a, b, unknown = fact(final=True, sort="a"), fact(final=True, sort="b"), fact(final=True)

    assert ask(counted(Op.GTE, 2, distinct="sort"), a, a) is F
    assert ask(counted(Op.GTE, 2, distinct="sort"), a, b) is T
    assert ask(counted(Op.GTE, 2, distinct="sort"), a, unknown) is U
    assert ask(counted(Op.GTE, 3, distinct="sort"), a, b, unknown) is F
    assert ask(counted(Op.GTE, 1, distinct="sort"), unknown) is T
    assert ask(counted(Op.GTE, 1, distinct="case"), unknown) is U
    assert ask(counted(Op.GTE, 1, distinct="case"), fact(final=True, case=NONE)) is F


def test_a_span_is_the_densest_window() -> None:
    """The last day of the period still counts; an undated record falls into every window."""
    start, last, after = date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29)
    leaf = counted(Op.GTE, 2, span=YEAR)

    assert ask(leaf, fact(on=start, final=True), fact(on=last, final=True)) is T
    assert ask(leaf, fact(on=start, final=True), fact(on=after, final=True)) is F
    assert ask(leaf, fact(on=start, final=True), fact(on=UNKNOWN, final=True)) is U
    assert ask(counted(Op.GTE, 1, span=YEAR), fact(on=UNKNOWN, final=True)) is U


def summed(field: str, op: Op, *numbers: int) -> SumLeaf:
    records = Records(kind="finding", where=where("final", Op.EQ, True))
    return SumLeaf(figure=Sum(records=records, field=field), is_=is_(op, *numbers))


def test_a_sum_is_an_interval() -> None:
    """spec chapter 10: unknown figures stretch it to the catalogue's ends, records that are only possible also to nothing."""
    assert ask(summed("amount", Op.GTE, 10), fact(final=True, amount=4), fact(final=True, amount=6)) is T
    assert ask(summed("amount", Op.GTE, 10), fact(final=True, amount=4), fact(amount=6)) is U
    assert ask(summed("amount", Op.GTE, 10), fact(final=True, amount=10), fact(final=True)) is T
    assert ask(summed("amount", Op.LTE, 10), fact(final=True, amount=10), fact(final=True)) is U
    assert ask(summed("loss", Op.GTE, 10), fact(final=True, loss=10), fact(final=True)) is U
    assert ask(summed("paid", Op.GTE, 20), fact(final=True), fact(final=True)) is T
    assert ask(summed("paid", Op.GTE, 20), fact(final=True), fact()) is U
    assert ask(summed("amount", Op.EQ, 0)) is T
    assert ask(summed("amount", Op.EQ, 0), fact(final=True, amount=NONE)) is T
    assert ask(summed("amount", Op.GTE, 10), fact(final=True, amount=10), not_covered=("finding",)) is T
    assert ask(summed("loss", Op.GTE, 10), fact(final=True, loss=10), not_covered=("finding",)) is U


def extreme(which: str, op: Op, number: int, field: str = "amount") -> ExtremeLeaf:
    records = Records(kind="finding", where=where("final", Op.EQ, True))
    return ExtremeLeaf(which=which, records=records, field=field, is_=is_(op, number))


@pytest.mark.parametrize(
    ("which", "toward", "away", "better", "worse"), [("max", Op.GTE, Op.LT, 9, 1), ("min", Op.LTE, Op.GT, 1, 9)]
)
def test_extremes_need_one_record_or_all(which: str, toward: Op, away: Op, better: int, worse: int) -> None:
    """spec chapter 10 and its mirror: one sure record settles it toward the extreme, every possible one away from it."""
    sure, maybe = fact(final=True, amount=better), fact(amount=better)
    beside, open_ = fact(final=True, amount=worse), fact(final=True)

    assert ask(extreme(which, toward, 5), sure, open_) is T
    assert ask(extreme(which, toward, 5), maybe, beside) is U
    assert ask(extreme(which, toward, 5), beside) is F
    assert ask(extreme(which, toward, 5), beside, open_) is U
    assert ask(extreme(which, toward, 5), beside, not_covered=("finding",)) is U
    assert ask(extreme(which, toward, 5)) is F
    assert ask(extreme(which, away, 5), sure, beside) is F
    assert ask(extreme(which, away, 5), beside) is T
    assert ask(extreme(which, away, 5), beside, maybe) is U
    assert ask(extreme(which, away, 5), maybe) is F
    assert ask(extreme(which, away, 5), beside, not_covered=("finding",)) is U
    assert ask(extreme(which, away, 5)) is F
    assert ask(extreme(which, away, 5), fact(final=True, amount=NONE)) is F


def test_an_unknown_extreme_may_be_settled_by_its_domain() -> None:
    """`paid` lies between 10 and 20 and always exists: at least 10 is sure, more than 20 impossible."""
    assert ask(extreme("max", Op.GTE, 10, "paid"), fact(final=True)) is T
    assert ask(extreme("max", Op.GT, 20, "paid"), fact(final=True)) is F
    assert ask(extreme("max", Op.GTE, 15, "paid"), fact(final=True)) is U
    assert ask(extreme("min", Op.GTE, 10, "paid"), fact(final=True)) is T


def share(op: Op, *numbers: int) -> RatioLeaf:
    final = Records(kind="finding", where=where("final", Op.EQ, True))
    return RatioLeaf(of=Count(records=final), to=Count(records=FINDINGS), is_=is_(op, *numbers))


def test_a_share_is_cross_multiplied() -> None:
    """spec chapter 10: exact at the bound; an empty whole is not met, a whole that may be empty is unknown."""
    yes, no, maybe = fact(final=True), fact(final=False), fact()

    assert ask(share(Op.GTE, 500_000), yes, no) is T
    assert ask(share(Op.GT, 500_000), yes, no) is F
    assert ask(share(Op.GTE, 333_334), yes, no, no) is F
    assert ask(share(Op.GTE, 500_000), yes, maybe, no) is U
    assert ask(share(Op.EQ, 500_000), yes, no) is T
    assert ask(share(Op.BETWEEN, 600_000, 400_000), yes, maybe) is F
    assert ask(share(Op.GTE, 0)) is F
    assert ask(share(Op.GTE, 0), fact(on=UNKNOWN)) is U
    assert ask(share(Op.GTE, 0), yes, not_covered=("finding",)) is T
    assert ask(share(Op.GT, 100_000), yes, not_covered=("finding",)) is U


def entry(start: date | Mark = DAY, term_end: date | Mark = NONE, **more: object) -> EntryFact:
    return replace(EntryFact(id="e", list_id="black", start=start, term_end=term_end), **more)


@pytest.mark.parametrize(
    ("stored", "answer"),
    [
        (entry(), T),
        (entry(term_end=DAY), T),
        (entry(term_end=date(2024, 2, 28)), F),
        (entry(start=date(2024, 3, 1)), F),
        (entry(ended_on=DAY), F),
        (entry(ended_on=date(2024, 3, 1)), T),
        (entry(suspended=True), F),
        (entry(start=UNKNOWN), U),
        (entry(start=UNKNOWN, ended_on=DAY), F),
        (entry(term_end=UNKNOWN), U),
        (entry(start=date(2024, 3, 1), term_end=UNKNOWN), F),
        (entry(list_id="red"), F),
    ],
)
def test_which_entries_are_effective(stored: EntryFact, answer: Truth) -> None:
    """spec chapter 11: the last day of the term still binds; an end that is reached ends it whatever else is unknown."""
    assert ask(EntryLeaf(list_id="black"), entries=(stored,)) is answer


def test_entries_of_a_role_are_any_over_its_persons() -> None:
    """An uncovered role, or a person whose entries are not covered, leaves it open; another role's entry is nothing."""
    leaf = EntryLeaf(list_id="black", of="partner")
    listed = RelatedSubject(id="p", role="partner", entries=(entry(),))
    clean = RelatedSubject(id="q", role="partner")

    assert ask(leaf, related=(clean, listed), not_covered=("role:partner",)) is T
    assert ask(leaf, related=(clean,)) is F
    assert ask(leaf, related=(clean,), not_covered=("role:partner",)) is U
    assert ask(leaf, related=(replace(clean, not_covered=frozenset({"entry"})),)) is U
    assert ask(leaf, related=(replace(listed, role="director"),)) is F
    assert ask(leaf, entries=(entry(),), not_covered=("entry",)) is F


def test_entries_are_tested_and_covered() -> None:
    """`where` reads the entry's own fields; entries that are not covered stay possible."""
    leaf = EntryLeaf(list_id="black", where=where("gravity", Op.EQ, "serious"))

    assert ask(leaf, entries=(entry(values={"gravity": "serious"}),)) is T
    assert ask(leaf, entries=(entry(values={"gravity": "ordinary"}),)) is F
    assert ask(leaf, entries=(entry(),)) is U
    assert ask(leaf, not_covered=("entry",)) is U


def test_bans_are_found_by_scope() -> None:
    """Without a scope any effective ban counts; with one, a ban of that scope."""
    ban = BanFact(id="b", ban_id="m", scope="food", start=DAY, term_end=NONE)

    assert ask(BanLeaf(scope="food"), bans=(ban,)) is T
    assert ask(BanLeaf(scope=None), bans=(ban,)) is T
    assert ask(BanLeaf(scope="drugs"), bans=(ban,)) is F
    assert ask(BanLeaf(scope="food"), not_covered=("ban",)) is U
    assert ask(BanLeaf(scope="food"), bans=(replace(ban, term_end=date(2024, 2, 28)),)) is F


@pytest.mark.parametrize("seed", range(40))
def test_every_leaf_of_generated_programs_reads_as_the_oracle_does(seed: int) -> None:
    """The oracle shares no code with this computation; the generator aims at the days and values where tests turn."""
    asked = question(Random(seed))
    program: Program = compile_program(asked.packs, asked.catalogue, asked.law_at)

    for situation in asked.situations:
        answers = [truth(*bits) for bits in leaf_bits(program, situation)]
        assert answers == [leaf_truth(each, asked.catalogue, situation) for each in program.leaves]
