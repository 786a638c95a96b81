"""A situation of unknown content: so many records, entries and bans, with every field that is read as an unknown.

Every fact of it is known (no unknown); a field that need not exist may be `none`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.facts import Plain
from engine.solver.days import Days
from engine.solver.needs import Need
from engine.solver.terms import Search, Term, Terms

ANY_SCOPE = "any"
OTHER_SCOPE = "其他范围"
"""A scope that no catalogue names: a stored ban may have one, of a catalogue before this."""
START = "start"


@dataclass(slots=True, kw_only=True)
class Cell:
    """One field of one record: whether there is none, and its value otherwise."""

    type: FieldType
    none: Term
    value: Term


@dataclass(slots=True, kw_only=True)
class Slot:
    """One record that may or may not be there, with the cells read so far."""

    kind: FactKind
    here: Term
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Standing(Slot):
    """One effective entry or ban that may be there. `scope`: a ban's. The person it is about holds the role on the
    day asked about (`now`) and on the day it began (`at_start`); both always so for the subject itself."""

    start: Term
    scope: Term
    now: Term
    at_start: Term


class World:
    """The unknowns of one question. `search` gathers what must hold of them."""

    def __init__(self, catalogue: Catalogue, need: Need, terms: Terms, *, narrow: bool) -> None:
        self.terms, self.catalogue, self.search, self.need = terms, catalogue, Search(terms), need
        self.days = Days(terms, catalogue.calendar, narrow, self.search.require)
        self.as_of = self.days.day("as_of")
        self.subject = Slot(kind=catalogue.subject, here=terms.always(True))
        self._texts: dict[str, int] = {}
        self._slots: dict[str, tuple[Slot, ...]] = {}
        self._pools: dict[str, tuple[Standing, ...]] = {}

    @property
    def slots(self) -> Mapping[str, tuple[Slot, ...]]:
        return self._slots

    @property
    def pools(self) -> Mapping[str, tuple[Standing, ...]]:
        return self._pools

    def records(self, kind: str) -> tuple[Slot, ...]:
        """As many records of the kind as the question needs; they stand in for each other, so earlier ones come first."""
        if kind not in self._slots:
            slots = tuple(self._record(self.catalogue.kinds[kind]) for _ in range(self.need.number[kind]))
            for one, other in pairwise(slots):
                self.search.require(self.terms.implies(other.here, one.here))
            self._slots[kind] = slots
        return self._slots[kind]

    def standing(self, pool: str, *, of_role: bool) -> tuple[Standing, ...]:
        """The effective entries or bans of a pool (`needs.pool_of`)."""
        if pool not in self._pools:
            self._pools[pool] = tuple(self._standing(of_role=of_role) for _ in range(self.need.number[pool]))
        return self._pools[pool]

    def cell(self, slot: Slot, name: str) -> Cell:
        """The field of the record, made when it is first read."""
        if isinstance(slot, Standing) and name == START:
            return Cell(type=FieldType.DATE, none=self.terms.always(False), value=slot.start)
        if name not in slot.cells:
            slot.cells[name] = self._cell(slot.kind.fields[name])
        return slot.cells[name]

    def law_date(self, slot: Slot) -> Term:
        return self.cell(slot, slot.kind.law_date).value

    def number_of_text(self, text: str) -> int:
        """The number that stands for a code or a text."""
        return self._texts.setdefault(text, len(self._texts))

    def text_of_number(self, number: int) -> str:
        known = {value: text for text, value in self._texts.items()}
        return known.get(number, f"其他{number}")

    def constant(self, type_: FieldType, value: Plain) -> Term:
        """A literal of that type as a number."""
        return self.terms.constant(self._number(type_, value))

    def _number(self, type_: FieldType, value: Plain) -> int:
        if type_ in (FieldType.CODE, FieldType.TEXT):
            return self.number_of_text(str(value))
        if not isinstance(value, str | int):
            return value.toordinal()
        return int(value)

    def _record(self, kind: FactKind) -> Slot:
        slot = Slot(kind=kind, here=self.terms.truth(kind.id))
        dated = self.cell(slot, kind.law_date)
        self.search.require(self.terms.no(dated.none))
        self.search.require(self.terms.implies(slot.here, dated.value <= self.as_of))
        return slot

    def _standing(self, *, of_role: bool) -> Standing:
        start = self.days.day(START)
        self.search.require(start <= self.as_of)
        now, at_start = (self.terms.truth(name) if of_role else self.terms.always(True) for name in ("now", "at_start"))
        self.search.require(self.terms.implies(start == self.as_of, now == at_start))
        scope = self.terms.number("scope")
        scopes = (*self.catalogue.scopes, ANY_SCOPE, OTHER_SCOPE)
        self.search.require(self.terms.any_of(scope == self.number_of_text(each) for each in scopes))
        here = self.terms.truth("stands")
        return Standing(kind=self.catalogue.entry, here=here, start=start, scope=scope, now=now, at_start=at_start)

    def _cell(self, known: FieldDef) -> Cell:
        none = self.terms.always(False) if known.always else self.terms.truth(f"no {known.id}")
        value = self.days.day(known.id) if known.type is FieldType.DATE else self.terms.number(known.id)
        self.search.require(*self._domain(known, value))
        return Cell(type=known.type, none=none, value=value)

    def _domain(self, known: FieldDef, value: Term) -> list[Term]:
        """What the catalogue says of every value of the field."""
        low = [] if known.low is None else [value >= known.low]
        high = [] if known.high is None else [value <= known.high]
        match known.type:
            case FieldType.FLAG:
                return [value >= 0, value <= 1]
            case FieldType.AREA:
                return [value >= 0, value <= 999_999]
            case FieldType.CODE if known.values:
                return [self.terms.any_of(value == self.number_of_text(code) for code in known.values)]
            case FieldType.TEXT | FieldType.CODE:
                return [value >= 0]
            case _:
                return [*low, *high]
