"""A move as it is kept: the entry's new state, the line of its history, the link of the chain, and the message about it.

All in the caller's transaction, and none without the others. Whether a move is lawful is not asked here.
"""

from dataclasses import replace

from casework.occasion import MoveRequest
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, MoveRecord, Role


def record_move(
    work: UnitOfWork, clock: Clock, account: Account, entry: EntryRecord, request: MoveRequest, role: str
) -> EntryRecord:
    """Writes the new state, the move, its chain link and its message; the caller commits."""
    seq = work.draw_seq()
    if entry.state is EntryState.EFFECTIVE and entry.effective_seq is None:
        entry = replace(entry, effective_seq=seq)
    elif entry.state is EntryState.ENDED:
        entry = replace(entry, ended_seq=seq)
    work.save_entry(entry)
    move = MoveRecord(
        entry_id=entry.id,
        number=entry.version,
        move=request.move,
        state_after=entry.state,
        account_id=account.id,
        role=role,
        department=account.department,
        at=clock.now(),
        seq=seq,
        document=request.document,
        law_date=request.law_date,
        details={**request.details, **_told(entry, request)},
        pack_digest=entry.pack_digest,
    )
    if entry.mirrored and role == Role.DATA_CLERK:  # its source spoke
        work.touch_source(entry.list_id, clock.now())
    keep_move(work, entry, move)
    return entry


def _told(entry: EntryRecord, request: MoveRequest) -> dict[str, str]:
    """What the history keeps of a move beside its details: the reasons, and the kind of an end whether named or not."""
    reasons = {"reasons": request.reasons} if request.reasons else {}
    has_ended = entry.state is EntryState.ENDED and entry.end_kind is not None
    return reasons | ({"kind": str(entry.end_kind)} if has_ended else {})


def keep_move(work: UnitOfWork, entry: EntryRecord, move: MoveRecord) -> None:
    """The move of an entry that is written already, with its chain link and its message."""
    work.add_move(move)
    told = {
        "entry": entry.id,
        "move": str(move.move),
        "state": str(move.state_after),
        "by": move.account_id,
        "list": entry.list_id,
    }
    work.log(f"entry.{move.move}", move.seq, told)
    work.post("entry.moved", move.seq, told)
