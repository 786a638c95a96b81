"""What the readers of one pack's parts share: the catalogue, the pack's own names, and where faults go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.catalogue import Catalogue, FactKind, FieldDef
from engine.pack import ParameterDef, Source
from engine.parse.faults import Faults
from engine.parse.nodes import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`rules`: ids of the pack's own rules (None where the pack has none, so that `met` must name another pack)."""

    faults: Faults
    catalogue: Catalogue
    pack: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, ParameterDef] = field(default_factory=dict)
    rules: frozenset[str] | None = None

    def kind(self, name: str, at: Node | int) -> FactKind | None:
        """The fact kind of this name, or None after a fault."""
        kind = self.catalogue.kinds.get(name)
        if kind is None:
            self.faults.unknown("unknown-kind", at, "事实种类", "fact kind", name, self.catalogue.kinds)
        return kind

    def field_of(self, kind: FactKind, name: str, at: Node | int) -> FieldDef | None:
        """The field of this name, or None after a fault."""
        found = kind.fields.get(name)
        if found is None:
            self.faults.unknown("unknown-field", at, "事实字段", f"field of {kind.id}", name, kind.fields)
        return found
