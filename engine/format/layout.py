"""The tree written out: two spaces a level, short things on one line, one blank line between sections.

A list or a mapping stands in brackets where the line keeps within WIDTH columns (a Chinese character takes two), no more
than two mappings stand one in the other, and no comment stands inside. A record of a case is a row of a table and keeps
its line however wide it is (docs/decisions/0013). Nothing is ever wrapped, and how the author broke the lines is not
asked: the same tree always has the same layout.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from engine.format.comments import Remarks
from engine.format.ordering import Order, Schema
from engine.format.scalars import as_block, written
from engine.format.tree import ROOT, Holder, Part, Scalar, Slot, slots_of

WIDTH = 120
_DEEPEST_BRACES = 2
_NOTHING = Remarks()
Path = tuple[str, ...]
"""The keys on the way down; "-" for an item of a list."""

_OPENED = {"sources": 2, "parameters": 2, "lists": 2, "rules": 2, "measures": 2, "gaps": 1, "framework": 3, "kinds": 2}
"""Down to which level the parts of a section stand on lines of their own, however short."""
_ROWS: frozenset[Path] = frozenset({("facts",), ("entries",), ("bans",), ("related",)})
"""The lists of a case that have one item to a line, however short they are."""
_SPACED: frozenset[Path] = frozenset({("rules",), ("measures",), ("kinds",)})


def laid_out(root: Holder, remarks: Mapping[int, Remarks], order: Order) -> str:
    """The whole text, ending in one newline."""
    whole = remarks.get(ROOT, _NOTHING)
    page = _Page(remarks=remarks, order=order)
    body = page.block(root, order.root, 0, ()) if root.slots else ["{}" if root.is_map else "[]"]
    return "\n".join([*whole.above, *body, *whole.behind, *whole.closing]) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    remarks: Mapping[int, Remarks]
    order: Order

    def block(self, holder: Holder, schema: Schema, indent: int, path: Path) -> list[str]:
        """The slots of a list or mapping, one under the other."""
        lines: list[str] = []
        tall_before = False
        for slot in self.order.arranged(schema, holder.slots) if holder.is_map else holder.slots:
            above, own = self._slot(slot, self.order.below(schema, _key(slot)), indent, (*path, _key(slot) or "-"))
            tall = len(own) > 1
            if lines and (path in _SPACED or (path == () and (tall or tall_before or not holder.is_map))):
                lines.append("")
            lines += [*above, *own]
            tall_before = tall
        return lines

    def _slot(self, slot: Slot, schema: Schema, indent: int, path: Path) -> tuple[list[str], list[str]]:
        """The comment lines above the slot, and its own lines."""
        notes = self.remarks.get(slot.number, _NOTHING)
        pad = " " * indent
        head = (
            f"{pad}{written(slot.key.text, quoted=slot.key.quoted, key='', in_flow=False)}:" if slot.key else f"{pad}-"
        )
        line = self._line(slot, schema, head, path)
        if line is not None:
            above, behind = [*notes.above, *notes.closing, *notes.behind[:-1]], notes.behind[-1:]
            own = [*_ended([line[0]], behind), *line[1:]]
            return [pad + each for each in above], own
        assert isinstance(slot.value, Holder)
        inner = self.block(slot.value, schema, indent + 2, path)
        closing = [f"{pad}  {each}" for each in (*notes.behind[1:], *notes.closing)]
        if slot.key:
            return [pad + each for each in notes.above], [*_ended([head], notes.behind[:1]), *inner, *closing]
        first = next(number for number, each in enumerate(inner) if not each.lstrip().startswith("#"))
        above = [*notes.above, *notes.behind[:1], *(each.lstrip() for each in inner[:first])]
        own = [f"{pad}- {inner[first][indent + 2 :]}", *inner[first + 1 :], *closing]
        return [pad + each for each in above], own

    def _line(self, slot: Slot, schema: Schema, head: str, path: Path) -> list[str] | None:
        """The slot in one line (of a text with several lines: as a literal block); None where it must be opened."""
        key = _code_key(path)
        if isinstance(slot.value, Scalar):
            return _scalar_lines(head, slot.value, key)
        if not slot.value.slots:
            return [f"{head} {'{}' if slot.value.is_map else '[]'}"]
        if not self._may_be_flow(slot, path):
            return None
        line = f"{head} {self._flow(slot.value, schema, path)}"
        return [line] if columns(line) <= WIDTH or _is_record(path) else None

    def _may_be_flow(self, slot: Slot, path: Path) -> bool:
        part = slot.value
        if len(path) <= _opened(path) or _inside_case(path) in _ROWS or not isinstance(part, Holder):
            return False
        inside = [each.number for each in slots_of(part)]
        if any(number in self.remarks for number in inside) or self.remarks.get(slot.number, _NOTHING).closing:
            return False
        if any("\n" in each.value.text for each in slots_of(part) if isinstance(each.value, Scalar)):
            return False
        only_key_opens = path[-1] == "-" and part.is_map and len(part.slots) == 1 and _height(part) > 1
        return _braces(part) <= _DEEPEST_BRACES and not only_key_opens

    def _flow(self, part: Part, schema: Schema, path: Path) -> str:
        if isinstance(part, Scalar):
            return written(part.text, quoted=part.quoted, key=_code_key(path), in_flow=True)
        slots = self.order.arranged(schema, part.slots) if part.is_map else part.slots
        told = [self._flow_slot(slot, schema, path) for slot in slots]
        return ("{" + ", ".join(told) + "}") if part.is_map else ("[" + ", ".join(told) + "]")

    def _flow_slot(self, slot: Slot, schema: Schema, path: Path) -> str:
        key = _key(slot)
        value = self._flow(slot.value, self.order.below(schema, key), (*path, key or "-"))
        if slot.key is None:
            return value
        return f"{written(slot.key.text, quoted=slot.key.quoted, key='', in_flow=True)}: {value}"


def columns(line: str) -> int:
    """How wide the line stands on a screen: a full-width character takes two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)


def _scalar_lines(head: str, scalar: Scalar, key: str) -> list[str]:
    block = as_block(scalar.text)
    if block is None:
        return [f"{head} {written(scalar.text, quoted=scalar.quoted, key=key, in_flow=False)}"]
    pad = " " * (len(head) - len(head.lstrip()) + 2)
    return [f"{head} {block[0]}", *(pad + line if line else "" for line in block[1])]


def _ended(lines: Sequence[str], behind: Sequence[str]) -> list[str]:
    return [*lines[:-1], "  ".join((lines[-1], *behind))]


def _opened(path: Path) -> int:
    if path[0] == "kinds" and path[2:3] == ("fields",):
        return 3
    return 1 if path[0] == "-" else _OPENED.get(path[0], 0)


def _is_record(path: Path) -> bool:
    """Whether it is a fact, an entry or a ban of a case: `- kind: {…}`, `- {…}`."""
    match _inside_case(path):
        case ("facts", "-", _) | ("entries" | "bans", "-"):
            return True
        case _:
            return False


def _inside_case(path: Path) -> Path:
    """The path inside the case, or inside the related subject that has entries of its own; () where no case is."""
    if path[0] != "-":
        return ()
    return path[3:] if len(path) > 3 and path[1:3] == ("related", "-") else path[1:]


def _braces(part: Part) -> int:
    """How many mappings stand one in the other, this one included."""
    if isinstance(part, Scalar):
        return 0
    return part.is_map + max((_braces(slot.value) for slot in part.slots), default=0)


def _height(part: Part) -> int:
    """0 for a scalar, 1 for a list or mapping of scalars, and so on."""
    if isinstance(part, Scalar):
        return 0
    return 1 + max((_height(slot.value) for slot in part.slots), default=0)


def _key(slot: Slot) -> str | None:
    return slot.key.text if slot.key else None


def _code_key(path: Path) -> str:
    """The key a scalar stands under, also where it stands in a list."""
    return next((key for key in reversed(path) if key != "-"), "")
