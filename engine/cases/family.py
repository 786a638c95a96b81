"""A rule among its own: the rules its conclusion reaches, the cases that speak of them, and how it reads on a day.

Coverage and mutants both ask what the cases know of one rule; this is what they ask it of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.cases.coverage import rules_spoken_of
from engine.cases.runs import CaseResult, law_date_of, rules_and_bans
from engine.catalogue import Catalogue
from engine.compile import compile_program
from engine.compile.program import ComputedLeaf, Node
from engine.compile.resolve import rule_at
from engine.condition_parts import leaves_of
from engine.conditions import Leaf, MetLeaf
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.pack import Pack, Rule
from engine.releases import in_force, reaches

Truths = Mapping[str, Truth]
Meaning = tuple[tuple[ComputedLeaf, ...], tuple[tuple[str, Node], ...]]


def families_of(
    pack: Pack, packs: Sequence[Pack], results: Iterable[CaseResult], catalogue: Catalogue
) -> Iterator["Family"]:
    """One family for each rule and each conditional measure of the release, in reading order.

    `results`: of the pack's own cases; those of other releases and those that did not pass are left aside.
    """
    own = [result for result in results if result.passed and result.release == pack.ref]
    for rule in rules_and_bans(pack):
        names = _reached(pack, rule)
        heard = tuple(result for result in own if names & rules_spoken_of(result))
        yield Family(pack=pack, packs=tuple(packs), catalogue=catalogue, rule=rule, names=names, results=heard)


def _reached(pack: Pack, rule: Rule) -> frozenset[str]:
    """The rule and the rules of its pack whose conclusion it changes."""
    found, rules = {rule.id}, rules_and_bans(pack)

    def reads_any(each: Rule) -> bool:
        return any(leaf.pack == pack.ref.pack and leaf.rule in found for leaf in _mets(each))

    while more := {each.id for each in rules if each.id not in found and reads_any(each)}:
        found |= more
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One rule of one release, the rules of its pack whose conclusion it changes, and the cases that speak of them."""

    pack: Pack
    packs: tuple[Pack, ...]
    catalogue: Catalogue
    rule: Rule
    names: frozenset[str]
    results: tuple[CaseResult, ...]

    def resolved(self, law_at: date) -> Rule:
        return rule_at(self.pack, self.rule, law_at)

    def by_text(self) -> Iterator[tuple["UnderOneLaw", ...]]:
        """The cases by what the family's rules say on the day whose law is asked: a dated parameter may change between.

        Those of one text are told apart by what the text builds on, in this pack and in others: there too a figure or a
        release may change between.
        """
        found: dict[tuple[Rule, ...], dict[Meaning, UnderOneLaw]] = {}
        for law_at, results in self._by_day().items():
            meaning = self.reading(self.resolved(law_at), law_at).meaning
            same_text = found.setdefault(self._text(law_at), {})
            known = same_text.get(meaning, UnderOneLaw(law_at=law_at, results=()))
            same_text[meaning] = replace(known, results=(*known.results, *results))
        for laws in found.values():
            yield tuple(laws.values())

    def _by_day(self) -> Mapping[date, Sequence[CaseResult]]:
        found: dict[date, list[CaseResult]] = {}
        for result in self.results:
            found.setdefault(law_date_of(result.case, self.pack), []).append(result)
        return found

    def _text(self, law_at: date) -> tuple[Rule, ...]:
        family = (rule for rule in rules_and_bans(self.pack) if rule.id in self.names)
        return tuple(rule_at(self.pack, rule, law_at) for rule in family)

    def reading(self, rule: Rule, law_at: date) -> "Reading":
        """The family's truths with the rule as given."""
        others = tuple(each for each in rules_and_bans(self.pack) if each.id != rule.id)
        needed = _needed((*others, rule), self.names, self.pack.ref.pack)
        pack = replace(self.pack, rules=needed, measures=())
        return Reading(self._program_packs(pack, law_at), pack, self.catalogue, law_at)

    def _program_packs(self, pack: Pack, law_at: date) -> tuple[Pack, ...]:
        above = (each for each in self.packs if reaches(each.jurisdiction, pack.jurisdiction))
        standing = {each.ref.pack: each for each in in_force(above, law_at)}
        chosen, agenda = {pack.ref.pack: pack}, [pack]
        while agenda:
            named = {leaf.pack for rule in agenda.pop().rules for leaf in _mets(rule)}
            for name in sorted(named & standing.keys() - chosen.keys()):
                chosen[name] = standing[name]
                agenda.append(standing[name])
        return tuple(chosen.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderOneLaw:
    """Cases that ask the law of days on which the family and all it builds on say the same. `law_at`: one of these days."""

    law_at: date
    results: tuple[CaseResult, ...]


class Reading:
    """From a situation to the truths of one pack's rules, by id. `meaning` is equal where two programs say the same."""

    def __init__(self, packs: tuple[Pack, ...], pack: Pack, catalogue: Catalogue, law_at: date) -> None:
        program = compile_program(packs, catalogue, law_at)
        self._evaluate = compile_direct(program)
        self.meaning: Meaning = (program.leaves, tuple((rule.key, rule.value) for rule in program.rules))
        self._leaves = {leaf: place for place, leaf in enumerate(program.leaves)}
        self._all = {rule.key: place for place, rule in enumerate(program.rules)}
        own = f"{pack.ref.pack}#"
        self._places = {
            rule.key.removeprefix(own): place for place, rule in enumerate(program.rules) if rule.key.startswith(own)
        }

    def __call__(self, situation: Situation) -> Truths:
        truths = self._evaluate(situation).rules
        return {name: truths[place] for name, place in self._places.items()}

    def leaf_truths(self, leaves: Sequence[Leaf], situation: Situation) -> tuple[Truth, ...]:
        """The truth of each of these leaves of the family's rules; a `met` of a rule in no release in force is not met."""
        readings = self._evaluate(situation)

        def truth(leaf: Leaf) -> Truth:
            if not isinstance(leaf, MetLeaf):
                return readings.leaf(self._leaves[leaf])
            place = self._all.get(f"{leaf.pack}#{leaf.rule}")
            return Truth.NOT_MET if place is None else readings.rule(place)

        return tuple(truth(leaf) for leaf in leaves)


def _needed(rules: Sequence[Rule], wanted: frozenset[str], pack: str) -> tuple[Rule, ...]:
    """The wanted rules and those of the same pack they build on, however far."""
    by_id = {rule.id: rule for rule in rules}
    found, agenda = set(wanted), list(wanted)
    while agenda:
        below = {leaf.rule for leaf in _mets(by_id[agenda.pop()]) if leaf.pack == pack} & by_id.keys()
        agenda += below - found
        found |= below
    return tuple(rule for rule in rules if rule.id in found)


def _mets(rule: Rule) -> Iterator[MetLeaf]:
    for condition in (rule.when, *(clause.when for clause in rule.unless)):
        yield from (leaf for leaf in leaves_of(condition) if isinstance(leaf, MetLeaf))
