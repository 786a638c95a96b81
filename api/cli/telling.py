"""How the command line speaks: refusals, issues, JSON."""

import json
from collections.abc import Iterable, Mapping

import typer

from casework.errors import Refused
from casework.masking import without_identifiers
from engine.issues import Issue, Severity

_MARKS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.GAP: "缺口"}
_MARKS_EN = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.GAP: "gap"}


def tell_refusal(refusal: Refused) -> None:
    """Chinese first, English below, then each fault with its place; no person's identifier that somebody typed."""
    lines = [refusal.zh, refusal.en]
    lines += [f"  {fault.where}: {fault.zh} ({fault.en})" for fault in refusal.faults]
    if refusal.law:
        lines.append(f"依据 law: {refusal.law}")
    if refusal.hint_zh or refusal.hint_en:
        lines.append(f"办法 what to do: {refusal.hint_zh} {refusal.hint_en}")
    for line in lines:
        typer.echo(without_identifiers(line), err=True)


def tell_issues(issues: Iterable[Issue], lang: str, *, err: bool = False) -> None:
    marks = _MARKS_EN if lang == "en" else _MARKS
    for issue in issues:
        typer.echo(f"{marks[issue.severity]} {issue.line(lang)}", err=err)


def tell_json(value: Mapping[str, object]) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
