"""Packs in force at one date become one program for both engines.

It refuses, by exception, what the checks keep out of a release: cycles, parameters without a value, figures without
a meaning, oversize. It does not choose releases: it takes those that the caller found in force. So it cannot tell a
`met` of a rule in no release at all, which the checks refuse, from one whose release is not in force, which is lawful
and not met (spec chapter 11); either way the answer is the same: not met.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from engine.catalogue import Catalogue, FactKind
from engine.compile.canonical import digest_of
from engine.compile.capacity import capacity, nesting
from engine.compile.draft import Draft, DraftRule
from engine.compile.figures import figures
from engine.compile.flatten import flatten
from engine.compile.program import Program
from engine.compile.refusal import (
    MetCycle,
    OverCapacity,
    ParameterHasNoValue,
    ProgramRefused,
    TwoReleases,
    UnfitFigure,
    UnknownKind,
)
from engine.compile.resolve import resolve
from engine.compile.stratify import stratify
from engine.condition_parts import kinds_of, leaf_tests
from engine.conditions import FieldTest
from engine.issues import Issue, Where
from engine.pack import Conclude, Measure, Pack, Rule

__all__ = [
    "MetCycle",
    "OverCapacity",
    "ParameterHasNoValue",
    "ProgramRefused",
    "TwoReleases",
    "UnfitFigure",
    "UnknownKind",
    "compile_program",
    "draft_of",
    "refuse_what_no_engine_holds",
]

PASSES = (nesting, resolve, figures, stratify, flatten, capacity)


def compile_program(packs: Sequence[Pack], catalogue: Catalogue, law_at: date) -> Program:
    """The program of these releases (one per pack, each in force at `law_at`); raises ProgramRefused.

    Measures that hang on a condition become rules "pack#measure" that end in Conclude. The order of `packs` does not
    matter.
    """
    return _program(_passed(draft_of(packs, catalogue, law_at)))


def refuse_what_no_engine_holds(packs: Sequence[Pack], catalogue: Catalogue, law_at: date) -> None:
    """Raises ProgramRefused where `compile_program` does; no program is made."""
    _kinds_read(_passed(draft_of(packs, catalogue, law_at)))


def draft_of(packs: Sequence[Pack], catalogue: Catalogue, law_at: date) -> Draft:
    """What the first pass is given: every rule as written, in the order of the packs' ids; raises TwoReleases."""
    ordered = tuple(sorted(packs, key=lambda pack: pack.ref.pack))
    _refuse_two_releases(ordered)
    rules = {rule.key: rule for pack in ordered for rule in _draft_rules(pack)}
    return Draft(law_at=law_at, packs=ordered, catalogue=catalogue, rules=rules)


def _refuse_two_releases(packs: Sequence[Pack]) -> None:
    for first, second in pairwise(packs):
        if first.ref.pack == second.ref.pack:
            raise TwoReleases(
                Issue(
                    code="two-releases",
                    where=Where(file=second.file),
                    zh=f"{first.ref} 与 {second.ref} 是同一规则包的两个版本，不能同时适用。",
                    en=f"{first.ref} and {second.ref} are two releases of one pack and cannot both apply.",
                    hint_zh="请按适用日期只选一个版本。",
                    hint_en="Choose the one in force on the law's date.",
                )
            )


def _draft_rules(pack: Pack) -> Iterator[DraftRule]:
    from_measures = (_rule_of(measure) for measure in pack.measures)
    for rule in (*pack.rules, *(rule for rule in from_measures if rule)):
        yield DraftRule(
            key=f"{pack.ref.pack}#{rule.id}",
            pack=pack,
            rule=rule,
            when=rule.when,
            unless=tuple(each.when for each in rule.unless),
        )


def _rule_of(measure: Measure) -> Rule | None:
    """The measure as a rule, where it hangs on a recorded decision rather than on an entry."""
    if measure.when is None:
        return None
    return Rule(
        id=measure.id,
        title=measure.title,
        basis=measure.basis,
        when=measure.when,
        unless=(),
        then=Conclude(),
        line=measure.line,
    )


def _passed(draft: Draft) -> Draft:
    for make in PASSES:
        draft = make(draft)
    return draft


def _program(draft: Draft) -> Program:
    refs = tuple(pack.ref for pack in draft.packs)
    kinds = _kinds_read(draft)
    calendar = draft.catalogue.calendar
    told = (draft.law_at, refs, draft.leaves, draft.compiled, kinds)
    told_by_days = (calendar,) if _count_working_days(draft) else ()
    return Program(
        law_at=draft.law_at,
        packs=refs,
        leaves=draft.leaves,
        rules=draft.compiled,
        kinds=kinds,
        digest=digest_of((*told, *told_by_days)),
        calendar=calendar,
        parameters=draft.parameters,
        sources={pack.ref.pack: pack.sources for pack in draft.packs},
        lists={pack.ref.pack: pack.lists for pack in draft.packs},
    )


def _count_working_days(draft: Draft) -> bool:
    """Whether a leaf's answer depends on the calendar, so that a new year in it makes another program."""
    tests = (test for leaf in draft.leaves for test in leaf_tests(leaf) if isinstance(test, FieldTest))
    return any(test.period is not None and test.period.working_days is not None for test in tests)


def _kinds_read(draft: Draft) -> dict[str, FactKind]:
    catalogue = draft.catalogue
    known = {**catalogue.kinds, "subject": catalogue.subject, "entry": catalogue.entry}
    read = {"subject", "entry"}.union(*(kinds_of(leaf) for leaf in draft.leaves))
    for kind in sorted(read - known.keys()):
        raise UnknownKind(
            Issue(
                code="unknown-kind",
                where=Where(file=""),
                zh=f"规则读取的事实种类 {kind} 不在目录中。",
                en=f"A rule reads facts of the kind {kind}, which the catalogue does not have.",
                hint_zh="请先在目录中登记该种类。",
                hint_en="Enter the kind in the catalogue first.",
            )
        )
    return {kind: known[kind] for kind in sorted(read)}
