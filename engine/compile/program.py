"""A compiled program: what both engines run.

Made from the packs in force at one `law_at`: parameters are values, equal leaves are shared, rules stand in strata
so that a rule reads only conclusions of earlier strata. Both engines answer with `Readings`, aligned to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from engine.catalogue import FactKind
from engine.compile.truths import numbers_of, truths_of
from engine.conditions import (
    BanLeaf,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    RatioLeaf,
    RecordLeaf,
    SubjectLeaf,
    SumLeaf,
)
from engine.facts import Truth, truth_of
from engine.pack import Conclude, ListDef, PackRef, ParameterDef, ParameterValue, Propose, Rule, Source
from engine.working_days import NO_CALENDAR, WorkCalendar

ComputedLeaf = SubjectLeaf | RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf | EntryLeaf | BanLeaf


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known when packs load (a `met` of a rule whose pack has no release in force is not met)."""

    truth: Truth


@dataclass(frozen=True, slots=True)
class LeafAt:
    """The leaf with this index in `Program.leaves`."""

    index: int


@dataclass(frozen=True, slots=True)
class RuleAt:
    """The final value (after `unless`) of the rule with this index in `Program.rules`; always of an earlier stratum."""

    index: int


@dataclass(frozen=True, slots=True)
class And:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    child: "Node"


Node = Constant | LeafAt | RuleAt | And | Or | Inverse


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """One rule: `value` is `when and not any unless`; `rule` keeps its text, basis and titles."""

    key: str
    ref: PackRef
    rule: Rule
    value: Node
    when: Node
    unless: tuple[Node, ...]
    then: Propose | Conclude
    stratum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterUse:
    """Where a literal of a leaf came from: `$name` of the rule's pack, with the value and basis of the program's law_at.

    `rule`: the rule's key. `leaf`: its index in `Program.leaves`. `test`: index in `compile.parts.leaf_tests(leaf)`.
    `operand`: index in that test's operands. A leaf shared by two rules has the uses of both.
    """

    rule: str
    leaf: int
    test: int
    operand: int
    definition: ParameterDef
    value: ParameterValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`rules` are ordered by stratum, then key ("pack#rule"). `leaves` hold Literals only, no Parameter.

    `kinds` are the catalogue kinds that leaves read (also "subject" and "entry"): field types, domains, `always`.
    `calendar`: the working days, for tests in P5WD.
    `parameters`, `sources` and `lists` serve the explanation only, engines do not read them: where literals came
    from, and each pack's sources and lists by pack id, then id.
    """

    law_at: date
    packs: tuple[PackRef, ...]
    leaves: tuple[ComputedLeaf, ...]
    rules: tuple[CompiledRule, ...]
    kinds: Mapping[str, FactKind]
    digest: str
    calendar: WorkCalendar = NO_CALENDAR
    parameters: tuple[ParameterUse, ...] = ()
    sources: Mapping[str, Mapping[str, Source]] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, ListDef]] = field(default_factory=dict)

    @property
    def strata(self) -> int:
        return 1 + max((rule.stratum for rule in self.rules), default=0)


class _Bits(NamedTuple):
    """`shape`: how many leaves and how many rules. Bit i of the others is leaf i or rule i."""

    shape: tuple[int, int]
    sure_leaves: int
    possible_leaves: int
    sure_rules: int
    possible_rules: int


class Readings(_Bits):
    """What an engine says: whether each leaf and each rule surely and whether it possibly holds, in the program's order.

    ValueError where something surely but not possibly holds. Truths are made when they are asked for: that two engines
    agree is seen from the numbers alone. A tuple, because every evaluation makes one.
    """

    __slots__ = ()

    def __new__(
        cls, shape: tuple[int, int], sure_leaves: int, possible_leaves: int, sure_rules: int, possible_rules: int
    ) -> Self:
        if sure_leaves | possible_leaves != possible_leaves or sure_rules | possible_rules != possible_rules:
            raise ValueError("a reading cannot surely hold and possibly not hold")
        return super().__new__(cls, shape, sure_leaves, possible_leaves, sure_rules, possible_rules)

    @classmethod
    def of(cls, leaves: Sequence[Truth], rules: Sequence[Truth]) -> Self:
        """The readings with these truths."""
        return cls((len(leaves), len(rules)), *numbers_of(leaves), *numbers_of(rules))

    @property
    def leaves(self) -> tuple[Truth, ...]:
        """One truth for each leaf, made anew each time."""
        return truths_of(self.sure_leaves, self.possible_leaves, self.shape[0])

    @property
    def rules(self) -> tuple[Truth, ...]:
        """One truth for each rule, made anew each time."""
        return truths_of(self.sure_rules, self.possible_rules, self.shape[1])

    def leaf(self, index: int) -> Truth:
        """The truth of one leaf."""
        return truth_of(bool(self.sure_leaves >> index & 1), bool(self.possible_leaves >> index & 1))

    def rule(self, index: int) -> Truth:
        """The truth of one rule."""
        return truth_of(bool(self.sure_rules >> index & 1), bool(self.possible_rules >> index & 1))

    def fit(self, program: Program) -> bool:
        """Whether they can be of this program: as many leaves and rules, and no bit for any other."""
        leaves, rules = self.shape
        same = leaves == len(program.leaves) and rules == len(program.rules)
        return same and not self.possible_leaves >> leaves and not self.possible_rules >> rules
