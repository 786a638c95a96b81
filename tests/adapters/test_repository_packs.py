"""The packs of this repository load as published and have cases, which `shangfa packs test` runs in both engines."""

from datetime import date
from pathlib import Path

import pytest

from adapters.pack_shelf import LoadedShelf, load
from engine.issues import Severity
from engine.pack import PackKind

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shelf() -> LoadedShelf:
    loading = load(ROOT, TODAY)
    assert loading.shelf is not None, [issue.line() for issue in loading.issues if issue.severity is Severity.ERROR]
    return loading.shelf


def test_every_published_file_still_has_its_digest(shelf: LoadedShelf) -> None:
    """A release is never edited: RELEASES names each file with the bytes it was published with."""
    assert {pack.ref for pack in shelf.packs()} == set(shelf.published)


def test_every_pack_with_rules_has_cases(shelf: LoadedShelf) -> None:
    """A criteria pack without a single case is an untested claim about the law."""
    tested = {file.pack_id for file in shelf.case_files}

    assert {pack.ref.pack for pack in shelf.packs() if pack.kind is PackKind.CRITERIA} - tested == set()
