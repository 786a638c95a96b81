"""Which leaves decide a rule: the branches that share its value, through negations and other rules' conclusions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.direct.bits import MET, Bits, all_of, any_of, inverse
from engine.explain.explanation import LeafAccount, Place
from engine.explain.leaves import account_of
from engine.explain.readings import leaf_bits
from engine.facts import Fact, Situation

NOT_IN_FORCE = Place("rule", "*", "in_force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A leaf's account, and the key of the rule it stands in; `leaf` -1: a conclusion of no rule in force.

    `turned`: under a negation, so that what is met stands against the rule.
    """

    rule: str
    leaf: int
    bits: Bits
    account: LeafAccount
    turned: bool

    @property
    def support(self) -> tuple[Fact, ...]:
        return () if self.turned else self.account.support

    @property
    def partners(self) -> tuple[Fact, ...]:
        return () if self.turned else self.account.partners

    @property
    def failed(self) -> frozenset[Place]:
        """What stands against the rule: the leaf's own failure, or under a negation what makes it met."""
        if not self.turned:
            return self.account.failed
        if self.bits != MET:
            return frozenset()
        account = self.account
        records = {Place(fact.kind, fact.id, "without") for fact in account.support}
        fields = {Place(read.kind, read.fact, read.test.field) for read in account.tests}
        figures = {Place(read.kind, "*", read.field or read.figure) for read in account.figures}
        return frozenset(records | fields | figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Walks one program over one situation, reading each leaf and rule once."""

    program: Program
    situation: Situation
    _leaves: dict[int, Bits] = field(default_factory=dict)
    _rules: dict[int, Bits] = field(default_factory=dict)

    def bits(self, node: Node) -> Bits:
        """The node's value."""
        match node:
            case Constant(truth=truth):
                return truth.bits
            case LeafAt(index=index):
                if index not in self._leaves:
                    self._leaves[index] = leaf_bits(self.program, index, self.situation)
                return self._leaves[index]
            case RuleAt(index=index):
                if index not in self._rules:
                    self._rules[index] = self.bits(self.program.rules[index].value)
                return self._rules[index]
            case And(children=children):
                return all_of(self.bits(child) for child in children)
            case Or(children=children):
                return any_of(self.bits(child) for child in children)
            case Inverse(child=child):
                return inverse(self.bits(child))

    def accounts(self, node: Node, rule: str, turned: bool = False) -> tuple[Told, ...]:
        """The leaves on the branches that have the node's own value, each with its account.

        A conclusion that several branches rest on is opened once: rules that each name others twice would double at
        every step.
        """
        return tuple(self._accounts(node, rule, turned, set()))

    def _accounts(self, node: Node, rule: str, turned: bool, opened: set[tuple[int, bool]]) -> Iterator[Told]:
        bits = self.bits(node)
        match node:
            case Constant():
                account = LeafAccount(failed=frozenset({NOT_IN_FORCE}))
                yield Told(rule=rule, leaf=-1, bits=bits, account=account, turned=turned)
            case LeafAt(index=index):
                account = account_of(self.program.leaves[index], bits, self.situation, self.program)
                yield Told(rule=rule, leaf=index, bits=bits, account=account, turned=turned)
            case RuleAt(index=index):
                if (index, turned) not in opened:
                    opened.add((index, turned))
                    below = self.program.rules[index]
                    yield from self._accounts(below.value, below.key, turned, opened)
            case And(children=children) | Or(children=children):
                for child in children:
                    if self.bits(child) == bits:
                        yield from self._accounts(child, rule, turned, opened)
            case Inverse(child=child):
                yield from self._accounts(child, rule, not turned, opened)
