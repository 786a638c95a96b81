"""Invented situations at the thresholds of one program, by which the engines are tried against each other.

They say nothing about law: values are the literals of the program, the ones beside them, and unknowns; the same program
always gives the same situations.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from engine.catalogue import FactKind, FieldDef, FieldType
from engine.compile.program import Program
from engine.condition_parts import leaf_tests
from engine.conditions import BanLeaf, EntryLeaf, FieldTest, Literal
from engine.facts import NONE, BanFact, EntryFact, Fact, Plain, RelatedSubject, Situation, Value

RECORDS = 12
PSEUDO_KINDS = ("subject", "entry")
EARLIEST, LATEST = date(1990, 1, 1), date(9000, 1, 1)


def trial_situations(program: Program, count: int) -> tuple[Situation, ...]:
    """The empty situation of a subject nothing is known about, and `count` with records, entries, bans and persons."""
    random = Random(program.digest)  # noqa: S311  # chance for a trial, not for a secret
    seen = _literals(program)
    empty = Situation(subject_id="trial-0", as_of=_day(program))
    return (empty, *(_situation(f"trial-{n}", program, seen, random) for n in range(1, count + 1)))


def _literals(program: Program) -> Mapping[str, tuple[Plain, ...]]:
    """What the program compares each field with, by the field's name: equal names are of one sort nearly always."""
    seen: dict[str, list[Plain]] = {}
    for leaf in program.leaves:
        for test in leaf_tests(leaf):
            if isinstance(test, FieldTest):
                values = (operand.value for operand in test.operands if isinstance(operand, Literal))
                seen.setdefault(test.field, []).extend(values)
    return {field: tuple(values) for field, values in seen.items()}


def _situation(name: str, program: Program, seen: Mapping[str, Sequence[Plain]], random: Random) -> Situation:
    as_of = _day(program) + timedelta(days=random.randrange(400))
    kinds = [kind for id_, kind in program.kinds.items() if id_ not in PSEUDO_KINDS]
    facts = (_fact(f"{name}-{n}", random.choice(kinds), seen, random, as_of) for n in range(RECORDS) if kinds)
    entries, bans = tuple(_entries(program, random, as_of)), tuple(_bans(program, random, as_of))
    roles = sorted({leaf.of for leaf in program.leaves if isinstance(leaf, EntryLeaf | BanLeaf) and leaf.of})
    return Situation(
        subject_id=name,
        as_of=as_of,
        subject=_values(program.kinds["subject"], seen, random, as_of),
        facts=tuple(facts),
        entries=entries,
        bans=bans,
        related=tuple(RelatedSubject(id=f"{name}-{role}", role=role, entries=entries, bans=bans) for role in roles),
        not_covered=frozenset(kind.id for kind in kinds if random.random() < 0.1),
    )


def _day(program: Program) -> date:
    """The program's day, where a calendar has room before and after it (a program may stand for "always")."""
    return min(max(program.law_at, EARLIEST), LATEST)


def _fact(name: str, kind: FactKind, seen: Mapping[str, Sequence[Plain]], random: Random, as_of: date) -> Fact:
    values = _values(kind, seen, random, as_of)
    on = values.get(kind.law_date)
    law_date = on if isinstance(on, date) else as_of - timedelta(days=random.randrange(2000))
    return Fact(id=name, kind=kind.id, law_date=law_date, values=values | {kind.law_date: law_date})


def _values(kind: FactKind, seen: Mapping[str, Sequence[Plain]], random: Random, as_of: date) -> dict[str, Value]:
    """A value for most fields; one in five is unknown, now and then it is known that there is none."""
    values: dict[str, Value] = {}
    for field in kind.fields.values():
        drawn = random.random()
        if drawn > 0.2:
            values[field.id] = NONE if drawn > 0.95 and not field.always else _value(field, seen, random, as_of)
    return values


def _value(field: FieldDef, seen: Mapping[str, Sequence[Plain]], random: Random, as_of: date) -> Plain:
    """A literal the field is compared with where it has its type, else one like it."""
    known = random.choice(seen.get(field.id) or (None,))
    match field.type:
        case FieldType.DATE:
            return as_of - timedelta(days=random.choice((0, 1, 30, 365, 366, 1096, random.randrange(4000))))
        case FieldType.FLAG:
            return random.random() < 0.7
        case FieldType.MONEY | FieldType.RATIO | FieldType.INTEGER:
            near = known if isinstance(known, int) else random.randrange(1_000_000)
            return max(near + random.choice((0, -1, 1)), field.low or 0)
        case FieldType.CODE if field.values:
            return known if isinstance(known, str) and known in field.values else random.choice(sorted(field.values))
        case FieldType.AREA:
            return known if isinstance(known, str) else "520103"
        case _:
            return known if isinstance(known, str) else f"甲{random.randrange(4)}"


def _entries(program: Program, random: Random, as_of: date) -> Iterator[EntryFact]:
    for list_id in sorted({leaf.list_id for leaf in program.leaves if isinstance(leaf, EntryLeaf)}):
        start = as_of - timedelta(days=random.randrange(-10, 1500))
        yield EntryFact(
            id=f"entry-{list_id}",
            list_id=list_id,
            start=start,
            term_end=random.choice((NONE, as_of, as_of - timedelta(days=1))),
            values={"start": start},
        )


def _bans(program: Program, random: Random, as_of: date) -> Iterator[BanFact]:
    for scope in sorted({leaf.scope or "any" for leaf in program.leaves if isinstance(leaf, BanLeaf)}):
        start = as_of - timedelta(days=random.randrange(-10, 1500))
        yield BanFact(
            id=f"ban-{scope}", ban_id="trial", scope=scope, start=start, term_end=NONE, values={"start": start}
        )
