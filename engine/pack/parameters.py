"""The named figures of the law (`parameters:`), each value with its days in force and its articles."""

from dataclasses import dataclass, field

from engine.facts import Plain
from engine.pack.basis import Basis, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue:
    """One dated value, in engine units."""

    value: Plain
    in_force: Interval
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterDef:
    """`parameters:` a named figure of the law; `unit` is the text's (CNY, ratio, month, day, count, date, code)."""

    id: str
    title: str
    unit: str
    values: tuple[ParameterValue, ...]
    line: int = field(default=0, compare=False)
