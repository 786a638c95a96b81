"""The case that is missing: a situation, near one that a case already tells, in which two readings of a rule differ.

Only one thing is changed at a time, and values come from the rules' own bounds and the catalogue's domains, so that
what is found can be read and corrected by the author. Finding none proves nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.condition_parts import leaf_tests, leaves_of, records_of
from engine.conditions import AsOf, CountLeaf, FieldTest, Leaf, Literal, Op, Operand, OuterField, Parameter, Partner
from engine.facts import NONE, UNKNOWN, Fact, Plain, Situation, Truth, Value
from engine.pack import Rule
from engine.periods import Period, add

Reading = Callable[[Situation], Truth]
TRIES = 6_000
_STEPS = {Op.GT: 1, Op.AFTER: 1, Op.LT: -1, Op.BEFORE: -1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Killer:
    """`situation` in which the rule is `truth`, and the mutant something else."""

    situation: Situation
    truth: Truth


def killer_of(
    rules: Sequence[Rule], original: Reading, mutant: Reading, told: Iterable[Situation], catalogue: Catalogue
) -> Killer | None:
    """The first situation, by the order of the cases told, where both readings differ; None if none was found.

    `rules`: the rule and its mutant, with literals only; their bounds are what is tried.
    """
    bounds = _bounds(rules)
    tried = 0
    for situation in told:
        for other in _near(situation, bounds, catalogue):
            tried += 1
            if tried > TRIES:
                return None
            truth = original(other)
            if truth is not mutant(other):
                return Killer(situation=other, truth=truth)
    return None


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What the rules compare with: literals and periods by field name, and the figures' bounds.

    `partners`: those that records of a kind must have, or must not have.
    """

    literals: Mapping[str, frozenset[Plain]]
    partners: tuple[tuple[str, Partner], ...]
    periods: frozenset[Period]
    figures: frozenset[int]


def _bounds(rules: Sequence[Rule]) -> _Bounds:
    leaves = [leaf for rule in rules for leaf in _leaves(rule)]
    tests = [test for leaf in leaves for test in leaf_tests(leaf)]
    fields: dict[str, set[Plain]] = {}
    figures: set[int] = set()
    for test in tests:
        for operand in test.operands:
            if isinstance(operand, Parameter):
                raise ValueError(test)
            if isinstance(operand, Literal) and isinstance(test, FieldTest):
                fields.setdefault(test.field, set()).add(operand.value)
            elif isinstance(operand, Literal) and isinstance(operand.value, int):
                figures.add(operand.value)
    periods = {test.period for test in tests if isinstance(test, FieldTest) and test.period}
    spans = {leaf.figure.span for leaf in leaves if isinstance(leaf, CountLeaf) and leaf.figure.span}
    return _Bounds(
        {name: frozenset(values) for name, values in fields.items()},
        tuple(dict.fromkeys(_partners(leaves))),
        frozenset(periods | spans),
        frozenset(figures),
    )


def _partners(leaves: Iterable[Leaf]) -> Iterator[tuple[str, Partner]]:
    for records in (records for leaf in leaves for records in records_of(leaf)):
        yield from ((records.kind, partner) for partner in (*records.with_, *records.without))


def _leaves(rule: Rule) -> Iterator[Leaf]:
    for condition in (rule.when, *(clause.when for clause in rule.unless)):
        yield from leaves_of(condition)


def _near(situation: Situation, bounds: _Bounds, catalogue: Catalogue) -> Iterator[Situation]:
    """The situation itself, then with one value, one record or the subject changed."""
    yield situation
    for place, fact in enumerate(situation.facts):
        for changed in _facts_near(fact, situation, bounds, catalogue):
            yield replace(situation, facts=(*situation.facts[:place], *changed, *situation.facts[place + 1 :]))
    for fact in situation.facts:
        for kind, partner in bounds.partners:
            if kind == fact.kind:
                joined = _joined(fact, partner, situation, catalogue.kinds[partner.kind])
                yield replace(situation, facts=(*situation.facts, joined))
    for name, field in catalogue.subject.fields.items():
        for value in _values_near(situation.subject.get(name), field, situation, bounds):
            yield replace(situation, subject={**situation.subject, name: value})


def _facts_near(fact: Fact, situation: Situation, bounds: _Bounds, catalogue: Catalogue) -> Iterator[tuple[Fact, ...]]:
    """The fact gone, doubled, or with one field changed, unknown or known not to exist."""
    kind = catalogue.kinds[fact.kind]
    yield ()
    yield fact, replace(fact, id=f"{fact.id}x")
    for name, field in kind.fields.items():
        old = fact.values.get(name)
        for value in _values_near(old, field, situation, bounds):
            changed = _with(fact, name, value, kind.law_date)
            yield (changed,)
            yield fact, replace(changed, id=f"{fact.id}x")
        if old is not None:
            left = {each: value for each, value in fact.values.items() if each != name}
            if name != kind.law_date:
                yield (replace(fact, values=left),)


def _joined(fact: Fact, partner: Partner, situation: Situation, kind: FactKind) -> Fact:
    """A further record that is the partner of this one: joined to it, and passing the tests that plain values pass."""
    values: dict[str, Value] = {name: fact.value(name) for name in partner.same}
    for test in (test for test in partner.where if test.field not in partner.same):
        value = _passing(test, fact, situation)
        if value is not None:
            values[test.field] = value
    law_date = values.setdefault(kind.law_date, situation.as_of)
    known = {name: value for name, value in values.items() if value is not UNKNOWN}
    dated = law_date if isinstance(law_date, date) or law_date is NONE else UNKNOWN
    return Fact(id=f"{fact.id}p", kind=kind.id, law_date=dated, values=known)


def _passing(test: FieldTest, outer: Fact, situation: Situation) -> Value | None:
    """A value that passes the test; None where it names none that is at hand."""
    if test.op is Op.WITHIN:
        return situation.as_of
    named = _named(test.operands[0], outer, situation) if test.operands else None
    step = _STEPS.get(test.op, 0)
    if isinstance(named, date):
        return named + timedelta(days=step)
    return named + step if isinstance(named, int) and not isinstance(named, bool) else named


def _named(operand: Operand, outer: Fact, situation: Situation) -> Value | None:
    match operand:
        case Literal(value=value):
            return value
        case OuterField(name=name):
            return outer.values.get(name)
        case AsOf():
            return situation.as_of
        case _:
            return None


def _with(fact: Fact, name: str, value: Value, law_date: str) -> Fact:
    values = {**fact.values, name: value}
    dated = value if name == law_date and (isinstance(value, date) or value is NONE) else fact.law_date
    return replace(fact, values=values, law_date=dated)


def _values_near(old: Value | None, field: FieldDef, situation: Situation, bounds: _Bounds) -> Iterator[Value]:
    """Other values of the field worth trying, inside its domain, without repetition."""
    found: dict[Value, None] = dict.fromkeys(_candidates(old, field, situation, bounds))
    yield from (value for value in found if value != old and _in_domain(value, field))


def _candidates(old: Value | None, field: FieldDef, situation: Situation, bounds: _Bounds) -> Iterator[Value]:
    literals = bounds.literals.get(field.id, frozenset())
    match field.type:
        case FieldType.FLAG:
            yield from (True, False)
        case FieldType.CODE:
            yield from field.values
        case FieldType.DATE:
            days = [day for day in literals if isinstance(day, date)]
            yield from (day + timedelta(days=step) for day in days for step in (-1, 0, 1))
            yield from _days_near(situation, bounds)
        case FieldType.TEXT | FieldType.AREA:
            yield from (text for text in literals if isinstance(text, str))
            yield "另" if field.type is FieldType.TEXT else "110000"
        case _:
            numbers = [number for number in (*literals, *bounds.figures) if isinstance(number, int)]
            yield from (number + step for number in sorted(numbers) for step in (-1, 0, 1))
    if not field.always and old is not None:
        yield NONE


def _days_near(situation: Situation, bounds: _Bounds) -> Iterator[date]:
    """Days on which a period of the rules just ends at as_of, or at a day some record names; and those days themselves."""
    named = {value for fact in situation.facts for value in fact.values.values() if isinstance(value, date)}
    for anchor in sorted({situation.as_of, *named}):
        yield from (anchor + timedelta(days=step) for step in (-1, 0, 1))
        for period in sorted(bounds.periods, key=str):
            yield from _starts(anchor, period)
            yield from (add(anchor, period) + timedelta(days=step) for step in (-1, 0, 1)) if _plain(period) else ()


def _starts(end: date, period: Period) -> Iterator[date]:
    """The days from which the period ends on `end`, and the day before and after."""
    if not _plain(period):
        return
    guess = end - (add(end, period) - end)
    around = [guess + timedelta(days=step) for step in range(-4, 5)]
    exact = [day for day in around if add(day, period) == end]
    yield from (day + timedelta(days=step) for day in exact[:1] for step in (-1, 0, 1))


def _plain(period: Period) -> bool:
    return period.working_days is None


def _in_domain(value: Value, field: FieldDef) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return True
    return (field.low is None or field.low <= value) and (field.high is None or value <= field.high)
