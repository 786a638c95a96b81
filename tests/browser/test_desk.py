"""Desk, dossier and the subject's page in a real browser: by keyboard and form alone, wide and narrow, for everybody."""

import pytest

from tests.browser.test_pages import accessibility_faults

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

NARROW = {"width": 360, "height": 780}


@pytest.fixture
def officer(page, province):
    """The demonstration's list officer, at the desk."""
    page.goto("/login")
    page.fill("input[name=name]", "demo-officer")
    page.fill("input[name=password]", province.passwords["demo-officer"])
    page.click("main button.primary")
    page.wait_for_url("**/desk")
    return page


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_desk_leads_to_a_dossier_and_its_forms(officer):
    """Each case says its last day in words; one click opens it, and its first form is there."""
    rows = officer.locator("section[aria-labelledby=cases] tbody tr")
    assert rows.count() >= 1
    assert "最后一日" in officer.locator("main").inner_text()

    rows.first.locator("a").click()
    assert "案件卷宗" in officer.locator("h1").inner_text()
    assert officer.locator("details.move").count() >= 1


def test_a_refused_decision_keeps_what_was_typed(officer):
    """A rejection without reasons never leaves the browser; a notice with a wrong day comes back whole, with its law."""
    officer.locator("tr", has_text="待告知").first.locator("a").click()
    officer.locator("details.move summary", has_text="送达告知书").click()
    form = officer.locator("details.move[open] form")
    form.locator("[name=document]").fill("测试告知〔2026〕1号")
    form.locator("[name=law_date]").fill("2020-01-02")
    form.locator("[name=service]").select_option("direct")
    form.locator("[name=proof]").fill("回证")
    form.locator("[name=statement_until]").fill("2020-01-03")
    with officer.expect_response(lambda answer: "/moves" in answer.url) as answered:
        form.locator("button").click()

    assert answered.value.status == 409
    assert officer.locator("details.move[open] .fault .law").count() == 1
    assert officer.input_value("details.move[open] [name=document]") == "测试告知〔2026〕1号"
    assert officer.input_value("details.move[open] [name=law_date]") == "2020-01-02"


def test_desk_and_dossier_can_be_used_by_everybody(officer):
    """axe finds nothing serious with all forms open, and nothing is cut off on a narrow screen."""
    assert accessibility_faults(officer) == []
    officer.set_viewport_size(NARROW)
    assert overflow(officer) <= 0
    assert accessibility_faults(officer) == []

    officer.locator("section[aria-labelledby=cases] tbody a").first.click()
    closed = officer.locator("details.move:not([open]) > summary")
    while closed.count():
        closed.first.press("Enter")
    assert overflow(officer) <= 0
    assert accessibility_faults(officer) == []
    officer.set_viewport_size({"width": 1280, "height": 900})
    assert accessibility_faults(officer) == []


def test_the_subjects_page_needs_no_account_and_tells_nothing_of_a_wrong_number(page):
    """The number is in the form only: the address stays as it was."""
    page.goto("/my")
    assert accessibility_faults(page) == []
    page.set_viewport_size(NARROW)
    assert overflow(page) <= 0

    page.fill("input[name=receipt]", "ABCD-EFGH-JKMN-PQRS")
    page.locator("input[name=receipt]").press("Enter")

    assert "没有查到该受理号" in page.locator(".fault").inner_text()
    assert page.url.endswith("/my")
    assert accessibility_faults(page) == []


def test_file_and_matter_can_be_used_by_everybody(officer, browser, province):
    """An objection filed for a subject: its file and the subject's view of it, wide and narrow."""
    receipt, address = filed(province)
    officer.goto(address)
    for width in (1280, 360):
        officer.set_viewport_size({"width": width, "height": 800})
        assert overflow(officer) <= 0
        assert accessibility_faults(officer) == []

    context = browser.new_context(base_url=province.address, java_script_enabled=False, viewport=NARROW)
    subject = context.new_page()
    subject.goto("/my")
    subject.fill("input[name=receipt]", receipt)
    subject.click("main button.primary")
    assert "异议申请" in subject.locator("h1").inner_text()
    assert receipt not in subject.url
    context.close()


def filed(province):
    """The receipt number and the address of a fresh objection to an effective entry of the demonstration."""
    import base64
    import json
    import urllib.request
    from datetime import UTC, datetime, timedelta

    name = "demo-officer"
    sign = base64.b64encode(f"{name}:{province.passwords[name]}".encode()).decode()
    headers = {"Authorization": f"Basic {sign}", "Content-Type": "application/json"}

    def asked(path, body=None):
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(province.address + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    [case, *_] = [one for one in asked("/v1/cases?state=effective")["cases"] if not one["mirrored"]]
    today = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
    body = {
        "kind": "objection",
        "case_id": case["case_id"],
        "law_date": today,
        "details": {"grounds": "款项已付清（演示）"},
    }
    told = asked("/v1/files", body)
    return told["receipt"], f"/files/{told['file_id']}"
