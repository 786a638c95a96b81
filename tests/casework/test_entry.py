"""The moves of an entry: nothing takes effect without notice, decision and another officer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.errors import Refused
from casework.records import EntryState, Move
from engine.pack import Interval
from engine.periods import Period
from tests.fakes.province import ALONE, CLERK, OFFICER, SECOND, TAX_CLERK, TODAY, WAGE, Province, refusal
from tests.fakes.shelf import FakeShelf

SERVED = {"service": "direct", "proof": "回证", "statement_until": "2027-03-11"}


@pytest.fixture
def case(province: Province) -> str:
    return province.proposed(province.register()).id


def noticed(province: Province, case: str) -> str:
    province.notice(case)
    province.clock.move(days=11)
    return case


def test_a_proposal_is_invisible_until_it_is_effective(province, case):
    """Proposals are invisible to checks (casework.md); only the served decision of two officers is not."""
    seen = []
    for step in (province.notice, province.decide, province.approve, province.serve):
        entry = step(case)
        with province.store.reader() as reader:
            seen.append((entry.state, len(reader.entries_of([entry.subject_id])[entry.subject_id])))
        province.clock.move(days=11)

    assert seen == [
        (EntryState.NOTICED, 0),
        (EntryState.DECIDED, 0),
        (EntryState.APPROVED, 0),
        (EntryState.EFFECTIVE, 1),
    ]


HEARING = {Move.REQUEST_HEARING, Move.HOLD_HEARING}
BESIDE = {Move.LEGAL_REVIEW, Move.DISCUSS, Move.SUPERIOR_CONSENT, Move.RECORD_STEP}
LAWFUL = {
    EntryState.PROPOSED: {Move.SERVE_NOTICE, Move.REJECT, Move.LAPSE, Move.RECUSE},
    EntryState.NOTICED: {Move.RECORD_STATEMENT, Move.DECIDE, Move.REJECT, Move.RECUSE, *HEARING, *BESIDE},
    EntryState.PUBLICISED: {Move.REJECT, Move.RECUSE, *BESIDE},
    EntryState.DECIDED: {Move.RETURN_DECISION, Move.APPROVE, Move.REJECT, Move.RECUSE},
    EntryState.APPROVED: {Move.RETURN_DECISION, Move.HEAD_APPROVE, Move.TAKE_EFFECT, Move.RECUSE},
    EntryState.EFFECTIVE: {Move.SUSPEND, Move.RESUME, Move.AMEND, Move.END, Move.EXPIRE, Move.RECUSE},
    EntryState.ENDED: set(),
    EntryState.REJECTED: set(),
    EntryState.LAPSED: set(),
}


@pytest.mark.parametrize("state", list(EntryState))
def test_from_each_state_only_its_own_moves_are_lawful(province, case, state):
    """Every other move is refused by name, with the law, and writes nothing; the table is written out here by hand."""
    _set_state(province, case, state)
    refused = set()
    before = (province.store.state.seq, len(province.store.links))
    for move in Move:
        try:
            province.move(ALONE, case, move)
        except Refused as error:  # an incomplete move is refused for another reason
            if error.code == "move-not-lawful":
                refused.add((move, "49号" in error.law))

    assert refused == {(move, True) for move in set(Move) - LAWFUL[state]}
    assert state is EntryState.EFFECTIVE or (province.store.state.seq, len(province.store.links)) == before


def _set_state(province: Province, case: str, state: EntryState) -> None:
    entries = province.store.state.entries
    entries[case] = replace(entries[case], state=state)


@pytest.mark.parametrize(
    "missing", ["document", "law_date", "service", "proof", "statement_until"], ids=lambda missing: f"no {missing}"
)
def test_a_notice_needs_each_of_its_parts(province, case, missing):
    """No proof, no next move."""
    said = {"document": "告知-1", "law_date": TODAY, "details": dict(SERVED)}
    if missing in said:
        del said[missing]
    else:
        said["details"] = {name: text for name, text in SERVED.items() if name != missing}

    refused = refusal(province.move, OFFICER, case, Move.SERVE_NOTICE, **said)

    assert (refused.code, missing in refused.en) == ("move-incomplete", True)
    assert province.entry(case).state is EntryState.PROPOSED


@pytest.mark.parametrize("name", ["document", "law_date", "reasons"])
def test_a_detail_of_the_same_name_does_not_stand_in_for_the_part_itself(province, case, name):
    """A free detail called law_date once let a decision through without a date, and with it past the statement period."""
    province.notice(case)
    said = {"document": "决定-1", "law_date": TODAY, "reasons": "理由", "details": {name: "2027-03-20"}}
    del said[name]

    refused = refusal(province.move, OFFICER, case, Move.DECIDE, **said)

    assert (refused.code, name in refused.en) == ("move-incomplete", True)


def test_blank_texts_are_no_texts(province, case):
    """A space is no reason."""
    noticed(province, case)

    assert refusal(province.decide, case, reasons="  ").code == "move-incomplete"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2027-03-01", "statement-period-missing"),
        ("2027-03-10", "statement-period-short"),
        ("later", "statement-period-missing"),
    ],
)
def test_the_statement_period_is_the_procedures_own(province, case, until, code):
    """The list's procedure gives ten days; a notice cannot give fewer (first day not counted)."""
    refused = refusal(province.notice, case, details={**SERVED, "statement_until": until})

    assert (refused.code, "49号" in refused.law) == (code, True)
    assert ("具体期限为本平台规定" in refused.law) is (code == "statement-period-short")


@pytest.mark.parametrize(("served", "goes"), [("2020-10-01", False), ("2026-10-07", False), ("2026-10-08", True)])
def test_a_notice_is_not_served_before_the_last_record_it_rests_on(province, case, served, goes):
    """Nobody can be told of a default before it was verified (8 October 2026); on the day itself they can."""
    assert province.entry(case).finding["records_until"] == "2026-10-08"
    said = {"law_date": date.fromisoformat(served)}

    if goes:
        assert province.notice(case, **said).state is EntryState.NOTICED
    else:
        refused = refusal(province.notice, case, **said)
        assert (refused.code, "2026-10-08" in refused.zh, "49号" in refused.law) == ("notice-before-facts", True, True)
        assert province.entry(case).state is EntryState.PROPOSED


@pytest.mark.parametrize(("days", "goes"), [(9, False), (10, False), (11, True)])
def test_a_decision_waits_for_the_day_after_the_statement_period(province, case, days, goes):
    """The last day counts: served on the 1st, ten days run through the 11th."""
    province.notice(case)
    province.clock.move(days=days)

    if goes:
        assert province.decide(case).state is EntryState.DECIDED
    else:
        assert refusal(province.decide, case).code == "statement-period-running"


def test_a_statement_or_waiver_lets_the_decision_come_earlier_but_never_before_it(province, case):
    """Heard is heard; but a decision dated before the statement has not heard it."""
    province.notice(case)
    province.clock.move(days=2)
    province.move(OFFICER, case, Move.RECORD_STATEMENT, law_date=date(2027, 3, 3), details={"statement": "放弃陈述"})

    early = refusal(province.decide, case, law_date=date(2027, 3, 2))

    assert early.code == "date-before-earlier-move"
    assert province.decide(case).state is EntryState.DECIDED


@pytest.mark.parametrize(
    ("step", "day"),
    [(step, "tomorrow") for step in ("notice", "decide", "approve", "serve")]
    + [(step, "before the step it rests on") for step in ("decide", "approve", "serve")],
)
def test_no_step_is_dated_in_the_future_or_before_the_one_it_rests_on(province, case, step, day):
    """What has not happened cannot be recorded, nor can an approval be older than the decision."""
    steps = ["notice", "decide", "approve", "serve"]
    for earlier in steps[: steps.index(step)]:
        getattr(province, earlier)(case)
        province.clock.move(days=11)
    when = province.clock.today() + timedelta(days=1) if day == "tomorrow" else date(2027, 2, 1)

    refused = refusal(getattr(province, step), case, law_date=when)

    assert refused.code == ("date-in-future" if day == "tomorrow" else "date-before-earlier-move")


@pytest.mark.parametrize("by", [ALONE, SECOND], ids=["the one who decided", "another"])
def test_the_one_who_decided_does_not_approve(province, case, by):
    """Four eyes: holding both roles is not being two people."""
    noticed(province, case)
    province.move(ALONE, case, Move.DECIDE, document="决定", law_date=province.clock.today(), reasons="理由")

    if by is ALONE:
        refused = refusal(province.approve, case, by=ALONE)
        assert (refused.code, "四眼" in refused.law) == ("four-eyes", True)
    else:
        assert province.approve(case, by=SECOND).state is EntryState.APPROVED


def test_the_one_who_served_the_notice_does_not_approve_either(province, case):
    """The whole case is seen by a second officer, not only its last page."""
    said = {"document": "告知", "law_date": TODAY, "details": SERVED}
    province.move(ALONE, case, Move.SERVE_NOTICE, **said)
    province.clock.move(days=11)
    province.decide(case)

    assert refusal(province.approve, case, by=ALONE).code == "four-eyes"


def test_a_returned_decision_needs_a_new_decision_and_a_new_approval(province, case):
    """What was sent back has no document and no date any more, and the earlier approval does not carry over."""
    noticed(province, case)
    province.decide(case)
    province.approve(case)

    returned = province.move(SECOND, case, Move.RETURN_DECISION, reasons="理由不足")

    assert (returned.state, returned.document, returned.decided_on) == (EntryState.NOTICED, "", None)
    assert refusal(province.serve, case).code == "move-not-lawful"
    province.decide(case)
    assert refusal(province.serve, case).code == "move-not-lawful"
    assert [step(case).state for step in (province.approve, province.serve)][-1] is EntryState.EFFECTIVE


@pytest.mark.parametrize(
    ("account", "code", "status"),
    [(CLERK, "role-missing", 403), (SECOND, "role-missing", 403), (TAX_CLERK, "not-found", 404)],
)
def test_another_role_may_not_and_another_department_does_not_see(province, case, account, code, status):
    """A department sees its own; anything else is 404, whatever the role."""
    refused = refusal(province.move, account, case, Move.SERVE_NOTICE)

    assert (refused.code, refused.status) == (code, status)


def test_a_move_on_a_version_that_has_passed_is_refused(province, case):
    """Two officers at one case: the second reads again before deciding."""
    province.notice(case)

    refused = refusal(province.move, OFFICER, case, Move.REJECT, version=1, reasons="不成立")

    assert (refused.code, refused.status) == ("stale-version", 412)


@pytest.mark.parametrize("step", ["decide", "approve", "serve"])
def test_what_has_been_corrected_away_goes_no_further(province, step):
    """At each later step the grounds are judged again on that day's facts; a paid wage lists nobody."""
    firm = province.register()
    rows = province.wage_facts(firm)
    province.load(*rows)
    [case] = province.determine(firm).proposed
    for earlier in ["notice", "decide", "approve", "serve"]:
        if earlier == step:
            break
        getattr(province, earlier)(case)
        province.clock.move(days=11)
    paid = {**rows[1].values, "paid_in_time": "yes"}
    province.load(replace(rows[1], values=paid, correction_reason="复核：已按期支付", correction_document="复核笔录1"))

    refused = refusal(getattr(province, step), case)

    assert refused.code == "finding-no-longer-met"


def test_an_approved_decision_whose_grounds_fell_can_still_be_ended(province, case):
    """A refused step must leave a lawful one: the second officer returns it, the first rejects it."""
    noticed(province, case)
    province.decide(case)
    province.approve(case)

    province.move(SECOND, case, Move.RETURN_DECISION, reasons="事实已更正")

    assert province.move(OFFICER, case, Move.REJECT, reasons="事实已更正").state is EntryState.REJECTED


def test_grounds_the_notice_did_not_tell_cannot_be_decided_on(province):
    """The subject answered to one order; another order, however good, is noticed in a case of its own."""
    firm = province.register()
    rows = province.wage_facts(firm)
    province.load(*rows)
    [case] = province.determine(firm).proposed
    noticed(province, case)
    province.load(*province.wage_facts(firm, "W-2"))
    paid = {**rows[1].values, "paid_in_time": "yes"}
    province.load(replace(rows[1], values=paid, correction_reason="复核：已按期支付", correction_document="复核笔录1"))

    assert refusal(province.decide, case).code == "finding-no-longer-met"
    province.move(OFFICER, case, Move.REJECT, reasons="告知的事实已更正")
    [again] = province.determine(firm).proposed
    assert again != case


def test_new_facts_beside_the_noticed_ones_do_not_stop_the_case(province):
    """A second order makes the first no less true."""
    firm = province.register()
    case = province.proposed(firm).id
    noticed(province, case)
    province.load(*province.wage_facts(firm, "W-2"))

    assert province.decide(case).state is EntryState.DECIDED


def test_the_term_is_the_lighter_of_the_act_and_the_decision(engines):
    """从旧兼从轻: an act under a three-year law, decided under a one-year law, lasts one year; and the other way round."""
    ends = [_term_of(engines, before, after) for before, after in ((3, 1), (1, 3))]

    assert ends == [date(2028, 3, 12), date(2028, 3, 12)]


def _term_of(engines, before: int, after: int) -> date | None:
    province = Province(evaluator=engines)
    [wage] = [pack for pack in province.shelf.packs() if WAGE in pack.lists]
    others = [pack for pack in province.shelf.packs() if pack is not wage]
    switch = date(2026, 12, 1)

    def release(version: str, years: int, interval: Interval):
        listed = replace(wage.lists[WAGE], term=Period(years=years))
        ref = replace(wage.ref, version=version, digest=f"sha256:{version}")
        return replace(wage, ref=ref, in_force=interval, lists={WAGE: listed})

    packs = [
        *others,
        release("old", before, Interval(start=date(2022, 1, 1), until=switch)),
        release("new", after, Interval(start=switch)),
    ]
    province.shelf = FakeShelf(packs, province.shelf.catalogue)
    return province.listed(province.register()).term_end


def test_a_law_made_lighter_between_proposal_and_decision_counts(engines):
    """The law of the decision's day, not of the proposal's, is the second of the two."""
    province = Province(evaluator=engines)
    [wage] = [pack for pack in province.shelf.packs() if WAGE in pack.lists]
    switch = date(2027, 3, 5)
    lighter = replace(
        wage,
        ref=replace(wage.ref, version="new", digest="sha256:new"),
        in_force=Interval(start=switch),
        lists={WAGE: replace(wage.lists[WAGE], term=Period(years=1))},
    )
    old = replace(wage, in_force=Interval(start=date(2022, 1, 1), until=switch))
    others = [pack for pack in province.shelf.packs() if pack is not wage]
    province.shelf = FakeShelf([*others, old, lighter], province.shelf.catalogue)

    entry = province.listed(province.register())

    assert (entry.term_end, entry.pack_version) == (date(2028, 3, 12), "new")


def test_the_log_and_the_outbox_tell_ids_and_never_the_subject(province):
    """Refusal 7: no name, code or reason of a case in the chain or in a message."""
    firm = province.register(name="虚构不可见公司")
    entry = province.listed(firm)
    told = [str(dict(link.payload)) for link in province.store.links]
    told += [str(dict(message.payload)) for message in province.store.outbox]

    assert any(entry.id in text for text in told)
    assert not [text for text in told if firm.code in text or firm.name in text or "责令" in text]


def test_ending_is_dated_between_effect_and_today(province):
    """An entry cannot have ended before it began."""
    entry = province.listed(province.register())
    said = {"document": "移出", "reasons": "期满"}

    early = refusal(province.move, OFFICER, entry.id, Move.END, law_date=date(2027, 3, 1), **said)
    ended = province.move(OFFICER, entry.id, Move.END, law_date=province.clock.today(), **said)

    assert early.code == "date-before-earlier-move"
    assert (ended.state, ended.ended_on) == (EntryState.ENDED, province.clock.today())
