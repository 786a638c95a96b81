"""The local holidays of autonomous prefectures and counties from text: by area, then by year, each with its source.

A day that is off or worked in the whole nation anyway is no local one and is refused: it would hide a slip of the pen.
"""

from datetime import date

from engine.local_holidays import LocalHolidays, LocalYear
from engine.parse.faults import Faults
from engine.parse.nodes import Entry, MapNode, TextNode
from engine.parse.reader import area, mapping, required, required_text, text
from engine.parse.working_days import PublishedYear, read_year
from engine.working_days import WorkCalendar


def read_place(faults: Faults, entry: Entry) -> LocalHolidays:
    """One entry of `areas:`; its years where they are years."""
    body = mapping(faults, entry.value)
    return LocalHolidays(
        area=area(faults, TextNode(entry.key, entry.line)),
        title=required_text(faults, body, "title"),
        years={year.year: _local(year) for year in _years(faults, body)},
        gap=text(faults, body.get("gap")),
        file=faults.file,
        line=entry.line,
    )


def check_local_days(faults: Faults, place: LocalHolidays, national: WorkCalendar) -> None:
    """Each day differs from what the nation does that day; where the nation's year is not published, nothing is said."""
    for year in place.years.values():
        for day in sorted(year.days_off | year.working):
            if day in year.days_off and day in year.working:
                zh, en = f"{day} 既写放假又写上班", f"{day} is both off and worked."
                faults.add("day-of-two-kinds", place.line, zh, en)
            elif national.knows(day) and national.is_working(day) is not (day in year.days_off):
                _tell_nothing_local(faults, place, day, off=day in year.days_off)


def _years(faults: Faults, body: MapNode) -> list[PublishedYear]:
    found = (read_year(faults, each, local=True) for each in mapping(faults, required(faults, body, "years")).entries)
    return [year for year in found if year is not None]


def _local(year: PublishedYear) -> LocalYear:
    return LocalYear(year=year.year, document=year.document, days_off=year.days_off, working=year.working)


def _tell_nothing_local(faults: Faults, place: LocalHolidays, day: date, *, off: bool) -> None:
    zh = f"{place.title}：{day} 全国本来就{'休息' if off else '上班'}，不是地方安排，请核对日期"
    en = f"{day} is {'off' if off else 'worked'} in the whole nation anyway and is nothing local; check the date."
    faults.add("nothing-local", place.line, zh, en)
