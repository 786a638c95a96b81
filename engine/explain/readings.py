"""The direct engine's readings, one record, one join or one figure at a time: for explaining, not for speed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from engine.catalogue import FactKind
from engine.compile.program import Program
from engine.conditions import Count, Partner, Records, Sum
from engine.direct import compile_direct
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of
from engine.direct.fields import Row, compile_tests
from engine.direct.figures import compile_figure
from engine.direct.intervals import Span
from engine.direct.presence import presence
from engine.direct.records import Selections, View, compile_partner, compile_records
from engine.facts import NONE, UNKNOWN, Fact, Situation, Value
from engine.working_days import WorkCalendar


def leaf_bits(program: Program, index: int, situation: Situation) -> Bits:
    """The reading of the leaf with this index."""
    alone = replace(program, leaves=(program.leaves[index],), rules=())
    return compile_direct(alone)(situation).leaves[0].bits


def passing_bits(records: Records, situation: Situation, calendar: WorkCalendar) -> Mapping[str, Bits]:
    """By id the records that possibly pass, each with its bits."""
    selections = Selections(calendar)
    passing = compile_records(records, selections)
    return {fact.id: bits for fact, bits in passing(View(situation, selections.sieves()))}


def partner_reading(partner: Partner, situation: Situation, calendar: WorkCalendar) -> Callable[[Fact], Bits]:
    """Whether some other record joins with the given one."""
    selections = Selections(calendar)
    joined = compile_partner(partner, selections)
    view = View(situation, selections.sieves())
    return lambda fact: joined(view, fact)


def figure_span(figure: Count | Sum, kind: FactKind, situation: Situation, calendar: WorkCalendar) -> Span:
    """The ends between which the figure lies."""
    selections = Selections(calendar)
    reading = compile_figure(figure, kind, selections)
    return reading(View(situation, selections.sieves()))


def candidates(kind: str, situation: Situation) -> Iterator[tuple[Fact, Bits]]:
    """The kind's records that possibly exist, and for an uncovered kind one of which nothing is known (spec chapter 8)."""
    for fact in situation.facts:
        present = presence(fact, situation.as_of) if fact.kind == kind else NOT_MET
        if present != NOT_MET:
            yield fact, present
    if kind in situation.not_covered:
        yield Fact(id="*", kind=kind, law_date=UNKNOWN, suspensions=None), OPEN


def join_bits(partner: Partner, other: Fact, fact: Fact, as_of: date, calendar: WorkCalendar) -> Bits:
    """Whether this one candidate fits the record, its presence aside."""
    equal = all_of(equality(fact.value(name), other.value(name)) for name in partner.same)
    fits = compile_tests(partner.where, calendar)(Row(other.values, as_of, fact.values))
    return all_of((equal, fits))


def equality(one: Value, other: Value) -> Bits:
    """Equal join fields: a field known not to exist equals nothing, an unknown one leaves it open."""
    if one is NONE or other is NONE:
        return NOT_MET
    if one is UNKNOWN or other is UNKNOWN:
        return OPEN
    return MET if one == other else NOT_MET
