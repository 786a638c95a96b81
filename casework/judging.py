"""What both engines say of a batch of subjects: proposals under two laws, bans due, bans outlived, disputes.

Reads only. What the engines disagree on, or one engine alone says, proposes nothing (engine.md); a mirrored list is
never proposed for here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.act_law import ActLaw
from casework.bans import bans_due, bans_outlived
from casework.ports import Evaluator, Reader
from casework.programs import ProgramBook
from casework.records import BanRecord, EntryRecord, SubjectRecord
from casework.situation import situations_of
from engine.compile.program import Program
from engine.evaluate import BothLaws, Judgement, judge
from engine.explain import date_of_act, explain, reasons, rule_trace
from engine.facts import Situation
from engine.pack import Mode, Pack, PackRef, Propose


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the engines propose about one subject, with everything the case must keep; `grounds`: the records it rests on."""

    subject: SubjectRecord
    ref: PackRef
    pack: Pack
    propose: Propose
    finding: Mapping[str, object]
    grounds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One batch, judged outside any write transaction: `outlived` bans rest on a record that no longer stands."""

    proposals: tuple[Proposal, ...]
    bans: tuple[BanRecord, ...]
    outlived: tuple[BanRecord, ...]
    disputes: tuple[Mapping[str, object], ...]
    degraded: bool
    examined: int


def still_met(
    reader: Reader, book: ProgramBook, evaluator: Evaluator, today: date, entry: EntryRecord
) -> Proposal | None:
    """What today's facts and law still propose, by both engines, on the grounds the entry was noticed on; None: nothing.

    The grounds are its rule and its records: what newer records or another rule would bear has not been told to the
    subject, so it cannot be decided on here. A case carried over from a merged or divided subject rests on that one's.
    """
    if origin := reader.entry(str(entry.finding.get("carried_from", ""))):
        return still_met(reader, book, evaluator, today, origin)
    judged = judged_batch(reader, book, evaluator, [entry.subject_id], today)
    noticed = grounds_of(entry)
    same_rule = (one for one in judged.proposals if one.finding["rule"] == entry.finding.get("rule"))
    return next((one for one in same_rule if one.propose.list_id == entry.list_id and noticed <= one.grounds), None)


def grounds_of(entry: EntryRecord) -> frozenset[str]:
    """The ids of the records the entry rests on: those that meet its rule and those joined to them."""
    parts = (entry.finding.get(part) for part in ("support", "partners"))
    return frozenset(str(fact) for part in parts if isinstance(part, list | tuple) for fact in part)


def judged_batch(
    reader: Reader, book: ProgramBook, evaluator: Evaluator, subject_ids: Sequence[str], today: date
) -> Judged:
    records = reader.subjects(subject_ids)
    subjects = [records[subject_id] for subject_id in subject_ids if subject_id in records]
    situations = situations_of(reader, book.shelf, subjects, today)
    judgements = judged_at(book, evaluator, list(zip(subjects, situations, strict=True)), today, today)
    proposals: list[Proposal] = []
    disputes: list[Mapping[str, object]] = []
    for subject, situation, (program, judgement) in zip(subjects, situations, judgements, strict=True):
        disputes += _disputes(judgement)
        found, disputed_at_act = _proposals(book, evaluator, subject, situation, program, judgement, today)
        proposals += found
        disputes += disputed_at_act
    bans = bans_due(book, evaluator, list(zip(subjects, situations, strict=True)), today)
    standing = reader.bans_of([subject.id for subject in subjects])
    known = {(ban.fact_id, ban.measure) for held in standing.values() for ban in held}
    return Judged(
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
        program = book.program(law_at, today, book.place_of(subject.region))
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
) -> tuple[list[Proposal], list[Mapping[str, object]]]:
    """One per rule of a list determined here: met under today's law and under the law of the act; and new disputes."""
    found: list[Proposal] = []
    disputes: list[Mapping[str, object]] = []
    place = book.place_of(subject.region)
    act_law = ActLaw(book=book, evaluator=evaluator, today=today, place=place)
    packs = {pack.ref: pack for pack in book.packs(today, today, place)}
    for finding in judgement.proposals:
        pack = packs[finding.ref]
        if pack.mode is not Mode.DETERMINED_HERE or not isinstance(finding.then, Propose):
            continue
        explanation = explain(program, situation, judgement, finding.key)
        acted_on = date_of_act(explanation, situation) or today
        at_act = act_law.on(acted_on, finding.key, situation, judgement)
        if at_act.judgement.program != judgement.program:
            disputes += _disputes(at_act.judgement)
        if at_act.both.proposal is not None:
            found.append(_proposal(subject, situation, program, judgement, pack, at_act.both, acted_on))
    return found, disputes


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
    grounds = frozenset((*explanation.support, *explanation.partners))
    return Proposal(
        subject=subject,
        ref=pack.ref,
        pack=pack,
        propose=both.proposal,
        grounds=grounds,
        finding={
            "rule": both.key,
            "truth": str(both.truth),
            "reasons": list(reasons(program, situation, explanation, "zh")),
            "reasons_en": list(reasons(program, situation, explanation, "en")),
            "support": sorted(explanation.support),
            "partners": sorted(explanation.partners),
            "acted_on": acted_on.isoformat(),
            "records_until": _latest(situation, grounds),
            "act_law": str(both.act.ref),
            "decision_law": str(pack.ref),
            "lighter": both.lighter,
            "term": str(term) if term else None,
            "term_at_most": str(both.proposal.term_at_most) if both.proposal.term_at_most else None,
            "judgement": judgement.digest,
            "trace": rule_trace(program, situation, judgement, both.key).digest,
            "remedy": definition.remedy,
        },
    )


def _latest(situation: Situation, grounds: frozenset[str]) -> str | None:
    """The latest law date among the records the finding rests on: before it there was nothing to give notice of."""
    days = [fact.law_date for fact in situation.facts if fact.id in grounds and isinstance(fact.law_date, date)]
    return max(days).isoformat() if days else None
