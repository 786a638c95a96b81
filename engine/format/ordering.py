"""The order of keys: as the schema tells them, which is the order in which an editor offers them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.format.tree import Holder, Part, Scalar, Slot
from engine.pack import PackKind
from engine.schema import CatalogueKind, cases_schema, catalogue_schema, pack_schema

Schema = Mapping[str, Any]
_HEAD = ("pack", "version", "kind", "title", "jurisdiction", "authority", "mode", "memorandum", "in_force", "corrects")
"""A pack opens with what it is; the schema tells these keys by kind and so not in one row."""


def schema_of(root: Part) -> Schema:
    """The schema of the text by what it says it is; an empty one where it says nothing known."""
    if not isinstance(root, Holder):
        return {}
    if not root.is_map:
        return cases_schema()
    said = {slot.key.text: slot.value.text for slot in root.slots if slot.key and isinstance(slot.value, Scalar)}
    if said.get("catalogue") in set(CatalogueKind):
        return catalogue_schema(CatalogueKind(said["catalogue"]))
    return pack_schema(PackKind(said["kind"])) if said.get("kind") in set(PackKind) else {}


class Order:
    """The order of one text's keys; answers for any of its mappings by that mapping's schema."""

    def __init__(self, root: Schema) -> None:
        self._definitions: Schema = root.get("$defs", {})
        self.root = root

    def resolved(self, schema: Schema) -> Schema:
        """The schema with its `$ref` followed; its own words go before those referred to."""
        reference = schema.get("$ref")
        if not reference:
            return schema
        target = self._definitions.get(str(reference).rpartition("/")[2], {})
        return {**self.resolved(target), **{key: value for key, value in schema.items() if key != "$ref"}}

    def below(self, schema: Schema, key: str | None) -> Schema:
        """The schema of a value: of an item (`key` None) or of a key."""
        here = self.resolved(schema)
        if key is None:
            return _schema(here.get("items"))
        known = here.get("properties", {})
        return _schema(known[key] if key in known else here.get("additionalProperties"))

    def arranged(self, schema: Schema, slots: Sequence[Slot]) -> tuple[Slot, ...]:
        """The slots in order. Only a mapping with a closed set of keys has one; in all others the author's order stays."""
        here = self.resolved(schema)
        if here.get("additionalProperties") is not False:
            return tuple(slots)
        keys = here.get("properties", {})
        ranks = {key: rank for rank, key in enumerate(_with_head_first(keys) if "pack" in keys else keys)}
        return tuple(sorted(slots, key=lambda slot: ranks.get(slot.key.text if slot.key else "", len(ranks))))


def _with_head_first(keys: Iterable[str]) -> list[str]:
    known = list(keys)
    head = [key for key in _HEAD if key in known]
    return head + [key for key in known if key not in head]


def _schema(found: object) -> Schema:
    return found if isinstance(found, Mapping) else {}
