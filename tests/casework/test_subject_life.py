"""A subject's life: what may be recorded by whom, what it means for entries, and how the subject is found on a given day."""

from dataclasses import replace
from datetime import date

import pytest

from adapters.audit_chain import verify
from casework.codes import uscc_check
from casework.docket import FileKind
from casework.records import Account, EndKind, EntryRecord, EntryState, Role, SubjectRecord, SubjectType
from casework.subject_life import known_by_code, known_by_name
from casework.subject_register import Recorded, record_event
from casework.subject_rules import LIFE, Follows
from casework.subject_soundness import LifeEvent
from casework.subject_words import ENDS_THE_SUBJECT, EventKind
from tests.fakes.province import CLERK, HEAD, OFFICER, TAX_CLERK, WAGE, Province, firm_code, party, person_code, refusal

MARKET_CLERK = Account(id="reg", name="登记员", department="market-regulation", roles=frozenset({Role.DATA_CLERK}))
POLICE_CLERK = replace(MARKET_CLERK, id="police", department="public-security")
ON = date(2027, 2, 1)


def recorded(
    province: Province, subject: SubjectRecord, kind: EventKind, by: Account = MARKET_CLERK, **said: object
) -> Recorded:
    sent = LifeEvent(kind=kind, on=ON, document="虚构登记〔2027〕1号", **said)
    return record_event(province.store, province.shelf, province.clock, by, subject.id, sent)


def trader_code(number: int) -> str:
    body = f"92520103MA{number:07d}"
    return body + uscc_check(body)


def read(province: Province, subject: SubjectRecord) -> SubjectRecord:
    with province.store.reader() as reader:
        found = reader.subject(subject.id)
    assert found is not None
    return found


def test_every_kind_of_event_has_a_line_on_the_page() -> None:
    """A new kind without a law, a meaning and what follows would be a guess; whoever ends is never simply left as it was."""
    assert set(LIFE) == set(EventKind) - {EventKind.WITHDRAWN}
    assert all(rule.law and rule.meaning and rule.types for rule in LIFE.values())
    assert {kind for kind in ENDS_THE_SUBJECT if LIFE[kind].follows is Follows.STAY} == set()


def test_a_rename_keeps_code_and_entries_and_the_former_name(province: Province) -> None:
    """更名: the same subject; whoever still writes the old name is told, and the code decides."""
    firm = province.register(name="虚构旧名工程有限公司")
    province.know_sources()
    entry = province.listed(firm)

    done = recorded(province, firm, EventKind.RENAMED, name="虚构新名工程有限公司")

    now = read(province, firm)
    assert (now.code, now.name, now.former[0].name, now.former[0].until) == (
        firm.code,
        "虚构新名工程有限公司",
        firm.name,
        ON,
    )
    assert [(one.entry_id, one.what) for one in done.consequences] == [(entry.id, "stays")]
    answer = province.ask(firm).answer
    assert (answer["outcome"], len(answer["entries"])) == ("review", 1)
    assert f"该主体所填名称为曾用名，使用至{ON}，以代码为准" in answer["warnings"]


def test_an_old_code_answers_for_the_subject_under_its_new_one(province: Province) -> None:
    """换码: entries follow because it is the same subject, whichever code is asked about."""
    firm = province.register()
    province.know_sources()
    province.listed(firm)
    recorded(province, firm, EventKind.RECODED, code=firm_code(900))

    old, new = province.ask(firm).answer, province.ask(replace(firm, code=firm_code(900)), purpose="换码后").answer

    assert [one["id"] for one in old["entries"]] == [one["id"] for one in new["entries"]]
    assert f"该主体的代码已于{ON}更换，仍为同一主体，按现代码核查" in old["warnings"]
    assert not [one for one in new["warnings"] if "更换" in one]


def test_a_subject_registered_twice_is_asked_about_as_one(province: Province) -> None:
    """The new code came in with a record before anybody knew it as one: what stands under either stands."""
    firm, again = province.register(), province.register(code=firm_code(901))
    province.know_sources()
    entry = province.listed(firm)
    recorded(province, firm, EventKind.RECODED, code=again.code)

    assert [one["id"] for one in province.ask(again).answer["entries"]] == [entry.id]
    assert [one["id"] for one in province.ask(firm).answer["entries"]] == [entry.id]


def test_codes_and_names_are_right_or_wrong_for_a_day(province: Province) -> None:
    """as_of: the old name was right before the day, the new one since; the new code was nobody's before."""
    firm = province.register(name="虚构旧名工程有限公司")
    recorded(province, firm, EventKind.RENAMED, name="虚构新名工程有限公司")
    recorded(province, firm, EventKind.RECODED, code=firm_code(902))
    before, after = date(2027, 1, 31), ON

    with province.store.reader() as reader:
        names = [
            known_by_name(reader, firm.type, name, on)[0]
            for name in ("虚构旧名工程有限公司", "虚构新名工程有限公司")
            for on in (before, after)
        ]
        codes = [
            known_by_code(reader, firm.type, code, on) for code in (firm.code, firm_code(902)) for on in (before, after)
        ]
    assert [(one.how, one.weak) for one in names] == [
        ("current", True),
        ("former", True),
        ("not_yet", True),
        ("current", True),
    ]
    assert [one.how for one in codes if one] == ["current", "former", "not_yet", "current"]
    assert [one.then.name for one in codes if one][:2] == ["虚构旧名工程有限公司", "虚构新名工程有限公司"]


@pytest.mark.parametrize("kind", [EventKind.LICENCE_REVOKED, EventKind.BRANCH_OF])
def test_what_does_not_end_a_subject_leaves_its_entries(province: Province, kind: EventKind) -> None:
    """吊销未注销 is still a subject; a branch has its own entries, and its parent's are not looked at."""
    firm, parent = province.register(), province.register()
    province.know_sources()
    entry, of_parent = province.listed(firm), province.mirror(parent)
    more = {"other_type": "enterprise", "other_code": parent.code} if kind is EventKind.BRANCH_OF else {}

    recorded(province, firm, kind, **more)

    answer = province.ask(firm).answer
    assert [one["id"] for one in answer["entries"]] == [entry.id]
    assert [one["id"] for one in province.ask(parent).answer["entries"]] == [of_parent.id]
    assert any(
        ("仍为主体" if kind is EventKind.LICENCE_REVOKED else "不推及设立单位") in one for one in answer["warnings"]
    )


@pytest.mark.parametrize("kind", [EventKind.MERGED, EventKind.DIVIDED, EventKind.DEREGISTERED])
def test_an_end_brings_each_live_entry_to_its_authority_and_changes_none(province: Province, kind: EventKind) -> None:
    """合并、分立、注销: never automatically; the officer of each authority gets an item, also of a mirrored entry."""
    firm, other = province.register(), province.register()
    province.know_sources()
    own, mirrored = province.listed(firm), province.mirror(firm)
    said = {"other_type": "enterprise", "other_code": other.code} if kind is not EventKind.DEREGISTERED else {}
    said |= {"goes_on": "no"} if kind is EventKind.DIVIDED else {}

    done = recorded(province, firm, kind, **said)

    assert {(one.entry_id, one.authority, one.what) for one in done.consequences} == {
        (own.id, "human-resources", "review"),
        (mirrored.id, "tax", "review"),
    }
    assert {province.entry(one.id).state for one in (own, mirrored)} == {EntryState.EFFECTIVE}
    with province.store.reader() as reader:
        assert {file.kind for file in reader.files_of(firm.id)} == {FileKind.SUCCESSION}
        assert reader.entries_about(other.id) == []
    assert any("已于2027-02-01终止" in one for one in province.ask(firm).answer["warnings"])


def test_death_ends_a_persons_entries_and_bans_the_same_day(province: Province) -> None:
    """What stood about the dead is shown nowhere any more; a case that was open is closed; nothing new is proposed."""
    person = province.register(SubjectType.NATURAL_PERSON)
    province.know_sources()
    entry = province.mirror(person)
    values = {"decided_on": "2026-05-06", "article": "supplier", "barred_until": "2027-12-31"}
    sure = {"document_class": "penalty", "document": "财采罚-1", "served": "yes", "final": "yes"}
    province.load(province.row(person, "procurement.bar", values | sure))
    [ban] = province.determine(person).bans

    done = recorded(province, person, EventKind.DIED, by=POLICE_CLERK)

    over = province.entry(entry.id)
    assert [(one.entry_id, one.what) for one in done.consequences] == [(entry.id, "ended"), (ban, "ban_ended")]
    assert (over.state, over.end_kind, over.ended_on) == (
        EntryState.ENDED,
        EndKind.SUBJECT_ENDED,
        province.clock.today(),
    )
    answer = province.ask(person, "subsidy.fiscal-project", stage="acceptance").answer
    assert answer["entries"] == []
    with province.store.reader() as reader:
        assert verify(reader).faults == ()


def test_a_death_recorded_wrongly_is_withdrawn_by_whoever_recorded_it(province: Province) -> None:
    """The wrong event stays on record without effect; what ended stays ended, for its authority to take up anew."""
    person = province.register(SubjectType.NATURAL_PERSON)
    event = recorded(province, person, EventKind.DIED, by=POLICE_CLERK).event
    back = {"withdraws": event.id, "reasons": "同名误登（虚构）"}

    assert refusal(recorded, province, person, EventKind.WITHDRAWN, **back).code == "not-found"
    recorded(province, person, EventKind.WITHDRAWN, by=POLICE_CLERK, **back)

    assert refusal(recorded, province, person, EventKind.WITHDRAWN, by=POLICE_CLERK, **back).code == "event-unknown"
    with province.store.reader() as reader:
        assert [one.kind for one in reader.events_of(person.id)] == [EventKind.DIED, EventKind.WITHDRAWN]
        known = known_by_code(reader, person.type, person.code, province.clock.today())
    assert known is not None
    assert known.ended is None


def test_a_new_company_is_registered_with_the_event_that_makes_it(province: Province) -> None:
    """个转企: the company is somebody new, and nothing of the trader's is its own."""
    trader = province.register(SubjectType.SOLE_TRADER, code=trader_code(7), name="虚构乙餐饮店")
    said = {"other_type": "enterprise", "other_code": firm_code(903)}

    silent = refusal(recorded, province, trader, EventKind.CONVERTED, **said)
    done = recorded(province, trader, EventKind.CONVERTED, **said, other_name="虚构乙餐饮有限公司")

    assert silent.faults[0].where == "/other_code"
    with province.store.reader() as reader:
        company = reader.subject(done.event.other_id or "")
    assert company is not None
    assert (company.type, company.name, company.former) == (SubjectType.ENTERPRISE, "虚构乙餐饮有限公司", ())


def test_who_held_the_post_is_dated(province: Province) -> None:
    """任职: asked about while it lasts, and not after; a withdrawn one never counted."""
    firm, person = province.register(), province.register(SubjectType.NATURAL_PERSON)
    said = {"other_type": "natural_person", "other_code": person.code, "role": "legal_representative"}

    event = recorded(province, firm, EventKind.POST_HELD, **said).event
    with province.store.reader() as reader:
        [held] = reader.related_of(firm.id)
    assert (held.person_id, held.role, held.start, held.end) == (person.id, "legal_representative", ON, None)

    recorded(province, firm, EventKind.WITHDRAWN, withdraws=event.id, reasons="误登")
    with province.store.reader() as reader:
        [held] = reader.related_of(firm.id)
    assert held.start == held.end


def test_every_fault_of_an_event_is_told_at_once(province: Province) -> None:
    """Day, document, what the kind needs, whom it can befall."""
    firm = province.register()
    sent = LifeEvent(kind=EventKind.DIVIDED, on=date(2099, 1, 1), document=" ")

    refused = refusal(record_event, province.store, province.shelf, province.clock, MARKET_CLERK, firm.id, sent)

    assert {one.where for one in refused.faults} == {"/on", "/document", "/other_code", "/goes_on"}
    assert "民法典" in refused.law
    wrong = refusal(recorded, province, firm, EventKind.DIED, by=POLICE_CLERK)
    assert [one.where for one in wrong.faults] == ["/kind"]


def test_nothing_happens_to_a_subject_after_its_end(province: Province) -> None:
    """But for the deregistration that follows a merger."""
    firm, other = province.register(), province.register()
    recorded(province, firm, EventKind.MERGED, other_type="enterprise", other_code=other.code)

    refused = refusal(recorded, province, firm, EventKind.RENAMED, name="虚构再生有限公司")
    recorded(province, firm, EventKind.DEREGISTERED)

    assert "已于2027-02-01终止" in refused.faults[0].zh
    assert refusal(recorded, province, firm, EventKind.DEREGISTERED).code == "event-faulty"


def test_only_the_register_and_those_with_a_case_may_record(province: Province) -> None:
    """Nobody else learns whether the register knows somebody; whoever is recused meets a stranger."""
    firm = province.register()
    say = {"name": "虚构新名有限公司"}

    assert refusal(recorded, province, firm, EventKind.RENAMED, by=HEAD, **say).status == 403
    assert refusal(recorded, province, firm, EventKind.RENAMED, by=TAX_CLERK, **say).status == 404
    assert refusal(recorded, province, replace(firm, id="nobody"), EventKind.RENAMED, **say).status == 404
    province.proposed(firm)
    assert recorded(province, firm, EventKind.RENAMED, by=CLERK, **say).event.department == "human-resources"
    assert OFFICER.department == "human-resources"


def test_no_check_asks_a_dead_person_as_holder_of_a_post_without_saying_so(province: Province) -> None:
    """The asker is told to look at the register again."""
    firm, person = province.register(), province.register(SubjectType.NATURAL_PERSON)
    province.know_sources()
    recorded(province, person, EventKind.DIED, by=POLICE_CLERK)

    answer = province.ask(
        firm, "company.registration", stage="acceptance", related=[party("legal_representative", person)]
    ).answer

    assert any("关联主体（法定代表人）已于2027-02-01终止" in one for one in answer["warnings"])


def test_nobody_under_18_at_the_act_is_listed(province: Province) -> None:
    """However a proposal came about, notice and decision are refused with the law's words."""
    young = province.register(SubjectType.NATURAL_PERSON, code=person_code(77, born="20100101"))
    grown = province.register(SubjectType.NATURAL_PERSON)
    cases = []
    for person in (young, grown):
        case = EntryRecord(
            id=f"case-{person.id}",
            subject_id=person.id,
            list_id=WAGE,
            authority="human-resources",
            state=EntryState.PROPOSED,
            mirrored=False,
            version=1,
            proposed_seq=1,
            finding={"acted_on": "2026-09-01"},
        )
        with province.store.unit_of_work() as work:
            work.add_entry(replace(case, proposed_seq=work.draw_seq()))
            work.commit()
        cases.append(case.id)

    refused = refusal(province.notice, cases[0])

    assert (refused.code, "第十七条" in refused.law) == ("not-surely-adult", True)
    province.notice(cases[1])
