"""Entries and bans that stand at as_of, of the subject or of persons in a role (Meaning 15)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from engine.conditions import BanLeaf, EntryLeaf
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, any_of, known
from engine.direct.fields import Row, compile_tests
from engine.direct.records import View
from engine.facts import NONE, BanFact, EntryFact, Mark, RelatedSubject, Situation

Standing = EntryFact | BanFact


def effective(fact: Standing, as_of: date) -> Bits:
    """Whether it binds at as_of: begun, not ended, not suspended, its last day not past; an unknown end of it is open."""
    if fact.suspended or (fact.ended_on is not None and fact.ended_on <= as_of):
        return NOT_MET
    return all_of((_begun(fact.start, as_of), _running(fact.term_end, as_of)))


def _begun(start: date | Mark, as_of: date) -> Bits:
    if isinstance(start, Mark):
        return NOT_MET if start is NONE else OPEN
    return known(start <= as_of)


def _running(term_end: date | Mark, as_of: date) -> Bits:
    if term_end is NONE:
        return MET
    return OPEN if isinstance(term_end, Mark) else known(as_of <= term_end)


def compile_standing(leaf: EntryLeaf | BanLeaf) -> Callable[[View], Bits]:
    """The leaf as a closure: any effective one that passes; what is not vouched for leaves it open."""
    where = compile_tests(leaf.where)
    register = "entry" if isinstance(leaf, EntryLeaf) else "ban"

    def one(fact: Standing, as_of: date) -> Bits:
        return all_of((effective(fact, as_of), where(Row(fact.values, as_of))))

    def standing(facts: Iterable[Standing], complete: bool, as_of: date) -> Bits:
        found = any_of(one(fact, as_of) for fact in facts)
        return found if complete else any_of((found, OPEN))

    def of_subject(view: View) -> Bits:
        return standing(stand_for(leaf, view.situation), view.covered(register), view.as_of)

    def of_role(view: View) -> Bits:
        persons = persons_in(leaf.of or "", view)
        found = any_of(
            standing(stand_for(leaf, person), register not in person.not_covered, view.as_of) for person in persons
        )
        return found if view.covered(f"role:{leaf.of}") else any_of((found, OPEN))

    return of_subject if leaf.of is None else of_role


def persons_in(role: str, view: View) -> Sequence[RelatedSubject]:
    """The persons known in that role."""
    return [person for person in view.situation.related if person.role == role]


def stand_for(leaf: EntryLeaf | BanLeaf, of: Situation | RelatedSubject) -> Sequence[Standing]:
    """The entries on the leaf's list, or the bans of its scope, whether effective or not."""
    if isinstance(leaf, EntryLeaf):
        return [entry for entry in of.entries if entry.list_id == leaf.list_id]
    return [ban for ban in of.bans if leaf.scope in {None, ban.scope}]
