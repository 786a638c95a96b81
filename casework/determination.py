"""From facts to proposals and bans: both engines asked, agreement required, nothing decided.

A proposal opens a case; nothing takes effect until an officer has decided and another has approved. A ban is not
decided here at all: the authority's own decision binds, so it is only written down (materialised) with its term.
What the engines disagree on, or one engine alone says, proposes nothing (engine.md).
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.bans import bans_due, bans_outlived
from casework.ports import Clock, Evaluator, Reader, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.records import BanRecord, EntryRecord, EntryState, Move, MoveRecord, SubjectRecord
from casework.situation import situations_of
from engine.compile.program import Program
from engine.evaluate import BothLaws, Judgement, judge, under_both_laws
from engine.explain import date_of_act, explain, reasons
from engine.facts import Situation
from engine.pack import Mode, Pack, PackRef, Propose

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the engines propose about one subject, with everything the case must keep."""

    subject: SubjectRecord
    ref: PackRef
    pack: Pack
    propose: Propose
    finding: Mapping[str, object]
    support: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One batch, judged outside any write transaction."""

    proposals: tuple[Proposal, ...]
    bans: tuple[BanRecord, ...]
    outlived: tuple[BanRecord, ...]
    disputes: tuple[Mapping[str, object], ...]
    degraded: bool
    examined: int


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
            judged = _judged(reader, book, evaluator, ids, clock.today())
        with store.unit_of_work() as work:
            done += _written(work, book, clock, judged)
            work.commit()
        if progress:
            progress(len(ids))
    return done


def still_met(reader: Reader, book: ProgramBook, evaluator: Evaluator, today: date, entry: EntryRecord) -> bool:
    """Whether today's facts still propose this entry under both laws, by both engines."""
    subject = reader.subject(entry.subject_id)
    if subject is None:
        return False
    judged = _judged(reader, book, evaluator, [subject.id], today)
    return any(one.propose.list_id == entry.list_id for one in judged.proposals)


def _judged(
    reader: Reader, book: ProgramBook, evaluator: Evaluator, subject_ids: Sequence[str], today: date
) -> _Judged:
    records = reader.subjects(subject_ids)
    subjects = [records[subject_id] for subject_id in subject_ids if subject_id in records]
    situations = situations_of(reader, book.shelf, subjects, today)
    judgements = judged_at(book, evaluator, list(zip(subjects, situations, strict=True)), today, today)
    proposals: list[Proposal] = []
    disputes: list[Mapping[str, object]] = []
    for subject, situation, (program, judgement) in zip(subjects, situations, judgements, strict=True):
        disputes += _disputes(judgement)
        proposals += _proposals(book, evaluator, subject, situation, program, judgement, today)
    bans = bans_due(book, evaluator, list(zip(subjects, situations, strict=True)), today)
    standing = reader.bans_of([subject.id for subject in subjects])
    known = {(ban.fact_id, ban.measure) for held in standing.values() for ban in held}
    return _Judged(
        proposals=tuple(proposals),
        bans=tuple(ban for ban in bans.bans if (ban.fact_id, ban.measure) not in known),
        outlived=tuple(bans_outlived(standing, situations)),
        disputes=(*disputes, *bans.disputes),
        degraded=bans.degraded or any(judgement.degraded for _, judgement in judgements),
        examined=len(subjects),
    )


def judged_at(
    book: ProgramBook,
    evaluator: Evaluator,
    asked: Sequence[tuple[SubjectRecord, Situation]],
    law_at: date,
    today: date,
) -> list[tuple[Program, Judgement]]:
    """Each situation judged by both engines under the law of its place at `law_at`, in the order asked."""
    by_program: dict[str, tuple[Program, list[int]]] = {}
    for number, (subject, _) in enumerate(asked):
        program = book.program(law_at, today, subject.region or "000000")
        by_program.setdefault(program.digest, (program, []))[1].append(number)
    answers: dict[int, tuple[Program, Judgement]] = {}
    for program, numbers in by_program.values():
        situations = [asked[number][1] for number in numbers]
        for number, situation, (direct, rete) in zip(
            numbers, situations, evaluator.evaluate(program, situations), strict=True
        ):
            answers[number] = (program, judge(program, situation, direct, rete))
    return [answers[number] for number in range(len(asked))]


def _disputes(judgement: Judgement) -> list[Mapping[str, object]]:
    return [
        {
            "subject": judgement.subject_id,
            "program": judgement.program,
            "what": difference.what,
            "index": difference.index,
            "direct": str(difference.direct),
            "rete": str(difference.rete),
            "judgement": judgement.digest,
        }
        for difference in judgement.differences
    ]


def _proposals(
    book: ProgramBook,
    evaluator: Evaluator,
    subject: SubjectRecord,
    situation: Situation,
    program: Program,
    judgement: Judgement,
    today: date,
) -> list[Proposal]:
    """One per list determined here: the rule under today's law, confirmed under the law of the act."""
    found: dict[str, Proposal] = {}
    packs = {pack.ref: pack for pack in book.packs(today, today, subject.region or "000000")}
    for finding in judgement.proposals:
        pack = packs[finding.ref]
        if pack.mode is not Mode.DETERMINED_HERE or not isinstance(finding.then, Propose):
            continue
        explanation = explain(program, situation, judgement, finding.key)
        acted_on = date_of_act(explanation, situation) or today
        [(_, at_act)] = judged_at(book, evaluator, [(subject, situation)], acted_on, today)
        both = next(one for one in under_both_laws(at_act, judgement) if one.key == finding.key)
        if both.proposal is None:
            continue
        proposal = _proposal(subject, situation, program, judgement, pack, both, acted_on)
        found.setdefault(proposal.propose.list_id, proposal)
    return list(found.values())


def _proposal(
    subject: SubjectRecord,
    situation: Situation,
    program: Program,
    judgement: Judgement,
    pack: Pack,
    both: BothLaws,
    acted_on: date,
) -> Proposal:
    assert both.proposal is not None
    assert both.act is not None
    explanation = explain(program, situation, judgement, both.key)
    definition = pack.lists[both.proposal.list_id]
    term = both.proposal.term
    return Proposal(
        subject=subject,
        ref=pack.ref,
        pack=pack,
        propose=both.proposal,
        support=frozenset(explanation.support),
        finding={
            "rule": both.key,
            "truth": str(both.truth),
            "reasons": list(reasons(program, situation, explanation, "zh")),
            "reasons_en": list(reasons(program, situation, explanation, "en")),
            "support": sorted(explanation.support),
            "acted_on": acted_on.isoformat(),
            "act_law": str(both.act.ref),
            "decision_law": str(pack.ref),
            "lighter": both.lighter,
            "term": str(term) if term else None,
            "judgement": judgement.digest,
            "remedy": definition.remedy,
        },
    )


def _written(work: UnitOfWork, book: ProgramBook, clock: Clock, judged: _Judged) -> Determined:
    now = clock.now()
    opened = [case for proposal in judged.proposals if (case := _open_case(work, clock, proposal))]
    seq = work.draw_seq()
    bans = [replace(ban, recorded_seq=seq) for ban in judged.bans]
    for ban in bans:
        work.add_ban(ban)
        work.log(
            "ban.materialised",
            seq,
            {"ban": ban.id, "measure": ban.measure, "fact": ban.fact_id, "pack": ban.pack_digest},
        )
        work.post("ban.materialised", seq, {"ban": ban.id, "measure": ban.measure})
    for ban in judged.outlived:
        work.end_ban(ban.id, clock.today(), "所依据的记录已更正", seq)
        work.log("ban.ended", seq, {"ban": ban.id, "reason": "fact superseded"})
        work.post("ban.ended", seq, {"ban": ban.id})
    for dispute in judged.disputes:
        work.log("engine.disagreement", seq, dispute)
        work.post("engine.disagreement", seq, dispute)
    for list_id in _lists_determined_here(book, clock.today()):
        work.touch_source(list_id, now)
    work.touch_source("ban", now)
    work.log("determination.batch", seq, {"examined": judged.examined, "opened": len(opened), "bans": len(bans)})
    return Determined(
        examined=judged.examined,
        proposed=tuple(opened),
        bans=tuple(ban.id for ban in bans),
        ended_bans=tuple(ban.id for ban in judged.outlived),
        disputed=len({dispute["subject"] for dispute in judged.disputes}),
        degraded=judged.degraded,
    )


def _lists_determined_here(book: ProgramBook, today: date) -> Iterable[str]:
    for pack in book.shelf.packs():
        if pack.mode is Mode.DETERMINED_HERE and pack.in_force.covers(today):
            yield from pack.lists


def _open_case(work: UnitOfWork, clock: Clock, proposal: Proposal) -> str | None:
    """The id of the new case; None where one is open, or the same records already led to one (listed, ended or rejected)."""
    for earlier in work.entries_on(proposal.subject.id, proposal.propose.list_id):
        if earlier.state not in (EntryState.REJECTED, EntryState.ENDED):
            return None
        support = earlier.finding.get("support")
        if isinstance(support, list) and proposal.support <= set(support):
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
    work.add_move(
        MoveRecord(
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
    )
    told = {"entry": entry.id, "move": "propose", "state": "proposed", "by": ENGINE_ACCOUNT, "list": entry.list_id}
    work.log("entry.propose", seq, told)
    work.post("entry.moved", seq, told)
    return entry.id
