"""Which conditions of a rule the cases have really put to the test: met, not met and unknown, each time deciding.

A condition (one leaf where it stands) is tested as met only by a case in which the rule would come out otherwise if
the condition were not met; likewise for the others. So a condition that hides behind another one does not count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.cases.family import Family, families_of
from engine.cases.runs import CaseResult
from engine.catalogue import Catalogue
from engine.condition_parts import leaves_of, records_of
from engine.conditions import All, AnyOf, BanLeaf, Condition, EntryLeaf, Leaf, MetLeaf, Not, SubjectLeaf
from engine.facts import Truth
from engine.pack import Pack, PackRef, Rule

_ALL = (Truth.MET, Truth.NOT_MET, Truth.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionCoverage:
    """One leaf of one rule. `tested`: the truths that a case has made decisive. `name` in the words of the pack."""

    release: PackRef
    file: str
    rule: str
    line: int
    name: str
    tested: frozenset[Truth]

    @property
    def untested(self) -> tuple[Truth, ...]:
        return tuple(truth for truth in _ALL if truth not in self.tested)


def coverage_of(
    pack: Pack, packs: Sequence[Pack], results: Iterable[CaseResult], catalogue: Catalogue
) -> Iterator[ConditionCoverage]:
    """Every leaf of every rule and conditional measure of the release, in reading order; only passing cases count."""
    for family in families_of(pack, packs, results, catalogue):
        tested = _tested(family)
        for place, leaf in enumerate(_leaves(family.rule)):
            yield ConditionCoverage(
                release=pack.ref,
                file=pack.file,
                rule=family.rule.id,
                line=leaf.line or family.rule.line,
                name=name_of(leaf),
                tested=frozenset(tested.get(place, ())),
            )


def name_of(leaf: Leaf) -> str:
    """The leaf's head as the pack writes it: "record tax.finding", "met evasion"."""
    match leaf:
        case SubjectLeaf():
            return "subject"
        case EntryLeaf(list_id=name):
            return f"entry {name}"
        case BanLeaf(scope=scope):
            return f"ban {scope or ''}".rstrip()
        case MetLeaf(rule=rule):
            return f"met {rule}"
        case _:
            head = type(leaf).__name__.removesuffix("Leaf").lower()
            return " ".join([head, *dict.fromkeys(records.kind for records in records_of(leaf))])


def _leaves(rule: Rule) -> tuple[Leaf, ...]:
    return tuple(leaf for condition in _conditions(rule) for leaf in leaves_of(condition))


def _conditions(rule: Rule) -> tuple[Condition, ...]:
    return (rule.when, *(clause.when for clause in rule.unless))


def _tested(family: Family) -> Mapping[int, set[Truth]]:
    """By the leaf's place in the rule: the truths at which some case made it decide."""
    found: dict[int, set[Truth]] = {}
    for law in chain.from_iterable(family.by_text()):
        rule = family.resolved(law.law_at)
        reading = family.reading(rule, law.law_at)
        for result in law.results:
            truths = reading.leaf_truths(_leaves(rule), result.case.situation)
            for place, truth in enumerate(truths):
                if _decides(rule, truths, place):
                    found.setdefault(place, set()).add(truth)
    return found


def _decides(rule: Rule, truths: Sequence[Truth], place: int) -> bool:
    """Whether the rule would come out otherwise if this leaf had another truth."""
    now = _value(rule, truths)
    others = (truth for truth in _ALL if truth is not truths[place])
    return any(_value(rule, (*truths[:place], other, *truths[place + 1 :])) is not now for other in others)


def _value(rule: Rule, truths: Sequence[Truth]) -> Truth:
    """The rule's value, its leaves being as given in reading order."""
    given = iter(truths)
    when = _truth(rule.when, given)
    excepted = [_truth(clause.when, given) for clause in rule.unless]
    return _least([when, *(_inverse(each) for each in excepted)])


def _truth(condition: Condition, given: Iterator[Truth]) -> Truth:
    match condition:
        case All(children=children):
            return _least([_truth(child, given) for child in children])
        case AnyOf(children=children):
            return _inverse(_least([_inverse(_truth(child, given)) for child in children]))
        case Not(child=child):
            return _inverse(_truth(child, given))
        case _:
            return next(given)


def _least(truths: Sequence[Truth]) -> Truth:
    return Truth.NOT_MET if Truth.NOT_MET in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.MET


def _inverse(truth: Truth) -> Truth:
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.UNKNOWN}[truth]
