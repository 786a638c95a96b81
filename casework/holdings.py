"""What stands about the parties of a check: effective entries and bans, with the role each party holds.

Effective at a day: begun, not ended, within its term (spec chapter 11). What has no known start or term bars
nobody and is told as unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from casework.colours import colour_of
from casework.ports import Reader
from casework.programs import ProgramBook
from casework.records import BanRecord, EntryRecord, EntryState, FactRecord, SubjectRecord
from engine.facts import Truth
from engine.measures import AppliedMeasure, Holding, MeasureTable, TableRow
from engine.pack import Colour, Effect, Gravity


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Holdings with the records behind them (by holding id) and the rows of the bans among them."""

    holdings: tuple[Holding, ...]
    entries: Mapping[str, EntryRecord]
    bans: Mapping[str, BanRecord]
    ban_rows: Mapping[str, TableRow] = field(default_factory=dict)
    decisions: Mapping[str, FactRecord] = field(default_factory=dict)

    def with_ban_rows(self, table: MeasureTable) -> MeasureTable:
        """The table with each found ban's own measure, under the release it was made under."""
        return replace(table, of_ban={**table.of_ban, **self.ban_rows})

    def uncertain(self, applied: Sequence[AppliedMeasure]) -> list[Mapping[str, object]]:
        """What is not known about a holding that could bring a bar, a restriction or a review to this matter."""
        unsure: dict[str, Mapping[str, object]] = {}
        for one in applied:
            if one.dropped or one.holding.certain or one.row.effect.weight > Effect.REVIEW.weight:
                continue
            missing = self._missing(one.holding.id)
            unsure[one.holding.id] = {"what": one.row.measure.title, "missing": missing}
        return list(unsure.values())

    def _missing(self, holding_id: str) -> list[str]:
        if holding_id in self.bans:
            ban = self.bans[holding_id]
            return [*([] if ban.start_known else ["ban.start"]), *([] if ban.term_known else ["ban.term"])]
        entry = self.entries[holding_id]
        return [*([] if entry.effective_on else ["entry.start"]), *([] if entry.term_known else ["entry.term"])]


def found_about(
    reader: Reader, book: ProgramBook, parties: Sequence[tuple[SubjectRecord, str]], on: date, place: str
) -> Found:
    """Everything that stands, or may stand, on `on` about the parties."""
    ids = list(dict.fromkeys(record.id for record, _ in parties))
    entries = reader.entries_of(ids)
    bans = reader.bans_of(ids)
    holdings: list[Holding] = []
    entry_records: dict[str, EntryRecord] = {}
    ban_records: dict[str, BanRecord] = {}
    rows: dict[str, TableRow] = {}
    for record, role in parties:
        for entry in entries.get(record.id, ()):
            holding = _entry_holding(book, entry, role, on)
            if holding:
                holdings.append(holding)
                entry_records[entry.id] = entry
        for ban in bans.get(record.id, ()):
            row = book.ban_row(ban.measure, ban.pack_version, on, on, place)
            holding = _ban_holding(ban, role, on)
            if holding and row:
                holdings.append(holding)
                ban_records[ban.id] = ban
                rows[holding.key] = row
    return Found(
        holdings=tuple(holdings),
        entries=entry_records,
        bans=ban_records,
        ban_rows=rows,
        decisions=_decisions(reader, ban_records),
    )


def _decisions(reader: Reader, bans: Mapping[str, BanRecord]) -> Mapping[str, FactRecord]:
    """The recorded decision that each ban rests on, by ban id."""
    subjects = list(dict.fromkeys(ban.subject_id for ban in bans.values()))
    facts = {fact.id: fact for held in reader.facts_of(subjects).values() for fact in held} if subjects else {}
    return {ban.id: facts[ban.fact_id] for ban in bans.values() if ban.fact_id in facts}


def entry_stands(entry: EntryRecord, on: date) -> Truth:
    """Whether the entry is effective on `on` (spec chapter 11): unknown start or term give unknown unless it surely ended."""
    if entry.state not in (EntryState.EFFECTIVE, EntryState.ENDED):
        return Truth.NOT_MET
    if entry.state is EntryState.ENDED and entry.ended_on is None:
        return Truth.NOT_MET
    return _stands(entry.effective_on, entry.term_end, entry.term_known, entry.ended_on, on)


def entry_is_open(entry: EntryRecord, on: date) -> bool:
    """Whether the entry still runs or may yet; one past its last day does not, though nobody has ended it."""
    if entry.state.is_closed:
        return False
    return entry.state is not EntryState.EFFECTIVE or entry_stands(entry, on) is not Truth.NOT_MET


def ban_stands(ban: BanRecord, on: date) -> Truth:
    """Whether the ban binds on `on`."""
    start = ban.start if ban.start_known else None
    term_known = ban.for_life or (ban.term_known and ban.term_end is not None)
    return _stands(start, None if ban.for_life else ban.term_end, term_known, ban.ended_on, on)


def _stands(start: date | None, end: date | None, end_known: bool, ended_on: date | None, on: date) -> Truth:
    if ended_on is not None and ended_on <= on:
        return Truth.NOT_MET
    if start is not None and on < start:
        return Truth.NOT_MET
    if end_known and end is not None and end < on:
        return Truth.NOT_MET
    return Truth.MET if start is not None and end_known else Truth.UNKNOWN


def _entry_holding(book: ProgramBook, entry: EntryRecord, role: str, on: date) -> Holding | None:
    stands = entry_stands(entry, on)
    if stands is Truth.NOT_MET:
        return None
    colour, gravity = colour_of(book.shelf, entry)
    return Holding(
        id=entry.id,
        kind="entry",
        key=entry.list_id,
        colour=colour,
        gravity=gravity,
        role=role,
        certain=stands is Truth.MET,
        suspended=entry.suspended,
    )


def _ban_holding(ban: BanRecord, role: str, on: date) -> Holding | None:
    stands = ban_stands(ban, on)
    if stands is Truth.NOT_MET:
        return None
    return Holding(
        id=ban.id,
        kind="ban",
        key=f"{ban.measure}@{ban.pack_version}",
        colour=Colour.BLACK,
        gravity=Gravity.ORDINARY,
        role=role,
        certain=stands is Truth.MET,
    )
