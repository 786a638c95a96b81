"""Objection, reconsideration and suit: which steps are lawful, what they do to the entry, which clocks they run."""

from dataclasses import replace
from datetime import date

import pytest

from casework.docket import ClockEnd, FileKind, FileRecord
from casework.file_desk import FileDesk, steps_of_kind
from casework.files import THE_SUBJECT, Hand, StepRequest, lawful_next
from casework.proceedings import PROCEEDINGS
from casework.records import EntryRecord, EntryState, Move
from casework.rejudgement import rejudged
from engine.facts import Truth
from tests.fakes.province import CLERK, OFFICER, SECOND, TAX_CLERK, Province, refusal

OFFICER_HAND, SECOND_HAND, CLERK_HAND = Hand.of(OFFICER), Hand.of(SECOND), Hand.of(CLERK)


@pytest.fixture
def desk(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


@pytest.fixture
def entry(province: Province) -> EntryRecord:
    """An effective entry."""
    return province.listed(province.register())


def asked(province: Province, step: str, seen: int = 0, **said: object) -> StepRequest:
    """A step of today with every text any step may need."""
    texts = {
        "grounds": "款项已付清（虚构）",
        "findings": "查明属实（虚构）",
        "organ": "虚构区人民政府",
        "source": "税务部门",
    }
    details = {**texts, **said.pop("details", {})}
    request = StepRequest(
        step=step,
        seen=seen,
        law_date=province.clock.today(),
        document=f"虚构文书-{seen + 1}",
        reasons="虚构理由",
        details=details,
    )
    return replace(request, **said)


def filed(province: Province, desk: FileDesk, entry: EntryRecord, kind: FileKind = FileKind.OBJECTION) -> FileRecord:
    by_subject = kind is FileKind.OBJECTION
    hand = THE_SUBJECT if by_subject else OFFICER_HAND
    return desk.file_on_entry(hand, kind, entry.id, asked(province, "filed" if by_subject else "recorded"))


def test_an_objection_that_is_upheld_ends_the_entry_with_the_answer(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """异议成立: entry, and with it publication and measures, end in the same unit of work as the answer."""
    file = filed(province, desk, entry)
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, file.id, asked(province, "verified", 2))
    desk.step(SECOND_HAND, file.id, asked(province, "upheld", 3))

    ended = province.entry(entry.id)
    assert (ended.state, ended.ended_on) == (EntryState.ENDED, province.clock.today())
    with province.store.reader() as reader:
        assert [one.step for one in reader.steps_of(file.id)] == ["filed", "accepted", "verified", "upheld"]
        assert reader.moves_of(entry.id)[-1].move is Move.END


def test_an_objection_that_only_puts_a_detail_right_leaves_the_entry(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """A wrong address in the file is corrected; the listing stands."""
    file = filed(province, desk, entry)
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, file.id, asked(province, "verified", 2))
    desk.step(SECOND_HAND, file.id, asked(province, "upheld", 3, details={"entry": "stays"}))

    assert province.entry(entry.id).state is EntryState.EFFECTIVE


def test_an_objection_alone_suspends_nothing(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """None of the three suspends by itself."""
    filed(province, desk, entry)
    filed(province, desk, entry, FileKind.RECONSIDERATION)

    assert province.entry(entry.id) == entry


def test_whoever_verified_does_not_answer(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """四眼, also where one person holds both roles."""
    both = replace(OFFICER_HAND, roles=OFFICER.roles | SECOND.roles)
    file = filed(province, desk, entry)
    desk.step(both, file.id, asked(province, "accepted", 1))
    desk.step(both, file.id, asked(province, "verified", 2))

    refused = refusal(desk.step, both, file.id, asked(province, "rejected", 3))
    assert (refused.code, refused.status) == ("four-eyes", 409)


def test_accepting_meets_one_clock_and_starts_the_next(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Five working days to accept, twenty to answer: the platform's own rule, and said to be."""
    file = filed(province, desk, entry)
    province.clock.move(days=1)
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))

    with province.store.reader() as reader:
        accept, answer = reader.clocks_on(file_id=file.id)
    assert (accept.kind, accept.ended_how, accept.ended_on) == (
        "objection.accept",
        ClockEnd.MET,
        province.clock.today(),
    )
    assert (answer.kind, answer.ended_seq, answer.local_policy) == ("objection.answer", None, True)
    assert "本平台规定" in answer.basis


def test_withdrawing_cancels_the_running_clocks(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Nobody is reminded of what was taken back."""
    file = filed(province, desk, entry)
    desk.step(THE_SUBJECT, file.id, asked(province, "withdrawn", 1))

    with province.store.reader() as reader:
        assert [one.ended_how for one in reader.clocks_on(file_id=file.id)] == [ClockEnd.CANCELLED]


def test_a_stay_suspends_and_its_end_resumes(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """The term is not lengthened by the days of the stay: time never runs against the subject twice."""
    file = filed(province, desk, entry, FileKind.SUIT)
    desk.step(OFFICER_HAND, file.id, asked(province, "stay_ordered", 1))
    stayed = province.entry(entry.id)
    province.clock.move(days=40)
    desk.step(OFFICER_HAND, file.id, asked(province, "maintained", 2))
    resumed = province.entry(entry.id)

    assert (stayed.suspended, stayed.state) == (True, EntryState.EFFECTIVE)
    assert (resumed.suspended, resumed.term_end) == (False, entry.term_end)


@pytest.mark.parametrize("kind", [FileKind.RECONSIDERATION, FileKind.SUIT])
@pytest.mark.parametrize("step", ["annulled", "changed"])
def test_a_decision_that_falls_takes_the_entry_with_it(
    province: Province, desk: FileDesk, entry: EntryRecord, kind: FileKind, step: str
) -> None:
    """What a changed decision still bears is proposed anew, after notice."""
    file = filed(province, desk, entry, kind)
    desk.step(OFFICER_HAND, file.id, asked(province, step, 1))

    ended = province.entry(entry.id)
    assert (ended.state, ended.suspended) == (EntryState.ENDED, False)
    assert ended.end_reason


def test_reconsideration_and_suit_do_not_run_side_by_side(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """行政复议法 29."""
    filed(province, desk, entry, FileKind.RECONSIDERATION)

    refused = refusal(filed, province, desk, entry, FileKind.SUIT)
    assert (refused.code, "第二十九条" in refused.law) == ("other-road-taken", True)


def test_one_objection_at_a_time(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """A second one is told where the first stands; after an answer a new one may be filed."""
    file = filed(province, desk, entry)
    assert refusal(filed, province, desk, entry).code == "already-open"

    desk.step(THE_SUBJECT, file.id, asked(province, "withdrawn", 1))
    assert filed(province, desk, entry).receipt != file.receipt


def test_before_the_effect_there_is_the_statement_not_the_objection(province: Province, desk: FileDesk) -> None:
    """陈述申辩 comes before the decision, objection after it."""
    proposed = province.proposed(province.register())

    refused = refusal(filed, province, desk, proposed)
    assert (refused.code, "陈述申辩" in refused.zh) == ("entry-not-effective", True)


def test_an_objection_to_a_mirrored_entry_goes_to_the_source(province: Province, desk: FileDesk) -> None:
    """Never re-decided here; the source's word ends it."""
    mirrored = province.mirror(province.register())
    tax = Hand.of(TAX_CLERK)
    file = filed(province, desk, mirrored)

    here = refusal(desk.step, replace(tax, roles=OFFICER.roles), file.id, asked(province, "accepted", 1))
    assert here.code == "mirrored"
    desk.step(tax, file.id, asked(province, "forwarded", 1))
    with province.store.reader() as reader:
        assert [one.kind for one in reader.clocks_on(file_id=file.id) if not one.ended_seq] == ["objection.source"]
    desk.step(tax, file.id, asked(province, "source_upheld", 2))
    assert province.entry(mirrored.id).state is EntryState.ENDED


def test_an_entry_determined_here_is_not_passed_on(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Nobody sends a person away from the office that decided."""
    file = filed(province, desk, entry)
    assert refusal(desk.step, OFFICER_HAND, file.id, asked(province, "forwarded", 1)).code == "determined-here"


def test_another_department_finds_no_file(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """404, as if it were not there."""
    file = filed(province, desk, entry)
    foreign = replace(OFFICER_HAND, department="tax")

    assert refusal(desk.step, foreign, file.id, asked(province, "accepted", 1)).status == 404
    assert refusal(desk.file_on_entry, foreign, FileKind.SUIT, entry.id, asked(province, "recorded")).status == 404


def test_a_step_on_an_old_page_is_refused(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Two officers at one desk."""
    file = filed(province, desk, entry)
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))

    assert refusal(desk.step, OFFICER_HAND, file.id, asked(province, "verified", 1)).status == 412


def test_a_match_can_be_contested_without_an_entry(province: Province, desk: FileDesk) -> None:
    """这不是我: the file lies over the subject, and the register's department answers it."""
    subject = province.register()
    request = asked(province, "filed")
    file = desk.file_on_subject(THE_SUBJECT, FileKind.MATCH_OBJECTION, subject.id, "human-resources", request)

    assert (file.entry_id, file.department) == (None, "human-resources")
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, file.id, asked(province, "verified", 2))
    desk.step(SECOND_HAND, file.id, asked(province, "upheld", 3))
    with province.store.reader() as reader:
        assert reader.steps_of(file.id)[-1].closes


@pytest.mark.parametrize("kind", list(PROCEEDINGS))
def test_every_step_is_refused_where_the_table_does_not_allow_it(
    province: Province, desk: FileDesk, entry: EntryRecord, kind: FileKind
) -> None:
    """Generated from the table: after the first step only what names it in `after` may follow, and only by its hands."""
    steps = steps_of_kind(kind)
    [opening] = lawful_next(steps, ())
    hand = THE_SUBJECT if steps[opening].by_subject else OFFICER_HAND
    file = (
        desk.file_on_subject(hand, kind, entry.subject_id, entry.authority, asked(province, opening))
        if kind is FileKind.MATCH_OBJECTION
        else desk.file_on_entry(hand, kind, entry.id, asked(province, opening))
    )

    for name, step in steps.items():
        if opening not in step.after:
            assert refusal(desk.step, OFFICER_HAND, file.id, asked(province, name, 1)).code in (
                "step-not-lawful",
                "mirrored",
                "determined-here",
            )
        elif not step.by_subject:
            assert refusal(desk.step, THE_SUBJECT, file.id, asked(province, name, 1)).status in (403, 409)
            incomplete = StepRequest(step=name, seen=1)
            hands = replace(OFFICER_HAND, roles=step.roles)
            assert refusal(desk.step, hands, file.id, incomplete).code in ("step-incomplete", "determined-here")


def test_an_entry_is_judged_again_under_both_days(province: Province, entry: EntryRecord) -> None:
    """Whoever verifies an objection sees what that day's packs and today's say of what is recorded today."""
    with province.store.reader() as reader:
        subject = reader.subject(entry.subject_id)
        assert subject is not None
        again = rejudged(reader, province.book, province.evaluator, date(2027, 3, 20), entry, subject)

    assert again.that_day is not None
    assert (again.that_day.on, again.that_day.truth, again.today.truth) == (
        entry.decided_on,
        Truth.MET,
        Truth.MET,
    )
    assert again.today.rules == (entry.finding["rule"],)
    assert "责令-W-1" in "".join(again.today.reasons_zh)
