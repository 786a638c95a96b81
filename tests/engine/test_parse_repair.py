"""The repair pack from text: what is read, what may be left unsaid, and each fault in its own words."""

from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.pack_shelf import load
from engine.pack import Pack, PackKind
from engine.pack.repair import Concern, CountsFrom, RepairField
from engine.periods import Period
from engine.releases import in_force
from tests.engine.parse_texts import REPAIR, edited, read, sound

ROOT = Path(__file__).parents[2]


def test_a_regime_is_read_whole() -> None:
    """Each class with its terms and its exceptions; everything else by the id of its enumeration."""
    pack = sound(REPAIR)

    regime = pack.repair
    assert pack.kind is PackKind.REPAIR
    assert regime is not None
    minor, serious = regime.classes
    assert (minor.shortest, minor.longest, minor.may_stay_hidden) == (None, Period(months=3), True)
    assert (serious.concerns, serious.extends_to_bar, serious.early) == (Concern.PENALTY, True, True)
    assert serious.exceptions[0].fields == (RepairField.FOOD, RepairField.FIRE)
    assert serious.exceptions[0].shortest == Period(years=1)
    assert (regime.counts_from, regime.lists, regime.authorities) == (
        CountsFrom.DECIDED,
        ("tax-major-violation",),
        ("tax",),
    )
    assert [(part.id, part.needed) for part in regime.parts] == [
        ("duty_performed", True),
        ("training", False),
        ("performance_proof", True),
        ("credit_china", True),
        ("stop-business", True),
        ("reorganisation", True),
    ]
    assert all(part.basis for part in (*regime.parts, *regime.classes))


def test_what_the_text_does_not_say_stays_unsaid() -> None:
    """A missing start is None: no default day would be as good as a guess."""
    text = edited(edited(REPAIR, "  counts_from: decided\n", ""), "  counts_basis: [order-1 art 2]\n", "")
    regime = sound(edited(text, "      longest: P3Y\n", "")).repair

    assert regime is not None
    assert (regime.counts_from, regime.counts_basis, regime.classes[1].longest) == (None, (), None)


BROKEN = [
    ("kind: repair", "kind: repairs", "wrong-choice", "取值 “repairs” 不可用，是否指 “repair”？"),
    ("kind: repair", "kind: 信用修复", "wrong-choice", "是否指 “repair”？"),
    ("id: duty_performed", "id: duty_performd", "wrong-choice", "是否指 “duty_performed”？"),
    ("id: training", "id: duty_performed", "duplicate-id", "标识 “duty_performed” 重复"),
    ("id: serious", "id: minor", "duplicate-id", "标识 “minor” 重复"),
    ("shortest: P6M", "shortest: P10WD", "working-days", "以工作日计算"),
    ("shortest: P6M", "shortest: 半年", "bad-period", "不是期间"),
    ("longest: P3Y", "longest: P9M", "term-range", "类别 “serious” 的最短公示期长于最长公示期"),
    ("      early: yes\n", "", "missing-key", "缺少必填项 “early”（可否提前）"),
    ("authorities: [tax]", "authorities: [taxes]", "unknown-department", "未知的部门 “taxes”"),
    ("fields: [food, fire]", "fields: [food, mines]", "wrong-choice", "取值 “mines” 不可用"),
    ("  counts_basis: [order-1 art 2]\n", "", "missing-key", "缺少依据（counts_basis）"),
    ("basis: [order-1 art 8]", "basis: [order-2 art 8]", "unknown-source", "未知的依据来源 “order-2”"),
    ("id: reorganisation", "id: holiday", "wrong-choice", "取值 “holiday” 不可用"),
]


@pytest.mark.parametrize(("old", "new", "code", "words"), BROKEN, ids=[f"{e[2]}-{n}" for n, e in enumerate(BROKEN)])
def test_a_fault_of_a_regime_is_told(old: str, new: str, code: str, words: str) -> None:
    """Whoever writes the next regime is a jurist; the message says what to write instead."""
    pack, issues = read(edited(REPAIR, old, new))

    assert pack is None
    assert [issue.code for issue in issues] == [code], [issue.line() for issue in issues]
    assert words in issues[0].line()
    assert issues[0].en


@cache
def published() -> tuple[Pack, ...]:
    shelf = load(ROOT, date(2026, 12, 1)).shelf
    assert shelf is not None
    return tuple(pack for pack in shelf.packs() if pack.kind is PackKind.REPAIR)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2019, 12, 30), None),
        (date(2019, 12, 31), "2019.1"),
        (date(2023, 4, 30), "2019.1"),
        (date(2023, 5, 1), "2023.1"),
        (date(2025, 6, 21), "2023.1"),
        (date(2025, 6, 22), "2025.1"),
        (date(2026, 3, 31), "2025.1"),
        (date(2026, 4, 1), "2026.1"),
    ],
)
def test_one_regime_holds_each_day(day: date, version: str | None) -> None:
    """The law of repair changed three times; between two regimes there is neither a gap nor an overlap."""
    standing = [pack.ref.version for pack in in_force(published(), day) if pack.ref.pack == "rules/cn/repair"]

    assert standing == ([version] if version else [])


def test_the_regimes_join_without_a_gap() -> None:
    """A day without a regime would leave every application of that day undecidable."""
    general = sorted((pack.in_force for pack in published() if pack.ref.pack == "rules/cn/repair"), key=str)
    spans = sorted(general, key=lambda each: each.start or date.min)

    assert all(one.until == other.start for one, other in pairwise(spans))
    assert spans[-1].until is None


def test_nothing_but_proof_and_commitment_is_required_since_june_2025() -> None:
    """国办发〔2025〕22号: training, talks and reports are counted and asked for from nobody."""
    late = [pack.repair for pack in published() if pack.ref.version in ("2025.1", "2026.1")]

    materials = {part.id for regime in late if regime for part in regime.materials if part.needed}
    counted = {part.id for regime in late if regime for part in regime.conditions if not part.needed}
    assert materials == {"performance_proof", "commitment_letter"}
    assert counted == {"training", "talk", "report"}
