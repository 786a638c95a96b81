"""Which clauses or tests of a rule exclude each other: the smallest group found, down to the lines inside a partner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.catalogue import Catalogue
from engine.condition_parts import records_of
from engine.condition_rewriting import with_records
from engine.conditions import (
    All,
    Condition,
    CountLeaf,
    ExtremeLeaf,
    FieldTest,
    Partner,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.solver.answers import Answer, Verdict
from engine.solver.criteria import Criterion
from engine.solver.questions import can_be_met

_OWN, _WITH, _WITHOUT = "where", "with", "without"


@dataclass(frozen=True, slots=True)
class _Part:
    """What may be left out of a leaf on its own: a test of its `where` or of a `with`, or a whole `without`."""

    of: str
    partner: int
    test: int

    def tests(self, records: Records) -> tuple[FieldTest, ...]:
        match self.of:
            case "where":
                return (records.where[self.test],)
            case "with":
                return (records.with_[self.partner].where[self.test],)
            case _:
                return records.without[self.partner].where


def contradictory(rule: Criterion, catalogue: Catalogue) -> Answer:
    """Whether the rule's own clauses exclude each other; YES names the smallest group found that does (`clash`)."""
    found = can_be_met(rule.clauses, catalogue)
    match found.verdict:
        case Verdict.YES:
            return replace(found, verdict=Verdict.NO)
        case Verdict.NO:
            return Answer(verdict=Verdict.YES, clash=_smallest_clash(rule.clauses, catalogue))
        case _:
            return found


def _smallest_clash(clauses: Sequence[Condition], catalogue: Catalogue) -> tuple[Condition | FieldTest, ...]:
    """Clauses that no situation meets together, each of them needed; of a single leaf its tests."""
    left = list(clauses)
    for clause in clauses:
        rest = [each for each in left if each is not clause]
        if rest and can_be_met(rest, catalogue).verdict is Verdict.NO:
            left = rest
    if len(left) > 1:
        return tuple(left)
    only = left[0]
    if isinstance(only, All) and only.line and only.children:
        return _smallest_clash(only.children, catalogue)
    return _clashing_tests(only, catalogue) or (only,)


def _clashing_tests(clause: Condition, catalogue: Catalogue) -> tuple[FieldTest, ...]:
    """The tests of one leaf that clash, its partners' too; none where the clash lies elsewhere in it."""
    match clause:
        case SubjectLeaf(where=where):
            records = Records(kind="", where=where)
        case RecordLeaf() | CountLeaf() | SumLeaf() | ExtremeLeaf():
            records = records_of(clause)[0]
        case _:
            return ()
    left = _parts(records)
    for part in left:
        rest = tuple(each for each in left if each is not part)
        if can_be_met([_reading(clause, _only(rest, records))], catalogue).verdict is Verdict.NO:
            left = rest
    return tuple(test for part in left for test in part.tests(records))


def _parts(records: Records) -> tuple[_Part, ...]:
    own = (_Part(_OWN, 0, test) for test in range(len(records.where)))
    of_partners = (
        _Part(_WITH, number, test) for number, partner in enumerate(records.with_) for test in range(len(partner.where))
    )
    return (*own, *of_partners, *(_Part(_WITHOUT, number, 0) for number in range(len(records.without))))


def _only(parts: tuple[_Part, ...], records: Records) -> Records:
    """The records with no other tests; a partner of `with` stays, since it is a record too."""
    kept = set(parts)
    return replace(
        records,
        where=tuple(test for at, test in enumerate(records.where) if _Part(_OWN, 0, at) in kept),
        with_=tuple(_partner(number, partner, kept) for number, partner in enumerate(records.with_)),
        without=tuple(each for at, each in enumerate(records.without) if _Part(_WITHOUT, at, 0) in kept),
    )


def _partner(number: int, partner: Partner, kept: set[_Part]) -> Partner:
    where = (test for at, test in enumerate(partner.where) if _Part(_WITH, number, at) in kept)
    return replace(partner, where=tuple(where))


def _reading(clause: SubjectLeaf | RecordLeaf | CountLeaf | SumLeaf | ExtremeLeaf, records: Records) -> Condition:
    if isinstance(clause, SubjectLeaf):
        return replace(clause, where=records.where)
    return with_records(clause, lambda _: records)
