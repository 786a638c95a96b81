"""A program as a network of plain conjunctions over tokens: all that the forward-chaining engine is trusted with.

A token is a small number that stands for one literal: a leaf, a rule's conclusion, the negation of either, or an
intermediate step. Negation is pushed down to the literals (lawful for three values), `any` becomes several
conjunctions with one head, a wide or nested node becomes intermediate tokens. Conjunctions stand in shards, each small
enough for one ruleset; what a conjunction reads is concluded in the same shard or an earlier one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Truth

Token = int
Literal = tuple[str, int, bool]


class ProgramTooLarge(ValueError):
    """The engine cannot hold this program, however it is divided."""


class ProgramOutOfOrder(ValueError):
    """A rule reads a conclusion of its own or of a later stratum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one ruleset is given, well inside what was measured to hold.

    Measured: wrong neighbours fire at 256 conjunctions on one last test, a compile hangs at 513 sibling tests, more
    than 64 matches on one fact, 28 joins or 16 facts in a rule are errors.
    """

    body: int = 8
    mentions: int = 48
    tokens: int = 192
    conjunctions: int = 160
    shards: int = 1_024
    depth: int = 128


SAFE = Limits()


@dataclass(frozen=True, slots=True)
class Conjunction:
    """`head` is concluded when every token of `body` is asserted; `body` is sorted and without repetition."""

    head: Token
    body: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Stratum:
    """Shards to run one after another, and the (head, negation) tokens of the rules that are then decided."""

    shards: tuple[tuple[Conjunction, ...], ...]
    decided: tuple[tuple[Token, Token], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`leaves`: the (positive, negative) token of each leaf; `heads`: each rule's. `met`, `open_`: constants."""

    leaves: tuple[tuple[Token, Token], ...]
    heads: tuple[Token, ...]
    met: Token
    open_: Token
    strata: tuple[Stratum, ...]


def network_of(program: Program, limits: Limits = SAFE) -> Network:
    """The network of a program; ProgramTooLarge or ProgramOutOfOrder where there is none."""
    drawing = _Drawing(program, limits)
    leaves = tuple(
        (drawing.token("leaf", i, True), drawing.token("leaf", i, False)) for i in range(len(program.leaves))
    )
    heads = tuple(drawing.token("rule", index, True) for index in range(len(program.rules)))
    strata = tuple(drawing.stratum(number) for number in range(program.strata))
    if sum(len(stratum.shards) for stratum in strata) > limits.shards:
        raise ProgramTooLarge(f"the program needs more than {limits.shards} rulesets; split the packs it is made of")
    return Network(
        leaves=leaves,
        heads=heads,
        met=drawing.token("constant", 2, True),
        open_=drawing.token("constant", 1, True),
        strata=strata,
    )


@dataclass(slots=True)
class _Drawing:
    """The tokens given so far, and the steps already drawn in the stratum at hand."""

    program: Program
    limits: Limits
    tokens: dict[Literal, Token] = field(default_factory=dict)
    steps: dict[tuple[str, tuple[Token, ...]], Token] = field(default_factory=dict)
    drawn: list[Conjunction] = field(default_factory=list)

    def token(self, what: str, index: int, positive: bool) -> Token:
        return self.tokens.setdefault((what, index, positive), len(self.tokens) + 1)

    def stratum(self, number: int) -> Stratum:
        self.steps, self.drawn = {}, []
        decided = []
        for index, rule in enumerate(self.program.rules):
            if rule.stratum == number:
                self._rule(self.token("rule", index, True), rule.value, number)
                decided.append((self.token("rule", index, True), self.token("rule", index, False)))
        return Stratum(tuple(_shards(self.drawn, self.limits)), tuple(decided))

    def _rule(self, head: Token, value: Node, stratum: int) -> None:
        """Conjunctions that conclude `head`: one, or one for each alternative of an `any` at the top."""
        for alternative in _alternatives(value):
            body = self._body(alternative, positive=True, stratum=stratum, depth=1)
            self.drawn.append(Conjunction(head, self._narrowed(body)))

    def _body(self, node: Node, *, positive: bool, stratum: int, depth: int) -> tuple[Token, ...]:
        """The tokens that together say `node` (or its negation)."""
        if depth > self.limits.depth:
            raise ProgramTooLarge(f"conditions nest more than {self.limits.depth} deep")
        match node:
            case Inverse(child=child):
                return self._body(child, positive=not positive, stratum=stratum, depth=depth + 1)
            case And(children=children) | Or(children=children):
                bodies = [self._body(c, positive=positive, stratum=stratum, depth=depth + 1) for c in children]
                if isinstance(node, And) is positive:
                    return tuple(sorted({token for body in bodies for token in body}))
                return (self._any_of(bodies),)
            case Constant(truth=truth):
                return (self._constant(truth, positive),)
            case LeafAt(index=index):
                return (self.token("leaf", index, positive),)
            case RuleAt(index=index):
                if self.program.rules[index].stratum >= stratum:
                    raise ProgramOutOfOrder(f"{self.program.rules[index].key} is read before it is concluded")
                return (self.token("rule", index, positive),)
            case _:
                assert_never(node)

    def _constant(self, truth: Truth, positive: bool) -> Token:
        """Token 2 is always asserted, 1 in the reading of what is possible, 0 never."""
        rank = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET).index(truth)
        return self.token("constant", rank if positive else 2 - rank, True)

    def _any_of(self, bodies: Iterable[tuple[Token, ...]]) -> Token:
        """A token concluded by any of the bodies."""
        narrowed = sorted({self._narrowed(body) for body in bodies})
        if len(narrowed) == 1 and len(narrowed[0]) == 1:
            return narrowed[0][0]
        singles = tuple(self._step("all", (body,)) if len(body) != 1 else body[0] for body in narrowed)
        return self._step("any", tuple((token,) for token in sorted(set(singles))))

    def _narrowed(self, body: tuple[Token, ...]) -> tuple[Token, ...]:
        """The body in at most `limits.body` tokens, groups of which are concluded first; the empty body always holds."""
        body = body or (self.token("constant", 2, True),)
        while len(body) > self.limits.body:
            groups = [body[start : start + self.limits.body] for start in range(0, len(body), self.limits.body)]
            body = tuple(group[0] if len(group) == 1 else self._step("all", (group,)) for group in groups)
        return body

    def _step(self, sort: str, bodies: tuple[tuple[Token, ...], ...]) -> Token:
        """The intermediate token that any of the bodies concludes; the same bodies give the same token."""
        name = (sort, tuple(token for body in bodies for token in body))
        if name not in self.steps:
            head = self.steps[name] = self.token("step", len(self.tokens), True)
            self.drawn.extend(Conjunction(head, body) for body in bodies)
        return self.steps[name]


def _alternatives(value: Node) -> Sequence[Node]:
    return value.children if isinstance(value, Or) else (value,)


def _shards(drawn: Sequence[Conjunction], limits: Limits) -> Iterator[tuple[Conjunction, ...]]:
    """The conjunctions in their order, divided before one would bring a ruleset past a limit."""
    shard: list[Conjunction] = []
    mentions: Counter[Token] = Counter()
    for each in drawn:
        crowded = any(mentions[token] >= limits.mentions for token in each.body)
        wide = len(mentions.keys() | set(each.body)) > limits.tokens
        if shard and (crowded or wide or len(shard) >= limits.conjunctions):
            yield tuple(shard)
            shard, mentions = [], Counter()
        shard.append(each)
        mentions.update(each.body)
    if shard:
        yield tuple(shard)
