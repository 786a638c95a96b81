"""The first page as a stranger uses it, in a real browser: every example, a check by form, faults, feedback, English."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OUTCOMES = ("legal_bar", "review", "indeterminate", "proceed_with_measures", "proceed")


def accessibility_faults(page):
    """Serious and critical findings of axe on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def test_a_stranger_sees_the_first_page_in_chinese(page):
    """Opening the address is enough: no account, no script, the notice that nothing here is real."""
    page.goto("/")

    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert "批前核查" in page.locator("h1").inner_text()
    assert "演示环境" in page.locator(".demo").inner_text()


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_an_example_that_gives_it(page, outcome):
    """The button promises an outcome; the answer keeps the promise and says what was looked at."""
    page.goto("/")
    page.locator(f"button.example.{outcome}").first.click()

    assert page.locator(f"section.outcome.{outcome}").count() == 1
    assert "不是行政决定" in page.locator(".notice").inner_text()
    assert page.locator("table tbody tr").count() >= 2


def test_a_legal_bar_shows_measure_article_and_assurance(page):
    """A bar without its article would be worthless: law, article, level and how sure we are stand beside it."""
    page.goto("/")
    page.locator("button.example.legal_bar").first.click()
    measure = page.locator("article.measure.deny").first

    assert re.search(r"《.+》 第[一二三四五六七八九十百]+条", measure.locator("ul.basis li").first.inner_text())
    assert measure.locator(".tag.verified, .tag.mirror").count() >= 1
    assert page.locator("article.entry").count() >= 1


def test_a_check_by_form_keeps_what_was_typed_when_it_is_refused(page):
    """A code that contradicts its type is refused with the reason, and nothing typed is lost."""
    page.goto("/")
    page.select_option("form.ask select[name=type]", "sole_trader")
    page.fill("form.ask input[name=code]", "91520103MA6DKX7Q6F")
    page.fill("form.ask input[name=purpose]", "浏览器测试")
    page.click("form.ask button.primary")

    assert "不符" in page.locator(".fault").inner_text()
    assert page.input_value("form.ask input[name=code]") == "91520103MA6DKX7Q6F"
    assert page.input_value("form.ask input[name=purpose]") == "浏览器测试"


def test_feedback_needs_a_reason_and_is_kept(page):
    """A reasoned "not executed" is complete; without a reason it is refused and can be mended."""
    page.goto("/")
    page.locator("button.example.legal_bar").first.click()
    page.check("input[name=outcome][value=not_executed]")
    page.click("section.feedback button.primary")
    assert "须写明理由" in page.locator("section.feedback").inner_text()

    page.check("input[name=outcome][value=not_executed]")
    page.fill("section.feedback input[name=reason]", "申请人已撤回申请")
    page.click("section.feedback button.primary")
    assert "申请人已撤回申请" in page.locator("section.feedback .done").inner_text()


def test_english_is_one_click_away_and_stays(page):
    """The language is remembered on the next page."""
    page.goto("/")
    page.get_by_role("link", name="English").click()
    assert "Check before approval" in page.locator("h1").inner_text()

    page.locator("button.example.proceed").first.click()
    assert "Nothing found" in page.locator("h1").inner_text()


def test_the_pages_can_be_used_by_everybody(page):
    """axe finds nothing serious on form and answer, in both widths; nothing is cut off on a narrow screen."""
    page.goto("/")
    assert accessibility_faults(page) == []
    page.locator("button.example.legal_bar").first.click()
    assert accessibility_faults(page) == []

    page.set_viewport_size({"width": 360, "height": 780})
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_page_works_with_the_keyboard_alone(page):
    """Tab reaches the skip link first, and Enter in the form asks."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"

    page.fill("form.ask input[name=name]", "示例无此企业有限公司")
    page.locator("form.ask input[name=name]").press("Enter")
    assert page.locator("section.outcome").count() == 1


def test_pages_work_without_script(browser, address):
    """With script switched off everything is still there."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.locator("button.example.review").first.click()

    assert page.locator("section.outcome.review").count() == 1
    context.close()
