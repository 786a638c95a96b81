"""Table = chain: every measure of the repository, by list or ban, matter, stage, role and day, worked out twice.

The second time slowly and plainly from the packs' own words (docs/pack-format.md), sharing nothing with engine.measures but the
shape of a pack.
"""

from datetime import date
from itertools import product

import pytest

from engine.measures import Holding, applied_measures, is_legal_bar, measure_table
from engine.pack import Colour, Effect, Gravity, Measure, Pack
from tests.fakes.province import PLACE, TODAY, repository_shelf

DAYS = (
    date(2019, 6, 30),
    date(2020, 12, 17),
    date(2020, 12, 18),
    date(2022, 3, 1),
    date(2024, 6, 30),
    date(2024, 7, 1),
    TODAY,
)
ORDER = ["deny", "restrict", "review", "full_documents", "supervise", "request_external", "publish", "notify"]
ORDER += ["fast_track", "accept_incomplete", "reduce_checks", "prefer", "honour"]
SURE = ["verified", "mirror", "unverified"]
STATUTES = {"law", "admin_regulation", "local_regulation"}


def plainly(pack: Pack, measure: Measure, framework, day: date) -> tuple[str, bool]:
    """The effect the articles in force that day bear, and whether it is a legal bar."""
    articles = []
    for basis in measure.basis:
        source = pack.sources[basis.source]
        begun = source.in_force.start is None or source.in_force.start <= day
        over = source.in_force.until is not None and source.in_force.until <= day
        if begun and not over:
            articles.append((str(source.level), str(basis.assurance)))
    effect = str(measure.effect) if articles else "notify"
    if effect == "deny" and str(measure.discretion) == "may":
        effect = "review"
    floors = [one for one in framework.floors if one.in_force.covers(day)]
    changed = True
    while changed:
        changed = False
        for floor in floors:
            asked = {str(level) for level in floor.levels}
            if articles and effect in map(str, floor.effects) and not [1 for level, _ in articles if level in asked]:
                effect, changed = str(floor.otherwise), True
        if ORDER.index(effect) < ORDER.index("fast_track"):
            carrying = [sure for level, sure in articles if _carries(level, effect, floors)]
            best = min(carrying, key=SURE.index, default=None)
            for ceiling in framework.ceilings:
                heavier = ORDER.index(effect) < ORDER.index(str(ceiling.heaviest))
                if best == str(ceiling.assurance) and heavier:
                    effect, changed = str(ceiling.heaviest), True
    read = any(level in STATUTES and sure != "unverified" for level, sure in articles)
    return effect, effect == "deny" and str(measure.discretion) == "must" and read


def _carries(level: str, effect: str, floors) -> bool:
    return all(level in map(str, floor.levels) for floor in floors if effect in map(str, floor.effects))


def fits(patterns, matter: str) -> bool:
    """ "a.b" itself, "a.*" everything below, "*" everything."""
    return any(
        pattern in ("*", matter) or (pattern.endswith(".*") and matter.startswith(pattern[:-1])) for pattern in patterns
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_table_gives_what_the_packs_say(day: date):
    """engine.md, "So" 6: the lookup on the check path and the slow reading of the packs never differ."""
    shelf = repository_shelf()
    packs = shelf.in_force(day, TODAY, PLACE)
    [framework] = [pack.framework for pack in packs if pack.framework]
    table = measure_table(packs, day)
    every = [(pack, measure) for pack in packs for measure in pack.measures]
    borne = {(pack.ref.pack, measure.id): plainly(pack, measure, framework, day) for pack, measure in every}
    brought = _by_what_brings_it(every)
    asked = [(m.id, stage) for m in shelf.catalogue.matters.values() for stage in m.stages]
    compared = 0

    for (kind, key), role in product(brought, shelf.catalogue.roles):
        held = Holding(id="h", kind=kind, key=key, colour=Colour.WATCH, gravity=Gravity.ORDINARY, role=role)
        mine = [(pack, one) for pack, one in brought[kind, key] if role in one.applies.roles]
        for matter, stage in asked:
            found = applied_measures(table, [held], matter=matter, stage=stage)
            expected = {
                (f"{pack.ref.pack}#{one.id}", *borne[pack.ref.pack, one.id])
                for pack, one in mine
                if stage in one.applies.stages and fits(one.applies.matters, matter)
            }
            assert {(one.row.key, str(one.row.effect), is_legal_bar(one.row)) for one in found} == expected
            compared += len(expected)

    assert compared > 0 or day < date(2020, 1, 1)


def _by_what_brings_it(every) -> dict[tuple[str, str], list[tuple[Pack, Measure]]]:
    brought: dict[tuple[str, str], list[tuple[Pack, Measure]]] = {}
    for pack, measure in every:
        key = ("entry", measure.upon) if measure.upon else ("ban", f"{pack.ref.pack}#{measure.id}")
        brought.setdefault(key, []).append((pack, measure))
    return brought


def test_a_memorandum_alone_restricts_before_and_only_informs_after_the_guidance():
    """The table's own guard: at least one measure of the repository changes on 2020-12-18, and says why."""
    shelf = repository_shelf()
    before, after = (measure_table(shelf.in_force(day, TODAY, PLACE), day) for day in DAYS[1:3])

    fallen = {
        row.key: row.lowered[-1].rule
        for old, row in zip(
            before.upon_list["tax-major-violation"], after.upon_list["tax-major-violation"], strict=True
        )
        if old.effect is not row.effect
    }

    assert fallen
    assert set(fallen.values()) <= {"burdens-need-law", "management-needs-rule"}
    assert all(row.effect is Effect.NOTIFY for row in after.upon_list["tax-major-violation"] if row.key in fallen)
