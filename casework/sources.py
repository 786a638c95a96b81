"""Which sources have spoken to us, and when: without that, "nothing found" would say nothing.

Recorded are: per list, when its mirrored entries came or a determination by both engines ran; "ban", when such a
determination ran; per kind of record, when facts of it last came. A list determined here has been heard of once records
its rules read have come and been judged; a ban, once decisions of the kind it rests on have come and been judged.
"""

from collections.abc import Mapping
from datetime import datetime

from casework.ports import Shelf
from engine.condition_parts import kinds_of, leaves_of
from engine.conditions import RecordLeaf
from engine.measures import TableRow
from engine.pack import Mode

DETERMINED = "ban"
_KIND = "kind:"
_BAN = "ban:"


def source_of_kind(kind: str) -> str:
    """The name under which the arrival of facts of this kind is recorded."""
    return _KIND + kind


def source_of_ban(row: TableRow) -> str:
    """The source of the decisions that a ban rests on, among those that `sources_heard` gives."""
    when = row.measure.when
    return _BAN + (when.records.kind if isinstance(when, RecordLeaf) else "")


def kind_of_source(source: str) -> str:
    return source.removeprefix(_BAN)


def sources_heard(shelf: Shelf, recorded: Mapping[str, datetime]) -> Mapping[str, datetime]:
    """Per list id and "ban:<kind>": when that source last spoke; what never spoke is absent."""
    kinds = {name.removeprefix(_KIND): at for name, at in recorded.items() if name.startswith(_KIND)}
    heard = {name: at for name, at in recorded.items() if not name.startswith(_KIND) and name != DETERMINED}
    for list_id, read in _kinds_read_here(shelf).items():
        came = [kinds[kind] for kind in read if kind in kinds]
        if list_id in heard and came:
            heard[list_id] = max(came)
        else:
            heard.pop(list_id, None)
    if DETERMINED in recorded:
        heard |= {_BAN + kind: at for kind, at in kinds.items()}
    return heard


def _kinds_read_here(shelf: Shelf) -> Mapping[str, frozenset[str]]:
    """The kinds of record that the rules of each list determined here read, over all releases."""
    read: dict[str, frozenset[str]] = {}
    for pack in shelf.packs():
        if pack.mode is not Mode.DETERMINED_HERE:
            continue
        kinds = frozenset(kind for rule in pack.rules for leaf in leaves_of(rule.when) for kind in kinds_of(leaf))
        for list_id in pack.lists:
            read[list_id] = read.get(list_id, frozenset()) | kinds
    return read
