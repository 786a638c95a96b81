"""A rule's own template (`explain:`) filled from the records that meet the rule."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from engine.explain.explanation import Explanation
from engine.explain.letter_style import without_gaps
from engine.explain.titles import Titles
from engine.facts import UNKNOWN, Value

_SLOT = re.compile(r"\{([^{}]+)\.([^{}.]+)\}")


def filled(template: str, explanation: Explanation, titles: Titles) -> Iterator[str]:
    """The template once for each supporting record of the first kind it names that has any."""
    if titles.lang == "zh":
        template = without_gaps(template)
    named = list(dict.fromkeys(kind for kind, _ in _SLOT.findall(template)))
    values: dict[str, list[Mapping[str, Value]]] = {"subject": [titles.situation.subject]}
    for fact_id in (*explanation.support, *explanation.partners):
        for kind, found in _records(fact_id, titles):
            values.setdefault(kind, []).append(found)
    present = [kind for kind in named if values.get(kind)]
    if named and not present:
        return
    for index in range(len(values[present[0]]) if present else 1):
        chosen = {kind: values[kind][index if kind == present[0] else 0] for kind in present}
        yield _SLOT.sub(partial(_slot, chosen, titles), template)


def _records(fact_id: str, titles: Titles) -> Iterator[tuple[str, Mapping[str, Value]]]:
    situation = titles.situation
    yield from ((fact.kind, fact.values) for fact in situation.facts if fact.id == fact_id)
    yield from (("entry", entry.values) for entry in situation.entries if entry.id == fact_id)
    yield from (("ban", ban.values) for ban in situation.bans if ban.id == fact_id)


def _slot(chosen: Mapping[str, Mapping[str, Value]], titles: Titles, match: re.Match[str]) -> str:
    kind, name = match[1], match[2]
    value = chosen.get(kind, {}).get(name, UNKNOWN)
    known = titles.field_of(kind, name)
    return titles.value(value, replace(known, title="") if known else None)
