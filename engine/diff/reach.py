"""Whether a test, a term or a set of citations lets more or less through than another.

It judges by what the texts say alone: a threshold, a set of codes, a period. Everything else is UNCLEAR, never guessed.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from engine.conditions import PERIOD_OPS, FieldTest, Literal, NumberTest, Op, Operand, Parameter
from engine.diff.meaning import form, same_meaning
from engine.facts import Plain
from engine.periods import Period

Values = Callable[[str], Plain | None]
"""The value of a parameter in one pack; None where there is none or it changes within the release."""


class Reach(Enum):
    """Of a condition, all else equal: met by more, by fewer, by the same, or it cannot be told."""

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    UNCLEAR = "unclear"

    @property
    def reversed(self) -> "Reach":
        return _REVERSED.get(self, self)


_REVERSED = {Reach.WIDER: Reach.NARROWER, Reach.NARROWER: Reach.WIDER}
_UPWARD = {Op.GT, Op.GTE, Op.AFTER}
_DOWNWARD = {Op.LT, Op.LTE, Op.BEFORE}
_STRICT = {Op.GT, Op.LT, Op.AFTER, Op.BEFORE}
_DAYS_OF_MONTH = (28, 31)
Tests = Sequence[FieldTest] | Sequence[NumberTest]


def reach_of_tests(old: Tests, new: Tests, old_values: Values, new_values: Values, *, share: bool = False) -> Reach:
    """How the tests of one field (or of one figure) changed, all of which must hold.

    `share`: of a ratio, which is exact and may lie between two whole millionths; all else is compared in whole units.
    """
    before, after = ({str(form(test)): test for test in tests} for tests in (old, new))
    if before.keys() != after.keys() and (before.keys() <= after.keys() or after.keys() <= before.keys()):
        return Reach.NARROWER if len(after) > len(before) else Reach.WIDER
    past = [test for key, test in before.items() if key not in after]
    now = [test for key, test in after.items() if key not in before]
    step = 1 if share else 2
    if _name_one_other(past, now):
        past, now = _against_naught(past), _against_naught(now)
    region, other = _region(past, old_values, step), _region(now, new_values, step)
    if region is None or other is None:
        return _reach_of_periods(past, now)
    if region.inside(other):
        return Reach.SAME if other.inside(region) else Reach.WIDER
    return Reach.NARROWER if other.inside(region) else Reach.UNCLEAR


def _name_one_other(old: Sequence[FieldTest | NumberTest], new: Sequence[FieldTest | NumberTest]) -> bool:
    """Whether one test became another against the very same other field or day: only how it compares has changed."""
    if len(old) != 1 or len(new) != 1 or len(old[0].operands) != 1 or len(new[0].operands) != 1:
        return False
    before, after = old[0].operands[0], new[0].operands[0]
    return not isinstance(before, Literal | Parameter) and same_meaning(before, after)


def _against_naught(tests: Sequence[FieldTest | NumberTest]) -> list[FieldTest | NumberTest]:
    """The tests as if the value they name were 0: whatever it is, they compare alike."""
    return [replace(test, operands=(Literal(0),)) for test in tests]


def reach_when_raised(op: Op) -> Reach:
    """What becomes of a test when its threshold rises."""
    return Reach.NARROWER if op in _UPWARD else Reach.WIDER if op in _DOWNWARD else Reach.UNCLEAR


def upward(tests: Sequence[NumberTest]) -> bool | None:
    """Whether all tests ask for enough of a figure (True) or for not too much (False); None where they do neither."""
    if all(test.op in _UPWARD for test in tests):
        return True
    return False if all(test.op in _DOWNWARD for test in tests) else None


def longer(one: Period | None, other: Period | None) -> bool | None:
    """Whether `one` lasts longer (None: without end); None where they are equal or the calendar decides."""
    if one is None or other is None:
        return None if one is other else one is None
    if (one.working_days is None) is not (other.working_days is None):
        return None
    days = (one.working_days or one.days) - (other.working_days or other.days)
    months = (one.years - other.years) * 12 + one.months - other.months
    ends = {months * length + days for length in _DAYS_OF_MONTH}
    if min(ends) > 0 or max(ends) < 0:
        return min(ends) > 0
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Region:
    """The values that pass: a finite set, or all from `low` to `high` (None: no end).

    Ends count halves of a unit (fen, millionths, days), both included. Where values are whole, above 4 is from 5, that
    is from 10 halves; a share has no next one, so above 4 is from 9 halves, past the 8 of 4 itself.
    """

    members: frozenset[tuple[str, Plain]] | None = None
    low: int | None = None
    high: int | None = None

    def inside(self, other: "_Region") -> bool:
        if self.members is None:
            return other.members is None and self._between(other.low, other.high)
        if other.members is not None:
            return self.members <= other.members
        points = (_ordinal(value) for _, value in self.members)
        return all(point is not None and other.holds(point) for point in points)

    def holds(self, point: int) -> bool:
        """Whether a whole value lies in the range."""
        return (self.low is None or self.low <= 2 * point) and (self.high is None or 2 * point <= self.high)

    def _between(self, low: int | None, high: int | None) -> bool:
        above = low is None or (self.low is not None and self.low >= low)
        return above and (high is None or (self.high is not None and self.high <= high))


def _ordinal(value: Plain) -> int | None:
    """The value as a whole number; None for what has no order."""
    if isinstance(value, date):
        return value.toordinal()
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _region(tests: Iterable[FieldTest | NumberTest], values: Values, step: int) -> _Region | None:
    """The region that all tests leave; None where one of them is of another sort or its value is not known.

    `step`: how many halves of a unit the next value lies above a bound.
    """
    found = [_region_of(test, values, step) for test in tests]
    if not found or any(each is None for each in found):
        return None
    sets = [each for each in found if each is not None and each.members is not None]
    ranges = [each for each in found if each is not None and each.members is None]
    if sets and ranges:
        return None
    if sets:
        return _Region(members=frozenset.intersection(*(each.members or frozenset() for each in sets)))
    lows = [each.low for each in ranges if each.low is not None]
    highs = [each.high for each in ranges if each.high is not None]
    return _Region(
        low=max(lows, default=None),
        high=min(highs, default=None),
    )


def _region_of(test: FieldTest | NumberTest, values: Values, step: int) -> _Region | None:
    known = [_value(operand, values) for operand in test.operands]
    plain = [value for value in known if value is not None]
    if not plain or len(plain) < len(known):
        return None
    if test.op in (Op.EQ, Op.IN):
        return _Region(members=frozenset((type(value).__name__, value) for value in plain))
    points = [2 * point for value in plain if (point := _ordinal(value)) is not None]
    strict = step if test.op in _STRICT else 0
    if len(points) < len(plain):
        return None
    if test.op in _UPWARD:
        return _Region(low=points[0] + strict)
    if test.op in _DOWNWARD:
        return _Region(high=points[0] - strict)
    return _Region(low=points[0], high=points[1]) if len(points) == 2 and test.op is Op.BETWEEN else None


def _value(operand: Operand, values: Values) -> Plain | None:
    match operand:
        case Literal(value=value):
            return value
        case Parameter(name=name):
            return values(name)
        case _:
            return None


def _reach_of_periods(old: Sequence[FieldTest | NumberTest], new: Sequence[FieldTest | NumberTest]) -> Reach:
    """`within` of a longer period lets more through, `past` and `reached` of a longer one less; so does a smaller area."""
    if len(old) != 1 or len(new) != 1:
        return Reach.UNCLEAR
    before, after = old[0], new[0]
    if not isinstance(before, FieldTest) or not isinstance(after, FieldTest) or before.op is not after.op:
        return Reach.UNCLEAR
    if before.op is Op.REGION_WITHIN:
        return _reach_of_areas(before.operands, after.operands)
    if before.op not in PERIOD_OPS or not same_meaning(before.at, after.at):
        return Reach.UNCLEAR
    grows = longer(after.period, before.period)
    if grows is None:
        return Reach.UNCLEAR
    return Reach.WIDER if grows is (before.op is Op.WITHIN) else Reach.NARROWER


def _reach_of_areas(old: Sequence[Operand], new: Sequence[Operand]) -> Reach:
    match old, new:
        case [Literal(value=str(before))], [Literal(value=str(after))]:
            wide, narrow = _stem(after), _stem(before)
            if narrow.startswith(wide):
                return Reach.WIDER
            return Reach.NARROWER if wide.startswith(narrow) else Reach.UNCLEAR
        case _:
            return Reach.UNCLEAR


def _stem(area: str) -> str:
    """A province is two digits, a city four, a county six (GB/T 2260)."""
    return "" if area == "000000" else area[:2] if area.endswith("0000") else area[:4] if area.endswith("00") else area
