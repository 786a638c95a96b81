"""The story of a wrong finding that is corrected after the listing: the officer is told at once, and decides with another."""

from dataclasses import replace

from casework.docket import FileKind
from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.records import EndKind, EntryState
from casework.reevaluation import determine_and_review
from casework.review_desk import open_reviews
from tests.fakes.province import CLERK, OFFICER, SECOND, Province, refusal


def test_a_wrong_finding_is_corrected_after_listing(province: Province) -> None:
    """The bank slip shows payment in time: the record is superseded, the entry stands until people have said what becomes of it."""
    firm = province.register(name="虚构已付清工程有限公司")
    province.know_sources()
    entry = province.listed(firm)
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)
    assert province.ask(firm).answer["outcome"] == "review"

    # The clerk corrects the record: with a reason, and on a document, or not at all.
    with province.store.reader() as reader:
        [wrong] = [one for one in reader.facts_of([firm.id])[firm.id] if one.kind == "wage.default"]
    paid = province.row(
        firm,
        "wage.default",
        {"case_no": "W-1", "verified_on": "2026-10-08", "paid_in_time": "yes"},
        source_key=wrong.source_key,
        correction_reason="经查银行流水，限期内已付清",
    )
    assert refusal(province.load, paid, by=CLERK).faults[0].where.endswith("correction_document")
    intake = province.load(replace(paid, correction_document="（虚构）核查笔录〔2027〕3号"), by=CLERK)
    determine_and_review(province.store, province.book, province.evaluator, province.clock, intake)

    # Nothing has moved by itself, neither against nor for the firm.
    assert province.entry(entry.id).state is EntryState.EFFECTIVE
    with province.store.reader() as reader:
        assert reader.facts_of([firm.id], at_seq=intake.seq - 1)[firm.id] != reader.facts_of([firm.id])[firm.id]
        [item] = open_reviews(reader, OFFICER, province.clock.today())
        assert item.file is not None
        begun, judged = reader.steps_of(item.file.id)

    # The officer sees who corrected, why, on which document; what the finding was and what it is now, under both days' packs.
    assert (item.kind, item.change, begun.account_id, begun.document) == (
        FileKind.CORRECTION,
        "no_longer_met",
        CLERK.id,
        "（虚构）核查笔录〔2027〕3号",
    )
    old, that_day, today = (judged.details[name] for name in ("old", "that_day", "today"))
    assert [one["truth"] for one in (old, that_day, today)] == ["met", "not_met", "not_met"]  # type: ignore[index]
    assert (judged.details["checks"], judged.details["asked_by"]) == (1, ["finance"])

    # One examines, another decides; the entry ends as corrected that day, and checks are clean.
    looked = StepRequest(
        step="examined", seen=2, law_date=province.clock.today(), details={"findings": "银行流水属实（虚构）"}
    )
    desk.step(Hand.of(OFFICER), item.file.id, looked)
    decided = StepRequest(
        step="review_corrected",
        seen=3,
        law_date=province.clock.today(),
        document="（虚构）更正决定〔2027〕1号",
        reasons="限期内已付清，认定条件不成立",
    )
    assert refusal(desk.step, Hand.of(OFFICER), item.file.id, decided).code == "role-missing"
    desk.step(Hand.of(SECOND), item.file.id, decided)

    over = province.entry(entry.id)
    assert (over.state, over.end_kind, over.ended_on) == (EntryState.ENDED, EndKind.CORRECTED, province.clock.today())
    clean = province.ask(firm, purpose="更正之后").answer
    assert (clean["outcome"], clean["entries"]) == ("proceed", [])
    with province.store.reader() as reader:
        assert open_reviews(reader, OFFICER, province.clock.today()) == []
