"""What the readers of one pack's parts share: the catalogue, the pack's own names, and where faults go."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.catalogue import Catalogue, FactKind, FieldDef
from engine.pack import ParameterDef, Source
from engine.parse.faults import Faults
from engine.parse.nodes import Node

KIND_NOT_READ = FactKind(id="", title="", law_date="", fields={}, subject_types=(), adverse_allowed=False)
"""The outer record's kind where it is unknown, which was told already: nothing that names its fields is judged."""


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

    def field_of(self, kind: FactKind, name: str, at: Node | int, outer: FactKind | None = None) -> FieldDef | None:
        """The field of this name, or None after a fault. `outer`: the record whose field may have been meant."""
        found = kind.fields.get(name)
        if found is None and outer is not None and name in outer.fields:
            self.tell_outer_field(kind, name, at)
        elif found is None:
            self.faults.unknown("unknown-field", at, "事实字段", f"field of {kind.id}", name, kind.fields)
        return found

    def tell_outer_field(self, kind: FactKind, name: str, at: Node | int) -> None:
        """A field of the outer record, named as if it were one of `kind`."""
        zh, en = f"{kind.id} 没有字段 “{name}”", f'{kind.id} has no field "{name}".'
        hint_zh, hint_en = f"，是否指 “$outer.{name}”？", f'Did you mean "$outer.{name}", of the outer record?'
        self.faults.add("unknown-field", at, zh, en, hint_zh, hint_en)
