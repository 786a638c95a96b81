"""Commitments, training, talks and reports: recorded, closed, counted; a broken commitment is a fact."""

from dataclasses import fields, replace
from datetime import date

import pytest

from casework.docket import FileKind, FileRecord
from casework.file_desk import FileDesk
from casework.files import THE_SUBJECT, Hand, StepRequest
from casework.records import FactRecord, SubjectRecord, SubjectType
from casework.undertaking_counts import MonthCount, Undertaking, month_counts, undertakings_of
from casework.undertaking_effects import BREACH
from casework.undertakings import COMMITMENT, UNDERTAKINGS
from tests.fakes.province import CLERK, OFFICER, PLACE, SECOND, Province, person_code, refusal

OFFICER_HAND, CLERK_HAND = Hand.of(OFFICER), Hand.of(CLERK)
TEXT = {"text": "今后按时足额支付工资（虚构）", "commitment_kind": "voluntary"}


@pytest.fixture
def desk(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


def asked(province: Province, step: str, seen: int = 0, **details: object) -> StepRequest:
    day = province.clock.today()
    return StepRequest(step=step, seen=seen, law_date=day, document=f"虚构文书-{seen + 1}", details=details)


def signed(province: Province, desk: FileDesk, subject: SubjectRecord, **details: object) -> FileRecord:
    request = asked(province, "signed", **{**TEXT, **details})
    return desk.file_on_subject(THE_SUBJECT, FileKind.COMMITMENT, subject.id, "human-resources", request)


def breaches(province: Province, subject: SubjectRecord) -> list[FactRecord]:
    with province.store.reader() as reader:
        return [fact for fact in reader.facts_of([subject.id])[subject.id] if fact.kind == BREACH]


def test_a_commitment_is_signed_published_where_the_law_says_so_and_kept(province: Province, desk: FileDesk) -> None:
    """Published only on a basis that is named; what was kept closes and leaves no fact."""
    subject = province.register()
    file = signed(province, desk, subject)

    without = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "published", 1, where="部门网站"))
    assert (without.code, "要求公开的依据" in without.zh) == ("step-incomplete", True)
    law = {"where": "部门网站", "basis": "国家发展改革委令第36号"}
    desk.step(OFFICER_HAND, file.id, asked(province, "published", 1, **law))
    desk.step(OFFICER_HAND, file.id, asked(province, "kept", 2, findings="一年内无拖欠（虚构）"))
    with province.store.reader() as reader:
        assert [(step.step, step.closes) for step in reader.steps_of(file.id)] == [
            ("signed", False),
            ("published", False),
            ("kept", True),
        ]
    assert breaches(province, subject) == []


def test_a_commitment_says_of_what_kind_it_is(province: Province, desk: FileDesk) -> None:
    """A word that the fact of its breach could not carry is refused at once."""
    refused = refusal(signed, province, desk, province.register(), commitment_kind="blood_oath")
    assert refused.code == "word-unknown"


def test_a_broken_commitment_becomes_a_fact_with_its_document(province: Province, desk: FileDesk) -> None:
    """Through the intake, in the step's own unit of work; the findings stay in the file."""
    subject = province.register()
    file = signed(province, desk, subject)
    province.clock.move(days=40)
    found = {"findings": "又拖欠工资（虚构）", "document_class": "administrative_decision", "served": "yes"}
    desk.step(CLERK_HAND, file.id, asked(province, "broken", 1, **found))

    [fact] = breaches(province, subject)
    assert fact.values == {
        "commitment_no": file.id,
        "commitment_kind": "voluntary",
        "made_on": file.law_date,
        "verified_on": province.clock.today(),
        "document": "虚构文书-2",
        "document_class": "administrative_decision",
        "served": True,
    }
    assert (fact.department, fact.recorded_by) == ("human-resources", CLERK.id)
    with province.store.reader() as reader:
        assert reader.steps_of(file.id)[-1].closes


def test_a_breach_that_the_intake_refuses_is_not_recorded_at_all(province: Province, desk: FileDesk) -> None:
    """Somebody who was not surely 18: neither fact nor step; the commitment stays open."""
    young = province.register(SubjectType.NATURAL_PERSON, code=person_code(77, born="20120101"))
    file = signed(province, desk, young)

    refused = refusal(desk.step, CLERK_HAND, file.id, asked(province, "broken", 1, findings="虚构"))
    assert (refused.code, "18周岁" in refused.faults[0].zh) == ("facts-faulty", True)
    assert breaches(province, young) == []
    with province.store.reader() as reader:
        assert [step.step for step in reader.steps_of(file.id)] == ["signed"]


def test_a_breach_is_the_clerks_to_record_and_needs_its_document(province: Province, desk: FileDesk) -> None:
    """The normal intake path: who may load facts may record this one."""
    file = signed(province, desk, province.register())
    bare = replace(asked(province, "broken", 1, findings="虚构"), document="")

    assert refusal(desk.step, OFFICER_HAND, file.id, asked(province, "broken", 1, findings="虚构")).status == 403
    assert refusal(desk.step, THE_SUBJECT, file.id, asked(province, "broken", 1, findings="虚构")).status == 403
    assert refusal(desk.step, CLERK_HAND, file.id, bare).code == "step-incomplete"


def test_the_commitment_of_a_granted_repair_is_kept_an_eye_on(province: Province, desk: FileDesk) -> None:
    """It becomes a file of its own with the text that was handed in, signed on the day of the application."""
    subject = province.register()
    entry = province.listed(subject)
    province.clock.move(days=(date(2028, 3, 12) - province.clock.today()).days)
    handed_in = {"performance_proof": "工资支付凭证（虚构）", "commitment_letter": TEXT["text"]}
    file = desk.file_on_entry(THE_SUBJECT, FileKind.REPAIR, entry.id, asked(province, "filed", **handed_in))
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    found = {"corrected_on": "2027-06-01", "duty_performed": "yes", "no_relapse": "yes", "other_law": "yes"}
    named = {"class": "serious", "class_reasons": "虚构", "findings": "虚构"}
    desk.step(OFFICER_HAND, file.id, asked(province, "examined", 2, **found, **named))
    province.clock.move(days=5)
    desk.step(Hand.of(SECOND), file.id, replace(asked(province, "granted", 3), reasons="条件具备（虚构）"))

    with province.store.reader() as reader:
        [commitment] = [one for one in reader.files_of(subject.id) if one.kind is FileKind.COMMITMENT]
        [step] = reader.steps_of(commitment.id)
    assert (commitment.entry_id, commitment.law_date, commitment.department) == (
        None,
        date(2028, 3, 12),
        "human-resources",
    )
    assert step.details == {"text": TEXT["text"], "commitment_kind": "repair", "repair_file": file.id}


@pytest.mark.parametrize(
    ("kind", "step"), [(FileKind.TRAINING, "held"), (FileKind.TALK, "held"), (FileKind.REPORT, "submitted")]
)
def test_training_talks_and_reports_are_recorded_with_day_place_and_document(
    province: Province, desk: FileDesk, kind: FileKind, step: str
) -> None:
    """Recorded once and closed; nothing follows from it, and no clock runs."""
    subject = province.register()
    placeless = asked(province, step)
    refused = refusal(desk.file_on_subject, OFFICER_HAND, kind, subject.id, "human-resources", placeless)
    assert (refused.code, "地点" in refused.zh) == ("step-incomplete", True)

    file = desk.file_on_subject(
        OFFICER_HAND, kind, subject.id, "human-resources", asked(province, step, place="虚构区办公楼")
    )
    with province.store.reader() as reader:
        [recorded] = reader.steps_of(file.id)
        assert not reader.clocks_on(file_id=file.id)
    assert (recorded.closes, recorded.document) == (True, "虚构文书-1")
    assert refusal(desk.step, OFFICER_HAND, file.id, asked(province, step, 1)).code == "step-not-lawful"


def test_counts_are_by_area_department_month_and_act(province: Province, desk: FileDesk) -> None:
    """Two talks with one firm and one with another: three talks, two subjects."""
    one, other = province.register(), province.register(region="520102")
    for subject in (one, one, other):
        desk.file_on_subject(
            OFFICER_HAND, FileKind.TALK, subject.id, "human-resources", asked(province, "held", place="虚构")
        )
    file = signed(province, desk, one)
    province.clock.move(days=31)
    desk.step(OFFICER_HAND, file.id, asked(province, "kept", 1, findings="虚构"))
    filed = asked(province, "filed", grounds="虚构")
    desk.file_on_subject(THE_SUBJECT, FileKind.MATCH_OBJECTION, one.id, "human-resources", filed)

    with province.store.reader() as reader:
        counts = month_counts(undertakings_of(reader, [one.id, other.id]))
    march, april = date(2027, 3, 1), date(2027, 4, 1)
    assert [(one.area, one.month, one.kind, one.step, one.acts, one.subjects) for one in counts] == [
        ("520102", march, FileKind.TALK, "held", 1, 1),
        (PLACE, march, FileKind.COMMITMENT, "signed", 1, 1),
        (PLACE, march, FileKind.TALK, "held", 2, 1),
        (PLACE, april, FileKind.COMMITMENT, "kept", 1, 1),
    ]
    assert {one.department for one in counts} == {"human-resources"}


def test_counts_name_no_subject_and_rank_nothing() -> None:
    """They measure the administration: an area's many talks come no earlier than another's few."""
    assert {one.name for one in fields(MonthCount)} == {
        "area",
        "department",
        "month",
        "kind",
        "step",
        "acts",
        "subjects",
    }
    assert month_counts(()) == ()


def test_counts_do_not_depend_on_the_order_of_the_files(province: Province, desk: FileDesk) -> None:
    """The same month gives the same page."""
    subject = province.register()
    for _ in range(2):
        signed(province, desk, subject)
    with province.store.reader() as reader:
        found: list[Undertaking] = list(undertakings_of(reader, [subject.id]))

    assert month_counts(found) == month_counts(reversed(found))


def test_no_undertaking_decides_anything_about_an_entry() -> None:
    """No step of these tables is an approver's decision, and only a commitment runs over more than one step."""
    assert {kind for kind, steps in UNDERTAKINGS.items() if len(steps) > 1} == {FileKind.COMMITMENT}
    assert {name for name, step in COMMITMENT.items() if step.closes} == {"kept", "broken"}
