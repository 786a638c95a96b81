"""The clock of the machine, and the date in China."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LEGAL_ZONE = "Asia/Shanghai"
BEIJING_TIME = timezone(timedelta(hours=8), "+08:00")
"""Stands in where the machine has no zone data (slim images): China has kept +08:00 without summer time since 1991-09-15."""


def legal_zone(name: str = LEGAL_ZONE) -> tzinfo:
    """The zone in which "today" is a date in law; the fixed offset where the machine knows no zones."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return BEIJING_TIME


class SystemClock:
    """casework.ports.Clock on the machine's own clock."""

    def __init__(self) -> None:
        self._zone = legal_zone()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(self._zone).date()
