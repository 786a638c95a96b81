"""A rule as it would read if the tests on some fields stood in nobody's way.

Tells whether a case misses a rule on those fields alone: if the relaxed rule is still not met, something else fails
too. Uses only the condition tree, so that no second reading of the tests can disagree with the engines'.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from engine.condition_parts import leaves_of
from engine.condition_rewriting import with_records
from engine.conditions import (
    PERIOD_OPS,
    All,
    AnyOf,
    BanLeaf,
    Condition,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    Leaf,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.pack import Rule

ALWAYS = SubjectLeaf(where=())
NEVER = Not(child=ALWAYS)
_LOWER_BOUNDS = frozenset({Op.GT, Op.GTE})
_NUMBER_BOUNDS = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN})
_DATE_BOUNDS = PERIOD_OPS | {Op.IN_YEAR, Op.BEFORE, Op.AFTER}
_THRESHOLDS = _NUMBER_BOUNDS | _DATE_BOUNDS


def relaxed(rule: Rule, names: Iterable[str]) -> Rule:
    """The rule without what it asks of `names`.

    A name is a field ("amount"), a field of a kind ("tax.finding.amount"), a kind or figure as a whole ("tax.finding"),
    a list, a ban scope, "entry" or "ban", "role" for who must hold one, the id of a rule it builds on, or the id of one
    of its exceptions. A test that compares two dates of a record (`at`) goes by the field that is tested.
    """
    dropped = frozenset(names)
    when = _relaxed(rule.when, dropped, wanted=True)
    unless = tuple(
        replace(part, when=_relaxed(part.when, dropped, wanted=False)) for part in rule.unless if part.id not in dropped
    )
    return replace(rule, when=when, unless=unless)


def thresholds(rule: Rule) -> tuple[str, ...]:
    """What the rule compares with a bound: "kind.field", or the kind for a count; in reading order, each once."""
    return tuple(dict.fromkeys(name for leaf in leaves_of(rule.when) for name in _bounded(leaf)))


def _relaxed(condition: Condition, dropped: frozenset[str], *, wanted: bool) -> Condition:
    """`wanted`: the condition speaks for the rule, so a dropped test passes; otherwise what it names fails."""
    match condition:
        case All() | AnyOf():
            return replace(
                condition, children=tuple(_relaxed(each, dropped, wanted=wanted) for each in condition.children)
            )
        case Not():
            return Not(child=_relaxed(condition.child, dropped, wanted=not wanted), line=condition.line)
        case _:
            if _names(condition).isdisjoint(dropped):
                return condition
            return _relaxed_leaf(condition, dropped) if wanted else NEVER


def _relaxed_leaf(leaf: Leaf, dropped: frozenset[str]) -> Condition:
    match leaf:
        case SubjectLeaf():
            return replace(leaf, where=_kept(leaf.where, "subject", dropped))
        case RecordLeaf():
            return ALWAYS if leaf.records.kind in dropped else _with_fewer_tests(leaf, dropped)
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _relaxed_figure(leaf, dropped)
        case EntryLeaf() | BanLeaf():
            whole = not dropped.isdisjoint(_standing_names(leaf))
            return ALWAYS if whole else replace(leaf, where=_kept(leaf.where, _register(leaf), dropped))
        case MetLeaf():
            return ALWAYS
        case _:
            assert_never(leaf)


def _relaxed_figure(leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, dropped: frozenset[str]) -> Condition:
    """A figure that must be large grows when its records pass more easily; any other is passed as a whole."""
    if isinstance(leaf, RatioLeaf) or not _figure_names(leaf).isdisjoint(dropped) or not _grows(leaf.is_):
        return ALWAYS
    return _with_fewer_tests(leaf, dropped)


def _grows(tests: tuple[NumberTest, ...]) -> bool:
    return all(test.op in _LOWER_BOUNDS for test in tests)


def _with_fewer_tests(leaf: Leaf, dropped: frozenset[str]) -> Leaf:
    return with_records(leaf, lambda records: _records(records, dropped))


def _records(records: Records, dropped: frozenset[str]) -> Records:
    return replace(
        records,
        where=_kept(records.where, records.kind, dropped),
        with_=tuple(
            replace(partner, where=_kept(partner.where, partner.kind, dropped))
            for partner in records.with_
            if partner.kind not in dropped and dropped.isdisjoint(_join_names(partner))
        ),
        without=tuple(partner for partner in records.without if dropped.isdisjoint(_partner_names(partner))),
    )


def _kept(tests: tuple[FieldTest, ...], kind: str, dropped: frozenset[str]) -> tuple[FieldTest, ...]:
    return tuple(test for test in tests if dropped.isdisjoint((test.field, f"{kind}.{test.field}")))


def _names(leaf: Leaf) -> frozenset[str]:
    return frozenset(_each_name(leaf))


def _each_name(leaf: Leaf) -> Iterator[str]:
    match leaf:
        case SubjectLeaf():
            yield from _field_names(leaf.where, "subject")
        case RecordLeaf():
            yield from _record_names(leaf.records)
        case CountLeaf() | SumLeaf():
            yield from _figure_names(leaf) | _record_names(leaf.figure.records)
        case ExtremeLeaf():
            yield from _figure_names(leaf) | _record_names(leaf.records)
        case RatioLeaf():
            yield from _figure_names(leaf) | _record_names(leaf.of.records) | _record_names(leaf.to.records)
        case EntryLeaf() | BanLeaf():
            yield from _standing_names(leaf) | _field_names(leaf.where, _register(leaf))
        case MetLeaf():
            yield from (leaf.rule, f"{leaf.pack}#{leaf.rule}")
        case _:
            assert_never(leaf)


def _standing_names(leaf: EntryLeaf | BanLeaf) -> frozenset[str]:
    """What names the leaf as a whole: the register, the list or scope, and the role where it asks for one."""
    register, which = _register(leaf), leaf.list_id if isinstance(leaf, EntryLeaf) else leaf.scope
    role = ("role", f"{register}.role") if leaf.of is not None else ()
    return frozenset({register, which or register, *role})


def _register(leaf: EntryLeaf | BanLeaf) -> str:
    return "entry" if isinstance(leaf, EntryLeaf) else "ban"


def _figure_names(leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf) -> frozenset[str]:
    match leaf:
        case CountLeaf() | SumLeaf():
            return frozenset(_names_of_figure(leaf.figure))
        case ExtremeLeaf():
            return frozenset({leaf.field, f"{leaf.records.kind}.{leaf.field}", leaf.records.kind})
        case RatioLeaf():
            return frozenset({"ratio", *_names_of_figure(leaf.of), *_names_of_figure(leaf.to)})
        case _:
            assert_never(leaf)


def _names_of_figure(figure: Count | Sum) -> Iterator[str]:
    kind = figure.records.kind
    name = figure.field if isinstance(figure, Sum) else figure.distinct
    yield kind
    yield "sum" if isinstance(figure, Sum) else "count"
    if name is not None:
        yield from (name, f"{kind}.{name}")


def _record_names(records: Records) -> frozenset[str]:
    partners = (name for partner in (*records.with_, *records.without) for name in _partner_names(partner))
    return frozenset({records.kind, *_field_names(records.where, records.kind), *partners})


def _partner_names(partner: Partner) -> frozenset[str]:
    return frozenset({partner.kind}) | _join_names(partner) | _field_names(partner.where, partner.kind)


def _join_names(partner: Partner) -> frozenset[str]:
    return frozenset(name for field in partner.same for name in (field, f"{partner.kind}.{field}"))


def _field_names(tests: tuple[FieldTest, ...], kind: str) -> frozenset[str]:
    return frozenset(name for test in tests for name in (test.field, f"{kind}.{test.field}"))


def _bounded(leaf: Leaf) -> Iterator[str]:
    match leaf:
        case SubjectLeaf():
            yield from _bounded_fields(leaf.where, "subject")
        case RecordLeaf():
            yield from _bounded_records(leaf.records)
        case CountLeaf():
            yield from _bounded_records(leaf.figure.records)
            yield leaf.figure.records.kind
        case SumLeaf():
            yield from _bounded_records(leaf.figure.records)
            yield f"{leaf.figure.records.kind}.{leaf.figure.field}"
        case ExtremeLeaf():
            yield from _bounded_records(leaf.records)
            yield f"{leaf.records.kind}.{leaf.field}"
        case RatioLeaf():
            yield "ratio"
        case EntryLeaf() | BanLeaf():
            yield from _bounded_fields(leaf.where, _register(leaf))
        case MetLeaf():
            return
        case _:
            assert_never(leaf)


def _bounded_records(records: Records) -> Iterator[str]:
    yield from _bounded_fields(records.where, records.kind)
    for partner in records.with_:
        yield from _bounded_fields(partner.where, partner.kind)


def _bounded_fields(tests: tuple[FieldTest, ...], kind: str) -> Iterator[str]:
    return (f"{kind}.{test.field}" for test in tests if test.op in _THRESHOLDS)
