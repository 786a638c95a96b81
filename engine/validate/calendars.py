"""Can working days be counted in the time of the rule that asks for them?"""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.condition_parts import leaf_tests
from engine.conditions import FieldTest
from engine.issues import Issue, Severity, Where
from engine.pack import Interval, Pack
from engine.releases import intersection
from engine.validate.library import Library, Text, issue
from engine.validate.reads import leaves_of_pack
from engine.working_days import WorkCalendar


def working_days_are_published(library: Library) -> Iterator[Issue]:
    """A condition in working days needs the calendar of its time; what is not published yet cannot be asked for.

    Refused where no day of the release is published, warned of where some past day is not (unknown then, never wrong).
    """
    published = _published(library.catalogue.calendar)
    for pack in library.packs:
        for test in _tests_in_working_days(pack):
            time = intersection(pack.in_force, Interval(until=library.on + timedelta(days=1))) or pack.in_force
            if published is None or not published.overlaps(pack.in_force):
                yield _no_calendar(pack, test)
            elif not _within(time, published):
                yield _not_all_days(pack, test, published)


def local_holidays_are_told(library: Library) -> Iterator[Issue]:
    """Passes on which places with holidays of their own have none recorded: deadlines there may end later than counted."""
    for place in library.catalogue.local_holidays.values():
        if place.gap:
            yield Issue(
                code="gap",
                severity=Severity.GAP,
                where=Where(file=place.file, line=place.line),
                zh=f"{place.title}：{place.gap.rstrip('。')}。",
                en=f"Local holidays of {place.area} are not recorded: {place.gap.rstrip('。.')}.",
                hint_zh="当地另有假日的，最后一日以当地安排为准。",
                hint_en="Where the place has holidays of its own, the last day follows them.",
            )


def _published(calendar: WorkCalendar) -> Interval | None:
    if calendar.first is None or calendar.last is None:
        return None
    return Interval(start=calendar.first, until=calendar.last + timedelta(days=1))


def _tests_in_working_days(pack: Pack) -> Iterator[FieldTest]:
    for leaf in leaves_of_pack(pack):
        for test in leaf_tests(leaf):
            if isinstance(test, FieldTest) and test.period is not None and test.period.working_days is not None:
                yield test


def _within(time: Interval, published: Interval) -> bool:
    start, until = time.start or date.min, time.until or date.max
    return (published.start or date.min) <= start and until <= (published.until or date.max)


def _no_calendar(pack: Pack, test: FieldTest) -> Issue:
    return issue(
        pack,
        test.line,
        "no-working-days",
        Text(
            f"字段“{test.field}”的条件按工作日计算（{test.period}），但本版本施行期间没有已公布的工作日历。",
            f"The test of “{test.field}” counts working days ({test.period}), and none of the release's time is published.",
        ),
        Text(
            "请先把国务院办公厅公布的放假安排编入工作日历。",
            "Enter the holidays that the State Council announced into the working-day calendar first.",
        ),
    )


def _not_all_days(pack: Pack, test: FieldTest, published: Interval) -> Issue:
    known = f"{published.start} – {published.until}"
    return issue(
        pack,
        test.line,
        "working-days-in-part",
        Text(
            f"字段“{test.field}”的条件按工作日计算（{test.period}），工作日历只公布了 {known}，其余日子无法判断。",
            f"The test of “{test.field}” counts working days ({test.period}); only {known} is published, else unknown.",
        ),
        Text("请补上以前年度的放假安排。", "Add the holidays of the earlier years."),
        severity=Severity.WARNING,
    )
