"""What was changed, in words, and by how much a threshold is moved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from engine.conditions import AsOf, Literal, Op, Operand
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One change. `line`: of the pack's file, 0 where it is not known."""

    line: int
    zh: str
    en: str


_Whole = TypeVar("_Whole")
Changed = Iterator[tuple[_Whole, Slip]]


def moved(literal: Literal) -> Iterator[Literal]:
    """The threshold a visible step lower and higher: a tenth of a number (at least one), one day of a date."""
    value = literal.value
    if isinstance(value, bool):
        yield Literal(not value)
    elif isinstance(value, int):
        step = max(1, abs(value) // 10)
        yield Literal(value - step)
        yield Literal(value + step)
    elif isinstance(value, date):
        yield Literal(value - timedelta(days=1))
        yield Literal(value + timedelta(days=1))


def moved_period(period: Period) -> Iterator[Period]:
    """The period one day shorter and longer (one working day, where it is counted in those); never below nothing."""
    if period.working_days is not None:
        count = period.working_days
        yield from (Period(working_days=each) for each in (count - 1, count + 1) if each >= 0)
        return
    yield replace(period, days=period.days - 1)
    yield replace(period, days=period.days + 1)


def shown(literal: Literal) -> str:
    """The value as engine units, for the name of a mutant."""
    return str(literal.value)


_FIGURE_WORDS: Mapping[Op, str] = {
    Op.GTE: "以上",
    Op.GT: "超过",
    Op.LTE: "以下（含本数）",
    Op.LT: "不满",
}
_DAY_WORDS: Mapping[Op, str] = {
    Op.GTE: "不早于该日",
    Op.GT: "晚于该日",
    Op.LTE: "不晚于该日",
    Op.LT: "早于该日",
    Op.AFTER: "晚于该日",
    Op.BEFORE: "早于该日",
    Op.WITHIN: "期限以内（含最后一日）",
    Op.PAST: "期限已满（最后一日已过）",
    Op.REACHED: "期限届至（含最后一日）",
}


def op_slip_zh(old: Op, new: Op, operands: tuple[Operand, ...]) -> str:
    """One comparison for another in the law's words: of days where the comparison is of days only or names a day.

    >>> op_slip_zh(Op.GTE, Op.GT, (Literal(3),))
    '“以上”改为“超过”'
    """
    of_days = old not in _FIGURE_WORDS or any(_is_day(each) for each in operands)
    words = _DAY_WORDS if of_days else _FIGURE_WORDS
    return f"“{words[old]}”改为“{words[new]}”"


def _is_day(operand: Operand) -> bool:
    return isinstance(operand, AsOf) or (isinstance(operand, Literal) and isinstance(operand.value, date))


def period_slip_zh(old: Period, new: Period) -> str:
    """What `moved_period` made of a period, in words.

    >>> period_slip_zh(Period(years=3), Period(years=3, days=-1))
    '期限（P3Y）少一日'
    """
    if old.working_days is not None and new.working_days is not None:
        return f"期限（{old}）{'多' if new.working_days > old.working_days else '少'}一个工作日"
    return f"期限（{old}）{'多' if new.days > old.days else '少'}一日"
