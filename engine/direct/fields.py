"""Tests of a record's fields (Meaning 3 and 13): closures from a record's values to two bits."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, assert_never

from engine.conditions import FieldOf, FieldTest, Literal, Op, Operand, OuterField, Parameter
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, any_of, known
from engine.facts import NONE, UNKNOWN, Mark, Plain, Value
from engine.periods import Period, add

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


def compile_tests(tests: tuple[FieldTest, ...]) -> Reading:
    """All of the tests as one closure; met for no test at all."""
    readings = tuple(compile_test(test) for test in tests)
    if len(readings) == 1:
        return readings[0]

    def every_test(row: Row) -> Bits:
        return all_of(reading(row) for reading in readings)

    return every_test


def compile_test(test: FieldTest) -> Reading:
    """One test as a closure; an unknown side leaves it open, a side known not to exist fails it (Meaning 3)."""
    name = test.field
    match test.op:
        case Op.IS_NONE:
            return _is_none(name)
        case Op.WITHIN:
            return _within(name, test.period or Period())
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
    """How to read the operand: a constant, a field of the same record or of the outer one."""
    match operand:
        case Literal(value=constant):
            return lambda _: constant
        case FieldOf(name=name):
            return lambda row: row.own.get(name, UNKNOWN)
        case OuterField(name=name):
            return lambda row: row.outer.get(name, UNKNOWN)
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


def _within(name: str, period: Period) -> Reading:
    def within(row: Row) -> Bits:
        value = row.own.get(name, UNKNOWN)
        if value is UNKNOWN:
            return OPEN
        return known(isinstance(value, date) and value <= row.as_of <= add(value, period))

    return within


def _is_none(name: str) -> Reading:
    def is_none(row: Row) -> Bits:
        value = row.own.get(name, UNKNOWN)
        return OPEN if value is UNKNOWN else MET if value is NONE else NOT_MET

    return is_none
