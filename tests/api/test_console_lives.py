"""The pages of reviews and of subjects' lives: what was corrected, what it changes, what happened to whom, and who may say so."""

import re
from html import unescape
from typing import Any

import pytest

from api.console.words import WORDS
from casework.records import CodeKind, Role
from casework.subject_rules import LIFE
from casework.subject_words import EventKind
from tests.api.test_console_cases import APPROVER, HOSTILE, OFFICER, Office
from tests.api.town import Town, as_role, credit_code, wage_facts

ZH = WORDS["zh"]
CODE, INTO = credit_code(1), credit_code(21)


@pytest.fixture
def office(town: Town) -> Office:
    made = Office(town)
    made.sign_in(OFFICER)
    return made


def subject_id(office: Office, code: str = CODE) -> str:
    with office.town.store.reader() as reader:
        found = reader.subject_by_code(CodeKind.USCC, code)
    assert found is not None
    return found.id


def correct(office: Office, **changed: Any) -> None:
    order = wage_facts(CODE, "W-1", **changed)[0]
    office.town.load([{**order, "correction_reason": "人数录入有误", "correction_document": "虚构更正函1号"}])


def send(office: Office, address: str, **fields: str) -> Any:
    return office.town.client.post(address, data={"token": office.token(), **fields})


def record(office: Office, kind: str, **fields: str) -> Any:
    said = {"kind": kind, "on": "2026-11-02", "document": "虚构登记1号", **fields}
    return send(office, f"/subjects/{subject_id(office)}/events", **said)


def test_the_desk_and_the_list_show_what_a_correction_put_in_question(office: Office) -> None:
    """The oldest first, with its age, what the corrected record changes, and what this officer can do; the file shows the rest."""
    office.effective()
    correct(office, rural_workers=1, rural_total=100)
    office.town.clock.move(days=2)
    office.sign_in(OFFICER)

    for address in ("/desk", "/reviews"):
        page = office.get(address)
        assert [one for one in ("更正后复核", "已2天", "不再符合认定条件", "审核", CODE) if one not in page] == [], (
            address
        )
    [file] = re.findall(r'href="(/files/\w+)"', office.get("/reviews"))
    page = office.get(file)
    shown = (
        "虚构更正函1号",
        "人数录入有误",
        "人力资源和社会保障部门",
        "原认定",
        "符合认定条件",
        "不符合认定条件",
        "rural_total",
        "审核",
    )
    assert [one for one in shown if one not in page] == []


def test_a_review_is_closed_on_its_page_by_another_hand(office: Office) -> None:
    """Examined by one, decided by another; the entry shows its end, the list is empty."""
    office.effective()
    correct(office, rural_workers=1, rural_total=100)
    [file] = re.findall(r'href="(/files/\w+)"', office.get("/reviews"))
    day = office.today.isoformat()

    assert (
        send(office, f"{file}/steps", step="examined", seen="2", law_date=day, findings="人数确有误").status_code == 303
    )
    assert "更正并移出" in office.get(file)
    office.sign_in(APPROVER)
    said = {"law_date": day, "document": "更正决定1号", "reasons": "认定有误"}
    refused = send(office, f"{file}/steps", step="review_amended", seen="3", term_end="2099-01-01", **said)
    assert "更正只能缩短期限" in unescape(refused.text)
    assert send(office, f"{file}/steps", step="review_corrected", seen="3", **said).status_code == 303

    assert "已移出" in office.get(office.address)
    assert ZH["no_reviews"] in office.get("/reviews")


def test_a_subject_is_found_by_a_former_name_and_code(office: Office) -> None:
    """The code stands in no address; a name alone is said to decide nothing."""
    assert record(office, "renamed", name="贵阳虚构新名有限公司").status_code == 303
    assert record(office, "recoded", code=INTO).status_code == 303

    by_code = unescape(send(office, "/subjects", type="enterprise", code=CODE).text)
    by_name = unescape(
        send(office, "/subjects", type="enterprise", name="贵阳示例商贸有限公司", as_of="2026-11-01").text
    )

    address = f"/subjects/{subject_id(office)}"
    assert f'href="{address}"' in by_code
    assert ZH["known.former"] in by_code
    assert (ZH["name_only"] in by_name, ZH["known.current"] in by_name) == (True, True)
    page = office.get(address)
    assert [
        one for one in ("贵阳虚构新名有限公司", "贵阳示例商贸有限公司", CODE, INTO, "更名", "换码") if one not in page
    ] == []
    assert ZH["found_none"] in unescape(send(office, "/subjects", type="enterprise", code=credit_code(99)).text)


def test_a_merger_recorded_on_the_page_lists_what_must_be_decided(office: Office) -> None:
    """Each form says what follows before it is sent; afterwards the entry's review is linked from the page and the desk."""
    office.effective()
    page = office.get(f"/subjects/{subject_id(office)}")
    assert LIFE[EventKind.MERGED].meaning in page
    assert "自然人死亡" not in page

    merged = record(office, "merged", other_type="enterprise", other_code=INTO, other_name="贵阳虚构存续有限公司")

    assert merged.status_code == 303
    page = office.get(f"/subjects/{subject_id(office)}")
    assert "贵阳虚构存续有限公司" in page
    [file] = re.findall(r'href="(/files/\w+)"', page)
    assert LIFE[EventKind.MERGED].meaning in office.get(file)
    assert "主体变更后复核" in office.get("/desk")
    assert ZH["see_life"] in office.get(office.address)


def test_a_refused_event_comes_back_with_what_was_typed(office: Office) -> None:
    """The faults stand beside their fields, and hostile text stays text."""
    refused = record(office, "merged", on="2099-01-01", other_type="enterprise", other_code="123", reasons=HOSTILE)

    page = refused.text
    assert refused.status_code == 422
    assert "不得晚于今日" in unescape(page)
    assert "<script>" not in page
    assert 'value="123"' in page
    assert unescape(page).count("登记有误，未登记") == 1


def test_who_may_not_record_sees_no_form_and_strangers_see_nothing(office: Office) -> None:
    """The approver reads; another department meets no such subject; a page of codes is for clerks and list officers."""
    address = f"/subjects/{subject_id(office)}"
    office.sign_in(APPROVER)
    assert ZH["not_yours_to_record"] in office.get(address)
    assert office.town.client.get("/subjects").status_code == 403
    office.sign_in("tax.list_officer")
    assert office.town.client.get(address).status_code == 404
    assert office.town.client.get("/subjects").status_code == 200
    answer = office.town.client.get(
        address.replace("/subjects", "/v1/subjects") + "/life", headers=as_role("tax", Role.HEAD)
    )
    assert answer.status_code == 404


def test_an_event_recorded_wrongly_is_withdrawn_on_the_page(office: Office) -> None:
    """It stays in the list, marked, and has no effect."""
    record(office, "renamed", name="贵阳虚构新名有限公司")
    with office.town.store.reader() as reader:
        [event] = reader.events_of(subject_id(office))

    done = send(
        office,
        f"/subjects/{subject_id(office)}/events",
        kind="withdrawn",
        withdraws=event.id,
        document="更正函2",
        reasons="误登",
    )

    assert done.status_code == 303
    page = office.get(f"/subjects/{subject_id(office)}")
    assert (ZH["withdrawn_mark"] in page, "贵阳示例商贸有限公司" in page) == (True, True)


def test_both_languages_have_every_word() -> None:
    """A word missing in one language would end the page."""
    assert WORDS["zh"].keys() == WORDS["en"].keys()


def test_the_pages_are_there_in_english(office: Office) -> None:
    """Every word of the new pages is rendered in the other language, too."""
    office.effective()
    correct(office, rural_workers=1, rural_total=100)
    record(office, "licence_revoked")
    [file] = re.findall(r'href="(/files/\w+)"', office.get("/reviews"))

    for address in ("/desk", "/reviews", "/subjects", f"/subjects/{subject_id(office)}", file):
        assert "Life of" in office.get(f"{address}?lang=en")
