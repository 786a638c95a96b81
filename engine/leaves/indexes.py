"""One field over all rows of a table, by value and in order: what a test against constants needs to be one look-up.

A column of rows is a whole number, bit i for row i.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from engine.conditions import Op
from engine.facts import NONE, UNKNOWN, Plain, Value
from engine.leaves.cells import Row


class Index(NamedTuple):
    """The rows by known value of one field; rows where it is unknown; rows where it is known that there is none.

    `types` of the known values: more than one is an input error that no comparison may hide, and they have no order.
    `ordered`: the known values, least first; `below[n]`: the rows of the first n of them.
    """

    known: Mapping[Value, int]
    unknown: int
    none: int
    types: frozenset[type]
    ordered: Sequence[Any]
    below: Sequence[int]

    @property
    def every(self) -> int:
        """The rows where it is not none."""
        return self.below[-1] | self.unknown


def index_of(rows: tuple[Row, ...], name: str) -> Index:
    known: dict[Value, int] = {}
    unknown = none = 0
    bit = 1
    for row in rows:
        value = row.get(name, UNKNOWN)
        if value is UNKNOWN:
            unknown |= bit
        elif value is NONE:
            none |= bit
        else:
            known[value] = known.get(value, 0) | bit
        bit <<= 1
    types = frozenset(map(type, known))
    ordered: list[Any] = sorted(known) if len(types) == 1 else list(known)
    below = [0]
    for value in ordered:
        below.append(below[-1] | known[value])
    return Index(known, unknown, none, types, ordered, below)


def rows_passing(index: Index, op: Op, constants: tuple[Plain, ...]) -> int:  # noqa: PLR0911  # one line for each test
    """The rows whose known value passes a test against constants of its own type."""
    below, ordered, first = index.below, index.ordered, constants[0]
    match op:
        case Op.EQ:
            return index.known.get(first, 0)
        case Op.IN:
            return reduce(or_, (index.known.get(constant, 0) for constant in constants))
        case Op.GTE:
            return below[-1] & ~below[bisect_left(ordered, first)]
        case Op.GT | Op.AFTER:
            return below[-1] & ~below[bisect_right(ordered, first)]
        case Op.LT | Op.BEFORE:
            return below[bisect_left(ordered, first)]
        case Op.LTE:
            return below[bisect_right(ordered, first)]
        case Op.BETWEEN:
            return below[bisect_right(ordered, constants[1])] & ~below[bisect_left(ordered, first)]
        case _:
            raise ValueError(f"{op} has no index")
