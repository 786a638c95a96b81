"""The three values as two bits (lo, hi): whether it surely holds, whether it possibly holds (spec chapter 5)."""

from collections.abc import Iterable

Bits = tuple[bool, bool]

MET: Bits = (True, True)
OPEN: Bits = (False, True)
NOT_MET: Bits = (False, False)


def known(holds: bool) -> Bits:
    """Met or not met."""
    return MET if holds else NOT_MET


def inverse(bits: Bits) -> Bits:
    return not bits[1], not bits[0]


def all_of(readings: Iterable[Bits]) -> Bits:
    """Not met if one is, else open if one is, else met; met for none at all."""
    lo = True
    for each_lo, each_hi in readings:
        if not each_hi:
            return NOT_MET
        lo = lo and each_lo
    return lo, True


def any_of(readings: Iterable[Bits]) -> Bits:
    """Met if one is, else open if one is, else not met; not met for none at all."""
    hi = False
    for each_lo, each_hi in readings:
        if each_lo:
            return MET
        hi = hi or each_hi
    return False, hi
