"""Are the rows of the book those its hash chain tells of? Recomputes every "rows" link from the database, all in one pass.

Rows of each part are read in the order of their numbers beside the links, so memory holds the digests of one unit's
rows, never the book. Also: an entry's present row is its latest version, a correction and what it corrects name each
other, and the book's counter is where the links end. It says nothing about the links themselves: the payloads are
believed as they stand, and `audit_chain.verify` is what vouches for them.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select, type_coerce
from sqlalchemy.exc import DataError
from sqlalchemy.types import NullType

from adapters.audit_chain import ChainVerdict, StoredLink, verify
from adapters.store import tables as t
from adapters.store.erased_rows import ErasedRows
from adapters.store.evidence import FORM, PARTS, ROWS, Part, part_digest, row_digest
from adapters.store.reading import SqlReader

NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """One place where the rows are not as they were written: table (or part of one), the range of numbers, what is wrong."""

    table: str
    first: int
    last: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsVerdict:
    """What a verification found: units and rows it recomputed, and every fault."""

    units: int
    rows: int
    faults: tuple[RowFault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """What one link says: its range, and per part how many rows and their digest."""

    first: int
    last: int
    told: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookVerdict:
    """The links by themselves, and the rows against the links."""

    chain: ChainVerdict
    rows: RowsVerdict

    @property
    def holds(self) -> bool:
        return self.chain.holds and self.rows.holds


def verify_book(reader: SqlReader) -> BookVerdict:
    """Chain and rows, both in the reader's one view of the book."""
    with reader.damaged_texts_shown():
        return BookVerdict(chain=verify(reader), rows=verify_rows(reader))


def verify_rows(reader: SqlReader) -> RowsVerdict:
    """Every row of the record against the link that tells of it, in the reader's one view of the book."""
    parts = [_PartRows(reader, part) for part in PARTS]
    faults: list[RowFault] = []
    units = covered = 0
    for link in _rows_links(reader):
        unit = _unit_of(link)
        if unit is None:
            faults.append(_unreadable_link(link))
            continue
        faults += _range_faults(unit, covered)
        for part in parts:
            faults += part.compared_with(unit)
        units, covered = units + 1, unit.last
    for part in parts:
        faults += part.beyond(covered)
    faults += _counter_faults(reader, covered)
    faults += _entry_faults(reader)
    faults += _correction_faults(reader)
    return RowsVerdict(units=units, rows=sum(part.count for part in parts), faults=tuple(faults))


def _rows_links(reader: SqlReader) -> Iterator[StoredLink]:
    after = 0
    while page := reader.chain_rows(after):
        yield from (link for link in page if link.kind == ROWS)
        after = page[-1].number


def _unit_of(link: StoredLink) -> _Unit | None:
    """None: not a payload we write."""
    try:
        payload = json.loads(link.payload)
        told = {name: (int(one["rows"]), str(one["digest"])) for name, one in payload["tables"].items()}
        unit = _Unit(first=int(payload["first"]), last=int(payload["last"]), told=told)
        return unit if payload["form"] == FORM and told.keys() <= {part.name for part in PARTS} else None
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError):
        return None


class _PartRows:
    """The rows of one part in the order of their numbers, read once and forwards; `count`: rows found in their units."""

    def __init__(self, reader: SqlReader, part: Part) -> None:
        self.count = 0
        self._part = part
        self._rows = reader.stream(_in_order(part))
        self._is_readable = True
        self._has_given_up = False
        self._erased = ErasedRows(reader, part)
        self._next: Sequence[Any] | None = None
        self._advance()

    def _advance(self) -> None:
        try:
            self._next = next(self._rows, None)
        except (DataError, ValueError, OverflowError):  # no driver's value: a day beyond the calendar, say
            self._next, self._is_readable = None, False

    def compared_with(self, unit: _Unit) -> Iterator[RowFault]:
        """Faults of this part up to the end of this unit's range."""
        yield from self._strays(unit.first - 1)
        digests: list[bytes] = []
        erased, otherwise = self._erased.up_to(unit.last), 0
        while self._next is not None and unit.first <= _number(self._next) <= unit.last:
            found = row_digest(self._part, self._next[1:], len(digests) + 1)
            if (key := self._erased.key_of(self._next[1:])) in erased:
                was = erased[key]
                otherwise += was is None or was.after != found
                found = was.before if was else found
            digests.append(found)
            self._advance()
        if otherwise:
            zh, en = "有行与删除登记不符", "rows are not as they were emptied"
            yield self._fault(unit.first, unit.last, zh, en)
        self.count += len(digests)
        rows, digest = unit.told.get(self._part.name, (0, part_digest(())))
        if not self._is_readable:
            yield from self._given_up(unit.first, unit.last)
        elif rows != len(digests):
            yield self._count_fault(unit, rows, len(digests))
        elif digest != part_digest(digests):
            yield self._fault(unit.first, unit.last, "有行被改动", "rows were altered")

    def beyond(self, covered: int) -> Iterator[RowFault]:
        """Faults of this part after the last unit."""
        yield from self._strays(None)
        if not self._is_readable:
            yield from self._given_up(covered, covered)

    def _given_up(self, first: int, last: int) -> Iterator[RowFault]:
        """Said once, where reading stopped: behind a value that no driver can read nothing of the part is compared."""
        if not self._has_given_up:
            self._has_given_up = True
            zh, en = "自此有行无法读取，未能继续核对", "from here on a row cannot be read; the rest was not compared"
            yield self._fault(first, last, zh, en)

    def _strays(self, until: int | None) -> Iterator[RowFault]:
        """One fault for the rows numbered up to `until` (None: to the end) that the unit before left behind."""
        first = last = strays = 0
        while self._next is not None and (until is None or _number(self._next) <= until):
            number = _number(self._next)
            first, last, strays = (first if strays else number), number, strays + 1
            self._advance()
        if strays:
            zh, en = f"{strays}行不在任何登记单元的序号范围内", f"{strays} rows lie in no recorded unit's range"
            yield self._fault(first, last, zh, en)

    def _count_fault(self, unit: _Unit, told: int, found: int) -> RowFault:
        zh, en = ("有行缺失", "rows are missing") if found < told else ("有行被插入", "rows were inserted")
        counts_zh, counts_en = f"：登记{told}行，现有{found}行", f": {told} were recorded, {found} are there"
        return self._fault(unit.first, unit.last, zh + counts_zh, en + counts_en)

    def _fault(self, first: int, last: int, zh: str, en: str) -> RowFault:
        name = self._part.name
        return RowFault(table=name, first=first, last=last, zh=f"{self._part.zh}：{zh}", en=en)


def _in_order(part: Part) -> Select[*tuple[Any, ...]]:
    """Number and columns of every row as the driver gives them: a value no type of ours can hold must not stop us."""
    column = part.table.c
    shown = [type_coerce(column[name], NullType()) for name in (part.seq, *part.columns)]
    order = [column[part.seq], *([column[part.order]] if part.order else [])]
    return select(*shown).where(column[part.seq].is_not(None)).order_by(*order)


def _number(row: Sequence[Any]) -> int:
    return row[0] if isinstance(row[0], int) else NOWHERE


def _range_faults(unit: _Unit, covered: int) -> Iterator[RowFault]:
    """Units follow each other without gap: the counter has one writer and is given back by what is undone."""
    if unit.first > covered + 1:
        yield _missing_unit(covered + 1, unit.first - 1)
    elif unit.first <= covered or unit.last < unit.first:
        zh, en = "登记单元的序号范围重叠", "the ranges of two units overlap"
        yield RowFault(table=t.CHAIN_LINK.name, first=unit.first, last=unit.last, zh=f"审计链：{zh}", en=en)


def _missing_unit(first: int, last: int) -> RowFault:
    zh, en = "这些序号没有行摘要", "no link tells the rows of these numbers"
    return RowFault(table=t.CHAIN_LINK.name, first=first, last=last, zh=f"审计链：{zh}", en=en)


def _unreadable_link(link: StoredLink) -> RowFault:
    zh, en = f"第{link.number}条的行摘要无法读取", f"link {link.number} does not tell its rows in a form we know"
    return RowFault(table=t.CHAIN_LINK.name, first=link.seq, last=link.seq, zh=f"审计链：{zh}", en=en)


def _counter_faults(reader: SqlReader, covered: int) -> Iterator[RowFault]:
    drawn = reader.last_seq()
    if drawn > covered:
        yield _missing_unit(covered + 1, drawn)
    elif drawn < covered:
        zh, en = f"计数停在{drawn}，登记至{covered}", f"the counter stands at {drawn}, the record goes on to {covered}"
        yield RowFault(table=t.BOOK.name, first=drawn + 1, last=covered, zh=f"账簿：{zh}", en=en)


def _entry_faults(reader: SqlReader) -> Iterator[RowFault]:
    """An entry's present row says what its latest version says, and neither is without the other."""
    now, then, later = t.ENTRY, t.ENTRY_VERSION, t.ENTRY_VERSION.alias("later")
    latest = select(func.max(later.c.version)).where(later.c.id == now.c.id).scalar_subquery()
    differs = [now.c[column.name].is_distinct_from(then.c[column.name]) for column in now.c]
    of_it = and_(then.c.id == now.c.id, then.c.version == latest)
    unlike = select(now.c.proposed_seq, then.c.seq).select_from(now).outerjoin(then, of_it).where(or_(*differs))
    for first, last in reader.stream(unlike):
        zh, en = "现状与最近一次登记的状态不符", "its present row is not its latest version"
        yield RowFault(table=now.name, first=first, last=last or first, zh=f"条目：{zh}", en=en)
    left = select(then.c.seq).where(not_(exists().where(now.c.id == then.c.id)), then.c.version == 1)
    for (seq,) in reader.stream(left):
        yield RowFault(table=now.name, first=seq, last=seq, zh="条目：现状缺失", en="its present row is missing")


def _correction_faults(reader: SqlReader) -> Iterator[RowFault]:
    """A fact marked as corrected has the record that corrects it, under the number of the mark; and the other way round."""
    old, new = t.FACT.alias("old"), t.FACT.alias("new")
    each_other = and_(new.c.supersedes == old.c.id, new.c.recorded_seq == old.c.superseded_seq)
    marked = select(old.c.recorded_seq, old.c.superseded_seq).where(old.c.superseded_seq.is_not(None))
    for first, last in reader.stream(marked.outerjoin_from(old, new, each_other).where(new.c.id.is_(None))):
        zh, en = "已标记更正，但没有相应的更正记录", "marked as corrected, and no record corrects it"
        yield RowFault(table=t.FACT.name, first=first, last=last, zh=f"事实：{zh}", en=en)
    correcting = select(new.c.recorded_seq).where(new.c.supersedes.is_not(None))
    for (seq,) in reader.stream(correcting.outerjoin_from(new, old, each_other).where(old.c.id.is_(None))):
        zh, en = "更正所针对的记录未按此标记", "what it corrects is not marked so"
        yield RowFault(table=t.FACT.name, first=seq, last=seq, zh=f"事实：{zh}", en=en)
