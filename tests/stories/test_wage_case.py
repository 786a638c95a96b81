"""The story of the first stage: unpaid wages of ten workers, from the facts to a check that brings the measures."""

from dataclasses import replace
from datetime import date

from casework.records import EntryState, Move
from tests.fakes.province import ALONE, CLERK, OFFICER, SECOND, TAX_CLERK, WAGE, Province, refusal


def test_from_an_unpaid_order_to_a_check_that_brings_its_measures(province: Province):
    """Each step in order, and at each step the shortcut that somebody in a hurry would try, with the law that refuses."""
    firm = province.register(name="虚构欠薪工程有限公司")
    province.know_sources()

    # 2027-03-01: facts come in, the engines agree, a case is open and nobody outside can see it.
    case = province.proposed(firm)
    assert case.state is EntryState.PROPOSED
    assert "责令-W-1" in "".join(case.finding["reasons"])
    assert province.ask(firm).answer["outcome"] == "proceed"

    # Shortcuts: enter it by document; decide without notice; approve; take effect; another department; another role.
    by_document = refusal(province.mirror, firm, by=CLERK, list_id=WAGE)
    undecided = refusal(province.decide, case.id)
    unapproved = refusal(province.serve, case.id)
    foreign = refusal(province.move, replace(TAX_CLERK, roles=OFFICER.roles), case.id, Move.SERVE_NOTICE)
    clerk = refusal(province.move, CLERK, case.id, Move.SERVE_NOTICE)
    assert [one.code for one in (by_document, undecided, unapproved)] == [
        "list-determined-here",
        "move-not-lawful",
        "move-not-lawful",
    ]
    assert all("国办发〔2020〕49号" in one.law for one in (by_document, undecided, unapproved))
    assert [(one.code, one.status) for one in (foreign, clerk)] == [("not-found", 404), ("role-missing", 403)]

    # The notice, first with nine days instead of ten.
    short = {"service": "direct", "proof": "回证-1", "statement_until": "2027-03-10"}
    hurried = refusal(province.notice, case.id, details=short)
    assert (hurried.code, "49号" in hurried.law) == ("statement-period-short", True)
    province.notice(case.id)

    # 2027-03-11, the last day for the statement: too early; a colleague on an old page: too late.
    province.clock.move(days=10)
    early = refusal(province.decide, case.id)
    stale = refusal(province.move, OFFICER, case.id, Move.REJECT, version=1, reasons="不成立")
    assert (early.code, "听取陈述申辩" in early.law) == ("statement-period-running", True)
    assert (stale.code, stale.status) == ("stale-version", 412)

    # 2027-03-12: decided by one who holds both roles, who then may not approve; another does.
    province.clock.move(days=1)
    province.move(
        ALONE, case.id, Move.DECIDE, document="人社列〔2027〕1号", law_date=date(2027, 3, 12), reasons="逾期未付"
    )
    own = refusal(province.approve, case.id, by=ALONE)
    unserved = refusal(province.serve, case.id)
    assert (own.code, "四眼" in own.law) == ("four-eyes", True)
    assert unserved.code == "move-not-lawful"
    assert province.ask(firm).answer["outcome"] == "proceed"
    province.approve(case.id, by=SECOND)

    # Served the same day: effective, three years to the corresponding day.
    entry = province.serve(case.id)
    assert (entry.state, entry.effective_on, entry.term_end) == (
        EntryState.EFFECTIVE,
        date(2027, 3, 12),
        date(2030, 3, 12),
    )

    # A check now answers review with the article, whose entry it is, and how to get off the list.
    answer = province.ask(firm).answer
    assert answer["outcome"] == "review"
    [told] = answer["entries"]
    assert (told["id"], told["document"], told["until"]) == (entry.id, "人社列〔2027〕1号", "2030-03-12")
    assert "移出" in told["how_to_repair"]
    [measure] = answer["measures"]
    assert measure["id"] == "memoranda/cn/wage-2017#government-procurement"
    assert ("国务院令第724号", "48(1)") in {(one["document"], one["article"]) for one in measure["basis"]}
    assert measure["legal_bar"] is False

    # The file shows every hand, in order, under the digest of its pack; the chain of the book holds.
    with province.store.reader() as reader:
        moves = reader.moves_of(case.id)
    assert [(str(one.move), one.account_id) for one in moves] == [
        ("propose", "engine"),
        ("serve_notice", "officer"),
        ("decide", "alone"),
        ("approve", "second"),
        ("take_effect", "officer"),
    ]
    assert {one.pack_digest for one in moves} == {entry.pack_digest}

    # 2030-03-12 it still binds; the day after it does not, though nobody has ended it.
    province.clock.move(days=(date(2030, 3, 12) - date(2027, 3, 12)).days)
    assert province.ask(firm).answer["outcome"] == "review"
    province.clock.move(days=1)
    assert province.ask(firm).answer["outcome"] == "proceed"
