"""One sentence for people, in Chinese and English, and how days and periods are written in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.explain.printing import printed, printed_period
from engine.periods import Period


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same said twice; `zh` is what is shown to subjects and officers."""

    zh: str
    en: str


def day_said(day: date) -> Bilingual:
    """A law date: 2026年10月8日, 2026-10-08."""
    return Bilingual(printed(day, None, "zh"), printed(day, None, "en"))


def period_said(period: Period) -> Bilingual:
    """A period: 10个工作日, 10 working days."""
    return Bilingual(printed_period(str(period), "zh"), printed_period(str(period), "en"))


def days_said(days: Iterable[date]) -> Bilingual:
    """Days in a row, one after the other; runs of days by their two ends."""
    runs = [(day_said(first), day_said(last)) for first, last in _runs(sorted(days))]
    zh = "、".join(one.zh if one == other else f"{one.zh}至{other.zh}" for one, other in runs)
    en = ", ".join(one.en if one == other else f"{one.en} to {other.en}" for one, other in runs)
    return Bilingual(zh, en)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and found[-1][1].toordinal() + 1 == day.toordinal():
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
