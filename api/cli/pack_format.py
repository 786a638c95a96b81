"""`shangfa packs format`: the agreed layout, for whatever is not published yet. A release is never edited."""

import os
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.cli.pack_options import Lang, Root
from api.cli.telling import tell_issues
from api.wiring import ROOT, system_fault_told
from engine.format import departures, format_text
from engine.issues import Issue, Severity, Where
from engine.parse.utf8_text import utf8_text

_SHELVES = ("rules", "memoranda")
Files = Annotated[
    list[Path] | None,
    typer.Argument(help="要排版的文件；不写则为全部未发布的文件 / files; else all that is unpublished"),
]


def format_packs(
    files: Files = None,
    root: Root = ROOT,
    check: Annotated[bool, typer.Option("--check", help="只检查，不改动 / only tell what differs")] = False,
    to_stdout: Annotated[bool, typer.Option("--stdout", help="只打印结果，不改动 / print, change nothing")] = False,
    lang: Lang = "zh",
) -> None:
    """按统一格式排版规则包、目录和用例，注释保留，含义不变。The agreed layout; comments stay, meaning stays."""
    wanted = sorted(files) if files else list(_unpublished(root))
    if check:
        raise typer.Exit(_checked(wanted, root, bool(files), lang))
    failed = changed = 0
    for path in wanted:
        text, formatted, issues = _read(path)
        tell_issues(issues, lang)
        if formatted is None:
            failed += 1
        elif to_stdout:
            typer.echo(formatted, nl=False)
        elif text != formatted and _is_published(path):
            tell_issues([_frozen(path, Severity.ERROR)], lang)
            failed += 1
        elif text != formatted:
            written = _rewritten(path, formatted, lang)
            changed, failed = changed + written, failed + (not written)
    if not to_stdout:
        zh = f"共{len(wanted)}个文件，已重新排版{changed}个，未能排版{failed}个"
        en = f"{len(wanted)} files: {changed} laid out anew, {failed} left as they are"
        typer.echo(en if lang == "en" else zh)
    raise typer.Exit(1 if failed else 0)


def _checked(wanted: Iterable[Path], root: Path, by_name: bool, lang: str) -> int:
    """Tells what departs from the layout, line by line, then the files and what to run; 1 where there are any, else 0.

    A published file stays as it was published, so its layout is not looked at.
    """
    looked_at = failed = 0
    loose: list[Path] = []
    for path in wanted:
        if _is_published(path):
            tell_issues([_frozen(path, Severity.WARNING)], lang)
            continue
        text, formatted, issues = _read(path)
        found = departures(text, formatted, str(path)) if formatted is not None else ()
        tell_issues((*issues, *found), lang)
        looked_at, failed = looked_at + 1, failed + (formatted is None)
        loose += [path] if found else []
    zh = f"共检查{looked_at}个文件，不合格式{len(loose)}个，无法排版{failed}个"
    en = f"{looked_at} files: {len(loose)} not in the agreed layout, {failed} that cannot be laid out"
    typer.echo(en if lang == "en" else zh)
    if loose:
        _tell_what_to_run(loose, _command(loose if by_name else (), root), lang)
    return 1 if loose or failed else 0


def _tell_what_to_run(loose: Sequence[Path], command: str, lang: str) -> None:
    ask = f"To lay these files out, run: {command}" if lang == "en" else f"请运行“{command}”，排版下列文件："
    typer.echo("\n".join([ask, *(f"  {path}" for path in loose)]))


def _command(files: Sequence[Path], root: Path) -> str:
    """What to run for these files, or for all that is unpublished where none is named."""
    where = [] if files or root == ROOT else ["--root", str(root)]
    return shlex.join(["shangfa", "packs", "format", *where, *(str(path) for path in files)])


def _unpublished(root: Path) -> Iterator[Path]:
    """Drafts, cases and what is not published yet, sorted; hidden files are an editor's."""
    found = sorted(path for shelf in _SHELVES for path in (root / shelf).rglob("*.yaml"))
    hidden = (any(part.startswith(".") for part in path.relative_to(root).parts) for path in found)
    yield from (path for path, skip in zip(found, hidden, strict=True) if not skip and not _is_published(path))


def _is_published(path: Path) -> bool:
    """Whether the RELEASES file above this file names it."""
    place = path.resolve()
    for folder in place.parents:
        releases = folder / "RELEASES"
        if releases.is_file():
            named = (line.split() for line in releases.read_text(encoding="utf-8", errors="replace").splitlines())
            return place.relative_to(folder.parent).as_posix() in {words[0] for words in named if words}
    return False


def _read(path: Path) -> tuple[str, str | None, tuple[Issue, ...]]:
    """The text as it stands, its layout (None: it has faults), and the faults."""
    try:
        text = utf8_text(path.read_bytes(), str(path))
    except OSError as error:
        zh, en = system_fault_told(error)
        fault = _fault(path, "unreadable-file", f"文件无法读取（{zh}）。", f"The file cannot be read ({en}).")
        return "", None, (fault,)
    if isinstance(text, Issue):
        return "", None, (text,)
    formatted, issues = format_text(text, str(path))
    return text, formatted, issues


def _rewritten(path: Path, formatted: str, lang: str) -> bool:
    """Writes the file whole or not at all; a fault is told."""
    place = path.resolve()
    fresh = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as file:
            file.write(formatted.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(place, fresh)
        fresh.replace(place)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        zh, en = system_fault_told(error)
        zh, en = f"文件无法写入（{zh}），原文未动。", f"The file cannot be written ({en}); it is unchanged."
        tell_issues([_fault(path, "unwritable-file", zh, en)], lang)
        return False
    typer.echo(str(path))
    return True


def _frozen(path: Path, severity: Severity) -> Issue:
    return Issue(
        code="release-frozen",
        severity=severity,
        where=Where(file=str(path)),
        zh="这是已发布的版本，发布后一个字节也不改动，不予排版。",
        en="This is a published release, of which no byte ever changes; it is left as it is.",
        hint_zh="需要修改的，请在 draft.yaml 中写下一版本；只想看排版结果的，请加 --stdout。",
        hint_en="Write the next version in draft.yaml; to see the layout only, add --stdout.",
    )


def _fault(path: Path, code: str, zh: str, en: str) -> Issue:
    return Issue(code=code, severity=Severity.ERROR, where=Where(file=str(path)), zh=zh, en=en)
