"""Every fault we promise to catch has a pack in `tests/broken_packs` that carries it, and words its message must hold.

The first line of each says `# refused: <words>` or `# warns: <words>`. The pack is put among the sound ones, in the
place its own `pack` and `version` name, with what stands in `beside/<its name>`, the whole shelf is loaded, and what
loaded is reasoned about.
"""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.pack_shelf import Loading, load
from engine.issues import Severity, has_errors
from engine.validate import reason
from tests.fakes.pack_root import BROKEN, ON, SOUND, publish_all

FILES = sorted(BROKEN.glob("*.yaml"))


def loaded_among_the_sound(file: Path, root: Path) -> Loading:
    """The loading, with what reasoning adds; a refusal by reasoning keeps the shelf out like any other."""
    shutil.copytree(SOUND, root, dirs_exist_ok=True)
    if (BROKEN / "beside" / file.stem).is_dir():
        shutil.copytree(BROKEN / "beside" / file.stem, root, dirs_exist_ok=True)
    text = file.read_text(encoding="utf-8")
    pack, version = (re.search(rf'^{key}: "?([^"\n]+)"?$', text, re.MULTILINE) for key in ("pack", "version"))
    assert pack is not None
    assert version is not None
    place = f"{pack[1]}/{version[1]}.yaml"
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(text, encoding="utf-8")
    publish_all(root)
    return reasoned(load(root, ON))


def reasoned(loading: Loading) -> Loading:
    if loading.shelf is None:
        return loading
    issues = (*loading.issues, *reason(loading.shelf.packs(), loading.shelf.catalogue, ON))
    return replace(loading, shelf=None if has_errors(issues) else loading.shelf, issues=issues)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_told_in_its_own_words(file: Path, tmp_path: Path) -> None:
    """An author must recognise the fault from the message alone; a refused pack keeps the whole shelf out."""
    verdict, _, words = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(": ")

    loading = loaded_among_the_sound(file, tmp_path)

    telling = [issue for issue in loading.issues if words in issue.line()]
    assert telling, [issue.line() for issue in loading.issues]
    assert all(issue.en for issue in telling)
    assert {"refused": Severity.ERROR, "warns": telling[0].severity}[verdict] is telling[0].severity
    assert (loading.shelf is None) is (verdict == "refused")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_the_only_error(file: Path, tmp_path: Path) -> None:
    """One mistake is told once: a second error would send the author to the wrong place."""
    loading = loaded_among_the_sound(file, tmp_path)

    errors = [issue.line() for issue in loading.issues if issue.severity is Severity.ERROR]
    assert len(errors) <= 1, errors


def test_the_sound_packs_are_sound(tmp_path: Path) -> None:
    """A fault among them would be told beside every other, and hide that nothing else was found."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    publish_all(tmp_path)

    assert [issue.line() for issue in reasoned(load(tmp_path, ON)).issues] == []


def test_there_are_broken_packs() -> None:
    """An empty folder would pass every test above."""
    assert len(FILES) > 75
