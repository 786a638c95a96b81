"""What a leaf over entries or bans says: each one looked at, whose it is, whether it binds and when the role was held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.conditions import BanLeaf, EntryLeaf, Held
from engine.direct.bits import MET, NOT_MET, OPEN, Bits, all_of
from engine.direct.fields import Row, compile_tests
from engine.direct.standing import Standing, effective, held, stand_for
from engine.explain.explanation import LeafAccount, Place, StandingRead, TestRead
from engine.explain.records import read_tests, unknown_in
from engine.facts import NONE, UNKNOWN, EntryFact, Fact, Mark, RelatedSubject, Situation, truth_of
from engine.working_days import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """One entry or ban that the leaf may rest on. `holder` None: the subject's own."""

    standing: Standing
    holder: RelatedSubject | None
    day: date | Mark
    held: Bits
    effective: Bits
    bits: Bits
    fact: Fact
    tests: tuple[TestRead, ...]


def standing_account(
    leaf: EntryLeaf | BanLeaf, bits: Bits, situation: Situation, calendar: WorkCalendar
) -> LeafAccount:
    """The account of an `entry` or `ban` leaf whose reading is `bits`."""
    looked = tuple(_looked_at(leaf, situation, calendar))
    if bits == MET:
        met = tuple(each for each in looked if each.bits == MET)
        return LeafAccount(
            support=tuple(each.fact for each in met),
            tests=tuple(read for each in met for read in each.tests),
            standing=tuple(_read(leaf, each) for each in met),
        )
    if bits == OPEN:
        open_ = tuple(each for each in looked if each.bits == OPEN)
        missing = {place for each in open_ for place in _missing(each)}
        missing |= set(_uncovered(leaf, situation))
        return LeafAccount(missing=frozenset(missing), standing=tuple(_read(leaf, each) for each in open_))
    failed = {place for each in looked for place in _failed(leaf, each)} or {
        Place(register_of(leaf), "*", named_by(leaf))
    }
    return LeafAccount(
        failed=frozenset(failed),
        tests=tuple(read for each in looked for read in each.tests if read.bits == NOT_MET),
        standing=tuple(_read(leaf, each) for each in looked),
    )


def register_of(leaf: EntryLeaf | BanLeaf) -> str:
    return "entry" if isinstance(leaf, EntryLeaf) else "ban"


def named_by(leaf: EntryLeaf | BanLeaf) -> str:
    """The list or the scope that the leaf asks for; "*" where it names no scope."""
    return leaf.list_id if isinstance(leaf, EntryLeaf) else leaf.scope or "*"


def _looked_at(leaf: EntryLeaf | BanLeaf, situation: Situation, calendar: WorkCalendar) -> Iterator[_Looked]:
    where = compile_tests(leaf.where, calendar)
    for holder in _holders(leaf, situation):
        for standing in stand_for(leaf, holder or situation):
            day = standing.start if leaf.held is Held.START else situation.as_of
            role_held = MET if holder is None else held(holder, day)
            binds, row = effective(standing, situation.as_of), Row(standing.values, situation.as_of)
            fact = Fact(id=standing.id, kind=register_of(leaf), law_date=standing.start, values=standing.values)
            yield _Looked(
                standing=standing,
                holder=holder,
                day=day,
                held=role_held,
                effective=binds,
                bits=all_of((role_held, binds, where(row))),
                fact=fact,
                tests=read_tests(leaf.where, row, fact, calendar),
            )


def _holders(leaf: EntryLeaf | BanLeaf, situation: Situation) -> Sequence[RelatedSubject | None]:
    """None stands for the subject itself."""
    return (None,) if leaf.of is None else tuple(person for person in situation.related if person.role == leaf.of)


def _read(leaf: EntryLeaf | BanLeaf, looked: _Looked) -> StandingRead:
    standing = looked.standing
    return StandingRead(
        kind=register_of(leaf),
        fact=standing.id,
        named=standing.list_id if isinstance(standing, EntryFact) else standing.scope,
        role=leaf.of or "",
        holder=looked.holder.id if looked.holder else "",
        held_on=looked.day,
        held=truth_of(*looked.held),
        start=standing.start,
        term_end=standing.term_end,
        ended_on=standing.ended_on,
        suspended=standing.suspended,
        effective=truth_of(*looked.effective),
        truth=truth_of(*looked.bits),
    )


def _missing(looked: _Looked) -> Iterator[Place]:
    fact = looked.fact
    for name, value in (("start", looked.standing.start), ("term_end", looked.standing.term_end)):
        if value is UNKNOWN:
            yield Place(fact.kind, fact.id, name)
    yield from unknown_in(looked.tests, fact, None)
    if looked.holder is not None:
        yield from _missing_role(looked.holder, looked.day)


def _missing_role(person: RelatedSubject, day: date | Mark) -> Iterator[Place]:
    """Which end of the role would have to be known to tell whether it was held on the day."""
    kind = f"role:{person.role}"
    if isinstance(day, Mark):
        return
    if held(replace(person, until=NONE), day) == OPEN:
        yield Place(kind, person.id, "since")
    if held(replace(person, since=NONE), day) == OPEN:
        yield Place(kind, person.id, "until")


def _uncovered(leaf: EntryLeaf | BanLeaf, situation: Situation) -> Iterator[Place]:
    """What is not vouched for: the register of whom the leaf looks at (where the role may be held), and the role."""
    register = register_of(leaf)
    for holder in _holders(leaf, situation):
        of: Situation | RelatedSubject = holder or situation
        counts = holder is None or leaf.held is Held.START or held(holder, situation.as_of) != NOT_MET
        if register in of.not_covered and counts:
            yield Place(register, "*", "coverage")
            if holder is not None and leaf.held is Held.AS_OF:
                yield from _missing_role(holder, situation.as_of)
    if leaf.of is not None and f"role:{leaf.of}" in situation.not_covered:
        yield Place(f"role:{leaf.of}", "*", "coverage")


def _failed(leaf: EntryLeaf | BanLeaf, looked: _Looked) -> Iterator[Place]:
    register, fact = register_of(leaf), looked.fact
    if looked.held == NOT_MET:
        yield Place(register, fact.id, "role")
    if looked.effective == NOT_MET:
        yield Place(register, fact.id, "effective")
    yield from (Place(read.kind, read.fact, read.test.field) for read in looked.tests if read.bits == NOT_MET)
