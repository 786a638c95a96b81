"""A person's full name and number: only with the right, only in an own case, only for a reason, and the person sees it."""

from dataclasses import replace
from typing import Any

import pytest

from casework.docket import FileKind
from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.looks import LookKind, dossier_opened, looks_told
from casework.records import Account, CheckRecord, EntryState, RecusalRecord, Role, SubjectRecord, SubjectType
from casework.reveal import ALARM_EVERY, PURPOSES, reveal
from tests.fakes.docket_records import look
from tests.fakes.province import FINANCE, MARKET, OFFICER, TAX_CLERK, Province, party, refusal
from tests.fakes.records import entry

VIEWER = Account(id="viewer", name="查看人", department="tax", roles=frozenset({Role.IDENTITY_VIEWER}))
NAME = "欧阳测试甲"
WHY = {"purpose": "serve_document", "reason": "邮件退回，改为直接送达"}


@pytest.fixture
def listed(province: Province) -> SubjectRecord:
    """A person whom the tax department mirrors."""
    person = province.register(SubjectType.NATURAL_PERSON, name=NAME)
    province.know_sources()
    province.mirror(person, by=TAX_CLERK)
    return person


def revealed(province: Province, person: SubjectRecord, by: Account = VIEWER, **changed: str) -> Any:
    said = WHY | changed
    return reveal(province.store, province.clock, by, person.id, said["purpose"], said["reason"])


def registered(province: Province, firm: SubjectRecord, person: SubjectRecord) -> None:
    """The registry's check of a firm with this person as its legal representative."""
    related = (party("legal_representative", person),)
    asked = province.question(firm, "company.registration", related, stage="acceptance", department=MARKET.department)
    province.send(asked, by=MARKET)


def test_what_is_revealed_is_on_record_before_it_leaves(province: Province, listed: SubjectRecord) -> None:
    """One look, one link of the chain with ids only; the officer stands in the record and not in what the person reads."""
    seen = revealed(province, listed)

    assert (seen.subject.code, seen.subject.name) == (listed.code, NAME)
    with province.store.reader() as reader:
        [kept] = reader.looks_at(listed.id)
        [told] = looks_told(reader, listed.id)
    assert (kept.id, kept.account_id, kept.kind) == (seen.look_id, VIEWER.id, LookKind.REVEAL)
    assert (told.department, told.purpose, told.on) == (
        "tax",
        "送达文书：邮件退回，改为直接送达",
        province.clock.today(),
    )
    [link] = [one for one in province.store.links if one.kind == "subject.reveal"]
    assert link.payload == {"subject": listed.id, "look": seen.look_id, "by": VIEWER.id}


def test_where_the_look_cannot_be_kept_nothing_is_shown(province: Province, listed: SubjectRecord) -> None:
    """A full disk hides the name; it never shows it unrecorded."""
    from casework.ports import StoreUnwritable

    province.store.full = True

    with pytest.raises(StoreUnwritable):
        revealed(province, listed)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.IDENTITY_VIEWER}))
def test_the_right_is_of_its_own(province: Province, listed: SubjectRecord, role: Role) -> None:
    """No other role brings it, not the officer's who decides the case."""
    told = refusal(revealed, province, listed, replace(VIEWER, roles=frozenset({role})))

    assert (told.code, told.status) == ("role-missing", 403)


def test_another_departments_person_does_not_exist(province: Province, listed: SubjectRecord) -> None:
    """The same answer as for an id that stands nowhere, and no look."""
    elsewhere = replace(VIEWER, department="finance")

    told = [refusal(revealed, province, one, elsewhere) for one in (listed, replace(listed, id="nobody"))]

    assert {(one.code, one.status) for one in told} == {("not-found", 404)}
    with province.store.reader() as reader:
        assert reader.looks_at(listed.id) == []


def test_whoever_is_recused_in_a_case_about_the_person_finds_nobody(province: Province, listed: SubjectRecord) -> None:
    """回避: the right to see identifiers gives back nothing that recusal has taken; no look is left behind either."""
    with province.store.unit_of_work() as work:
        [held] = work.entries_of([listed.id])[listed.id]
        seq = work.draw_seq()
        work.add_recusal(RecusalRecord(entry_id=held.id, number=1, account_id=VIEWER.id, granted=True, seq=seq))
        work.commit()

    refused = refusal(revealed, province, listed)
    assert (refused.code, refused.status) == ("not-found", 404)
    assert revealed(province, listed, by=replace(VIEWER, id="colleague")).subject.id == listed.id


def test_a_file_makes_the_subject_ones_own_and_a_rejected_proposal_does_not(province: Province) -> None:
    """Whoever answers an objection must know who it is from; a proposal that was rejected gives no reason to look again."""
    person = province.register(SubjectType.NATURAL_PERSON, name=NAME)
    with province.store.unit_of_work() as work:
        rejected = entry(subject_id=person.id, authority="tax", state=EntryState.REJECTED, proposed_seq=work.draw_seq())
        work.add_entry(rejected)
        work.commit()
    assert refusal(revealed, province, person).status == 404

    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)
    hand = Hand(account_id="tax-officer", department="tax", roles=OFFICER.roles)
    filed = StepRequest(step="filed", law_date=province.clock.today(), details={"grounds": "不是本人（虚构）"})
    desk.file_on_subject(hand, FileKind.MATCH_OBJECTION, person.id, "tax", filed)

    assert revealed(province, person).subject.name == NAME


@pytest.mark.parametrize(
    ("changed", "where"),
    [({"reason": " 。 "}, "/reason"), ({"reason": ""}, "/reason"), ({"purpose": "curiosity"}, "/purpose")],
)
def test_a_reveal_says_why(province: Province, listed: SubjectRecord, changed: dict[str, str], where: str) -> None:
    """One of the lawful purposes, and in words what for; each fault is named with its place."""
    told = refusal(revealed, province, listed, **changed)

    assert (told.code, [one.where for one in told.faults]) == ("reveal-faulty", [where])
    with province.store.reader() as reader:
        assert reader.looks_at(listed.id) == []


def test_every_purpose_rests_on_an_article() -> None:
    """个人信息保护法第三十四条: within the powers that laws give, and no further."""
    assert all(one.title and "个人信息保护法" in one.law for one in PURPOSES.values())


def test_nothing_of_a_firm_is_masked_so_nothing_is_revealed(province: Province) -> None:
    """A look at what everybody sees would fill the log with nothing."""
    firm = province.register()
    province.know_sources()
    province.mirror(firm, by=TAX_CLERK)

    assert refusal(revealed, province, firm).code == "not-masked"


def test_an_account_that_looks_often_is_reported(province: Province, listed: SubjectRecord) -> None:
    """Enumeration raises an alarm, to the outside and in the chain; it refuses nobody, for the work may need it."""
    for _ in range(ALARM_EVERY - 1):
        revealed(province, listed)
    assert [one for one in province.store.outbox if one.topic == "reveal.alarm"] == []

    revealed(province, listed)

    [message] = [one for one in province.store.outbox if one.topic == "reveal.alarm"]
    assert message.payload == {"by": VIEWER.id, "department": "tax", "count": ALARM_EVERY, "minutes": 60}
    assert [one.payload for one in province.store.links if one.kind == "reveal.alarm"] == [message.payload]
    province.clock.move(hours=2)
    revealed(province, listed)
    assert len([one for one in province.store.outbox if one.topic == "reveal.alarm"]) == 1


def test_opening_what_stands_about_a_person_is_a_look_and_about_a_firm_is_none(
    province: Province, listed: SubjectRecord
) -> None:
    """A dossier read on the screen tells as much as a name."""
    firm = province.register()

    for subject in (listed, firm):
        dossier_opened(province.store, province.clock, OFFICER, subject, "查阅名单认定案件")

    with province.store.reader() as reader:
        assert [(one.kind, one.department) for one in looks_told(reader, listed.id)] == [
            (LookKind.DOSSIER, "human-resources")
        ]
        assert looks_told(reader, firm.id) == ()


def test_a_person_looked_at_in_a_role_sees_the_check_too(province: Province, listed: SubjectRecord) -> None:
    """The check is about a firm; the person whom it looked at as its representative would otherwise never learn of it."""
    firm = province.register()
    registered(province, firm, listed)

    with province.store.reader() as reader:
        [told] = looks_told(reader, listed.id)
        [of_firm] = looks_told(reader, firm.id)
    assert (told.kind, told.department) == (LookKind.CHECK, "market-regulation")
    assert (of_firm.kind, of_firm.department) == (LookKind.CHECK, "market-regulation")


def test_a_check_that_must_stay_secret_is_told_later(province: Province, listed: SubjectRecord) -> None:
    """Before a tender is opened nobody may learn who bids (招标投标法第二十二条); no matter declares it today."""
    firm = province.register()
    registered(province, firm, listed)
    province.ask(listed)

    def of_tenders(check: CheckRecord) -> bool:
        return check.matter == "company.registration"

    with province.store.reader() as reader:
        assert [one.department for one in looks_told(reader, listed.id, of_tenders)] == [FINANCE.department]
        assert {one.department for one in looks_told(reader, listed.id)} == {FINANCE.department, MARKET.department}


def test_equal_looks_of_one_day_are_told_once(province: Province, listed: SubjectRecord) -> None:
    """Department, purpose and day is what is told; twenty times the same line would hide the others."""
    for number in range(3):
        with province.store.unit_of_work() as work:
            seen = look(id=f"look-{number}", subject_id=listed.id, at=province.clock.now(), seq=work.draw_seq())
            work.add_look(seen)
            work.commit()
        province.clock.move(minutes=1)

    with province.store.reader() as reader:
        assert len(looks_told(reader, listed.id)) == 1
        assert looks_told(reader, "nobody") == ()
