"""Bans that stand in law itself: from one recorded decision, by arithmetic or as decided, corrected with their record."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from casework.holdings import ban_stands
from casework.records import SubjectType
from engine.facts import NONE, Truth
from tests.fakes.evaluator import Contrary, OneEngine
from tests.fakes.province import Province

REVOKED = {
    "decided_on": "2026-10-01",
    "licence": "food_production",
    "action": "revoked",
    "ground": "operation",
    "capacity": "holder",
    "document": "吊-1",
    "document_class": "penalty",
    "served": "yes",
    "final": "yes",
}


def bans(province: Province, subject):
    with province.store.reader() as reader:
        return reader.bans_of([subject.id])[subject.id]


def materialised(province: Province, kind: str, values, natural: bool = False):
    subject = province.register(SubjectType.NATURAL_PERSON if natural else SubjectType.ENTERPRISE)
    province.load(province.row(subject, kind, values))
    province.determine(subject)
    return bans(province, subject)


def lasting(province: Province, text: str):
    """A measure of the shelf whose ban lasts as asked, with the record kind and values that its `when` asks for."""
    for pack in province.shelf.packs():
        for measure in pack.measures:
            term = measure.lasts
            if pack.in_force.covers(date(2026, 10, 1)) and str(getattr(term, "lasts", "")) == text:
                yield f"{pack.ref.pack}#{measure.id}", measure


def facts_for(province: Province, measure) -> dict[str, object]:
    """Values that pass every plain test of the measure's `when`, dated 2026-10-01."""
    kind = province.shelf.catalogue.kinds[measure.when.records.kind]
    values: dict[str, object] = {field.id: "2026-10-01" for field in kind.fields.values() if str(field.type) == "date"}
    for test in measure.when.records.where:
        wanted = test.operands[0].value
        if test.field in values:  # the day of the act is 2026-10-01, which the measure's own dates allow
            continue
        values[test.field] = ("yes" if wanted else "no") if isinstance(wanted, bool) else str(wanted)
    return values


@pytest.mark.parametrize("years", [1, 3, 5, 10])
def test_every_measure_of_a_term_ends_on_the_corresponding_day(province, years):
    """spec chapter 7: the last day is the corresponding day, and it counts."""
    seen = 0
    for key, measure in list(lasting(province, f"P{years}Y"))[:4]:
        subject_type = province.shelf.catalogue.kinds[measure.when.records.kind].subject_types[-1]
        subject = province.register(SubjectType(subject_type))
        province.load(province.row(subject, measure.when.records.kind, facts_for(province, measure)))
        province.determine(subject)
        for ban in (ban for ban in bans(province, subject) if ban.measure == key):
            seen += 1
            last = date(2026 + years, 10, 1)
            assert (ban.start, ban.term_end) == (date(2026, 10, 1), last)
            assert ban_stands(ban, date(2026, 9, 30)) is Truth.NOT_MET
            assert ban_stands(ban, date(2026, 10, 1)) is Truth.MET
            assert ban_stands(ban, last) is Truth.MET
            assert ban_stands(ban, date(2026 + years, 10, 2)) is Truth.NOT_MET
    assert seen


def test_a_ban_for_life_has_no_last_day(province):
    """终身 is known, not unknown."""
    key, measure = next(iter(lasting(province, "life")))
    subject = province.register(SubjectType.NATURAL_PERSON)
    province.load(province.row(subject, measure.when.records.kind, facts_for(province, measure)))
    province.determine(subject)

    [ban] = [ban for ban in bans(province, subject) if ban.measure == key]

    assert (ban.for_life, ban.term_end, ban_stands(ban, date(2099, 1, 1))) == (True, None, Truth.MET)


@pytest.mark.parametrize(
    ("until", "end", "stands"),
    [
        ("2028-09-30", date(2028, 9, 30), Truth.MET),
        ("2029-10-01", date(2029, 10, 1), Truth.MET),
        ("2029-10-02", None, Truth.UNKNOWN),
        (None, None, Truth.UNKNOWN),
        (NONE, None, Truth.UNKNOWN),
    ],
    ids=["as decided", "the longest", "past the range of the article", "not known", "named none"],
)
def test_a_ban_lasts_as_decided_and_bars_nobody_where_the_decision_names_no_day(province, until, end, stands):
    """Where law leaves the term to the authority, a decision without one is a question, never a ban for life."""
    key, measure = next((key, each) for key, each in _as_decided(province))
    values = {**facts_for(province, measure), measure.lasts.lasts_field: until}
    found = materialised(province, measure.when.records.kind, values)

    [ban] = [ban for ban in found if ban.measure == key]

    assert (ban.term_end, ban.for_life, ban_stands(ban, date(2027, 3, 1))) == (end, False, stands)


def _as_decided(province: Province):
    for pack in province.shelf.packs():
        for measure in pack.measures:
            if getattr(measure.lasts, "lasts_field", None) and "procurement" in pack.ref.pack + measure.lasts.scope:
                yield f"{pack.ref.pack}#{measure.id}", measure


def test_a_start_that_is_not_recorded_bars_nobody(province):
    """公司法 178: counted from the end of the sentence; without that day it is unknown, not today."""
    key, measure = next(
        (key, each)
        for key, each in lasting(province, "P5Y")
        if "officer-crime" in key and "served_on" in str(each.lasts)
    )
    values = {**facts_for(province, measure), "served_on": None}

    found = materialised(province, "crime.judgment", values, natural=True)

    [ban] = [ban for ban in found if ban.measure == key]
    assert (ban.start_known, ban.term_known, ban_stands(ban, date(2027, 3, 1))) == (False, False, Truth.UNKNOWN)


def test_each_record_is_judged_under_the_law_of_its_own_day(province):
    """The same judgment before and after 2022-03-01 gives the bans of that day's release."""
    key, measure = next((key, each) for key, each in lasting(province, "P5Y") if key.endswith("#officer-crime"))
    versions = []
    for day in ("2020-05-01", "2023-05-01", "2025-05-01"):
        values = dict.fromkeys(facts_for(province, measure), day) | {
            name: value for name, value in facts_for(province, measure).items() if value != "2026-10-01"
        }
        found = materialised(province, "crime.judgment", values, natural=True)
        versions += [ban.pack_version for ban in found if ban.measure == key]

    assert versions == ["2018.1", "2022.1", "2024.1"]


def test_a_correction_ends_the_ban_at_once_and_the_corrected_record_makes_a_new_one(province):
    """The ban stands on its record: it ends with it in the same transaction, not at some later determination."""
    firm = province.register()
    row = province.row(firm, "licence.sanction", REVOKED)
    province.load(row)
    province.determine(firm)
    before = bans(province, firm)

    corrected = {**REVOKED, "decided_on": "2026-09-01"}
    province.load(replace(row, values=corrected, correction_reason="日期录入有误", correction_document="更正函1"))
    between = [ban for ban in bans(province, firm) if ban.ended_on is None]
    province.determine(firm)
    after = [ban for ban in bans(province, firm) if ban.ended_on is None]

    assert len(before) > 0
    assert between == []
    assert {ban.measure for ban in after} == {ban.measure for ban in before}
    assert {ban.start for ban in after} == {date(2026, 9, 1)}


def test_a_suspended_record_brings_no_ban_until_the_stay_is_over(province):
    """Suspended facts count for nothing; when the stay has ended they count again."""
    firm = province.register()
    province.load(
        province.row(firm, "licence.sanction", REVOKED, suspended_from="2026-11-01", suspended_until="2027-04-01")
    )
    province.determine(firm)
    during = bans(province, firm)
    province.clock.set(datetime(2027, 4, 1, 4, tzinfo=UTC))
    province.determine(firm)

    assert (during, len(bans(province, firm)) > 0) == ((), True)


def test_one_engine_alone_makes_no_ban(province):
    """A ban binds at once, so it is not made on one engine's word."""
    firm = province.register()
    province.load(province.row(firm, "licence.sanction", REVOKED))
    province.evaluator = OneEngine()

    done = province.determine(firm)

    assert (done.bans, done.degraded) == ((), True)


def test_a_ban_on_which_the_engines_differ_is_not_made(province):
    """The others, on which they agree, are."""
    both = {ban.measure for ban in materialised(province, "licence.sanction", REVOKED)}
    disputed = min(both)
    province.evaluator = Contrary(disputed)

    found = materialised(province, "licence.sanction", REVOKED)

    assert {ban.measure for ban in found} == both - {disputed}


def test_a_second_determination_makes_no_second_ban(province):
    """One record, one article, one ban."""
    firm = province.register()
    province.load(province.row(firm, "licence.sanction", REVOKED))
    province.determine(firm)
    first = bans(province, firm)
    province.determine(firm)

    assert bans(province, firm) == first


def test_what_the_record_does_not_say_bans_nobody(province):
    """Unknown whether the decision is final: no ban."""
    for field in ("action", "licence", "served", "final"):
        values = {name: value for name, value in REVOKED.items() if name != field}
        found = materialised(province, "licence.sanction", values)
        full = {ban.measure for ban in materialised(province, "licence.sanction", REVOKED)}
        assert {ban.measure for ban in found} < full or field not in _read_fields(province)


def _read_fields(province: Province) -> set[str]:
    return {
        test.field
        for pack in province.shelf.packs()
        for measure in pack.measures
        if measure.when is not None and measure.when.records.kind == "licence.sanction"
        for test in measure.when.records.where
    }
