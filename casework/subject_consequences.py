"""What an event in a subject's life does to its entries: nothing, a review for an officer, or (death alone) their end that day.

A review is opened for the authority of each entry, in the unit of work of the event. An entry that is only mirrored is
its authority's to answer for, also on the day of a death: it is told, and nothing is shown here from that day on.
"""

from dataclasses import dataclass, replace

from casework.docket import FileKind
from casework.entry_clocks import end_clocks
from casework.move_laws import SUBJECT_ENDED_LAW
from casework.move_records import record_move
from casework.occasion import MoveRequest
from casework.ports import Clock, Shelf, UnitOfWork
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, Role
from casework.reviews import Cause, begin_review
from casework.subject_rules import LIFE, Follows, event_title
from casework.subject_words import EventKind, SubjectEvent

DIED = "当事人死亡"
REGISTRAR = "registrar"
"""The role in which a death is recorded: nobody's choice ends the entries, and no list's own source has spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What an event meant for one entry (or ban). `what`: stays, review, ended, not_listed, ban_ended. `file_id`: its review."""

    entry_id: str
    list_id: str
    authority: str
    what: str
    file_id: str = ""


CONSEQUENCE_TITLES = {
    "stays": "条目照旧",
    "review": "列入待复核事项，由作出认定的单位逐条决定",
    "ended": "当日终止",
    "not_listed": "不予列入，程序终止",
    "ban_ended": "法定禁止终止",
}


def follow(
    work: UnitOfWork, shelf: Shelf, clock: Clock, account: Account, event: SubjectEvent
) -> tuple[Consequence, ...]:
    """The consequences, written; the caller commits."""
    live = [one for one in work.entries_about(event.subject_id) if not one.state.is_closed]
    match LIFE[event.kind].follows:
        case Follows.STAY:
            return tuple(_told(entry, "stays") for entry in live)
        case Follows.REVIEW:
            return tuple(_review(work, shelf, clock, account, event, entry) for entry in live)
        case Follows.END:
            return (*(_ended(work, clock, account, event, one) for one in live), *_bans_end(work, event))


def _told(entry: EntryRecord, what: str, file_id: str = "") -> Consequence:
    return Consequence(entry_id=entry.id, list_id=entry.list_id, authority=entry.authority, what=what, file_id=file_id)


def _review(
    work: UnitOfWork, shelf: Shelf, clock: Clock, account: Account, event: SubjectEvent, entry: EntryRecord
) -> Consequence:
    cause = Cause(
        account_id=account.id,
        role=str(Role.DATA_CLERK if Role.DATA_CLERK in account.roles else Role.LIST_OFFICER),
        department=account.department,
        on=event.on,
        document=event.document,
        details={
            "event": event_title(event.kind),
            "event_id": event.id,
            "event_on": event.on.isoformat(),
            "reason": event.reasons,
            "successor_id": (event.other_id or "") if event.kind in (EventKind.MERGED, EventKind.DIVIDED) else "",
            "what": LIFE[event.kind].meaning,
        },
    )
    file = begin_review(
        work,
        clock,
        shelf.catalogue,
        FileKind.SUCCESSION,
        cause,
        subject_id=entry.subject_id,
        entry=entry,
        department=entry.authority,
    )
    return _told(entry, "review", file.id)


def _ended(work: UnitOfWork, clock: Clock, account: Account, event: SubjectEvent, entry: EntryRecord) -> Consequence:
    """An entry in effect ends on the day the death is recorded; a case that is not yet one is closed, not listed."""
    today, was_effective = clock.today(), entry.state is EntryState.EFFECTIVE
    over = replace(entry, version=entry.version + 1, suspended=False)
    if was_effective:
        over = replace(over, state=EntryState.ENDED, ended_on=today, end_reason=DIED, end_kind=EndKind.SUBJECT_ENDED)
    else:
        over = replace(over, state=EntryState.REJECTED)
    asked = MoveRequest(
        move=Move.END if was_effective else Move.REJECT,
        version=entry.version,
        document=event.document,
        law_date=today,
        reasons=DIED,
        details={"event": event.id, "law": SUBJECT_ENDED_LAW},
    )
    over = record_move(work, clock, account, over, asked, REGISTRAR)
    end_clocks(work, over, (), today, fired=False)
    return _told(entry, "ended" if was_effective else "not_listed")


def _bans_end(work: UnitOfWork, event: SubjectEvent) -> list[Consequence]:
    found = []
    for ban in work.bans_of([event.subject_id])[event.subject_id]:
        if ban.ended_on is None:
            seq = work.draw_seq()
            work.end_ban(ban.id, event.on, DIED, seq)
            work.log("ban.ended", seq, {"ban": ban.id, "reason": "the person died"})
            work.post("ban.ended", seq, {"ban": ban.id})
            found.append(Consequence(entry_id=ban.id, list_id="", authority="", what="ban_ended"))
    return found
