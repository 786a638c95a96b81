"""How one scalar is written: plain where YAML lets it, in quotes where YAML or another reader would misread it."""

import json
import re

_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-?:](?=[^\s,\[\]{}])")
_BREAKS_PLAIN = re.compile(r":(?:\s|$)|\s#|^\s|\s$|[\n\t]|^(?:---|\.\.\.)|^=$")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]|^[?:]|^-$")
_NUMBER = re.compile(r"[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\.[0-9]+")
_LOOKS_OTHER = re.compile(
    r"0[0-9_]+(?:\.[0-9]*)?|0[xob][0-9a-fA-F_]+|[-+]?\.(?:inf|nan)|[0-9]+(?::[0-9]{1,2})+|~|null", re.I
)
CODES = frozenset({"version", "jurisdiction", "corrects", "release", "region"})
"""Keys whose value is a name made of digits, never a figure."""


def written(text: str, *, quoted: bool, key: str, in_flow: bool) -> str:
    """The scalar on one line.

    A name made of digits is quoted (a version, an area); so is a figure that stood in quotes, for its author said
    that it is none; so is what another reader of YAML would print differently (leading zeros, `~`).

    >>> written("010203", quoted=False, key="", in_flow=False), written("10%", quoted=True, key="", in_flow=False)
    ('"010203"', '10%')
    """
    named = bool(_NUMBER.fullmatch(text)) and (quoted or key in CODES)
    if named or _LOOKS_OTHER.fullmatch(text) or not _may_be_plain(text, in_flow):
        return _in_quotes(text)
    return text


def as_block(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The header and the lines of a literal block; None where the text has no lines or a block would not hold it."""
    lines = text.removesuffix("\n").split("\n")
    edges = bool(lines[0] and lines[-1]) and not lines[0][0].isspace()
    if "\n" not in text or not edges or any("\t" in line or line.isspace() for line in lines):
        return None
    return ("|" if text.endswith("\n") else "|-"), tuple(lines)


def _may_be_plain(text: str, in_flow: bool) -> bool:
    if not text or not _PLAIN_START.match(text) or _BREAKS_PLAIN.search(text):
        return False
    return not (in_flow and _BREAKS_FLOW.search(text))


def _in_quotes(text: str) -> str:
    """In double quotes; in single ones where the text itself holds a double quote or a backslash."""
    if ('"' in text or "\\" in text) and not re.search(r"[\n\t]", text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
