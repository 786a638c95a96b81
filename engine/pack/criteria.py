"""The rules of a criteria pack (认定标准): when each holds, what stands against it, and what it proposes."""

from dataclasses import dataclass, field

from engine.conditions import Condition
from engine.pack.basis import Basis
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """The rule proposes an entry on a list, for the list's term or for its own.

    `own_term`: the text names a term, `none` too; `term` (with `term_at_most`, as in ListDef; None: no fixed end) then
    replaces the list's. Without it there is no term here, and ValueError is raised for one.
    """

    list_id: str
    term: Period | None = None
    term_at_most: Period | None = None
    own_term: bool = False
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if not self.own_term and (self.term or self.term_at_most):
            raise ValueError("a term of the rule's own needs own_term=True")


@dataclass(frozen=True, slots=True)
class Conclude:
    """The rule is only there for others to `met`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlessClause:
    """`unless:` a reason in law why the rule does not hold, with its own basis."""

    id: str
    title: str
    when: Condition
    basis: tuple[Basis, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One criterion. `explain` is a template: "{kind.field}" stands for a value of a supporting record."""

    id: str
    title: str
    basis: tuple[Basis, ...]
    when: Condition
    unless: tuple[UnlessClause, ...]
    then: Propose | Conclude
    explain: str = ""
    line: int = field(default=0, compare=False)
