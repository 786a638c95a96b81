"""The values that the solver found, as a situation that any engine can be asked about."""

from datetime import date

from engine.catalogue import FieldType
from engine.facts import NONE, BanFact, EntryFact, Fact, Mark, Plain, RelatedSubject, Situation, Value
from engine.solver.terms import Term
from engine.solver.world import START, Cell, Slot, Standing, World


def situation_found(world: World) -> Situation:
    """The situation of the last successful run; fields that no test reads are left out."""
    as_of = _day(world, world.as_of)
    entries: list[EntryFact] = []
    bans: list[BanFact] = []
    related: list[RelatedSubject] = []
    for pool, standing in world.pools.items():
        what, _, rest = pool.partition(":")
        list_id, role = rest.rpartition(":")[::2]
        for number, one in enumerate(standing):
            if not world.search.holds(one.here):
                continue
            name = f"{pool}-{number}"
            entry = (_entry(world, name, list_id, one),) if what == "entry" else ()
            ban = () if entry else (_ban(world, name, one),)
            if role:
                related.append(_person(world, name, role, one, as_of, entry, ban))
            else:
                entries.extend(entry)
                bans.extend(ban)
    return Situation(
        subject_id="witness",
        as_of=as_of,
        subject=_values(world, world.subject),
        facts=tuple(_fact(world, f"{kind}-{number}", slot) for kind, number, slot in _present(world)),
        entries=tuple(entries),
        bans=tuple(bans),
        related=tuple(related),
    )


def _present(world: World) -> list[tuple[str, int, Slot]]:
    return [
        (kind, number, slot)
        for kind, slots in world.slots.items()
        for number, slot in enumerate(slots)
        if world.search.holds(slot.here)
    ]


def _fact(world: World, name: str, slot: Slot) -> Fact:
    return Fact(id=name, kind=slot.kind.id, law_date=_day(world, world.law_date(slot)), values=_values(world, slot))


def _entry(world: World, name: str, list_id: str, one: Standing) -> EntryFact:
    start = _day(world, one.start)
    return EntryFact(id=name, list_id=list_id, start=start, term_end=NONE, values={**_values(world, one), START: start})


def _ban(world: World, name: str, one: Standing) -> BanFact:
    start = _day(world, one.start)
    return BanFact(
        id=name,
        ban_id="witness",
        scope=world.text_of_number(world.search.value(one.scope)),
        start=start,
        term_end=NONE,
        values={**_values(world, one), START: start},
    )


def _person(
    world: World,
    name: str,
    role: str,
    one: Standing,
    as_of: date,
    entries: tuple[EntryFact, ...],
    bans: tuple[BanFact, ...],
) -> RelatedSubject:
    """A person who holds the role on just the days found: now, when the entry began, both or neither."""
    now, at_start = world.search.holds(one.now), world.search.holds(one.at_start)
    since: date | Mark = NONE if at_start else as_of
    until: date | Mark = NONE if now else as_of
    if not now and not at_start:
        since = until = as_of
    return RelatedSubject(id=name, role=role, since=since, until=until, entries=entries, bans=bans)


def _values(world: World, slot: Slot) -> dict[str, Value]:
    return {name: _value(world, cell) for name, cell in slot.cells.items()}


def _value(world: World, cell: Cell) -> Value:
    return NONE if world.search.holds(cell.none) else _plain(world, cell)


def _plain(world: World, cell: Cell) -> Plain:
    number = world.search.value(cell.value)
    match cell.type:
        case FieldType.DATE:
            return date.fromordinal(number)
        case FieldType.FLAG:
            return bool(number)
        case FieldType.AREA:
            return f"{number:06d}"
        case FieldType.CODE | FieldType.TEXT:
            return world.text_of_number(number)
        case _:
            return number


def _day(world: World, day: Term) -> date:
    return date.fromordinal(world.search.value(day))
