"""What one leaf says about its truth: the records behind it, what is missing, what fails, the figures compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from engine.compile.program import ComputedLeaf, Program
from engine.condition_parts import leaf_tests, record_tests, records_of
from engine.conditions import (
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    NumberTest,
    RatioLeaf,
    RecordLeaf,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of
from engine.direct.fields import Row, compile_tests
from engine.direct.figures import compile_figure
from engine.direct.intervals import Span, passing_range
from engine.direct.records import View
from engine.direct.standing import Standing, effective, persons_in, stand_for
from engine.explain.explanation import Place
from engine.explain.records import Selection, TestRead, read_tests, unknown_in
from engine.facts import NONE, UNKNOWN, Fact, RelatedSubject, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRead:
    """A figure and one test of it; `number` is the test's index among the leaf's."""

    number: int
    test: NumberTest
    kind: str
    field: str
    figure: str
    value: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafAccount:
    """`support` and `partners` hold records of a met leaf; `missing` belongs to an open one, `failed` to one not met."""

    support: tuple[Fact, ...] = ()
    partners: tuple[Fact, ...] = ()
    missing: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    tests: tuple[TestRead, ...] = ()
    figures: tuple[FigureRead, ...] = ()


def account_of(leaf: ComputedLeaf, bits: Bits, view: View, program: Program) -> LeafAccount:
    """The account of a leaf whose reading is `bits`."""
    match leaf:
        case SubjectLeaf():
            return _subject(leaf, bits, view)
        case RecordLeaf() | CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _over_records(leaf, bits, view, program)
        case EntryLeaf() | BanLeaf():
            return _standing(leaf, bits, view)
        case _:
            assert_never(leaf)


def _subject(leaf: SubjectLeaf, bits: Bits, view: View) -> LeafAccount:
    subject = Fact(id="*", kind="subject", law_date=UNKNOWN, values=view.situation.subject)
    reads = read_tests(leaf.where, Row(subject.values, view.as_of), subject)
    return LeafAccount(
        missing=frozenset(unknown_in(reads, subject, None)) if bits == OPEN else frozenset(),
        failed=_failing(reads) if bits == NOT_MET else frozenset(),
        tests=_telling(reads, bits),
    )


def _over_records(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, bits: Bits, view: View, program: Program
) -> LeafAccount:
    selections = _selections(leaf, view)
    figures = _figures(leaf, view, program)
    extremes = _extremes(leaf, selections) if isinstance(leaf, ExtremeLeaf) else ()
    if bits == MET:
        return _met(selections, figures, extremes)
    if bits == OPEN:
        fields = _fields_read(leaf)
        missing = {place for each in selections for place in each.missing()}
        missing |= {
            place
            for each, name in zip(selections, fields, strict=True)
            if name is not None
            for place in each.missing_values(name)
        }
        tests = tuple(read for each in selections for fact in each.facts(MET, OPEN) for read in each.tests(fact))
        return LeafAccount(missing=frozenset(missing), tests=(*tests, *extremes), figures=figures)
    failed = _figure_failed(leaf, figures)
    if _too_little(leaf, figures):
        failed |= {place for each in selections for place in each.failed()}
    tests = tuple(
        read
        for each in selections
        for fact in each.facts(MET, OPEN, NOT_MET)
        for read in _telling(each.tests(fact), NOT_MET)
    )
    return LeafAccount(failed=frozenset(failed), tests=(*tests, *_telling(extremes, NOT_MET)), figures=figures)


def _met(
    selections: tuple[Selection, ...], figures: tuple[FigureRead, ...], extremes: tuple[TestRead, ...]
) -> LeafAccount:
    support = {fact.id: fact for each in selections for fact in each.facts(MET)}
    joined = [pair for each in selections for fact in each.facts(MET) for pair in each.partners_found(fact)]
    own = [read for each in selections for fact in each.facts(MET) for read in each.tests(fact)]
    return LeafAccount(
        support=tuple(support.values()),
        partners=tuple({fact.id: fact for fact, _ in joined}.values()),
        tests=tuple(dict.fromkeys((*own, *(read for _, reads in joined for read in reads), *extremes))),
        figures=figures,
    )


def _selections(leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, view: View) -> tuple[Selection, ...]:
    first, found = 0, []
    for records in records_of(leaf):
        found.append(Selection(records=records, view=view, first=first))
        first += len(record_tests(records))
    return tuple(found)


def _extremes(leaf: ExtremeLeaf, selections: tuple[Selection, ...]) -> tuple[TestRead, ...]:
    """Each record's value beside each test of the extreme."""
    tests = tuple(FieldTest(field=leaf.field, op=test.op, operands=test.operands) for test in leaf.is_)
    first = len(leaf_tests(leaf)) - len(leaf.is_)
    return tuple(
        read
        for each in selections
        for fact in each.facts(MET, OPEN)
        for read in read_tests(tests, Row(fact.values, each.view.as_of), fact, first)
        if read.value is not NONE
    )


def _fields_read(leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf) -> tuple[str | None, ...]:
    """For each selection the field its figure reads."""
    match leaf:
        case RecordLeaf():
            return (None,)
        case CountLeaf() | SumLeaf():
            return (_field_of(leaf.figure),)
        case ExtremeLeaf():
            return (leaf.field,)
        case RatioLeaf():
            return _field_of(leaf.of), _field_of(leaf.to)


def _field_of(figure: Count | Sum) -> str | None:
    return figure.distinct if isinstance(figure, Count) else figure.field


def _figures(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, view: View, program: Program
) -> tuple[FigureRead, ...]:
    """The figure's ends beside each test of it; of an extreme the values come with the records' tests."""
    match leaf:
        case CountLeaf() | SumLeaf():
            figures: tuple[Count | Sum, ...] = (leaf.figure,)
        case RatioLeaf():
            figures = (leaf.of, leaf.to)
        case _:
            return ()
    first = len(leaf_tests(leaf)) - len(leaf.is_)
    return tuple(
        FigureRead(
            number=first + index,
            test=test,
            kind=figure.records.kind,
            field=_printed_field(leaf, figure),
            figure="ratio" if isinstance(leaf, RatioLeaf) else "count" if isinstance(figure, Count) else "sum",
            value=compile_figure(figure, program.kinds[figure.records.kind])(view),
        )
        for index, test in enumerate(leaf.is_)
        for figure in figures
    )


def _printed_field(leaf: CountLeaf | SumLeaf | RatioLeaf, figure: Count | Sum) -> str:
    """The field in whose unit the figure is told: none for a number of records or of values in a share."""
    if isinstance(figure, Sum):
        return figure.field
    return "" if isinstance(leaf, RatioLeaf) else figure.distinct or ""


def _figure_failed(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, figures: tuple[FigureRead, ...]
) -> set[Place]:
    match leaf:
        case RecordLeaf():
            return set()
        case ExtremeLeaf():
            return {Place(leaf.records.kind, "*", leaf.field)}
        case _:
            named = {Place(each.kind, "*", each.field or each.figure) for each in figures}
            return named | {Place(each.kind, "*", each.figure) for each in figures if each.figure != "sum"}


def _too_little(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, figures: tuple[FigureRead, ...]
) -> bool:
    """Whether more passing records could have met the leaf, so that each record's own failure tells why."""
    match leaf:
        case RecordLeaf() | ExtremeLeaf():
            return True
        case RatioLeaf():
            return any(each.value.high == 0 for each in figures)
        case _:
            return figures[0].value.high < passing_range(leaf.is_).low


def _standing(leaf: EntryLeaf | BanLeaf, bits: Bits, view: View) -> LeafAccount:
    register = "entry" if isinstance(leaf, EntryLeaf) else "ban"
    where = compile_tests(leaf.where)
    holders: list[Situation | RelatedSubject] = [view.situation] if leaf.of is None else [*persons_in(leaf.of, view)]
    standing = [each for holder in holders for each in stand_for(leaf, holder)]
    read = [
        (_as_fact(each, register), each, all_of((effective(each, view.as_of), where(Row(each.values, view.as_of)))))
        for each in standing
    ]
    if bits == MET:
        support = tuple(fact for fact, _, reading in read if reading == MET)
        return LeafAccount(support=support, tests=_tests_of(leaf, support, view))
    if bits == OPEN:
        open_ = [(fact, each) for fact, each, reading in read if reading == OPEN]
        missing = {place for fact, each in open_ for place in _missing_standing(leaf, fact, each, view)}
        missing |= _uncovered(leaf, register, holders, view)
        return LeafAccount(missing=frozenset(missing))
    named = leaf.list_id if isinstance(leaf, EntryLeaf) else leaf.scope or "any"
    failed = {Place(register, fact.id, "effective") for fact, each, _ in read if effective(each, view.as_of) == NOT_MET}
    failed |= {
        Place(read.kind, read.fact, read.test.field)
        for read in _tests_of(leaf, tuple(fact for fact, _, _ in read), view)
        if read.bits == NOT_MET
    }
    return LeafAccount(failed=frozenset(failed or {Place(register, "*", named)}))


def _tests_of(leaf: EntryLeaf | BanLeaf, facts: Iterable[Fact], view: View) -> tuple[TestRead, ...]:
    return tuple(read for fact in facts for read in read_tests(leaf.where, Row(fact.values, view.as_of), fact))


def _as_fact(standing: Standing, register: str) -> Fact:
    """An entry or ban in the shape of a record, dated by its start."""
    return Fact(id=standing.id, kind=register, law_date=standing.start, values=standing.values)


def _missing_standing(leaf: EntryLeaf | BanLeaf, fact: Fact, standing: Standing, view: View) -> set[Place]:
    dates = {"start": standing.start, "term_end": standing.term_end}
    unknown = {Place(fact.kind, fact.id, name) for name, value in dates.items() if value is UNKNOWN}
    return unknown | set(unknown_in(_tests_of(leaf, (fact,), view), fact, None))


def _uncovered(
    leaf: EntryLeaf | BanLeaf, register: str, holders: Iterable[Situation | RelatedSubject], view: View
) -> set[Place]:
    found = {Place(register, "*", "coverage") for holder in holders if register in holder.not_covered}
    if leaf.of is not None and not view.covered(f"role:{leaf.of}"):
        found.add(Place(f"role:{leaf.of}", "*", "coverage"))
    return found


def _telling(reads: Iterable[TestRead], bits: Bits) -> tuple[TestRead, ...]:
    """Of a failing leaf only the tests that fail, else all."""
    return tuple(read for read in reads if bits != NOT_MET or read.bits == NOT_MET)


def _failing(reads: Iterable[TestRead]) -> frozenset[Place]:
    return frozenset(Place(read.kind, read.fact, read.test.field) for read in reads if read.bits == NOT_MET)
