"""What stands in `rules/` and `memoranda/`: the files with their bytes, sorted by what they are, and what was published.

A file is a catalogue, a release, a draft or a file of cases by its place. Nothing here understands a pack.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from adapters.pack_folder_faults import (
    MOST_BYTES,
    altered,
    bad_line,
    missing,
    never_published,
    not_published,
    too_large,
    unreadable,
)
from engine.issues import Issue, Where
from engine.parse.utf8_text import utf8_text

SHELVES = ("rules", "memoranda")
_RELEASE_LINE = re.compile(r"(?P<path>\S+)\s+(?P<published>\d{4}-\d{2}-\d{2})\s+(?P<digest>sha256:[0-9a-f]{64})")


class FileKind(StrEnum):
    CATALOGUE = "catalogue"
    RELEASE = "release"
    DRAFT = "draft"
    CASES = "cases"


UNPUBLISHED = frozenset({FileKind.DRAFT, FileKind.CASES})


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """One file; `path` is posix and relative to the root, `digest` is "sha256:<hex>" of its bytes."""

    path: str
    kind: FileKind
    text: str
    digest: str

    @property
    def pack_id(self) -> str:
        """The pack the file belongs to: its folder (for cases the folder above)."""
        folder = PurePosixPath(self.path).parent
        return str(folder.parent if self.kind is FileKind.CASES else folder)

    @property
    def version(self) -> str:
        return PurePosixPath(self.path).stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One line of RELEASES."""

    path: str
    on: date
    digest: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFolder:
    """All files of a root and all lines of its RELEASES, with what could not be read.

    `draft_issues`: drafts and files of cases that could not be read; the law in force does not wait for them.
    """

    files: tuple[PackFile, ...]
    published: Mapping[str, Published]
    issues: tuple[Issue, ...]
    draft_issues: tuple[Issue, ...] = ()

    @property
    def lacks_a_release(self) -> bool:
        """Whether something that was published could not be read, or is not there."""
        return not self.published.keys() <= {file.path for file in self.files}

    def of_kind(self, kind: FileKind) -> tuple[PackFile, ...]:
        return tuple(file for file in self.files if file.kind is kind)


def read_folder(root: Path) -> PackFolder:
    """Everything under `rules/` and `memoranda/` of `root`; unreadable files and lines are issues, not exceptions."""
    files: list[PackFile] = []
    unread: dict[str, Issue] = {}
    for path in _yaml_paths(root):
        name = path.relative_to(root).as_posix()
        read = _read_file(path, name)
        if isinstance(read, Issue):
            unread[name] = read
        else:
            files.append(read)
    releases = _read_releases(root)
    law = [issue for name, issue in unread.items() if _kind_of(name) not in UNPUBLISHED]
    return PackFolder(
        files=tuple(files),
        published=releases.published,
        issues=(*law, *releases.issues, *_unlike_what_was_published(files, set(unread), releases)),
        draft_issues=tuple(issue for name, issue in unread.items() if _kind_of(name) in UNPUBLISHED),
    )


def release_line(path: str, content: bytes, published_at: date) -> str:
    """The line of RELEASES that publishes these bytes.

    >>> release_line("rules/a/1.yaml", b"", date(2026, 1, 1))[:39]
    'rules/a/1.yaml 2026-01-01 sha256:e3b0c4'
    """
    return f"{path} {published_at.isoformat()} {digest_of(content)}"


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _read_file(path: Path, name: str) -> PackFile | Issue:
    try:
        if path.stat().st_size > MOST_BYTES:
            return too_large(name)
        content = path.read_bytes()
    except OSError as error:
        return unreadable(name, error)
    text = utf8_text(content, name)
    if isinstance(text, Issue):
        return text
    return PackFile(path=name, kind=_kind_of(name), text=text, digest=digest_of(content))


def _yaml_paths(root: Path) -> list[Path]:
    """Sorted; hidden files and folders (an editor's) are none of ours."""
    found = (path for shelf in SHELVES for path in (root / shelf).rglob("*.yaml") if path.is_file())
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts))


def _kind_of(name: str) -> FileKind:
    parts = PurePosixPath(name).parts
    if parts[1] == "catalogue":
        return FileKind.CATALOGUE
    if parts[-2] == "cases":
        return FileKind.CASES
    return FileKind.DRAFT if parts[-1] == "draft.yaml" else FileKind.RELEASE


def _read_releases(root: Path) -> "_Releases":
    """Every line of both RELEASES files; a line or a file that cannot be read is an issue."""
    read = _Releases()
    for shelf in SHELVES:
        name = f"{shelf}/RELEASES"
        try:
            content = (root / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            read.refuse(shelf, unreadable(name, error))
            continue
        text = utf8_text(content, name)
        if isinstance(text, Issue):
            read.refuse(shelf, text)
            continue
        for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
            if line.strip() and not line.lstrip().startswith("#"):
                read.take(line.strip(), shelf, Where(file=name, line=number))
    return read


@dataclass(frozen=True, slots=True)
class _Releases:
    """What RELEASES say; `unsure`: paths and shelves of which they may say more than could be read."""

    published: dict[str, Published] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    issues: list[Issue] = field(default_factory=list)

    def refuse(self, shelf: str, issue: Issue) -> None:
        self.unsure.add(shelf)
        self.issues.append(issue)

    def take(self, line: str, shelf: str, where: Where) -> None:
        found = _published(line, where)
        if found is None or not found.path.startswith(f"{shelf}/") or found.path in self.published:
            self.unsure.add(line.split(maxsplit=1)[0])
            self.issues.append(bad_line(where))
        else:
            self.published[found.path] = found

    def is_unsure_of(self, path: str) -> bool:
        return path in self.unsure or path.partition("/")[0] in self.unsure


def _published(line: str, where: Where) -> Published | None:
    match = _RELEASE_LINE.fullmatch(line)
    if match is None:
        return None
    try:
        on = date.fromisoformat(match["published"])
    except ValueError:
        return None
    return Published(path=match["path"], on=on, digest=match["digest"], where=where)


def _unlike_what_was_published(files: Iterable[PackFile], unread: set[str], releases: _Releases) -> Iterator[Issue]:
    """A release and a catalogue stand in RELEASES with their very bytes; a draft and cases never do."""
    there = set(unread)
    for file in files:
        there.add(file.path)
        line = releases.published.get(file.path)
        frozen = file.kind in (FileKind.RELEASE, FileKind.CATALOGUE)
        if frozen and line is None and not releases.is_unsure_of(file.path):
            yield not_published(file.path)
        elif frozen and line is not None and line.digest != file.digest:
            yield altered(file.path, line.where)
        elif not frozen and line is not None:
            yield never_published(file.path, line.where)
    yield from (missing(path, line.where) for path, line in releases.published.items() if path not in there)
