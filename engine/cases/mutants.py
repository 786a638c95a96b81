"""Would the cases notice a slip in a rule? Each mutant is asked against the cases that speak of the rule.

A mutant is killed by a case that speaks of the rule, or of a rule that builds on it in the same pack, and whose truth
changes under it. One that survives is named, with a case that would kill it where one was found.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.cases.coverage import rules_spoken_of
from engine.cases.family import Family, UnderOneLaw, families_of
from engine.cases.killers import Killer, killer_of
from engine.cases.runs import CaseResult
from engine.catalogue import Catalogue
from engine.mutants import Mutant, mutants_of
from engine.pack import Pack, PackRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that no case noticed. `killer` None: no situation near the cases tells it from the rule; it may be equivalent."""

    mutant: Mutant
    killer: Killer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleMutation:
    """What became of one rule's mutants under one release. `tried` counts all of them; 0: no case speaks of the rule."""

    release: PackRef
    file: str
    rule: str
    line: int
    tried: int
    survivors: tuple[Survivor, ...]

    @property
    def killed(self) -> int:
        return self.tried - len(self.survivors)


def mutate_pack(
    pack: Pack, packs: Sequence[Pack], results: Iterable[CaseResult], catalogue: Catalogue
) -> Iterator[RuleMutation]:
    """One report for each rule and each conditional measure of the release; see `families_of` for `results`."""
    for family in families_of(pack, packs, results, catalogue):
        yield _mutation(family)


def _mutation(family: Family) -> RuleMutation:
    survivors: list[Survivor] = []
    tried = 0
    for laws in family.by_text():
        for mutant in mutants_of(family.resolved(laws[0].law_at)):
            tried += 1
            if not any(_noticed(family, mutant, law) for law in laws):
                killers = (_killer(family, mutant, law) for law in laws)
                survivors.append(Survivor(mutant=mutant, killer=next((each for each in killers if each), None)))
    return RuleMutation(
        release=family.pack.ref,
        file=family.pack.file,
        rule=family.rule.id,
        line=family.rule.line,
        tried=tried,
        survivors=tuple(survivors),
    )


def _noticed(family: Family, mutant: Mutant, law: UnderOneLaw) -> bool:
    reading = family.reading(mutant.rule, law.law_at)
    for result in law.results:
        found = reading(result.case.situation)
        if any(found[name] is not result.truths[name] for name in family.names & rules_spoken_of(result)):
            return True
    return False


def _killer(family: Family, mutant: Mutant, law: UnderOneLaw) -> Killer | None:
    original = family.resolved(law.law_at)
    one, other = family.reading(original, law.law_at), family.reading(mutant.rule, law.law_at)
    name = family.rule.id
    return killer_of(
        (original, mutant.rule),
        lambda situation: one(situation)[name],
        lambda situation: other(situation)[name],
        [result.case.situation for result in law.results],
        family.catalogue,
    )
