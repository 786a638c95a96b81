"""Tests of a record's fields (docs/spec.md: fields, periods): closures from a record's values to two bits."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, assert_never

from engine.conditions import AsOf, FieldOf, FieldTest, Literal, Op, Operand, OuterField, Parameter
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, any_of, known
from engine.facts import NONE, UNKNOWN, Mark, Plain, Value
from engine.periods import Period, add
from engine.working_days import WorkCalendar, last_day

Values = Mapping[str, Value]


class Row(NamedTuple):
    """What a test looks at: a record's values, the outer record's (in `with` and `without` only) and the date."""

    own: Values
    as_of: date
    outer: Values = MappingProxyType({})


Reading = Callable[[Row], Bits]
Getter = Callable[[Row], Value]
Comparison = Callable[[Plain, Plain], bool]

WHOLE_COUNTRY = "000000"


def compile_tests(tests: tuple[FieldTest, ...], calendar: WorkCalendar) -> Reading:
    """All of the tests as one closure; met for no test at all. `calendar` counts the working days."""
    readings = tuple(compile_test(test, calendar) for test in tests)
    if len(readings) == 1:
        return readings[0]

    def every_test(row: Row) -> Bits:
        return all_of(reading(row) for reading in readings)

    return every_test


def compile_test(test: FieldTest, calendar: WorkCalendar) -> Reading:
    """One test as a closure; an unknown side leaves it open, a side known not to exist fails it (spec chapter 6)."""
    name = test.field
    match test.op:
        case Op.IS_NONE:
            return _is_none(name)
        case Op.WITHIN | Op.PAST | Op.REACHED:
            return _dated(test, PERIOD_TESTS[test.op], calendar)
        case Op.IN_YEAR:
            return _in_year(name, test.operands[0])
        case Op.IN:
            return _one_of(name, test.operands)
        case Op.BETWEEN:
            low, high = test.operands
            at_least, at_most = _compared(name, low, _gte), _compared(name, high, _lte)
            return lambda row: all_of((at_least(row), at_most(row)))
        case _:
            return _compared(name, test.operands[0], COMPARISONS[test.op])


def region_is_within(area: Plain, whole: Plain) -> bool:
    """Whether a GB/T 2260 area lies in another: xx0000 is a province, xxxx00 a prefecture, 000000 the country.

    >>> region_is_within("520103", "520100"), region_is_within("520000", "520100")
    (True, False)
    """
    return str(area).startswith(_region_prefix(str(whole)))


def _region_prefix(code: str) -> str:
    if code == WHOLE_COUNTRY:
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _gt(value: Plain, operand: Plain) -> bool:
    return value > operand  # type: ignore[operator]  # parse refused operands of another type than the field's


def _gte(value: Plain, operand: Plain) -> bool:
    return value >= operand  # type: ignore[operator]  # as in _gt


def _lt(value: Plain, operand: Plain) -> bool:
    return value < operand  # type: ignore[operator]  # as in _gt


def _lte(value: Plain, operand: Plain) -> bool:
    return value <= operand  # type: ignore[operator]  # as in _gt


def _eq(value: Plain, operand: Plain) -> bool:
    return value == operand


COMPARISONS: Mapping[Op, Comparison] = {
    Op.EQ: _eq,
    Op.GT: _gt,
    Op.GTE: _gte,
    Op.LT: _lt,
    Op.LTE: _lte,
    Op.AFTER: _gt,
    Op.BEFORE: _lt,
    Op.REGION_WITHIN: region_is_within,
}


def operand_getter(operand: Operand) -> Getter:
    """How to read the operand: a constant, a field of the same record or of the outer one, the day asked about."""
    match operand:
        case Literal(value=constant):
            return lambda _: constant
        case FieldOf(name=name):
            return lambda row: row.own.get(name, UNKNOWN)
        case OuterField(name=name):
            return lambda row: row.outer.get(name, UNKNOWN)
        case AsOf():
            return _as_of
        case Parameter(name=name):
            raise ValueError(f"${name} was not resolved")
        case _:
            assert_never(operand)


def _compared(name: str, operand: Operand, holds: Comparison) -> Reading:
    if isinstance(operand, Literal):
        return _compared_to_constant(name, operand.value, holds)
    getter = operand_getter(operand)

    def compared(row: Row) -> Bits:
        value, other = row.own.get(name, UNKNOWN), getter(row)
        if isinstance(value, Mark) or isinstance(other, Mark):
            return NOT_MET if NONE in {value, other} else OPEN
        return known(holds(value, other))

    return compared


def _compared_to_constant(name: str, constant: Plain, holds: Comparison) -> Reading:
    def compared(row: Row) -> Bits:
        value = row.own.get(name, UNKNOWN)
        if isinstance(value, Mark):
            return NOT_MET if value is NONE else OPEN
        return known(holds(value, constant))

    return compared


def _one_of(name: str, operands: tuple[Operand, ...]) -> Reading:
    readings = tuple(_compared(name, operand, _eq) for operand in operands)
    return lambda row: any_of(reading(row) for reading in readings)


def _dated(test: FieldTest, holds: "PeriodTest", calendar: WorkCalendar) -> Reading:
    """`within`, `past` or `reached`: the tested date and its period, against as_of or the day that `at` names."""
    if test.period is None:
        raise ValueError(f"{test.op} on {test.field} has no period")
    name, period = test.field, test.period
    asked = operand_getter(test.at) if test.at is not None else _as_of

    def dated(row: Row) -> Bits:
        start, day = row.own.get(name, UNKNOWN), asked(row)
        if isinstance(start, Mark) or isinstance(day, Mark):
            return NOT_MET if start is NONE or day is NONE else OPEN
        return holds(_date(start), _date(day), period, calendar)

    return dated


PeriodTest = Callable[[date, date, Period, WorkCalendar], Bits]


def _as_of(row: Row) -> date:
    return row.as_of


def _date(value: Plain) -> date:
    if not isinstance(value, date):
        raise TypeError(f"a date is needed, not {type(value).__name__}")
    return value


def _inside(start: date, day: date, period: Period, calendar: WorkCalendar) -> Bits:
    """Whether `day` lies in the period; surely in its first n calendar days, which n working days never fall short of."""
    end = last_day(start, period, calendar)
    if end is not None:
        return known(start <= day <= end)
    return NOT_MET if day < start else MET if day <= _soonest_end(start, period) else OPEN


def _over(start: date, day: date, period: Period, calendar: WorkCalendar) -> Bits:
    """Whether the period has run out before `day`."""
    end = last_day(start, period, calendar)
    if end is not None:
        return known(end < day)
    return NOT_MET if day <= _soonest_end(start, period) else OPEN


def _arrived(start: date, day: date, period: Period, calendar: WorkCalendar) -> Bits:
    """Whether `day` is the period's last day or a later one."""
    end = last_day(start, period, calendar)
    if end is not None:
        return known(end <= day)
    return NOT_MET if day < _soonest_end(start, period) else OPEN


PERIOD_TESTS: Mapping[Op, PeriodTest] = {Op.WITHIN: _inside, Op.PAST: _over, Op.REACHED: _arrived}


def _soonest_end(start: date, period: Period) -> date:
    return add(start, Period(days=period.working_days or 0))


def _in_year(name: str, shift: Operand) -> Reading:
    if not isinstance(shift, Literal) or not isinstance(shift.value, int):
        raise ValueError(f"in_year on {name} needs a whole number: {shift}")
    years = shift.value

    def in_year(row: Row) -> Bits:
        value = row.own.get(name, UNKNOWN)
        if isinstance(value, Mark):
            return NOT_MET if value is NONE else OPEN
        return known(_date(value).year == row.as_of.year + years)

    return in_year


def _is_none(name: str) -> Reading:
    def is_none(row: Row) -> Bits:
        value = row.own.get(name, UNKNOWN)
        return OPEN if value is UNKNOWN else MET if value is NONE else NOT_MET

    return is_none
