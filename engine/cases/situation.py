"""The situation of a case, from text: subject, facts, entries, bans and related persons, typed by the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from engine.catalogue import Catalogue, FactKind
from engine.facts import (
    NONE,
    UNKNOWN,
    BanFact,
    EntryFact,
    Fact,
    Mark,
    RelatedSubject,
    Situation,
    Suspension,
    Value,
)
from engine.parse.faults import Faults
from engine.parse.nodes import ListNode, MapNode, Node, TextNode
from engine.parse.reader import day, flag, items, mapping, needed, required_text, text
from engine.parse.values import ValueFault, parse_value

AS_OF = ("事实截至的日期，如 2022-02-01", "the day as of which the facts stand, such as 2022-02-01")
_STANDING_KEYS = ("start", "term_end", "ended_on", "suspended")
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers of one file share."""

    faults: Faults
    catalogue: Catalogue


def read_situation(reading: Reading, node: MapNode, as_of: date) -> Situation:
    faults = reading.faults
    subject = mapping(faults, node.get("subject")) if node.has("subject") else MapNode((), node.line)
    return Situation(
        subject_id="case",
        as_of=as_of,
        subject=_values(reading, subject, reading.catalogue.subject, ()),
        facts=_numbered(faults, node.get("facts"), "f", lambda each, name: _fact(reading, each, name)),
        entries=_entries(reading, node.get("entries")),
        bans=_bans(reading, node.get("bans")),
        related=_numbered(faults, node.get("related"), "r", lambda each, name: _related(reading, each, name)),
        not_covered=_not_covered(reading, node.get("not_covered")),
    )


def _numbered(
    faults: Faults, node: Node | None, letter: str, read: Callable[[MapNode, str], _Part]
) -> tuple[_Part, ...]:
    """Each item of the list, read with an id of its own: f1, f2 ..."""
    return tuple(read(mapping(faults, each), f"{letter}{n}") for n, each in enumerate(items(faults, node), start=1))


def _fact(reading: Reading, node: MapNode, name: str) -> Fact:
    """`{kind: {field: value, suspended?}}`."""
    faults = reading.faults
    if len(node.entries) != 1:
        faults.add_shape(
            "wrong-shape", node, "每条事实写成 {种类: {字段: 值}}", "write each fact as {kind: {field: value}}."
        )
        return Fact(id=name, kind="", law_date=UNKNOWN)
    entry = node.entries[0]
    kind = reading.catalogue.kinds.get(entry.key)
    if kind is None:
        faults.unknown("unknown-kind", entry.line, "事实种类", "fact kind", entry.key, reading.catalogue.kinds)
        return Fact(id=name, kind=entry.key, law_date=UNKNOWN)
    body = mapping(faults, entry.value)
    values = _values(reading, body, kind, ("suspended",))
    law_date = values.get(kind.law_date, UNKNOWN)
    return Fact(
        id=name,
        kind=kind.id,
        law_date=law_date if isinstance(law_date, date | Mark) else UNKNOWN,
        values=values,
        suspensions=_suspensions(faults, body.get("suspended")),
    )


def _values(reading: Reading, node: MapNode, kind: FactKind, reserved: tuple[str, ...]) -> Mapping[str, Value]:
    """The fields that are known or known not to exist; a field left out or left empty is unknown."""
    found: dict[str, Value] = {}
    for entry in node.entries:
        if entry.key in reserved:
            continue
        defined = kind.fields.get(entry.key)
        if defined is None:
            known = (*kind.fields, *reserved)
            reading.faults.unknown("unknown-field", entry.line, "事实字段", f"field of {kind.id}", entry.key, known)
            continue
        if _says_none(entry.value):
            found[entry.key] = NONE
            if defined.always:
                zh, en = (
                    f"字段 “{entry.key}” 必定存在，不能写 none",
                    f'the field "{entry.key}" always exists; it is never none.',
                )
                reading.faults.add("never-none", entry.line, zh, en)
            continue
        try:
            found[entry.key] = parse_value(defined, text(reading.faults, entry.value), incoming=False)
        except ValueFault as fault:
            reading.faults.add(fault.code, entry.line, fault.zh, fault.en)
    return {name: value for name, value in found.items() if value is not UNKNOWN}


def _says_none(node: Node) -> bool:
    """`{none: true}`: known not to exist."""
    said = node.get("none") if isinstance(node, MapNode) and len(node.entries) == 1 else None
    return isinstance(said, TextNode) and said.text in ("true", "yes")


def _suspensions(faults: Faults, node: Node | None) -> tuple[Suspension, ...] | None:
    """`{from, until?}`, a list of such, or `unknown` (None)."""
    if isinstance(node, TextNode) and node.text == "unknown":
        return None
    spans = node.items if isinstance(node, ListNode) else (node,) if node is not None else ()
    return tuple(_suspension(faults, mapping(faults, span)) for span in spans)


def _suspension(faults: Faults, node: MapNode) -> Suspension:
    only_keys(faults, node, ("from", "until"))
    start = day(faults, needed(faults, node, "from", "中止之日", "the day on which it began")) or date.min
    return Suspension(start=start, end=day(faults, node.get("until")))


def _entries(reading: Reading, node: Node | None) -> tuple[EntryFact, ...]:
    return _numbered(reading.faults, node, "e", lambda each, name: _entry(reading, each, name))


def _entry(reading: Reading, node: MapNode, name: str) -> EntryFact:
    faults = reading.faults
    reserved, start = ("list", *_STANDING_KEYS), date_or_mark(faults, node.get("start"))
    return EntryFact(
        id=name,
        list_id=required_text(faults, node, "list"),
        start=start,
        term_end=date_or_mark(faults, node.get("term_end")),
        ended_on=day(faults, node.get("ended_on")),
        suspended=flag(faults, node.get("suspended")),
        values=_standing_values(reading, node, reserved, start),
    )


def _bans(reading: Reading, node: Node | None) -> tuple[BanFact, ...]:
    return _numbered(reading.faults, node, "b", lambda each, name: _ban(reading, each, name))


def _ban(reading: Reading, node: MapNode, name: str) -> BanFact:
    faults = reading.faults
    reserved, start = ("measure", "scope", *_STANDING_KEYS), date_or_mark(faults, node.get("start"))
    scope = required_text(faults, node, "scope")
    if scope != "any" and scope not in reading.catalogue.scopes:
        faults.unknown("unknown-scope", node.line_of("scope"), "禁止范围", "ban scope", scope, reading.catalogue.scopes)
    return BanFact(
        id=name,
        ban_id=text(faults, node.get("measure")) or name,
        scope=scope,
        start=start,
        term_end=date_or_mark(faults, node.get("term_end")),
        ended_on=day(faults, node.get("ended_on")),
        suspended=flag(faults, node.get("suspended")),
        values=_standing_values(reading, node, reserved, start),
    )


def _standing_values(
    reading: Reading, node: MapNode, reserved: tuple[str, ...], start: date | Mark
) -> Mapping[str, Value]:
    """The fields a `where` may ask of an entry or a ban: the catalogue's, `start` among them (left out where unknown)."""
    values = _values(reading, node, reading.catalogue.entry, reserved)
    return values if start is UNKNOWN else {**values, "start": start}


def _related(reading: Reading, node: MapNode, name: str) -> RelatedSubject:
    faults = reading.faults
    only_keys(faults, node, ("role", "since", "until", "named_on", "entries", "bans", "not_covered"))
    role = required_text(faults, node, "role")
    if role and role not in reading.catalogue.roles:
        faults.unknown("unknown-role", node.line_of("role"), "角色", "role", role, reading.catalogue.roles)
    return RelatedSubject(
        id=name,
        role=role,
        since=_end_of_role(faults, node, "since"),
        until=_end_of_role(faults, node, "until"),
        named_on=day(faults, node.get("named_on")),
        entries=_entries(reading, node.get("entries")),
        bans=_bans(reading, node.get("bans")),
        not_covered=_not_covered(reading, node.get("not_covered")),
    )


def _end_of_role(faults: Faults, node: MapNode, key: str) -> date | Mark:
    """Left out: none, the role is held from the beginning or still; empty or `unknown`: not known."""
    return date_or_mark(faults, node.get(key)) if node.has(key) else NONE


def _not_covered(reading: Reading, node: Node | None) -> frozenset[str]:
    catalogue = reading.catalogue
    known = {*catalogue.kinds, "entry", "ban", *(f"role:{role}" for role in catalogue.roles)}
    named = words(reading.faults, node)
    for word in named:
        if word not in known and node is not None:
            reading.faults.unknown("unknown-kind", node, "覆盖范围", "coverage", word, known)
    return frozenset(named)


def date_or_mark(faults: Faults, node: Node | None) -> date | Mark:
    """A date; unknown where left out, empty or `unknown`; none for `{none: true}` or `none`."""
    if node is None or (isinstance(node, TextNode) and node.text in ("", "unknown")):
        return UNKNOWN
    if _says_none(node) or (isinstance(node, TextNode) and node.text == "none"):
        return NONE
    return day(faults, node) or UNKNOWN


def words(faults: Faults, node: Node | None) -> tuple[str, ...]:
    """A list of words; a single one may stand without brackets."""
    if isinstance(node, ListNode):
        return tuple(text(faults, each) for each in node.items)
    word = text(faults, node)
    return (word,) if word else ()


def only_keys(faults: Faults, node: MapNode, keys: tuple[str, ...]) -> None:
    for entry in node.entries:
        if entry.key not in keys:
            faults.unknown("unknown-key", entry.line, "键", "key", entry.key, keys)
