"""Which sets of packs have been tried on this machine: so that a trial is made once for each, not at every start.

A set is known by the digest of its shelf together with what it was tried on: engine code, Python and the C engine.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from adapters.engine_trial import SECONDS, try_packs
from adapters.pack_shelf import LoadedShelf
from engine.issues import Issue
from engine.releases import days_that_decide

FILE = "tried-packs.json"
KEPT = 50
ENGINE = Path(__file__).resolve().parent.parent / "engine"


def trial_of(data: Path, seconds: float = SECONDS) -> Callable[[LoadedShelf], tuple[Issue, ...]]:
    """A trial for `PackShelf` that remembers in the folder `data` which shelves came through; a failed one is tried again."""

    def tried(shelf: LoadedShelf) -> tuple[Issue, ...]:
        name = _name_of(shelf)
        if name in _remembered(data):
            return ()
        issues = try_shelf(shelf, seconds)
        if not issues:
            _remember(data, name)
        return issues

    return tried


def try_shelf(shelf: LoadedShelf, seconds: float = SECONDS) -> tuple[Issue, ...]:
    """What goes wrong with the releases of a shelf on any day on which those in force change."""
    return try_packs(shelf.releases, shelf.catalogue, days_that_decide(shelf.releases), seconds)


def _name_of(shelf: LoadedShelf) -> str:
    """Packs, engine code, Python and C engine in one digest."""
    told = hashlib.sha256(f"{shelf.digest} {platform.python_version()} {version('durable-rules')}".encode())
    for path in sorted(ENGINE.rglob("*.py")):
        told.update(path.read_bytes())
    return f"sha256:{told.hexdigest()}"


def _remembered(data: Path) -> list[str]:
    """The newest last; nothing where the file is not there or not ours: then the trial is made again."""
    try:
        names = json.loads((data / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _remember(data: Path, name: str) -> None:
    """Written as a whole or not at all; where it cannot be written, the next start makes the trial again."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        write_whole(data / FILE, json.dumps([*_remembered(data), name][-KEPT:], indent=1))
    except OSError:
        return


def write_whole(path: Path, text: str) -> None:
    """Replaces the file in one step, readable by its owner only; OSError where the disk refuses."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with rights 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
