"""A rule with one thing wrong: what a slip of the pen would make of it.

Every threshold, operator and connective of a rule is changed, one at a time; a case that knows the law notices. The
rule handed in has literals only (its parameters are resolved), so that a threshold kept as a parameter is changed too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    Held,
    MetLeaf,
    Not,
    RatioLeaf,
    RecordLeaf,
    SubjectLeaf,
    SumLeaf,
)
from engine.mutants.figures import mutated_figure_leaf
from engine.mutants.slips import Changed, Slip
from engine.mutants.tests import mutated_records, mutated_tests
from engine.pack import Rule, UnlessClause

__all__ = ["Mutant", "Slip", "mutants_of"]

_HELD = {Held.AS_OF: "判断日", Held.START: "列入（禁止）开始之日"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`rule` is the original but for the one `slip`."""

    rule: Rule
    slip: Slip


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Every rule that differs from this one by a single slip, in reading order. ValueError where a Parameter is left."""
    for when, slip in _condition(rule.when):
        yield Mutant(rule=replace(rule, when=when), slip=slip)
    for place, clause in enumerate(rule.unless):
        before, after = rule.unless[:place], rule.unless[place + 1 :]
        yield Mutant(rule=replace(rule, unless=(*before, *after)), slip=_clause_gone(clause))
        for when, slip in _condition(clause.when):
            yield Mutant(rule=replace(rule, unless=(*before, replace(clause, when=when), *after)), slip=slip)


def _clause_gone(clause: UnlessClause) -> Slip:
    return Slip(line=clause.line, zh=f"删去例外“{clause.id}”", en=f"the exception “{clause.id}” is gone")


def _condition(condition: Condition) -> Iterator[tuple[Condition, Slip]]:
    match condition:
        case All() | AnyOf():
            yield from _combined(condition)
        case Not(child=child):
            yield child, Slip(line=condition.line, zh="否定（not）被删去", en="`not` is gone")
            for changed, slip in _condition(child):
                yield replace(condition, child=changed), slip
        case _:
            yield from _leaf(condition)


def _combined(condition: All | AnyOf) -> Iterator[tuple[Condition, Slip]]:
    children, line = condition.children, condition.line
    if len(children) > 1:
        if isinstance(condition, All):
            yield (
                AnyOf(children=children, line=line),
                Slip(line=line, zh="“同时具备”改为“具备其一”", en="`all` becomes `any`"),
            )
        else:
            yield (
                All(children=children, line=line),
                Slip(line=line, zh="“具备其一”改为“同时具备”", en="`any` becomes `all`"),
            )
    for place, child in enumerate(children):
        before, after = children[:place], children[place + 1 :]
        if len(children) > 1:
            slip = Slip(line=child.line or line, zh=f"删去第{place + 1}个条件", en=f"condition {place + 1} is gone")
            yield replace(condition, children=(*before, *after)), slip
        for changed, slip in _condition(child):
            yield replace(condition, children=(*before, changed, *after)), slip


def _leaf(leaf: Condition) -> Changed[Condition]:
    match leaf:
        case SubjectLeaf():
            yield from ((replace(leaf, where=where), slip) for where, slip in mutated_tests(leaf.where, leaf.line))
        case RecordLeaf():
            changed = mutated_records(leaf.records, leaf.line)
            yield from ((replace(leaf, records=records), slip) for records, slip in changed)
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            yield from mutated_figure_leaf(leaf)
        case EntryLeaf() | BanLeaf():
            yield from _standing(leaf)
        case MetLeaf():
            yield (
                Not(child=leaf, line=leaf.line),
                Slip(line=leaf.line, zh="前提规则成立改为不成立", en="`met` is negated"),
            )
        case All() | AnyOf() | Not():
            raise AssertionError(leaf)  # taken apart above
        case _:
            assert_never(leaf)


def _standing(leaf: EntryLeaf | BanLeaf) -> Iterator[tuple[Condition, Slip]]:
    for where, slip in mutated_tests(leaf.where, leaf.line):
        yield replace(leaf, where=where), slip
    yield (
        Not(child=leaf, line=leaf.line),
        Slip(line=leaf.line, zh="条件由“有”改为“没有”", en="the condition is negated"),
    )
    if leaf.of is not None:
        yield (
            replace(leaf, of=None),
            Slip(line=leaf.line, zh="改为本人，不问身份", en="asked of the subject, not of the role"),
        )
        other = Held.START if leaf.held is Held.AS_OF else Held.AS_OF
        yield (
            replace(leaf, held=other),
            Slip(line=leaf.line, zh=f"任职改为以{_HELD[other]}为准", en=f"held becomes {other}"),
        )
    if isinstance(leaf, BanLeaf) and leaf.scope is not None:
        yield replace(leaf, scope=None), Slip(line=leaf.line, zh="不问禁止的范围", en="bans of whatever scope")
