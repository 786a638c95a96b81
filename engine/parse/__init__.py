"""Texts to values: packs, catalogues, single values; every fault as an Issue with its line, all at once."""

from engine.parse.catalogue import parse_catalogue
from engine.parse.pack import parse_pack
from engine.parse.values import ValueFault, parse_value
from engine.parse.yaml_text import load_yaml

__all__ = ["ValueFault", "load_yaml", "parse_catalogue", "parse_pack", "parse_value"]
