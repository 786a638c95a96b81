"""The story of a sole trader that becomes a company: the company begins with nothing, whatever stood about the trader."""

from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.records import EndKind, EntryState, SubjectType
from casework.review_desk import open_reviews
from casework.subject_register import record_event
from casework.subject_soundness import LifeEvent
from casework.subject_words import EventKind
from tests.casework.test_subject_life import MARKET_CLERK, trader_code
from tests.fakes.province import OFFICER, SECOND, Province, firm_code, refusal


def test_a_sole_trader_becomes_a_company_without_carry_over(province: Province) -> None:
    """个转企: no entry passes, not even by an officer's decision; what ends for the trader is decided by two."""
    trader = province.register(SubjectType.SOLE_TRADER, code=trader_code(1), name="虚构乙工程队")
    province.know_sources()
    entry = province.listed(trader)
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)

    event = LifeEvent(
        kind=EventKind.CONVERTED,
        on=province.clock.today(),
        document="（虚构）转型登记〔2027〕1号",
        other_type="enterprise",
        other_code=firm_code(950),
        other_name="虚构乙工程有限公司",
    )
    done = record_event(province.store, province.shelf, province.clock, MARKET_CLERK, trader.id, event)
    with province.store.reader() as reader:
        company = reader.subject(done.event.other_id or "")
        [item] = open_reviews(reader, OFFICER, province.clock.today())
    assert company is not None
    assert item.file is not None
    assert province.ask(company).answer["entries"] == []
    assert [one["id"] for one in province.ask(trader).answer["entries"]] == [entry.id]

    # A successor cannot be made of the company: the law that was read knows none here.
    def step(name: str, seen: int, **details: str) -> StepRequest:
        return StepRequest(
            step=name,
            seen=seen,
            law_date=province.clock.today(),
            document="虚构复核〔2027〕2号",
            reasons="个体工商户已终止（虚构）",
            details=details,
        )

    desk.step(Hand.of(OFFICER), item.file.id, step("examined", 1, findings="已办理转型登记（虚构）"))
    carried = refusal(
        desk.step,
        Hand.of(SECOND),
        item.file.id,
        step("review_carried", 2, basis="虚构规定第一条", successor=company.id),
    )
    assert carried.code == "successor-unknown"
    desk.step(Hand.of(SECOND), item.file.id, step("review_not_carried", 2))

    over = province.entry(entry.id)
    assert (over.state, over.end_kind) == (EntryState.ENDED, EndKind.SUBJECT_ENDED)
    assert province.ask(company, purpose="处理之后").answer["entries"] == []
    assert province.determine(company).proposed == ()
