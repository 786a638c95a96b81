"""A wage case from finding to repair: listed, told too early, repaired in time, and the promise that was broken later."""

from dataclasses import replace
from datetime import date

from casework.docket import FileKind
from casework.file_desk import FileDesk
from casework.files import THE_SUBJECT, Hand, StepRequest
from casework.records import EntryRecord, EntryState, Move, SubjectRecord
from casework.repair_case import Eligibility, Verdict
from casework.repair_record import eligibility_on, open_application, said_on
from casework.repair_words import for_officer, for_subject
from tests.fakes.province import CLERK, OFFICER, SECOND, Province, refusal

OFFICER_HAND, APPROVER_HAND, CLERK_HAND = Hand.of(OFFICER), Hand.of(SECOND), Hand.of(CLERK)
HANDED_IN = {"performance_proof": "工资支付凭证及劳动者签收表（虚构）", "commitment_letter": "书面承诺不再拖欠（虚构）"}


def desk_of(province: Province) -> FileDesk:
    return FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)


def step(province: Province, name: str, seen: int, **said: object) -> StepRequest:
    return StepRequest(step=name, seen=seen, law_date=province.clock.today(), **said)


def go_to(province: Province, day: date) -> None:
    province.clock.move(days=(day - province.clock.today()).days)


def asked_today(province: Province, entry: EntryRecord) -> Eligibility:
    """What the page of the entry says: on the record, and on an application where one is open."""
    today = province.clock.today()
    with province.store.reader() as reader:
        file = open_application(reader, entry)
        said = said_on(reader.steps_of(file.id)) if file else {}
        return eligibility_on(reader, province.shelf, entry, said, today, today)


def listed_as_serious(province: Province, firm: SubjectRecord) -> EntryRecord:
    """Finding, notice, statement period, a decision that names the class, another officer's approval, service."""
    case = province.proposed(firm)
    assert "责令-W-1" in "".join(case.finding["reasons"])
    province.notice(case.id)
    province.clock.move(days=11)
    province.decide(case.id, details={"repair_class": "serious"})
    province.approve(case.id)
    return province.serve(case.id)


def test_a_wage_case_from_finding_to_repair(province: Province):
    """At each step the shortcut that somebody in a hurry would try, and the words that everybody reads."""
    firm = province.register(name="虚构欠薪后付清工程有限公司")
    province.know_sources()
    desk = desk_of(province)

    # 2027-03-12: on the list for three years; procurement is told so.
    entry = listed_as_serious(province, firm)
    assert (entry.decided_on, entry.term_end) == (date(2027, 3, 12), date(2030, 3, 12))
    assert province.ask(firm).answer["outcome"] == "review"

    # 2027-06-01: all is paid. The page says until when time stands in the way, and what to hand in: two things.
    go_to(province, date(2027, 6, 1))
    page = asked_today(province, entry)
    told = "".join(one.zh for one in for_subject(page))
    assert (page.verdict, page.from_day) == (Verdict.NOT_YET, date(2028, 3, 12))
    assert ("2028年3月12日" in told, "申请时提交：履行证明、信用承诺书" in told) == (True, True)
    assert "培训" not in told

    # The firm takes part in a training all the same; it is counted and brings the day no nearer.
    held = step(province, "held", 0, document="培训签到-1", details={"place": "虚构区人社局"})
    desk.file_on_subject(OFFICER_HAND, FileKind.TRAINING, firm.id, "human-resources", held)
    assert asked_today(province, entry) == page

    # 2027-07-01: it applies too early, and is answered with the day. It may not be sent away for want of more papers.
    go_to(province, date(2027, 7, 1))
    details = {**HANDED_IN, "corrected_on": "2027-06-01"}
    early = desk.file_on_entry(THE_SUBJECT, FileKind.REPAIR, entry.id, step(province, "filed", 0, details=details))
    answer = step(province, "not_accepted", 1, document="人社修不受〔2027〕1号", reasons="尚未到可以申请的日期")
    demand = replace(answer, details={"ground": "credit_report"})
    assert refusal(desk.step, OFFICER_HAND, early.id, demand).code == "ground-unknown"
    desk.step(OFFICER_HAND, early.id, replace(answer, details={"ground": "not_yet"}))
    with province.store.reader() as reader:
        assert reader.steps_of(early.id)[-1].details["from_day"] == "2028-03-12"

    # 2028-03-12, the very day, through 信用中国; nobody grants it unexamined or examines and grants alone.
    go_to(province, date(2028, 3, 12))
    received = step(
        province, "received", 0, details={**HANDED_IN, "source_number": "信用中国-1", "source_date": "2028-03-12"}
    )
    file = desk.file_on_entry(OFFICER_HAND, FileKind.REPAIR, entry.id, received)
    desk.step(OFFICER_HAND, file.id, step(province, "accepted", 1))
    grant = step(province, "granted", 2, document="人社修〔2028〕1号", reasons="条件具备")
    assert refusal(desk.step, APPROVER_HAND, file.id, grant).code == "step-not-lawful"
    found = {"findings": "工资已付清，有银行回单", "corrected_on": "2027-06-01", "duty_performed": "yes"}
    desk.step(OFFICER_HAND, file.id, step(province, "examined", 2, details=found))
    grant = replace(grant, seen=3)
    assert refusal(desk.step, APPROVER_HAND, file.id, grant).code == "repair-unclear"
    unclear = "".join(one.zh for one in for_officer(asked_today(province, entry)))
    assert "需先查明" in unclear
    checked = {**found, "no_relapse": "yes", "other_law": "yes"}
    desk.step(OFFICER_HAND, file.id, step(province, "examined", 3, details=checked))
    assert asked_today(province, entry).verdict is Verdict.ELIGIBLE
    grant = replace(grant, seen=4)
    alone = Hand(account_id=OFFICER.id, department=OFFICER.department, roles=OFFICER.roles | SECOND.roles)
    assert refusal(desk.step, alone, file.id, grant).code == "four-eyes"
    assert province.ask(firm).answer["outcome"] == "review"

    # Granted: off the list, published no more, shared no more, no measure, the same day and in one unit of work.
    desk.step(APPROVER_HAND, file.id, grant)
    repaired = province.entry(entry.id)
    assert (repaired.state, repaired.ended_on, repaired.end_reason) == (
        EntryState.ENDED,
        date(2028, 3, 12),
        "准予信用修复",
    )
    clean = province.ask(firm).answer
    assert (clean["outcome"], clean["entries"], clean["measures"]) == ("proceed", [], [])
    with province.store.reader() as reader:
        moves = reader.moves_of(entry.id)
        [promise] = [one for one in reader.files_of(firm.id) if one.kind is FileKind.COMMITMENT]
    assert [str(one.move) for one in moves] == [
        "propose",
        "serve_notice",
        "decide",
        "approve",
        "take_effect",
        "end",
    ]
    assert (moves[-1].move, moves[-1].account_id, moves[-1].details["kind"]) == (Move.END, SECOND.id, "repaired")

    # 2028-11-01: wages are owed again. The promise was broken: a fact with its document; the list does not come back
    # by itself, since what a new arrear bears is proposed, noticed and decided anew.
    go_to(province, date(2028, 11, 1))
    broken = step(
        province, "broken", 1, document="人社认〔2028〕9号", details={"findings": "又拖欠工资", "served": "yes"}
    )
    desk.step(CLERK_HAND, promise.id, broken)
    province.determine(firm)
    with province.store.reader() as reader:
        facts = [one for one in reader.facts_of([firm.id])[firm.id] if one.kind == "commitment.breach"]
    assert [one.values["document"] for one in facts] == ["人社认〔2028〕9号"]
    assert province.entry(entry.id) == repaired
    assert province.ask(firm).answer["outcome"] == "proceed"


def test_a_firm_under_an_approved_plan_is_spared_while_it_is_carried_out(province: Province):
    """The court approves the plan: nothing is shown or executed. It fails: the entry goes on, and its term was not longer."""
    firm = province.register(name="虚构重整工程有限公司")
    province.know_sources()
    desk = desk_of(province)
    entry = listed_as_serious(province, firm)

    approved = step(
        province, "plan_approved", 0, document="（2027）虚构破1号裁定", details={"organ": "虚构市中级人民法院"}
    )
    plan = desk.file_on_entry(OFFICER_HAND, FileKind.REORGANISATION, entry.id, approved)
    spared = province.ask(firm).answer
    assert spared["measures"] == []
    assert [one["why"] for one in spared["dropped"]] == ["所依据的条目在停止执行期间，措施同时停止"]

    go_to(province, date(2027, 12, 1))
    desk.step(OFFICER_HAND, plan.id, step(province, "plan_failed", 1, document="（2027）虚构破1号之二裁定"))
    assert province.ask(firm).answer["measures"]
    assert province.entry(entry.id).term_end == entry.term_end
