"""Which two packs `shangfa packs diff` is to compare: by file, by `pack@version`, or the last two of a pack."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typer

from api.cli.pack_place import SHELVES, Place, nothing_there, place_of
from api.cli.telling import tell_issues
from api.wiring import system_fault_told
from engine.catalogue import Catalogue
from engine.issues import Issue, Where
from engine.pack import Pack
from engine.parse import parse_catalogue, parse_pack
from engine.parse.utf8_text import utf8_text

ERROR = 2
_PACK = re.compile(r"(?:rules|memoranda)(?:/[a-z0-9][a-z0-9-]*)+")


def catalogue_of(root: Path, lang: str) -> Catalogue:
    """The catalogues under `root`; packs are compared even while other packs there have faults."""
    files = (path for shelf in SHELVES for path in sorted((root / shelf / "catalogue").rglob("*.yaml")))
    texts = {name: _text_of(root / name, name) for name in (path.relative_to(root).as_posix() for path in files)}
    unread = [text for text in texts.values() if isinstance(text, Issue)]
    found, issues = parse_catalogue({name: text for name, text in texts.items() if isinstance(text, str)})
    if found is None or unread:
        tell_issues(unread or issues, lang)
        raise typer.Exit(ERROR)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Finds the two packs meant; tells what is wrong and leaves with ERROR where there are none."""

    root: Path
    lang: str
    catalogue: Catalogue

    def pair(self, a: str, b: str) -> tuple[Pack, Pack]:
        if b:
            return self.one(a), self.one(b)
        if _is_file(a) or "@" in a:
            found = self.one(a)
            earlier = [each for each in self.releases_of(found.ref.pack) if _precedes(each, found)]
            return (earlier[-1], found) if earlier else self.leave(*_no_release(found.ref.pack))
        place = self._place(a)
        releases = self.releases_of(place.path)
        if len(releases) < 2:
            self.leave(*_too_few(place.path, releases, _files_in(self.root / place.path)))
        return releases[-2], releases[-1]

    def one(self, named: str) -> Pack:
        """The pack of a file, or of `pack@version`; `pack@draft` is its draft."""
        if _is_file(named):
            return self.from_file(Path(named))
        pack, at, _ = named.partition("@")
        self._place(pack)
        path = self.root / place_of(named, self.root).path
        if not at or not path.is_file():
            releases = self.releases_of(place_of(pack, self.root).path)
            versions = "、".join(each.ref.version for each in releases) or "—"
            self.leave(
                f"没有“{named}”这个文件或者版本；该规则包的版本：{versions}。请写作“规则包@版本”。",
                f'there is no file or release "{named}"; releases of that pack: {versions}. Write pack@version.',
            )
        return self.from_file(path)

    def from_file(self, path: Path) -> Pack:
        text = _text_of(path, str(path))
        if isinstance(text, Issue):
            tell_issues([text], self.lang, err=True)
            raise typer.Exit(ERROR)
        pack, issues = parse_pack(text, str(path), self.catalogue)
        if pack is None:
            tell_issues(issues, self.lang)
            raise typer.Exit(ERROR)
        return pack

    def _place(self, named: str) -> Place:
        """The folder meant; told with what is there instead where there is none."""
        place = place_of(named, self.root)
        return place if (self.root / place.path).is_dir() else self.leave(*nothing_there(place, self.root))

    def releases_of(self, pack: str) -> Sequence[Pack]:
        """The releases of one pack in the order in which their law began."""
        if not _PACK.fullmatch(pack):
            return ()
        files = (path for path in _files_in(self.root / pack) if path.name != "draft.yaml")
        found = (self.from_file(path) for path in files)
        return sorted(found, key=lambda each: (each.in_force.start or date.min, each.ref.version))

    def leave(self, zh: str, en: str) -> Any:
        typer.echo(en if self.lang == "en" else zh, err=True)
        raise typer.Exit(ERROR)


def _precedes(release: Pack, other: Pack) -> bool:
    """Whether the release is another text whose law began no later."""
    begins = [pack.in_force.start or date.min for pack in (release, other)]
    return begins[0] <= begins[1] and Path(release.file).resolve() != Path(other.file).resolve()


def _is_file(named: str) -> bool:
    return named.endswith((".yaml", ".yml")) or Path(named).is_file()


def _no_release(pack: str) -> tuple[str, str]:
    return (
        f"规则包“{pack}”没有更早的版本可以比较。请写明要比较的两个文件或者版本：shangfa packs diff A B。",
        f'"{pack}" has no earlier release to compare with. Name the two files or releases: shangfa packs diff A B.',
    )


def _too_few(named: str, releases: Sequence[Pack], files: Sequence[Path]) -> tuple[str, str]:
    """There is a folder, and not two releases in it: what there is."""
    if not files:
        return (
            f"“{named}”是目录，不是规则包：其中没有版本。请写明规则包，如 rules/cn/tax-major-violation；全部标识见 shangfa packs list。",
            f'"{named}" is a folder and no pack: there is no release in it. Name a pack, such as rules/cn/tax-major-violation;'
            " shangfa packs list shows every id.",
        )
    known = "、".join(each.ref.version for each in releases) or "—"
    draft = any(path.name == "draft.yaml" for path in files)
    zh, en = ("另有草稿，", "and a draft, ") if draft else ("", "")
    return (
        f"规则包“{named}”的版本不足两个（{known}），{zh}没有可比的。请写明要比较的两个文件或者版本，如 {named}@draft。",
        f'"{named}" has fewer than two releases ({known}), {en}so there is nothing to compare. Name two files or releases,'
        f" such as {named}@draft.",
    )


def _files_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.glob("*.yaml") if not path.name.startswith(".")))


def _text_of(path: Path, name: str) -> str | Issue:
    try:
        return utf8_text(path.read_bytes(), name)
    except OSError as fault:
        zh, en = system_fault_told(fault)
        return Issue(
            code="unreadable-file",
            where=Where(file=name),
            zh=f"文件无法读取（{zh}）。",
            en=f"The file cannot be read ({en}).",
            hint_zh="请核对路径。",
            hint_en="Check the path.",
        )
