"""Repair: which steps are lawful, what the regime of the day lets through, and what a granted repair ends."""

from dataclasses import replace
from datetime import date

import pytest

from casework.docket import ClockEnd, FileKind, FileRecord
from casework.file_desk import LAWFUL_STEPS, FileDesk, steps_of_kind
from casework.files import THE_SUBJECT, Hand, StepRequest, lawful_next
from casework.records import EntryRecord, EntryState, Move, SubjectRecord
from casework.repair_case import Eligibility, RepairCase, Verdict
from casework.repair_eligibility import eligibility
from casework.repair_guards import GROUNDS, require_true_to_law
from casework.repair_record import eligibility_on, open_application, repair_case, said_on
from casework.repairs import REPAIR
from engine.pack import Pack
from engine.pack.repair import Concern, Requirement
from tests.fakes.province import OFFICER, SECOND, TAX_CLERK, Province, refusal
from tests.fakes.shelf import FakeShelf
from tests.fakes.store import FakeStore

OFFICER_HAND, SECOND_HAND = Hand.of(OFFICER), Hand.of(SECOND)
HANDED_IN = {"performance_proof": "工资支付凭证（虚构）", "commitment_letter": "今后按时足额支付工资（虚构）"}
FOUND = {
    "findings": "已付清，附凭证（虚构）",
    "corrected_on": "2027-06-01",
    "duty_performed": "yes",
    "no_relapse": "yes",
    "other_law": "yes",
}
SERIOUS = {"class": "serious", "class_reasons": "名单为严重失信主体名单（虚构）"}
READY = date(2028, 3, 12)
"""A year from the decision of 2027-03-12; six months from the correction are over long before."""


@pytest.fixture
def desk(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


@pytest.fixture
def subject(province: Province) -> SubjectRecord:
    return province.register()


@pytest.fixture
def entry(province: Province, subject: SubjectRecord) -> EntryRecord:
    """Effective since 2027-03-12; its decision names no class."""
    return province.listed(subject)


def asked(province: Province, step: str, seen: int = 0, **details: object) -> StepRequest:
    return StepRequest(
        step=step,
        seen=seen,
        law_date=province.clock.today(),
        document=f"虚构修复文书-{seen + 1}",
        reasons="虚构理由",
        details=details,
    )


def wait_until(province: Province, day: date) -> None:
    province.clock.move(days=(day - province.clock.today()).days)


def filed(province: Province, desk: FileDesk, entry: EntryRecord, **details: object) -> FileRecord:
    """By the subject, at its own page."""
    request = replace(asked(province, "filed", **{**HANDED_IN, **details}), document="", reasons="")
    return desk.file_on_entry(THE_SUBJECT, FileKind.REPAIR, entry.id, request)


def examined(province: Province, desk: FileDesk, file: FileRecord, **found: object) -> None:
    """Accepted and examined."""
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, file.id, asked(province, "examined", 2, **{**FOUND, **found}))


def test_a_granted_repair_ends_publication_sharing_and_measures_together(
    province: Province, desk: FileDesk, subject: SubjectRecord, entry: EntryRecord
) -> None:
    """One unit of work: the entry ends as repaired, the message that stops sharing is posted, checks are clean."""
    province.know_sources()
    wait_until(province, READY)
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)
    assert province.ask(subject).answer["measures"]
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 3))

    ended = province.entry(entry.id)
    assert (ended.state, ended.ended_on, ended.end_reason) == (EntryState.ENDED, READY, "准予信用修复")
    with province.store.reader() as reader:
        last = reader.moves_of(entry.id)[-1]
    assert (last.move, last.details["kind"]) == (Move.END, "repaired")
    assert isinstance(province.store, FakeStore)
    assert {"entry": entry.id, "move": "end", "state": "ended"}.items() <= [
        one.payload for one in province.store.outbox if one.topic == "entry.moved"
    ][-1].items()
    answer = province.ask(subject).answer
    assert (answer["outcome"], answer["entries"], answer["measures"]) == ("proceed", [], [])


def test_a_ban_outlives_the_repair(
    province: Province, desk: FileDesk, subject: SubjectRecord, entry: EntryRecord
) -> None:
    """A ban stands in law itself and ends by its own law only."""
    bar = {
        "decided_on": "2027-05-06",
        "article": "supplier",
        "barred_until": "2029-12-31",
        "document_class": "penalty",
        "document": "财采罚-1",
        "served": "yes",
        "final": "yes",
    }
    wait_until(province, READY)
    province.load(province.row(subject, "procurement.bar", bar))
    province.determine(subject)
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 3))

    with province.store.reader() as reader:
        bans = reader.bans_of([subject.id])[subject.id]
    assert bans
    assert {ban.ended_on for ban in bans} == {None}


def test_an_application_that_is_too_early_is_answered_with_the_day(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """Never silently refused: the day, the reason and the article stand in the file."""
    wait_until(province, date(2027, 7, 1))
    file = filed(province, desk, entry, corrected_on="2027-06-01")
    desk.step(OFFICER_HAND, file.id, asked(province, "not_accepted", 1, ground="not_yet"))

    with province.store.reader() as reader:
        answer = reader.steps_of(file.id)[-1]
        [clock] = reader.clocks_on(file_id=file.id)
    assert (answer.closes, answer.details["verdict"], answer.details["from_day"]) == (True, "not_yet", "2027-12-01")
    assert "人力资源和社会保障部令第45号" in str(answer.details["law"])
    assert (clock.kind, clock.local_policy, clock.ended_how) == ("repair.decide", True, ClockEnd.MET)
    assert "不是法律规定" in clock.basis
    assert province.entry(entry.id).state is EntryState.EFFECTIVE


def test_nobody_is_sent_away_on_a_ground_that_the_record_does_not_bear(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """Time is over; that it is too early is not so, and that training is missing is no ground at all."""
    wait_until(province, READY)
    file = filed(province, desk, entry, corrected_on="2027-06-01")

    too_early = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "not_accepted", 1, ground="not_yet"))
    untrained = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "not_accepted", 1, ground="training"))
    assert (too_early.code, untrained.code) == ("ground-not-there", "ground-unknown")
    assert "不得要求其他材料" in untrained.zh
    assert not {str(one) for one in (Requirement.TRAINING, Requirement.TALK, Requirement.REPORT)} & set(GROUNDS)


@pytest.mark.parametrize("opening", ["filed", "received"])
def test_an_application_needs_proof_and_commitment_and_nothing_more(opening: str) -> None:
    """国办发〔2025〕22号: only these two, wherever it came in."""
    where_it_came_from = {"source_number", "source_date", "law_date"}
    assert set(REPAIR[opening].needs) - where_it_came_from == {"performance_proof", "commitment_letter"}


@pytest.mark.parametrize("missing", sorted(HANDED_IN))
def test_an_application_without_one_of_the_two_is_told_which(
    province: Province, desk: FileDesk, entry: EntryRecord, missing: str
) -> None:
    """Named, and nothing recorded, so it can be completed."""
    refused = refusal(filed, province, desk, entry, **{missing: ""})
    assert (refused.code, missing in refused.en) == ("step-incomplete", True)


def test_an_application_comes_in_through_the_national_site(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """With that site's own number and day; the clock runs from its arrival here."""
    request = asked(province, "received", source_number="信用中国-1", source_date="2027-03-10", **HANDED_IN)
    file = desk.file_on_entry(OFFICER_HAND, FileKind.REPAIR, entry.id, request)

    with province.store.reader() as reader:
        [step] = reader.steps_of(file.id)
        [clock] = reader.clocks_on(file_id=file.id)
    assert step.details["source_number"] == "信用中国-1"
    assert clock.started_on == province.clock.today()
    at_no_day = replace(request, details={**request.details, "source_date": "昨天"})
    later = replace(request, details={**request.details, "source_date": "2027-12-31"})
    other = province.mirror(province.register()).id
    for faulty in (at_no_day, later):
        refused = refusal(desk.file_on_entry, Hand.of(TAX_CLERK), FileKind.REPAIR, other, faulty)
        assert [fault.where for fault in refused.faults] == ["/details/source_date"]
    assert refusal(desk.file_on_entry, THE_SUBJECT, FileKind.REPAIR, other, request).status == 403


def test_a_repair_before_its_day_is_refused_with_condition_article_and_day(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """The day before, and then on the day."""
    wait_until(province, date(2028, 3, 11))
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)

    early = refusal(desk.step, SECOND_HAND, file.id, asked(province, "granted", 3))
    assert (early.code, "2028年3月12日" in early.zh, "第36号" in early.law) == ("repair-not-yet", True, True)
    province.clock.move(days=1)
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 3))
    assert province.entry(entry.id).state is EntryState.ENDED


def test_a_condition_found_not_to_be_there_bears_the_refusal(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """New arrears after the correction: granted is unlawful and names the condition; refused is lawful and keeps it."""
    wait_until(province, READY)
    file = filed(province, desk, entry)
    examined(province, desk, file, **{**SERIOUS, "no_relapse": "no"})

    granted = refusal(desk.step, SECOND_HAND, file.id, asked(province, "granted", 3))
    assert (granted.code, "改正后没有新的拖欠" in granted.zh) == ("repair-not-yet", True)
    desk.step(SECOND_HAND, file.id, asked(province, "refused", 3))
    with province.store.reader() as reader:
        answer = reader.steps_of(file.id)[-1]
    assert "改正后没有新的拖欠" in str(answer.details["why"])
    assert province.entry(entry.id).state is EntryState.EFFECTIVE


def test_a_repair_whose_conditions_are_met_cannot_be_refused(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """Whoever thinks otherwise finds the condition in the examination first."""
    wait_until(province, READY)
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)

    assert refusal(desk.step, SECOND_HAND, file.id, asked(province, "refused", 3)).code == "conditions-are-met"


def test_an_unknown_class_is_no_reason_and_needs_the_officers(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """Neither granted nor refused on it; found with reasons, in a second examination, it decides."""
    wait_until(province, date(2027, 12, 10))
    file = filed(province, desk, entry)
    examined(province, desk, file)

    for step in ("granted", "refused"):
        unclear = refusal(desk.step, SECOND_HAND, file.id, asked(province, step, 3))
        assert (unclear.code, "失信信息的类别" in unclear.hint_zh) == ("repair-unclear", True)
    bare = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "examined", 3, **FOUND, **{"class": "ordinary"}))
    unheard = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "examined", 3, **FOUND, **{"class": "grave"}))
    assert [one.faults[0].where for one in (bare, unheard)] == ["/details/class_reasons", "/details/class"]
    ordinary = {"class": "ordinary", "class_reasons": "数额不大，已付清（虚构）"}
    desk.step(OFFICER_HAND, file.id, asked(province, "examined", 3, **FOUND, **ordinary))
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 4))
    assert province.entry(entry.id).state is EntryState.ENDED


def test_the_class_that_the_decision_names_stands(province: Province, desk: FileDesk, subject: SubjectRecord) -> None:
    """No officer makes it worse, or milder, when repair is asked for."""
    case = province.proposed(subject).id
    province.notice(case)
    province.clock.move(days=11)
    province.decide(case, details={"repair_class": "ordinary"})
    province.approve(case)
    entry = province.serve(case)
    wait_until(province, date(2027, 12, 10))
    file = filed(province, desk, entry)
    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))

    worse = refusal(desk.step, OFFICER_HAND, file.id, asked(province, "examined", 2, **FOUND, **SERIOUS))
    assert "决定已写明类别：一般失信信息" in worse.zh
    desk.step(OFFICER_HAND, file.id, asked(province, "examined", 2, **FOUND))
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 3))
    assert province.entry(entry.id).state is EntryState.ENDED


def test_a_class_that_is_never_repaired_early_is_refused_by_law(
    province: Province, desk: FileDesk, entry: EntryRecord
) -> None:
    """特定严重 under the rules of 2019: refused with the article; the application may be refused on it."""
    listed = RepairCase(concerns=Concern.LISTING, class_id="specially-serious-2019", decided_on=date(2021, 1, 1))
    packs = province.shelf.in_force(date(2021, 6, 1), province.clock.today(), "520103")
    found = eligibility(listed, packs, date(2021, 6, 1))
    file = filed(province, desk, entry)

    def judged(step: str, verdict: Eligibility, **details: object) -> None:
        with province.store.reader() as reader:
            request = asked(province, step, 3, **details)
            require_true_to_law(reader, province.shelf, province.clock.today(), file, entry, request, verdict)

    refused = refusal(judged, "granted", found)
    assert (found.verdict, refused.code) == (Verdict.NEVER_EARLY, "repair-never-early")
    assert ("不得提前终止公示" in refused.zh, "527号" in refused.law) == (True, True)
    judged("refused", found)
    judged("not_accepted", found, ground="never_early")


def test_the_applicant_does_not_prove_its_own_case(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """What it claims counts for the time only, and once it was examined only the officer's word does."""
    wait_until(province, READY)
    file = filed(province, desk, entry, **FOUND)
    with province.store.reader() as reader:
        claimed = said_on(reader.steps_of(file.id))
        found = eligibility_on(reader, province.shelf, entry, claimed, READY, READY)
    assert claimed == {"corrected_on": "2027-06-01", "commitment_letter": HANDED_IN["commitment_letter"]}
    assert (found.verdict, "duty_performed" in found.missing) == (Verdict.UNKNOWN, True)
    assert refusal(filed, province, desk, province.mirror(province.register()), **SERIOUS).faults

    desk.step(OFFICER_HAND, file.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, file.id, asked(province, "examined", 2, findings="尚未查明（虚构）"))
    with province.store.reader() as reader:
        assert "corrected_on" not in said_on(reader.steps_of(file.id))


def test_nothing_is_taken_from_silence(entry: EntryRecord) -> None:
    """Without a file and without a word of the decision: class, correction and proofs are unknown."""
    case = repair_case(entry, (), {}, {})

    assert (case.class_id, case.corrected_on, case.proved) == (None, None, {})
    assert (case.decided_on, case.published_on) == (entry.decided_on, entry.effective_on)


def test_whoever_examined_does_not_decide(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """四眼, also where one person holds both roles."""
    both = replace(OFFICER_HAND, roles=OFFICER.roles | SECOND.roles)
    wait_until(province, READY)
    file = filed(province, desk, entry)
    desk.step(both, file.id, asked(province, "accepted", 1))
    desk.step(both, file.id, asked(province, "examined", 2, **FOUND, **SERIOUS))

    assert refusal(desk.step, both, file.id, asked(province, "granted", 3)).code == "four-eyes"


def test_one_application_at_a_time_beside_any_objection(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Contesting and repairing are separate; a withdrawn application may be made again."""
    file = filed(province, desk, entry)
    desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, asked(province, "filed", grounds="虚构"))

    assert refusal(filed, province, desk, entry).code == "already-open"
    desk.step(THE_SUBJECT, file.id, asked(province, "withdrawn", 1))
    again = filed(province, desk, entry)
    with province.store.reader() as reader:
        assert open_application(reader, entry) == again


def test_what_has_ended_needs_no_repair(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """An objection took the entry away meanwhile: the application is answered with that, and cannot be granted."""
    wait_until(province, READY)
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)
    objection = desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, asked(province, "filed", grounds="虚构"))
    desk.step(OFFICER_HAND, objection.id, asked(province, "accepted", 1))
    desk.step(OFFICER_HAND, objection.id, asked(province, "verified", 2, findings="虚构"))
    desk.step(SECOND_HAND, objection.id, asked(province, "upheld", 3))
    version = province.entry(entry.id).version

    assert refusal(desk.step, SECOND_HAND, file.id, asked(province, "granted", 3)).code == "repair-over"
    desk.step(SECOND_HAND, file.id, asked(province, "refused", 3))
    assert province.entry(entry.id).version == version
    assert refusal(filed, province, desk, entry).code == "entry-not-effective"


def test_a_mirrored_entry_is_repaired_by_its_source(province: Province, desk: FileDesk) -> None:
    """Forwarded, never decided here; the source's document ends it as repaired."""
    mirrored = province.mirror(province.register())
    clerk = Hand.of(TAX_CLERK)
    officer = replace(clerk, roles=OFFICER.roles)
    file = filed(province, desk, mirrored)

    assert refusal(desk.step, officer, file.id, asked(province, "accepted", 1)).code == "mirrored"
    desk.step(clerk, file.id, asked(province, "forwarded", 1, source="税务机关"))
    desk.step(clerk, file.id, asked(province, "source_granted", 2))
    ended = province.entry(mirrored.id)
    assert (ended.state, ended.end_reason) == (EntryState.ENDED, "认定机关准予信用修复")
    with province.store.reader() as reader:
        assert reader.moves_of(mirrored.id)[-1].details["kind"] == "repaired"


def test_a_repair_cannot_be_granted_in_word_only(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """An objection may leave the entry standing; a repair that does is none."""
    wait_until(province, READY)
    file = filed(province, desk, entry)
    examined(province, desk, file, **SERIOUS)
    desk.step(SECOND_HAND, file.id, asked(province, "granted", 3, entry="stays", verdict="unknown"))

    with province.store.reader() as reader:
        assert reader.steps_of(file.id)[-1].details["verdict"] == "eligible"
    assert province.entry(entry.id).state is EntryState.ENDED


def planned(province: Province, desk: FileDesk, entry: EntryRecord) -> FileRecord:
    """The court's order that approves the plan."""
    order = asked(province, "plan_approved", organ="虚构市中级人民法院")
    return desk.file_on_entry(OFFICER_HAND, FileKind.REORGANISATION, entry.id, order)


@pytest.mark.parametrize("over", ["plan_completed", "plan_failed"])
def test_an_approved_plan_rests_display_and_effect_while_it_is_carried_out(
    province: Province, desk: FileDesk, subject: SubjectRecord, entry: EntryRecord, over: str
) -> None:
    """国办发〔2025〕22号, by the same mechanism as a stay; the term runs on meanwhile."""
    province.know_sources()
    file = planned(province, desk, entry)
    rested = province.entry(entry.id)
    assert (rested.suspended, province.ask(subject).answer["measures"]) == (True, [])

    province.clock.move(days=90)
    desk.step(OFFICER_HAND, file.id, asked(province, over, 1))
    goes_on = province.entry(entry.id)
    assert (goes_on.suspended, goes_on.state, goes_on.term_end) == (False, EntryState.EFFECTIVE, entry.term_end)


def test_a_plan_that_is_over_lifts_no_stay_of_a_court(province: Province, desk: FileDesk, entry: EntryRecord) -> None:
    """Each rests on its own document; nor does taking back an application lift anything."""
    suit = desk.file_on_entry(
        OFFICER_HAND, FileKind.SUIT, entry.id, asked(province, "recorded", organ="虚构区人民法院")
    )
    desk.step(OFFICER_HAND, suit.id, asked(province, "stay_ordered", 1, organ="虚构区人民法院"))
    plan = planned(province, desk, entry)
    desk.step(OFFICER_HAND, plan.id, asked(province, "plan_completed", 1))
    file = filed(province, desk, entry)
    desk.step(THE_SUBJECT, file.id, asked(province, "withdrawn", 1))

    assert province.entry(entry.id).suspended is True
    desk.step(OFFICER_HAND, suit.id, asked(province, "maintained", 2))
    assert province.entry(entry.id).suspended is False


def test_a_plan_pauses_nothing_where_no_regime_of_the_day_says_so(province: Province, entry: EntryRecord) -> None:
    """Before 2025-06-22 no text gives it."""
    old: list[Pack] = [pack for pack in province.shelf.packs() if pack.repair is None or not pack.repair.pauses]
    desk = FileDesk(store=province.store, shelf=FakeShelf(old, province.shelf.catalogue), clock=province.clock)

    refused = refusal(planned, province, desk, entry)
    assert (refused.code, "重整计划" in refused.law) == ("pause-unknown", True)
    assert province.entry(entry.id).suspended is False


@pytest.mark.parametrize("kind", [FileKind.REPAIR, FileKind.REORGANISATION])
def test_every_step_is_refused_where_the_table_does_not_allow_it(
    province: Province, desk: FileDesk, entry: EntryRecord, kind: FileKind
) -> None:
    """Generated from the table: only what names the first step in `after` may follow it, and only by its hands."""
    steps = steps_of_kind(kind)
    opening = lawful_next(steps, ())[0]
    texts = {**HANDED_IN, "organ": "虚构市中级人民法院", "source": "税务机关", "ground": "not_yet", "findings": "虚构"}
    hand = THE_SUBJECT if steps[opening].by_subject else OFFICER_HAND
    file = desk.file_on_entry(hand, kind, entry.id, asked(province, opening, **texts))

    for name, step in steps.items():
        if opening not in step.after:
            refused = refusal(desk.step, OFFICER_HAND, file.id, asked(province, name, 1, **texts))
            assert refused.code in ("step-not-lawful", "determined-here")
        elif not step.by_subject:
            assert refusal(desk.step, THE_SUBJECT, file.id, asked(province, name, 1, **texts)).status in (403, 409)
            incomplete = StepRequest(step=name, seen=1)
            hands = replace(OFFICER_HAND, roles=step.roles)
            assert refusal(desk.step, hands, file.id, incomplete).code == "step-incomplete"


@pytest.mark.parametrize("kind", list(LAWFUL_STEPS))
def test_every_file_lies_where_it_belongs(
    province: Province, desk: FileDesk, entry: EntryRecord, kind: FileKind
) -> None:
    """A repair without an entry would escape its regime; a training over an entry would look like a condition of it."""
    over_the_subject = kind in (
        FileKind.MATCH_OBJECTION,
        FileKind.COMMITMENT,
        FileKind.TRAINING,
        FileKind.TALK,
        FileKind.REPORT,
    )
    request = asked(province, lawful_next(steps_of_kind(kind), ())[0])
    if over_the_subject:
        refused = refusal(desk.file_on_entry, OFFICER_HAND, kind, entry.id, request)
    else:
        refused = refusal(desk.file_on_subject, OFFICER_HAND, kind, entry.subject_id, entry.authority, request)
    assert refused.code == "wrong-place"
