"""Bans that stand in law itself: from an authority's recorded decision to its term, by arithmetic or as decided.

Each record is judged under the law of its own day. What the record does not say (start, term) stays unknown and bars
nobody; the check then says what is missing. A ban whose record has been corrected is ended and made anew.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.ports import Evaluator
from casework.programs import ProgramBook
from casework.records import BanRecord, SubjectRecord
from engine.compile.program import Program
from engine.conditions import RecordLeaf
from engine.evaluate import Judgement, judge
from engine.explain import explain
from engine.facts import Fact, Situation, Truth
from engine.pack import BanTerm, Measure, Pack
from engine.periods import Period, add, decided_last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class BansDue:
    """Bans that the recorded decisions bring (`recorded_seq` 0: not written yet), and where the engines differed."""

    bans: tuple[BanRecord, ...]
    disputes: tuple[Mapping[str, object], ...]
    degraded: bool


def bans_due(
    book: ProgramBook, evaluator: Evaluator, asked: Sequence[tuple[SubjectRecord, Situation]], today: date
) -> BansDue:
    """Every ban that stands on a record of the subjects; a ban not confirmed by both engines is not made."""
    kinds = _kinds_that_ban(book)
    groups: dict[str, tuple[Program, date, str, list[tuple[Situation, frozenset[str]]]]] = {}
    for subject, situation in asked:
        place = book.place_of(subject.region)
        for law_at, facts in _by_law(book, situation, kinds, today, place).items():
            program = book.program(law_at, today, place)
            group = groups.setdefault(program.digest, (program, law_at, place, []))
            group[3].append((situation, facts))
    bans: list[BanRecord] = []
    disputes: list[Mapping[str, object]] = []
    degraded = False
    for program, law_at, place, members in groups.values():
        packs = book.packs(law_at, today, place)
        readings = evaluator.evaluate(program, [situation for situation, _ in members])
        for (situation, facts), (direct, rete) in zip(members, readings, strict=True):
            judgement = judge(program, situation, direct, rete)
            degraded = degraded or judgement.degraded
            disputes += [
                {"subject": situation.subject_id, "rule": key} for d in judgement.differences for key in d.rules
            ]
            if not judgement.degraded:
                bans += bans_brought(program, situation, judgement, packs, facts)
    return BansDue(bans=tuple(bans), disputes=tuple(disputes), degraded=degraded)


def bans_brought(
    program: Program,
    situation: Situation,
    judgement: Judgement,
    packs: Iterable[Pack],
    facts: frozenset[str] | None = None,
) -> list[BanRecord]:
    """The bans of the met findings, one for each record behind them (`facts` None: whichever records)."""
    measures = _banning(packs)
    recorded = {fact.id: fact for fact in situation.facts if facts is None or fact.id in facts}
    return [
        _ban(*measures[finding.key], situation.subject_id, recorded[fact_id])
        for finding in judgement.findings
        if finding.truth is Truth.MET and finding.key in measures
        for fact_id in explain(program, situation, judgement, finding.key).support
        if fact_id in recorded
    ]


def bans_outlived(
    standing: Mapping[str, tuple[BanRecord, ...]], situations: Sequence[Situation]
) -> Iterable[BanRecord]:
    """Bans whose record no longer stands (superseded by a correction)."""
    for situation in situations:
        recorded = {fact.id for fact in situation.facts}
        for ban in standing.get(situation.subject_id, ()):
            if ban.ended_on is None and ban.fact_id not in recorded:
                yield ban


def _kinds_that_ban(book: ProgramBook) -> frozenset[str]:
    return frozenset(
        measure.when.records.kind
        for pack in book.shelf.packs()
        for measure in pack.measures
        if isinstance(measure.lasts, BanTerm) and isinstance(measure.when, RecordLeaf)
    )


def _by_law(
    book: ProgramBook, situation: Situation, kinds: frozenset[str], today: date, place: str
) -> Mapping[date, frozenset[str]]:
    """The subject's ban-bringing records by the law of their day: one date stands for all days with one program."""
    days: dict[str, tuple[date, set[str]]] = {}
    for fact in situation.facts:
        if fact.kind in kinds and isinstance(fact.law_date, date) and fact.law_date <= today:
            digest = book.program(fact.law_date, today, place).digest
            days.setdefault(digest, (fact.law_date, set()))[1].add(fact.id)
    return {law_at: frozenset(facts) for law_at, facts in days.values()}


def _banning(packs: Iterable[Pack]) -> Mapping[str, tuple[Pack, Measure]]:
    return {
        f"{pack.ref.pack}#{measure.id}": (pack, measure)
        for pack in packs
        for measure in pack.measures
        if isinstance(measure.lasts, BanTerm)
    }


def _ban(pack: Pack, measure: Measure, subject_id: str, fact: Fact) -> BanRecord:
    """The ban of one decision, its term counted from the start the article names (spec chapter 7)."""
    term = measure.lasts
    assert isinstance(term, BanTerm)
    start = fact.value(term.start_field)
    begins = start if isinstance(start, date) else None
    for_life = term.lasts == "life"
    end: date | None = None
    if isinstance(term.lasts, Period) and begins is not None:
        end = add(begins, term.lasts)
    elif term.lasts_field is not None:  # no last day named, or one past the law's range: unknown, never for life
        decided = fact.value(term.lasts_field)
        end = decided_last_day(begins, decided if isinstance(decided, date) else None, term.at_most)
    return BanRecord(
        id=uuid.uuid4().hex,
        subject_id=subject_id,
        measure=f"{pack.ref.pack}#{measure.id}",
        scope=term.scope,
        fact_id=fact.id,
        start=begins,
        start_known=begins is not None,
        start_inferred=term.start_inferred,
        term_end=end,
        term_known=for_life or end is not None,
        for_life=for_life,
        recorded_seq=0,
        pack_version=pack.ref.version,
        pack_digest=pack.ref.digest,
    )
