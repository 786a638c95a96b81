"""The province: subject number i is the same in every province of a seed, so a larger one contains a smaller one.

First every required story, then in each round of ten two further stories (the packs' other cases, once they are all
told: copies with drawn figures) and eight subjects about whom nothing is recorded but their registration.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from adapters.demo.areas import Area, counties, prefectures
from adapters.demo.codes import FIRST_BIRTH, LAST_BIRTH, credit_code, resident_id
from adapters.demo.names import invented_name
from adapters.demo.reporters import Reporters, reporters
from adapters.demo.stories import Repertoire, Story, StoryFact
from casework.intake import IncomingFact
from casework.records import SubjectType
from engine.catalogue import Catalogue, FieldDef, FieldType
from engine.facts import NONE, UNKNOWN, Fact, Mark, Suspension, Value

SEED = 520000
ROUND = ("story", "clean", "clean", "clean", "clean", "story", "clean", "clean", "clean", "clean")
CLEAN_AT_LEAST = 20
TYPES = {
    SubjectType.ENTERPRISE: 52,
    SubjectType.SOLE_TRADER: 32,
    SubjectType.INSTITUTION: 6,
    SubjectType.SOCIAL_ORGANISATION: 6,
    SubjectType.PUBLIC_BODY: 4,
}
PREFIXES = {
    SubjectType.ENTERPRISE: ("91",),
    SubjectType.SOLE_TRADER: ("92",),
    SubjectType.INSTITUTION: ("12",),
    SubjectType.SOCIAL_ORGANISATION: ("51", "52", "52", "53"),
    SubjectType.PUBLIC_BODY: ("11",),
}
REGISTRIES = {
    SubjectType.ENTERPRISE: ("market-regulation", "market"),
    SubjectType.SOLE_TRADER: ("market-regulation", "market"),
    SubjectType.INSTITUTION: ("government-services", "establishment"),
    SubjectType.SOCIAL_ORGANISATION: ("civil-affairs", "civil_affairs"),
    SubjectType.PUBLIC_BODY: ("government-services", "establishment"),
}
"""Who reports a registration, and the registry it names. No department of the catalogue registers public bodies: their
codes come as shared data of government services."""
FIRST_REGISTRATION = date(1996, 1, 1)
LAST_REGISTRATION = date(2014, 12, 31)
SCATTER = 7919
"""Coprime to the days of the fifty years: no two numbers share birth and sequence, and births do not cluster."""
FACTORS = ("0.2", "0.5", "0.8", "0.95", "1.05", "1.3", "2", "3")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFact:
    """One row for a department's clerk."""

    department: str
    row: IncomingFact


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSubject:
    """One invented subject. `story` None: nothing but its registration. `faithful`: the story's figures are the case's own."""

    number: int
    type: SubjectType
    code: str
    name: str
    region: str
    facts: tuple[DemoFact, ...]
    story: Story | None = None
    faithful: bool = True


def smallest(stories: Repertoire) -> int:
    """The least number of subjects with which every story is told."""
    return len(stories.required) + CLEAN_AT_LEAST


def province(stories: Repertoire, size: int, seed: int = SEED) -> Iterator[DemoSubject]:
    """The subjects 0 to size-1, the same for the same seed, packs and number."""
    who = reporters(stories.packs, stories.catalogue.kinds)
    told = iter(enumerate(_stories_in_turn(stories)))
    for number in range(size):
        rng = Random(f"{seed}/{number}")  # noqa: S311  # invented data must be repeatable, not secret
        in_round = (number - len(stories.required)) % len(ROUND)
        if number < len(stories.required):
            yield _subject(number, stories.required[number], rng, stories.catalogue, who)
        elif ROUND[in_round] == "clean":
            yield _subject(number, None, rng, stories.catalogue, who)
        else:
            turn, story = next(told)
            fresh = turn < len(stories.others)
            yield replace(
                _subject(
                    number, story if fresh else _varied(story, rng, stories.catalogue), rng, stories.catalogue, who
                ),
                faithful=fresh,
            )


def _stories_in_turn(stories: Repertoire) -> Iterator[Story]:
    """The other stories once, then all of them over and over."""
    yield from stories.others
    while True:
        yield from stories.others
        yield from stories.required


def _subject(number: int, story: Story | None, rng: Random, catalogue: Catalogue, who: Reporters) -> DemoSubject:
    subject_type = story.type if story else rng.choices(tuple(TYPES), weights=tuple(TYPES.values()))[0]
    area = rng.choice(prefectures() if subject_type is SubjectType.PUBLIC_BODY else counties())
    region = _region(story, area)
    code = _code(subject_type, area, number, rng)
    name = invented_name(subject_type, area.name, number, rng)
    blank = IncomingFact(
        where=f"演示主体{number}",
        subject_type=str(subject_type),
        code=code,
        name=name,
        region=region,
        kind="",
        source_key="",
        values={},
    )
    facts = [] if subject_type is SubjectType.NATURAL_PERSON else [_registration(blank, subject_type, number, rng)]
    for place, told in enumerate(story.facts if story else ()):
        facts.append(_reported(blank, told, f"演示-{number:06d}-{place}", story, region, catalogue, who))
    return DemoSubject(
        number=number, type=subject_type, code=code, name=name, region=region, facts=tuple(facts), story=story
    )


def _region(story: Story | None, area: Area) -> str:
    """The drawn area, unless the story needs a place outside the province."""
    told = story.subject.get("region", UNKNOWN) if story else UNKNOWN
    return told if isinstance(told, str) and not told.startswith("52") else area.code


def _code(subject_type: SubjectType, area: Area, number: int, rng: Random) -> str:
    """Where the area's code was retired, half of the identifiers still carry the old one."""
    issued_in = area.old_code if area.old_code and rng.random() < 0.5 else area.code
    if subject_type is SubjectType.NATURAL_PERSON:
        days = (LAST_BIRTH - FIRST_BIRTH).days + 1
        return resident_id(issued_in, FIRST_BIRTH + timedelta(days=number * SCATTER % days), number // days)
    return credit_code(rng.choice(PREFIXES[subject_type]), issued_in, number)


def _registration(blank: IncomingFact, subject_type: SubjectType, number: int, rng: Random) -> DemoFact:
    department, registry = REGISTRIES[subject_type]
    days = (LAST_REGISTRATION - FIRST_REGISTRATION).days
    registered_on = (FIRST_REGISTRATION + timedelta(days=rng.randrange(days + 1))).isoformat()
    row = replace(
        blank,
        kind="registration.record",
        source_key=f"演示-{number:06d}-登记",
        values={"registered_on": registered_on, "registry": registry, "area": blank.region},
        attributes={"registered_on": registered_on},
    )
    return DemoFact(department=department, row=row)


def _reported(
    blank: IncomingFact,
    told: StoryFact,
    source_key: str,
    story: Story | None,
    region: str,
    catalogue: Catalogue,
    who: Reporters,
) -> DemoFact:
    kind = catalogue.kinds[told.fact.kind]
    home = story.subject.get("region") if story else None
    values = {
        name: region
        if kind.fields[name].type is FieldType.AREA and value == home
        else written(kind.fields[name], value)
        for name, value in told.fact.values.items()
    }
    if story and len(story.facts) == 1 and "document" in kind.fields:  # several records may be joined by their document
        values.setdefault("document", f"演示文书{source_key.removeprefix('演示')}号")
    stay: Suspension | None = next(iter(told.fact.suspensions or ()), None)
    row = replace(
        blank,
        kind=kind.id,
        source_key=source_key,
        values=values,
        suspended_from=stay.start.isoformat() if stay else "",
        suspended_until=stay.end.isoformat() if stay and stay.end else "",
    )
    return DemoFact(department=who.of(told), row=row)


def written(field: FieldDef, value: Value) -> object:
    """A value as a supplier writes it, in the catalogue's incoming unit; NONE stays, unknown is None."""
    match value:
        case Mark():
            return NONE if value is NONE else None
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case int() if field.type is FieldType.MONEY:
            return format(Decimal(value) / (1_000_000 if field.incoming_unit == "万元" else 100), "f")
        case int() if field.type is FieldType.RATIO:
            return format(Decimal(value) / (10_000 if field.incoming_unit == "%" else 1_000_000), "f")
        case _:
            return str(value)


def _varied(story: Story, rng: Random, catalogue: Catalogue) -> Story:
    """A copy with drawn figures: nobody knows beforehand on which side of a rule it lies."""
    facts = tuple(replace(told, fact=_varied_fact(told.fact, rng, catalogue)) for told in story.facts)
    return replace(story, facts=facts, labels=frozenset(), proposes=(), laws=frozenset(), case=None)


def _varied_fact(fact: Fact, rng: Random, catalogue: Catalogue) -> Fact:
    fields = catalogue.kinds[fact.kind].fields
    values = {
        name: _scaled(fields[name], value, rng) if fields[name].type is FieldType.MONEY else value
        for name, value in fact.values.items()
    }
    return replace(fact, values=values)


def _scaled(field: FieldDef, value: Value, rng: Random) -> Value:
    """The sum times a drawn factor, in whole yuan, within the catalogue's range."""
    factor = Decimal(rng.choice(FACTORS))
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    scaled = int(value * factor) // 100 * 100
    low, high = field.low, field.high
    if (low is not None and scaled < low) or (high is not None and scaled > high):
        return value
    return scaled
