"""What stands in `rules/` and `memoranda/`: the files with their bytes, sorted by what they are, and what was published.

A file is a catalogue, a release, a draft or a file of cases by its place. Nothing here understands a pack.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from engine.issues import Issue, Where

SHELVES = ("rules", "memoranda")
MOST_BYTES = 4_000_000
_RELEASE_LINE = re.compile(r"(?P<path>\S+)\s+(?P<published>\d{4}-\d{2}-\d{2})\s+(?P<digest>sha256:[0-9a-f]{64})")


class FileKind(StrEnum):
    CATALOGUE = "catalogue"
    RELEASE = "release"
    DRAFT = "draft"
    CASES = "cases"


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
    """All files of a root and all lines of its RELEASES, with what could not be read."""

    files: tuple[PackFile, ...]
    published: Mapping[str, Published]
    issues: tuple[Issue, ...]

    def of_kind(self, kind: FileKind) -> tuple[PackFile, ...]:
        return tuple(file for file in self.files if file.kind is kind)


def read_folder(root: Path) -> PackFolder:
    """Everything under `rules/` and `memoranda/` of `root`; unreadable files and lines are issues, not exceptions."""
    issues: list[Issue] = []
    files = tuple(_read_files(root, issues))
    published = dict(_read_published(root, issues))
    issues.extend(_unlike_what_was_published(files, published))
    return PackFolder(files=files, published=published, issues=tuple(issues))


def release_line(path: str, content: bytes, published_at: date) -> str:
    """The line of RELEASES that publishes these bytes.

    >>> release_line("rules/a/1.yaml", b"", date(2026, 1, 1))[:39]
    'rules/a/1.yaml 2026-01-01 sha256:e3b0c4'
    """
    return f"{path} {published_at.isoformat()} {digest_of(content)}"


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _read_files(root: Path, issues: list[Issue]) -> Iterator[PackFile]:
    for path in _yaml_paths(root):
        name = path.relative_to(root).as_posix()
        try:
            if path.stat().st_size > MOST_BYTES:
                issues.append(_too_large(name))
                continue
            content = path.read_bytes()
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            issues.append(_not_utf8(name))
        except OSError as error:
            issues.append(_unreadable(name, error))
        else:
            yield PackFile(path=name, kind=_kind_of(name), text=text, digest=digest_of(content))


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


def _read_published(root: Path, issues: list[Issue]) -> Iterator[tuple[str, Published]]:
    seen: set[str] = set()
    for shelf in SHELVES:
        name = f"{shelf}/RELEASES"
        try:
            lines = (root / name).read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            continue
        except UnicodeDecodeError:
            issues.append(_not_utf8(name))
            continue
        except OSError as error:
            issues.append(_unreadable(name, error))
            continue
        for number, line in enumerate(lines, start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            published = _published(line.strip(), Where(file=name, line=number))
            if published is None or not published.path.startswith(f"{shelf}/") or published.path in seen:
                issues.append(_bad_line(Where(file=name, line=number)))
            else:
                seen.add(published.path)
                yield published.path, published


def _published(line: str, where: Where) -> Published | None:
    match = _RELEASE_LINE.fullmatch(line)
    if match is None:
        return None
    try:
        on = date.fromisoformat(match["published"])
    except ValueError:
        return None
    return Published(path=match["path"], on=on, digest=match["digest"], where=where)


def _unlike_what_was_published(files: tuple[PackFile, ...], published: Mapping[str, Published]) -> Iterator[Issue]:
    """A release and a catalogue stand in RELEASES with their very bytes; a draft and cases never do."""
    by_path = {file.path: file for file in files}
    for file in files:
        line = published.get(file.path)
        frozen = file.kind in (FileKind.RELEASE, FileKind.CATALOGUE)
        if frozen and line is None:
            yield _not_published(file.path)
        elif frozen and line is not None and line.digest != file.digest:
            yield _altered(file.path, line)
        elif not frozen and line is not None:
            yield _never_published(file.path, line)
    yield from (_missing(line) for path, line in published.items() if path not in by_path)


def _too_large(name: str) -> Issue:
    return Issue(
        code="file-too-large",
        where=Where(file=name),
        zh=f"文件超过 {MOST_BYTES} 字节。",
        en=f"The file is larger than {MOST_BYTES} bytes.",
        hint_zh="请拆分为多个规则包。",
        hint_en="Split it into several packs.",
    )


def _not_utf8(name: str) -> Issue:
    return Issue(
        code="not-utf8",
        where=Where(file=name),
        zh="文件不是 UTF-8 编码。",
        en="The file is not UTF-8.",
        hint_zh="请另存为 UTF-8 编码。",
        hint_en="Save it as UTF-8.",
    )


def _unreadable(name: str, error: OSError) -> Issue:
    return Issue(
        code="unreadable-file",
        where=Where(file=name),
        zh=f"文件无法读取（{error.strerror}）。",
        en=f"The file cannot be read ({error.strerror}).",
        hint_zh="请检查文件权限和磁盘。",
        hint_en="Check its permissions and the disk.",
    )


def _bad_line(where: Where) -> Issue:
    return Issue(
        code="bad-release-line",
        where=where,
        zh="这一行不是“路径 发布日期 sha256:摘要”，路径不在本目录，或者路径重复。",
        en="This line is not “path date sha256:digest”, its path is not in this folder, or the path is repeated.",
        hint_zh="请改正这一行；每个文件一行，日期写作 2026-01-31。",
        hint_en="Correct the line; one line per file, the date as 2026-01-31.",
    )


def _not_published(name: str) -> Issue:
    return Issue(
        code="not-published",
        where=Where(file=name),
        zh="文件未列入 RELEASES，没有发布日期。",
        en="The file is not in RELEASES, so it has no date of publication.",
        hint_zh="请经审核后发布；尚在起草的，请命名为 draft.yaml。",
        hint_en="Publish it after review; while it is being written call it draft.yaml.",
    )


def _altered(name: str, line: Published) -> Issue:
    return Issue(
        code="release-altered",
        where=Where(file=name),
        zh=f"文件内容与 {line.where} 登记的摘要不符：已发布的版本被改动。",
        en=f"The file differs from the digest at {line.where}: a published release was altered.",
        hint_zh="请恢复原文件；需要更正的，发布新版本并以 corrects 注明。",
        hint_en="Restore the file; a correction is a new release with `corrects`.",
    )


def _never_published(name: str, line: Published) -> Issue:
    return Issue(
        code="draft-published",
        where=line.where,
        zh=f"{name} 是草稿或者用例，不能列入 RELEASES。",
        en=f"{name} is a draft or a file of cases and cannot stand in RELEASES.",
        hint_zh="请删去这一行；发布时以版本号命名文件。",
        hint_en="Delete the line; a published file is named after its version.",
    )


def _missing(line: Published) -> Issue:
    return Issue(
        code="release-missing",
        where=line.where,
        zh=f"已发布的文件 {line.path} 不存在。",
        en=f"The published file {line.path} is not there.",
        hint_zh="已发布的版本不得删除，请恢复该文件。",
        hint_en="A release is never deleted: restore the file.",
    )
