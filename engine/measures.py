"""What entries and bans bring to a matter: which measures, how heavy after the law about the law, and the outcome.

`measure_table` is made once when packs load: every measure with its effect already lowered to what its basis bears on
that day. `applied_measures` then only looks up what stands about the subject. Nothing here refuses anyone: the answer
names the legal bar it found, the organ decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

from engine.lowering import Lowered, lowered_effect
from engine.pack import (
    Assurance,
    Basis,
    Colour,
    Discretion,
    Effect,
    Framework,
    Gravity,
    Level,
    Measure,
    Pack,
    PackKind,
    PackRef,
    RewardBar,
    Source,
)

WATCH_BRINGS = "重点关注名单不公开，也不产生联合惩戒，只作提示和加强监管"
STATUTE_LEVELS = frozenset({Level.LAW, Level.ADMIN_REGULATION, Level.LOCAL_REGULATION})


class Outcome(StrEnum):
    """The answer to a check, heaviest first."""

    LEGAL_BAR = "legal_bar"
    REVIEW = "review"
    INDETERMINATE = "indeterminate"
    PROCEED_WITH_MEASURES = "proceed_with_measures"
    PROCEED = "proceed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One measure as it stands on the table's day. `basis` are the articles in force that day (with their sources)."""

    key: str
    ref: PackRef
    measure: Measure
    basis: tuple[tuple[Basis, Source], ...]
    effect: Effect
    lowered: tuple[Lowered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTable:
    """The measures of one day: `upon_list[list id]`, `of_ban["pack#measure"]`, and the reward bars in force."""

    on: date
    upon_list: Mapping[str, tuple[TableRow, ...]]
    of_ban: Mapping[str, TableRow]
    reward_bars: tuple[RewardBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An entry or ban that stands about the subject (role "subject") or a related person in a role.

    `certain` False: its start, term or scope is not known, so it bars nobody but makes the answer indeterminate.
    `suspended`: a proceeding suspends it, so its measures rest and a person looks.
    """

    id: str
    kind: str
    key: str
    colour: Colour
    gravity: Gravity
    role: str
    certain: bool = True
    suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMeasure:
    """A measure that a holding brings to the matter. `dropped`: why it does not count (a reward under a serious entry)."""

    row: TableRow
    holding: Holding
    dropped: str = ""

    @property
    def counts(self) -> bool:
        return not self.dropped and self.holding.certain and not self.holding.suspended


def measure_table(packs: Sequence[Pack], on: date) -> MeasureTable:
    """Every measure of the packs in force on `on`, lowered to what its basis bears that day."""
    frameworks = [pack.framework for pack in packs if pack.kind is PackKind.FRAMEWORK and pack.framework]
    upon_list: dict[str, list[TableRow]] = {}
    of_ban: dict[str, TableRow] = {}
    for pack in packs:
        for measure in pack.measures:
            row = table_row(pack, measure, frameworks, on)
            if measure.upon is not None:
                upon_list.setdefault(measure.upon, []).append(row)
            else:
                of_ban[row.key] = row
    bars = tuple(bar for framework in frameworks for bar in framework.reward_bars if bar.in_force.covers(on))
    return MeasureTable(
        on=on,
        upon_list={list_id: tuple(rows) for list_id, rows in upon_list.items()},
        of_ban=of_ban,
        reward_bars=bars,
    )


def table_row(pack: Pack, measure: Measure, frameworks: Sequence[Framework], on: date) -> TableRow:
    """The measure with the effect its basis bears on `on`; a measure is lowered and says so, never dropped in silence."""
    standing = tuple(
        (basis, pack.sources[basis.source]) for basis in measure.basis if pack.sources[basis.source].in_force.covers(on)
    )
    effect, lowered = lowered_effect(measure, standing, frameworks, on)
    return TableRow(
        key=f"{pack.ref.pack}#{measure.id}",
        ref=pack.ref,
        measure=measure,
        basis=standing,
        effect=effect,
        lowered=lowered,
    )


def applied_measures(
    table: MeasureTable, holdings: Sequence[Holding], *, matter: str, stage: str, covered: bool = True
) -> tuple[AppliedMeasure, ...]:
    """What the holdings bring to this matter and stage, the heaviest first, conflicts resolved and said.

    `covered` False: a source does not vouch for completeness, so no serious entry is surely absent and no reward is given.
    """
    found = [
        AppliedMeasure(row=row, holding=holding)
        for holding in holdings
        for row in _rows_of(table, holding)
        if _applies(row.measure, matter, stage, holding.role)
    ]
    lawful = [_without_punishment_on_watch(one) for one in found]
    resolved = [_without_barred_reward(one, table, holdings, covered) for one in lawful]
    heaviest_first = sorted(resolved, key=lambda one: (one.row.effect.weight, one.row.key, one.holding.id))
    return _without_excluded(heaviest_first)


def _rows_of(table: MeasureTable, holding: Holding) -> tuple[TableRow, ...]:
    if holding.kind == "entry":
        return table.upon_list.get(holding.key, ())
    row = table.of_ban.get(holding.key)
    return (row,) if row else ()


def _applies(measure: Measure, matter: str, stage: str, role: str) -> bool:
    applies = measure.applies
    return stage in applies.stages and role in applies.roles and applies.reaches(matter)


def _without_punishment_on_watch(one: AppliedMeasure) -> AppliedMeasure:
    if one.holding.colour is Colour.WATCH and one.holding.kind == "entry" and not one.row.effect.suits_watch:
        return AppliedMeasure(row=one.row, holding=one.holding, dropped=WATCH_BRINGS)
    return one


def _without_barred_reward(
    one: AppliedMeasure, table: MeasureTable, holdings: Sequence[Holding], covered: bool
) -> AppliedMeasure:
    if one.dropped or not one.row.effect.is_reward:
        return one
    for bar in table.reward_bars:
        barring = [held for held in holdings if _bars(bar, held)]
        if barring:
            surely = any(held.certain for held in barring)
            reason = bar.reason if surely else f"{bar.reason}（该名单条目的起止日期不明，不能确认不存在）"
            return AppliedMeasure(row=one.row, holding=one.holding, dropped=reason)
        if not covered:
            return AppliedMeasure(
                row=one.row, holding=one.holding, dropped=f"{bar.reason}（有关来源数据不完整，不能确认不存在）"
            )
    return one


def _bars(bar: RewardBar, held: Holding) -> bool:
    return (
        held.kind == "entry"
        and held.role == "subject"
        and held.colour is bar.colour
        and (bar.gravity is None or held.gravity is bar.gravity)
    )


def _without_excluded(heaviest_first: Sequence[AppliedMeasure]) -> tuple[AppliedMeasure, ...]:
    """Of two measures that exclude one another, whichever says so, the heavier stays and the lighter says why it went."""
    kept: list[AppliedMeasure] = []
    for one in heaviest_first:
        standing = next((other for other in kept if other.counts and _exclude(one, other)), None)
        if one.counts and standing:
            reason = f"与“{standing.row.measure.title}”（{standing.row.key}）不能并用"
            kept.append(AppliedMeasure(row=one.row, holding=one.holding, dropped=reason))
        else:
            kept.append(one)
    return tuple(kept)


def _exclude(one: AppliedMeasure, other: AppliedMeasure) -> bool:
    """Whether either names the other; a measure does not exclude itself, whatever else brings it."""
    if one.row.key == other.row.key:
        return False
    return any(_names(pattern, one) for pattern in other.row.measure.excludes) or any(
        _names(pattern, other) for pattern in one.row.measure.excludes
    )


def _names(pattern: str, one: AppliedMeasure) -> bool:
    if pattern == "reward.*":
        return one.row.effect.is_reward
    return fnmatchcase(one.row.key, pattern) or fnmatchcase(one.row.measure.id, pattern)


def outcome_of(applied: Sequence[AppliedMeasure], *, weak_match: bool = False, uncovered: bool = False) -> Outcome:
    """The first outcome that applies (api.md). `uncovered`: something we could not look at might bring a measure."""
    counting = [one for one in applied if one.counts]
    if any(is_legal_bar(one.row) for one in counting):
        return Outcome.LEGAL_BAR
    suspended = any(one.holding.suspended and not one.dropped for one in applied)
    if weak_match or suspended or any(one.row.effect.weight <= Effect.REVIEW.weight for one in counting):
        return Outcome.REVIEW
    open_ones = [one for one in applied if not one.dropped and not one.holding.certain]
    unsure = any(one.row.effect.weight <= Effect.REVIEW.weight for one in open_ones)
    if uncovered or unsure:
        return Outcome.INDETERMINATE
    return Outcome.PROCEED_WITH_MEASURES if counting else Outcome.PROCEED


def is_legal_bar(row: TableRow) -> bool:
    """INVARIANT: a bar only where a statute or regulation, read and in force that day, says must (mission.md, refusals 2, 3)."""
    return (
        row.effect is Effect.DENY
        and row.measure.discretion is Discretion.MUST
        and any(
            source.level in STATUTE_LEVELS and basis.assurance is not Assurance.UNVERIFIED
            for basis, source in row.basis
        )
    )
