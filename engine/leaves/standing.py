"""The subject's own attributes, and the entries and bans that stand about it or about those in a role (Meaning 15)."""

import operator
from collections.abc import Sequence

from engine.conditions import BanLeaf, EntryLeaf, SubjectLeaf
from engine.facts import NONE, BanFact, EntryFact, RelatedSubject, Situation
from engine.leaves.cells import MET, NOT_MET, OPEN, Bits, both, compared, either, row_bits
from engine.leaves.tables import NOTHING, Book

Holder = Situation | RelatedSubject
Standing = EntryFact | BanFact


def subject_bits(leaf: SubjectLeaf, book: Book) -> Bits:
    return row_bits(leaf.where, book.situation.subject, NOTHING, book.as_of)


def standing_bits(leaf: EntryLeaf | BanLeaf, book: Book) -> Bits:
    """Whether an effective entry or ban passes; of a role: whether one of any person known in it does."""
    if leaf.of is None:
        return _of_holder(leaf, book.situation, book)
    bits = OPEN if f"role:{leaf.of}" in book.situation.not_covered else NOT_MET
    for person in book.situation.related:
        if person.role == leaf.of:
            bits = either(bits, _of_holder(leaf, person, book))
    return bits


def _of_holder(leaf: EntryLeaf | BanLeaf, holder: Holder, book: Book) -> Bits:
    """Any over what stands about one subject; open at least where its source does not vouch for completeness."""
    what, chosen = _chosen(leaf, holder)
    bits = OPEN if what in holder.not_covered else NOT_MET
    for standing in chosen:
        passes = row_bits(leaf.where, standing.values, NOTHING, book.as_of)
        bits = either(bits, both(_effective(standing, book), passes))
    return bits


def _chosen(leaf: EntryLeaf | BanLeaf, holder: Holder) -> tuple[str, Sequence[Standing]]:
    if isinstance(leaf, EntryLeaf):
        return "entry", [entry for entry in holder.entries if entry.list_id == leaf.list_id]
    return "ban", [ban for ban in holder.bans if leaf.scope is None or ban.scope == leaf.scope]


def _effective(standing: Standing, book: Book) -> Bits:
    """Started by as_of, not ended, not suspended, and as_of not past the last day of its term (none: no such day)."""
    if standing.suspended or (standing.ended_on is not None and standing.ended_on <= book.as_of):
        return NOT_MET
    started = compared(operator.le, standing.start, book.as_of)
    unexpired = MET if standing.term_end is NONE else compared(operator.ge, standing.term_end, book.as_of)
    return both(started, unexpired)
