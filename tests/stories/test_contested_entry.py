"""The stories of those who contest an entry: at the office that decided it, at the source, and before a court."""

from dataclasses import replace

from casework.docket import FileKind
from casework.file_desk import FileDesk
from casework.files import THE_SUBJECT, Hand, StepRequest
from casework.records import EntryState
from casework.rejudgement import rejudged
from engine.facts import Truth
from tests.fakes.province import CLERK, OFFICER, SECOND, TAX_CLERK, Province, refusal

OFFICER_HAND, APPROVER_HAND = Hand.of(OFFICER), Hand.of(SECOND)


def desk_of(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


def step(province: Province, name: str, seen: int, **said: object) -> StepRequest:
    return StepRequest(step=name, seen=seen, law_date=province.clock.today(), **said)


def test_an_objection_upheld_takes_the_entry_off_everywhere(province: Province):
    """The firm shows that it had paid in time; the officer verifies, another answers, and checks are clean the same day."""
    firm = province.register(name="虚构已付清工程有限公司")
    province.know_sources()
    entry = province.listed(firm)
    desk = desk_of(province)
    assert province.ask(firm).answer["outcome"] == "review"

    # The firm files at its own page and gets a receipt number; the entry stands: an objection suspends nothing.
    grounds = {"grounds": "工资已于2026年9月29日付清，附银行回单（虚构）"}
    file = desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, step(province, "filed", 0, details=grounds))
    assert len(file.receipt.replace("-", "")) == 16
    assert province.ask(firm).answer["outcome"] == "review"

    # The clerk finds the bank slip and puts the record right: it was a wrong entry from the start.
    desk.step(OFFICER_HAND, file.id, step(province, "accepted", 1))
    with province.store.reader() as reader:
        [default] = [one for one in reader.facts_of([firm.id])[firm.id] if one.kind == "wage.default"]
    corrected = province.row(
        firm,
        "wage.default",
        {"case_no": "W-1", "verified_on": "2026-10-08", "paid_in_time": "yes"},
        source_key=default.source_key,
        correction_reason="经查银行流水，限期内已付清",
        correction_document="银行流水核查笔录（虚构）",
    )
    province.load(corrected, by=CLERK)

    # Judged again under both days' packs on what is recorded now: neither bears the entry.
    with province.store.reader() as reader:
        again = rejudged(reader, province.book, province.evaluator, province.clock.today(), entry, firm)
    assert again.that_day is not None
    assert (again.that_day.truth, again.today.truth) == (Truth.NOT_MET, Truth.NOT_MET)

    # Whoever verified does not answer; another does, and the entry is gone with the answer.
    desk.step(OFFICER_HAND, file.id, step(province, "verified", 2, details={"findings": "银行流水属实，限期内付清"}))
    alone = Hand(account_id=OFFICER.id, department=OFFICER.department, roles=OFFICER.roles | SECOND.roles)
    answer = step(province, "upheld", 3, document="人社异答〔2027〕1号", reasons="限期内已付清，认定条件不成立")
    assert refusal(desk.step, alone, file.id, answer).code == "four-eyes"
    desk.step(APPROVER_HAND, file.id, answer)

    assert province.entry(entry.id).state is EntryState.ENDED
    clean = province.ask(firm).answer
    assert (clean["outcome"], clean["entries"]) == ("proceed", [])


def test_a_court_stays_a_decision_and_later_annuls_it(province: Province):
    """Suing suspends nothing; the court's order does, for entry and measures together; the judgment ends it."""
    firm = province.register(name="虚构起诉工程有限公司")
    province.know_sources()
    entry = province.listed(firm)
    desk = desk_of(province)

    suit = desk.file_on_entry(
        OFFICER_HAND,
        FileKind.SUIT,
        entry.id,
        step(province, "recorded", 0, document="（2027）虚构行初1号", details={"organ": "虚构区人民法院"}),
    )
    assert province.ask(firm).answer["measures"]

    # The order: nothing is executed, the answer says why, and nobody is told "proceed" without a word.
    stay = step(province, "stay_ordered", 1, document="（2027）虚构行初1号裁定", details={"organ": "虚构区人民法院"})
    desk.step(OFFICER_HAND, suit.id, stay)
    stayed = province.ask(firm).answer
    assert stayed["measures"] == []
    assert [one["why"] for one in stayed["dropped"]] == ["所依据的条目在停止执行期间，措施同时停止"]
    assert stayed["outcome"] == "review"

    # Two months later the judgment annuls the decision: the entry ends, the office cannot go on with it.
    province.clock.move(days=60)
    annulled = step(province, "annulled", 2, document="（2027）虚构行初1号判决", reasons="主要证据不足")
    desk.step(OFFICER_HAND, suit.id, annulled)
    over = province.entry(entry.id)
    assert (over.state, over.suspended, over.end_reason) == (EntryState.ENDED, False, "人民法院撤销原决定")
    assert province.ask(firm).answer["entries"] == []


def test_a_court_entry_is_contested_and_withdrawn_at_the_court(province: Province):
    """The court's list is only mirrored: the objection is passed on, its clock watched, and the court's word ends it."""
    firm = province.register(name="虚构被执行有限公司")
    province.know_sources()
    clerk = replace(TAX_CLERK, id="court-clerk", department="court")
    entry = province.mirror(firm, by=clerk, list_id="court-defaulter", document="（2026）虚构执1号决定")
    desk, court = desk_of(province), Hand.of(clerk)

    grounds = {"grounds": "判决义务已全部履行（虚构）"}
    file = desk.file_on_entry(THE_SUBJECT, FileKind.OBJECTION, entry.id, step(province, "filed", 0, details=grounds))
    officer = replace(court, roles=OFFICER.roles)
    assert refusal(desk.step, officer, file.id, step(province, "accepted", 1)).code == "mirrored"
    forward = step(province, "forwarded", 1, document="转办函1", details={"source": "虚构区人民法院执行局"})
    desk.step(court, file.id, forward)
    with province.store.reader() as reader:
        running = [one for one in reader.clocks_on(file_id=file.id) if one.ended_seq is None]
    assert [(one.kind, one.local_policy) for one in running] == [("objection.source", True)]

    province.clock.move(days=2)
    withdrawn = step(province, "source_upheld", 2, document="（2026）虚构执1号删除决定")
    desk.step(court, file.id, withdrawn)

    ended = province.entry(entry.id)
    assert (ended.state, ended.ended_on) == (EntryState.ENDED, province.clock.today())
    with province.store.reader() as reader:
        assert reader.steps_of(file.id)[-1].document == "（2026）虚构执1号删除决定"
        assert [one for one in reader.clocks_on(file_id=file.id) if one.ended_seq is None] == []
