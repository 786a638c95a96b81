"""The whole numbers that pass the tests of a figure."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.conditions import Literal, NumberTest, Op
from engine.solver.answers import CannotTell, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From `low` to `high`, both included; None: no end on that side."""

    low: int | None = None
    high: int | None = None


def passing(tests: Iterable[NumberTest]) -> Bounds:
    """The numbers that pass all the tests."""
    each = [_passing(test) for test in tests]
    lows = [bounds.low for bounds in each if bounds.low is not None]
    highs = [bounds.high for bounds in each if bounds.high is not None]
    return Bounds(low=max(lows, default=None), high=min(highs, default=None))


def _passing(test: NumberTest) -> Bounds:
    low, high = whole(test)[0], whole(test)[-1]
    match test.op:
        case Op.EQ | Op.BETWEEN:
            return Bounds(low=low, high=high)
        case Op.GTE:
            return Bounds(low=low)
        case Op.GT:
            return Bounds(low=low + 1)
        case Op.LTE:
            return Bounds(high=low)
        case Op.LT:
            return Bounds(high=low - 1)
        case _:
            raise ValueError(test)


def whole(test: NumberTest) -> tuple[int, ...]:
    """The operands as whole numbers; CannotTell where one is none."""
    values = tuple(each.value for each in test.operands if isinstance(each, Literal))
    numbers = tuple(value for value in values if isinstance(value, int))
    if not numbers or len(numbers) != len(test.operands):
        raise CannotTell(
            Reason(zh="数字条件的比较值不是整数", en="a figure is compared with something else than a number")
        )
    return numbers
