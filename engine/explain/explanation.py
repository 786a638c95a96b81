"""What an explanation holds: data first, sentences later."""

from dataclasses import dataclass
from typing import NamedTuple

from engine.conditions import Op
from engine.direct.intervals import Span
from engine.facts import Truth, Value
from engine.pack import Basis, ParameterDef


class Place(NamedTuple):
    """A fact that is missing, or that fails: kind, fact id or "*", and the field.

    Missing (Meaning 17): a field, "present" (law date or suspension unknown), "coverage".
    Failed: a field, "present" (not yet in law, or suspended), "record" (none there), "without" (one is there),
    "count", "ratio", and for a list or ban "effective".
    """

    kind: str
    fact: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedOperand:
    """What a value was compared with; `parameter` and `basis` where it came from a parameter of the pack."""

    value: Value
    parameter: ParameterDef | None = None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One comparison: `value` is the record's, or the ends of a figure. `rule`: the key of the rule whose leaf it is.

    `figure`: "" for a record's own field, else count, sum, max, min or ratio.
    """

    rule: str
    kind: str
    fact: str
    field: str
    op: Op
    value: Value | Span
    operands: tuple[ComparedOperand, ...]
    truth: Truth
    figure: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a rule holds, does not, or cannot be told.

    `support`: ids of the records that make it met (only then), by kind, law date, id; `partners`: those joined to them.
    `missing`: what would have to be known (only where unknown). `failed`: what stands against it (only where not met).
    `exceptions`: ids of the `unless` that are met or unknown. `disputed`: the engines differed.
    """

    key: str
    truth: Truth
    support: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    missing: tuple[Place, ...] = ()
    failed: tuple[Place, ...] = ()
    compared: tuple[Compared, ...] = ()
    exceptions: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    disputed: bool = False
