"""From leaves to rules: each rule is written as clauses, and all rules of a level are decided together (docs/spec.md: values, rules).

Where nothing is unknown, one network of two values answers. Where something is, another does that holds every rule
twice, once for whether it surely and once for whether it possibly holds; a negation in one reads the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.direct.network import Clause, Literal, Network
from engine.facts import Truth

MOST_CLAUSES = 4
ALWAYS: Literal = (False, -1, True)
"""What is met whatever holds."""


class Chain:
    """The rules of a program over its leaves. Leaf i is input `inputs[i]`, of `number`; the one behind them is never known."""

    __slots__ = ("_both", "_first_possible", "_known", "_leaves", "_open", "_rules")

    def __init__(self, program: Program, inputs: Sequence[int], number: int) -> None:
        leaves, rules = len(program.leaves), len(program.rules)
        drawing = _Drawing(inputs, number, [[] for _ in program.rules])
        for index, rule in enumerate(program.rules):
            drawing.gates[index] = drawing.narrowed(drawing.clauses(rule.value, True))
        leaf_of = {of: leaf for leaf, of in enumerate(inputs)}
        told = [leaf_of.get(of) for of in range(number + 1)]
        twice = [*told, *(None if leaf is None else leaves + leaf for leaf in told)]
        gates, self._first_possible = drawing.gates, number + 1
        self._known = Network(gates, range(rules), told)
        self._both = Network(
            list(_twice(gates, self._first_possible)), [*range(rules), *range(len(gates), len(gates) + rules)], twice
        )
        self._open = 1 << number if drawing.open_ else 0
        self._leaves, self._rules = leaves, rules

    def decided(self, sure: int, possible: int) -> tuple[int, int, int, int]:
        """From the inputs that surely and that possibly hold: the leaves, then the rules that do, in the program's order."""
        possible |= self._open
        if sure == possible:
            leaves, rules = self._known.decided(sure)
            return leaves, leaves, rules, rules
        leaves, rules = self._both.decided(sure | possible << self._first_possible)
        possible_leaves, possible_rules = leaves >> self._leaves, rules >> self._rules
        return (
            leaves ^ possible_leaves << self._leaves, possible_leaves,
            rules ^ possible_rules << self._rules, possible_rules,
        )  # fmt: skip


def _twice(gates: Sequence[Sequence[Clause]], inputs: int) -> Iterator[list[Clause]]:
    """Every gate as surely held, then every gate as possibly held; each reads inputs and gates of the one or the other."""
    first = (inputs, len(gates))
    for possibly in (False, True):
        for clauses in gates:
            yield [
                frozenset(
                    (gate, number + first[gate] * (possibly is positive), positive) for gate, number, positive in clause
                )
                for clause in clauses
            ]


@dataclass(slots=True)
class _Drawing:
    """The clauses of each rule; steps that a rule needs in between stand behind the rules."""

    inputs: Sequence[int]
    never_known: int
    gates: list[list[Clause]]
    open_: bool = False
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
                yield False, self.inputs[index], positive
            case RuleAt(index=index):
                yield True, index, positive
            case Constant(truth=Truth.UNKNOWN):
                self.open_ = True
                yield False, self.never_known, positive
            case Constant(truth=truth):
                if (truth is Truth.MET) is positive:
                    yield ALWAYS
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
        """The clauses that may fail in at most MOST_CLAUSES, groups of them as steps."""
        clauses = list(dict.fromkeys(clause for clause in clauses if ALWAYS not in clause))
        while len(clauses) > MOST_CLAUSES:
            groups = [clauses[start : start + MOST_CLAUSES] for start in range(0, len(clauses), MOST_CLAUSES)]
            clauses = [group[0] if len(group) == 1 else frozenset({(True, self.step(group), True)}) for group in groups]
        return clauses
