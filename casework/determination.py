"""From facts to proposals and bans: both engines asked, agreement required, nothing decided.

A proposal opens a case; nothing takes effect until an officer has decided and another has approved. A ban is not
decided here at all: the authority's own decision binds, so it is only written down (materialised) with its term.
What the engines disagree on, or one engine alone says, proposes nothing (engine.md).
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.clock_rules import PROPOSAL
from casework.entry_clocks import start_clocks
from casework.holdings import entry_is_open
from casework.judging import Judged, Proposal, grounds_of, judged_batch, still_met
from casework.move_records import keep_move
from casework.places import place_of
from casework.ports import Clock, Evaluator, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.records import BanRecord, EntryRecord, EntryState, Move, MoveRecord
from casework.subject_life import ended_by, has_died
from engine.pack import Mode

__all__ = ["Determined", "determine", "still_met"]

ENGINE_ACCOUNT = "engine"
BATCH = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Determined:
    """What a determination did: subjects examined, case ids opened, ban ids written, subjects on which the engines differed."""

    examined: int = 0
    proposed: tuple[str, ...] = ()
    bans: tuple[str, ...] = ()
    ended_bans: tuple[str, ...] = ()
    disputed: int = 0
    degraded: bool = False

    def __add__(self, other: "Determined") -> "Determined":
        return Determined(
            examined=self.examined + other.examined,
            proposed=self.proposed + other.proposed,
            bans=self.bans + other.bans,
            ended_bans=self.ended_bans + other.ended_bans,
            disputed=self.disputed + other.disputed,
            degraded=self.degraded or other.degraded,
        )


def determine(
    store: Store,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    subject_ids: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> Determined:
    """Judges the subjects under the law of their act and of today, opens cases and writes bans; in batches, each atomic."""
    done = Determined()
    for first in range(0, len(subject_ids), BATCH):
        ids = subject_ids[first : first + BATCH]
        with store.reader() as reader:
            judged = judged_batch(reader, book, evaluator, ids, clock.today())
        with store.unit_of_work() as work:
            done += _written(work, book, clock, judged)
            work.commit()
        if progress:
            progress(len(ids))
    return done


def _written(work: UnitOfWork, book: ProgramBook, clock: Clock, judged: Judged) -> Determined:
    now = clock.now()
    opened = [case for proposal in judged.proposals if (case := _open_case(work, book, clock, proposal))]
    seq = work.draw_seq()
    bans = [replace(ban, recorded_seq=seq) for ban in _not_overtaken(work, judged.bans)]
    outlived = _still_standing(work, judged.outlived)
    for ban in bans:
        work.add_ban(ban)
        work.log(
            "ban.materialised",
            seq,
            {"ban": ban.id, "measure": ban.measure, "fact": ban.fact_id, "pack": ban.pack_digest},
        )
        work.post("ban.materialised", seq, {"ban": ban.id, "measure": ban.measure})
    for ban in outlived:
        work.end_ban(ban.id, clock.today(), "所依据的记录已更正", seq)
        work.log("ban.ended", seq, {"ban": ban.id, "reason": "fact superseded"})
        work.post("ban.ended", seq, {"ban": ban.id})
    for dispute in judged.disputes:
        work.log("engine.disagreement", seq, dispute)
        work.post("engine.disagreement", seq, dispute)
    if not judged.degraded:  # one engine alone proposes nothing, so its silence vouches for nothing
        for list_id in _lists_determined_here(book, clock.today()):
            work.touch_source(list_id, now)
        work.touch_source("ban", now)
    work.log("determination.batch", seq, {"examined": judged.examined, "opened": len(opened), "bans": len(bans)})
    return Determined(
        examined=judged.examined,
        proposed=tuple(opened),
        bans=tuple(ban.id for ban in bans),
        ended_bans=tuple(ban.id for ban in outlived),
        disputed=len({dispute["subject"] for dispute in judged.disputes}),
        degraded=judged.degraded,
    )


def _not_overtaken(work: UnitOfWork, due: Sequence[BanRecord]) -> list[BanRecord]:
    """The bans of everybody who has not died, whose record stands and which nobody else has written since the batch was judged."""
    subjects = list(dict.fromkeys(ban.subject_id for ban in due))
    recorded = {fact.id for facts in work.facts_of(subjects).values() for fact in facts}
    written = {(ban.fact_id, ban.measure) for bans in work.bans_of(subjects).values() for ban in bans}
    alive = {one for one in subjects if not has_died(work, one)}
    standing = [ban for ban in due if ban.fact_id in recorded and ban.subject_id in alive]
    return [ban for ban in standing if (ban.fact_id, ban.measure) not in written]


def _still_standing(work: UnitOfWork, outlived: Sequence[BanRecord]) -> list[BanRecord]:
    subjects = list(dict.fromkeys(ban.subject_id for ban in outlived))
    standing = {ban.id for bans in work.bans_of(subjects).values() for ban in bans if ban.ended_on is None}
    return [ban for ban in outlived if ban.id in standing]


def _lists_determined_here(book: ProgramBook, today: date) -> Iterable[str]:
    for pack in book.shelf.packs():
        if pack.mode is Mode.DETERMINED_HERE and pack.in_force.covers(today):
            yield from pack.lists


def _open_case(work: UnitOfWork, book: ProgramBook, clock: Clock, proposal: Proposal) -> str | None:
    """The id of the new case; None where one is open, the same records already led to one (listed, ended, rejected or lapsed), or the subject is no more."""
    if ended_by(work, proposal.subject.id):
        return None
    for earlier in work.entries_on(proposal.subject.id, proposal.propose.list_id):
        if entry_is_open(earlier, clock.today()) or proposal.grounds <= grounds_of(earlier):
            return None
    seq = work.draw_seq()
    entry = EntryRecord(
        id=uuid.uuid4().hex,
        subject_id=proposal.subject.id,
        list_id=proposal.propose.list_id,
        authority=proposal.pack.authority,
        state=EntryState.PROPOSED,
        mirrored=False,
        version=1,
        proposed_seq=seq,
        finding=proposal.finding,
        pack=proposal.ref.pack,
        pack_version=proposal.ref.version,
        pack_digest=proposal.ref.digest,
    )
    work.add_entry(entry)
    move = MoveRecord(
        entry_id=entry.id,
        number=1,
        move=Move.PROPOSE,
        state_after=EntryState.PROPOSED,
        account_id=ENGINE_ACCOUNT,
        role="engine",
        department=proposal.pack.authority,
        at=clock.now(),
        seq=seq,
        details={"rule": str(proposal.finding["rule"])},
        pack_digest=proposal.ref.digest,
    )
    place = place_of(work, book.shelf.catalogue, entry.subject_id)
    start_clocks(work, entry, proposal.pack, (PROPOSAL,), clock.today(), place, {})
    keep_move(work, entry, move)
    return entry.id
