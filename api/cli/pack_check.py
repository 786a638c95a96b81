"""`shangfa packs check`: everything that is wrong with the packs, or with the one that is being written."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli.pack_options import Lang, Root
from api.cli.pack_place import Place, nothing_there, place_of
from api.cli.progress import Progress, progress_on
from api.cli.telling import tell_issues
from api.wiring import ROOT, LoadedShelf, Loading, load_packs, today_here, try_shelf
from casework.errors import Refused
from engine.cases.case import parse_cases
from engine.issues import Issue, Severity, has_errors
from engine.validate import reason, validate_cases

Only = Annotated[
    str,
    typer.Argument(help="只查这个规则包：标识、目录或者文件；不写则查全部 / one pack, by id, folder or file; else all"),
]


def check_packs(
    only: Only = "",
    root: Root = ROOT,
    lang: Lang = "zh",
    quiet: Annotated[bool, typer.Option("--quiet", help="只列错误 / errors only")] = False,
) -> None:
    """检查全部或者一个规则包，一次列出所有问题。Every fault at once, of all packs or of one, with file, line and what to do."""
    place = _place(only, root) if only else None
    with progress_on(sys.stderr, lang) as progress:
        progress.step("装载规则包", "loading the packs")
        loading = load_packs(root)
        further = _further(loading, place, progress)
    found = _Found(place=place, loading=loading, issues=(*loading.issues, *further))
    shown = [issue for issue in found.of_releases if not quiet or issue.severity is Severity.ERROR]
    tell_issues(sorted(shown, key=lambda issue: _LAST_IS_WORST.index(issue.severity)), lang)
    tell_issues(found.of_drafts, lang)
    typer.echo(found.counted(lang))
    for line in found.caveats(lang):
        typer.echo(line)
    raise typer.Exit(1 if loading.shelf is None or has_errors(found.all) else 0)


def _place(only: str, root: Path) -> Place | None:
    """What is to be checked; None for the root itself. Refused where nothing is there."""
    place = place_of(only, root)
    if not (root / place.path).exists():
        zh, en = nothing_there(place, root)
        raise Refused("no-such-pack", zh=zh, en=en)
    return None if place.path == "." else place


def _further(loading: Loading, place: Place | None, progress: Progress) -> tuple[Issue, ...]:
    """What is too long to ask at each start: reasoning over rules, the cases' boundaries, a trial in both engines."""
    shelf = loading.shelf
    if shelf is None:
        return ()
    releases = frozenset(each.file for each in shelf.packs() if place is None or place.holds(each.file))
    progress.step("读取用例", "reading the cases")
    parsed = [parse_cases(file.text, file.path, shelf.catalogue) for file in shelf.case_files]
    found = [issue for _, faults in parsed for issue in faults]
    progress.step("推理规则（已答问题数）", "reasoning over the rules (questions answered)")
    if releases:
        found += reason(shelf.packs(), shelf.catalogue, today_here(), releases, progress.count)
    found += _about_drafts(shelf, place, _too_large(loading), progress)
    cases = [case for cases, _ in parsed for case in cases]
    found += validate_cases(shelf.packs(), shelf.catalogue, today_here(), cases)
    if releases:
        progress.step("两套引擎试算", "trying both engines")
        found += try_shelf(shelf)
    return tuple(found)


def _too_large(loading: Loading) -> frozenset[str]:
    """The drafts that no engine holds: reasoning over them would take long and tell nothing."""
    return frozenset(each.where.file for each in loading.draft_issues if each.code == "over-capacity")


def _about_drafts(
    shelf: LoadedShelf, place: Place | None, left_out: frozenset[str], progress: Progress
) -> Iterator[Issue]:
    """What reasoning shows of the drafts, each beside the releases."""
    for draft in shelf.drafts:
        if draft.file not in left_out and (place is None or place.holds(draft.file)):
            beside = (*shelf.packs(), draft)
            yield from reason(beside, shelf.catalogue, today_here(), frozenset({draft.file}), progress.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Everything found, and of it what was asked for (`place` None: all)."""

    place: Place | None
    loading: Loading
    issues: tuple[Issue, ...]

    @property
    def of_releases(self) -> Sequence[Issue]:
        return self._asked_for(self.issues)

    @property
    def of_drafts(self) -> Sequence[Issue]:
        return self._asked_for(self.loading.draft_issues)

    @property
    def all(self) -> Sequence[Issue]:
        return (*self.of_releases, *self.of_drafts)

    def _asked_for(self, issues: Iterable[Issue]) -> Sequence[Issue]:
        return [issue for issue in issues if self._is_asked_for(issue)]

    def _is_asked_for(self, issue: Issue) -> bool:
        """The trial is of all packs together: what it shows concerns each of them."""
        return self.place is None or self.place.holds(issue.where.file) or issue.code in _OF_ALL

    def counted(self, lang: str) -> str:
        """The totals over releases and drafts, and how many of each are a draft's."""
        drafts = Counter(issue.severity for issue in self.all if issue.where.file.endswith("/draft.yaml"))
        counts = Counter(issue.severity for issue in self.all)
        shelf, place = self.loading.shelf, self.place
        releases = sum(1 for each in shelf.packs() if place is None or place.holds(each.file)) if shelf else 0
        if lang == "en":
            told = (
                f"{counts[severity]} {name}" + (f" ({drafts[severity]} in drafts)" if drafts[severity] else "")
                for severity, (_, name) in _TOTALS.items()
            )
            return f"{releases} releases: {', '.join(told)}"
        told = (
            f"{name}{counts[severity]}处" + (f"（其中草稿{drafts[severity]}处）" if drafts[severity] else "")
            for severity, (name, _) in _TOTALS.items()
        )
        return f"规则包版本{releases}个：{'，'.join(told)}"

    def caveats(self, lang: str) -> Iterator[str]:
        """What was not looked at, and why."""
        elsewhere = sum(
            1 for issue in self.issues if issue.severity is Severity.ERROR and not self._is_asked_for(issue)
        )
        if elsewhere:
            yield (
                f"There are {elsewhere} errors in other files; shangfa packs check tells them."
                if lang == "en"
                else f"其他文件另有错误{elsewhere}处，请运行 shangfa packs check 查看。"
            )
        if self.loading.shelf is None:
            yield (
                "Nothing is loaded until the errors are corrected; rules were not reasoned about, nor drafts read."
                if lang == "en"
                else "改正错误之前，规则包不予装载；规则推理和草稿均未检查。"
            )


_OF_ALL = frozenset({"engines-differ", "trial-failed", "trial-hangs", "trial-crashes", "no-solver"})
_TOTALS = {
    Severity.ERROR: ("错误", "errors"),
    Severity.WARNING: ("提醒", "warnings"),
    Severity.GAP: ("已注明的缺口", "documented gaps"),
}
_LAST_IS_WORST = (Severity.GAP, Severity.WARNING, Severity.ERROR)
