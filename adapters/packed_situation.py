"""A situation as plain tuples, for the pipe to the engine's child: they pickle several times faster than dataclasses."""

from typing import Any

from engine.facts import BanFact, EntryFact, Fact, RelatedSubject, Situation, Suspension

Packed = tuple[Any, ...]


def packed(situation: Situation) -> Packed:
    """The situation's fields in their order."""
    return (
        situation.subject_id,
        situation.as_of,
        dict(situation.subject),
        tuple((f.id, f.kind, f.law_date, dict(f.values), _packed_stays(f.suspensions)) for f in situation.facts),
        tuple(map(_packed_entry, situation.entries)),
        tuple(map(_packed_ban, situation.bans)),
        tuple(map(_packed_person, situation.related)),
        situation.not_covered,
    )


def unpacked(told: Packed) -> Situation:
    """The situation that `packed` told."""
    subject_id, as_of, subject, facts, entries, bans, related, not_covered = told
    return Situation(
        subject_id=subject_id,
        as_of=as_of,
        subject=subject,
        facts=tuple(
            Fact(id=id_, kind=kind, law_date=law_date, values=values, suspensions=_unpacked_stays(stays))
            for id_, kind, law_date, values, stays in facts
        ),
        entries=tuple(map(_unpacked_entry, entries)),
        bans=tuple(map(_unpacked_ban, bans)),
        related=tuple(map(_unpacked_person, related)),
        not_covered=not_covered,
    )


def _packed_stays(stays: tuple[Suspension, ...] | None) -> Packed | None:
    return stays if not stays else tuple((stay.start, stay.end) for stay in stays)


def _unpacked_stays(told: Packed | None) -> tuple[Suspension, ...] | None:
    return told if not told else tuple(Suspension(start=start, end=end) for start, end in told)


def _packed_entry(one: EntryFact) -> Packed:
    return one.id, one.list_id, one.start, one.term_end, one.ended_on, one.suspended, dict(one.values)


def _unpacked_entry(told: Packed) -> EntryFact:
    id_, list_id, start, term_end, ended_on, suspended, values = told
    return EntryFact(
        id=id_,
        list_id=list_id,
        start=start,
        term_end=term_end,
        ended_on=ended_on,
        suspended=suspended,
        values=values,
    )


def _packed_ban(one: BanFact) -> Packed:
    return one.id, one.ban_id, one.scope, one.start, one.term_end, one.ended_on, one.suspended, dict(one.values)


def _unpacked_ban(told: Packed) -> BanFact:
    id_, ban_id, scope, start, term_end, ended_on, suspended, values = told
    return BanFact(
        id=id_,
        ban_id=ban_id,
        scope=scope,
        start=start,
        term_end=term_end,
        ended_on=ended_on,
        suspended=suspended,
        values=values,
    )


def _packed_person(one: RelatedSubject) -> Packed:
    entries, bans = tuple(map(_packed_entry, one.entries)), tuple(map(_packed_ban, one.bans))
    return one.id, one.role, one.since, one.until, one.named_on, entries, bans, one.not_covered


def _unpacked_person(told: Packed) -> RelatedSubject:
    id_, role, since, until, named_on, entries, bans, not_covered = told
    return RelatedSubject(
        id=id_,
        role=role,
        since=since,
        until=until,
        named_on=named_on,
        entries=tuple(map(_unpacked_entry, entries)),
        bans=tuple(map(_unpacked_ban, bans)),
        not_covered=not_covered,
    )
