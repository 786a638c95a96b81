"""What the officer is told: every condition with its mark, values beside thresholds, what is missing and who reports it."""

from collections.abc import Iterator

from engine.articles import level_is_open
from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, RuleAt
from engine.direct.bits import Bits, inverse
from engine.explain.audience_words import CONDITION, MARKS, OF_ROLE, OFFICER, OFFICER_HEADS
from engine.explain.comparing import comparisons
from engine.explain.comparison_words import compared_sentence
from engine.explain.gaps import gaps
from engine.explain.own_practice import own_practice, parted_step, remedy_told
from engine.explain.requirement import requirement_of
from engine.explain.sentence import Sentence
from engine.explain.telling import Asked, basis_of, is_told
from engine.explain.template import filled
from engine.explain.walk import Told
from engine.explain.wording import failed_sentence, looked_at_sentence, standing_sentence
from engine.facts import Truth, truth_of
from engine.pack import Basis

STANDINGS = ("entry", "ban")
WITHOUT_A_VALUE = ("record", "present", "without")
"""The failed places of which no comparison tells."""


def for_officer(asked: Asked) -> Iterator[Sentence]:
    """The finding, its conditions, the exceptions tried, what is missing, what follows, and what limits it."""
    rule, truth = asked.rule, asked.both.truth if asked.both else asked.finding.truth
    yield asked.sentence(OFFICER_HEADS[truth], truth=truth, title=rule.rule.title)
    yield from _limits(asked)
    if asked.is_barred:
        yield asked.sentence(OFFICER["barred"])
    if truth is Truth.MET and rule.rule.explain:
        told = filled(rule.rule.explain, asked.explanation, asked.titles)
        yield from (asked.plain(asked.titles.ended(text.rstrip("。"))) for text in told)
    yield from _conditions(asked)
    yield from _missing(asked)
    yield from _laws(asked)
    yield from _consequence(asked)
    yield from _citations(asked)


def _limits(asked: Asked) -> Iterator[Sentence]:
    if asked.explanation.disputed:
        yield asked.sentence(OFFICER["disputed"])
    if asked.judgement.degraded:
        yield asked.sentence(OFFICER["degraded"])


def _conditions(asked: Asked) -> Iterator[Sentence]:
    """Each condition and each exception with its mark; nothing is read out where the engines differed."""
    if asked.explanation.disputed:
        return
    tree = _Conditions(asked)
    yield from tree.lines(asked.rule.when, asked.rule.key, 0)
    for clause, node in zip(asked.rule.rule.unless, asked.rule.unless, strict=True):
        truth = truth_of(*asked.walk.bits(node))
        yield asked.sentence(OFFICER[f"exception_{truth}"], clause.basis, truth=truth, title=clause.title)
        yield from tree.lines(node, asked.rule.key, 1)


class _Conditions:
    """The condition tree as lines; a rule that several conditions refer to is opened once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.opened: set[int] = set()

    def lines(self, node: Node, rule: str, depth: int, turned: bool = False) -> Iterator[Sentence]:
        """The node's own line with its mark, then what it rests on. `turned`: the node stands under a negation."""
        read = self.asked.walk.bits(node)
        bits = inverse(read) if turned else read
        match node:
            case And(children=children) if not turned and depth == 0:
                for child in children:
                    yield from self.lines(child, rule, depth)
            case And(children=children) | Or(children=children):
                yield self.line("all" if isinstance(node, And) else "any", bits, rule, depth, turned)
                for child in children:
                    yield from self.lines(child, rule, depth + 1)
            case Inverse(child=child):
                yield from self.lines(child, rule, depth, not turned)
            case LeafAt(index=index):
                needed = requirement_of(rule, index, self.asked.titles)
                yield self.line("leaf", bits, rule, depth, turned, needed.text, needed.basis)
                yield from self.observed(node, rule, depth + 1, turned)
            case RuleAt(index=index):
                yield from self.concluded(index, bits, depth, turned)
            case Constant():
                yield self.line("not_in_force", bits, rule, depth, turned)

    def line(
        self,
        key: str,
        bits: Bits,
        rule: str,
        depth: int,
        turned: bool,
        what: str = "",
        basis: tuple[Basis, ...] = (),
    ) -> Sentence:
        titles, truth = self.asked.titles, truth_of(*bits)
        said = titles.say(CONDITION[key], what=what)
        if turned:
            said = titles.say(CONDITION["turned"], what=said)
        return self.asked.plain(
            titles.say(MARKS[truth]) + titles.ended(said), basis, truth=truth, depth=depth, rule=rule
        )

    def concluded(self, index: int, bits: Bits, depth: int, turned: bool) -> Iterator[Sentence]:
        """The conclusion of another rule, and its conditions the first time it is met with."""
        below = self.asked.titles.program.rules[index]
        yield self.line("rule", bits, below.key, depth, turned, below.rule.title)
        if index in self.opened:
            return
        self.opened.add(index)
        yield from self.lines(below.when, below.key, depth + 1)
        for clause, node in zip(below.rule.unless, below.unless, strict=True):
            truth = truth_of(*self.asked.walk.bits(node))
            yield self.asked.sentence(
                OFFICER[f"exception_{truth}"],
                clause.basis,
                truth=truth,
                depth=depth + 1,
                rule=below.key,
                title=clause.title,
            )

    def observed(self, leaf: LeafAt, rule: str, depth: int, turned: bool) -> Iterator[Sentence]:
        """What was found: standing entries, and each value beside its threshold."""
        asked = self.asked
        for told in asked.walk.accounts(leaf, rule, turned):
            for standing in told.account.standing:
                said = standing_sentence if standing.truth is Truth.MET else looked_at_sentence
                if standing.truth is not Truth.UNKNOWN:
                    yield asked.plain(said(standing, asked.titles), rule=rule, depth=depth)
            yield from self.not_there(told, rule, depth)
            for one in comparisons(told, asked.titles.program):
                if is_told(one):
                    text = compared_sentence(one, asked.titles, gap=True, of=asked.about(one.fact))
                    yield asked.plain(text, basis_of(one), truth=one.truth, depth=depth, rule=rule)

    def not_there(self, told: Told, rule: str, depth: int) -> Iterator[Sentence]:
        """What fails without a value to compare: no record, a record that is not in law, one that must not be."""
        for place in sorted(told.failed):
            if place.field in WITHOUT_A_VALUE:
                yield self.asked.plain(
                    failed_sentence(place, self.asked.titles), truth=Truth.NOT_MET, rule=rule, depth=depth
                )


def _missing(asked: Asked) -> Iterator[Sentence]:
    """By kind and field, in a related person's case with the role, with the records concerned and the department that reports them."""
    titles = asked.titles
    for role, kind, field, places in gaps(asked):
        of = (
            titles.say(OF_ROLE, role=titles.kind(f"role:{role}"), kind=titles.kind(kind))
            if kind in STANDINGS and role
            else ""
        )
        what = asked.unknown(kind, field, of)
        records = [titles.record(fact) for fact in asked.facts(place.fact for place in places)]
        yield asked.sentence(
            OFFICER["missing"],
            truth=Truth.UNKNOWN,
            what=what,
            records=titles.say(OFFICER["concerned"], records=titles.listed(records)) if records else "",
            who=asked.who_knows(places[0]),
        )


def _laws(asked: Asked) -> Iterator[Sentence]:
    """The law of the act beside the law of the decision, and which of them is lighter."""
    both = asked.both
    if both is None:
        return
    for name, finding in (("act", both.act), ("decision", both.decision)):
        if finding is None:
            yield asked.sentence(OFFICER[f"{name}_none"])
            continue
        release, truth = finding.ref.version, asked.titles.say(OFFICER[f"truth_{finding.truth}"])
        term = (
            asked.term(finding.term, finding.term_at_most) if finding.listed else asked.titles.say(OFFICER["no_list"])
        )
        told = asked.sentence(OFFICER[name], version=release, said=truth, term=term)
        yield asked.under_act_law(told, finding) if name == "act" else told
    if both.act is not None and both.decision is not None:
        yield asked.sentence(OFFICER[f"lighter_{both.lighter}"])


def _consequence(asked: Asked) -> Iterator[Sentence]:
    """What the rule would propose and what of its procedure is not law; only of a finding that stands on both engines."""
    listed = asked.finding.listed
    if asked.truth is not Truth.MET or listed is None:
        return
    if asked.both is None or asked.both.proposal is not None:
        yield asked.sentence(OFFICER["proposes"], named=listed.title, term=asked.term(*asked.proposed_term))
    for step in listed.procedure:
        yield from own_practice(parted_step(step), asked, every_remark=True)
    yield from remedy_told(listed, OFFICER["remedy"], asked)


def _citations(asked: Asked) -> Iterator[Sentence]:
    """Where a citation does not say paragraph or item, the officer must look it up before writing it into a letter."""
    if any(level_is_open(article) for article in asked.articles):
        yield asked.sentence(OFFICER["open_levels"])
