"""A rule pack as a value: what one release says, with the article behind every part of it.

One file is one release (docs/pack-format.md). Three kinds: criteria (认定标准), measures (措施), framework (the law about the
law). Catalogues are in `engine.catalogue`. Nothing here reads text or computes an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.pack.basis import Assurance, Basis, Interval, Level, Source
from engine.pack.criteria import Conclude, Propose, Rule, UnlessClause
from engine.pack.framework import AssuranceCeiling, Framework, LegalityFloor, RewardBar
from engine.pack.lists import Colour, Gravity, ListDef, Step
from engine.pack.measures import Applies, BanTerm, Discretion, Effect, Feedback, Measure, WhileListed
from engine.pack.parameters import ParameterDef, ParameterValue

__all__ = [
    "Applies",
    "Assurance",
    "AssuranceCeiling",
    "BanTerm",
    "Basis",
    "Colour",
    "Conclude",
    "Discretion",
    "Effect",
    "Feedback",
    "Framework",
    "Gravity",
    "Interval",
    "LegalityFloor",
    "Level",
    "ListDef",
    "Measure",
    "Mode",
    "Pack",
    "PackKind",
    "PackRef",
    "ParameterDef",
    "ParameterValue",
    "Propose",
    "RewardBar",
    "Rule",
    "Source",
    "Step",
    "UnlessClause",
    "WhileListed",
]


class Mode(StrEnum):
    """Who decides: this service's officers, or an authority in its own system that we only mirror."""

    DETERMINED_HERE = "determined_here"
    MIRRORED = "mirrored"


class PackKind(StrEnum):
    CRITERIA = "criteria"
    MEASURES = "measures"
    FRAMEWORK = "framework"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRef:
    """Which text was used: pack id, version and the digest of its bytes ("sha256:<64 hex>")."""

    pack: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.pack}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One release of one pack."""

    ref: PackRef
    kind: PackKind
    title: str
    jurisdiction: str
    in_force: Interval
    sources: Mapping[str, Source]
    file: str
    authority: str = ""
    mode: Mode = Mode.DETERMINED_HERE
    memorandum: str = ""
    corrects: str | None = None
    gaps: tuple[str, ...] = ()
    parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    lists: Mapping[str, ListDef] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    measures: tuple[Measure, ...] = ()
    framework: Framework | None = None
