"""The packs of this repository: they load as published, and their own cases come out as their authors expect."""

from datetime import date
from pathlib import Path

import pytest

from adapters.pack_shelf import LoadedShelf, load
from engine.cases.case import parse_cases
from engine.cases.runs import run_cases
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


def test_every_case_comes_out_as_expected(shelf: LoadedShelf) -> None:
    """The cases are how a jurist knows that the text says what the article says."""
    faults, differences = [], []
    for file in shelf.case_files:
        cases, issues = parse_cases(file.text, file.path, shelf.catalogue)
        faults += [issue.line() for issue in issues]
        for result in run_cases(cases, tuple(shelf.packs()), shelf.catalogue):
            differences += [issue.line() for issue in result.differences]

    assert (faults, differences) == ([], [])


def test_every_pack_with_rules_has_cases(shelf: LoadedShelf) -> None:
    """A criteria pack without a single case is an untested claim about the law."""
    tested = {file.pack_id for file in shelf.case_files}

    assert {pack.ref.pack for pack in shelf.packs() if pack.kind is PackKind.CRITERIA} - tested == set()
