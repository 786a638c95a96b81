"""What the demonstration's officers do with proposals: each case walked lawfully as far as its turn says.

Every step goes through `casework.entry`, a repair through the desk of files; dates lie before today and in the order the law wants. A case that has already
come as far (an earlier, interrupted run) is left where it stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.demo.repairs import repair
from casework.determination import still_met
from casework.entry import MoveRequest, move_entry
from casework.file_desk import FileDesk
from casework.judging import Proposal
from casework.move_guards import records_until
from casework.ports import Clock, Evaluator, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.records import Account, EntryRecord, EntryState, Move

TURNS = (
    EntryState.EFFECTIVE,
    EntryState.PROPOSED,
    EntryState.NOTICED,
    EntryState.DECIDED,
    EntryState.APPROVED,
    EntryState.EFFECTIVE,
    EntryState.REJECTED,
    EntryState.ENDED,
    EntryState.EFFECTIVE,
    EntryState.EFFECTIVE,
)
"""Where the first case stops, the second, … and again from the beginning."""
WAY = (Move.SERVE_NOTICE, Move.DECIDE, Move.APPROVE, Move.TAKE_EFFECT, Move.END)
STEPS_TO: Mapping[EntryState, tuple[Move, ...]] = {
    EntryState.PROPOSED: (),
    EntryState.NOTICED: WAY[:1],
    EntryState.DECIDED: WAY[:2],
    EntryState.APPROVED: WAY[:3],
    EntryState.EFFECTIVE: WAY[:4],
    EntryState.ENDED: WAY,
    EntryState.REJECTED: (Move.SERVE_NOTICE, Move.RECORD_STATEMENT, Move.REJECT),
}
DAYS_AGO: Mapping[Move, int] = {
    Move.SERVE_NOTICE: 75,
    Move.RECORD_STATEMENT: 70,
    Move.DECIDE: 55,
    Move.REJECT: 55,
    Move.APPROVE: 53,
    Move.TAKE_EFFECT: 50,
    Move.END: 10,
}
LONGER_AGO = 240
"""Days by which an ended case began earlier: an early removal wants six months without a new default."""
STATEMENT_DAYS = 19
"""The ten days of the list, and the longest holiday in which their last day may fall."""
PAPERS: Mapping[Move, tuple[str, str]] = {
    Move.SERVE_NOTICE: ("演示人社告", ""),
    Move.RECORD_STATEMENT: ("演示人社陈", ""),
    Move.DECIDE: ("演示人社列", "经责令限期支付逾期未付，当事人期内未提出陈述申辩，决定列入（演示）"),
    Move.REJECT: ("演示人社不列", "经复核，陈述申辩理由成立，不予列入（演示）"),
    Move.APPROVE: ("演示人社批", ""),
    Move.TAKE_EFFECT: ("演示人社列", ""),
    Move.END: ("演示人社修", ""),
}
"""The letters before a document's number, and the reasons it gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Officers:
    """The demonstration's list officer and approving officer: two accounts, for four eyes."""

    officer: Account
    approver: Account

    def for_move(self, move: Move) -> Account:
        return self.approver if move is Move.APPROVE else self.officer


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a walk needs of the house."""

    store: Store
    book: ProgramBook
    evaluator: Evaluator
    clock: Clock
    officers: Officers


def walk_cases(desk: Desk, entry_ids: Sequence[str], progress: Callable[[int], None]) -> None:
    """Brings the cases to their turns, in the order given; each move is its own transaction."""
    for number, entry_id in enumerate(entry_ids):
        _walk(desk, entry_id, number)
        progress(1)


def _walk(desk: Desk, entry_id: str, number: int) -> None:
    target = TURNS[number % len(TURNS)]
    with desk.store.reader() as reader:
        entry = reader.entry(entry_id)
        done = [move.move for move in reader.moves_of(entry_id)]
    if entry is None or entry.authority != desk.officers.officer.department:
        return
    for move in STEPS_TO[target]:  # days follow one another: the first one still to come ends the walk
        if move not in done and _day(entry, move, number, desk.clock.today(), target) <= desk.clock.today():
            entry = _move(desk, entry, move, number, target) if move is not Move.END else _repaired(desk, entry, number)


def _move(desk: Desk, entry: EntryRecord, move: Move, number: int, target: EntryState) -> EntryRecord:
    today = desk.clock.today()
    if desk.book.shelf.list_def(entry.list_id, today, today) is None:
        return entry
    with desk.store.unit_of_work() as work:
        current = work.entry(entry.id) or entry
        request = _request(current, move, number, today, target)
        account = desk.officers.for_move(move)
        moved = move_entry(
            work,
            desk.clock,
            account,
            current,
            request,
            desk.book.shelf,
            _judged_again(desk, work, current, today),
        )
        work.commit()
    return moved


def _repaired(desk: Desk, entry: EntryRecord, number: int) -> EntryRecord:
    """Ended by an application, long after the correction."""
    today, officers = desk.clock.today(), desk.officers
    if desk.book.shelf.list_def(entry.list_id, today, today) is None:
        return entry
    on = _day(entry, Move.END, number, today, EntryState.ENDED)
    corrected_on = _day(entry, Move.TAKE_EFFECT, number, today, EntryState.ENDED)
    document = _papers(Move.END, number, on)[0]
    files = FileDesk(store=desk.store, shelf=desk.book.shelf, clock=desk.clock)
    repair(files, officers.officer, officers.approver, entry, on, corrected_on, document)
    return entry


def _judged_again(desk: Desk, work: UnitOfWork, entry: EntryRecord, today: date) -> Callable[[], Proposal | None]:
    return lambda: still_met(work, desk.book, desk.evaluator, today, entry)


def _day(entry: EntryRecord, move: Move, number: int, today: date, target: EntryState) -> date:
    """Counted back from today; the whole way goes later where its notice would else lie before the case's own records."""
    longer = LONGER_AGO if target is EntryState.ENDED else 0
    noticed = today - timedelta(days=DAYS_AGO[Move.SERVE_NOTICE] + number % 15 + longer)
    late = max(timedelta(), (records_until(entry) or noticed) - noticed)
    return today - timedelta(days=DAYS_AGO[move] + number % 15 + (0 if move is Move.END else longer)) + late


def _request(entry: EntryRecord, move: Move, number: int, today: date, target: EntryState) -> MoveRequest:
    on = _day(entry, move, number, today, target)
    document, reasons, details = _papers(move, number, on)
    return MoveRequest(
        move=move, version=entry.version, document=document, law_date=on, reasons=reasons, details=details
    )


def _papers(move: Move, number: int, on: date) -> tuple[str, str, dict[str, str]]:
    """Document, reasons and details of a move; all say that they are a demonstration's."""
    mark = f"〔{on.year}〕{number + 1:04d}号"
    letter, reasons = PAPERS[move]
    details: dict[str, str] = {}
    if move in (Move.SERVE_NOTICE, Move.TAKE_EFFECT):
        details = {"service": "直接送达", "proof": f"演示送达回证{mark}"}
    if move is Move.SERVE_NOTICE:
        details["statement_until"] = (on + timedelta(days=STATEMENT_DAYS)).isoformat()
    if move is Move.RECORD_STATEMENT:
        details["statement"] = "当事人陈述：工资款项已经提存，请求不予列入（演示）"
    return letter + mark, reasons, details


def cases_to_walk(store: Store, department: str, order: Mapping[str, int]) -> list[str]:
    """The department's own cases, those of earlier subjects first (`order`: code -> number); others are not ours to walk."""
    with store.reader() as reader:
        entries = [entry for entry in _all_entries(store, department) if not entry.mirrored]
        subjects = reader.subjects([entry.subject_id for entry in entries])
    ranked = [
        (order[subjects[entry.subject_id].code], entry.id)
        for entry in entries
        if subjects[entry.subject_id].code in order
    ]
    return [entry_id for _, entry_id in sorted(ranked)]


def _all_entries(store: Store, department: str) -> Iterator[EntryRecord]:
    after = ""
    while True:
        with store.reader() as reader:
            page = reader.find_entries(department=department, states=list(EntryState), after=after, limit=500)
        yield from page
        if len(page) < 500:
            return
        after = page[-1].id
