"""Every fault we promise to catch has a pack in `tests/broken_packs` that carries it, and words its message must hold.

The first line of each says `# refused: <words>` or `# warns: <words>`. The pack is put among the sound ones, in the
place its own `pack` and `version` name, and the whole shelf is loaded.
"""

import re
import shutil
from pathlib import Path

import pytest

from adapters.pack_shelf import Loading, load
from engine.issues import Severity
from tests.fakes.pack_root import BROKEN, ON, SOUND, publish_all

FILES = sorted(BROKEN.glob("*.yaml"))


def loaded_among_the_sound(file: Path, root: Path) -> tuple[Loading, str]:
    shutil.copytree(SOUND, root, dirs_exist_ok=True)
    text = file.read_text(encoding="utf-8")
    pack, version = (re.search(rf'^{key}: "?([^"\n]+)"?$', text, re.MULTILINE) for key in ("pack", "version"))
    assert pack is not None
    assert version is not None
    place = f"{pack[1]}/{version[1]}.yaml"
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(text, encoding="utf-8")
    publish_all(root)
    return load(root, ON), place


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_told_in_its_own_words(file: Path, tmp_path: Path) -> None:
    """An author must recognise the fault from the message alone; a refused pack keeps the whole shelf out."""
    verdict, _, words = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").partition(": ")

    loading, _ = loaded_among_the_sound(file, tmp_path)

    telling = [issue for issue in loading.issues if words in issue.line()]
    assert telling, [issue.line() for issue in loading.issues]
    assert all(issue.en for issue in telling)
    assert {"refused": Severity.ERROR, "warns": telling[0].severity}[verdict] is telling[0].severity
    assert (loading.shelf is None) is (verdict == "refused")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_fault_is_the_only_error(file: Path, tmp_path: Path) -> None:
    """One mistake is told once: a second error would send the author to the wrong place."""
    loading, _ = loaded_among_the_sound(file, tmp_path)

    errors = [issue.line() for issue in loading.issues if issue.severity is Severity.ERROR]
    assert len(errors) <= 1, errors


def test_there_are_broken_packs() -> None:
    """An empty folder would pass every test above."""
    assert len(FILES) > 25
