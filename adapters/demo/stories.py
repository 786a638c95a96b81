"""Stories: the packs' own cases as subjects a book can hold, and which of them every province must contain.

A case whose outcome rests on something that is not a fact (an entry, a related person, an uncovered source) is left
out: only what a clerk can record makes a story. Dates are the cases' own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from casework.records import SubjectType
from engine.cases.case import Case, ExpectedBan, parse_cases
from engine.catalogue import Catalogue
from engine.conditions import RecordLeaf, Records
from engine.facts import UNKNOWN, Fact, Value
from engine.pack import Colour, Mode, Pack, PackKind, PackRef
from engine.releases import in_force

PROPOSALS_AT_LEAST = 14
GATHERED_AT_MOST = 3
BAR_BY_DECISION = "procurement.bar"
LATELY_DAYS = 150


class Side(StrEnum):
    """Where a subject stands to a rule: over it, short of it by the named field alone, or not to be told."""

    OVER = "over"
    UNDER = "under"
    UNKNOWN = "unknown"


Label = tuple[str, Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFact:
    """One fact and the pack whose case tells it (which says who reports it)."""

    pack: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`labels`: ("pack#rule", side) as the case expects. `proposes`: lists the criteria lead to.

    `laws`: the releases the case was told under, as PackRefs print ("pack@version"); none of a pack: the law of any day.
    """

    title: str
    pack: str
    subject: Mapping[str, Value]
    facts: tuple[StoryFact, ...]
    labels: frozenset[Label] = frozenset()
    proposes: tuple[str, ...] = ()
    laws: frozenset[str] = frozenset()
    case: Case | None = None

    @property
    def type(self) -> SubjectType:
        return SubjectType(str(self.subject["type"]))

    @property
    def last_date(self) -> date:
        """The latest law date among its facts; date.min where none is known."""
        return max((one.fact.law_date for one in self.facts if isinstance(one.fact.law_date, date)), default=date.min)

    def is_told_under(self, ref: PackRef) -> bool:
        """Whether the story holds under this release of a pack."""
        own = {law for law in self.laws if law.startswith(f"{ref.pack}@")}
        return not own or f"{ref.pack}@{ref.version}" in own


@dataclass(frozen=True, slots=True, kw_only=True)
class Repertoire:
    """Every story there is: the `required` ones first in every province, then the others in turn."""

    required: tuple[Story, ...]
    others: tuple[Story, ...]
    packs: tuple[Pack, ...]
    catalogue: Catalogue


def repertoire(texts: Mapping[str, str], packs: Sequence[Pack], catalogue: Catalogue, anchor: date) -> Repertoire:
    """The stories in these case files (path -> text), for a province first built on the day `anchor`.

    A file with a fault tells none: `packs test` names the fault.
    """
    told = [
        story
        for file, text in sorted(texts.items())
        for case in parse_cases(text, file, catalogue)[0]
        if (story := _story(case, catalogue, anchor))
    ]
    current = in_force(packs, anchor)
    listed_here = [story for story in told if _proposed_by(story, current, Mode.DETERMINED_HERE)]
    required = [
        *_rewarded_and_listed(told, listed_here, current, anchor),
        *_barred_lately(told, current, anchor),
        *_barred_without_term(told),
        *listed_here[:PROPOSALS_AT_LEAST],
    ]
    told += _blurred(told, packs)
    cover = _cover(told, required)
    chosen = {id(story) for story in (*required, *cover)}
    return Repertoire(
        required=(*required, *_gathered(cover, packs)),
        others=tuple(story for story in told if id(story) not in chosen),
        packs=tuple(packs),
        catalogue=catalogue,
    )


def _story(case: Case, catalogue: Catalogue, today: date) -> Story | None:
    situation = case.situation
    if case.acted_on or situation.entries or situation.bans or situation.related or situation.not_covered:
        return None
    if not situation.facts or not all(
        _recordable(fact, str(situation.subject.get("type")), catalogue, today) for fact in situation.facts
    ):
        return None
    return Story(
        title=case.title,
        pack=case.pack,
        subject=situation.subject,
        facts=tuple(StoryFact(pack=case.pack, fact=fact) for fact in situation.facts),
        labels=_labels(case),
        proposes=case.expect.proposes or (),
        laws=frozenset(f"{case.pack}@{version}" for version in case.releases),
        case=case,
    )


def _recordable(fact: Fact, subject_type: str, catalogue: Catalogue, today: date) -> bool:
    """Whether intake takes it: the kind fits the subject, stays are told, an adverse act of a person is dated."""
    kind = catalogue.kinds[fact.kind]
    if subject_type not in kind.subject_types or fact.suspensions is None or len(fact.suspensions) > 1:
        return False
    if isinstance(fact.law_date, date):
        return fact.law_date <= today
    return subject_type != SubjectType.NATURAL_PERSON


def _labels(case: Case) -> frozenset[Label]:
    expect = case.expect
    bans = [ban.measure for ban in expect.bans or ()]
    over = {(f"{case.pack}#{rule}", Side.OVER) for rule in (*expect.met, *bans)}
    under = {(f"{case.pack}#{rule}", Side.UNDER) for rule, fields in expect.not_met.items() if fields}
    unknown = {(f"{case.pack}#{rule}", Side.UNKNOWN) for rule in (*expect.indeterminate, *expect.missing)}
    return frozenset(over | under | unknown)


def _proposed_by(story: Story, packs: Iterable[Pack], mode: Mode) -> Pack | None:
    """The pack in this mode that now proposes the story's list, where the story tells the release in force."""
    for pack in packs:
        told = pack.ref.pack == story.pack and story.is_told_under(pack.ref)
        if told and pack.mode is mode and set(story.proposes) & set(pack.lists):
            return pack
    return None


def _rewarded_and_listed(
    told: Sequence[Story], listed: Sequence[Story], packs: Sequence[Pack], anchor: date
) -> list[Story]:
    """A subject that earned a reward and stands on a serious list, where the reward must fall away; and one that only earned it.

    The reward is dated on the day of the province: a rating holds for its own year only.
    """
    honoured = [story for story in told if (pack := _proposed_by(story, packs, Mode.MIRRORED)) and _is_red(pack)]
    if not (listed and honoured):
        return []
    red = next((one for one in honoured if one.type is listed[0].type), honoured[0])
    red = _moved(red, anchor - red.last_date)
    return [_together(listed[0], red), red]


def _barred_lately(told: Sequence[Story], packs: Iterable[Pack], anchor: date) -> list[Story]:
    """A body whose ban by decision was made shortly before the province: moved in time, so that it surely still runs."""
    newest = {pack.ref.pack: pack.ref for pack in packs}
    barred = [
        story
        for story in told
        if story.case
        and story.facts[0].fact.kind == BAR_BY_DECISION
        and story.pack in newest
        and story.is_told_under(newest[story.pack])
        and any(_runs_long(ban) for ban in story.case.expect.bans or ())
    ]
    return [_moved(story, anchor - timedelta(days=LATELY_DAYS) - story.last_date) for story in barred[:1]]


def _runs_long(ban: ExpectedBan) -> bool:
    return isinstance(ban.start, date) and isinstance(ban.until, date) and ban.until - ban.start > timedelta(days=365)


def _moved(story: Story, by: timedelta) -> Story:
    """Every date of its facts later by so much; what the case expects is then its shape only, not its dates."""
    facts = tuple(replace(told, fact=_moved_fact(told.fact, by)) for told in story.facts)
    return replace(story, title=f"{story.title}（日期顺延）", facts=facts, case=None)


def _moved_fact(fact: Fact, by: timedelta) -> Fact:
    values = {name: value + by if isinstance(value, date) else value for name, value in fact.values.items()}
    dated = fact.law_date + by if isinstance(fact.law_date, date) else fact.law_date
    return replace(fact, values=values, law_date=dated)


def _barred_without_term(told: Iterable[Story]) -> list[Story]:
    """A body whose decision gives no term: nobody may presume one."""
    for story in told:
        bans = (story.case.expect.bans if story.case else None) or ()
        if story.facts[0].fact.kind == BAR_BY_DECISION and any(ban.until is UNKNOWN for ban in bans):
            return [story]
    return []


def _blurred(told: Sequence[Story], packs: Sequence[Pack]) -> list[Story]:
    """For each ban no case leaves unknown: a case that brings it, with one of the fields its article asks for left out."""
    labels = {label for story in told for label in story.labels}
    blurred: list[Story] = []
    for pack in packs:
        for measure in pack.measures:
            key = f"{pack.ref.pack}#{measure.id}"
            if isinstance(measure.when, RecordLeaf) and (key, Side.UNKNOWN) not in labels:
                records = measure.when.records
                over = next((story for story in told if story.case and (key, Side.OVER) in story.labels), None)
                blurred += [_without_a_field(over, key, records)] if over else []
                labels.add((key, Side.UNKNOWN))
    return blurred


def _without_a_field(story: Story, key: str, records: Records) -> Story:
    """`served` last: whether a decision was served is the least telling thing to leave open."""
    dated = {told.fact.kind: told.fact.law_date for told in story.facts}[records.kind]
    asked = sorted((test.field for test in records.where), key=lambda name: name == "served")
    facts = tuple(
        replace(told, fact=replace(told.fact, values={n: v for n, v in told.fact.values.items() if n != field}))
        for told in story.facts
        for field in [next(name for name in asked if told.fact.values.get(name) not in (None, dated))]
    )
    return replace(
        story,
        title=f"{story.title}（有一项不明）",
        facts=facts,
        labels=frozenset({(key, Side.UNKNOWN)}),
        proposes=(),
        case=None,
    )


def _is_red(pack: Pack) -> bool:
    return any(listed.colour is Colour.RED for listed in pack.lists.values())


def _cover(told: Sequence[Story], required: Sequence[Story]) -> list[Story]:
    """A small choice in which every label of every rule and ban occurs (greedy; ties go to the first told)."""
    missing = {label for story in told for label in story.labels}.difference(*(story.labels for story in required))
    chosen: list[Story] = []
    while missing:
        best = max(told, key=lambda story: len(story.labels & missing))
        chosen.append(best)
        missing -= best.labels
    return chosen


def _gathered(stories: Sequence[Story], packs: Iterable[Pack]) -> list[Story]:
    """Stories about bans that do not arise, up to three on one subject: a ban rests on one record, so none disturbs another."""
    about_bans = {pack.ref.pack for pack in packs if pack.kind is PackKind.MEASURES}
    gathered: list[Story] = []
    for story in stories:
        harmless = story.pack in about_bans and all(side is not Side.OVER for _, side in story.labels)
        place = next((n for n, one in enumerate(gathered) if harmless and _holds_also(one, story, about_bans)), None)
        if place is None:
            gathered.append(story)
        else:
            gathered[place] = _together(gathered[place], story)
    return gathered


def _holds_also(one: Story, other: Story, about_bans: set[str]) -> bool:
    kinds = {told.fact.kind for told in one.facts}
    return (
        one.pack in about_bans
        and one.subject == other.subject
        and len(one.facts) < GATHERED_AT_MOST
        and all(side is not Side.OVER for _, side in one.labels)
        and kinds.isdisjoint(told.fact.kind for told in other.facts)
    )


def _together(one: Story, other: Story) -> Story:
    return replace(
        one,
        title=f"{one.title}；同时：{other.title}",
        facts=(*one.facts, *other.facts),
        labels=one.labels | other.labels,
        proposes=(*one.proposes, *other.proposes),
        laws=one.laws | other.laws,
        case=None,
    )
