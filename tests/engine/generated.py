"""Generated questions for the three evaluators: a catalogue, packs in force, and situations at their boundaries.

One question is written by `question` from a source of chance, so that the same text serves Hypothesis (which makes a
failure small: the plainest choice always stands first) and the long runs (`random.Random` with a seed that replays).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from engine.catalogue import Catalogue, FieldType
from engine.conditions import RecordLeaf
from engine.facts import Situation
from engine.pack import (
    Applies,
    Assurance,
    BanTerm,
    Basis,
    Colour,
    Conclude,
    Discretion,
    Effect,
    Gravity,
    Interval,
    Level,
    ListDef,
    Measure,
    Pack,
    PackKind,
    PackRef,
    ParameterDef,
    ParameterValue,
    Propose,
    Rule,
    Source,
    UnlessClause,
)
from engine.periods import Period
from tests.engine.generated_conditions import Writer
from tests.engine.generated_situations import situations
from tests.engine.generated_words import LISTS, PERIODS, POOLS, TODAYS, WORKING, Chance, a_catalogue, boundary_days

LAW_TURNS = date(2022, 1, 1)
Release = tuple[str, Interval, str | None]
"""Version, when its law applies, and the version it corrects."""
ONE_RELEASE: tuple[Release, ...] = (("1", Interval(start=date(2020, 1, 1)), None),)
TWO_RELEASES: tuple[Release, ...] = (
    ("1", Interval(start=date(2020, 1, 1), until=LAW_TURNS), None),
    ("2", Interval(start=LAW_TURNS), None),
)
CORRECTED: tuple[Release, ...] = (*TWO_RELEASES, ("2.1", Interval(start=LAW_TURNS), "2"))
PACKS = ("rules/cn/first", "rules/cn/second", "rules/guizhou/third")
SOURCE = Source(
    id="law",
    title="某法",
    document="第1号",
    level=Level.LAW,
    in_force=Interval(start=date(2000, 1, 1)),
    assurance=Assurance.VERIFIED,
)
BASIS = (Basis(source="law", article="1", assurance=Assurance.VERIFIED),)
LIST = ListDef(
    id=LISTS[0], title="名单", colour=Colour.BLACK, gravity=Gravity.SERIOUS, term=Period(years=3), procedure=()
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Releases of packs, the day whose law is asked, and the situations that are asked about."""

    catalogue: Catalogue
    releases: tuple[Pack, ...]
    law_at: date
    situations: tuple[Situation, ...]

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The releases in force: those that cover `law_at` and that no other such corrects (docs/spec.md, 3.3)."""
        covering = [each for each in self.releases if each.in_force.covers(self.law_at)]
        corrected = [(each.ref.pack, each.corrects) for each in covering]
        return tuple(each for each in covering if (each.ref.pack, each.ref.version) not in corrected)


def questions() -> st.SearchStrategy[Question]:
    """Questions that Hypothesis can make smaller."""
    return st.builds(question, st.randoms(use_true_random=False))


def question(random: Random, rules: tuple[int, int] = (1, 8), facts: tuple[int, int] = (0, 8)) -> Question:
    """So many rules in 1 to 3 packs (and sometimes a pack of bans), asked in up to 6 situations of so many facts."""
    first = Chance(random)
    today, periods = first.of(TODAYS), first.several(1, 2, lambda: first.of(PERIODS))
    chance = Chance(random, boundary_days(today, (*periods, first.of(WORKING))), periods)
    catalogue = a_catalogue(chance)
    return Question(
        catalogue=catalogue,
        releases=some_packs(chance, catalogue, random.randint(*rules)),
        law_at=LAW_TURNS + timedelta(days=chance.of((0, -1, 1))),
        situations=situations(chance, catalogue, today, facts),
    )


def some_packs(chance: Chance, catalogue: Catalogue, size: int) -> tuple[Pack, ...]:
    """Rules are spread over the packs and their releases, so that a `met` may cross them in either direction.

    A rule may be left out of one of two releases; a `met` of it is then not met under that release's law.
    """
    names = PACKS[: chance.of((1, 2, 3))]
    rules: dict[tuple[str, Release], list[Rule]] = {
        (pack, release): []
        for pack in names
        for release in chance.of((ONE_RELEASE, ONE_RELEASE, TWO_RELEASES, CORRECTED))
    }
    earlier: list[tuple[str, str]] = []
    for number in range(size, 0, -1):
        pack = chance.of(names)
        for own, release in rules:
            if own == pack and (release in ONE_RELEASE or chance.yes(80)):
                written = a_rule(chance, Writer(chance, catalogue, tuple(earlier)), f"r{number}")
                rules[pack, release].append(written)
        earlier.append((pack, f"r{number}"))
    packs = [
        a_pack(chance, pack, PackKind.CRITERIA, release, rules=tuple(written))
        for (pack, release), written in rules.items()
    ]
    if chance.yes(25):
        writer = Writer(chance, catalogue, has_parameters=False)
        bans = tuple(a_ban(writer, name) for name in ("m1", "m2"))
        packs.append(a_pack(chance, "memoranda/cn/bans", PackKind.MEASURES, ONE_RELEASE[0], measures=bans))
    return tuple(packs)


def a_pack(chance: Chance, pack: str, kind: PackKind, release: Release, **content: Any) -> Pack:
    version, in_force, corrects = release
    types = (*POOLS, FieldType.DATE) if kind is PackKind.CRITERIA else ()
    return Pack(
        ref=PackRef(pack=pack, version=version, digest="sha256:" + "0" * 64),
        kind=kind,
        title="某标准",
        jurisdiction="000000",
        in_force=in_force,
        corrects=corrects,
        sources={"law": SOURCE},
        file=f"{pack}/{version}.yaml",
        parameters={f"p_{type_}": a_parameter(chance, type_) for type_ in types},
        lists={LIST.id: LIST} if kind is PackKind.CRITERIA else {},
        **content,
    )


def a_parameter(chance: Chance, type_: FieldType) -> ParameterDef:
    """One value until the law turns, another from then on."""
    spans = (Interval(until=LAW_TURNS), Interval(start=LAW_TURNS))
    values = tuple(ParameterValue(value=chance.plain(type_), in_force=span, basis=BASIS) for span in spans)
    return ParameterDef(id=f"p_{type_}", title="数额", unit=str(type_), values=values)


def a_rule(chance: Chance, writer: Writer, rule: str) -> Rule:
    unless = chance.several(1, 2, lambda: writer.condition(1)) if chance.yes(30) else ()
    return Rule(
        id=rule,
        title="某情形",
        basis=BASIS,
        when=writer.condition(2),
        unless=tuple(UnlessClause(id=f"e{n}", title="例外", when=when, basis=BASIS) for n, when in enumerate(unless)),
        then=chance.of((Conclude(), Propose(list_id=LIST.id))),
    )


def a_ban(writer: Writer, measure: str) -> Measure:
    return Measure(
        id=measure,
        row=None,
        title="禁止",
        instruction="不予许可",
        upon=None,
        when=RecordLeaf(records=writer.records()),
        applies=Applies(matters=("*",), stages=("review",), roles=("subject",)),
        effect=Effect.DENY,
        discretion=Discretion.MUST,
        executor="finance",
        lasts=BanTerm(scope="any", lasts=Period(years=5), lasts_field=None, start_field="on"),
        basis=BASIS,
    )
