"""What facts, departments, matters and effects there are (rules/catalogue/, memoranda/catalogue/).

The words of every pack and every import are checked against these values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.local_holidays import LocalHolidays
from engine.working_days import NO_CALENDAR, WorkCalendar


class FieldType(StrEnum):
    """money: fen. ratio: millionths. integer. date: law date. code: one of a domain. text. flag: yes or no. area: GB/T 2260."""

    MONEY = "money"
    RATIO = "ratio"
    INTEGER = "integer"
    DATE = "date"
    CODE = "code"
    TEXT = "text"
    FLAG = "flag"
    AREA = "area"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDef:
    """One field of a kind. `low`/`high`: the catalogue's min and max in engine units (None: unbounded).

    `incoming_unit`: how imports write it ("CNY", "万元", "%"); pack literals for money are always yuan. `always`: the
    field exists for every such record, so unknown is never `none`. `values`: code -> Chinese title.
    """

    id: str
    type: FieldType
    title: str
    incoming_unit: str = ""
    low: int | None = None
    high: int | None = None
    always: bool = False
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """A kind of record (信用信息). `law_date`: the field whose date orders the record in law.

    `adverse_allowed`: rests on an effective document, so an adverse rule may read it; `catalogue_entry` is its entry
    in the national base catalogue or local supplement. `covered`: its source vouches for completeness by default.
    `reported_by`: ids of the departments that may report it (归口报送部门; local policy, no law names them); empty: any,
    which an adverse kind of a catalogue file never is.
    """

    id: str
    title: str
    law_date: str
    fields: Mapping[str, FieldDef]
    subject_types: tuple[str, ...]
    adverse_allowed: bool
    catalogue_entry: str = ""
    covered: bool = True
    reported_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    id: str
    title: str
    vertical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """An approval matter (政务服务事项). `roles`: in which roles persons may be checked here. `scopes`: ban scopes it falls in.

    `on_indeterminate`: what the host does then: "review" or "proceed_flagged".
    """

    id: str
    title: str
    department: str
    stages: tuple[str, ...]
    roles: tuple[str, ...]
    scopes: tuple[str, ...] = ()
    on_indeterminate: str = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All catalogues together; ids are unique in each. `subject` is the pseudo-kind of subject attributes, `entry` of entries.

    `calendar`: the working days published so far (`rules/catalogue/working-days.yaml`). `local_holidays`: by area, what
    autonomous prefectures and counties have beside it (`rules/catalogue/local-holidays.yaml`).
    """

    subject: FactKind
    entry: FactKind
    kinds: Mapping[str, FactKind]
    departments: Mapping[str, Department]
    matters: Mapping[str, Matter]
    roles: Mapping[str, str]
    scopes: Mapping[str, str]
    effects: Mapping[str, str]
    calendar: WorkCalendar = NO_CALENDAR
    local_holidays: Mapping[str, LocalHolidays] = field(default_factory=dict)
