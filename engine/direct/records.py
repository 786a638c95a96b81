"""Which records exist and pass (Meaning 4 to 8)."""

from collections.abc import Callable, Iterator
from datetime import date

from engine.conditions import Partner, Records
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, any_of, inverse
from engine.direct.fields import Row, compile_tests
from engine.facts import NONE, UNKNOWN, Fact, Mark, Situation, Value

Passing = tuple[tuple[Fact, Bits], ...]
"""The records that possibly pass, each with its bits; those that surely do not are left out."""


class View:
    """A situation seen by kind: the facts that possibly exist at as_of, each with whether they surely do."""

    __slots__ = ("as_of", "present", "situation")

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.as_of = situation.as_of
        self.present: dict[str, list[tuple[Fact, Bits]]] = {}
        for fact in situation.facts:
            bits = presence(fact, situation.as_of)
            if bits[1]:
                self.present.setdefault(fact.kind, []).append((fact, bits))

    def covered(self, kind: str) -> bool:
        """Whether the kind's source vouches for completeness (Meaning 5)."""
        return kind not in self.situation.not_covered

    def candidates(self, kind: str) -> Iterator[tuple[Fact, Bits]]:
        """The kind's records, and for an uncovered kind one of which nothing is known (Meaning 8)."""
        yield from self.present.get(kind, ())
        if not self.covered(kind):
            yield nothing_known(kind), OPEN


def nothing_known(kind: str) -> Fact:
    """The further record an uncovered kind may have."""
    return Fact(id="*", kind=kind, law_date=UNKNOWN, suspensions=None)


def presence(fact: Fact, as_of: date) -> Bits:
    """Whether the record exists in law at as_of: dated by then and not suspended (Meaning 4)."""
    if not isinstance(fact.law_date, Mark) and fact.law_date > as_of:
        return NOT_MET
    if fact.suspensions is None:
        return OPEN
    if any(suspension.covers(as_of) for suspension in fact.suspensions):
        return NOT_MET
    return OPEN if isinstance(fact.law_date, Mark) else MET


def compile_records(records: Records) -> Callable[[View], Passing]:
    """The selection as a closure: pass(r) = present and where and every with and no without (Meaning 6)."""
    where = compile_tests(records.where)
    with_ = tuple(compile_partner(partner) for partner in records.with_)
    without = tuple(compile_partner(partner) for partner in records.without)

    def passes(view: View, fact: Fact, present: Bits) -> Iterator[Bits]:
        yield present
        yield where(Row(fact.values, view.as_of))
        for partner in with_:
            yield partner(view, fact)
        for partner in without:
            yield inverse(partner(view, fact))

    def passing(view: View) -> Passing:
        read = ((fact, all_of(passes(view, fact, present))) for fact, present in view.present.get(records.kind, ()))
        return tuple((fact, bits) for fact, bits in read if bits[1])

    return passing


def compile_partner(partner: Partner) -> Callable[[View, Fact], Bits]:
    """Whether some other record joins with this one: present, where passes, all `same` fields equal (Meaning 8)."""
    joins = compile_join(partner)

    def joined(view: View, fact: Fact) -> Bits:
        return any_of(
            all_of((present, joins(other, fact, view.as_of)))
            for other, present in view.candidates(partner.kind)
            if other is not fact
        )

    return joined


def compile_join(partner: Partner) -> Callable[[Fact, Fact, date], Bits]:
    """Whether this one candidate fits the record, its presence aside."""
    where = compile_tests(partner.where)
    same = partner.same

    def joins(other: Fact, fact: Fact, as_of: date) -> Bits:
        equal = all_of(equality(fact.value(name), other.value(name)) for name in same)
        return all_of((equal, where(Row(other.values, as_of, fact.values)))) if equal[1] else NOT_MET

    return joins


def equality(one: Value, other: Value) -> Bits:
    """Equal join fields: a field known not to exist equals nothing, an unknown one leaves it open."""
    if one is NONE or other is NONE:
        return NOT_MET
    if one is UNKNOWN or other is UNKNOWN:
        return OPEN
    return MET if one == other else NOT_MET
