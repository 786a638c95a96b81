"""A situation written as a case of a pack: the text that `engine.cases.case` reads back.

Used where a missing case is proposed to its author. Unknown fields are left out, as in any case.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, RelatedSubject, Situation, Suspension, Value
from engine.format import format_text

_EXACT = {FieldType.MONEY: (100, 2), FieldType.RATIO: (10_000, 4)}


def case_text(title: str, law: str, situation: Situation, expect: Mapping[str, str], catalogue: Catalogue) -> str:
    """The case as YAML in the agreed layout. `law`: a version. `expect`: each key with its value as YAML."""
    lines = [f"- case: {quoted(title)}", f"  release: {quoted(law)}", f"  as_of: {situation.as_of}"]
    lines += [f"  subject: {_values(situation.subject, catalogue.subject)}"]
    lines += _listed("facts", (_fact(fact, catalogue.kinds[fact.kind]) for fact in situation.facts))
    for key, items in _standing(situation, catalogue):
        lines += _listed(key, items)
    lines += _listed("related", (_related(person, catalogue) for person in situation.related))
    if situation.not_covered:
        lines.append(f"  not_covered: [{', '.join(sorted(situation.not_covered))}]")
    told = ", ".join(f"{key}: {value}" for key, value in expect.items())
    formatted, issues = format_text("\n".join([*lines, f"  expect: {{{told}}}", ""]), title)
    assert formatted is not None, [issue.en for issue in issues]
    return formatted


def quoted(text: str) -> str:
    """A text as a YAML scalar that stays text."""
    return json.dumps(text, ensure_ascii=False)


def written(value: Value, field: FieldDef | None) -> str:
    """One value as a pack writes it: money in yuan, ratios in per cent.

    >>> written(123_450, FieldDef(id="a", type=FieldType.MONEY, title=""))
    '1234.5'
    """
    if isinstance(value, Mark):
        return "{none: true}" if value is NONE else "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return _number(value, field.type if field else FieldType.INTEGER)
    return value if field and field.type is FieldType.CODE else quoted(value)


def _number(value: int, kind: FieldType) -> str:
    if kind not in _EXACT:
        return str(value)
    unit, places = _EXACT[kind]
    whole, rest = divmod(abs(value), unit)
    digits = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return ("-" if value < 0 else "") + digits + ("%" if kind is FieldType.RATIO else "")


def _listed(key: str, items: Iterable[str]) -> list[str]:
    found = [f"    - {item}" for item in items]
    return [f"  {key}:", *found] if found else []


def _values(values: Mapping[str, Value], kind: FactKind, more: Iterable[str] = ()) -> str:
    told = [f"{name}: {written(value, kind.fields.get(name))}" for name, value in values.items()]
    return "{" + ", ".join([*told, *more]) + "}"


def _fact(fact: Fact, kind: FactKind) -> str:
    return f"{{{fact.kind}: {_values(fact.values, kind, _suspended(fact.suspensions))}}}"


def _suspended(stays: tuple[Suspension, ...] | None) -> Iterator[str]:
    if stays is None:
        yield "suspended: unknown"
    elif stays:
        told = (f"{{from: {stay.start}" + (f", until: {stay.end}}}" if stay.end else "}") for stay in stays)
        yield f"suspended: [{', '.join(told)}]"


def _standing(of: Situation | RelatedSubject, catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """`entries` and `bans`, each with its items; nothing for an empty one."""
    entries = [_stands(f"list: {one.list_id}", one, catalogue) for one in of.entries]
    bans = [_stands(f"measure: {quoted(one.ban_id)}, scope: {one.scope}", one, catalogue) for one in of.bans]
    yield from ((key, items) for key, items in (("entries", entries), ("bans", bans)) if items)


def _stands(head: str, one: EntryFact | BanFact, catalogue: Catalogue) -> str:
    told = [head, *_days(("start", one.start), ("term_end", one.term_end))]
    told += [f"ended_on: {one.ended_on}"] if one.ended_on else []
    told += ["suspended: yes"] if one.suspended else []
    others = ((name, value) for name, value in one.values.items() if name != "start")
    told += [f"{name}: {written(value, catalogue.entry.fields.get(name))}" for name, value in others]
    return "{" + ", ".join(told) + "}"


def _days(*named: tuple[str, date | Mark]) -> Iterator[str]:
    """Known days and known absences; an unknown day is left out."""
    yield from (f"{name}: {written(day, None)}" for name, day in named if day is not UNKNOWN)


def _related(person: RelatedSubject, catalogue: Catalogue) -> str:
    told = [f"role: {person.role}"]
    told += [f"{name}: {written(day, None)}" for name, day in (("since", person.since), ("until", person.until))]
    told += [f"named_on: {person.named_on}"] if person.named_on else []
    told += [f"{key}: [{', '.join(items)}]" for key, items in _standing(person, catalogue)]
    told += [f"not_covered: [{', '.join(sorted(person.not_covered))}]"] if person.not_covered else []
    return "{" + ", ".join(told) + "}"
