"""What was changed, in words, and by how much a threshold is moved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from engine.conditions import Literal
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
