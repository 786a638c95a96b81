"""A clock that stands where it is put."""

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


class FakeClock:
    """`now` stays until moved; `today` is the date of that instant in Shanghai."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.astimezone(SHANGHAI).date()

    def move(self, **ahead: float) -> None:
        """Ahead (or back) by a timedelta in its own words: `move(days=3)`."""
        self._now += timedelta(**ahead)

    def set(self, now: datetime) -> None:
        self._now = now
