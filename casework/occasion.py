"""One move as it is asked for, and all that a guard may look at to say whether it is lawful. Nothing here decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from typing import NoReturn

from casework.errors import Refused
from casework.judging import Proposal
from casework.move_laws import LOCAL
from casework.places import place_of
from casework.ports import Reader, Shelf
from casework.records import Account, EntryRecord, Move, MoveRecord
from engine.explain.printing import cited
from engine.pack import Colour, ListDef, Pack, Step
from engine.place_calendar import PlaceCalendar

CHINA = timezone(timedelta(hours=8))
"""The zone in which an instant has a date in law (without summer time since 1991)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """What an officer submits. `version`: the entry's version they saw. Dates are law dates; texts are theirs."""

    move: Move
    version: int
    document: str = ""
    law_date: date | None = None
    reasons: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Everything a guard may look at. `pack` and `list_def`: the law of today.

    `still_met`: what today's facts and law still propose on the grounds of this entry. `keeps_state`: the move leaves the
    entry in its state.
    """

    entry: EntryRecord
    request: MoveRequest
    history: tuple[MoveRecord, ...]
    account: Account
    pack: Pack
    list_def: ListDef
    today: date
    still_met: Callable[[], Proposal | None]
    keeps_state: bool
    reader: Reader
    shelf: Shelf

    @property
    def place(self) -> PlaceCalendar:
        """The working days of the subject's area, its local holidays among them."""
        return place_of(self.reader, self.shelf.catalogue, self.entry.subject_id)

    @property
    def is_red(self) -> bool:
        return self.list_def.colour is Colour.RED

    def last(self, move: Move) -> MoveRecord | None:
        """The latest such move of the entry."""
        return next((one for one in reversed(self.history) if one.move is move), None)

    def last_anew(self, move: Move) -> MoveRecord | None:
        """The latest such move since the decision was last returned: what was done for a returned draft is done again."""
        found, returned = self.last(move), self.last(Move.RETURN_DECISION)
        return None if found and returned and found.number < returned.number else found

    def day_of(self, move: MoveRecord) -> date:
        """Its law date, or else the day on which it was recorded."""
        return move.law_date or move.at.astimezone(CHINA).date()

    def said(self, name: str) -> str:
        return self.request.details.get(name, "").strip()

    def step(self, slug: str) -> Step | None:
        """The step of this name in the list's procedure."""
        return next((step for step in self.list_def.procedure if step.step == slug), None)

    def law_of(self, step: Step) -> str:
        """The articles by which the list's procedure asks for the step, or that the platform asks for it itself."""
        articles = cited(step.basis, self.pack.sources, "zh")
        if step.local_policy:
            return f"{articles}；{LOCAL}" if articles else LOCAL
        return articles


def refuse(code: str, zh: str, en: str, law: str = "", *, hint_zh: str = "", hint_en: str = "") -> NoReturn:
    raise Refused(code, zh=zh, en=en, law=law, hint_zh=hint_zh, hint_en=hint_en, status=409)


def date_of(text: object) -> date | None:
    """The date written in ISO form; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
