"""The canonical record of a judgement: the same question gives the same bytes, whatever the order of facts, packs, rules.

One JSON text: keys sorted, no blanks, UTF-8, arrays sorted where their order says nothing; whole numbers only, dates and
marks as one-key objects, so that no text can be taken for them. It holds what the engines read and compared, no wording:
a new word in a sentence changes no hash. docs/explanations.md describes every key.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.compile.program import Program
from engine.direct.intervals import Number, Span
from engine.evaluate import Finding, Judgement
from engine.explain.explaining import explain
from engine.explain.explanation import Compared, ComparedOperand, Explanation, Place, StandingRead
from engine.facts import Mark, Situation, Value
from engine.pack import Basis, PackRef, Source

FORMAT = "shangfa-trace-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTrace:
    """One rule's record as canonical JSON, and "sha256:<64 hex>" of its UTF-8 bytes."""

    key: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A judgement's record as canonical JSON and its digest; `rules` by key, each as it stands in `text`."""

    text: str
    digest: str
    rules: tuple[RuleTrace, ...]

    def rule(self, key: str) -> RuleTrace | None:
        return next((each for each in self.rules if each.key == key), None)


def trace_of(program: Program, situation: Situation, judgement: Judgement) -> Trace:
    """The record of every rule of the judgement, which must be of this program and situation."""
    findings = sorted(judgement.findings, key=lambda finding: finding.key)
    records = [
        _rule_record(program, finding, explain(program, situation, judgement, finding.key)) for finding in findings
    ]
    text = _canonical(
        {
            "format": FORMAT,
            "subject": judgement.subject_id,
            "as_of": judgement.as_of.isoformat(),
            "law_at": judgement.law_at.isoformat(),
            "engines": 1 if judgement.degraded else 2,
            "packs": sorted(map(_pack, program.packs), key=_canonical),
            "rules": records,
        }
    )
    return Trace(text=text, digest=_digest(text), rules=tuple(_rule_trace(record) for record in records))


def rule_trace(program: Program, situation: Situation, judgement: Judgement, key: str) -> RuleTrace:
    """The record of one rule, equal to its part of `trace_of`; KeyError where the program lacks it."""
    explanation = explain(program, situation, judgement, key)
    finding = next(each for each in judgement.findings if each.key == key)
    return _rule_trace(_rule_record(program, finding, explanation))


def _rule_trace(record: Mapping[str, Any]) -> RuleTrace:
    text = _canonical(record)
    return RuleTrace(key=str(record["rule"]), text=text, digest=_digest(text))


def _rule_record(program: Program, finding: Finding, explanation: Explanation) -> dict[str, Any]:
    sources = program.sources.get(finding.ref.pack, {})
    return {
        "rule": finding.key,
        "pack": finding.ref.pack,
        "version": finding.ref.version,
        "digest": finding.ref.digest,
        "truth": str(finding.truth),
        "agreed": finding.agreed,
        "records": sorted(explanation.support),
        "joined": sorted(explanation.partners),
        "compared": _sorted(_compared(one, program) for one in explanation.compared),
        "standing": _sorted(_standing(one) for one in explanation.standing),
        "exceptions": sorted(explanation.exceptions),
        "missing": _places(explanation.missing),
        "failed": _places(explanation.failed),
        "basis": _basis(finding.rule.basis, sources),
    }


def _pack(ref: PackRef) -> dict[str, str]:
    return {"pack": ref.pack, "version": ref.version, "digest": ref.digest}


def _compared(one: Compared, program: Program) -> dict[str, Any]:
    told: dict[str, Any] = {
        "rule": one.rule,
        "kind": one.kind,
        "fact": one.fact,
        "field": one.field,
        "op": str(one.op),
        "value": _span(one.value) if isinstance(one.value, Span) else _value(one.value),
        "with": [_operand(operand, program.sources.get(one.rule.partition("#")[0], {})) for operand in one.operands],
        "truth": str(one.truth),
    }
    figured = {"figure": one.figure, "part": one.part} if one.figure else {}
    dated = {"period": one.within, "day": _value(one.day), "last_day": _optional(one.last)} if one.within else {}
    named = {"at": one.at.name} if one.at else {}
    return told | figured | dated | named | ({"negated": True} if one.turned else {})


def _operand(operand: ComparedOperand, sources: Mapping[str, Source]) -> dict[str, Any]:
    if operand.parameter is None:
        return {"value": _value(operand.value)}
    during = operand.in_force
    return {
        "value": _value(operand.value),
        "parameter": operand.parameter.id,
        "unit": operand.parameter.unit,
        "from": _optional(during.start if during else None),
        "until": _optional(during.until if during else None),
        "basis": _basis(operand.basis, sources),
    }


def _standing(one: StandingRead) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": one.kind,
        "fact": one.fact,
        "named": one.named,
        "start": _value(one.start),
        "term_end": _value(one.term_end),
        "ended_on": _optional(one.ended_on),
        "suspended": one.suspended,
        "effective": str(one.effective),
        "truth": str(one.truth),
    }
    if not one.role:
        return told
    return told | {"role": one.role, "holder": one.holder, "held_on": _value(one.held_on), "held": str(one.held)}


def _basis(basis: Sequence[Basis], sources: Mapping[str, Source]) -> list[dict[str, str]]:
    return _sorted(
        {
            "source": each.source,
            "document": sources[each.source].document if each.source in sources else "",
            "article": each.article,
            "assurance": str(each.assurance),
        }
        for each in basis
    )


def _places(places: Iterable[Place]) -> list[dict[str, str]]:
    return _sorted({"kind": place.kind, "fact": place.fact, "field": place.field} for place in places)


def _value(value: Value) -> Any:
    if isinstance(value, Mark):
        return {"mark": value.value}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _optional(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(span: Span) -> dict[str, int | None]:
    """The ends; null for one that is open."""
    return {"low": _end(span.low), "high": _end(span.high)}


def _end(end: Number) -> int | None:
    return end if isinstance(end, int) else None


def _sorted(records: Iterable[dict[str, Any]]) -> list[Any]:
    return sorted(records, key=_canonical)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
