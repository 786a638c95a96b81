"""A program as a network of plain conjunctions over tokens: all that the forward-chaining engine is trusted with.

A token is a small number that stands for one literal: a leaf, a rule's conclusion, the negation of either, or an
intermediate step. Negation is pushed down to the literals (lawful for three values), `any` becomes several
conjunctions with one head, a wide or nested node becomes intermediate tokens, and what has the same bodies has the
same head. Conjunctions stand in shards, each small enough for one ruleset; what a conjunction reads is concluded in
the same shard or an earlier one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Truth

Token = int
Body = tuple[Token, ...]
Meant = tuple[str, int, bool]  # "leaf", "rule", "step" or "constant"; its index; False for its negation
RANKS = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)


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
    body: Body


@dataclass(frozen=True, slots=True)
class Layer:
    """Shards to run one after another, and the (head, negation) tokens that are decided once they have run.

    INVARIANT: no conjunction of a layer reads the negation of a head of the same layer. So within it the possible
    reading only adds to the sure one.
    """

    shards: tuple[tuple[Conjunction, ...], ...]
    decided: tuple[tuple[Token, Token], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`leaves`: the (positive, negative) token of each leaf; `heads`: each rule's, rules of one meaning sharing one.

    `met`, `open_`: constants. `meant`: what each token stands for.
    """

    leaves: tuple[tuple[Token, Token], ...]
    heads: tuple[Token, ...]
    met: Token
    open_: Token
    layers: tuple[Layer, ...]
    meant: Mapping[Token, Meant]


def network_of(program: Program, limits: Limits = SAFE) -> Network:
    """The network of a program; ProgramTooLarge or ProgramOutOfOrder where there is none."""
    drawing = _Drawing(program, limits)
    leaves = tuple(drawing.literal("leaf", index) for index in range(len(program.leaves)))
    drawing.constants()
    layers = tuple(drawing.layer(rules) for rules in _layers(program))
    if sum(len(layer.shards) for layer in layers) > limits.shards:
        raise ProgramTooLarge(f"the program needs more than {limits.shards} rulesets; split the packs it is made of")
    return Network(
        leaves=leaves,
        heads=tuple(drawing.heads),
        met=drawing.token("constant", 2, True),
        open_=drawing.token("constant", 1, True),
        layers=layers,
        meant={token: meant for meant, token in drawing.tokens.items()},
    )


def _layers(program: Program) -> Iterator[tuple[int, ...]]:
    """The rules by how many negated conclusions stand below one another: only a negation waits for what it negates."""
    below: list[int] = []
    for rule in program.rules:
        read = tuple(_conclusions_read(rule.value))
        for index, _ in read:
            if program.rules[index].stratum >= rule.stratum:
                raise ProgramOutOfOrder(f"{program.rules[index].key} is read before it is concluded")
        below.append(max((below[index] + negated for index, negated in read), default=0))
    for number in range(1 + max(below, default=-1)):
        yield tuple(index for index, layer in enumerate(below) if layer == number)


def _conclusions_read(value: Node) -> Iterator[tuple[int, bool]]:
    """The rules whose conclusions a node reads, each with whether it is read negated."""
    agenda: list[tuple[Node, bool]] = [(value, False)]
    while agenda:
        node, negated = agenda.pop()
        match node:
            case RuleAt(index=index):
                yield index, negated
            case Inverse(child=child):
                agenda.append((child, not negated))
            case And(children=children) | Or(children=children):
                agenda.extend((child, negated) for child in children)
            case Constant() | LeafAt():
                continue
            case _:
                assert_never(node)


@dataclass(slots=True)
class _Drawing:
    """The tokens given so far, the token of each rule drawn, and the conjunctions of the layer at hand.

    `negations`: each token's negation, both ways, once it has one. `concluded`: the token that a set of alternative
    bodies concludes, so that equal ones are concluded once.
    """

    program: Program
    limits: Limits
    tokens: dict[Meant, Token] = field(default_factory=dict)
    heads: list[Token] = field(default_factory=list)
    negations: dict[Token, Token] = field(default_factory=dict)
    concluded: dict[tuple[Body, ...], Token] = field(default_factory=dict)
    drawn: list[Conjunction] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heads = [0] * len(self.program.rules)

    def token(self, what: str, index: int, positive: bool) -> Token:
        return self.tokens.setdefault((what, index, positive), len(self.tokens) + 1)

    def literal(self, what: str, index: int) -> tuple[Token, Token]:
        """The tokens of something that may be read negated."""
        pair = self.token(what, index, True), self.token(what, index, False)
        self._oppose(*pair)
        return pair

    def constants(self) -> None:
        """Token 2 is always asserted, 1 in the reading of what is possible, 0 never; 1 is its own negation."""
        for rank in range(len(RANKS)):
            self._oppose(self.token("constant", rank, True), self.token("constant", 2 - rank, True))

    def layer(self, rules: Iterable[int]) -> Layer:
        self.drawn = []
        decided = tuple(pair for index in rules for pair in self._rule(index))
        return Layer(tuple(_shards(self.drawn, self.limits)), decided)

    def _oppose(self, token: Token, negation: Token) -> None:
        self.negations |= {token: negation, negation: token}

    def _rule(self, index: int) -> Iterator[tuple[Token, Token]]:
        """Draws the rule; its head and negation, unless it only repeats what has a negation already."""
        alternatives = _alternatives(self.program.rules[index].value)
        bodies = (self._body(each, positive=True, depth=1) for each in alternatives)
        head = self.heads[index] = self._any_of(bodies, ("rule", index, True))
        if head not in self.negations:
            negation = self.token("rule", index, False)
            self._oppose(head, negation)
            yield head, negation

    def _body(self, node: Node, *, positive: bool, depth: int) -> Body:
        """The tokens that together say `node` (or its negation)."""
        if depth > self.limits.depth:
            raise ProgramTooLarge(f"conditions nest more than {self.limits.depth} deep")
        match node:
            case Inverse(child=child):
                return self._body(child, positive=not positive, depth=depth + 1)
            case And(children=children) | Or(children=children):
                bodies = [self._body(child, positive=positive, depth=depth + 1) for child in children]
                if isinstance(node, And) is positive:
                    return tuple(sorted({token for body in bodies for token in body}))
                return (self._any_of(bodies),)
            case Constant(truth=truth):
                return (self._signed(self.token("constant", RANKS.index(truth), True), positive),)
            case LeafAt(index=index):
                return (self.token("leaf", index, positive),)
            case RuleAt(index=index):
                return (self._signed(self.heads[index], positive),)
            case _:
                assert_never(node)

    def _signed(self, token: Token, positive: bool) -> Token:
        return token if positive else self.negations[token]

    def _any_of(self, bodies: Iterable[Body], meant: Meant | None = None) -> Token:
        """The token concluded by any of the bodies: the one that says it already, else a new one that stands for `meant`."""
        narrowed = tuple(sorted({self._narrowed(body) for body in bodies}))
        if len(narrowed) == 1 and len(narrowed[0]) == 1:
            return narrowed[0][0]
        if narrowed not in self.concluded:
            head = self.token(*(meant or ("step", len(self.tokens), True)))
            self.concluded[narrowed] = head
            self.drawn.extend(Conjunction(head, body) for body in narrowed)
        return self.concluded[narrowed]

    def _narrowed(self, body: Body) -> Body:
        """The body in at most `limits.body` tokens, groups of which are concluded first; the empty body always holds."""
        body = body or (self.token("constant", 2, True),)
        while len(body) > self.limits.body:
            groups = (body[start : start + self.limits.body] for start in range(0, len(body), self.limits.body))
            body = tuple(sorted(self._any_of((group,)) for group in groups))
        return body


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
