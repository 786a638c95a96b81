"""Instants in UTC, dates in Asia/Shanghai, also on machines without zone data."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.clock import BEIJING_TIME, SystemClock, legal_zone


def test_now_is_an_aware_instant_in_utc() -> None:
    """Instants are compared and recorded; one without zone would be read as somebody's local time."""
    assert SystemClock().now().tzinfo is UTC


def test_today_is_the_date_in_china() -> None:
    """From 16:00 UTC it is already tomorrow in law. Both sides of the call are looked at, in case midnight passes."""
    zone = ZoneInfo("Asia/Shanghai")
    before = datetime.now(zone).date()

    today = SystemClock().today()

    assert before <= today <= datetime.now(zone).date()


def test_a_machine_without_zone_data_gets_the_fixed_offset() -> None:
    """Slim images carry no tzdata; the date must still be that of China."""
    assert legal_zone("Nowhere/Unknown") is BEIJING_TIME
    assert BEIJING_TIME.utcoffset(None) == timedelta(hours=8)


def test_the_fixed_offset_says_what_the_zone_says() -> None:
    """China has had no other offset since September 1991, summer and winter."""
    for month in (1, 7):
        instant = datetime(2026, month, 15, 12, tzinfo=UTC)
        assert instant.astimezone(legal_zone()).utcoffset() == instant.astimezone(BEIJING_TIME).utcoffset()
