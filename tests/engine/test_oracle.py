"""The oracle itself, held against examples worked by hand from docs/spec.md (the paragraph in each docstring).

Figures (count, sum, max, min, ratio) are in `test_oracle_figures`.
"""

from datetime import date
from typing import Any

import pytest

from engine import conditions as c
from engine.conditions import FieldOf, Op, OuterField, Parameter
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, RelatedSubject, Suspension, Truth
from engine.pack import (
    Interval,
    ParameterDef,
    ParameterValue,
)
from engine.periods import Period
from tests.engine.oracle import truth
from tests.engine.worked import (
    CATALOGUE,
    FINDING,
    STAY,
    TODAY,
    F,
    T,
    U,
    ask,
    check,
    fact,
    pack,
    record,
    rule,
    situation,
)

MET = record(check("case_no", Op.EQ, "A1"))
NOT_MET = record(check("case_no", Op.EQ, "B2"))
UNKNOWN_LEAF = record(check("amount", Op.GTE, 1))
FILED = fact(1, case_no="A1")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (c.All(children=(MET, UNKNOWN_LEAF)), U),
        (c.All(children=(NOT_MET, UNKNOWN_LEAF)), F),
        (c.AnyOf(children=(MET, UNKNOWN_LEAF)), T),
        (c.AnyOf(children=(NOT_MET, UNKNOWN_LEAF)), U),
        (c.Not(child=UNKNOWN_LEAF), U),
        (c.Not(child=NOT_MET), T),
        (c.AnyOf(children=(UNKNOWN_LEAF, c.Not(child=UNKNOWN_LEAF))), U),
    ],
)
def test_unknown_is_a_mark_in_connectives(condition: c.Condition, expected: Truth) -> None:
    """Spec 5.1 to 5.4: Kleene's tables; a thing or its opposite stays unknown where the thing is."""
    packs = [pack("p", rule("r", condition))]

    assert truth(packs, CATALOGUE, TODAY, situation(FILED)) == {"p#r": expected}


@pytest.mark.parametrize(
    ("held", "field_test", "expected"),
    [
        ({}, check("amount", Op.GTE, 5), U),
        ({"amount": NONE}, check("amount", Op.GTE, 5), F),
        ({"amount": NONE}, check("amount", Op.IS_NONE), T),
        ({"amount": 5}, check("amount", Op.IS_NONE), F),
        ({}, check("amount", Op.IS_NONE), U),
        ({"amount": 5}, check("amount", Op.GT, 5), F),
        ({"amount": 5}, check("amount", Op.BETWEEN, 5, 9), T),
        ({"amount": 9}, check("amount", Op.BETWEEN, 5, 9), T),
        ({"amount": 10}, check("amount", Op.BETWEEN, 5, 9), F),
        ({"amount": NONE}, check("amount", Op.EQ, FieldOf("balance")), F),
        ({"balance": NONE}, check("amount", Op.EQ, FieldOf("balance")), F),
        ({"balance": 3}, check("amount", Op.EQ, FieldOf("balance")), U),
        ({"case_no": "520103"}, check("case_no", Op.REGION_WITHIN, "520100"), T),
        ({"case_no": "520103"}, check("case_no", Op.REGION_WITHIN, "520200"), F),
        ({"case_no": "520103"}, check("case_no", Op.REGION_WITHIN, "000000"), T),
        ({"case_no": "520000"}, check("case_no", Op.REGION_WITHIN, "520103"), F),
    ],
)
def test_one_field(held: dict[str, Any], field_test: c.FieldTest, expected: Truth) -> None:
    """Spec chapter 6: unknown gives unknown, `none` fails all but `is: none`, and `none` against unknown fails."""
    assert ask(record(field_test), fact(1, **held)) is expected


def test_before_and_after_are_strict() -> None:
    """Spec chapter 6: the day itself is neither before nor after itself."""
    assert ask(record(check("on", Op.BEFORE, TODAY)), fact(1)) is F
    assert ask(record(check("on", Op.AFTER, TODAY)), fact(1)) is F


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (fact(1), T),
        (fact(1, on=date(2024, 6, 16)), F),
        (fact(1, on=UNKNOWN), U),
        (fact(1, on=NONE), U),
        (fact(1, suspensions=(Suspension(start=TODAY),)), F),
        (fact(1, suspensions=(Suspension(start=date(2024, 1, 1), end=TODAY),)), T),
        (fact(1, suspensions=None), U),
        (fact(1, on=UNKNOWN, suspensions=(Suspension(start=TODAY),)), F),
    ],
)
def test_which_facts_are_seen(one: Fact, expected: Truth) -> None:
    """Spec 4.4 and 4.5: later or suspended facts are not there; an unknown date or suspension leaves presence unknown."""
    assert ask(record(), one) is expected


def test_an_uncovered_kind_leaves_absence_unknown() -> None:
    """Spec 4.6, 8.2 and 8.3: without completeness "no such record" cannot be said, even where it could not pass."""
    impossible = record(check("amount", Op.BETWEEN, 9, 5))

    assert ask(impossible) is F
    assert ask(impossible, not_covered=frozenset({FINDING})) is U
    assert ask(record(), fact(1), not_covered=frozenset({FINDING})) is T


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (fact(2, STAY, case_no="A1"), T),
        (fact(2, STAY, case_no="B2"), F),
        (fact(2, STAY), U),
        (fact(2, STAY, case_no=NONE), F),
        (fact(2, STAY, on=UNKNOWN, case_no="A1"), U),
    ],
)
def test_with_and_without_join_by_equal_fields(stay: Fact, expected: Truth) -> None:
    """Spec 8.4 to 8.8: an unknown join field leaves the join unknown, `none` breaks it; `without` is the negation."""
    partner = c.Partner(kind=STAY, same=("case_no",))
    opposite = {T: F, F: T, U: U}[expected]

    assert ask(record(with_=(partner,)), FILED, stay) is expected
    assert ask(record(without=(partner,)), FILED, stay) is opposite


def test_a_record_is_not_its_own_partner() -> None:
    """Spec 8.4 to 8.8: the partner is another record, so one finding does not accompany itself."""
    partner = c.Partner(kind=FINDING, same=("case_no",))

    assert ask(record(with_=(partner,)), FILED) is F
    assert ask(record(with_=(partner,)), FILED, fact(2, case_no="A1")) is T


def test_an_uncovered_partner_may_exist() -> None:
    """Spec 8.4 to 8.8: one unknown candidate joins the rest, unless the record has no such field to join by."""
    partner = c.Partner(kind=STAY, same=("case_no",))
    uncovered = frozenset({STAY})

    assert ask(record(without=(partner,)), FILED, not_covered=uncovered) is U
    assert ask(record(without=(partner,)), fact(1, case_no=NONE), not_covered=uncovered) is T


def test_every_with_and_no_without() -> None:
    """Spec 8.1: of two `with` both must be found, of two `without` one found is enough to fail."""
    same_case, same_grade = c.Partner(kind=STAY, same=("case_no",)), c.Partner(kind=STAY, same=("grade",))
    finding, stay = fact(1, case_no="A1", grade="a"), fact(2, STAY, case_no="A1", grade="b")

    assert ask(record(with_=(same_case, same_grade)), finding, stay) is F
    assert ask(record(without=(same_case, same_grade)), finding, stay) is F
    assert ask(record(with_=(same_case,), without=(same_grade,)), finding, stay) is T


def test_a_partner_without_a_join_is_any_other_record() -> None:
    """Spec 8.4 to 8.8: with no `same` field nothing needs to be equal, but the partner is still another record."""
    partner = c.Partner(kind=STAY, same=(), where=(check("amount", Op.GTE, 5),))

    assert ask(record(with_=(partner,)), fact(1, case_no="A"), fact(2, STAY, case_no="B", amount=5)) is T
    assert ask(record(with_=(partner,)), fact(1, case_no="A"), fact(2, STAY, case_no=NONE, amount=4)) is F
    assert ask(record(with_=(c.Partner(kind=FINDING, same=()),)), FILED) is F
    assert ask(record(without=(partner,)), FILED, not_covered=frozenset({STAY})) is U


def test_outer_fields_in_a_partner() -> None:
    """Spec chapter 6, 8.4 to 8.8: `$outer.amount` is the record's own amount; `none` there fails the partner's test."""
    partner = c.Partner(kind=STAY, same=("case_no",), where=(check("amount", Op.GTE, OuterField("amount")),))

    assert ask(record(with_=(partner,)), fact(1, case_no="A", amount=5), fact(2, STAY, case_no="A", amount=5)) is T
    assert ask(record(with_=(partner,)), fact(1, case_no="A", amount=6), fact(2, STAY, case_no="A", amount=5)) is F
    assert ask(record(with_=(partner,)), fact(1, case_no="A", amount=NONE), fact(2, STAY, case_no="A")) is F


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2023, 2, 27), F), (date(2023, 2, 28), T), (date(2024, 2, 28), T), (date(2024, 2, 29), F)],
)
def test_within_is_added_to_the_earlier_day(on: date, expected: Truth) -> None:
    """Spec chapter 7: a year from 28 February 2023 ends on 28 February 2024, that day included; later days are not within."""
    leaf = record(check("due", Op.WITHIN, period=Period(years=1)))

    assert ask(leaf, fact(1, on=date(2020, 1, 1), due=on), as_of=date(2024, 2, 28)) is expected


def test_within_ends_with_the_shorter_month() -> None:
    """Spec chapter 7: 29 February plus a year ends on 28 February, which still counts, 1 March does not."""
    leaf, leap = record(check("on", Op.WITHIN, period=Period(years=1))), fact(1, on=date(2024, 2, 29))

    assert ask(leaf, leap, as_of=date(2025, 2, 28)) is T
    assert ask(leaf, leap, as_of=date(2025, 3, 1)) is F


def test_the_law_of_the_day_gives_the_parameter() -> None:
    """Spec 3.7: a threshold raised on 1 June counts from that day."""
    values = tuple(
        ParameterValue(value=value, in_force=span, basis=())
        for value, span in ((5, Interval(until=date(2024, 6, 1))), (6, Interval(start=date(2024, 6, 1))))
    )
    floor = ParameterDef(id="floor", title="数额", unit="CNY", values=values)
    packs = [pack("p", rule("r", record(check("amount", Op.GTE, Parameter("floor")))), parameters={"floor": floor})]
    five = situation(fact(1, amount=5))

    assert truth(packs, CATALOGUE, date(2024, 5, 31), five) == {"p#r": T}
    assert truth(packs, CATALOGUE, date(2024, 6, 1), five) == {"p#r": F}


def test_met_reads_another_rule_after_its_exceptions() -> None:
    """Spec chapter 11, 11.4: an excepted rule is not met for others too; a rule that is not in force is not met."""
    packs = [
        pack("p", rule("a", MET, MET), rule("b", MET, UNKNOWN_LEAF)),
        pack("q", rule("c", c.MetLeaf(pack="p", rule="a")), rule("d", c.MetLeaf(pack="p", rule="b"))),
        pack("r", rule("e", c.Not(child=c.MetLeaf(pack="old", rule="a"))), rule("f", c.MetLeaf(pack="p", rule="z"))),
    ]

    found = truth(packs, CATALOGUE, TODAY, situation(FILED))

    assert found == {"p#a": F, "p#b": U, "q#c": F, "q#d": U, "r#e": T, "r#f": F}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"start": TODAY, "term_end": TODAY}, T),
        ({"start": date(2024, 6, 16), "term_end": NONE}, F),
        ({"start": date(2024, 1, 1), "term_end": date(2024, 6, 14)}, F),
        ({"start": date(2024, 1, 1), "term_end": NONE}, T),
        ({"start": UNKNOWN, "term_end": NONE}, U),
        ({"start": TODAY, "term_end": UNKNOWN}, U),
        ({"start": date(2024, 6, 16), "term_end": UNKNOWN}, F),
        ({"start": UNKNOWN, "term_end": UNKNOWN, "ended_on": TODAY}, F),
        ({"start": TODAY, "term_end": NONE, "ended_on": date(2024, 6, 16)}, T),
        ({"start": UNKNOWN, "term_end": date(2024, 6, 14)}, F),
        ({"start": TODAY, "term_end": NONE, "suspended": True}, F),
    ],
)
def test_an_entry_binds_from_its_start_to_its_last_day(dates: dict[str, Any], expected: Truth) -> None:
    """Spec chapter 7, chapter 11: both ends bind; unknown dates leave it unknown unless a known one ends it."""
    entry = EntryFact(id="e", list_id="black", **dates)

    assert ask(c.EntryLeaf(list_id="black"), entries=(entry,)) is expected
    assert ask(c.EntryLeaf(list_id="red"), entries=(entry,)) is F


def test_entries_and_roles_may_be_uncovered() -> None:
    """Spec 4.6, chapter 11: what nobody vouches for is unknown, unless one that is known decides."""
    entry = EntryFact(id="e", list_id="black", start=TODAY, term_end=NONE)
    head = RelatedSubject(id="p", role="director", entries=(entry,))
    of_director = c.EntryLeaf(list_id="black", of="director")

    assert ask(c.EntryLeaf(list_id="black"), not_covered=frozenset({"entry"})) is U
    assert ask(c.EntryLeaf(list_id="black"), entries=(entry,), not_covered=frozenset({"entry"})) is T
    assert ask(c.EntryLeaf(list_id="black"), related=(head,)) is F
    assert ask(of_director, related=(head,)) is T
    assert ask(of_director, not_covered=frozenset({"role:director"})) is U
    assert ask(of_director, related=(RelatedSubject(id="p", role="director", not_covered=frozenset({"entry"})),)) is U


def test_bans_are_asked_by_scope() -> None:
    """Spec chapter 11: a ban from everything bars from food too, a ban from food from nothing else; no scope asks for any."""
    food, everything = (
        BanFact(id="b", ban_id="m", scope=scope, start=TODAY, term_end=NONE) for scope in ("food", "any")
    )
    asked = (None, "food", "building", "any")

    assert [ask(c.BanLeaf(scope=scope), bans=(food,)) for scope in asked] == [T, T, F, F]
    assert [ask(c.BanLeaf(scope=scope), bans=(everything,)) for scope in asked] == [T, T, T, T]


def test_the_subject_itself() -> None:
    """Spec chapter 6: the subject's own fields follow the same three values."""
    leaf = c.SubjectLeaf(where=(check("grade", Op.IN, "a", "b"),))

    assert ask(leaf, subject={"grade": "b"}) is T
    assert ask(leaf, subject={"grade": NONE}) is F
    assert ask(leaf) is U
