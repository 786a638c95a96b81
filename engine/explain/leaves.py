"""What one leaf says about its truth: the records behind it, what is missing, what fails, the figures compared."""

from collections.abc import Iterable, Iterator
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
    RatioLeaf,
    RecordLeaf,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.direct.bits import MET, NOT_MET, OPEN, Bits
from engine.direct.fields import Row
from engine.direct.intervals import passing_range
from engine.explain.explanation import FigureRead, LeafAccount, Place, TestRead
from engine.explain.readings import figure_span
from engine.explain.records import Selection, read_tests, unknown_in
from engine.explain.standing import standing_account
from engine.facts import NONE, UNKNOWN, Fact, Situation
from engine.working_days import WorkCalendar


def account_of(leaf: ComputedLeaf, bits: Bits, situation: Situation, program: Program) -> LeafAccount:
    """The account of a leaf whose reading is `bits`."""
    match leaf:
        case SubjectLeaf():
            return _subject(leaf, bits, situation, program.calendar)
        case RecordLeaf() | CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _over_records(leaf, bits, situation, program)
        case EntryLeaf() | BanLeaf():
            return standing_account(leaf, bits, situation, program.calendar)
        case _:
            assert_never(leaf)


def _subject(leaf: SubjectLeaf, bits: Bits, situation: Situation, calendar: WorkCalendar) -> LeafAccount:
    subject = Fact(id="*", kind="subject", law_date=UNKNOWN, values=situation.subject)
    reads = read_tests(leaf.where, Row(subject.values, situation.as_of), subject, calendar)
    return LeafAccount(
        missing=frozenset(unknown_in(reads, subject, None)) if bits == OPEN else frozenset(),
        failed=_failing(reads) if bits == NOT_MET else frozenset(),
        tests=_telling(reads, bits),
    )


def _over_records(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, bits: Bits, situation: Situation, program: Program
) -> LeafAccount:
    selections = _selections(leaf, situation, program.calendar)
    figures = _figures(leaf, situation, program)
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
        return LeafAccount(missing=frozenset(missing), tests=(*_open_tests(selections), *extremes), figures=figures)
    failed = _figure_failed(leaf, figures)
    if _too_little(leaf, figures):
        failed |= {place for each in selections for place in each.failed()}
    tests = tuple(
        read
        for each in selections
        for fact in each.facts(MET, OPEN, NOT_MET)
        for read in (*_telling(each.tests(fact), NOT_MET), *each.failed_partner_tests(fact))
    )
    return LeafAccount(failed=frozenset(failed), tests=(*tests, *_telling(extremes, NOT_MET)), figures=figures)


def _open_tests(selections: tuple[Selection, ...]) -> Iterator[TestRead]:
    """Of each record that passes or may pass its own tests, and those of the records that join it or may."""
    for each in selections:
        for fact in each.facts(MET, OPEN):
            yield from each.tests(fact)
            yield from (read for _, reads in each.partners_found(fact, (MET, OPEN)) for read in reads)


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


def _selections(
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, situation: Situation, calendar: WorkCalendar
) -> tuple[Selection, ...]:
    first, found = 0, []
    for records in records_of(leaf):
        found.append(Selection(records=records, situation=situation, calendar=calendar, first=first))
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
        for read in read_tests(tests, Row(fact.values, each.situation.as_of), fact, each.calendar, first)
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
    leaf: RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, situation: Situation, program: Program
) -> tuple[FigureRead, ...]:
    """The figure's ends beside each test of it; of an extreme the values come with the records' tests."""
    match leaf:
        case CountLeaf() | SumLeaf():
            figures: tuple[Count | Sum, ...] = (leaf.figure,)
            parts: tuple[str, ...] = ("",)
        case RatioLeaf():
            figures = (leaf.of, leaf.to)
            parts = ("of", "to")
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
            value=figure_span(figure, program.kinds[figure.records.kind], situation, program.calendar),
            part=part,
        )
        for index, test in enumerate(leaf.is_)
        for part, figure in zip(parts, figures, strict=True)
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


def _telling(reads: Iterable[TestRead], bits: Bits) -> tuple[TestRead, ...]:
    """Of a failing leaf only the tests that fail, else all."""
    return tuple(read for read in reads if bits != NOT_MET or read.bits == NOT_MET)


def _failing(reads: Iterable[TestRead]) -> frozenset[Place]:
    return frozenset(Place(read.kind, read.fact, read.test.field) for read in reads if read.bits == NOT_MET)
