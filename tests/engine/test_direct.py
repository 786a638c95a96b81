"""The direct engine against spec chapters 3 to 11: each test quotes the sentence it holds."""

from datetime import date, timedelta

import pytest

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    EntryLeaf,
    FieldOf,
    MetLeaf,
    Not,
    Op,
    OuterField,
    Partner,
    RecordLeaf,
    Records,
    SubjectLeaf,
)
from engine.direct import compile_direct
from engine.direct.bits import all_of, any_of, inverse
from engine.direct.fields import region_is_within
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, RelatedSubject, Suspension, Truth
from engine.periods import Period
from tests.fakes.conditions import check
from tests.fakes.programs import PACK, TODAY, fact, pack, program, rule, situation, truth_in

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
TOMORROW = TODAY + timedelta(days=1)
YESTERDAY = TODAY - timedelta(days=1)
ALL_THREE = (T, F, U)
HELD = {T: NONE, F: "x", U: UNKNOWN}


def reading(truth: Truth, name: str) -> SubjectLeaf:
    """A leaf that reads `truth` where the subject holds `_held()`."""
    return SubjectLeaf(where=(check(f"{truth}-{name}", Op.IS_NONE),))


def held():
    return {f"{truth}-{name}": HELD[truth] for truth in ALL_THREE for name in "ab"}


def record(*tests, with_=(), without=()) -> RecordLeaf:
    return RecordLeaf(records=Records(kind="finding", where=tests, with_=with_, without=without))


def partner(*tests, same=("case_no",), kind="decision") -> Partner:
    return Partner(kind=kind, same=same, where=tests)


@pytest.mark.parametrize("one", ALL_THREE)
@pytest.mark.parametrize("two", ALL_THREE)
def test_all_and_any_follow_the_truth_tables(one, two):
    """1. `all`: F if one is F, else U if one is U, else T. `any`: T if one is T, else U if one is U, else F."""
    leaves = (reading(one, "a"), reading(two, "b"))
    here = situation(subject=held())

    every, some = truth_in(All(children=leaves), here), truth_in(AnyOf(children=leaves), here)

    assert every == (F if F in (one, two) else U if U in (one, two) else T)
    assert some == (T if T in (one, two) else U if U in (one, two) else F)


@pytest.mark.parametrize(("given", "expected"), [(T, F), (F, T), (U, U)])
def test_not_swaps_met_and_not_met_and_keeps_unknown(given, expected):
    """1. `not` swaps T and F, keeps U."""
    assert truth_in(Not(child=reading(given, "a")), situation(subject=held())) == expected


def test_unknown_is_a_mark_and_not_a_variable():
    """1. `any: [x gte 5, x lt 5]` without x is U."""
    both = AnyOf(children=(record(check("amount", Op.GTE, 5)), record(check("amount", Op.LT, 5))))

    assert truth_in(both, situation(fact("f"))) == U


def test_two_bits_compute_bitwise():
    """2. T=(1,1), U=(0,1), F=(0,0); and/or bitwise; not = (¬hi, ¬lo)."""
    for one in ALL_THREE:
        assert inverse(one.bits) == (not one.bits[1], not one.bits[0])
        for two in ALL_THREE:
            (lo, hi), (other_lo, other_hi) = one.bits, two.bits
            assert all_of((one.bits, two.bits)) == (lo and other_lo, hi and other_hi)
            assert any_of((one.bits, two.bits)) == (lo or other_lo, hi or other_hi)


ONE_TEST_EACH = (
    check("amount", Op.EQ, 5),
    check("amount", Op.IN, 5, 6),
    check("amount", Op.GT, 4),
    check("amount", Op.GTE, 5),
    check("amount", Op.LT, 6),
    check("amount", Op.LTE, 5),
    check("amount", Op.BETWEEN, 5, 5),
    check("amount", Op.EQ, FieldOf("fine")),
)


@pytest.mark.parametrize("test", ONE_TEST_EACH, ids=lambda test: str(test.op))
def test_an_unknown_field_is_unknown_and_a_missing_one_fails_every_test(test):
    """3. Key absent = unknown: every test U. `{none: true}`: every test F."""
    known, absent, none = (situation(fact("f", fine=5, **more)) for more in ({"amount": 5}, {}, {"amount": NONE}))

    assert [truth_in(record(test), here) for here in (known, absent, none)] == [T, U, F]


@pytest.mark.parametrize(("value", "expected"), [(5, F), (NONE, T), (UNKNOWN, U)])
def test_is_none_asks_whether_it_is_known_not_to_exist(value, expected):
    """3. `{none: true}` = known not to exist: `is: none` T."""
    assert truth_in(record(check("amount", Op.IS_NONE)), situation(fact("f", amount=value))) == expected


@pytest.mark.parametrize("pair", [(UNKNOWN, NONE), (NONE, UNKNOWN)])
def test_none_against_unknown_fails(pair):
    """3. Where one side of a comparison is unknown and the other `none`, the test is F."""
    here = situation(fact("f", amount=pair[0], fine=pair[1]))

    assert truth_in(record(check("amount", Op.GT, FieldOf("fine"))), here) == F


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        (Op.GT, F, F, T),
        (Op.GTE, F, T, T),
        (Op.LT, T, F, F),
        (Op.LTE, T, T, F),
        (Op.EQ, F, T, F),
    ],
)
def test_thresholds_at_their_boundary(op, below, at, above):
    """以上 is `gte`; 超过 is `gt`: one fen decides."""
    read = [truth_in(record(check("amount", op, 100)), situation(fact("f", amount=value))) for value in (99, 100, 101)]

    assert read == [below, at, above]


@pytest.mark.parametrize(("value", "expected"), [(9, F), (10, T), (20, T), (21, F)])
def test_between_includes_both_ends(value, expected):
    """3. `between` includes both ends."""
    assert truth_in(record(check("amount", Op.BETWEEN, 10, 20)), situation(fact("f", amount=value))) == expected


@pytest.mark.parametrize(("op", "expected"), [(Op.BEFORE, [T, F, F]), (Op.AFTER, [F, F, T])])
def test_before_and_after_are_strict(op, expected):
    """3. `before`, `after` are strict."""
    days = (YESTERDAY, TODAY, TOMORROW)
    subject = SubjectLeaf(where=(check("registered_on", op, TODAY),))

    assert [truth_in(subject, situation(subject={"registered_on": day})) for day in days] == expected


def test_several_tests_of_one_field_are_all_of_them():
    """3. Several tests on one field = all of them."""
    window = record(check("amount", Op.GTE, 5), check("amount", Op.LT, 8))

    assert [truth_in(window, situation(fact("f", amount=value))) for value in (4, 5, 7, 8)] == [F, T, T, F]


@pytest.mark.parametrize(
    ("area", "whole", "inside"),
    [
        ("520103", "520000", True),
        ("520103", "520100", True),
        ("520103", "520103", True),
        ("520103", "520200", False),
        ("510103", "520000", False),
        ("520000", "520100", False),
        ("520110", "520100", True),
        ("110101", "000000", True),
    ],
)
def test_areas_are_contained_by_prefix(area, whole, inside):
    """GB/T 2260: xx0000 is a province, xxxx00 a prefecture; a zero inside a pair is part of the code."""
    assert region_is_within(area, whole) is inside


@pytest.mark.parametrize(
    ("on", "suspensions", "expected"),
    [
        (TODAY, (), T),
        (TOMORROW, (), F),
        (UNKNOWN, (), U),
        (NONE, (), U),
        (TODAY, None, U),
        (TOMORROW, None, F),
        (TODAY, (Suspension(start=TODAY),), F),
        (TODAY, (Suspension(start=YESTERDAY, end=TODAY),), T),
        (UNKNOWN, (Suspension(start=YESTERDAY, end=TOMORROW),), F),
        (TODAY, (Suspension(start=TOMORROW),), T),
    ],
)
def test_which_facts_are_seen(on, suspensions, expected):
    """4. A later record does not exist; law date unknown or `none`: present U; suspended at as_of: not present."""
    assert truth_in(record(), situation(fact("f", on, suspensions=suspensions))) == expected


def test_an_uncovered_kind_may_hold_more():
    """5 and 7. `record`: no record: F; uncovered: U unless one is T."""
    large = record(check("amount", Op.GTE, 5))

    assert truth_in(large, situation()) == F
    assert truth_in(large, situation(not_covered=["finding"])) == U
    assert truth_in(large, situation(fact("f", amount=4), not_covered=["finding"])) == U
    assert truth_in(large, situation(fact("f", amount=5), not_covered=["finding"])) == T


def test_an_uncovered_kind_is_unknown_even_where_the_further_record_could_not_pass():
    """7. uncovered: U unless one is T, even where the further record could not pass."""
    contradiction = record(check("amount", Op.GT, 5), check("amount", Op.LT, 5))

    assert truth_in(contradiction, situation(not_covered=["finding"])) == U


def test_pass_is_present_and_where_and_with_and_not_without():
    """6. pass(r) = present(r) and where(r) and every with(r) and no without(r)."""
    leaf = record(check("amount", Op.GTE, 5), with_=(partner(),), without=(partner(kind="finding", same=("plate",)),))
    finding, decision = fact("f", amount=5, case_no="A", plate="P"), fact("d", of="decision", case_no="A")

    assert truth_in(leaf, situation(finding, decision)) == T
    assert truth_in(leaf, situation(finding)) == F
    assert truth_in(leaf, situation(finding, decision, fact("g", amount=1, plate="P"))) == F


@pytest.mark.parametrize(
    ("own", "other", "with_", "without"),
    [
        ("A", "A", T, F),
        ("A", "B", F, T),
        (UNKNOWN, "A", U, U),
        ("A", UNKNOWN, U, U),
        (NONE, "A", F, T),
        (NONE, UNKNOWN, F, T),
    ],
)
def test_joins_on_equal_fields(own, other, with_, without):
    """8. An unknown join field on either side makes equality U, `none` makes it F; `without` is the negation."""
    here = situation(fact("f", case_no=own), fact("d", of="decision", case_no=other))

    assert truth_in(record(with_=(partner(),)), here) == with_
    assert truth_in(record(without=(partner(),)), here) == without


def test_a_record_is_not_its_own_partner():
    """8. any s other than r."""
    again = record(with_=(partner(kind="finding"),))

    assert truth_in(again, situation(fact("f", case_no="A"))) == F
    assert truth_in(again, situation(fact("f", case_no="A"), fact("g", case_no="A"))) == T


def test_a_partner_must_be_present_itself():
    """8. any s other than r, present: a decision that is stayed or not yet made joins nothing."""
    stayed = fact("d", of="decision", case_no="A", suspensions=(Suspension(start=YESTERDAY),))

    assert truth_in(record(with_=(partner(),)), situation(fact("f", case_no="A"), stayed)) == F


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_sure_partner_counts_wherever_it_stands(order):
    """8. any s other than r: one that is open, or joined by an unknown field, hides no sure one before or behind it."""
    partners = (
        fact("open", of="decision", case_no="A", suspensions=None),
        fact("loose", of="decision"),
        fact("sure", of="decision", case_no="A"),
    )
    some = [partners[number] for number in order]

    assert truth_in(record(with_=(partner(),)), situation(fact("f", case_no="A"), *some)) == T
    assert truth_in(record(without=(partner(),)), situation(fact("f", case_no="A"), *some)) == F


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (("A", "P"), ("A", "P"), T),
        (("A", "P"), ("A", "Q"), F),
        (("A", UNKNOWN), ("A", "P"), U),
        (("A", UNKNOWN), ("B", "P"), F),
        (("A", "P"), ("A", UNKNOWN), U),
        (("A", "P"), ("B", UNKNOWN), F),
        (("A", UNKNOWN), (UNKNOWN, "P"), U),
        (("A", NONE), (UNKNOWN, "P"), F),
        (("A", "P"), (UNKNOWN, NONE), F),
    ],
)
def test_all_same_fields_must_be_equal(own, other, expected):
    """8. all `same` fields equal: one pair that differs, or one `none`, outweighs what is unknown of another."""
    both = partner(same=("case_no", "plate"))
    names = ("case_no", "plate")
    one = fact("f", **dict(zip(names, own, strict=True)))
    two = fact("d", of="decision", **dict(zip(names, other, strict=True)))

    assert truth_in(record(with_=(both,)), situation(one, two)) == expected


@pytest.mark.parametrize(("case_no", "expected"), [("A", U), (UNKNOWN, U), (NONE, F)])
def test_an_uncovered_partner_kind_adds_one_unknown_candidate(case_no, expected):
    """8. An uncovered kind adds one record, present U, all fields unknown; `none` on the join still excludes it."""
    here = situation(fact("f", case_no=case_no), not_covered=["decision"])

    assert truth_in(record(with_=(partner(check("amount", Op.GT, 1)),)), here) == expected


def test_outer_fields_are_those_of_the_record_asked_about():
    """`$outer.field` in `with`: the decided sum reaches the finding's own."""
    covers = partner(check("amount", Op.GTE, OuterField("amount")))
    finding = fact("f", case_no="A", amount=10)

    read = [
        truth_in(record(with_=(covers,)), situation(finding, fact("d", of="decision", case_no="A", amount=value)))
        for value in (9, 10, UNKNOWN)
    ]

    assert read == [F, T, U]


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2022, 6, 30), Period(years=2), date(2024, 6, 30)),
        (date(2024, 2, 29), Period(years=1), date(2025, 2, 28)),
        (date(2020, 2, 29), Period(years=4), date(2024, 2, 29)),
        (date(2023, 1, 31), Period(months=1), date(2023, 2, 28)),
        (date(2024, 1, 31), Period(months=1), date(2024, 2, 29)),
        (date(2024, 2, 29), Period(months=3), date(2024, 5, 29)),
        (date(2024, 2, 28), Period(days=2), date(2024, 3, 1)),
    ],
)
def test_within_binds_to_the_last_day_of_the_period(day, period, last):
    """13. `within: P`: d ≤ as_of ≤ d+P; the corresponding day, else the month's last; added to the earlier date."""
    recent = SubjectLeaf(where=(check("registered_on", Op.WITHIN, period=period),))

    read = [
        truth_in(recent, situation(as_of=as_of, subject={"registered_on": day}))
        for as_of in (day - timedelta(days=1), day, last, last + timedelta(days=1))
    ]

    assert read == [F, T, T, F]


def test_met_reads_the_value_after_unless_and_repealed_rules_are_not_met():
    """15. `met` = that rule's value after its `unless`; no release in force, or none with that rule: F."""
    law = pack(
        rule("base", record(), record(check("final", Op.EQ, False))),
        rule("next", MetLeaf(pack=PACK, rule="base")),
        rule("gone", MetLeaf(pack="rules/cn/repealed", rule="base")),
    )
    compiled = program(law)
    evaluate = compile_direct(compiled)

    def read(final):
        rules = evaluate(situation(fact("f", final=final))).rules
        return {each.key.partition("#")[2]: truth for each, truth in zip(compiled.rules, rules, strict=True)}

    assert read(True) == {"base": T, "next": T, "gone": F}
    assert read(False) == {"base": F, "next": F, "gone": F}
    assert read(UNKNOWN) == {"base": U, "next": U, "gone": F}


ENTRY = EntryLeaf(list_id="wage-list")


def entry(start=YESTERDAY, term_end=TODAY, ended_on=None, suspended=False, **values) -> EntryFact:
    return EntryFact(
        id="e",
        list_id="wage-list",
        start=start,
        term_end=term_end,
        ended_on=ended_on,
        suspended=suspended,
        values=values,
    )


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (entry(), T),
        (entry(start=TODAY), T),
        (entry(start=TOMORROW, term_end=UNKNOWN), F),
        (entry(term_end=YESTERDAY), F),
        (entry(term_end=NONE), T),
        (entry(term_end=UNKNOWN), U),
        (entry(start=UNKNOWN), U),
        (entry(start=UNKNOWN, ended_on=TODAY), F),
        (entry(ended_on=TODAY), F),
        (entry(ended_on=TOMORROW), T),
        (entry(suspended=True), F),
    ],
)
def test_when_an_entry_is_effective(one, expected):
    """15. start ≤ as_of, not ended by as_of, as_of ≤ start + term; unknown: U (F if it starts later or has ended)."""
    assert truth_in(ENTRY, situation(entries=(one,))) == expected


def test_entries_of_other_lists_and_failing_tests_do_not_count():
    """15. An effective entry of the subject on that list, which passes `where`."""
    serious = EntryLeaf(list_id="wage-list", where=(check("gravity", Op.EQ, "serious"),))

    assert truth_in(EntryLeaf(list_id="other"), situation(entries=(entry(),))) == F
    read = [truth_in(serious, situation(entries=(entry(gravity=g),))) for g in ("serious", "ordinary", UNKNOWN)]
    assert read == [T, F, U]


def test_an_uncovered_register_is_unknown_unless_met():
    """15. Uncovered: U unless T."""
    assert truth_in(ENTRY, situation(not_covered=["entry"])) == U
    assert truth_in(ENTRY, situation(entries=(entry(),), not_covered=["entry"])) == T
    assert truth_in(BanLeaf(scope=None), situation(not_covered=["ban"])) == U


def test_bans_are_read_by_scope():
    """`ban: {scope}`: an effective ban of that scope; without scope, of any."""
    ban = BanFact(id="b", ban_id="life", scope="food", start=YESTERDAY, term_end=NONE)

    read = [truth_in(BanLeaf(scope=scope), situation(bans=(ban,))) for scope in ("food", None, "building")]

    assert read == [T, T, F]


def test_of_role_is_any_over_the_persons_in_that_role():
    """15. `of: role` = any over the persons known in that role; role not covered: U unless T."""
    leaf = EntryLeaf(list_id="wage-list", of="director")
    clean = RelatedSubject(id="p", role="director")
    listed = RelatedSubject(id="q", role="director", entries=(entry(),))
    other = RelatedSubject(id="r", role="partner", entries=(entry(),))
    unseen = RelatedSubject(id="t", role="director", not_covered=frozenset({"entry"}))

    assert truth_in(leaf, situation(related=(clean, other))) == F
    assert truth_in(leaf, situation(related=(clean, listed))) == T
    assert truth_in(leaf, situation(related=(clean, unseen))) == U
    assert truth_in(leaf, situation(related=(clean,), not_covered=["role:director"])) == U
    assert truth_in(leaf, situation(related=(listed,), not_covered=["role:director"])) == T


@pytest.mark.parametrize("when", ALL_THREE)
@pytest.mark.parametrize("unless", ALL_THREE)
def test_a_rule_is_when_and_not_any_unless(when, unless):
    """16. rule = `when` and not any `unless`."""
    evaluate = compile_direct(program(pack(rule("r", reading(when, "a"), reading(F, "a"), reading(unless, "b")))))
    blocked = {T: F, F: T, U: U}[unless]

    (truth,) = evaluate(situation(subject=held())).rules

    assert truth == (F if F in (when, blocked) else U if U in (when, blocked) else T)
