"""One test on one value, as two bits (spec chapters 5 to 7).

A test is a row of a table: an operator and the comparisons it stands for. Unknown and none are decided before any
comparison runs, so no comparison ever sees a mark.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.conditions import AsOf, FieldOf, FieldTest, Literal, Op, Operand, OuterField
from engine.facts import NONE, UNKNOWN, Mark, Value
from engine.periods import Period, add
from engine.working_days import WorkCalendar, last_day

Bits = tuple[bool, bool]
Row = Mapping[str, Value]

MET: Bits = (True, True)
NOT_MET: Bits = (False, False)
OPEN: Bits = (False, True)


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the question, and the working days published."""

    as_of: date
    calendar: WorkCalendar


class WrongType(TypeError):
    """A value and what it is compared with are of different types: an input error, never unknown (spec chapter 6)."""


def _within_area(place: str, area: str) -> bool:
    """Whether a GB/T 2260 code lies in an area: "520103" in "520100", "520000" and "000000"."""
    while area.endswith("00"):
        area = area[:-2]
    return place.startswith(area)


COMPARISONS: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq,
    Op.IN: operator.eq,
    Op.GT: operator.gt,
    Op.GTE: operator.ge,
    Op.LT: operator.lt,
    Op.LTE: operator.le,
    Op.BEFORE: operator.lt,
    Op.AFTER: operator.gt,
    Op.REGION_WITHIN: _within_area,
}


def both(left: Bits, right: Bits) -> Bits:
    return left[0] and right[0], left[1] and right[1]


def either(left: Bits, right: Bits) -> Bits:
    return left[0] or right[0], left[1] or right[1]


def flipped(bits: Bits) -> Bits:
    return not bits[1], not bits[0]


def compared(holds: Callable[[Any, Any], bool], value: Value, operand: Value) -> Bits:
    """The comparison of two values: none on either side is not met, else unknown on either side is unknown."""
    if value is NONE or operand is NONE:
        return NOT_MET
    if value is UNKNOWN or operand is UNKNOWN:
        return OPEN
    if type(value) is not type(operand):
        raise WrongType(f"a {type(value).__name__} is compared with a {type(operand).__name__}")
    return MET if holds(value, operand) else NOT_MET


def test_bits(test: FieldTest, value: Value, row: Row, outer: Row, today: Today) -> Bits:
    """What `test` says of `value`, a field of `row`; `outer` is the record that a `with` or `without` is about."""
    match test.op:
        case Op.IS_NONE:
            return OPEN if value is UNKNOWN else MET if value is NONE else NOT_MET
        case Op.WITHIN | Op.PAST | Op.REACHED:
            day = today.as_of if test.at is None else operand_value(test.at, row, outer, today)
            return _against_period(test, value, day, today.calendar)
        case Op.IN_YEAR:
            return _in_year(test, value, today)
        case Op.BETWEEN:
            low, high = (operand_value(each, row, outer, today) for each in test.operands)
            return both(compared(operator.ge, value, low), compared(operator.le, value, high))
        case Op.IN:
            bits = NOT_MET
            for each in test.operands:
                bits = either(bits, compared(operator.eq, value, operand_value(each, row, outer, today)))
            return bits
        case _:
            return compared(COMPARISONS[test.op], value, operand_value(test.operands[0], row, outer, today))


def _against_period(test: FieldTest, value: Value, day: Value, calendar: WorkCalendar) -> Bits:
    """`within: P`: d <= day <= d+P; `past: P`: d+P < day; `reached: P`: d+P <= day. `day` is as_of or what `at` names."""
    if test.period is None:
        raise ValueError(f"{test.op} on {test.field} has no period")
    if value is NONE or day is NONE:
        return NOT_MET
    if isinstance(value, Mark) or isinstance(day, Mark):
        return OPEN
    if not isinstance(value, date) or not isinstance(day, date):
        raise WrongType(
            f"{test.field} or the day asked about is not a date: {type(value).__name__}, {type(day).__name__}"
        )
    if test.op is Op.REACHED:
        return _run_out(value, test.period, day, calendar, operator.le)
    over = _run_out(value, test.period, day, calendar, operator.lt)
    if test.op is Op.PAST:
        return over
    return flipped(over) if value <= day else NOT_MET


def _run_out(
    start: date, period: Period, day: date, calendar: WorkCalendar, before: Callable[[date, date], bool]
) -> Bits:
    """Whether the last day of `period` from `start` lies before `day` (`before` le: or on it); open where the calendar
    lacks the days to tell.

    Without them it is still sure that n working days never end sooner than n calendar days.
    """
    end = last_day(start, period, calendar)
    if end is not None:
        return MET if before(end, day) else NOT_MET
    soonest = add(start, Period(days=period.working_days or 0))
    return OPEN if before(soonest, day) else NOT_MET


def _in_year(test: FieldTest, value: Value, today: Today) -> Bits:
    """`in_year: n`: the calendar year of the date is that of as_of shifted by n."""
    if isinstance(value, Mark):
        return OPEN if value is UNKNOWN else NOT_MET
    shift = operand_value(test.operands[0], {}, {}, today)
    if not isinstance(value, date) or not isinstance(shift, int):
        raise WrongType(f"{test.field} is not a date but {type(value).__name__}, or {shift!r} is no number of years")
    return MET if value.year == today.as_of.year + shift else NOT_MET


def operand_value(operand: Operand, row: Row, outer: Row, today: Today) -> Value:
    """The value an operand stands for; ValueError for a parameter, which a compiled program no longer has."""
    match operand:
        case Literal(value=value):
            return value
        case FieldOf(name=name):
            return row.get(name, UNKNOWN)
        case OuterField(name=name):
            return outer.get(name, UNKNOWN)
        case AsOf():
            return today.as_of
        case _:
            raise ValueError(f"{operand} has no value: a program holds no parameters")


def reads_outer(test: FieldTest) -> bool:
    return any(isinstance(operand, OuterField) for operand in test.read)


def row_bits(tests: tuple[FieldTest, ...], row: Row, outer: Row, today: Today) -> Bits:
    """All tests on one row; no test passes every row."""
    bits = MET
    for test in tests:
        bits = both(bits, test_bits(test, row.get(test.field, UNKNOWN), row, outer, today))
    return bits
