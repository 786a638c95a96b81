"""From leaves to rules: all rules of a level are decided together, as the bits of one number (docs/spec.md: values, rules).

Each rule is written as clauses: it is met if every clause has a literal that is. A literal is a leaf or a rule, or its
negation. What a literal says to every rule that reads it is one number with a place for each clause of each rule; those
of the literals that hold are joined, and the rules all of whose places are filled are met. A rule that reads rules
stands on a later level. The sure and the possible reading are computed side by side; a negation in one reads the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.direct.sieve import bits_of, sum_of
from engine.facts import Truth

CONSTANTS = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)
"""They stand behind the leaves, as leaves whose truth never changes."""

MOST_CLAUSES = 4
DIGITS = "0123456789abcdef"

Literal = tuple[bool, int, bool]
"""Whether it is a rule, the number of the leaf or rule, whether it is positive."""

Clause = frozenset[Literal]


Digits = tuple[dict[str, int], ...]
"""For each four leaves a table from a hexadecimal digit of the leaves that hold to the places it fills."""


@dataclass(frozen=True, slots=True)
class Level:
    """`gates`: the rules decided on it. `met_read`, `not_met_read`: those of them that later ones read so."""

    gates: int
    met_read: int
    not_met_read: int


class Chain:
    """The rules of a program over its leaves; leaf i is bit i, the constants are the bits after the last leaf."""

    __slots__ = (
        "_base", "_either", "_if_met", "_if_not_met", "_known_digits", "_levels", "_met_digits", "_not_met_digits",
        "_places", "_rules", "_width", "constant_possible", "constant_sure",
    )  # fmt: skip

    def __init__(self, program: Program) -> None:
        leaves = len(program.leaves)
        self.constant_sure = 1 << leaves + CONSTANTS.index(Truth.MET)
        self.constant_possible = self.constant_sure | 1 << leaves + CONSTANTS.index(Truth.UNKNOWN)
        drawing = _Drawing(leaves, [[] for _ in program.rules])
        for number, rule in enumerate(program.rules):
            drawing.gates[number] = drawing.narrowed(drawing.clauses(rule.value, True))
        width = len(drawing.gates)
        self._rules = (1 << len(program.rules)) - 1
        self._width = leaves + len(CONSTANTS) + 3 >> 2
        self._places = tuple(width * place for place in range(1, max(map(len, drawing.gates), default=1)))
        self._base = sum_of(
            1 << width * place + gate
            for gate, clauses in enumerate(drawing.gates)
            for place in range(len(clauses), len(self._places) + 1)
        )
        says = _says(drawing.gates)
        self._if_met = {1 << number: mask for (rule, number, positive), mask in says.items() if rule and positive}
        self._if_not_met = {
            1 << number: mask for (rule, number, positive), mask in says.items() if rule and not positive
        }
        met = [says.get((False, leaf, True), 0) for leaf in range(4 * self._width)]
        not_met = [says.get((False, leaf, False), 0) for leaf in range(4 * self._width)]
        self._either = {1 << leaf: one | other for leaf, (one, other) in enumerate(zip(met, not_met, strict=True))}
        self._met_digits = _digits(met, not_met=[0] * len(met))
        self._not_met_digits = _digits([0] * len(met), not_met=not_met)
        self._known_digits = _digits(met, not_met=not_met)
        self._levels = _levels(drawing.gates, sum_of(self._if_met), sum_of(self._if_not_met))

    def decided(self, sure: int, possible: int) -> tuple[int, int]:
        """The rules that surely and that possibly hold, rule i as bit i, from the leaves that do (with the constants)."""
        if sure == possible:
            held = self._one_reading(self._filled(self._base, self._known_digits, sure)) & self._rules
            return held, held
        places = self._filled(self._base, self._met_digits, sure)
        places = self._filled(places, self._not_met_digits, possible)
        more = places
        for leaf in bits_of(possible ^ sure):
            more |= self._either[leaf]
        surely, possibly = self._both_readings(places, more)
        return surely & self._rules, possibly & self._rules

    def _filled(self, places: int, digits: Digits, leaves: int) -> int:
        """`places` with those that the leaves fill, four leaves at a time."""
        for table, digit in zip(digits, f"{leaves:0{self._width}x}", strict=True):
            places |= table[digit]
        return places

    def _one_reading(self, places: int) -> int:
        """Level by level, where nothing is unknown."""
        all_held = 0
        for level in self._levels:
            held = level.gates & places
            for place in self._places:
                held &= places >> place
            all_held |= held
            for gate in bits_of(held & level.met_read):
                places |= self._if_met[gate]
            for gate in bits_of(level.not_met_read & ~held):
                places |= self._if_not_met[gate]
        return all_held

    def _both_readings(self, places: int, more: int) -> tuple[int, int]:
        """Level by level, both readings of each before the next: `more` are the places filled in the possible one."""
        all_sure = all_possible = 0
        for level in self._levels:
            sure, possible = level.gates & places, level.gates & more
            for place in self._places:
                sure &= places >> place
                possible &= more >> place
            all_sure |= sure
            all_possible |= possible
            for gate in bits_of(sure & level.met_read):
                places |= self._if_met[gate]
            for gate in bits_of(possible & level.met_read):
                more |= self._if_met[gate]
            for gate in bits_of(level.not_met_read & ~possible):
                places |= self._if_not_met[gate]
            for gate in bits_of(level.not_met_read & ~sure):
                more |= self._if_not_met[gate]
        return all_sure, all_possible


@dataclass(slots=True)
class _Drawing:
    """The clauses of each rule; steps that a rule needs in between stand behind the rules."""

    leaves: int
    gates: list[list[Clause]]
    steps: dict[frozenset[Clause], int] = field(default_factory=dict)

    def clauses(self, node: Node, positive: bool) -> list[Clause]:
        """The node (or its negation) as clauses all of which must hold."""
        match node:
            case Inverse(child=child):
                return self.clauses(child, not positive)
            case And(children=children) | Or(children=children) if isinstance(node, And) is positive:
                return [clause for child in children for clause in self.clauses(child, positive)]
            case _:
                return [frozenset(self.literals(node, positive))]

    def literals(self, node: Node, positive: bool) -> Iterable[Literal]:
        """The node (or its negation) as literals one of which must hold."""
        match node:
            case Inverse(child=child):
                yield from self.literals(child, not positive)
            case And(children=children) | Or(children=children):
                if isinstance(node, And) is positive:
                    yield True, self.step(self.clauses(node, positive)), True
                else:
                    for child in children:
                        yield from self.literals(child, positive)
            case LeafAt(index=index):
                yield False, index, positive
            case RuleAt(index=index):
                yield True, index, positive
            case Constant(truth=truth):
                yield False, self.leaves + CONSTANTS.index(truth), positive
            case _:
                assert_never(node)

    def step(self, clauses: Sequence[Clause]) -> int:
        """The number of a step that holds where all the clauses do; the same clauses give the same step."""
        narrowed = self.narrowed(clauses)
        key = frozenset(narrowed)
        if key not in self.steps:
            self.steps[key] = len(self.gates)
            self.gates.append(narrowed)
        return self.steps[key]

    def narrowed(self, clauses: Sequence[Clause]) -> list[Clause]:
        """The clauses in at most MOST_CLAUSES, groups of them as steps."""
        clauses = list(dict.fromkeys(clauses))
        while len(clauses) > MOST_CLAUSES:
            groups = [clauses[start : start + MOST_CLAUSES] for start in range(0, len(clauses), MOST_CLAUSES)]
            clauses = [group[0] if len(group) == 1 else frozenset({(True, self.step(group), True)}) for group in groups]
        return clauses


def _says(gates: Sequence[Sequence[Clause]]) -> dict[Literal, int]:
    """The places that each literal fills."""
    says: dict[Literal, int] = {}
    for gate, clauses in enumerate(gates):
        for place, clause in enumerate(clauses):
            for literal in clause:
                says[literal] = says.get(literal, 0) | 1 << len(gates) * place + gate
    return says


def _digits(met: Sequence[int], not_met: Sequence[int]) -> Digits:
    """For each four leaves, highest first, and each hexadecimal digit they make: what they say, met (1) or not (0)."""
    pairs = list(zip(not_met, met, strict=True))
    fours = [pairs[start : start + 4] for start in range(0, len(pairs), 4)]
    return tuple(
        {
            digit: sum_of(says[number >> place & 1] for place, says in enumerate(four))
            for number, digit in enumerate(DIGITS)
        }
        for four in reversed(fours)
    )


def _levels(gates: Sequence[Sequence[Clause]], met_read: int, not_met_read: int) -> tuple[Level, ...]:
    """Each rule on the level after the last one that it reads."""
    heights: dict[int, int] = {}

    def height(gate: int) -> int:
        if gate not in heights:
            read = {number for clause in gates[gate] for rule, number, _ in clause if rule}
            heights[gate] = 1 + max(map(height, read), default=-1)
        return heights[gate]

    levels: dict[int, int] = {}
    for gate in range(len(gates)):
        levels[height(gate)] = levels.get(height(gate), 0) | 1 << gate
    return tuple(Level(levels[at], levels[at] & met_read, levels[at] & not_met_read) for at in sorted(levels))
