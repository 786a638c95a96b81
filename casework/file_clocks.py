"""The clocks that the steps of a file start and end: the list's own term first, then the law's or the platform's."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from casework.deadlines import due_day
from casework.docket import ClockEffect, ClockEnd, ClockRecord, FileRecord
from casework.ports import UnitOfWork
from engine.pack import ListDef
from engine.periods import Period
from engine.place_calendar import PlaceCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """A clock that a step starts. `procedure`: the step of the list's procedure whose term is taken where it has one.

    `period` is what runs otherwise, with its `basis`; `local_policy`: that one is the platform's own rule.
    """

    kind: str
    period: Period
    basis: str
    local_policy: bool
    procedure: str = ""
    effect: ClockEffect = ClockEffect.ALARM


def end_clocks(work: UnitOfWork, file: FileRecord, met: Sequence[str], closes: bool, on: date, seq: int) -> None:
    """Ends the running clocks of these kinds as met and, where the file closes, all others as cancelled."""
    for running in work.clocks_on(file_id=file.id):
        if running.ended_seq is None and (closes or running.kind in met):
            how = ClockEnd.MET if running.kind in met else ClockEnd.CANCELLED
            work.end_clock(running.id, how, on, seq)


def start_clocks(
    work: UnitOfWork,
    file: FileRecord,
    rules: Sequence[ClockRule],
    on: date,
    list_def: ListDef | None,
    place: PlaceCalendar,
    seq: int,
) -> None:
    """Starts a clock for each rule on that day; without a last day where that year's holidays are not recorded yet."""
    for general in rules:
        rule = _of_the_list(general, list_def)
        work.add_clock(
            ClockRecord(
                id=uuid.uuid4().hex,
                kind=rule.kind,
                effect=rule.effect,
                department=file.department,
                subject_id=file.subject_id,
                entry_id=file.entry_id,
                file_id=file.id,
                started_on=on,
                due_on=due_day(rule.period, on, place),
                period=str(rule.period),
                basis=rule.basis,
                local_policy=rule.local_policy,
                recorded_seq=seq,
            )
        )


def _of_the_list(rule: ClockRule, list_def: ListDef | None) -> ClockRule:
    """The list's own term, where its procedure names one for this."""
    for step in list_def.procedure if list_def else ():
        if rule.procedure and step.step == rule.procedure and step.term:
            return replace(rule, period=step.term, basis=step.title, local_policy=step.local_policy)
    return rule
