"""The program while it is made: what one pass hands to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.catalogue import Catalogue
from engine.compile.program import CompiledRule, ComputedLeaf, ParameterUse
from engine.conditions import Condition
from engine.issues import Where
from engine.pack import Pack, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRule:
    """A rule on its way: `when` and `unless` lose their parameters in `resolve`; `stratum` is set by `stratify`."""

    key: str
    pack: Pack
    rule: Rule
    when: Condition
    unless: tuple[Condition, ...]
    stratum: int = 0

    @property
    def where(self) -> Where:
        return Where(file=self.pack.file, line=self.rule.line)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (self.when, *self.unless)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything the passes know so far. `leaves`, `compiled` and `parameters` are empty until `flatten`."""

    law_at: date
    packs: tuple[Pack, ...]
    catalogue: Catalogue
    rules: Mapping[str, DraftRule]
    leaves: tuple[ComputedLeaf, ...] = ()
    compiled: tuple[CompiledRule, ...] = ()
    parameters: tuple[ParameterUse, ...] = ()
