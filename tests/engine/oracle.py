"""The third evaluator: what a pack means, read straight from docs/spec.md, slowly and without cleverness.

It answers one question: is each rule met, not met or unknown in this situation? It shares no code with the two
engines and knows no program, strata or leaf table; the numbers in comments are the spec's. It checks nothing:
the packs are free of cycles, the values stand in the catalogue's domains.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from operator import eq, ge, gt, le, lt

from engine import conditions as c
from engine.catalogue import Catalogue, FieldDef
from engine.conditions import Op
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, Fact, Mark, Plain, RelatedSubject, Situation, Truth, Value
from engine.pack import Pack
from engine.periods import Period, add
from engine.working_days import last_day

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
KNOWN, INVERSE = {True: T, False: F}, {T: F, F: T, U: U}
INFINITE = float("inf")
Number = int | float | Fraction
Ends = tuple[Number, Number]
NumberTest = tuple[Op, list[Number]]
Holder = Fact | EntryFact | BanFact


def truth(packs: Sequence[Pack], catalogue: Catalogue, law_at: date, situation: Situation) -> dict[str, Truth]:
    """Every rule ("pack#rule") and every measure with a `when` ("pack#measure") of the packs in force at `law_at`."""
    reader = Reader(packs, catalogue, law_at, situation)
    rules = {f"{p.ref.pack}#{r.id}": reader.rule(p.ref.pack, r.id) for p in packs for r in p.rules}
    measures = {f"{p.ref.pack}#{m.id}": reader.condition(p, m.when) for p in packs for m in p.measures if m.when}
    return rules | measures


def leaf_truth(leaf: c.Leaf, catalogue: Catalogue, situation: Situation) -> Truth:
    """One leaf whose operands are literals and that is no `met`."""
    return Asked(catalogue, situation, {}).leaf(leaf)


def all_of(truths: Iterable[Truth]) -> Truth:  # 5.1
    return min(truths, key=[F, U, T].index, default=T)


def any_of(truths: Iterable[Truth]) -> Truth:  # 5.2
    return max(truths, key=[F, U, T].index, default=F)


class Reader:
    """Walks rules and conditions."""

    def __init__(self, packs: Sequence[Pack], catalogue: Catalogue, law_at: date, situation: Situation) -> None:
        self.packs = {pack.ref.pack: pack for pack in packs}
        self.asked = {}
        for pack in packs:  # 3.7
            dated = [(name, value) for name, parameter in pack.parameters.items() for value in parameter.values]
            values = {name: value.value for name, value in dated if value.in_force.covers(law_at)}
            self.asked[pack.ref.pack] = Asked(catalogue, situation, values)

    def rule(self, pack_id: str, rule_id: str) -> Truth:  # 11.4, 11.6
        pack = self.packs.get(pack_id)
        for rule in [each for each in pack.rules if each.id == rule_id] if pack else []:
            excepted = any_of(self.condition(pack, reason.when) for reason in rule.unless)
            return all_of([self.condition(pack, rule.when), INVERSE[excepted]])
        return F

    def condition(self, pack: Pack, condition: c.Condition) -> Truth:  # 5
        match condition:
            case c.All():
                return all_of(self.condition(pack, child) for child in condition.children)
            case c.AnyOf():
                return any_of(self.condition(pack, child) for child in condition.children)
            case c.Not():
                return INVERSE[self.condition(pack, condition.child)]
            case c.MetLeaf():
                return self.rule(condition.pack, condition.rule)
            case _:
                return self.asked[pack.ref.pack].leaf(condition)


@dataclass(frozen=True)
class Asked:
    """One situation, with the parameter values of one pack: the leaves."""

    catalogue: Catalogue
    situation: Situation
    parameters: Mapping[str, Plain]

    def leaf(self, leaf: c.Leaf) -> Truth:
        tests = [(test.op, [self.operand(bound) for bound in test.operands]) for test in getattr(leaf, "is_", ())]
        match leaf:
            case c.SubjectLeaf():
                return self.where(leaf.where, Fact(id="", kind="", law_date=NONE, values=self.situation.subject))
            case c.RecordLeaf():  # 8.2, 8.3
                passed = [passed for _, passed in self.records(leaf.records)]
                return any_of(passed + [U] * (leaf.records.kind in self.situation.not_covered))
            case c.CountLeaf() | c.SumLeaf():
                return whole(self.figure(leaf.figure), tests)
            case c.ExtremeLeaf():
                return all_of(self.extreme(leaf, *test) for test in tests)
            case c.RatioLeaf():
                return all_of(ratio(self.figure(leaf.of), self.figure(leaf.to), test) for test in tests)
            case c.EntryLeaf():
                return self.standing(leaf, "entry", lambda who: [e for e in who.entries if e.list_id == leaf.list_id])
            case c.BanLeaf():
                barring = (lambda scope: True) if leaf.scope is None else {leaf.scope, "any"}.__contains__
                return self.standing(leaf, "ban", lambda who: [ban for ban in who.bans if barring(ban.scope)])
        raise AssertionError("met is read by the Reader")

    def operand(self, operand: c.Operand, own: Holder | None = None, outer: Fact | None = None) -> Value:
        if isinstance(operand, c.Literal | c.Parameter):  # 3.7
            return operand.value if isinstance(operand, c.Literal) else self.parameters[operand.name]
        if isinstance(operand, c.AsOf):  # 6.10
            return self.situation.as_of
        return (own if isinstance(operand, c.FieldOf) else outer).value(operand.name)

    def where(self, tests: Sequence[c.FieldTest], own: Holder, outer: Fact | None = None) -> Truth:  # 6.1
        return all_of(self.test(test, own, outer) for test in tests)

    def test(self, test: c.FieldTest, own: Holder, outer: Fact | None) -> Truth:  # 6.2 to 6.8
        value = own.value(test.field)
        others = [self.operand(given, own, outer) for given in test.operands]
        match test.op:
            case Op.IS_NONE:
                return U if value is UNKNOWN else KNOWN[value is NONE]
            case Op.WITHIN | Op.PAST | Op.REACHED:  # 7.3 to 7.5, 7.11
                day = self.operand(test.at or c.AsOf(), own, outer)
                over = self.has_run_out(value, test.period, day, le if test.op is Op.REACHED else lt)
                return all_of([compared(value, day, le), INVERSE[over]]) if test.op is Op.WITHIN else over
            case Op.IN_YEAR:
                return compared(value, self.situation.as_of, lambda day, now: day.year == now.year + others[0])
            case Op.BETWEEN:
                return all_of(compared(value, other, end) for end, other in zip((ge, le), others, strict=True))
            case _:  # only `in` has several operands
                return any_of(compared(value, other, COMPARE[test.op]) for other in others)

    def has_run_out(self, start: Value, period: Period, day: Value, before: Callable[..., bool]) -> Truth:  # 7.2, 7.8
        """Whether the period's last day is gone by (le: or is come); n working days never end before n days do."""
        if isinstance(start, Mark) or isinstance(day, Mark):
            return F if NONE in (start, day) else U
        last = last_day(start, period, self.catalogue.calendar)
        if last is None:
            return U if before(add(start, Period(days=period.working_days)), day) else F
        return KNOWN[before(last, day)]

    def present(self, fact: Fact) -> Truth:  # 4.4, 4.5
        as_of, stays = self.situation.as_of, fact.suspensions
        dated = U if isinstance(fact.law_date, Mark) else KNOWN[fact.law_date <= as_of]
        suspended = U if stays is None else any_of(KNOWN[stay.covers(as_of)] for stay in stays)
        return all_of([dated, INVERSE[suspended]])

    def records(self, records: c.Records) -> list[tuple[Fact, Truth]]:  # 8.1
        return [(fact, self.passes(fact, records)) for fact in self.situation.facts if fact.kind == records.kind]

    def passes(self, fact: Fact, records: c.Records) -> Truth:  # 8.1
        with_all = all_of(self.has_partner(fact, partner) for partner in records.with_)
        without_any = INVERSE[any_of(self.has_partner(fact, partner) for partner in records.without)]
        return all_of([self.present(fact), self.where(records.where, fact), with_all, without_any])

    def has_partner(self, fact: Fact, partner: c.Partner) -> Truth:  # 8.4 to 8.8
        others = [other for other in self.situation.facts if other.kind == partner.kind and other is not fact]
        if partner.kind in self.situation.not_covered:
            others.append(Fact(id="*", kind=partner.kind, law_date=UNKNOWN))
        same = [all_of(compared(fact.value(name), o.value(name), eq) for name in partner.same) for o in others]
        passed = [all_of([self.present(other), self.where(partner.where, other, fact)]) for other in others]
        return any_of(all_of(pair) for pair in zip(same, passed, strict=True))

    def figure(self, figure: c.Count | c.Sum) -> Ends:  # 9.2 to 9.6
        if isinstance(figure, c.Sum):
            return self.sum(figure)
        found = self.records(figure.records)
        sure = [fact for fact, passed in found if passed is T]
        possible = [fact for fact, passed in found if passed is not F]
        low, high, most = len(sure), len(possible), INFINITE
        if figure.distinct:
            low, high, most = distinct(self.field(figure.records, figure.distinct), sure, possible)
        if figure.span:
            low, high = most_within(sure, figure), most_within(possible, figure)
        return low, most if figure.records.kind in self.situation.not_covered else min(high, most)

    def sum(self, figure: c.Sum) -> Ends:  # 10.1 to 10.3
        field, low, high = self.field(figure.records, figure.field), 0, 0
        for fact, passed in self.records(figure.records):
            value = fact.value(figure.field)
            if passed is F or value is NONE:
                continue
            least, most = domain(field) if value is UNKNOWN else (value, value)
            if passed is U or (value is UNKNOWN and not field.always):
                least, most = min(least, 0), max(most, 0)
            low, high = low + least, high + most
        if figure.records.kind in self.situation.not_covered:
            low = -INFINITE if domain(field)[0] < 0 else low
            high = INFINITE if domain(field)[1] > 0 else high
        return low, high

    def field(self, records: c.Records, name: str) -> FieldDef:
        return self.catalogue.kinds[records.kind].fields[name]

    def extreme(self, leaf: c.ExtremeLeaf, op: Op, bounds: list[Number]) -> Truth:  # 10.4 to 10.7
        field, bound = self.field(leaf.records, leaf.field), bounds[0]
        found = [(fact.value(leaf.field), passed) for fact, passed in self.records(leaf.records) if passed is not F]
        counted = [(bounded(value, field, op, bound), passed) for value, passed in found if value is not NONE]
        sure = [result for result, passed in counted if passed is T]
        every = {U} if leaf.records.kind in self.situation.not_covered else {result for result, _ in counted}
        if (leaf.which == "max") == (op in (Op.GT, Op.GTE)):
            return T if T in sure else F if every <= {F} else U
        return F if F in sure or every <= {F} else T if sure and every == {T} else U

    def standing(self, leaf: c.EntryLeaf | c.BanLeaf, what: str, stored: Callable[..., list[Holder]]) -> Truth:  # 11
        now, at_start = self.situation, leaf.held is c.Held.START
        found = [U] if f"role:{leaf.of}" in now.not_covered else []
        for who in [now] if leaf.of is None else [person for person in now.related if person.role == leaf.of]:
            for one in stored(who):
                role = T if leaf.of is None else held(who, one.start if at_start else now.as_of)
                found.append(all_of([role, self.effective(one), self.where(leaf.where, one)]))
            if what in who.not_covered:
                found.append(U if leaf.of is None or at_start else all_of([held(who, now.as_of), U]))
        return any_of(found)

    def effective(self, one: EntryFact | BanFact) -> Truth:  # 11.3
        as_of = self.situation.as_of
        if one.suspended or (one.ended_on is not None and one.ended_on <= as_of):
            return F
        within_term = T if one.term_end is NONE else compared(one.term_end, as_of, COMPARE[Op.GTE])
        return all_of([compared(one.start, as_of, COMPARE[Op.LTE]), within_term])


def held(person: RelatedSubject, day: date | Mark) -> Truth:  # 11.12 to 11.14
    """Whether the role is held on the day; on the day the person is named for it it is, whatever its ends."""
    if isinstance(day, Mark) or day == person.named_on:
        return U if isinstance(day, Mark) else T
    since, until, named = person.since, person.until, person.named_on
    begun = T if since is NONE or (since is UNKNOWN and named and named < day) else compared(since, day, le)
    lasts = T if until is NONE or (until is UNKNOWN and named and day < named) else compared(day, until, lt)
    return all_of([begun, lasts])


def compared(left: Value, right: Value, holds: Callable[..., bool]) -> Truth:  # 6.3
    if left is NONE or right is NONE:
        return F
    return U if left is UNKNOWN or right is UNKNOWN else KNOWN[holds(left, right)]


COMPARE: dict[Op, Callable[..., bool]] = dict.fromkeys((Op.GT, Op.AFTER), gt) | dict.fromkeys((Op.LT, Op.BEFORE), lt)
COMPARE |= {Op.EQ: eq, Op.IN: eq, Op.GTE: ge, Op.LTE: le, Op.BETWEEN: lambda number, low, high: low <= number <= high}
COMPARE |= {Op.REGION_WITHIN: lambda place, area: place.startswith(re.sub("(00)*$", "", area))}  # 00: the whole of it


def ratio(of: Ends, to: Ends, test: NumberTest) -> Truth:  # 10.9
    if to[0] == 0:
        return F if to[1] == 0 else U
    least = 0 if to[1] == INFINITE else Fraction(of[0] * 1_000_000, to[1])
    most = INFINITE if of[1] == INFINITE else Fraction(of[1] * 1_000_000, to[0])
    turns = sorted({least, most} | {bound for bound in test[1] if least <= bound <= most})
    between = {left + 1 if right == INFINITE else Fraction(left + right) / 2 for left, right in pairwise(turns)}
    never_reached = {0} if to[1] == INFINITE and of[0] > 0 else set()
    return held_by([test], ({*turns} | between) - never_reached)


def whole(ends: Ends, tests: list[NumberTest]) -> Truth:  # 9.1
    """Both ends and the whole numbers between them beside which a test may turn."""
    turns = {bound + step for _, bounds in tests for bound in bounds for step in (-1, 0, 1)}
    return held_by(tests, {*ends} | {number for number in turns if ends[0] <= number <= ends[1]})


def held_by(tests: list[NumberTest], numbers: set[Number]) -> Truth:  # 9.1, 10.9
    """Met if all these numbers pass the tests, read as one test; not met if none does."""
    passed = {all(COMPARE[op](number, *bounds) for op, bounds in tests) for number in numbers}
    return T if passed == {True} else F if passed == {False} else U


def distinct(field: FieldDef, sure: list[Fact], possible: list[Fact]) -> tuple[int, int, Number]:  # 9.4, 9.5
    """The lower end, the upper end, and how many values the catalogue has."""
    different = [{fact.value(field.id) for fact in facts} - {UNKNOWN, NONE} for facts in (sure, possible)]
    one_unknown = field.always and any(fact.value(field.id) is UNKNOWN for fact in sure)
    unknown = sum(fact.value(field.id) is UNKNOWN for fact in possible)
    return len(different[0]) or int(one_unknown), len(different[1]) + unknown, len(field.values) or INFINITE


def most_within(facts: list[Fact], figure: c.Count) -> int:  # 9.6
    days = [fact.law_date for fact in facts if isinstance(fact.law_date, date)]
    in_spans = [sum(day <= other <= add(day, figure.span) for other in days) for day in days]
    return max(in_spans, default=0) + len(facts) - len(days)


def domain(field: FieldDef) -> Ends:
    return (-INFINITE if field.low is None else field.low, INFINITE if field.high is None else field.high)


def bounded(value: Value, field: FieldDef, op: Op, bound: Plain) -> Truth:  # 10.7
    """Whether a value passes; an unknown one only where the field always exists and its whole domain decides."""
    values = (value, value) if value is not UNKNOWN else domain(field) if field.always else None
    if values is None or COMPARE[op](values[0], bound) != COMPARE[op](values[1], bound):
        return U
    return KNOWN[COMPARE[op](values[0], bound)]
