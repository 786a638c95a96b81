"""Which release of each pack is in force on a day, and whose packs reach a place.

Answers spec chapter 3: one release per pack id, or none. Publication (known_at) is the
caller's selection: hand in only what was published by then.
"""

from collections.abc import Iterable
from datetime import date

from engine.pack import Interval, Pack

NATION = "000000"


def in_force(packs: Iterable[Pack], law_at: date) -> tuple[Pack, ...]:
    """The releases that cover `law_at` and are not corrected by another such, ordered by pack id.

    A corrected correction still corrects. Two releases of one id come back only from packs that the check
    `releases_do_not_overlap` refuses.
    """
    covering = [pack for pack in packs if pack.in_force.covers(law_at)]
    corrected = {(pack.ref.pack, pack.corrects) for pack in covering if pack.corrects}
    standing = (pack for pack in covering if (pack.ref.pack, pack.ref.version) not in corrected)
    return tuple(sorted(standing, key=lambda pack: (pack.ref.pack, pack.ref.version)))


def reaches(jurisdiction: str, place: str) -> bool:
    """Whether packs of `jurisdiction` count in `place` (GB/T 2260, six digits): its own and those above it.

    >>> reaches("520000", "520103"), reaches("520100", "520000")
    (True, False)
    """
    if jurisdiction == NATION:
        return True
    if jurisdiction.endswith("0000"):
        return place[:2] == jurisdiction[:2]
    if jurisdiction.endswith("00"):
        return place[:4] == jurisdiction[:4]
    return place == jurisdiction


def days_that_decide(packs: Iterable[Pack]) -> tuple[date, ...]:
    """The days on which the set of releases in force may change, in order; `date.min` stands for "always"."""
    intervals = [pack.in_force for pack in packs]
    starts = {interval.start or date.min for interval in intervals}
    ends = {interval.until for interval in intervals if interval.until}
    return tuple(sorted(starts | ends))


def intersection(one: Interval, other: Interval) -> Interval | None:
    """The days in both intervals; None where there are none."""
    starts = [start for start in (one.start, other.start) if start]
    ends = [until for until in (one.until, other.until) if until]
    start, until = max(starts, default=None), min(ends, default=None)
    if start and until and start >= until:
        return None
    return Interval(start=start, until=until)
