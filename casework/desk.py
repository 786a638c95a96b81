"""What waits for an officer: the department's open cases and files, those whose clock needs a look first.

A clock whose last day cannot be told comes before all others, then the earliest last day, then what has no clock.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.colours import colour_of, definition_of
from casework.docket import ClockEffect, ClockRecord, FileKind, FileRecord, StepRecord
from casework.entry import lawful_now
from casework.errors import Refused
from casework.file_desk import steps_of_kind
from casework.file_roads import on_own_road
from casework.files import Steps, lawful_next
from casework.lawful_moves import Lawful
from casework.ports import Reader, Shelf
from casework.records import Account, EntryRecord, EntryState, Move, MoveRecord
from casework.review_roads import is_offered
from casework.step_guards import STEPS

OPEN = tuple(state for state in EntryState if not state.is_closed and state is not EntryState.EFFECTIVE)
ANY_TIME = frozenset({Move.RECUSE, Move.RETURN_DECISION, Move.REJECT})
"""Moves that are open to an officer and that no case waits for."""
PAGE = 500
CLOCKS_READ = 10_000
ASKED = {one.move: one for one in STEPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase:
    """One open case; `clock`: the running one that is due first, None where none runs."""

    entry: EntryRecord
    clock: ClockRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFile:
    """One open file where it stands, and the steps that are this officer's."""

    file: FileRecord
    last: StepRecord
    clock: ClockRecord | None
    steps: tuple[str, ...]


def waiting_cases(reader: Reader, shelf: Shelf, account: Account) -> list[DeskCase]:
    """The open cases in which a step is this officer's, without those the officer keeps away from."""
    clocks = _first_due(reader.open_clocks(account.department, CLOCKS_READ))
    kept_from = reader.kept_from(account.id)
    found = [
        DeskCase(entry=entry, clock=clocks.get(entry.id))
        for entry in _open_entries(reader, account.department)
        if entry.id not in kept_from and _waits(reader, shelf, account, entry)
    ]
    return sorted(found, key=lambda one: (*_urgency(one.clock), one.entry.id))


def open_files_of(reader: Reader, account: Account) -> list[DeskFile]:
    """The department's open files, without those over a case the officer keeps away from."""
    clocks = _first_due(reader.open_clocks(account.department, CLOCKS_READ))
    kept_from = reader.kept_from(account.id)
    found = []
    for file in _open_files(reader, account.department):
        if file.entry_id not in kept_from:
            taken = reader.steps_of(file.id)
            following = lawful_steps(reader, file, taken)
            steps = tuple(name for name, step in following.items() if step.roles & account.roles)
            found.append(DeskFile(file=file, last=taken[-1], clock=clocks.get(file.id), steps=steps))
    return sorted(found, key=lambda one: (*_urgency(one.clock), one.file.id))


def own_moves(entry: EntryRecord, shelf: Shelf, account: Account, history: Sequence[MoveRecord]) -> tuple[Lawful, ...]:
    """The moves lawful now that fall to this account and that somebody may wait for."""
    return tuple(
        row
        for row in _lawful_for(entry, shelf, account)
        if row.move not in ANY_TIME and _is_asked_for(entry, shelf, row.move, history)
    )


def lawful_steps(reader: Reader, file: FileRecord, taken: Sequence[StepRecord]) -> Steps:
    """The steps that may follow what was taken; none for a kind of file that is not worked on here."""
    try:
        steps = steps_of_kind(file.kind)
    except Refused:
        return {}
    entry = reader.entry(file.entry_id) if file.entry_id else None
    following = (name for name in lawful_next(steps, taken) if is_offered(name, taken))
    return {name: steps[name] for name in following if on_own_road(file, entry, name)}


def _lawful_for(entry: EntryRecord, shelf: Shelf, account: Account) -> list[Lawful]:
    return [row for row in lawful_now(entry, colour_of(shelf, entry)[0]) if row.role in account.roles]


def _waits(reader: Reader, shelf: Shelf, account: Account, entry: EntryRecord) -> bool:
    """The history is read only where the answer hangs on it."""
    moves = {row.move for row in _lawful_for(entry, shelf, account)} - ANY_TIME
    if moves - ASKED.keys():
        return True
    return bool(moves) and bool(own_moves(entry, shelf, account, reader.moves_of(entry.id)))


def _is_asked_for(entry: EntryRecord, shelf: Shelf, move: Move, history: Sequence[MoveRecord]) -> bool:
    """A step of its own is waited for where the list's procedure knows it and it has not been taken on this draft."""
    asked = ASKED.get(move)
    if asked is None:
        return True
    if move is Move.HOLD_HEARING:
        return _last(history, Move.REQUEST_HEARING) > _last(history, Move.HOLD_HEARING)
    definition = definition_of(shelf, entry)
    known = definition is not None and any(step.step == asked.step for step in definition.procedure)
    since = _last(history, Move.RETURN_DECISION) if asked.anew else 0
    return known and _last(history, move) <= since


def _last(history: Sequence[MoveRecord], move: Move) -> int:
    return max((one.number for one in history if one.move is move), default=0)


def _first_due(clocks: Sequence[ClockRecord]) -> Mapping[str, ClockRecord]:
    """By file or entry, the running clock to look at first; a right of the subject's that runs out waits for nobody here."""
    found: dict[str, ClockRecord] = {}
    for clock in clocks:
        owner = clock.file_id or clock.entry_id
        if owner and clock.effect is not ClockEffect.WINDOW:
            found.setdefault(owner, clock)
    return found


def _urgency(clock: ClockRecord | None) -> tuple[int, date]:
    if clock is None:
        return 2, date.max
    return (1, clock.due_on) if clock.due_on else (0, date.min)


def _open_entries(reader: Reader, department: str) -> Iterator[EntryRecord]:
    after = ""
    while page := reader.find_entries(department=department, states=OPEN, after=after, limit=PAGE):
        yield from page
        after = page[-1].id


def _open_files(reader: Reader, department: str) -> Iterator[FileRecord]:
    after = ""
    while page := reader.open_files(department, list(FileKind), after, PAGE):
        yield from page
        after = page[-1].id
