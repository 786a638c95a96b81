"""The direct engine on related persons: on which days a role was held, and what is asked of that day."""

from datetime import date, timedelta

import pytest

from engine.conditions import BanLeaf, EntryLeaf, Held
from engine.facts import NONE, UNKNOWN, BanFact, EntryFact, RelatedSubject, Truth
from tests.fakes.programs import TODAY, situation, truth_in

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
DAY = timedelta(days=1)
THEN = date(2023, 3, 1)
LISTED = EntryFact(id="e", list_id="wage-list", start=THEN, term_end=NONE)
NOW = EntryLeaf(list_id="wage-list", of="director")
AT_START = EntryLeaf(list_id="wage-list", of="director", held=Held.START)


def director(entry: EntryFact = LISTED, **more) -> RelatedSubject:
    return RelatedSubject(id="p", role="director", entries=(entry,), **more)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (NONE, NONE, T),
        (TODAY, NONE, T),
        (TODAY + DAY, NONE, F),
        (NONE, TODAY, F),
        (NONE, TODAY + DAY, T),
        (UNKNOWN, NONE, U),
        (NONE, UNKNOWN, U),
        (UNKNOWN, TODAY, F),
        (TODAY + DAY, UNKNOWN, F),
    ],
)
def test_a_role_is_held_from_since_until_before_until(since, until, expected):
    """held(p, d) = since <= d < until; what is not known on one side stays open unless the other side settles it."""
    assert truth_in(NOW, situation(related=(director(since=since, until=until),))) == expected


@pytest.mark.parametrize(
    ("named_on", "since", "until", "expected"),
    [
        (TODAY, TODAY + DAY, NONE, T),
        (TODAY, NONE, TODAY - DAY, T),
        (TODAY - DAY, UNKNOWN, NONE, T),
        (TODAY + DAY, UNKNOWN, NONE, U),
        (TODAY + DAY, NONE, UNKNOWN, T),
        (TODAY - DAY, NONE, UNKNOWN, U),
    ],
)
def test_a_day_on_which_the_person_is_named_settles_the_ends_towards_it(named_on, since, until, expected):
    """Held on the day named; an unknown beginning lies before it, an unknown end after it, no more."""
    related = (director(named_on=named_on, since=since, until=until),)

    assert truth_in(NOW, situation(related=related)) == expected


@pytest.mark.parametrize(
    ("since", "until", "now", "then"),
    [
        (NONE, THEN, F, F),
        (NONE, THEN + DAY, F, T),
        (THEN, NONE, T, T),
        (THEN + DAY, NONE, T, F),
        (UNKNOWN, NONE, U, U),
    ],
)
def test_held_start_asks_about_the_day_the_entry_began(since, until, now, then):
    """A former director answers for what began in his time, a later one for nothing that began before."""
    here = situation(related=(director(since=since, until=until),))

    assert [truth_in(leaf, here) for leaf in (NOW, AT_START)] == [now, then]


@pytest.mark.parametrize(("start", "expected"), [(UNKNOWN, U), (NONE, F)])
def test_held_start_of_an_entry_without_a_known_start(start, expected):
    """An unknown start leaves open whether the role was held on it; an entry that never began does not stand."""
    entry = EntryFact(id="e", list_id="wage-list", start=start, term_end=NONE)

    assert truth_in(AT_START, situation(related=(director(entry),))) == expected


@pytest.mark.parametrize(("until", "now", "then"), [(TODAY, F, U), (NONE, U, U)])
def test_a_register_that_is_not_covered_counts_for_the_days_the_role_was_held(until, now, then):
    """Nobody answers for the unseen entries of one who has left, unless what counts is when they began."""
    unseen = RelatedSubject(id="p", role="director", until=until, not_covered=frozenset({"entry"}))

    assert [truth_in(leaf, situation(related=(unseen,))) for leaf in (NOW, AT_START)] == [now, then]


@pytest.mark.parametrize(
    ("stored", "asked", "expected"),
    [
        ("food", "food", T),
        ("any", "food", T),
        ("building", "food", F),
        ("food", "any", F),
        ("any", "any", T),
        ("food", None, T),
        ("any", None, T),
    ],
)
def test_a_ban_from_everything_is_a_ban_of_every_scope(stored, asked, expected):
    """`scope: food` finds bans of food and of "any"; `scope: any` only the latter; no scope finds each."""
    ban = BanFact(id="b", ban_id="life", scope=stored, start=THEN, term_end=NONE)
    related = (RelatedSubject(id="p", role="director", bans=(ban,)),)

    assert truth_in(BanLeaf(scope=asked), situation(bans=(ban,))) == expected
    assert truth_in(BanLeaf(scope=asked, of="director"), situation(related=related)) == expected
