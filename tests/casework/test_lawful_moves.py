"""The page of lawful moves against the code that applies it: each colour, state, move and role, and nothing beside."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product

import pytest

from casework.entry import lawful_now, move_by_clock, move_entry
from casework.errors import Refused
from casework.four_eyes import APART
from casework.lawful_moves import LAWFUL_MOVES, Lawful, moves_for
from casework.occasion import MoveRequest
from casework.records import Account, EntryRecord, EntryState, Move, Role, SubjectType
from engine.pack import Colour
from tests.fakes.province import WAGE, Province, repository_shelf
from tests.fakes.shelf import FakeShelf

TABLE = list(product(Colour, (False, True), EntryState))


def shelf_of(colour: Colour) -> FakeShelf:
    """The wage list, as if it were of this colour."""
    [wage] = [pack for pack in repository_shelf().packs() if WAGE in pack.lists]
    listed = replace(wage.lists[WAGE], colour=colour)
    return FakeShelf([replace(wage, lists={WAGE: listed})], repository_shelf().catalogue)


def entry_in(province: Province, state: EntryState, *, mirrored: bool) -> EntryRecord:
    subject = province.register(SubjectType.ENTERPRISE)
    entry = EntryRecord(
        id="entry-1",
        subject_id=subject.id,
        list_id=WAGE,
        authority="human-resources",
        state=state,
        mirrored=mirrored,
        version=1,
        proposed_seq=1,
        effective_on=date(2027, 1, 4) if state is EntryState.EFFECTIVE else None,
        term_known=True,
    )
    with province.store.unit_of_work() as work:
        work.add_entry(replace(entry, proposed_seq=work.draw_seq()))
        work.commit()
    return province.entry(entry.id)


def row_of(colour: Colour, state: EntryState, move: Move, *, mirrored: bool) -> Lawful | None:
    """The row, read off the page itself."""
    of_it = [one for one in LAWFUL_MOVES if one.move is move and colour in one.colours and one.mirrored == mirrored]
    return next((one for one in of_it if state in one.from_states), None)


def tried(province: Province, shelf: FakeShelf, entry: EntryRecord, move: Move, role: Role) -> Refused:
    """The refusal of a move about which nothing is said."""
    account = Account(id="somebody", name="某人", department="human-resources", roles=frozenset({role}))
    with province.store.unit_of_work() as work:
        try:
            move_entry(work, province.clock, account, entry, MoveRequest(move=move, version=1), shelf, lambda: None)
        except Refused as refused:
            return refused
    raise AssertionError(f"{move} by {role} from {entry.state} went through with nothing said")


@pytest.mark.parametrize(("colour", "mirrored", "state"), TABLE, ids=str)
def test_each_move_by_each_role_is_what_the_page_says(colour: Colour, mirrored: bool, state: EntryState) -> None:
    """Lawful moves ask for what the row names; all others name the law or the role, and nothing is ever written."""
    province, shelf = Province(evaluator=None), shelf_of(colour)  # type: ignore[arg-type]  # nothing is judged here
    entry = entry_in(province, state, mirrored=mirrored)
    before = province.store.state.seq  # type: ignore[attr-defined]
    wrong: list[str] = []

    for move, role in product(Move, Role):
        refused = tried(province, shelf, entry, move, role)
        row = row_of(colour, state, move, mirrored=mirrored)
        if row is not None and row.role is role:
            expected = ("move-incomplete", f"missing: {', '.join(row.needs)}")
        elif mirrored:
            expected = ("mirrored", refused.en)
        elif row is None:
            expected = ("move-not-lawful", refused.en)
        else:
            expected = ("by-the-clock" if row.role is None else "role-missing", refused.en)
        if (refused.code, refused.en) != expected or not refused.law:
            wrong.append(f"{move} by {role}: {refused.code} {refused.en} ({refused.law})")

    assert wrong == []
    assert province.store.state.seq == before  # type: ignore[attr-defined]


def test_no_two_rows_speak_of_the_same_move() -> None:
    """A move that two rows allow would be guarded by whichever comes first."""
    twice = [
        (one.move, two.colours)
        for one, two in combinations(LAWFUL_MOVES, 2)
        if one.move is two.move and one.mirrored == two.mirrored and set(one.colours) & set(two.colours)
    ]

    assert twice == []


@pytest.mark.parametrize("colour", list(Colour))
def test_every_state_is_reached_and_left(colour: Colour) -> None:
    """From the proposal each state can be reached, and every one that is not closed can be left."""
    rows = moves_for(colour, mirrored=False).values()
    reached, grew = {EntryState.PROPOSED}, True
    while grew:
        further = {row.to_state for row in rows if row.to_state and set(row.from_states) & reached}
        grew = not further <= reached
        reached |= further
    skipped = EntryState.NOTICED if colour is Colour.RED else EntryState.PUBLICISED
    left = {state for row in rows for state in row.from_states if row.to_state not in (None, state)}

    assert reached == set(EntryState) - {skipped}
    assert {state for state in reached if state not in left} == {state for state in EntryState if state.is_closed}


def test_nothing_takes_effect_without_decision_and_another_hand() -> None:
    """Whatever rows are added later: the only ways into effect are approval by another, and another authority's document."""
    into_effect = {(one.move, one.from_states) for one in LAWFUL_MOVES if one.to_state is EntryState.EFFECTIVE}
    into_approval = {(one.move, one.from_states) for one in LAWFUL_MOVES if one.to_state is EntryState.APPROVED}
    apart = {(pair.later, earlier) for pair in APART for earlier in pair.earlier}

    assert into_effect == {(Move.TAKE_EFFECT, (EntryState.APPROVED,)), (Move.MIRROR, ())}
    assert into_approval == {(Move.APPROVE, (EntryState.DECIDED,))}
    assert {(Move.APPROVE, Move.DECIDE), (Move.APPROVE, Move.SERVE_NOTICE)} <= apart


def test_what_the_desk_offers_is_what_the_page_allows() -> None:
    """The clock's moves are offered to nobody."""
    province = Province(evaluator=None)  # type: ignore[arg-type]  # nothing is judged here
    entry = entry_in(province, EntryState.PROPOSED, mirrored=False)

    assert {one.move for one in lawful_now(entry, Colour.BLACK)} == {Move.SERVE_NOTICE, Move.REJECT, Move.RECUSE}
    assert {one.move for one in lawful_now(entry, Colour.RED)} == {Move.PUBLICISE, Move.REJECT, Move.RECUSE}


@pytest.mark.parametrize("state", list(EntryState))
def test_the_clock_makes_its_own_moves_only(state: EntryState) -> None:
    """No passed clock may decide, approve or take anything into effect."""
    province, shelf = Province(evaluator=None), shelf_of(Colour.BLACK)  # type: ignore[arg-type]  # nothing is judged here
    entry = entry_in(province, state, mirrored=False)
    refused = set[Move]()

    for move in Move:
        with province.store.unit_of_work() as work:
            try:
                move_by_clock(work, province.clock, shelf, entry, move)
            except Refused as error:
                refused |= {move} if error.code == "move-not-lawful" else set()

    own = {Move.LAPSE} if state is EntryState.PROPOSED else {Move.EXPIRE} if state is EntryState.EFFECTIVE else set()
    assert refused == set(Move) - own
