"""The catalogue of a kit file as our catalogue: the fields it names, and the few things that always exist (README.md)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.catalogue import Catalogue, Department, FactKind, FieldDef, FieldType, Matter
from engine.parse.values import read_plain
from engine.working_days import NO_CALENDAR, WorkCalendar

OFFICE = Department(id="office", title="主管部门")


def read_catalogue(written: Mapping[str, Any]) -> Catalogue:
    pseudo = {name: _kind(name, written.get(name, {}), adverse=False) for name in ("subject", "entry")}
    return Catalogue(
        subject=pseudo["subject"],
        entry=_with_start(pseudo["entry"]),
        kinds={
            name: _kind(name, body, adverse=body.get("adverse", "yes") == "yes")
            for name, body in written.get("kinds", {}).items()
        },
        departments={OFFICE.id: OFFICE},
        matters={
            "permit": Matter(id="permit", title="许可", department=OFFICE.id, stages=("review",), roles=("subject",))
        },
        roles=dict.fromkeys(("subject", *written.get("roles", [])), "身份"),
        scopes=dict.fromkeys(written.get("scopes", []), "范围"),
        effects={},
        calendar=_calendar(written.get("calendar")),
    )


def _kind(name: str, written: Mapping[str, Any], *, adverse: bool) -> FactKind:
    return FactKind(
        id=name,
        title="信息",
        law_date=written.get("law_date", ""),
        fields={field: _field(field, body) for field, body in written.get("fields", {}).items()},
        subject_types=("enterprise",),
        adverse_allowed=adverse,
        reported_by=(OFFICE.id,),
    )


def _with_start(entry: FactKind) -> FactKind:
    """Every entry has a start, which its `where` may ask about (11.10)."""
    start = FieldDef(id="start", type=FieldType.DATE, title="起算日期")
    return replace(entry, fields={"start": start, **entry.fields})


def _field(name: str, written: Mapping[str, Any]) -> FieldDef:
    plain = FieldDef(
        id=name,
        type=FieldType(written["type"]),
        title="字段",
        always=written.get("always") == "yes",
        values=dict.fromkeys(written.get("values", []), "代码"),
    )
    low, high = (read_plain(plain, written[end]) if end in written else None for end in ("min", "max"))
    assert isinstance(low, int | None)
    assert isinstance(high, int | None)
    return replace(plain, low=low, high=high)


def _calendar(written: Mapping[str, Any] | None) -> WorkCalendar:
    if not written:
        return NO_CALENDAR
    return WorkCalendar(
        first=date.fromisoformat(written["first"]),
        last=date.fromisoformat(written["last"]),
        days_off=frozenset(map(date.fromisoformat, written.get("days_off", []))),
        working=frozenset(map(date.fromisoformat, written.get("working", []))),
    )
