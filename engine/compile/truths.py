"""Truths and the two numbers that stand for many of them: bit i says whether the i-th surely, whether it possibly holds."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from engine.facts import Truth, truth_of

BYTE: Final = 8


def truths_of(sure: int, possible: int, number: int) -> tuple[Truth, ...]:
    """The truths of the first `number` bits; ValueError where something surely but not possibly holds.

    >>> truths_of(0b001, 0b101, 3)
    (<Truth.MET: 'met'>, <Truth.NOT_MET: 'not_met'>, <Truth.UNKNOWN: 'unknown'>)
    """
    size = -(-number // BYTE)
    truths: list[Truth] = []
    for pair in zip(sure.to_bytes(size, "little"), possible.to_bytes(size, "little"), strict=True):
        truths += _eight(*pair)
    return tuple(truths[:number])


def numbers_of(truths: Iterable[Truth]) -> tuple[int, int]:
    """The two numbers that stand for the truths.

    >>> numbers_of((Truth.MET, Truth.NOT_MET, Truth.UNKNOWN))
    (1, 5)
    """
    in_order = tuple(truths)
    sure = number_of(truth is Truth.MET for truth in in_order)
    return sure, number_of(truth is not Truth.NOT_MET for truth in in_order)


def number_of(flags: Iterable[bool]) -> int:
    """The number whose bit i is the i-th flag."""
    digits = "".join(["1" if flag else "0" for flag in flags])
    return int(digits[::-1] or "0", 2)


@cache  # at most 3 to the 8th answers
def _eight(sure: int, possible: int) -> tuple[Truth, ...]:
    return tuple(truth_of(bool(sure >> place & 1), bool(possible >> place & 1)) for place in range(BYTE))
