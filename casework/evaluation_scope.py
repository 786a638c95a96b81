"""Which part of an evaluation is told: the findings, proposals and measures that concern some packs or lists.

Only the telling is narrowed. What is judged, the outcome and the digests are those of the whole question: a part that
looked harmless must not read as if nothing else stood.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.errors import FieldFault, Refused
from casework.ports import Shelf
from engine.evaluate import Finding
from engine.measures import AppliedMeasure
from engine.pack import Pack, Propose, Rule
from engine.parse.faults import likely, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The packs and lists asked about; empty: all. Both given: what concerns one of the packs and one of the lists."""

    packs: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """What the answer says of it: nothing where everything is told."""
        return {"only": {"packs": list(self.packs), "lists": list(self.lists)}} if self.packs or self.lists else {}

    def takes_finding(self, finding: Finding) -> bool:
        """By the pack of its rule; by the list that the rule proposes."""
        return _is_asked(finding.ref.pack, self.packs) and _is_asked(_proposed(finding.rule), self.lists)

    def takes_measure(self, one: AppliedMeasure, packs: Iterable[Pack]) -> bool:
        """By its own pack or the one that defines or proposes its list; by the list it hangs upon. `packs`: in force."""
        upon = one.row.measure.upon or ""
        asked_pack = _is_asked(one.row.ref.pack, self.packs) or upon in self._lists_of(packs)
        return asked_pack and _is_asked(upon, self.lists)

    def _lists_of(self, packs: Iterable[Pack]) -> frozenset[str]:
        asked = [pack for pack in packs if pack.ref.pack in self.packs]
        proposed = (_proposed(rule) for pack in asked for rule in pack.rules)
        return frozenset({*proposed, *(name for pack in asked for name in pack.lists)} - {""})


EVERYTHING = Scope()


def scope_of(shelf: Shelf, packs: Sequence[str], lists: Sequence[str]) -> Scope:
    """The scope of these ids; Refused (422) with every id that no release has.

    A pack that is not in force on the day asked about is known: nothing of it is told, and `packs` of the answer lacks it.
    """
    known, titles = {pack.ref.pack: pack.title for pack in shelf.packs()}, shelf.list_titles()
    faults = [
        *(_unknown("pack", "规则包", name, known) for name in packs if name not in known),
        *(_unknown("list", "名单", name, titles) for name in lists if name not in titles),
    ]
    if faults:
        raise Refused(
            "evaluation-scope-unknown",
            zh="所选规则包或者名单不存在，未作推演",
            en="no such pack or list; nothing was evaluated",
            hint_zh="规则包和名单的标识见 shangfa packs list（规则包的也见 GET /v1/packs），请更正后重新提交",
            hint_en="shangfa packs list tells the packs and lists there are (GET /v1/packs the packs); correct what is named and ask again",
            faults=tuple(faults),
        )
    return Scope(packs=tuple(dict.fromkeys(packs)), lists=tuple(dict.fromkeys(lists)))


def _unknown(where: str, zh: str, name: str, known: Mapping[str, str]) -> FieldFault:
    """What was sent is not repeated; what was likely meant is told."""
    hint_zh, hint_en = likely(name, known)
    joint = "" if not hint_zh or hint_zh.startswith("，") else "。"
    return FieldFault(
        where=where, zh=sentence(f"没有这个{zh}{joint}{hint_zh}"), en=f"no such {where}. {hint_en}".strip()
    )


def _proposed(rule: Rule) -> str:
    return rule.then.list_id if isinstance(rule.then, Propose) else ""


def _is_asked(name: str, asked: Collection[str]) -> bool:
    return not asked or name in asked
