"""One difference between two releases, as a value: what changed, from what to what, and for whom it is easier."""

from dataclasses import dataclass
from enum import StrEnum

from engine.pack import Basis


class Group(StrEnum):
    """Under which heading a jurist looks for it, in the order of reading."""

    PACK = "pack"
    LIST = "list"
    PROCEDURE = "procedure"
    RULE = "rule"
    PARAMETER = "parameter"
    MEASURE = "measure"
    FRAMEWORK = "framework"
    REPAIR = "repair"
    BASIS = "basis"


class What(StrEnum):
    """`moved`: the same document, another article. `renamed`: another id or title for what is otherwise the same."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"


class Direction(StrEnum):
    """All else equal, for the subjects: `looser` burdens fewer or less (or rewards more), `stricter` the contrary.

    `unclear`: it bears on subjects, but which way cannot be told from the texts. `none`: it bears on no one's position.
    """

    LOOSER = "looser"
    STRICTER = "stricter"
    UNCLEAR = "unclear"
    NONE = "none"

    @property
    def reversed(self) -> "Direction":
        return _REVERSED.get(self, self)


_REVERSED = {Direction.LOOSER: Direction.STRICTER, Direction.STRICTER: Direction.LOOSER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    `id`: of the rule, measure, list, parameter or source (the new one where it was renamed); `title` its legal title.
    `path`: the field, from the id down ("when", "with", "amount"). `kind`: the fact kind a condition reads, else "".
    `old`, `new`: the values as the packs hold them (Plain, Period, Interval, Condition, tuples of tests or citations,
    whole rules or measures; for a term with two ends, the ListDef or Propose); None: not there. `unit`: of a parameter's value, as in ParameterDef.
    `basis_old`, `basis_new`: the articles on which each side rests.
    """

    group: Group
    id: str
    title: str
    what: What
    path: tuple[str, ...]
    old: object
    new: object
    direction: Direction = Direction.NONE
    kind: str = ""
    unit: str = ""
    basis_old: tuple[Basis, ...] = ()
    basis_new: tuple[Basis, ...] = ()

    @property
    def is_of_substance(self) -> bool:
        """Whether it may bear on a subject: thresholds, limbs, effects, terms, lists; not names, articles, wording."""
        if self.direction is not Direction.NONE:
            return True
        whole = self.group in _WEIGHTY and not self.path
        return whole or (self.group is not Group.BASIS and not _SUBSTANCE.isdisjoint(self.path))


_WEIGHTY = frozenset({Group.LIST, Group.RULE, Group.PARAMETER, Group.MEASURE, Group.FRAMEWORK, Group.REPAIR})
_SUBSTANCE = frozenset({"when", "then", "value", "term", "colour", "effect", "lasts", "upon"})
