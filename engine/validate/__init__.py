"""Is a library of packs lawful and whole? A tuple of plain checks; every fault at once.

Reads values only (`engine.parse` refuses what is no pack at all). Whether the rules say what the law says is for the
cases and a jurist; what one engine cannot hold is for `engine.compile`.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from engine.cases.case import Case
from engine.catalogue import Catalogue
from engine.issues import Issue, Where, in_reading_order
from engine.pack import Pack
from engine.validate.bands import bands_join
from engine.validate.bases import (
    bases_were_in_force,
    every_basis_resolves,
    every_day_has_a_basis,
    every_part_has_a_basis,
    gaps_are_told,
    lapsing_bases_are_shown,
    open_levels_are_shown,
    unverified_bases_are_shown,
)
from engine.validate.boundaries import boundaries_are_tested
from engine.validate.calendars import local_holidays_are_told, working_days_are_published
from engine.validate.continuity import ids_do_not_come_back, ids_keep_their_meaning
from engine.validate.identity import (
    corrections_name_a_release,
    ids_are_unique,
    jurisdiction_stays,
    lists_have_one_home,
    releases_do_not_overlap,
    versions_are_unique,
)
from engine.validate.lawfulness import (
    adverse_rules_rest_on_documents,
    bans_rest_on_one_record,
    discretion_never_bars,
    floors_make_lighter,
    lists_have_due_process,
    parameters_have_one_value_each_day,
    watch_lists_bring_no_punishment,
)
from engine.validate.library import Library
from engine.validate.loosening import local_measures_are_not_milder, local_terms_are_not_shorter
from engine.validate.ranges import tests_ask_something
from engine.validate.reasoning import reason as reasoned
from engine.validate.references import (
    departments_are_known,
    list_codes_exist,
    lists_exist,
    matters_are_known,
    measures_are_asked_about,
    measures_are_reached,
    met_has_no_cycles,
    met_rules_exist,
    modes_agree,
    roles_and_scopes_are_known,
)
from engine.validate.repair import repair_asks_no_more, repair_lists_exist
from engine.validate.rewards import bars_and_rewards_exclude, rewards_are_open_to_all, rewards_have_a_statute

Check = Callable[[Library], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    versions_are_unique,
    lists_have_one_home,
    corrections_name_a_release,
    releases_do_not_overlap,
    jurisdiction_stays,
    ids_keep_their_meaning,
    ids_do_not_come_back,
    every_part_has_a_basis,
    every_basis_resolves,
    bases_were_in_force,
    every_day_has_a_basis,
    parameters_have_one_value_each_day,
    lists_exist,
    list_codes_exist,
    met_rules_exist,
    met_has_no_cycles,
    departments_are_known,
    roles_and_scopes_are_known,
    matters_are_known,
    modes_agree,
    lists_have_due_process,
    adverse_rules_rest_on_documents,
    bans_rest_on_one_record,
    discretion_never_bars,
    watch_lists_bring_no_punishment,
    bars_and_rewards_exclude,
    floors_make_lighter,
    local_terms_are_not_shorter,
    local_measures_are_not_milder,
    rewards_have_a_statute,
    rewards_are_open_to_all,
    measures_are_asked_about,
    measures_are_reached,
    repair_lists_exist,
    repair_asks_no_more,
    working_days_are_published,
    local_holidays_are_told,
    tests_ask_something,
    bands_join,
    unverified_bases_are_shown,
    open_levels_are_shown,
    lapsing_bases_are_shown,
    gaps_are_told,
)

CaseCheck = Callable[[Library, Sequence[Case]], Iterator[Issue]]

CASE_CHECKS: tuple[CaseCheck, ...] = (boundaries_are_tested,)
"""Checks that look at the packs' cases too."""


def validate(packs: Iterable[Pack], catalogue: Catalogue, on: date) -> tuple[Issue, ...]:
    """Every fault, warning and documented gap of these releases, in reading order; `on` is the day they are looked at."""
    library = Library(packs=tuple(packs), catalogue=catalogue, on=on)
    return in_reading_order(found for check in CHECKS for found in check(library))


def validate_draft(
    draft: Pack, releases: Sequence[Pack], catalogue: Catalogue, on: date, known: Container[Issue]
) -> tuple[Issue, ...]:
    """What the draft would bring up beyond `known` if it joined these releases, all of it told of the draft.

    A published release is never edited, so also what is seen in one is for the draft to mend; the hint names both.
    """
    library = Library(packs=(*releases, draft), catalogue=catalogue, on=on, joining=draft)
    found = (each for check in CHECKS for each in check(library))
    return in_reading_order(told_of_the_draft(each, draft) for each in found if each not in known)


def told_of_the_draft(found: Issue, draft: Pack) -> Issue:
    """What is seen once the draft joins, at the draft's own file; with the place, where it is seen in another."""
    if found.where.file == draft.file:
        return found
    if not found.where.file:
        return replace(found, where=Where(file=draft.file))
    return replace(
        found,
        where=Where(file=draft.file),
        zh=f"加入本草稿后，{found.where} 出现问题：{found.zh}",
        en=f"With this draft there is a fault at {found.where}: {found.en}",
        hint_zh=f"已发布的不改，请改本草稿。就该处的提示：{found.hint_zh}" if found.hint_zh else "请改本草稿。",
        hint_en=f"What is published stays: change this draft. The advice there is: {found.hint_en}"
        if found.hint_en
        else "Change this draft.",
    )


def reason(
    packs: Iterable[Pack],
    catalogue: Catalogue,
    on: date,
    about: Container[str] | None = None,
    heard: Callable[[int], None] | None = None,
) -> tuple[Issue, ...]:
    """What only reasoning shows of these releases (see `engine.validate.reasoning`), in reading order.

    `about`: the files whose rules are asked about, beside all others (None: every file). `heard` is told after each
    answer of the solver how many there were.
    Apart from `validate`, since it needs the optional solver, which a running service does not load: a release is
    reasoned about when it is checked, not each time it is read.
    """
    return in_reading_order(reasoned(Library(packs=tuple(packs), catalogue=catalogue, on=on), about, heard))


def validate_cases(packs: Iterable[Pack], catalogue: Catalogue, on: date, cases: Sequence[Case]) -> tuple[Issue, ...]:
    """What the cases of these releases leave untested, in reading order."""
    library = Library(packs=tuple(packs), catalogue=catalogue, on=on)
    return in_reading_order(found for check in CASE_CHECKS for found in check(library, cases))
