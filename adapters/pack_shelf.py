"""The packs on the shelf: read from a root folder, checked whole, kept until a better whole is there.

A shelf is never half loaded: one fault in any release and the last good shelf stays, with the issues told. Drafts are
read and checked beside it and are never in force.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

from adapters.pack_folder import FileKind, PackFile, PackFolder, read_folder
from engine.catalogue import Catalogue
from engine.compile import ProgramRefused, refuse_what_no_engine_holds
from engine.issues import Issue, Severity, Where, has_errors, in_reading_order
from engine.pack import Interval, ListDef, Pack, PackRef
from engine.parse import parse_catalogue, parse_pack
from engine.releases import days_that_decide, in_force, reaches
from engine.validate import told_of_the_draft, validate, validate_draft

DEPENDENT = frozenset({"unknown-list", "unknown-rule", "unreached-measure"})
"""Issues that may only follow from another release that could not be read, and would send the author astray."""

ALWAYS = Interval()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedShelf:
    """One consistent state of all packs (implements `casework.ports.Shelf`); it never changes.

    `published`: release -> the day we published it. `drafts` are in no answer of this class's methods. `digest` is over
    every published file: two shelves with one digest answer alike.
    """

    catalogue: Catalogue
    releases: tuple[Pack, ...]
    published: Mapping[PackRef, date]
    drafts: tuple[Pack, ...]
    case_files: tuple[PackFile, ...]
    digest: str

    def packs(self) -> Sequence[Pack]:
        return self.releases

    def in_force(self, law_at: date, known_on: date, place: str) -> Sequence[Pack]:
        """The release of each pack that was published by `known_on`, covers `law_at`, and reaches `place`."""
        return tuple(pack for pack in self._known(law_at, known_on) if reaches(pack.jurisdiction, place))

    def list_def(self, list_id: str, law_at: date, known_on: date) -> tuple[Pack, ListDef] | None:
        """The list as the release in force then defines it, wherever that release counts."""
        for pack in self._known(law_at, known_on):
            if list_id in pack.lists:
                return pack, pack.lists[list_id]
        return None

    def list_titles(self) -> Mapping[str, str]:
        """Legal title of every list, from the release whose law began last (of those, the one published last)."""
        by_age = sorted(self.releases, key=lambda pack: (pack.in_force.start or date.min, self.published[pack.ref]))
        return {listed.id: listed.title for pack in by_age for listed in pack.lists.values()}

    def _known(self, law_at: date, known_on: date) -> tuple[Pack, ...]:
        return in_force((pack for pack in self.releases if self.published[pack.ref] <= known_on), law_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """What a reading of the folder gave: the shelf (None: an error kept it out) and everything there is to say.

    `draft_issues` are about drafts and unreadable files of cases only, and keep nothing out.
    """

    shelf: LoadedShelf | None
    issues: tuple[Issue, ...]
    draft_issues: tuple[Issue, ...] = ()


class NoShelf(Exception):
    """No good shelf has ever been loaded; `issues` say why."""

    def __init__(self, issues: tuple[Issue, ...]) -> None:
        self.issues = issues
        super().__init__(
            "规则包未能装载，服务不启动；请运行 shangfa packs check (no packs could be loaded; run: shangfa packs check)\n"
            + "\n".join(issue.line() for issue in issues if issue.severity is Severity.ERROR)
        )


class PackShelf:
    """The shelf of a running service: `reload` replaces it as a whole or leaves it as it is.

    Implements `casework.ports.Shelf` on whatever shelf is current; hold `current` for the length of one question.
    """

    def __init__(
        self, root: Path, today: Callable[[], date], trial: Callable[[LoadedShelf], tuple[Issue, ...]] | None = None
    ) -> None:
        """Loads at once; NoShelf where the packs have an error. `trial` says what goes wrong when a shelf is first used."""
        self._root, self._today, self._trial, self._lock = root, today, trial, Lock()
        loading = self._read()
        if loading.shelf is None:
            raise NoShelf(loading.issues)
        self._current, self._loading = loading.shelf, loading

    @property
    def current(self) -> LoadedShelf:
        return self._current

    @property
    def last_loading(self) -> Loading:
        """What the latest reading said, good or not."""
        return self._loading

    def reload(self) -> Loading:
        """Reads the folder again; the shelf changes only where the answer carries one."""
        with self._lock:
            loading = self._read()
            self._loading = loading
            if loading.shelf is not None:
                self._current = loading.shelf
            return loading

    def _read(self) -> Loading:
        """The folder as it is now; a shelf that fails its trial is no shelf."""
        loading = load(self._root, self._today())
        found = self._trial(loading.shelf) if self._trial and loading.shelf else ()
        return replace(loading, shelf=None, issues=in_reading_order((*loading.issues, *found))) if found else loading

    @property
    def catalogue(self) -> Catalogue:
        return self._current.catalogue

    def packs(self) -> Sequence[Pack]:
        return self._current.packs()

    def in_force(self, law_at: date, known_on: date, place: str) -> Sequence[Pack]:
        return self._current.in_force(law_at, known_on, place)

    def list_def(self, list_id: str, law_at: date, known_on: date) -> tuple[Pack, ListDef] | None:
        return self._current.list_def(list_id, law_at, known_on)

    def list_titles(self) -> Mapping[str, str]:
        return self._current.list_titles()


def load(root: Path, today: date) -> Loading:
    """Reads, parses and checks every pack under `root`; all issues at once, a shelf only where none is an error."""
    folder = read_folder(root)
    catalogue, issues = parse_catalogue({file.path: file.text for file in folder.of_kind(FileKind.CATALOGUE)})
    found = [*folder.issues, *issues]
    if catalogue is None:
        return Loading(shelf=None, issues=in_reading_order(found), draft_issues=folder.draft_issues)
    written = folder.of_kind(FileKind.RELEASE)
    releases = _parsed(written, catalogue, found)
    whole = len(releases) == len(written) and not folder.lacks_a_release
    found.extend(issue for issue in validate(releases, catalogue, today) if whole or issue.code not in DEPENDENT)
    if not releases and not has_errors(found):
        found.append(_empty(root))
    if not has_errors(found):
        found.extend(_beyond_the_engines(releases, catalogue))
    if has_errors(found):
        return Loading(shelf=None, issues=in_reading_order(found), draft_issues=folder.draft_issues)
    drafts, draft_issues = _drafts(folder, catalogue, releases, today, frozenset(found))
    shelf = LoadedShelf(
        catalogue=catalogue,
        releases=releases,
        published={pack.ref: folder.published[pack.file].on for pack in releases},
        drafts=drafts,
        case_files=folder.of_kind(FileKind.CASES),
        digest=_digest(folder),
    )
    return Loading(shelf=shelf, issues=in_reading_order(found), draft_issues=draft_issues)


def _parsed(files: Sequence[PackFile], catalogue: Catalogue, found: list[Issue]) -> tuple[Pack, ...]:
    """The packs that are packs at all; faults go to `found`."""
    packs: list[Pack] = []
    for file in files:
        pack, issues = parse_pack(file.text, file.path, catalogue)
        found.extend(issues)
        if pack is not None:
            found.extend(_misplaced(pack, file))
            packs.append(replace(pack, ref=replace(pack.ref, digest=file.digest), file=file.path))
    return tuple(packs)


def _misplaced(pack: Pack, file: PackFile) -> tuple[Issue, ...]:
    """A pack's id is its folder, a release's version its file name."""
    expected = (file.pack_id, pack.ref.version if file.kind is FileKind.DRAFT else file.version)
    if (pack.ref.pack, pack.ref.version) == expected:
        return ()
    issue = Issue(
        code="misplaced-pack",
        where=Where(file=file.path),
        zh=f"文件所在位置应为规则包 {expected[0]} 的版本 {expected[1]}，文内却写 {pack.ref}。",
        en=f"By its place the file is version {expected[1]} of {expected[0]}, but it says {pack.ref}.",
        hint_zh="请改正 pack、version，或者移动文件。",
        hint_en="Correct `pack` and `version`, or move the file.",
    )
    return (issue,)


def _beyond_the_engines(packs: tuple[Pack, ...], catalogue: Catalogue, days: Interval = ALWAYS) -> Iterator[Issue]:
    """What the engines cannot hold, on any of these days on which the packs in force change (engine.compile, capacity)."""
    told: set[Issue] = set()
    for day in filter(days.covers, days_that_decide(packs)):
        try:
            refuse_what_no_engine_holds(in_force(packs, day), catalogue, day)
        except ProgramRefused as refused:
            if refused.issue not in told:
                told.add(refused.issue)
                yield refused.issue


def _drafts(
    folder: PackFolder, catalogue: Catalogue, releases: tuple[Pack, ...], today: date, known: frozenset[Issue]
) -> tuple[tuple[Pack, ...], tuple[Issue, ...]]:
    """The drafts that parse, and what each would bring up beyond `known` if it joined the releases now.

    What the engines cannot hold is told of a draft too: published, it could only be corrected by another release.
    """
    found: list[Issue] = list(folder.draft_issues)
    drafts = _parsed(folder.of_kind(FileKind.DRAFT), catalogue, found)
    for draft in drafts:
        faults = validate_draft(draft, releases, catalogue, today, known)
        found.extend(faults)
        if not has_errors(faults):
            beyond = _beyond_the_engines((*releases, draft), catalogue, draft.in_force)
            found.extend(told_of_the_draft(each, draft) for each in beyond)
    return drafts, in_reading_order(found)


def _digest(folder: PackFolder) -> str:
    lines = sorted(f"{line.path} {line.on} {line.digest}\n" for line in folder.published.values())
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def _empty(root: Path) -> Issue:
    return Issue(
        code="no-packs",
        where=Where(file=root.name or str(root)),
        zh="rules/ 和 memoranda/ 下没有可用的规则包。",
        en="There is no usable pack under rules/ and memoranda/.",
        hint_zh="请检查规则包目录的设置。",
        hint_en="Check the setting of the pack folder.",
    )
