"""The colour and gravity of an entry's list, and what the colour allows: red, black, watch. Internal only; no page prints a colour."""

from collections.abc import Iterator
from datetime import date

from casework.ports import Shelf
from casework.records import EntryRecord, EntryState
from engine.pack import Colour, Gravity, ListDef

ADVERSE = (Colour.BLACK, Colour.WATCH)


def definition_of(shelf: Shelf, entry: EntryRecord) -> ListDef | None:
    """The entry's list as the release it was made under defines it, else as the newest does; None where none does."""
    newest: ListDef | None = None
    for pack in shelf.packs():
        newest = pack.lists.get(entry.list_id, newest)
        if pack.ref.digest == entry.pack_digest and entry.list_id in pack.lists:
            break
    return newest


def colour_of(shelf: Shelf, entry: EntryRecord) -> tuple[Colour, Gravity]:
    """Of the entry's list; a list that no release defines counts as the heaviest."""
    definition = definition_of(shelf, entry)
    return (definition.colour, definition.gravity) if definition else (Colour.BLACK, Gravity.SERIOUS)


def adverse_lists(shelf: Shelf, on: date) -> Iterator[ListDef]:
    """Every black or watch list that a release in force on `on` defines, whatever place it is for."""
    seen = set[str]()
    for pack in shelf.packs():
        if pack.in_force.covers(on):
            for definition in pack.lists.values():
                if definition.colour in ADVERSE and definition.id not in seen:
                    seen.add(definition.id)
                    yield definition


def may_be_published(entry: EntryRecord, definition: ListDef | None, on: date) -> bool:
    """Whether this service may show the entry to the public on `on`.

    INVARIANT: only where the list's procedure names a law that wants it published; a watch entry never, a suspended or
    ended one never, one that is only mirrored never (its authority publishes it).
    """
    by_law = definition is not None and any(step.step == "publication" and step.basis for step in definition.procedure)
    return (
        definition is not None
        and by_law
        and definition.colour is not Colour.WATCH
        and not entry.mirrored
        and not entry.suspended
        and entry.state is EntryState.EFFECTIVE
        and entry.effective_on is not None
        and entry.effective_on <= on
        and (entry.term_end is None or on <= entry.term_end)
    )
