"""The file of offices: read whole, or refused with every fault and its line."""

from pathlib import Path

import pytest

from adapters.offices import OfficesFault, read_offices
from adapters.settings import SettingsFault, read_settings
from casework.letter_law import ReviewRoute
from tests.fakes.offices import DEMO_OFFICES

FAULTY = """\
tax:
  title: 演示税务局（虚构）
  word: ""
  route: upstairs
  reconsideration: 演示省税务局（虚构）
  court: 虚构法院
  colour: red
finance: 演示
"""


def test_the_demonstration_offices_are_plainly_invented() -> None:
    """Nobody may take them for a real organ's."""
    office = read_offices(DEMO_OFFICES)["human-resources"]

    assert office.route is ReviewRoute.LOCAL_DEPARTMENT
    assert all("演示" in text or "虚构" in text for text in (office.title, office.word, office.contact, office.court))
    assert all("虚构" in organ for organ in office.reconsideration)


def test_every_fault_of_the_file_is_named_at_once(tmp_path: Path) -> None:
    """One start, not one start per mistake."""
    file = tmp_path / "offices.yaml"
    file.write_text(FAULTY, encoding="utf-8")

    with pytest.raises(OfficesFault) as fault:
        read_offices(file)

    said = str(fault.value)
    assert all(word in said for word in ("contact", "word", "route", "colour"))
    assert "reconsideration 应为机关名称的列表" in said
    assert "finance 缺少 title（机关全称）" in said
    assert "offices.yaml:3" in said


def test_a_file_that_is_not_there_is_a_wrong_setting() -> None:
    """A mistyped path must not start a service that cannot issue letters."""
    with pytest.raises(SettingsFault) as fault:
        read_settings({"SHANGFA_OFFICES": "/nowhere/offices.yaml"})

    assert [one.variable for one in fault.value.faults] == ["SHANGFA_OFFICES"]
