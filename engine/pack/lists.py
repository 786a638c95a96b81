"""The lists a pack proposes entries for (`lists:`): colour and gravity, term, procedure, and the way off."""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.pack.basis import Basis
from engine.periods import Period


class Colour(StrEnum):
    """Internal only: letters and pages print a list's legal title."""

    RED = "red"
    BLACK = "black"
    WATCH = "watch"


class Gravity(StrEnum):
    SERIOUS = "serious"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step or clock of a list's procedure.

    `step` is a slug; docs/entry-lifecycle.md says which have a move or a clock of their own, any other is recorded by
    name. `required`: the move that waits for it is refused without it. `term`: a period where the law names one. `basis`
    empty only where
    `local_policy` says that it is ours and not law's; with a basis beside it, the term and the bracket at the end of
    the title are ours, the step is the law's.
    """

    step: str
    title: str
    required: bool
    term: Period | None
    basis: tuple[Basis, ...]
    local_policy: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDef:
    """`lists:` a list this pack proposes entries for. `term` None: no fixed end.

    `term_at_most`: where the law gives a range, the longest term that may be decided; `term` is then the shortest.

    `remedy` says in plain Chinese how one gets off the list, with `remedy_basis`.
    """

    id: str
    title: str
    colour: Colour
    gravity: Gravity
    term: Period | None
    procedure: tuple[Step, ...]
    term_at_most: Period | None = None
    remedy: str = ""
    remedy_basis: tuple[Basis, ...] = ()
    line: int = field(default=0, compare=False)
