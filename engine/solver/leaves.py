"""One leaf as a truth about the unknowns (spec chapters 8 to 11, with every fact known)."""

from typing import assert_never

from engine.conditions import (
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    Held,
    Leaf,
    MetLeaf,
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
from engine.solver.fields import equal, tests_met
from engine.solver.figures import passing, whole
from engine.solver.needs import pool_of
from engine.solver.terms import Term
from engine.solver.world import ANY_SCOPE, Slot, Standing, World

MILLION = 1_000_000


class Leaves:
    """Reads leaves. `narrow`: a sum holds the records looked at and no further ones."""

    def __init__(self, world: World, *, narrow: bool) -> None:
        self.world, self.terms, self.narrow = world, world.terms, narrow
        self.is_open = False
        self._rests: dict[Count | Sum, Term] = {}

    def truth(self, leaf: Leaf) -> Term:
        """Whether the leaf is met."""
        match leaf:
            case SubjectLeaf(where=where):
                return tests_met(self.world, where, self.world.subject, None)
            case RecordLeaf(records=records):
                return self.terms.any_of(passes for _, passes in self._passing(records))
            case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
                return self._of_figure(leaf)
            case EntryLeaf() | BanLeaf():
                return self.terms.any_of(self._stands(leaf, each) for each in self._pool(leaf))
            case MetLeaf():
                raise ValueError(leaf)
            case _:
                assert_never(leaf)

    def _of_figure(self, leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf) -> Term:
        match leaf:
            case CountLeaf(figure=figure, is_=tests):
                return self._lies_in(self._count(figure), tests)
            case SumLeaf(figure=figure, is_=tests):
                return self._lies_in(self._figure(figure), tests)
            case ExtremeLeaf():
                return self.terms.all_of(self._extreme(leaf, test) for test in leaf.is_)
            case RatioLeaf():
                return self._ratio(leaf)
            case _:
                assert_never(leaf)

    def _passing(self, records: Records) -> list[tuple[Slot, Term]]:
        """Each record of the kind with whether it passes (spec chapter 8)."""
        return [(slot, self._passes(slot, records)) for slot in self.world.records(records.kind)]

    def _passes(self, slot: Slot, records: Records) -> Term:
        withs = [self._has_partner(slot, partner) for partner in records.with_]
        withouts = [self.terms.no(self._has_partner(slot, partner)) for partner in records.without]
        return self.terms.all_of([slot.here, tests_met(self.world, records.where, slot, None), *withs, *withouts])

    def _has_partner(self, slot: Slot, partner: Partner) -> Term:
        others = (other for other in self.world.records(partner.kind) if other is not slot)
        return self.terms.any_of(self._is_partner(slot, other, partner) for other in others)

    def _is_partner(self, slot: Slot, other: Slot, partner: Partner) -> Term:
        same = (equal(self.world, self.world.cell(slot, name), self.world.cell(other, name)) for name in partner.same)
        return self.terms.all_of([other.here, tests_met(self.world, partner.where, other, slot), *same])

    def _count(self, figure: Count) -> Term:
        found = self._passing(figure.records)
        if figure.distinct is not None:
            return self._distinct(found, figure.distinct)
        if figure.span is None:
            return self.terms.number_of(passes for _, passes in found)
        most = self.terms.constant(0)
        for slot, passes in found:
            first = self.world.law_date(slot)
            last = self.world.days.last_day(first, figure.span)
            together = self.terms.number_of(
                self.terms.all_of([each, first <= self.world.law_date(other), self.world.law_date(other) <= last])
                for other, each in found
            )
            most = self.terms.either(self.terms.all_of([passes, together > most]), together, most)
        return most

    def _distinct(self, found: list[tuple[Slot, Term]], name: str) -> Term:
        """Each value counts at the first record that has it."""
        first = []
        for index, (slot, passes) in enumerate(found):
            cell = self.world.cell(slot, name)
            earlier = (
                self.terms.all_of([other, equal(self.world, self.world.cell(one, name), cell)])
                for one, other in found[:index]
            )
            first.append(
                self.terms.all_of([passes, self.terms.no(cell.none), self.terms.no(self.terms.any_of(earlier))])
            )
        return self.terms.number_of(first)

    def _sum(self, figure: Sum) -> Term:
        nothing = self.terms.constant(0)
        return self.terms.total(
            self.terms.either(self.terms.all_of([passes, self.terms.no(cell.none)]), cell.value, nothing)
            for slot, passes in self._passing(figure.records)
            for cell in (self.world.cell(slot, figure.field),)
        )

    def _rest(self, figure: Count | Sum) -> Term:
        """What records beyond those looked at may add: nothing in a narrow search."""
        self.is_open = True
        if self.narrow:
            return self.terms.constant(0)
        if figure not in self._rests:
            rest = self._rests[figure] = self.terms.number("rest")
            low: int | None = 0
            high: int | None = None
            if isinstance(figure, Sum):
                known = self.world.catalogue.kinds[figure.records.kind].fields[figure.field]
                low, high = known.low, known.high
            if low is not None and low >= 0:
                self.world.search.require(rest >= 0)
            if high is not None and high <= 0:
                self.world.search.require(rest <= 0)
        return self._rests[figure]

    def _lies_in(self, figure: Term, tests: tuple[NumberTest, ...]) -> Term:
        bounds = passing(tests)
        low = [] if bounds.low is None else [figure >= bounds.low]
        high = [] if bounds.high is None else [figure <= bounds.high]
        return self.terms.all_of([*low, *high])

    def _extreme(self, leaf: ExtremeLeaf, test: NumberTest) -> Term:
        """spec chapter 10: of the records with a value, one that passes, or at least one and all of them."""
        found = []
        for slot, passes in self._passing(leaf.records):
            cell = self.world.cell(slot, leaf.field)
            counted = self.terms.all_of([passes, self.terms.no(cell.none)])
            found.append((counted, self._lies_in(cell.value, (test,))))
        one_is_enough = (test.op in (Op.GT, Op.GTE)) == (leaf.which == "max")
        if one_is_enough:
            return self.terms.any_of(self.terms.all_of(pair) for pair in found)
        every = [self.terms.implies(counted, right) for counted, right in found]
        return self.terms.all_of([self.terms.any_of(counted for counted, _ in found), *every])

    def _ratio(self, leaf: RatioLeaf) -> Term:
        part, all_ = self._figure(leaf.of), self._figure(leaf.to)
        return self.terms.all_of([all_ > 0, *(_share_passes(part * MILLION, all_, test) for test in leaf.is_)])

    def _figure(self, figure: Count | Sum) -> Term:
        found = self._sum(figure) if isinstance(figure, Sum) else self._count(figure)
        return found + self._rest(figure)

    def _pool(self, leaf: EntryLeaf | BanLeaf) -> tuple[Standing, ...]:
        return self.world.standing(pool_of(leaf), of_role=leaf.of is not None)

    def _stands(self, leaf: EntryLeaf | BanLeaf, one: Standing) -> Term:
        held = one.at_start if leaf.held is Held.START else one.now
        return self.terms.all_of(
            [one.here, held, self._in_scope(leaf, one), tests_met(self.world, leaf.where, one, None)]
        )

    def _in_scope(self, leaf: EntryLeaf | BanLeaf, one: Standing) -> Term:
        if isinstance(leaf, EntryLeaf) or leaf.scope is None:
            return self.terms.always(True)
        found = (leaf.scope, ANY_SCOPE)
        return self.terms.any_of(one.scope == self.world.number_of_text(scope) for scope in found)


def _share_passes(scaled: Term, all_: Term, test: NumberTest) -> Term:
    """part/whole in millionths, cross-multiplied."""
    low, high = whole(test)[0], whole(test)[-1]
    match test.op:
        case Op.GTE:
            return scaled >= low * all_
        case Op.GT:
            return scaled > low * all_
        case Op.LTE:
            return scaled <= low * all_
        case Op.LT:
            return scaled < low * all_
        case Op.EQ:
            return scaled == low * all_
        case _:
            return (scaled >= low * all_) & (scaled <= high * all_)
