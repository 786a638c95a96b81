"""On which day does a period end, and how was that counted? Refuses to guess a year whose holidays are not recorded.

The day of the event is not counted, the last day counts (民法典 200-202). A last day that is a holiday moves a procedural
deadline to the next working day (203); terms and bans never move (docs/spec.md). Periods are added to the earlier day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NoReturn

from casework.bilingual import Bilingual, day_said, days_said, period_said
from casework.errors import Refused
from engine.pack import Assurance, Interval
from engine.periods import Period
from engine.place_calendar import PlaceCalendar
from engine.working_days import SATURDAY, WorkCalendar, last_day

COUNTING_LAW = "民法典第二百零一条、第二百零二条、第二百零三条"
ONE_DAY = timedelta(days=1)
ALWAYS = Interval()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """A period of the law, of a list's procedure, or our own. `basis` is the citation as shown, in Chinese.

    `moves`: a last day that is a holiday moves on (procedural deadlines; never terms and bans). `local_policy`: ours, and
    never shown as law. `lists`: only for entries on these lists; empty: for any. `note`: what was not read of the text.
    """

    kind: str
    title: Bilingual
    period: Period
    basis: str
    moves: bool = True
    local_policy: bool = False
    in_force: Interval = ALWAYS
    assurance: Assurance = Assurance.VERIFIED
    lists: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day (`due_on`, inclusive) of a period that started on `started_on` (not counted), and how it came about."""

    kind: str
    started_on: date
    due_on: date
    period: Period
    basis: str
    local_policy: bool
    trail: tuple[Bilingual, ...]

    def is_over(self, on: date) -> bool:
        """Whether the period has run out by then: from the day after its last day."""
        return on > self.due_on


def deadline(rule: DeadlineRule, started_on: date, place: PlaceCalendar) -> Deadline:
    """The deadline that begins with `started_on` in this place; Refused where a year it needs has no holidays recorded."""
    calendar = place.calendar
    ends = last_day(started_on, rule.period, calendar)
    if ends is None:
        _refuse_year(rule, started_on, _first_unknown(started_on, calendar))
    due = _moved(ends, calendar) if rule.moves else ends
    if due is None:
        _refuse_year(rule, started_on, ends if not calendar.knows(ends) else _first_unknown(ends, calendar))
    trail = (
        _counted(rule, started_on, ends, calendar),
        *_told_move(rule, ends, due),
        *_told_gaps(rule, place, started_on, ends, due),
    )
    return Deadline(
        kind=rule.kind,
        started_on=started_on,
        due_on=due,
        period=rule.period,
        basis=rule.basis,
        local_policy=rule.local_policy,
        trail=trail,
    )


def due_day(period: Period, started_on: date, place: PlaceCalendar) -> date | None:
    """The last day of a procedural period, moved behind a holiday it falls in; None where a year it needs is not recorded."""
    ends = last_day(started_on, period, place.calendar)
    return _moved(ends, place.calendar) if ends else None


def _moved(day: date, calendar: WorkCalendar) -> date | None:
    """The day itself, or the first working day after the holiday it falls in; None where the calendar cannot tell."""
    while calendar.knows(day):
        if calendar.is_working(day):
            return day
        day += ONE_DAY
    return None


def _first_unknown(after: date, calendar: WorkCalendar) -> date:
    """The first day from the day after `after` on that the calendar does not know."""
    first = after + ONE_DAY
    if calendar.last is None or not calendar.knows(first):
        return first
    return calendar.last + ONE_DAY


def _refuse_year(rule: DeadlineRule, started_on: date, unknown: date) -> NoReturn:
    """No last day without that year's holidays: the words name the year and what to do."""
    year, start, span = unknown.year, day_said(started_on), period_said(rule.period)
    raise Refused(
        "calendar-unpublished",
        zh=f"{rule.title.zh}自{start.zh}起{span.zh}，涉及{year}年；{year}年的放假安排尚未收录，算不出最后一日",
        en=f"{rule.title.en} runs {span.en} from {start.en} and reaches {year}, whose holidays are not recorded",
        hint_zh=f"请在国务院办公厅公布{year}年放假安排后录入工作日日历，再行计算；本平台不作推算",
        hint_en=f"enter the holidays of {year} into the working-day calendar once they are announced; none are guessed",
        law=COUNTING_LAW,
        status=409,
    )


def _counted(rule: DeadlineRule, started_on: date, ends: date, calendar: WorkCalendar) -> Bilingual:
    """The first sentence of the trail: from when, how long, until when, and the days that were skipped or worked."""
    start, span, end = day_said(started_on), period_said(rule.period), day_said(ends)
    zh = f"自{start.zh}的次日起算（当日不计入），期间为{span.zh}，最后一日为{end.zh}"
    en = f"Counted from the day after {start.en} for {span.en}, the last day is {end.en}"
    if rule.period.working_days is not None:
        off, worked = days_said(_holidays(started_on, ends, calendar)), days_said(_made_up(started_on, ends, calendar))
        zh += f"；其间放假不计：{off.zh}" if off.zh else ""
        zh += f"；调休上班计入：{worked.zh}" if worked.zh else ""
        en += f"; holidays left out: {off.en}" if off.en else ""
        en += f"; make-up days counted: {worked.en}" if worked.en else ""
    return Bilingual(zh + "。", en + ".")


def _holidays(start: date, end: date, calendar: WorkCalendar) -> Iterator[date]:
    """Weekdays off; a plain weekend needs no mention."""
    return (day for day in _days(start, end) if day.weekday() < SATURDAY and not calendar.is_working(day))


def _made_up(start: date, end: date, calendar: WorkCalendar) -> Iterator[date]:
    return (day for day in _days(start, end) if day.weekday() >= SATURDAY and calendar.is_working(day))


def _days(start: date, end: date) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(start.toordinal() + 1, end.toordinal() + 1))


def _told_move(rule: DeadlineRule, ends: date, due: date) -> Iterator[Bilingual]:
    end, moved = day_said(ends), day_said(due)
    if due != ends:
        yield Bilingual(
            f"{end.zh}为休假日，顺延至休假日结束的次日{moved.zh}。",
            f"{end.en} is a holiday, so the last day is {moved.en}, the day after the holiday.",
        )
    elif not rule.moves:
        yield Bilingual("期限不因休假日顺延。", "A term is not moved by a holiday.")


def _told_gaps(rule: DeadlineRule, place: PlaceCalendar, start: date, ends: date, due: date) -> Iterator[Bilingual]:
    """Where local holidays may be missing from the count: whoever reads the day should know that it may be later."""
    in_working_days = rule.period.working_days is not None
    if not in_working_days and not rule.moves:
        return
    for holidays, year in place.unrecorded(start + ONE_DAY if in_working_days else ends, due):
        yield Bilingual(
            f"{holidays.title}{year}年的地方放假安排未收录；当地另有假日的，最后一日相应顺延。",
            f"The local holidays of {holidays.area} in {year} are not recorded; where there are any, the last day is later.",
        )
