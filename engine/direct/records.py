"""Which records exist and pass (docs/spec.md: facts seen, records, with and without)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.conditions import FieldTest, OuterField, Partner, Records
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of, inverse
from engine.direct.fields import Row, Values, compile_tests
from engine.direct.sieve import KindSieve, Sieve, Sifted, Ways, plainly_passed
from engine.direct.tables import Tests
from engine.facts import NONE, UNKNOWN, Fact, Situation, Value
from engine.working_days import WorkCalendar

Passing = list[tuple[Fact, Bits]]
"""The records that possibly pass, each with its bits; those that surely do not are left out."""

NOBODY_KNOWS: Values = {}


@dataclass(slots=True)
class Selections:
    """The selections of a program, by kind, given their bits while it is compiled.

    `listed`: kinds whose records are wanted one by one. `leaves`: for each leaf that is a selection its kind (None: the
    subject) and the number of the selection there.
    """

    calendar: WorkCalendar
    by_kind: dict[str, list[Tests]] = field(default_factory=dict)
    of_subject: list[Tests] = field(default_factory=list)
    leaves: dict[int, tuple[str | None, int]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    joins: int = 0
    _given: dict[tuple[str, Tests], int] = field(default_factory=dict)

    def add_leaf(self, kind: str, tests: Tests, index: int) -> None:
        """The leaf with this index is met by any record of the kind that passes the tests."""
        self.leaves[index] = (kind, _added(self.by_kind.setdefault(kind, []), tests))

    def add_subject_leaf(self, tests: Tests, index: int) -> None:
        """The leaf with this index is met by a subject whose attributes pass the tests."""
        self.leaves[index] = (None, _added(self.of_subject, tests))

    def listed_bit(self, kind: str, tests: Tests) -> int:
        """The bit, among those of its kind, of a selection whose records are wanted one by one."""
        if (kind, tests) not in self._given:
            self._given[kind, tests] = 1 << _added(self.by_kind.setdefault(kind, []), tests)
            self.listed.add(kind)
        return self._given[kind, tests]

    def next_join(self) -> int:
        self.joins += 1
        return self.joins

    def sieves(self) -> "Sieves":
        """Everything that was selected, ready for situations; nothing may be added afterwards."""
        starts: dict[str | None, int] = {None: 0}
        start = len(self.of_subject)
        for kind, selections in self.by_kind.items():
            starts[kind] = start
            start += len(selections)
        places = {leaf: starts[kind] + number for leaf, (kind, number) in self.leaves.items()}
        leaves: dict[str | None, int] = {}
        for leaf, (of, _) in self.leaves.items():
            leaves[of] = leaves.get(of, 0) | 1 << places[leaf]
        by_kind = {
            kind: KindSieve(Sieve(tests, self.calendar), starts[kind], leaves.get(kind, 0), kind in self.listed)
            for kind, tests in self.by_kind.items()
        }
        return Sieves(
            by_kind=by_kind,
            ways={kind: sieve.ways for kind, sieve in by_kind.items()},
            of_subject=Sieve(self.of_subject, self.calendar) if self.of_subject else None,
            places=places,
            selections=start,
        )


def _added(selections: list[Tests], tests: Tests) -> int:
    selections.append(tests)
    return len(selections) - 1


class Sieves(NamedTuple):
    """The subject's selections stand first, then those of each kind. `places`: where each leaf that is one stands."""

    by_kind: Mapping[str, KindSieve]
    ways: Mapping[str, Ways]
    of_subject: Sieve | None
    places: Mapping[int, int]
    selections: int


class View:
    """A situation sifted: which selections of the program some record passes, and the records of the listed kinds."""

    __slots__ = ("as_of", "joins", "listed", "possible", "situation", "sure")

    def __init__(self, situation: Situation, sieves: Sieves) -> None:
        self.situation = situation
        self.as_of = as_of = situation.as_of
        self.listed: dict[str, list[Sifted]] = {}
        self.joins: dict[int, Joinable] = {}
        sure = possible = 0
        if sieves.of_subject is not None:
            sure, possible = sieves.of_subject.passed(situation.subject, as_of)
        plainly, others = plainly_passed(situation.facts, as_of, sieves.ways)
        sure, possible = sure | plainly, possible | plainly
        for fact in others:
            kind = sieves.by_kind.get(fact.kind)
            row = kind.sieve.row(fact, as_of) if kind else None
            if kind and row:
                sure |= row[1] << kind.start
                possible |= row[2] << kind.start
                if kind.listed:
                    self.listed.setdefault(fact.kind, []).append(row)
        for name in situation.not_covered:
            if name in sieves.by_kind:
                possible |= sieves.by_kind[name].leaves
        self.sure, self.possible = sure, possible

    def covered(self, kind: str) -> bool:
        """Whether the kind's source vouches for completeness."""
        return kind not in self.situation.not_covered


def compile_records(records: Records, selections: Selections) -> Callable[[View], Passing]:
    """The selection as a closure: pass(r) = present and where and every with and no without."""
    kind, bit = records.kind, selections.listed_bit(records.kind, records.where)
    with_ = tuple(compile_partner(partner, selections) for partner in records.with_)
    without = tuple(compile_partner(partner, selections) for partner in records.without)

    def passing(view: View) -> Passing:
        return [
            (fact, MET if sure & bit else OPEN) for fact, sure, possible in view.listed.get(kind, ()) if possible & bit
        ]

    def partnered(view: View, fact: Fact) -> Iterator[Bits]:
        for partner in with_:
            yield partner(view, fact)
        for partner in without:
            yield inverse(partner(view, fact))

    def passing_with_partners(view: View) -> Passing:
        read = ((fact, all_of((bits, *partnered(view, fact)))) for fact, bits in passing(view))
        return [(fact, bits) for fact, bits in read if bits[1]]

    return passing_with_partners if with_ or without else passing


def compile_partner(partner: Partner, selections: Selections) -> Callable[[View, Fact], Bits]:
    """Whether some other record joins with this one: present, where passes, all `same` fields equal."""
    own = tuple(test for test in partner.where if not reads_outer(test))
    outer = tuple(test for test in partner.where if reads_outer(test))
    bit, number = selections.listed_bit(partner.kind, own), selections.next_join()
    fits = compile_tests(outer, selections.calendar)

    def joined(view: View, fact: Fact) -> Bits:
        key = join_key(fact, partner.same)
        if NONE in key:
            return NOT_MET
        if number not in view.joins:
            view.joins[number] = Joinable.of(view.listed.get(partner.kind, ()), bit, partner.same)
        found = NOT_MET
        for other, sure in view.joins[number].candidates(key):
            if other is fact:
                continue
            fit = fits(Row(other.values, view.as_of, fact.values)) if outer else MET
            if fit[0] and sure:
                return MET
            if fit[1]:
                found = OPEN
                if not sure:
                    break  # INVARIANT: the sure candidates come first, so nothing after this one can be met
        if found is NOT_MET and not view.covered(partner.kind):
            return OPEN if fits(Row(NOBODY_KNOWS, view.as_of, fact.values))[1] else NOT_MET
        return found

    return joined


def reads_outer(test: FieldTest) -> bool:
    return any(isinstance(operand, OuterField) for operand in test.read)


Key = tuple[Value, ...]


def join_key(fact: Fact, same: tuple[str, ...]) -> Key:
    return tuple(fact.value(name) for name in same)


@dataclass(frozen=True, slots=True)
class Joinable:
    """The candidates of one partner by their `same` fields, each with whether it surely is one; the sure ones first.

    `exact`: those that know all their fields. `loose`: those that do not know one. A field that is none joins nothing.
    """

    exact: Mapping[Key, list[tuple[Fact, bool]]]
    loose: list[tuple[Fact, Key]]

    @classmethod
    def of(cls, rows: Iterable[Sifted], bit: int, same: tuple[str, ...]) -> "Joinable":
        exact: dict[Key, list[tuple[Fact, bool]]] = {}
        loose: list[tuple[Fact, Key]] = []
        candidates = [(fact, bool(sure & bit)) for fact, sure, possible in rows if possible & bit]
        for fact, sure in sorted(candidates, key=lambda candidate: not candidate[1]):
            key = join_key(fact, same)
            if UNKNOWN in key:
                loose.append((fact, key))
            elif NONE not in key:
                exact.setdefault(key, []).append((fact, sure))
        return cls(exact, [(fact, key) for fact, key in loose if NONE not in key])

    def candidates(self, key: Key) -> Iterator[tuple[Fact, bool]]:
        """Those that may join with a record that has this key, each with whether it surely does."""
        if UNKNOWN not in key:
            yield from self.exact.get(key, ())
        else:
            for other, candidates in self.exact.items():
                if may_equal(key, other):
                    yield from ((fact, False) for fact, _ in candidates)
        for fact, other in self.loose:
            if may_equal(key, other):
                yield fact, False


def may_equal(one: Key, other: Key) -> bool:
    """Whether no field is known on both sides and different."""
    return all(UNKNOWN in (left, right) or left == right for left, right in zip(one, other, strict=True))
