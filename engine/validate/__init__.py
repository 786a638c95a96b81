"""Is a library of packs lawful and whole? A tuple of plain checks; every fault at once.

Reads values only (`engine.parse` refuses what is no pack at all). Whether the rules say what the law says is for the
cases and a jurist; what one engine cannot hold is for `engine.compile`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from engine.catalogue import Catalogue
from engine.issues import Issue, in_reading_order
from engine.pack import Pack
from engine.validate.bases import (
    bases_were_in_force,
    every_basis_resolves,
    every_part_has_a_basis,
    gaps_are_told,
    lapsing_bases_are_shown,
    unverified_bases_are_shown,
)
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
)
from engine.validate.library import Library
from engine.validate.references import (
    departments_are_known,
    lists_exist,
    matters_are_known,
    measures_are_asked_about,
    measures_are_reached,
    met_has_no_cycles,
    met_rules_exist,
    modes_agree,
    roles_and_scopes_are_known,
)
from engine.validate.rewards import bars_and_rewards_exclude, rewards_are_open_to_all

Check = Callable[[Library], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    versions_are_unique,
    lists_have_one_home,
    corrections_name_a_release,
    releases_do_not_overlap,
    jurisdiction_stays,
    every_part_has_a_basis,
    every_basis_resolves,
    bases_were_in_force,
    parameters_have_one_value_each_day,
    lists_exist,
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
    bars_and_rewards_exclude,
    floors_make_lighter,
    rewards_are_open_to_all,
    measures_are_asked_about,
    measures_are_reached,
    unverified_bases_are_shown,
    lapsing_bases_are_shown,
    gaps_are_told,
)


def validate(packs: Iterable[Pack], catalogue: Catalogue, on: date) -> tuple[Issue, ...]:
    """Every fault, warning and documented gap of these releases, in reading order; `on` is the day they are looked at."""
    library = Library(packs=tuple(packs), catalogue=catalogue, on=on)
    return in_reading_order(found for check in CHECKS for found in check(library))
