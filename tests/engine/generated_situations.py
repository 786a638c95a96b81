"""Generated situations: one subject with facts, entries, bans and related persons, asked about on several days."""

from dataclasses import replace
from datetime import date
from typing import Any

from engine.catalogue import Catalogue, FactKind, FieldDef
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Suspension, Value
from tests.engine.generated_words import KINDS, LISTS, OFTEN, POOLS, ROLES, SCOPES, Chance


def situations(chance: Chance, catalogue: Catalogue, today: date, facts: tuple[int, int]) -> tuple[Situation, ...]:
    """One or two subjects, each asked about today and on up to two other days beside the boundaries.

    Sometimes a subject comes twice: as known before a correction, and as known after it.
    """
    subjects = chance.several(1, 2, lambda: situation(chance, catalogue, today, facts))
    if chance.yes(25):
        subjects = (corrected(chance, catalogue, subjects[0]), *subjects)
    days = dict.fromkeys((today, *chance.several(0, 2, lambda: chance.of(chance.days))))
    return tuple(replace(subject, as_of=day) for subject in subjects for day in days)


def situation(chance: Chance, catalogue: Catalogue, today: date, facts: tuple[int, int]) -> Situation:
    ids = iter(f"f{number}" for number in range(1, 100))
    may_be_uncovered = (*KINDS, "entry", "ban", *(f"role:{role}" for role in ROLES))
    return Situation(
        subject_id="s1",
        as_of=today,
        subject=values(chance, catalogue.subject),
        facts=chance.several(*facts, lambda: fact(chance, catalogue, next(ids))),
        entries=chance.several(0, 2, lambda: entry(chance, catalogue, next(ids))),
        bans=chance.several(0, 2, lambda: ban(chance, catalogue, next(ids))),
        related=tuple(related(chance, catalogue, f"p{n}", ids) for n in range(chance.of((0, 1, 2, 3, 3)))),
        not_covered=frozenset(name for name in may_be_uncovered if chance.yes(12)),
    )


def corrected(chance: Chance, catalogue: Catalogue, before: Situation) -> Situation:
    """The same subject at a later known_at: one fact is superseded by another, one more was recorded."""
    later = fact(chance, catalogue, "f-late")
    if not before.facts:
        return replace(before, facts=(later,))
    wrong = chance.of(before.facts)
    right = fact(chance, catalogue, f"{wrong.id}-corrected")
    return replace(before, facts=(*(right if one is wrong else one for one in before.facts), later))


def fact(chance: Chance, catalogue: Catalogue, fact_id: str) -> Fact:
    kind = catalogue.kinds[chance.of(OFTEN)]
    held = values(chance, kind)
    law_date = held.get(kind.law_date, UNKNOWN)
    assert isinstance(law_date, date | Mark)
    stays: tuple[Suspension, ...] | None = ()
    if chance.yes(20):
        stays = chance.of((None, chance.several(1, 2, lambda: stay(chance))))
    return Fact(id=fact_id, kind=kind.id, law_date=law_date, values=held, suspensions=stays)


def stay(chance: Chance) -> Suspension:
    return Suspension(start=chance.of(chance.days), end=chance.of((None, chance.of(chance.days))))


def related(chance: Chance, catalogue: Catalogue, person: str, ids: Any) -> RelatedSubject:
    days, unknown = chance.days, UNKNOWN if chance.yes(50) else NONE
    return RelatedSubject(
        id=person,
        role=chance.of(ROLES),
        since=chance.of((NONE, unknown, days[0], NONE, chance.of(days), chance.of(days))),
        until=chance.of((NONE, unknown, days[0], NONE, chance.of(days), chance.of(days))),
        named_on=chance.of((None, None, days[0], chance.of(days))),
        entries=chance.several(0, 2, lambda: entry(chance, catalogue, next(ids))),
        bans=chance.several(0, 2, lambda: ban(chance, catalogue, next(ids))),
        not_covered=frozenset(name for name in ("entry", "ban") if chance.yes(12)),
    )


def entry(chance: Chance, catalogue: Catalogue, entry_id: str) -> EntryFact:
    return EntryFact(id=entry_id, list_id=chance.of((LISTS[0], *LISTS)), **standing(chance, catalogue))


def ban(chance: Chance, catalogue: Catalogue, ban_id: str) -> BanFact:
    return BanFact(id=ban_id, ban_id="ban", scope=chance.of((*SCOPES, "any")), **standing(chance, catalogue))


def standing(chance: Chance, catalogue: Catalogue) -> dict[str, Any]:
    """The dates of an entry or ban, often unknown or at their last day."""
    days, held = chance.days, values(chance, catalogue.entry)
    start = chance.of((days[0], chance.of(days), chance.of(days), chance.of(days), UNKNOWN, NONE))
    held = {name: given for name, given in held.items() if name != "start"}
    return {
        "start": start,
        "term_end": chance.of((NONE, days[0], NONE, chance.of(days), chance.of(days), UNKNOWN)),
        "ended_on": chance.of(days) if chance.yes(15) else None,
        "suspended": chance.yes(8),
        "values": held if start is UNKNOWN else held | {"start": start},
    }


def values(chance: Chance, kind: FactKind) -> dict[str, Value]:
    """Most fields known; the missing ones are unknown, which an absent key says as well as the mark does."""
    unknown = chance.of((10, 0, 40))
    found = {name: value(chance, field, unknown) for name, field in kind.fields.items()}
    return {name: given for name, given in found.items() if given is not UNKNOWN or chance.yes(20)}


def value(chance: Chance, field: FieldDef, unknown: int) -> Value:
    if chance.yes(unknown):
        return UNKNOWN
    if chance.yes(8) and not field.always:
        return NONE
    if field.type not in POOLS:
        return chance.of(chance.days)
    return chance.of([plain for plain in POOLS[field.type] if within_domain(plain, field)])


def within_domain(plain: Any, field: FieldDef) -> bool:
    return (field.low is None or field.low <= plain) and (field.high is None or plain <= field.high)
