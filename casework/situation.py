"""From what is recorded to what the engine sees: a `Situation` for one subject at (as_of, known_at).

The store has already chosen by known_at; the engine chooses by as_of. Proposals are invisible.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from casework.ports import Reader, Shelf
from casework.records import BanRecord, EntryRecord, FactRecord, RelatedRecord, SubjectRecord
from engine.catalogue import Catalogue
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Value


def situations_of(
    reader: Reader, shelf: Shelf, subjects: Sequence[SubjectRecord], as_of: date, at_seq: int | None = None
) -> tuple[Situation, ...]:
    """One situation per subject, in the order given, with related persons' entries and bans."""
    ids = [subject.id for subject in subjects]
    related = {subject_id: _holding(reader.related_of(subject_id, at_seq), as_of) for subject_id in ids}
    everyone = list(dict.fromkeys([*ids, *(one.person_id for held in related.values() for one in held)]))
    facts = reader.facts_of(ids, at_seq)
    entries = reader.entries_of(everyone, at_seq)
    bans = reader.bans_of(everyone, at_seq)
    return tuple(
        Situation(
            subject_id=subject.id,
            as_of=as_of,
            subject=subject_values(subject),
            facts=tuple(fact_seen(record, shelf.catalogue) for record in facts.get(subject.id, ())),
            entries=tuple(entry_seen(record, shelf) for record in entries.get(subject.id, ())),
            bans=tuple(ban_seen(record) for record in bans.get(subject.id, ())),
            related=_related_seen(related[subject.id], entries, bans, shelf),
            not_covered=frozenset(kind.id for kind in shelf.catalogue.kinds.values() if not kind.covered),
        )
        for subject in subjects
    )


def _holding(related: Sequence[RelatedRecord], as_of: date) -> tuple[RelatedRecord, ...]:
    return tuple(
        one for one in related if (one.start is None or one.start <= as_of) and (one.end is None or as_of < one.end)
    )


def subject_values(subject: SubjectRecord) -> Mapping[str, Value]:
    """The catalogue's subject fields."""
    return {**subject.attributes, "type": str(subject.type), "region": subject.region or UNKNOWN}


def fact_seen(record: FactRecord, catalogue: Catalogue) -> Fact:
    kind = catalogue.kinds.get(record.kind)
    dated: Value = record.values.get(kind.law_date, UNKNOWN) if kind else UNKNOWN
    return Fact(
        id=record.id,
        kind=record.kind,
        law_date=dated if isinstance(dated, (date, Mark)) else UNKNOWN,
        values=record.values,
        suspensions=record.suspensions,
    )


def entry_seen(record: EntryRecord, shelf: Shelf) -> EntryFact:
    """The entry with the colour and gravity its list has in the newest release that defines it."""
    values: dict[str, Value] = {"authority": record.authority, "document": record.document or UNKNOWN}
    values["decided_on"] = record.decided_on or UNKNOWN
    found = next((pack.lists[record.list_id] for pack in reversed(shelf.packs()) if record.list_id in pack.lists), None)
    if found:
        values |= {"colour": str(found.colour), "gravity": str(found.gravity)}
    return EntryFact(
        id=record.id,
        list_id=record.list_id,
        start=record.effective_on or UNKNOWN,
        term_end=_end(record.term_end, known=record.term_known),
        ended_on=record.ended_on,
        suspended=record.suspended,
        values=values,
    )


def ban_seen(record: BanRecord) -> BanFact:
    return BanFact(
        id=record.id,
        ban_id=record.measure,
        scope=record.scope,
        start=record.start if record.start and record.start_known else UNKNOWN,
        term_end=NONE
        if record.for_life
        else _end(record.term_end, known=record.term_known and record.term_end is not None),
        ended_on=record.ended_on,
    )


def _end(term_end: date | None, *, known: bool) -> date | Mark:
    if not known:
        return UNKNOWN
    return term_end or NONE


def _related_seen(
    held: Sequence[RelatedRecord],
    entries: Mapping[str, tuple[EntryRecord, ...]],
    bans: Mapping[str, tuple[BanRecord, ...]],
    shelf: Shelf,
) -> tuple[RelatedSubject, ...]:
    return tuple(
        RelatedSubject(
            id=one.person_id,
            role=one.role,
            entries=tuple(entry_seen(record, shelf) for record in entries.get(one.person_id, ())),
            bans=tuple(ban_seen(record) for record in bans.get(one.person_id, ())),
        )
        for one in held
    )
