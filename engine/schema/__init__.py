"""JSON Schema of every text the service reads: packs, catalogues, cases.

Generated from the same enumerations the code uses. Scalars are strings (text stays text), so the schemas describe the
shape of a text; what a value means is judged by the typed reading that follows.
"""

from engine.schema.cases import cases_schema
from engine.schema.catalogues import CatalogueKind, catalogue_schema
from engine.schema.packs import pack_schema

__all__ = ["CatalogueKind", "cases_schema", "catalogue_schema", "pack_schema"]
