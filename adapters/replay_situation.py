"""A situation as JSON and back, with every identifier left out: enough to ask both engines again, about nobody.

Only what a leaf reads is kept, beside each record's kind, law date and suspensions. Ids are numbers of their order. A
text that the program does not itself compare with is replaced by a word that stands for it throughout, so that equal
texts stay equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from adapters.replay_reads import Reads, reads_of
from engine.catalogue import FactKind, FieldType
from engine.compile.program import Program
from engine.facts import BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Suspension, Value

PLAIN_TEXTS = frozenset({FieldType.CODE, FieldType.AREA})


def masked_situation(program: Program, situation: Situation) -> Situation:
    """What the program reads of the situation, without any identifier; the program says the same of it."""
    reads = reads_of(program)
    masks = _Masks(program, reads)
    persons = (person for person in situation.related if person.role in reads.roles)
    return Situation(
        subject_id="subject",
        as_of=situation.as_of,
        subject=masks.values(situation.subject, "subject"),
        facts=tuple(
            replace(fact, id=f"fact-{number}", values=masks.values(fact.values, fact.kind))
            for number, fact in enumerate(situation.facts, start=1)
            if fact.kind in program.kinds
        ),
        entries=masks.standings(filter(reads.stands, situation.entries), "entry"),
        bans=masks.standings(filter(reads.stands, situation.bans), "ban"),
        related=tuple(masks.person(person, f"person-{number}") for number, person in enumerate(persons, start=1)),
        not_covered=situation.not_covered & reads.sources(),
    )


class _Masks:
    """The words given so far to texts."""

    def __init__(self, program: Program, reads: Reads) -> None:
        self._kinds, self._reads = program.kinds, reads
        self._words: dict[str, str] = {text: text for text in reads.texts}

    def values(self, values: Mapping[str, Value], kind: str) -> dict[str, Value]:
        """The values of the fields that are read."""
        known, read = self._kinds.get(kind), self._reads.fields.get(kind, frozenset())
        return {name: self._value(value, known, name) for name, value in values.items() if name in read}

    def standings(self, given: Iterable[Any], word: str) -> tuple[Any, ...]:
        """Entries or bans; their fields are those of the pseudo-kind `entry`."""
        return tuple(
            replace(one, id=f"{word}-{number}", values=self.values(one.values, "entry"), **_without_its_measure(one))
            for number, one in enumerate(given, start=1)
        )

    def person(self, person: RelatedSubject, word: str) -> RelatedSubject:
        """A person with what the leaves ask about those in its role."""
        entries, bans = (
            [one for one in held if self._reads.stands(one, person)] for held in (person.entries, person.bans)
        )
        return replace(
            person,
            id=word,
            entries=self.standings(entries, f"{word}-entry"),
            bans=self.standings(bans, f"{word}-ban"),
            not_covered=person.not_covered & self._reads.sources(),
        )

    def _value(self, value: Value, kind: FactKind | None, name: str) -> Value:
        field = kind.fields.get(name) if kind else None
        if not isinstance(value, str) or (field is not None and field.type in PLAIN_TEXTS):
            return value
        return self._words.setdefault(value, f"text-{len(self._words) + 1}")


def _without_its_measure(one: EntryFact | BanFact) -> dict[str, str]:
    """No leaf reads which measure a ban comes from."""
    return {"ban_id": "ban"} if isinstance(one, BanFact) else {}


def situation_to_json(situation: Situation) -> dict[str, Any]:
    return {
        "subject_id": situation.subject_id,
        "as_of": situation.as_of.isoformat(),
        "subject": _values_to_json(situation.subject),
        "facts": [_fact_to_json(fact) for fact in situation.facts],
        "entries": [_standing_to_json(one) for one in situation.entries],
        "bans": [_standing_to_json(one) for one in situation.bans],
        "related": [_person_to_json(one) for one in situation.related],
        "not_covered": sorted(situation.not_covered),
    }


def situation_from_json(told: Mapping[str, Any]) -> Situation:
    """The situation again; KeyError, TypeError or ValueError where the text is not one of ours."""
    return Situation(
        subject_id=told["subject_id"],
        as_of=date.fromisoformat(told["as_of"]),
        subject=_values_from_json(told["subject"]),
        facts=tuple(_fact_from_json(one) for one in told["facts"]),
        entries=tuple(EntryFact(list_id=one["list_id"], **_standing_from_json(one)) for one in told["entries"]),
        bans=tuple(_ban_from_json(one) for one in told["bans"]),
        related=tuple(_person_from_json(one) for one in told["related"]),
        not_covered=frozenset(told["not_covered"]),
    )


def _fact_to_json(fact: Fact) -> dict[str, Any]:
    stays = fact.suspensions
    return {
        "id": fact.id,
        "kind": fact.kind,
        "law_date": _value_to_json(fact.law_date),
        "values": _values_to_json(fact.values),
        "suspensions": None
        if stays is None
        else [[_value_to_json(s.start), s.end and _value_to_json(s.end)] for s in stays],
    }


def _fact_from_json(told: Mapping[str, Any]) -> Fact:
    stays = told["suspensions"]
    return Fact(
        id=told["id"],
        kind=told["kind"],
        law_date=_day(told["law_date"]),
        values=_values_from_json(told["values"]),
        suspensions=None if stays is None else tuple(_suspension(start, end) for start, end in stays),
    )


def _suspension(start: Any, end: Any) -> Suspension:
    first, last = _day(start), None if end is None else _day(end)
    if isinstance(first, Mark) or isinstance(last, Mark):
        raise ValueError("a suspension has days")
    return Suspension(start=first, end=last)


def _standing_to_json(one: EntryFact | BanFact) -> dict[str, Any]:
    named = {"list_id": one.list_id} if isinstance(one, EntryFact) else {"ban_id": one.ban_id, "scope": one.scope}
    return named | {
        "id": one.id,
        "start": _value_to_json(one.start),
        "term_end": _value_to_json(one.term_end),
        "ended_on": one.ended_on and one.ended_on.isoformat(),
        "suspended": one.suspended,
        "values": _values_to_json(one.values),
    }


def _standing_from_json(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": told["id"],
        "start": _day(told["start"]),
        "term_end": _day(told["term_end"]),
        "ended_on": told["ended_on"] and date.fromisoformat(told["ended_on"]),
        "suspended": told["suspended"],
        "values": _values_from_json(told["values"]),
    }


def _ban_from_json(told: Mapping[str, Any]) -> BanFact:
    return BanFact(ban_id=told["ban_id"], scope=told["scope"], **_standing_from_json(told))


def _person_to_json(person: RelatedSubject) -> dict[str, Any]:
    return {
        "id": person.id,
        "role": person.role,
        "since": _value_to_json(person.since),
        "until": _value_to_json(person.until),
        "named_on": person.named_on and person.named_on.isoformat(),
        "entries": [_standing_to_json(one) for one in person.entries],
        "bans": [_standing_to_json(one) for one in person.bans],
        "not_covered": sorted(person.not_covered),
    }


def _person_from_json(told: Mapping[str, Any]) -> RelatedSubject:
    return RelatedSubject(
        id=told["id"],
        role=told["role"],
        since=_day(told["since"]),
        until=_day(told["until"]),
        named_on=told["named_on"] and date.fromisoformat(told["named_on"]),
        entries=tuple(EntryFact(list_id=one["list_id"], **_standing_from_json(one)) for one in told["entries"]),
        bans=tuple(_ban_from_json(one) for one in told["bans"]),
        not_covered=frozenset(told["not_covered"]),
    )


def _values_to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _value_to_json(value) for name, value in sorted(values.items())}


def _values_from_json(told: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value_from_json(value) for name, value in told.items()}


def _value_to_json(value: Value) -> Any:
    """Dates and marks as objects, which no plain value is."""
    if isinstance(value, Mark):
        return {"mark": value.value}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _value_from_json(told: Any) -> Value:
    match told:
        case {"mark": str(mark)}:
            return Mark(mark)
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case bool() | int() | str():
            return told
    raise ValueError(f"{told!r} is no value")


def _day(told: Any) -> date | Mark:
    value = _value_from_json(told)
    if not isinstance(value, date | Mark):
        raise ValueError(f"{told!r} is no day")
    return value
