"""The subject's own attributes, and the entries and bans that stand about it or about those in a role (spec chapter 11)."""

import operator
from collections.abc import Sequence
from datetime import date

from engine.conditions import BanLeaf, EntryLeaf, Held, SubjectLeaf
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Mark, RelatedSubject, Situation
from engine.leaves.cells import MET, NOT_MET, OPEN, Bits, both, compared, either, row_bits
from engine.leaves.tables import NOTHING, Book

Holder = Situation | RelatedSubject
Standing = EntryFact | BanFact
ANY_SCOPE = "any"


def subject_bits(leaf: SubjectLeaf, book: Book) -> Bits:
    return row_bits(leaf.where, book.situation.subject, NOTHING, book.today)


def standing_bits(leaf: EntryLeaf | BanLeaf, book: Book) -> Bits:
    """Whether an effective entry or ban passes; of a role: whether one of any person does who holds it on the leaf's day."""
    if leaf.of is None:
        return _of_holder(leaf, book.situation, book)
    bits = OPEN if f"role:{leaf.of}" in book.situation.not_covered else NOT_MET
    for person in book.situation.related:
        if person.role == leaf.of:
            bits = either(bits, _of_person(leaf, person, book))
    return bits


def _of_person(leaf: EntryLeaf | BanLeaf, person: RelatedSubject, book: Book) -> Bits:
    """The role held at as_of, or with each standing on the day it began; what is not covered began on no known day."""
    if leaf.held is Held.AS_OF:
        return both(_held(person, book.as_of), _of_holder(leaf, person, book))
    what, chosen = _chosen(leaf, person)
    bits = OPEN if what in person.not_covered else NOT_MET
    for standing in chosen:
        bits = either(bits, both(_held(person, standing.start), _passes(leaf, standing, book)))
    return bits


def _of_holder(leaf: EntryLeaf | BanLeaf, holder: Holder, book: Book) -> Bits:
    """Any over what stands about one subject; open at least where its source does not vouch for completeness."""
    what, chosen = _chosen(leaf, holder)
    bits = OPEN if what in holder.not_covered else NOT_MET
    for standing in chosen:
        bits = either(bits, _passes(leaf, standing, book))
    return bits


def _held(person: RelatedSubject, day: date | Mark) -> Bits:
    """Whether the person holds the role on `day`: named on it, or since <= day < until, an open end settled by the naming."""
    if isinstance(day, Mark):
        return OPEN if day is UNKNOWN else NOT_MET
    named = person.named_on
    if named == day:
        return MET
    begun = MET if person.since is NONE else compared(operator.le, person.since, day)
    running = MET if person.until is NONE else compared(operator.gt, person.until, day)
    if named is not None:
        begun = MET if person.since is UNKNOWN and named <= day else begun
        running = MET if person.until is UNKNOWN and day <= named else running
    return both(begun, running)


def _chosen(leaf: EntryLeaf | BanLeaf, holder: Holder) -> tuple[str, Sequence[Standing]]:
    """What is vouched for, and the entries on the leaf's list or the bans of its scope; a ban of every scope is one of each."""
    if isinstance(leaf, EntryLeaf):
        return "entry", [entry for entry in holder.entries if entry.list_id == leaf.list_id]
    return "ban", [ban for ban in holder.bans if leaf.scope is None or ban.scope in (leaf.scope, ANY_SCOPE)]


def _passes(leaf: EntryLeaf | BanLeaf, standing: Standing, book: Book) -> Bits:
    return both(_effective(standing, book), row_bits(leaf.where, standing.values, NOTHING, book.today))


def _effective(standing: Standing, book: Book) -> Bits:
    """Started by as_of, not ended, not suspended, and as_of not past the last day of its term (none: no such day)."""
    if standing.suspended or (standing.ended_on is not None and standing.ended_on <= book.as_of):
        return NOT_MET
    started = compared(operator.le, standing.start, book.as_of)
    unexpired = MET if standing.term_end is NONE else compared(operator.ge, standing.term_end, book.as_of)
    return both(started, unexpired)
