"""A record corrected, a subject changed: what was decided comes to a person, who has another decide, and nothing moves by itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.docket import ClockEnd, FileKind, FileRecord, StepRecord
from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.intake import Intake
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, Role, SubjectRecord
from casework.reevaluation import determine_and_review, reevaluate
from casework.review_desk import open_reviews
from casework.subject_words import EventKind
from tests.casework.test_subject_life import recorded
from tests.fakes.province import CLERK, OFFICER, SECOND, TAX_CLERK, Province, refusal

OFFICER_HAND, SECOND_HAND = Hand.of(OFFICER), Hand.of(SECOND)
PAID = {"case_no": "W-1", "verified_on": "2026-10-08", "paid_in_time": "yes"}
FEWER = {"rural_workers": "11"}


@pytest.fixture
def desk(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


def corrected(province: Province, subject: SubjectRecord, kind: str = "wage.default", **values: str) -> Intake:
    """The clerk puts a record right, on a document, and everything is judged again."""
    with province.store.reader() as reader:
        [old] = [one for one in reader.facts_of([subject.id])[subject.id] if one.kind == kind]
    rows = [one for one in province.wage_facts(subject) if one.kind == kind]
    row = replace(
        rows[0],
        source_key=old.source_key,
        values={**rows[0].values, **values},
        correction_reason="录入有误（虚构）",
        correction_document="虚构更正函〔2027〕1号",
    )
    intake = province.load(row, by=CLERK)
    determine_and_review(province.store, province.book, province.evaluator, province.clock, intake)
    return intake


def reviews_of(province: Province, subject: SubjectRecord) -> list[FileRecord]:
    with province.store.reader() as reader:
        return [one for one in reader.files_of(subject.id) if one.kind in (FileKind.CORRECTION, FileKind.SUCCESSION)]


def steps_of(province: Province, file: FileRecord) -> list[StepRecord]:
    with province.store.reader() as reader:
        return list(reader.steps_of(file.id))


def take(province: Province, desk: FileDesk, hand: Hand, file: FileRecord, step: str, **said: object) -> StepRecord:
    texts = {"findings": "查阅原始凭证属实（虚构）", "basis": "虚构规定第一条", **said.pop("details", {})}
    request = StepRequest(
        step=step,
        seen=len(steps_of(province, file)),
        law_date=province.clock.today(),
        document="虚构复核决定1号",
        reasons="虚构理由",
        details=texts,
    )
    return desk.step(hand, file.id, replace(request, **said))


def examined(province: Province, desk: FileDesk, file: FileRecord) -> None:
    take(province, desk, OFFICER_HAND, file, "examined")


def test_a_correction_says_who_why_and_on_which_document(province: Province) -> None:
    """The old record is kept; what changed is told by field, never by value."""
    firm = province.register()
    entry = province.listed(firm)
    intake = corrected(province, firm, paid_in_time="yes")

    [file] = reviews_of(province, firm)
    begun, judged = steps_of(province, file)
    with province.store.reader() as reader:
        [new] = [one for one in reader.facts_of([firm.id])[firm.id] if one.id in intake.recorded]

    assert (file.entry_id, file.department, begun.account_id, begun.document) == (
        entry.id,
        "human-resources",
        CLERK.id,
        "虚构更正函〔2027〕1号",
    )
    assert begun.details["changed"] == ["paid_in_time"]
    assert (new.correction_document, new.supersedes) == ("虚构更正函〔2027〕1号", begun.details["old_record"])
    assert (judged.account_id, judged.details["change"]) == ("engine", "no_longer_met")
    assert province.entry(entry.id).state is EntryState.EFFECTIVE


def test_a_correction_without_a_document_is_refused(province: Province) -> None:
    """A reason alone is somebody's word."""
    firm = province.register()
    rows = province.wage_facts(firm)
    province.load(*rows)

    refused = refusal(province.load, replace(rows[1], values=PAID, correction_reason="复核"))

    assert [one.where.split()[-1] for one in refused.faults] == ["correction_document"]


@pytest.mark.parametrize(
    ("changed", "change"),
    [({"rural_workers": "11"}, "nothing"), ({"rural_workers": "1", "rural_total": "100"}, "no_longer_met")],
)
def test_the_officer_sees_what_the_correction_changes(province: Province, changed: dict[str, str], change: str) -> None:
    """The old finding beside what both days' packs say now; where nothing changes, that is said, too."""
    firm = province.register()
    province.listed(firm)

    corrected(province, firm, "wage.order", **changed)

    [file] = reviews_of(province, firm)
    told = steps_of(province, file)[-1].details
    assert told["change"] == change
    assert told["old"]["truth"] == "met"  # type: ignore[index]
    assert told["today"]["truth"] == ("met" if change == "nothing" else "not_met")  # type: ignore[index]


def test_checks_that_named_the_entry_are_counted(province: Province) -> None:
    """Whoever was answered on the wrong record can be told."""
    firm = province.register()
    province.know_sources()
    province.listed(firm)
    province.ask(firm)

    corrected(province, firm, paid_in_time="yes")

    [file] = reviews_of(province, firm)
    told = steps_of(province, file)[-1].details
    assert (told["checks"], told["asked_by"]) == (1, ["finance"])


@pytest.mark.parametrize(
    ("step", "kind"),
    [("review_maintained", None), ("review_corrected", EndKind.CORRECTED), ("review_revoked", EndKind.REVOKED)],
)
def test_an_entry_in_effect_is_maintained_corrected_or_revoked_by_another_hand(
    province: Province, desk: FileDesk, step: str, kind: EndKind | None
) -> None:
    """One looks, another decides, with reasons and a document; the entry moves with the decision or not at all."""
    firm = province.register()
    entry = province.listed(firm)
    corrected(province, firm, paid_in_time="yes")
    [file] = reviews_of(province, firm)
    alone = Hand(account_id=OFFICER.id, department=OFFICER.department, roles=OFFICER.roles | SECOND.roles)

    assert refusal(take, province, desk, SECOND_HAND, file, step).code == "step-not-lawful"
    examined(province, desk, file)
    assert refusal(take, province, desk, alone, file, step).code == "four-eyes"
    assert refusal(take, province, desk, OFFICER_HAND, file, step).code == "role-missing"
    assert refusal(take, province, desk, SECOND_HAND, file, step, reasons="").code == "step-incomplete"
    take(province, desk, SECOND_HAND, file, step)

    after = province.entry(entry.id)
    assert (after.state, after.end_kind) == ((EntryState.ENDED, kind) if kind else (EntryState.EFFECTIVE, None))
    with province.store.reader() as reader:
        assert [one for one in reader.clocks_on(file_id=file.id) if one.ended_seq is None] == []


def test_a_term_is_shortened_never_lengthened_and_its_clock_is_worked_out_anew(
    province: Province, desk: FileDesk
) -> None:
    """更正期限: in favour of the subject only; what weighs heavier is decided anew, after notice."""
    firm = province.register()
    entry = province.listed(firm)
    corrected(province, firm, "wage.order", rural_workers="11")
    [file] = reviews_of(province, firm)
    examined(province, desk, file)
    assert entry.term_end is not None
    later, earlier = entry.term_end + timedelta(days=1), entry.term_end - timedelta(days=100)

    assert (
        refusal(take, province, desk, SECOND_HAND, file, "review_amended", details={"term_end": later.isoformat()}).code
        == "term-not-shorter"
    )
    take(province, desk, SECOND_HAND, file, "review_amended", details={"term_end": earlier.isoformat()})

    after = province.entry(entry.id)
    assert (after.state, after.term_end) == (EntryState.EFFECTIVE, earlier)
    with province.store.reader() as reader:
        old, new = [one for one in reader.clocks_on(entry_id=entry.id) if one.kind == "entry.term"]
        assert (old.ended_how, new.replaces, new.due_on, new.ended_seq) == (ClockEnd.RECOMPUTED, old.id, earlier, None)
        assert reader.moves_of(entry.id)[-1].move is Move.AMEND
    assert (
        refusal(
            province.move,
            SECOND,
            entry.id,
            Move.AMEND,
            document="1",
            law_date=province.clock.today(),
            reasons="1",
            details={"term_end": "2027-04-01"},
        ).code
        == "amendment-by-review"
    )


def test_a_case_before_its_decision_is_not_gone_on_with_upon_a_superseded_record(
    province: Province, desk: FileDesk
) -> None:
    """It is not listed, and what the corrected record bears is proposed anew, with a notice of its own."""
    firm = province.register()
    case = province.proposed(firm)
    corrected(province, firm, "wage.order", rural_workers="11")
    [file] = reviews_of(province, firm)
    examined(province, desk, file)

    assert refusal(take, province, desk, SECOND_HAND, file, "review_maintained").code == "grounds-superseded"
    assert refusal(take, province, desk, SECOND_HAND, file, "review_revoked").code == "step-not-lawful"
    take(province, desk, OFFICER_HAND, file, "review_not_listed")

    assert province.entry(case.id).state is EntryState.REJECTED
    [anew] = province.determine(firm).proposed
    assert anew != case.id


def test_a_second_correction_comes_to_the_same_desk_again(province: Province, desk: FileDesk) -> None:
    """The open review goes on and must be examined anew; after a closed one there is a new one."""
    firm = province.register()
    province.listed(firm)
    corrected(province, firm, "wage.order", rural_workers="11")
    [file] = reviews_of(province, firm)
    examined(province, desk, file)

    corrected(province, firm, "wage.order", rural_workers="12")
    assert [one.step for one in steps_of(province, file)] == ["corrected", "judged", "examined", "corrected", "judged"]
    examined(province, desk, file)
    take(province, desk, SECOND_HAND, file, "review_maintained")
    corrected(province, firm, "wage.order", rural_workers="13")

    assert len(reviews_of(province, firm)) == 2


def test_what_was_cut_off_before_judging_is_judged_later(province: Province) -> None:
    """The item is written with the correction itself, so it cannot be lost; judging can be done again and does nothing twice."""
    firm = province.register()
    province.listed(firm)
    intake = corrected(province, firm, paid_in_time="yes")

    again = reevaluate(province.store, province.book, province.evaluator, province.clock, intake.subjects)

    [file] = reviews_of(province, firm)
    assert (again, [one.step for one in steps_of(province, file)]) == (0, ["corrected", "judged"])


def test_a_ban_that_ended_with_its_record_is_told(province: Province, desk: FileDesk) -> None:
    """It ends and is written anew by law, not by an officer; the department of the record takes note."""
    firm = province.register()
    values = {
        "decided_on": "2026-05-06",
        "article": "supplier",
        "barred_until": "2027-12-31",
        "document_class": "penalty",
        "document": "财采罚-1",
        "served": "yes",
        "final": "yes",
    }
    row = province.row(firm, "procurement.bar", values)
    clerk = province.clerk_for([row])
    province.load(row)
    province.determine(firm)
    fixed = replace(
        row,
        values={**values, "barred_until": "2027-06-30"},
        correction_reason="录入有误",
        correction_document="更正函2",
    )
    intake = province.load(fixed)
    determine_and_review(province.store, province.book, province.evaluator, province.clock, intake)

    [file] = reviews_of(province, firm)
    assert (file.entry_id, file.department, steps_of(province, file)[-1].details["change"]) == (
        None,
        clerk.department,
        "ban_anew",
    )
    officer = Hand(account_id="x", department=clerk.department, roles=frozenset({Role.LIST_OFFICER}))
    assert refusal(take, province, desk, officer, file, "examined").code == "step-not-lawful"
    take(province, desk, officer, file, "review_noted")


def test_the_desk_shows_open_items_by_age_without_the_recused(province: Province, desk: FileDesk) -> None:
    """The oldest first; whoever keeps away from a case sees neither it nor its review."""
    first, second = province.register(), province.register()
    province.listed(first)
    corrected(province, first, paid_in_time="yes")
    province.clock.move(days=3)
    mirrored = province.mirror(second)
    recorded(province, second, EventKind.DEREGISTERED)

    with province.store.reader() as reader:
        [item] = open_reviews(reader, OFFICER, province.clock.today())
        [other] = open_reviews(reader, replace(TAX_CLERK, roles=OFFICER.roles), province.clock.today())
    assert (item.age_days, item.change, item.kind) == (3, "no_longer_met", FileKind.CORRECTION)
    assert (other.entry and other.entry.id, other.age_days) == (mirrored.id, 0)


def test_newly_met_after_a_correction_is_shown_as_the_case_it_opened(province: Province) -> None:
    """A corrected record that now meets the criterion proposes a case like any other; the list says where it came from."""
    firm = province.register()
    rows = province.wage_facts(firm)
    province.load(rows[0], replace(rows[1], values={**rows[1].values, "paid_in_time": "yes"}))
    assert province.determine(firm).proposed == ()
    corrected(province, firm, paid_in_time="no")

    with province.store.reader() as reader:
        [item] = open_reviews(reader, OFFICER, province.clock.today())
    assert (item.file, item.change) == (None, "newly_met")
    assert item.entry is not None
    assert item.entry.state is EntryState.PROPOSED


def test_a_mirrored_entry_of_a_changed_subject_goes_to_its_source(province: Province, desk: FileDesk) -> None:
    """Never re-decided here: forwarded, and ended or kept by the source's answer."""
    firm = province.register()
    entry = province.mirror(firm)
    recorded(province, firm, EventKind.DEREGISTERED)
    [file] = reviews_of(province, firm)
    tax = Hand.of(replace(TAX_CLERK, roles=TAX_CLERK.roles | OFFICER.roles))

    assert refusal(take, province, desk, tax, file, "examined").code == "mirrored"
    take(province, desk, tax, file, "forwarded", details={"source": "虚构税务局"})
    take(province, desk, tax, file, "review_source_ended")

    assert (province.entry(entry.id).state, province.entry(entry.id).end_kind) == (EntryState.ENDED, EndKind.REMOVED)


def merged(province: Province) -> tuple[SubjectRecord, SubjectRecord, EntryRecord, FileRecord]:
    firm, into = province.register(), province.register(name="虚构存续有限公司")
    entry = province.listed(firm)
    recorded(province, firm, EventKind.MERGED, other_type="enterprise", other_code=into.code)
    [file] = reviews_of(province, firm)
    return firm, into, entry, file


def test_what_an_officer_lets_pass_to_a_successor_is_proposed_not_entered(province: Province, desk: FileDesk) -> None:
    """承继: on the same records and for what is left of the term, with notice, decision and approval of its own."""
    _, into, entry, file = merged(province)
    examined(province, desk, file)
    take(province, desk, SECOND_HAND, file, "review_carried")

    with province.store.reader() as reader:
        [case] = reader.entries_about(into.id)
    assert (case.state, province.entry(entry.id).state) == (EntryState.PROPOSED, EntryState.ENDED)
    until = (province.clock.today() + timedelta(days=10)).isoformat()
    province.notice(case.id, details={"service": "direct", "proof": "回证-3", "statement_until": until})
    province.clock.move(days=11)
    province.decide(case.id)
    province.approve(case.id)
    carried = province.serve(case.id)
    assert (carried.state, carried.term_end) == (EntryState.EFFECTIVE, entry.term_end)


def test_what_is_not_carried_ends_with_the_subject(province: Province, desk: FileDesk) -> None:
    """Nothing comes to the absorbing subject."""
    _, into, entry, file = merged(province)
    examined(province, desk, file)
    take(province, desk, SECOND_HAND, file, "review_not_carried")

    assert province.entry(entry.id).end_kind is EndKind.SUBJECT_ENDED
    with province.store.reader() as reader:
        assert reader.entries_about(into.id) == []


def test_a_recused_officer_meets_no_review(province: Province, desk: FileDesk) -> None:
    """回避 holds for the case and for every file over it."""
    firm = province.register()
    entry = province.listed(firm)
    corrected(province, firm, paid_in_time="yes")
    [file] = reviews_of(province, firm)
    head = Account(id="head", name="负责人", department="human-resources", roles=frozenset({Role.HEAD}))
    with province.store.unit_of_work() as work:
        work.add_account(OFFICER)
        work.commit()
    said = {"officer": OFFICER.id, "recusal": "granted"}
    province.move(
        head, entry.id, Move.RECUSE, document="回避1", law_date=province.clock.today(), reasons="近亲属", details=said
    )

    assert refusal(take, province, desk, OFFICER_HAND, file, "examined").code == "not-found"
    with province.store.reader() as reader:
        assert open_reviews(reader, OFFICER, date(2027, 4, 1)) == []
