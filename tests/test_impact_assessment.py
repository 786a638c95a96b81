"""The assessment says what the service does: its tables are those of the code, so neither can change without the other."""

from pathlib import Path

from api.cli.retention import retention_table
from casework.looks import LOOK_TITLES
from casework.move_titles import ROLE_TITLES
from casework.records import Role
from casework.retention import HELD_BACK
from casework.reveal import ALARM_EVERY, ALARM_WINDOW, PURPOSES

PAGE = (Path(__file__).parent.parent / "docs" / "impact-assessment.md").read_text("utf-8")
PARTS_OF_ARTICLE_56 = ("合法、正当、必要", "对个人权益的影响和安全风险", "合法、有效并与风险程度相适应")


def test_the_retention_table_is_the_one_that_is_carried_out() -> None:
    """Whoever changes a number of years changes the assessment (`shangfa retention table` prints it)."""
    _, _, rest = PAGE.partition("<!-- generated from casework/retention.py: shangfa retention table -->\n\n")
    table, _, _ = rest.partition("\n<!-- end of what is generated -->")

    assert table == retention_table()
    assert [one for one in HELD_BACK if one not in PAGE] == []


def test_every_purpose_of_a_reveal_and_every_kind_of_look_is_named() -> None:
    """With its article; a purpose added later is a new processing and must be assessed."""
    assert [one.title for one in PURPOSES.values() if f"| {one.title} | {one.law} |" not in PAGE] == []
    assert f"查看记录的种类：{'、'.join(LOOK_TITLES.values())}。" in PAGE
    assert (ALARM_EVERY, ALARM_WINDOW.seconds) == (20, 3600), "一小时内每满二十次"


def test_every_role_is_named() -> None:
    """Who sees what is asked first by whoever reads an assessment."""
    assert [ROLE_TITLES[one] for one in Role if ROLE_TITLES[one] not in PAGE] == []


def test_the_three_parts_that_article_56_asks_for_are_there() -> None:
    """个人信息保护法第五十六条第一款."""
    headings = [line for line in PAGE.splitlines() if line.startswith("## ")]

    assert [part for part in PARTS_OF_ARTICLE_56 if not any(part in one for one in headings)] == []
