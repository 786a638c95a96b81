"""From what is recorded to what the engine sees: a `Situation` for one subject at (as_of, known_at).

The store has already chosen by known_at; the engine chooses by as_of. Proposals are invisible.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from casework.ports import Reader, Shelf
from casework.records import BanRecord, EndKind, EntryRecord, FactRecord, RelatedRecord, SubjectRecord
from engine.catalogue import Catalogue
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Value


def situations_of(
    reader: Reader, shelf: Shelf, subjects: Sequence[SubjectRecord], as_of: date, at_seq: int | None = None
) -> tuple[Situation, ...]:
    """One situation per subject, in the order given, with related persons' entries and bans.

    Who once held a role stays in it, dated: rules ask for the day (docs/spec.md). No source vouches that the persons
    recorded are all there are, so every role is open to further ones.
    """
    ids = [subject.id for subject in subjects]
    related = {subject_id: tuple(reader.related_of(subject_id, at_seq)) for subject_id in ids}
    everyone = list(dict.fromkeys([*ids, *(one.person_id for held in related.values() for one in held)]))
    facts = reader.facts_of(ids, at_seq)
    entries = reader.entries_of(everyone, at_seq)
    bans = reader.bans_of(everyone, at_seq)
    return tuple(
        Situation(
            subject_id=subject.id,
            as_of=as_of,
            subject=subject_values(subject),
            facts=(
                *(fact_seen(record, shelf.catalogue) for record in facts.get(subject.id, ())),
                *(listing_seen(record, as_of) for record in entries.get(subject.id, ())),
            ),
            entries=tuple(entry_seen(record, shelf) for record in entries.get(subject.id, ())),
            bans=tuple(ban_seen(record) for record in bans.get(subject.id, ())),
            related=_related_seen(related[subject.id], entries, bans, shelf),
            not_covered=not_covered_by_default(shelf.catalogue),
        )
        for subject in subjects
    )


def not_covered_by_default(catalogue: Catalogue) -> frozenset[str]:
    """The kinds whose source does not vouch for completeness, and every role: no source vouches for those."""
    kinds = (kind.id for kind in catalogue.kinds.values() if not kind.covered)
    return frozenset((*kinds, *(f"role:{role}" for role in catalogue.roles if role != "subject")))


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
    values |= {"decided_on": record.decided_on or UNKNOWN, "start": record.effective_on or UNKNOWN}
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


LISTING = "list.entry"
ENDED_BECAUSE: Mapping[EndKind, str] = {
    EndKind.EXPIRED: "term_over",
    EndKind.REPAIRED: "repaired",
    EndKind.REVOKED: "withdrawn",
    EndKind.CORRECTED: "withdrawn",
}
"""The catalogue's words for ends (list.entry, ended_because). Removed stays unknown: why is the authority's to say."""


def listing_seen(record: EntryRecord, as_of: date) -> Fact:
    """The entry, also one that is over, as a fact of history: a rule may count earlier listings (docs/spec.md).

    When it ended is unknown where its term is; why is known where its term ran out, or where its end has a kind that
    the catalogue has a word for.
    """
    started = record.effective_on or UNKNOWN
    values: dict[str, Value] = {
        "list": record.list_id,
        "started_on": started,
        "authority": record.authority,
        "document": record.document or UNKNOWN,
    }
    return Fact(id=f"listing:{record.id}", kind=LISTING, law_date=started, values=values | _ending(record, as_of))


def _ending(record: EntryRecord, as_of: date) -> dict[str, Value]:
    """`ended_on` and `ended_because` as far as they are known at as_of."""
    term_over = record.term_known and record.term_end is not None and record.term_end < as_of
    if record.ended_on is not None and record.ended_on <= as_of:
        return {"ended_on": record.ended_on, **_because(record)}
    if term_over and record.term_end is not None:
        return {"ended_on": record.term_end + timedelta(days=1), "ended_because": "term_over"}
    return {"ended_on": NONE, "ended_because": NONE} if record.term_known else {}


def _because(record: EntryRecord) -> dict[str, Value]:
    word = ENDED_BECAUSE.get(record.end_kind) if record.end_kind else None
    return {"ended_because": word} if word else {}


def ban_seen(record: BanRecord) -> BanFact:
    start = record.start if record.start and record.start_known else UNKNOWN
    return BanFact(
        id=record.id,
        ban_id=record.measure,
        scope=record.scope,
        start=start,
        term_end=NONE
        if record.for_life
        else _end(record.term_end, known=record.term_known and record.term_end is not None),
        ended_on=record.ended_on,
        values={} if start is UNKNOWN else {"start": start},
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
            since=one.start or UNKNOWN,
            until=one.end or NONE,
            entries=tuple(entry_seen(record, shelf) for record in entries.get(one.person_id, ())),
            bans=tuple(ban_seen(record) for record in bans.get(one.person_id, ())),
        )
        for one in held
    )
