"""What the project aims at, held against what was measured; a miss is printed like a hit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measuring import Measured, exponent

PEERS = ("clipspy", "zen-engine", "cedarpy", "durable-rules alone")
CHAINING_PEERS = ("clipspy", "durable-rules alone")
BOTH = "both engines + judgement, 64 at once"
LINEAR = 1.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """`figures`: the ratio of each round, or one exponent. `at_least` False: the figure must not lie above the bound."""

    what: str
    figures: tuple[float, ...]
    bound: float
    at_least: bool = True

    @property
    def met(self) -> bool:
        figure = median(self.figures)
        return figure >= self.bound if self.at_least else figure <= self.bound

    def line(self) -> str:
        spread = f" ({min(self.figures):.2f}–{max(self.figures):.2f})" if len(self.figures) > 1 else ""
        sign = "≥" if self.at_least else "≤"
        return f"| {self.what} | {sign} {self.bound:g} | {median(self.figures):.2f}{spread} | {'met' if self.met else 'NOT MET'} |"


def aims_of_speed(known: Sequence[Measured], unknown: Sequence[Measured]) -> list[Aim]:
    """`known`: nothing unknown. `unknown`: with unknown fields."""
    one, other = ({each.name: each for each in group} for group in (known, unknown))
    peer, peer_unknown = _best(one, PEERS), _best(other, PEERS)
    chaining = _best(other, CHAINING_PEERS)
    alone = one["durable-rules alone"]
    return [
        _ratio(f"direct engine : best peer ({peer.name}), nothing unknown", one["direct engine"], peer, 20),
        _ratio(f"direct engine : best peer ({peer_unknown.name}), unknowns", other["direct engine"], peer_unknown, 20),
        _ratio(f"both engines : best forward-chaining peer ({chaining.name}), unknowns", other[BOTH], chaining, 0.25),
        _ratio("both engines : durable-rules alone, nothing unknown", one[BOTH], alone, 0.9),
    ]


def aims_of_growth(growth: Mapping[str, Mapping[str, Mapping[int, float]]]) -> list[Aim]:
    """`growth`: by what, then by engine, the milliseconds at each size."""
    return [
        Aim(what=f"growth {by}, {engine}: exponent", figures=(exponent(times),), bound=LINEAR, at_least=False)
        for by, engines in growth.items()
        for engine, times in engines.items()
    ]


def _best(measured: Mapping[str, Measured], names: Sequence[str]) -> Measured:
    return max((measured[name] for name in names if name in measured), key=lambda each: each.rate)


def _ratio(what: str, ours: Measured, theirs: Measured, bound: float) -> Aim:
    return Aim(what=what, figures=ours.ratios(theirs), bound=bound)
