"""What an evaluation supposes to stand: entries its proposals would become, bans its records bring, and those given."""

from collections.abc import Sequence
from datetime import date

from casework.bans import bans_brought
from casework.holdings import ban_stands
from casework.programs import ProgramBook
from engine.compile.program import Program
from engine.direct.standing import held
from engine.evaluate import Finding, Judgement
from engine.facts import UNKNOWN, BanFact, EntryFact, RelatedSubject, Situation, Truth
from engine.measures import Holding, MeasureTable
from engine.pack import Colour, Gravity, Pack


def supposed_holdings(
    book: ProgramBook,
    table: MeasureTable,
    program: Program,
    situation: Situation,
    judgement: Judgement,
    proposals: Sequence[Finding],
    packs: Sequence[Pack],
) -> list[Holding]:
    """The proposals as if decided, the bans of the records, the entries and bans given. `packs`: in force for the judgement."""
    return [
        *_would_be_listed(proposals),
        *_would_be_banned(program, situation, judgement, packs),
        *_given(book, situation),
        *_given_bans(table, situation),
    ]


def _would_be_listed(proposals: Sequence[Finding]) -> list[Holding]:
    listed = {finding.listed.id: finding.listed for finding in proposals if finding.listed}
    return [
        Holding(
            id=f"proposal:{one.id}", kind="entry", key=one.id, colour=one.colour, gravity=one.gravity, role="subject"
        )
        for one in listed.values()
    ]


def _would_be_banned(
    program: Program, situation: Situation, judgement: Judgement, packs: Sequence[Pack]
) -> list[Holding]:
    """The bans that the records bring and that run, or may run, at as_of; none where one engine alone speaks."""
    if judgement.degraded:
        return []
    brought = bans_brought(program, situation, judgement, packs)
    return [
        _ban_holding(f"ban:{ban.measure}:{ban.fact_id}", ban.measure, "subject", certain=stands is Truth.MET)
        for ban in brought
        if (stands := ban_stands(ban, situation.as_of)) is not Truth.NOT_MET
    ]


def _ban_holding(holding_id: str, measure: str, role: str, *, certain: bool, suspended: bool = False) -> Holding:
    return Holding(
        id=holding_id,
        kind="ban",
        key=measure,
        colour=Colour.BLACK,
        gravity=Gravity.ORDINARY,
        role=role,
        certain=certain,
        suspended=suspended,
    )


def _given_bans(table: MeasureTable, situation: Situation) -> list[Holding]:
    """The given bans that are effective, or may be, at as_of; `measure` names "pack#measure" or the measure alone."""
    own = [("subject", True, ban) for ban in situation.bans]
    others = [(person.role, sure, ban) for person, sure in _holders(situation) for ban in person.bans]
    keys = {name: key for key in table.of_ban for name in (key, key.partition("#")[2])}
    return [
        _ban_holding(ban.id, keys[ban.ban_id], role, certain=sure and _certain(ban), suspended=ban.suspended)
        for role, sure, ban in (*own, *others)
        if ban.ban_id in keys and _may_stand(ban, situation.as_of)
    ]


def _holders(situation: Situation) -> list[tuple[RelatedSubject, bool]]:
    """Who holds a role at as_of, or may, and whether they surely do (spec chapter 11)."""
    found = ((person, held(person, situation.as_of)) for person in situation.related)
    return [(person, surely) for person, (surely, possibly) in found if possibly]


def _may_stand(given: EntryFact | BanFact, as_of: date) -> bool:
    """Whether it is effective at as_of, or may be (spec chapter 11)."""
    if given.ended_on is not None and given.ended_on <= as_of:
        return False
    if isinstance(given.start, date) and as_of < given.start:
        return False
    return not (isinstance(given.term_end, date) and given.term_end < as_of)


def _certain(given: EntryFact | BanFact) -> bool:
    return isinstance(given.start, date) and given.term_end is not UNKNOWN


def _given(book: ProgramBook, situation: Situation) -> list[Holding]:
    own = [("subject", True, entry) for entry in situation.entries]
    others = [(person.role, sure, entry) for person, sure in _holders(situation) for entry in person.entries]
    return [
        standing
        for role, sure, entry in (*own, *others)
        if (standing := _entry_holding(book, role, entry, situation.as_of, surely_held=sure))
    ]


def _entry_holding(book: ProgramBook, role: str, entry: EntryFact, as_of: date, *, surely_held: bool) -> Holding | None:
    """The given entry where it is effective, or may be, at as_of."""
    if not _may_stand(entry, as_of):
        return None
    definition = next((pack.lists[entry.list_id] for pack in book.shelf.packs() if entry.list_id in pack.lists), None)
    if definition is None:
        return None
    return Holding(
        id=entry.id,
        kind="entry",
        key=entry.list_id,
        colour=definition.colour,
        gravity=definition.gravity,
        role=role,
        certain=surely_held and _certain(entry),
        suspended=entry.suspended,
    )
