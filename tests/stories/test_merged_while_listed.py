"""The story of a firm that is merged away while it is listed: nothing passes by itself, and nothing is lost."""

from datetime import timedelta

from casework.docket import FileKind
from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.records import EndKind, EntryState
from casework.review_desk import open_reviews
from casework.subject_register import record_event
from casework.subject_soundness import LifeEvent
from casework.subject_words import EventKind
from tests.casework.test_subject_life import MARKET_CLERK
from tests.fakes.province import OFFICER, SECOND, Province, refusal


def test_a_subject_merges_away_while_listed(province: Province) -> None:
    """The absorbing firm is clean until an officer, another officer, and a whole procedure of its own have said otherwise."""
    gone = province.register(name="虚构被并工程有限公司")
    into = province.register(name="虚构存续工程有限公司")
    province.know_sources()
    entry = province.listed(gone)
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)

    # The registry records the merger on its own document. The entry stands where it stood; the absorbing firm has none.
    event = LifeEvent(
        kind=EventKind.MERGED,
        on=province.clock.today(),
        document="（虚构）准予合并登记通知书〔2027〕1号",
        other_type="enterprise",
        other_code=into.code,
    )
    done = record_event(province.store, province.shelf, province.clock, MARKET_CLERK, gone.id, event)
    assert [(one.what, one.authority) for one in done.consequences] == [("review", "human-resources")]
    assert province.ask(into).answer["entries"] == []
    asked = province.ask(gone).answer
    assert [one["id"] for one in asked["entries"]] == [entry.id]
    assert any("条目不自动承继" in one for one in asked["warnings"])

    # Five days later the item lies on the officer's desk, told by its event, with its age and what can be done.
    province.clock.move(days=5)
    with province.store.reader() as reader:
        [item] = open_reviews(reader, OFFICER, province.clock.today())
    assert item.file is not None
    assert (item.kind, item.age_days, item.what, item.steps) == (
        FileKind.SUCCESSION,
        5,
        "合并（被吸收或者因新设合并解散）",
        ("examined",),
    )

    # One officer looks into the merger agreement; the same hand may not decide; another lets it be proposed for the successor.
    def step(name: str, seen: int, **details: str) -> StepRequest:
        day, document = province.clock.today(), "虚构复核决定〔2027〕1号"
        return StepRequest(
            step=name,
            seen=seen,
            law_date=day,
            document=document,
            reasons="合并协议约定承接欠薪责任（虚构）",
            details=details,
        )

    both = Hand(account_id=OFFICER.id, department=OFFICER.department, roles=OFFICER.roles | SECOND.roles)
    desk.step(Hand.of(OFFICER), item.file.id, step("examined", 1, findings="欠薪仍未清偿，由存续公司承接（虚构）"))
    assert refusal(desk.step, both, item.file.id, step("review_carried", 2, basis="虚构规定第一条")).code == "four-eyes"
    assert refusal(desk.step, Hand.of(SECOND), item.file.id, step("review_carried", 2)).code == "step-incomplete"
    desk.step(Hand.of(SECOND), item.file.id, step("review_carried", 2, basis="虚构规定第一条"))

    # The old entry ended with its subject. For the absorbing firm there is only a proposal, which no check sees.
    over = province.entry(entry.id)
    assert (over.state, over.end_kind) == (EntryState.ENDED, EndKind.SUBJECT_ENDED)
    assert province.ask(into, purpose="合并之后").answer["entries"] == []
    with province.store.reader() as reader:
        [case] = reader.entries_about(into.id)
    assert (case.state, case.finding["carried_from"]) == (EntryState.PROPOSED, entry.id)

    # Notice, statement period, decision, approval, service: only then it stands, and no longer than the old one would have.
    # Ten days end on a Saturday, so the party has until Monday.
    until = (province.clock.today() + timedelta(days=12)).isoformat()
    said = {"service": "direct", "proof": "回证（虚构）", "statement_until": until}
    province.notice(case.id, details=said)
    assert refusal(province.decide, case.id).code == "statement-period-running"
    province.clock.move(days=13)
    province.decide(case.id)
    province.approve(case.id)
    carried = province.serve(case.id)
    assert (carried.state, carried.term_end) == (EntryState.EFFECTIVE, entry.term_end)
    assert [one["id"] for one in province.ask(into, purpose="列入之后").answer["entries"]] == [case.id]
