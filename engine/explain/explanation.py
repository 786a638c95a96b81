"""What an explanation holds: data first, sentences later."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.conditions import FieldOf, FieldTest, NumberTest, Op, OuterField
from engine.direct.bits import Bits
from engine.direct.intervals import Span
from engine.facts import Fact, Mark, Truth, Value
from engine.pack import Basis, Interval, ParameterDef


class Place(NamedTuple):
    """A fact that is missing, or that fails: kind, fact id or "*", and the field.

    Missing (spec chapter 14): a field, "present" (law date or suspension unknown), "coverage"; of "role:<role>" the ends
    "since" and "until" beside coverage; ("calendar", *, "working_days") where the working days are not published.
    Failed: a field, "present" (not yet in law, or suspended), "record" (none there), "without" (one is there),
    "count", "ratio", and for a list or ban "effective" and "role" (not held on the day asked about).
    """

    kind: str
    fact: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedOperand:
    """What a value was compared with; the rest where it came from a parameter of the pack.

    `in_force`: from when to when the parameter has this value. `as_of`: it is the day asked about.
    """

    value: Value
    parameter: ParameterDef | None = None
    basis: tuple[Basis, ...] = ()
    in_force: Interval | None = None
    as_of: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One comparison: `value` is the record's, or the ends of a figure. `rule`: the key of the rule whose leaf it is.

    `figure`: "" for a record's own field, else count, sum, max, min or ratio.
    `part` of a ratio: "of" (what is taken) or "to" (the whole). `turned`: under a negation, so that it stands against
    the rule where it is met. `within`: the period of `within`, `past` and `reached`, `day` the day asked about (`at`: the field that names it, None: as_of)
    and `last` the period's last day (None where it has none or the working days are not known).
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
    part: str = ""
    turned: bool = False
    within: str = ""
    day: Value = Mark.UNKNOWN
    at: FieldOf | OuterField | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRead:
    """An entry or ban that a leaf looked at: `named` is its list or scope, `effective` whether it binds at as_of.

    `role` "": the subject's own. Otherwise `holder` is the person's id and `held` whether the role was held on
    `held_on` (as_of, or the day the entry or ban began). `truth`: all of it, the leaf's `where` too.
    """

    kind: str
    fact: str
    named: str
    role: str
    holder: str
    held_on: date | Mark
    held: Truth
    start: date | Mark
    term_end: date | Mark
    ended_on: date | None
    suspended: bool
    effective: Truth
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRead:
    """One field test as read: `number` is its index among the leaf's tests; `operands` the values compared with.

    `day`: the day asked about, as_of or the value of `at`. `last`: the last day of the test's period (None: it has none,
    the start is not a date, or the calendar does not know the working days).
    """

    number: int
    test: FieldTest
    kind: str
    fact: str
    value: Value
    operands: tuple[Value, ...]
    bits: Bits
    day: Value
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRead:
    """A figure and one test of it; `number` is the test's index among the leaf's."""

    number: int
    test: NumberTest
    kind: str
    field: str
    figure: str
    value: Span
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafAccount:
    """`support` and `partners` hold records of a met leaf; `missing` belongs to an open one, `failed` to one not met."""

    support: tuple[Fact, ...] = ()
    partners: tuple[Fact, ...] = ()
    missing: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    tests: tuple[TestRead, ...] = ()
    figures: tuple[FigureRead, ...] = ()
    standing: tuple[StandingRead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a rule holds, does not, or cannot be told.

    `support`: ids of the records that make it met (only then), by kind, law date, id; `partners`: those joined to them.
    `missing`: what would have to be known (only where unknown). `failed`: what stands against it (only where not met).
    `standing`: the entries and bans that decide it. `exceptions`: ids of the `unless` that are met or unknown. `disputed`: the engines differed.
    """

    key: str
    truth: Truth
    support: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    missing: tuple[Place, ...] = ()
    failed: tuple[Place, ...] = ()
    compared: tuple[Compared, ...] = ()
    standing: tuple[StandingRead, ...] = ()
    exceptions: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    disputed: bool = False
