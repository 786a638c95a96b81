"""The clocks a move of an entry starts and ends, in its own unit of work. What a passed clock does is `entry.move_by_clock`'s."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.clock_rules import TERM, ClockRule
from casework.clocks import UNMOVED
from casework.deadlines import due_day
from casework.docket import ClockEnd, ClockRecord
from casework.occasion import date_of
from casework.ports import UnitOfWork
from casework.records import EntryRecord
from engine.explain.printing import cited
from engine.pack import ListDef, Pack
from engine.periods import Period
from engine.place_calendar import PlaceCalendar
from engine.working_days import last_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A rule's clock with its days and the law behind them."""

    started_on: date
    due_on: date | None
    period: str
    basis: str
    local_policy: bool


def start_clocks(
    work: UnitOfWork,
    entry: EntryRecord,
    pack: Pack,
    rules: Sequence[ClockRule],
    on: date,
    place: PlaceCalendar,
    said: Mapping[str, str],
) -> None:
    """Starts each rule's clock from `on`; `said`: the details of the move, which may name the last day.

    A period whose end the calendar cannot tell starts a clock without a last day; the guards refuse where the law needs it.
    """
    for rule in rules:
        running = _term(entry, rule) if rule is TERM else _running(rule, entry, pack, on, place, said)
        if running is not None:
            work.add_clock(
                ClockRecord(
                    id=uuid.uuid4().hex,
                    kind=rule.kind,
                    effect=rule.effect,
                    department=entry.authority,
                    subject_id=entry.subject_id,
                    entry_id=entry.id,
                    file_id=None,
                    started_on=running.started_on,
                    due_on=running.due_on,
                    period=running.period,
                    basis=running.basis,
                    local_policy=running.local_policy,
                    recorded_seq=work.last_seq(),
                )
            )


def _running(
    rule: ClockRule, entry: EntryRecord, pack: Pack, on: date, place: PlaceCalendar, said: Mapping[str, str]
) -> Running | None:
    period, basis, local = _of_the_list(rule, pack, pack.lists[entry.list_id])
    if period is None:
        return None
    due = date_of(said.get(rule.said, "")) or _ends(rule, period, on, place)
    return Running(started_on=on, due_on=due, period=str(period), basis=basis, local_policy=local)


def _ends(rule: ClockRule, period: Period, on: date, place: PlaceCalendar) -> date | None:
    return last_day(on, period, place.calendar) if rule.effect in UNMOVED else due_day(period, on, place)


def _of_the_list(rule: ClockRule, pack: Pack, list_def: ListDef) -> tuple[Period | None, str, bool]:
    """The list's own term with its articles, else the platform's."""
    for step in list_def.procedure:
        if rule.step and step.step == rule.step and step.term:
            return step.term, cited(step.basis, pack.sources, "zh") or rule.basis, step.local_policy
    return rule.period, rule.basis, True


def _term(entry: EntryRecord, rule: ClockRule) -> Running | None:
    if entry.effective_on is None or entry.term_end is None:
        return None
    fixed = entry.finding.get("term")
    return Running(
        started_on=entry.effective_on,
        due_on=entry.term_end,
        period=fixed if isinstance(fixed, str) else "",
        basis=f"{rule.basis}（{entry.document}）" if entry.document else rule.basis,
        local_policy=False,
    )


def end_clocks(work: UnitOfWork, entry: EntryRecord, rules: Sequence[ClockRule], today: date, *, fired: bool) -> None:
    """Ends the running clocks of these rules, as fired or as met; where the case is closed, the entry's others as cancelled."""
    kinds = {rule.kind for rule in rules}
    for running in work.clocks_on(entry_id=entry.id):
        if running.ended_seq is not None or running.file_id is not None:
            continue
        if running.kind in kinds:
            work.end_clock(running.id, ClockEnd.FIRED if fired else ClockEnd.MET, today, work.last_seq())
        elif entry.state.is_closed:
            work.end_clock(running.id, ClockEnd.CANCELLED, today, work.last_seq())
