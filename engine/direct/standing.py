"""Entries and bans that stand at as_of, of the subject or of persons in a role (docs/spec.md: entries, bans and roles)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from engine.conditions import BanLeaf, EntryLeaf, Held
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, any_of, known
from engine.direct.fields import Row, compile_tests
from engine.direct.records import View
from engine.facts import NONE, BanFact, EntryFact, Mark, RelatedSubject, Situation
from engine.working_days import WorkCalendar

Standing = EntryFact | BanFact

EVERY_SCOPE = "any"
"""The scope of a ban that bars from everything."""


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


def compile_standing(leaf: EntryLeaf | BanLeaf, calendar: WorkCalendar) -> Callable[[View], Bits]:
    """The leaf as a closure: any effective one that passes; what is not vouched for leaves it open."""
    where = compile_tests(leaf.where, calendar)
    register = "entry" if isinstance(leaf, EntryLeaf) else "ban"
    role = leaf.of or ""

    def stands(fact: Standing, as_of: date) -> Bits:
        return all_of((effective(fact, as_of), where(Row(fact.values, as_of))))

    def of_subject(view: View) -> Bits:
        found = any_of(stands(fact, view.as_of) for fact in stand_for(leaf, view.situation))
        return found if view.covered(register) else any_of((found, OPEN))

    def of_person(person: RelatedSubject, as_of: date) -> Iterator[Bits]:
        """Each standing while the role was held, and what the person's register may still hold."""
        at_start = leaf.held is Held.START
        for fact in stand_for(leaf, person):
            role_held = held(person, fact.start if at_start else as_of)
            yield all_of((role_held, stands(fact, as_of)))
        if register in person.not_covered:
            yield OPEN if at_start else all_of((held(person, as_of), OPEN))

    def of_role(view: View) -> Bits:
        persons = persons_in(role, view)
        found = any_of(bits for person in persons for bits in of_person(person, view.as_of))
        return found if view.covered(f"role:{role}") else any_of((found, OPEN))

    return of_subject if leaf.of is None else of_role


def held(person: RelatedSubject, day: date | Mark) -> Bits:
    """Whether the person held the role on that day; a day on which it is named settles the open ends towards it."""
    if isinstance(day, Mark):
        return OPEN
    named = person.named_on
    if day == named:
        return MET
    return all_of((_role_begun(person.since, day, named), _role_not_ended(person.until, day, named)))


def _role_begun(since: date | Mark, day: date, named: date | None) -> Bits:
    if isinstance(since, Mark):
        return MET if since is NONE or (named is not None and day >= named) else OPEN
    return known(since <= day)


def _role_not_ended(until: date | Mark, day: date, named: date | None) -> Bits:
    if isinstance(until, Mark):
        return MET if until is NONE or (named is not None and day <= named) else OPEN
    return known(day < until)


def persons_in(role: str, view: View) -> Sequence[RelatedSubject]:
    """The persons known in that role, on whatever days."""
    return [person for person in view.situation.related if person.role == role]


def stand_for(leaf: EntryLeaf | BanLeaf, of: Situation | RelatedSubject) -> Sequence[Standing]:
    """The entries on the leaf's list, or the bans of its scope and of every scope, whether effective or not."""
    if isinstance(leaf, EntryLeaf):
        return [entry for entry in of.entries if entry.list_id == leaf.list_id]
    return [ban for ban in of.bans if leaf.scope in {None, ban.scope} or ban.scope == EVERY_SCOPE]
