"""Figures that are known only between two ends (docs/spec.md: figures)."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from engine.conditions import Literal, NumberTest, Op
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, inverse

Number = int | float
"""A whole number, or an infinite end; never a fraction."""


@dataclass(frozen=True, slots=True)
class Span:
    """All whole numbers from `low` to `high`, both included; ends may be infinite."""

    low: Number
    high: Number

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)

    def with_zero(self) -> "Span":
        """The hull with 0."""
        return Span(min(self.low, 0), max(self.high, 0))


ZERO = Span(0, 0)


def lies_in(figure: Span, passing: Span) -> Bits:
    """Met if every number of the figure is one that passes, not met if none is, else open."""
    if max(passing.low, figure.low) > min(passing.high, figure.high):
        return NOT_MET
    return MET if passing.low <= figure.low and figure.high <= passing.high else OPEN


def passing_range(tests: Iterable[NumberTest]) -> Span:
    """The whole numbers that pass all the tests; low above high where none does."""
    bounds = [_passing(test) for test in tests]
    return Span(max(each.low for each in bounds), min(each.high for each in bounds))


def operands_of(test: NumberTest) -> tuple[int, ...]:
    """The whole numbers a figure is compared with; ValueError for anything else (parse and resolve saw to it)."""
    numbers = tuple(operand.value for operand in test.operands if isinstance(operand, Literal))
    whole = tuple(number for number in numbers if isinstance(number, int))
    if len(whole) != len(test.operands):
        raise ValueError(test)
    return whole


def _passing(test: NumberTest) -> Span:
    """The whole numbers that pass; figures are whole (fen, millionths, counts), so gt n is gte n + 1."""
    operands = operands_of(test)
    match test.op:
        case Op.EQ | Op.BETWEEN:
            return Span(operands[0], operands[-1])
        case Op.GT:
            return Span(operands[0] + 1, inf)
        case Op.GTE:
            return Span(operands[0], inf)
        case Op.LT:
            return Span(-inf, operands[0] - 1)
        case Op.LTE:
            return Span(-inf, operands[0])
        case _:
            raise ValueError(test)


def share_lies_in(part: Span, whole: Span, tests: Iterable[NumberTest]) -> Bits:
    """Whether part/whole, in millionths, passes each test ; both figures are at least 0.

    A whole that is surely 0: not met; possibly 0: open.
    """
    if whole.high <= 0:
        return NOT_MET
    if whole.low <= 0:
        return OPEN
    return all_of(_share_passes(part, whole, test) for test in tests)


def _share_passes(part: Span, whole: Span, test: NumberTest) -> Bits:
    operands = operands_of(test)
    match test.op:
        case Op.GTE:
            return _at_least(part, whole, operands[0])
        case Op.LT:
            return inverse(_at_least(part, whole, operands[0]))
        case Op.LTE:
            return _at_most(part, whole, operands[0])
        case Op.GT:
            return inverse(_at_most(part, whole, operands[0]))
        case Op.EQ | Op.BETWEEN:
            if operands[0] > operands[-1]:
                return NOT_MET
            return all_of((_at_least(part, whole, operands[0]), _at_most(part, whole, operands[-1])))
        case _:
            raise ValueError(test)


def _at_least(part: Span, whole: Span, share: int) -> Bits:
    least, most = _scaled(part.low, 1_000_000), _scaled(part.high, 1_000_000)
    return least >= _scaled(whole.high, share), most >= _scaled(whole.low, share)


def _at_most(part: Span, whole: Span, share: int) -> Bits:
    least, most = _scaled(part.low, 1_000_000), _scaled(part.high, 1_000_000)
    return most <= _scaled(whole.low, share), least <= _scaled(whole.high, share)


def _scaled(end: Number, factor: int) -> Number:
    """The product, where nothing times anything is nothing (also of an end that may be infinite)."""
    return 0 if factor == 0 or end == 0 else end * factor
