"""Truths from two numbers: bit i of each is whether the i-th surely and whether it possibly holds."""

from engine.facts import Truth, truth_of

Eight = tuple[Truth, ...]


class Eights(dict[tuple[int, int], Eight]):
    """The eight truths of a byte of each number, made when first asked for: at most 3 to the 8th of them.

    `known`: those of a byte that is the same in both, by that byte.
    """

    def __init__(self) -> None:
        super().__init__()
        self.known = tuple(_eight(byte, byte) for byte in range(256))

    def __missing__(self, pair: tuple[int, int]) -> Eight:
        self[pair] = _eight(*pair)
        return self[pair]


def _eight(sure: int, possible: int) -> Eight:
    return tuple(truth_of(bool(sure >> place & 1), bool(possible >> place & 1)) for place in range(8))


def truths_of(sure: int, possible: int, number: int, eights: Eights) -> tuple[Truth, ...]:
    """The truths of the first `number` bits; ValueError where something surely but not possibly holds.

    >>> truths_of(0b001, 0b101, 3, Eights())
    (<Truth.MET: 'met'>, <Truth.NOT_MET: 'not_met'>, <Truth.UNKNOWN: 'unknown'>)
    """
    size = number + 7 >> 3
    truths: list[Truth] = []
    if sure == possible:
        known = eights.known
        for byte in sure.to_bytes(size, "little"):
            truths += known[byte]
    else:
        for pair in zip(sure.to_bytes(size, "little"), possible.to_bytes(size, "little"), strict=True):
            truths += eights[pair]
    return tuple(truths[:number])
