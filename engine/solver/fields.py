"""One test of one field as a truth about the unknowns (spec chapters 6, 7, with every value known)."""

from collections.abc import Callable
from typing import assert_never

from engine.conditions import AsOf, FieldOf, FieldTest, Literal, Op, Operand, OuterField, Parameter
from engine.periods import Period
from engine.solver.answers import CannotTell, Reason
from engine.solver.terms import Term
from engine.solver.world import Cell, Slot, World

_WHOLE_COUNTRY = "000000"


def tests_met(world: World, tests: tuple[FieldTest, ...], slot: Slot, outer: Slot | None) -> Term:
    """Whether the record passes all the tests; `outer` is the record that a `with` or `without` belongs to."""
    return world.terms.all_of(_Test(world, test, slot, outer).holds() for test in tests)


def equal(world: World, one: Cell, other: Cell) -> Term:
    """Whether both exist and are the same (`same` of a partner)."""
    terms = world.terms
    return terms.all_of([terms.no(one.none), terms.no(other.none), one.value == other.value])


class _Test:
    def __init__(self, world: World, test: FieldTest, slot: Slot, outer: Slot | None) -> None:
        self.world, self.terms, self.test, self.slot, self.outer = world, world.terms, test, slot, outer
        self.cell = world.cell(slot, test.field)

    def holds(self) -> Term:
        test = self.test
        match test.op:
            case Op.IS_NONE:
                return self.cell.none
            case Op.WITHIN | Op.PAST | Op.REACHED | Op.IN_YEAR | Op.REGION_WITHIN:
                return self._placed()
            case Op.IN:
                return self.terms.any_of(self._compared(each, Op.EQ) for each in test.operands)
            case Op.BETWEEN:
                low, high = test.operands
                return self.terms.all_of([self._compared(low, Op.GTE), self._compared(high, Op.LTE)])
            case _:
                return self._compared(test.operands[0], test.op)

    def _placed(self) -> Term:
        """The tests of where in time or in the country the value lies."""
        match self.test.op:
            case Op.IN_YEAR:
                return self._in_year()
            case Op.REGION_WITHIN:
                return self._in_region()
            case _:
                return self._window(self.test.period or Period())

    def _window(self, period: Period) -> Term:
        asked = self.world.as_of
        exists = [self.terms.no(self.cell.none)]
        if self.test.at is not None:
            other = self._read(self.test.at)
            asked, exists = other.value, [*exists, self.terms.no(other.none)]
        last = self.world.days.last_day(self.cell.value, period)
        match self.test.op:
            case Op.PAST:
                lies = [asked > last]
            case Op.REACHED:
                lies = [asked >= last]
            case _:
                lies = [self.cell.value <= asked, asked <= last]
        return self.terms.all_of([*exists, *lies])

    def _in_year(self) -> Term:
        shift = self.test.operands[0]
        if not isinstance(shift, Literal) or not isinstance(shift.value, int):
            raise ValueError(self.test)
        days = self.world.days
        same = days.year(self.cell.value) == days.year(self.world.as_of) + shift.value
        return self.terms.all_of([self.terms.no(self.cell.none), same])

    def _in_region(self) -> Term:
        whole = self.test.operands[0]
        if not isinstance(whole, Literal):
            raise CannotTell(
                Reason(
                    zh=f"字段“{self.test.field}”的地区条件以另一字段为准",
                    en=f"the area test of “{self.test.field}” reads another field",
                )
            )
        code = str(whole.value)
        width = 0 if code == _WHOLE_COUNTRY else 2 if code.endswith("0000") else 4 if code.endswith("00") else 6
        step = 10 ** (6 - width)
        first = int(code) // step * step
        value = self.cell.value
        return self.terms.all_of([self.terms.no(self.cell.none), value >= first, value < first + step])

    def _compared(self, operand: Operand, op: Op) -> Term:
        both_exist = [self.terms.no(self.cell.none)]
        if isinstance(operand, Literal):
            other = self.world.constant(self.cell.type, operand.value)
        elif isinstance(operand, AsOf):
            other = self.world.as_of
        else:
            cell = self._read(operand)
            both_exist, other = [*both_exist, self.terms.no(cell.none)], cell.value
        return self.terms.all_of([*both_exist, _COMPARE[op](self.cell.value, other)])

    def _read(self, operand: Operand) -> Cell:
        match operand:
            case FieldOf(name=name):
                return self.world.cell(self.slot, name)
            case OuterField(name=name):
                if self.outer is None:
                    raise ValueError(self.test)
                return self.world.cell(self.outer, name)
            case Literal() | Parameter() | AsOf():
                raise ValueError(self.test)
            case _:
                assert_never(operand)


_COMPARE: dict[Op, Callable[[Term, Term], Term]] = {
    Op.EQ: lambda one, other: one == other,
    Op.GT: lambda one, other: one > other,
    Op.AFTER: lambda one, other: one > other,
    Op.GTE: lambda one, other: one >= other,
    Op.LT: lambda one, other: one < other,
    Op.BEFORE: lambda one, other: one < other,
    Op.LTE: lambda one, other: one <= other,
}
