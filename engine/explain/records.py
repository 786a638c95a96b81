"""Why a record passes, fails or leaves it open: test by test, partner by partner."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.conditions import FieldOf, FieldTest, Operand, OuterField, Partner, Records
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of
from engine.direct.fields import Row, compile_test, operand_getter
from engine.direct.presence import presence
from engine.explain.explanation import Place, TestRead
from engine.explain.readings import candidates, equality, join_bits, partner_reading, passing_bits
from engine.facts import NONE, UNKNOWN, Fact, Situation, Value
from engine.working_days import WorkCalendar, last_day

NO_WORKING_DAYS = Place("calendar", "*", "working_days")
"""Both days are known, but not which of the days between them are working days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A leaf's records with the index of their first test; all readings are the direct engine's own."""

    records: Records
    situation: Situation
    calendar: WorkCalendar
    first: int = 0
    passing: dict[str, Bits] = field(default_factory=dict)
    _partners: dict[Partner, Callable[[Fact], Bits]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.passing.update(passing_bits(self.records, self.situation, self.calendar))

    @property
    def kind(self) -> str:
        return self.records.kind

    def facts(self, *wanted: Bits) -> tuple[Fact, ...]:
        """The kind's records whose passing has one of these readings, also those that do not exist at as_of."""
        of_kind = (fact for fact in self.situation.facts if fact.kind == self.kind)
        return tuple(fact for fact in of_kind if self.passing.get(fact.id, NOT_MET) in wanted)

    def tests(self, fact: Fact) -> tuple[TestRead, ...]:
        """The record's own tests."""
        row = Row(fact.values, self.situation.as_of)
        return read_tests(self.records.where, row, fact, self.calendar, self.first)

    def joined(self) -> Iterator[tuple[Partner, int, bool]]:
        """Each partner with the index of its first test and whether it must be absent."""
        number = self.first + len(self.records.where)
        for partners, absent in ((self.records.with_, False), (self.records.without, True)):
            for partner in partners:
                yield partner, number, absent
                number += len(partner.where)

    def partners_found(
        self, fact: Fact, wanted: tuple[Bits, ...] = (MET,)
    ) -> tuple[tuple[Fact, tuple[TestRead, ...]], ...]:
        """The records that join through `with`, with their tests: surely, or as `wanted` says."""
        return tuple(
            (
                other,
                read_tests(
                    partner.where, Row(other.values, self.situation.as_of, fact.values), other, self.calendar, number
                ),
            )
            for partner, number, absent in self.joined()
            if not absent
            for other, bits in self._candidates(partner, fact)
            if bits in wanted and other.id != "*"
        )

    def missing(self) -> set[Place]:
        """What is unknown of every record that possibly passes (spec chapter 14), and of the kind's completeness."""
        found = {place for fact in self.facts(OPEN) for place in self._missing_of(fact)}
        if self.kind in self.situation.not_covered:
            found.add(Place(self.kind, "*", "coverage"))
        return found

    def missing_values(self, name: str) -> set[Place]:
        """The records that possibly pass whose summed, compared or distinct field is unknown."""
        unknown = (fact for fact in self.facts(MET, OPEN) if fact.value(name) is UNKNOWN)
        return {Place(self.kind, fact.id, name) for fact in unknown}

    def failed(self) -> set[Place]:
        """Why no record passes: each record's failing tests and partners; no record at all."""
        facts = self.facts(NOT_MET)
        if not facts and not self.passing:
            return {Place(self.kind, "*", "record")}
        return {place for fact in facts for place in self._failed_of(fact)}

    def _missing_of(self, fact: Fact) -> Iterator[Place]:
        if presence(fact, self.situation.as_of) == OPEN:
            yield Place(self.kind, fact.id, "present")
        yield from unknown_in(self.tests(fact), fact, None)
        for partner, _, _ in self.joined():
            if self._joined(partner, fact) == OPEN:
                yield from self._missing_partner(partner, fact)

    def _missing_partner(self, partner: Partner, fact: Fact) -> Iterator[Place]:
        for other, bits in self._candidates(partner, fact):
            if bits != OPEN:
                continue
            if other.id == "*":
                yield Place(partner.kind, "*", "coverage")
            elif presence(other, self.situation.as_of) == OPEN:
                yield Place(partner.kind, other.id, "present")
            tests = read_tests(
                partner.where, Row(other.values, self.situation.as_of, fact.values), other, self.calendar
            )
            unknown = {*unknown_in(tests, other, fact), *_unknown_joins(partner, other, fact)}
            yield from (place for place in unknown if place.fact != "*")

    def _joined(self, partner: Partner, fact: Fact) -> Bits:
        if partner not in self._partners:
            self._partners[partner] = partner_reading(partner, self.situation, self.calendar)
        return self._partners[partner](fact)

    def _candidates(self, partner: Partner, fact: Fact) -> Iterator[tuple[Fact, Bits]]:
        for other, present in candidates(partner.kind, self.situation):
            if other is not fact:
                fits = join_bits(partner, other, fact, self.situation.as_of, self.calendar)
                yield other, all_of((fits, present))

    def _failed_of(self, fact: Fact) -> Iterator[Place]:
        if presence(fact, self.situation.as_of) == NOT_MET:
            yield Place(self.kind, fact.id, "present")
        for read in self.tests(fact):
            if read.bits == NOT_MET:
                yield Place(self.kind, fact.id, read.test.field)
        for partner, _, absent in self.joined():
            joined = self._joined(partner, fact)
            if absent and joined == MET:
                found = (other for other, bits in self._candidates(partner, fact) if bits == MET)
                yield from (Place(partner.kind, other.id, "without") for other in found)
            elif not absent and joined == NOT_MET:
                yield from self._failed_partner(partner, fact)

    def failed_partner_tests(self, fact: Fact) -> Iterator[TestRead]:
        """Where a `with` finds nobody: the failing tests of the records that would join but for them."""
        for partner, number, absent in self.joined():
            if not absent and self._joined(partner, fact) == NOT_MET:
                for other in self._near(partner, fact):
                    row = Row(other.values, self.situation.as_of, fact.values)
                    reads = read_tests(partner.where, row, other, self.calendar, number)
                    yield from (read for read in reads if read.bits == NOT_MET)

    def _near(self, partner: Partner, fact: Fact) -> list[Fact]:
        """The partner's records whose join fields do not differ."""
        others = (other for other in self.situation.facts if other.kind == partner.kind and other is not fact)
        return [each for each in others if all(equality(fact.value(f), each.value(f))[1] for f in partner.same)]

    def _failed_partner(self, partner: Partner, fact: Fact) -> Iterator[Place]:
        """The tests that fail of the records with equal join fields; without such, that there is none."""
        near = self._near(partner, fact)
        if not near:
            yield Place(partner.kind, "*", "record")
        for other in near:
            if presence(other, self.situation.as_of) == NOT_MET:
                yield Place(partner.kind, other.id, "present")
            row = Row(other.values, self.situation.as_of, fact.values)
            for read in read_tests(partner.where, row, other, self.calendar):
                if read.bits == NOT_MET:
                    yield Place(partner.kind, other.id, read.test.field)


def read_tests(
    tests: Sequence[FieldTest], row: Row, fact: Fact, calendar: WorkCalendar, first: int = 0
) -> tuple[TestRead, ...]:
    """Each test with the values it compared; tests are numbered from `first`."""
    return tuple(
        TestRead(
            number=first + index,
            test=test,
            kind=fact.kind,
            fact=fact.id,
            value=row.own.get(test.field, UNKNOWN),
            operands=tuple(operand_getter(operand)(row) for operand in test.operands),
            bits=compile_test(test, calendar)(row),
            day=row.as_of if test.at is None else operand_getter(test.at)(row),
            last=_last(test, row.own.get(test.field, UNKNOWN), calendar),
        )
        for index, test in enumerate(tests)
    )


def _last(test: FieldTest, start: Value, calendar: WorkCalendar) -> date | None:
    if test.period is None or not isinstance(start, date):
        return None
    return last_day(start, test.period, calendar)


def unknown_in(tests: Sequence[TestRead], own: Fact, outer: Fact | None) -> Iterator[Place]:
    """The unknown fields of the tests that are open: the tested one, and those it is compared with."""
    for read in tests:
        if read.bits != OPEN:
            continue
        if read.value is UNKNOWN:
            yield Place(own.kind, own.id, read.test.field)
        if isinstance(read.value, date) and isinstance(read.day, date) and read.test.period:
            yield NO_WORKING_DAYS
        for operand, value in _beside(read):
            if value is UNKNOWN and isinstance(operand, FieldOf):
                yield Place(own.kind, own.id, operand.name)
            elif value is UNKNOWN and isinstance(operand, OuterField) and outer is not None:
                yield Place(outer.kind, outer.id, operand.name)


def _beside(read: TestRead) -> Iterator[tuple[Operand, Value]]:
    """Whatever else the test reads, each with its value: the operands, and the day that `at` names."""
    yield from zip(read.test.operands, read.operands, strict=True)
    if read.test.at is not None:
        yield read.test.at, read.day


def _unknown_joins(partner: Partner, other: Fact, fact: Fact) -> Iterator[Place]:
    for name in partner.same:
        if NONE in {fact.value(name), other.value(name)}:
            continue
        for side in (fact, other):
            if side.value(name) is UNKNOWN:
                yield Place(side.kind, side.id, name)
