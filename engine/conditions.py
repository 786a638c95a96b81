"""The condition tree of the pack language, as values.

Built by `parse` with every literal already in engine units (fen, millionths, dates); read by the compiler, by the
checks and by the tests' oracle. It computes nothing.
"""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum

from engine.facts import Plain
from engine.periods import Period


class Op(StrEnum):
    """The tests of the pack language (docs/spec.md). `is_none` is written `is: none`.

    `past: P` is met once the period after the date has run out, `reached: P` from its last day on; `in_year: n` compares
    the date's calendar year with that of as_of shifted by n.
    """

    EQ = "eq"
    IN = "in"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    WITHIN = "within"
    PAST = "past"
    REACHED = "reached"
    IN_YEAR = "in_year"
    BEFORE = "before"
    AFTER = "after"
    REGION_WITHIN = "region_within"
    IS_NONE = "is_none"


PERIOD_OPS = frozenset({Op.WITHIN, Op.PAST, Op.REACHED})
"""The tests of a date with a period, up to as_of or the day that `at` names."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A plain value in engine units."""

    value: Plain


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name` of the pack's dated parameters; the pass `resolve` replaces it by a Literal at law_at."""

    name: str


@dataclass(frozen=True, slots=True)
class FieldOf:
    """`$field` of the same record."""

    name: str


@dataclass(frozen=True, slots=True)
class OuterField:
    """`$outer.field`: in `with`/`without`, a field of the record that the leaf is about."""

    name: str


@dataclass(frozen=True, slots=True)
class AsOf:
    """`$as_of`: the day asked about, always known; in tests of date fields only."""


Operand = Literal | Parameter | FieldOf | OuterField | AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTest:
    """One test of one field.

    `operands`: one for eq, gt, gte, lt, lte, before, after, region_within; two for between; one or more for in;
    one whole number for in_year; none for is_none, within, past and reached. `period` belongs to these three (PERIOD_OPS)
    only. `at` too: the day asked about, a date field of the same or of the outer record; None: as_of.
    """

    field: str
    op: Op
    operands: tuple[Operand, ...] = ()
    period: Period | None = None
    at: FieldOf | OuterField | None = None
    line: int = dataclass_field(default=0, compare=False)

    @property
    def read(self) -> tuple[Operand, ...]:
        """Everything beside the tested field that the test reads: `operands` and `at`."""
        return self.operands if self.at is None else (*self.operands, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTest:
    """A test of a figure (`is:`): gt, gte, lt, lte, eq, between. Several on one figure are read as one test."""

    op: Op
    operands: tuple[Literal | Parameter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Another record of the same subject, joined by equal `same` fields, none or more (`with`, `without`); not nested."""

    kind: str
    same: tuple[str, ...]
    where: tuple[FieldTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """The records of one kind that pass `where`, every `with_` and no `without`."""

    kind: str
    where: tuple[FieldTest, ...] = ()
    with_: tuple[Partner, ...] = ()
    without: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectLeaf:
    """`subject:` the subject's own attributes pass."""

    where: tuple[FieldTest, ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLeaf:
    """`record:` one record passes."""

    records: Records
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many records pass; or distinct values of a field; or the most within a span of each other."""

    records: Records
    distinct: str | None = None
    span: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The sum of a field over the passing records."""

    records: Records
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLeaf:
    """`count:` with `is:`."""

    figure: Count
    is_: tuple[NumberTest, ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLeaf:
    """`sum: field` with `is:`."""

    figure: Sum
    is_: tuple[NumberTest, ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtremeLeaf:
    """`max: field` or `min: field` with `is:` (gt, gte, lt, lte)."""

    which: str
    records: Records
    field: str
    is_: tuple[NumberTest, ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioLeaf:
    """`ratio:` one figure as a share of another; `is` operands are whole millionths."""

    of: Count | Sum
    to: Count | Sum
    is_: tuple[NumberTest, ...]
    line: int = dataclass_field(default=0, compare=False)


class Held(StrEnum):
    """On which day the related person must hold the role: as_of, or the day the entry or ban began."""

    AS_OF = "as_of"
    START = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLeaf:
    """`entry:` an effective entry on a list, of the subject or `of` a person who holds a role on the day `held` names."""

    list_id: str
    where: tuple[FieldTest, ...] = ()
    of: str | None = None
    held: Held = Held.AS_OF
    list_line: int = dataclass_field(default=0, compare=False)
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BanLeaf:
    """`ban:` an effective ban, of the subject or `of` a person who holds a role on the day `held` names.

    `scope`: bans of that scope and those of scope "any", which bar from everything; "any": only the latter; None: of
    whatever scope.
    """

    scope: str | None
    where: tuple[FieldTest, ...] = ()
    of: str | None = None
    held: Held = Held.AS_OF
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetLeaf:
    """`met:` another rule's conclusion; `pack` is always filled (the own pack where the text leaves it out)."""

    pack: str
    rule: str
    line: int = dataclass_field(default=0, compare=False)


Leaf = SubjectLeaf | RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf | EntryLeaf | BanLeaf | MetLeaf


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    children: tuple["Condition", ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    children: tuple["Condition", ...]
    line: int = dataclass_field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    child: "Condition"
    line: int = dataclass_field(default=0, compare=False)


Condition = All | AnyOf | Not | Leaf
