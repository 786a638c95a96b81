"""What the auditor is told: releases and digests, rule and fact ids, values in engine units, both engines, the hash."""

from collections.abc import Iterator
from datetime import date

from engine.articles import level_is_open
from engine.direct.intervals import Span
from engine.explain.audience_words import AUDITOR
from engine.explain.explanation import Compared, ComparedOperand
from engine.explain.sentence import Sentence
from engine.explain.telling import Asked, basis_of
from engine.explain.trace import rule_trace
from engine.facts import Mark, Truth, Value, truth_of
from engine.pack import Interval


def for_auditor(asked: Asked) -> Iterator[Sentence]:
    """Enough to find every input again and to compute the same answer and the same hash."""
    finding, told, judgement = asked.finding, asked.explanation, asked.judgement
    yield asked.sentence(AUDITOR["rule"], key=finding.key, release=finding.ref, digest=finding.ref.digest)
    yield asked.sentence(
        AUDITOR["dates"],
        as_of=finding.as_of,
        law_at=finding.law_at,
        program=judgement.program,
        judgement=judgement.digest,
    )
    yield asked.sentence(AUDITOR[_engines(asked)], truth=finding.truth, value=finding.truth)
    ids = ", ".join(told.support) or "-"
    yield asked.sentence(AUDITOR["records"], support=ids, partners=", ".join(told.partners) or "-")
    yield from (_compared(one, asked) for one in told.compared)
    for one in told.standing:
        yield asked.sentence(
            AUDITOR["standing"],
            truth=one.truth,
            kind=one.kind,
            fact=one.fact,
            named=one.named,
            start=_raw(one.start),
            end=_raw(one.term_end),
            role=f"{one.role} {one.holder} @{_raw(one.held_on)} {one.held}" if one.role else "-",
            effective=one.effective,
        )
    for place in told.missing:
        yield asked.sentence(
            AUDITOR["missing"], truth=Truth.UNKNOWN, kind=place.kind, fact=place.fact, field=place.field
        )
    for place in told.failed:
        yield asked.sentence(
            AUDITOR["failed"], truth=Truth.NOT_MET, kind=place.kind, fact=place.fact, field=place.field
        )
    if not told.disputed:
        for clause, node in zip(asked.rule.rule.unless, asked.rule.unless, strict=True):
            applies = truth_of(*asked.walk.bits(node))
            yield asked.sentence(AUDITOR["exception"], clause.basis, truth=applies, id=clause.id, applies=applies)
    yield from _laws(asked)
    titles = asked.titles
    trace = rule_trace(titles.program, titles.situation, judgement, finding.key)
    yield asked.sentence(AUDITOR["trace"], digest=trace.digest)
    open_levels = [article for article in asked.articles if level_is_open(article)]
    if open_levels:
        yield asked.sentence(AUDITOR["open_levels"], articles=", ".join(open_levels))


def _engines(asked: Asked) -> str:
    if asked.judgement.degraded:
        return "one_engine"
    return "agreed" if asked.finding.agreed else "differed"


def _compared(one: Compared, asked: Asked) -> Sentence:
    figure = f" {one.figure}{'.' + one.part if one.part else ''}" if one.figure else ""
    period = f" {one.within} @{_raw(one.day)} ..{_raw(one.last) if one.last else '?'}" if one.within else ""
    wanted = ", ".join(_operand(operand) for operand in one.operands)
    return asked.sentence(
        AUDITOR["compared"],
        basis_of(one),
        truth=one.truth,
        rule=one.rule,
        where=f"{one.kind}.{one.field or '-'}[{one.fact}]{figure}",
        value=_span(one.value) if isinstance(one.value, Span) else _raw(one.value),
        test=f"{one.op}{period}{' ' + wanted if wanted else ''}",
        verdict=f"{one.truth}{' (not)' if one.turned else ''}",
        origin="".join(_origin(operand, one, asked) for operand in one.operands),
    )


def _operand(operand: ComparedOperand) -> str:
    return _raw(operand.value)


def _origin(operand: ComparedOperand, one: Compared, asked: Asked) -> str:
    """The parameter with its unit, its dates and its article."""
    if operand.parameter is None:
        return ""
    return asked.titles.say(
        AUDITOR["parameter"],
        id=operand.parameter.id,
        unit=operand.parameter.unit,
        during=_during(operand.in_force, asked),
        basis=asked.titles.cited(one.rule, operand.basis),
    )


def _during(interval: Interval | None, asked: Asked) -> str:
    start, until = (interval.start, interval.until) if interval else (None, None)
    if start is None and until is None:
        return asked.titles.say(AUDITOR["always"])
    key = "during" if start and until else "from" if start else "before"
    return asked.titles.say(AUDITOR[key], start=start, until=until)


def _raw(value: Value) -> str:
    """As the engines hold it: fen, millionths, ISO dates, codes."""
    if isinstance(value, Mark):
        return value.value
    return (
        value.isoformat() if isinstance(value, date) else str(value).lower() if isinstance(value, bool) else str(value)
    )


def _span(span: Span) -> str:
    """Both ends; one that is open by ∞."""
    low = f"[{span.low}" if isinstance(span.low, int) else "(-∞"
    high = f"{span.high}]" if isinstance(span.high, int) else "∞)"
    return f"{low}, {high}"


def _laws(asked: Asked) -> Iterator[Sentence]:
    both = asked.both
    if both is not None:
        yield asked.sentence(
            AUDITOR["laws"],
            act=f"{both.act.ref} {both.act.truth}" if both.act else "-",
            decision=f"{both.decision.ref} {both.decision.truth}" if both.decision else "-",
            lighter=both.lighter,
            value=both.truth,
        )
