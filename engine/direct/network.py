"""Gates over inputs, all of a level decided together as the bits of one number; two values only.

A gate holds if each of its clauses has a literal that does; a literal is an input or a gate, or its negation. What a
literal says to everybody who reads it is one number with a place for each clause of each gate. Those of the literals
that hold are joined, and the gates all of whose places are filled hold. The number has three parts, lowest first:

    the inputs, told again in the order asked for | places of the answers | places of what others read, by level

so that a gate nobody reads is decided once, at the end, however deep it stands.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import getitem
from typing import NamedTuple

from engine.direct.tables import sum_of

Literal = tuple[bool, int, bool]
"""Whether it is a gate, the number of the input or gate, whether it is positive."""

Clause = frozenset[Literal]
Clauses = Sequence[Clause]

BYTE = 8
MOST_MEMORY = 32 << 20
"""So many bytes may the tables of a network take, roughly; those of a wide one are emptied when they are full."""


class Table(dict[int, int]):
    """From a byte of bits that hold to what they say together, made when first asked for; at most `most` of them."""

    __slots__ = ("_most", "_says")

    def __init__(self, says: Iterable[tuple[int, int]], most: int) -> None:
        """`says`: for each bit what it says where it does not hold, and where it does."""
        super().__init__()
        self._says, self._most = tuple(says), most

    def __missing__(self, byte: int) -> int:
        if len(self) >= self._most:
            self.clear()
        self[byte] = said = sum_of(says[byte >> place & 1] for place, says in enumerate(self._says))
        return said


class Level(NamedTuple):
    """Gates that read no later ones: from bit `start` on the first clause of each, then the second of each, and so on.

    `every`: a bit for each gate. `shifts`: to the second clauses, to the third ... `bytes_`: that the gates fill.
    `tables`: what they say to later ones, byte by byte.
    """

    start: int
    every: int
    shifts: tuple[int, ...]
    bytes_: int
    tables: tuple[Table, ...]


class Network:
    """Answers whether the gates numbered in `answers` hold. Input i is told again as bit `told[i]`; None: not at all."""

    __slots__ = ("_answers", "_base", "_input_tables", "_levels", "_told")

    def __init__(self, gates: Sequence[Clauses], answers: Sequence[int], told: Sequence[int | None]) -> None:
        read = {number for clauses in gates for clause in clauses for gate, number, _ in clause if gate}
        bits = max((each + 1 for each in told if each is not None), default=0)
        plan = _Plan(end=bits)
        plan.place([[frozenset({(True, gate, True)})] if gate in read else gates[gate] for gate in answers])
        levels = list(_levels(gates, read))
        for level in levels:
            plan.place([gates[gate] for gate in level])
        for number, bit in enumerate(told):
            if bit is not None:
                plan.say((False, number, True), 1 << bit)
        most = plan.most_of_a_table(len(told) + len(read))
        self._told = (1 << bits) - 1
        self._base = plan.base
        self._input_tables = plan.tables([(False, number) for number in range(len(told))], most)
        of_answers, *of_levels = plan.blocks
        self._answers = (
            of_answers.start,
            ((1 << of_answers.gates) - 1) << of_answers.start,
            of_answers.shifts(first=0),
        )
        self._levels = tuple(
            block.level(plan.tables([(True, gate) for gate in level], most))
            for block, level in zip(of_levels, levels, strict=True)
        )

    def decided(self, inputs: int) -> tuple[int, int]:
        """The inputs told again, and the answers that hold: bit i is the i-th."""
        places, tables = self._base, self._input_tables
        for said in map(getitem, tables, inputs.to_bytes(len(tables), "little")):
            places |= said
        for start, every, shifts, bytes_, tables in self._levels:
            block = places >> start
            held = block & every
            for shift in shifts:
                held &= block >> shift
            for said in map(getitem, tables, held.to_bytes(bytes_, "little")):
                places |= said
        start, held, shifts = self._answers
        for shift in shifts:
            held &= places >> shift
        return places & self._told, held >> start


@dataclass(frozen=True, slots=True)
class _Block:
    """The places of some gates."""

    start: int
    gates: int
    clauses: int

    def level(self, tables: tuple[Table, ...]) -> Level:
        return Level(self.start, (1 << self.gates) - 1, self.shifts(first=1), len(tables), tables)

    def shifts(self, first: int) -> tuple[int, ...]:
        """From the first clauses to those from the `first` on."""
        return tuple(self.gates * clause for clause in range(first, self.clauses))


@dataclass(slots=True)
class _Plan:
    """Where each clause has its place. `base`: the places filled from the start. `end`: the first free bit."""

    end: int
    base: int = 0
    says: dict[Literal, int] = field(default_factory=dict)
    blocks: list[_Block] = field(default_factory=list)

    def place(self, gates: Sequence[Clauses]) -> None:
        """A place for each clause; a gate with fewer than others has the rest filled."""
        block = _Block(self.end, len(gates), max(1, *map(len, gates), 1))
        for number, clauses in enumerate(gates):
            for at in range(block.clauses):
                bit = 1 << block.start + at * block.gates + number
                if at >= len(clauses):
                    self.base |= bit
                else:
                    for literal in clauses[at]:
                        self.say(literal, bit)
        self.end += block.gates * block.clauses
        self.blocks.append(block)

    def say(self, literal: Literal, bit: int) -> None:
        self.says[literal] = self.says.get(literal, 0) | bit

    def most_of_a_table(self, read: int) -> int:
        """How many numbers as long as this plan each table may hold, where so many inputs and gates are read."""
        return max(2 * BYTE, MOST_MEMORY * BYTE // ((read // BYTE + 1) * (self.end + 1)))

    def tables(self, of: Sequence[tuple[bool, int]], most: int) -> tuple[Table, ...]:
        """What these inputs or gates say, eight to a table."""
        says = [(self.says.get((*each, False), 0), self.says.get((*each, True), 0)) for each in of]
        return tuple(Table(says[start : start + BYTE], most) for start in range(0, len(says), BYTE))


def _levels(gates: Sequence[Clauses], read: Iterable[int]) -> Iterator[list[int]]:
    """The gates that others read, each on the level after the last one that it reads."""
    heights: dict[int, int] = {}

    def height(gate: int) -> int:
        if gate not in heights:
            reads = {number for clause in gates[gate] for is_gate, number, _ in clause if is_gate}
            heights[gate] = 1 + max(map(height, reads), default=-1)
        return heights[gate]

    levels: dict[int, list[int]] = {}
    for gate in sorted(read):
        levels.setdefault(height(gate), []).append(gate)
    for at in sorted(levels):
        yield levels[at]
