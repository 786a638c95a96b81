"""What the checks look at: every loaded release together with the catalogue, and the day they are looked at.

Look-ups only; a verdict is the checks' business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from engine.catalogue import Catalogue
from engine.issues import Issue, Severity, Where
from engine.pack import ListDef, Mode, Pack, Rule

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """`packs` are all releases, every version; `on` is the day the library is looked at (for what is about to lapse).

    `joining`: the one of `packs` that is a draft, and that has to give way where it clashes with what is published.
    """

    packs: tuple[Pack, ...]
    catalogue: Catalogue
    on: date
    joining: Pack | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages."""

    zh: str
    en: str


def issue(pack: Pack, line: int, code: str, what: Text, remedy: Text, *, severity: Severity = Severity.ERROR) -> Issue:
    """The issue at a line of the pack's file (0: the file as a whole)."""
    return Issue(
        code=code,
        severity=severity,
        where=Where(file=pack.file, line=line),
        zh=what.zh,
        en=what.en,
        hint_zh=remedy.zh,
        hint_en=remedy.en,
    )


def releases(library: Library) -> Mapping[str, tuple[Pack, ...]]:
    """The releases of each pack id, by version text."""
    found: dict[str, list[Pack]] = {}
    for pack in sorted(library.packs, key=lambda pack: (pack.ref.pack, pack.ref.version)):
        found.setdefault(pack.ref.pack, []).append(pack)
    return {pack_id: tuple(versions) for pack_id, versions in found.items()}


def list_definitions(library: Library) -> Iterator[tuple[Pack, ListDef]]:
    """Every list in every release that defines it."""
    return ((pack, listed) for pack in library.packs for listed in pack.lists.values())


def list_ids(library: Library) -> frozenset[str]:
    return frozenset(listed.id for _, listed in list_definitions(library))


def rules(library: Library) -> Iterator[tuple[Pack, Rule]]:
    return ((pack, rule) for pack in library.packs for rule in pack.rules)


def mirrored_list_ids(library: Library) -> frozenset[str]:
    """Lists whose entries another authority decides and we only take over."""
    return frozenset(listed.id for pack, listed in list_definitions(library) if pack.mode is Mode.MIRRORED)


def did_you_mean(word: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> Text:
    """The word likely meant as a question (by id or by title), or the advice to choose a known one, with the first few.

    `known` may map ids to titles, or to catalogue entries with a `title`.
    """
    titles = {each: _title(named) for each, named in known.items()} if isinstance(known, Mapping) else {}
    near = [each for each, title in titles.items() if title == word] or get_close_matches(word, list(known), n=1)
    if near:
        return Text(f"是否指“{near[0]}”？", f"Did you mean “{near[0]}”?")
    shown = "、".join(f"{each}（{title}）" for each, title in sorted(titles.items())[:MOST_SHOWN] if title)
    more = f" 等 {len(titles)} 项" if len(titles) > MOST_SHOWN else ""
    return Text(
        "请改用已登记的名称，或者先行登记。" + (f"可用：{shown}{more}。" if shown else ""),
        "Use a registered one, or register it first."
        + (f" Known: {', '.join(sorted(titles)[:MOST_SHOWN])}{' …' if more else ''}." if shown else ""),
    )


def _title(named: object) -> str:
    return named if isinstance(named, str) else str(getattr(named, "title", ""))


def list_titles(library: Library) -> Mapping[str, str]:
    """The title of every list, by id."""
    return {listed.id: listed.title for _, listed in list_definitions(library)}
