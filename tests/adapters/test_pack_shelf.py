"""The shelf: loaded whole or not at all, what is in force by which knowledge and where, drafts never."""

from datetime import date
from pathlib import Path

import pytest

from adapters.pack_folder import digest_of
from adapters.pack_shelf import LoadedShelf, Loading, NoShelf, PackShelf, load
from casework.ports import Shelf
from engine.cases.case import parse_cases
from engine.cases.runs import run_cases
from engine.issues import Severity
from tests.fakes.pack_root import ON, PUBLISHED, publish_all, sound_root

WAGE = "rules/cn/wage/2022.1.yaml"
DAY = date(2023, 6, 1)


def shelf_of(root: Path) -> LoadedShelf:
    loading = load(root, ON)
    assert loading.shelf is not None, [issue.line() for issue in loading.issues]
    return loading.shelf


def edit(root: Path, path: str, *changes: tuple[str, str], to: str = "") -> Path:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    target = root / (to or path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def codes(loading: Loading) -> list[str]:
    return [issue.code for issue in loading.issues]


def ids(shelf: Shelf, law_at: date = DAY, known_on: date = ON, place: str = "520103") -> list[str]:
    return [str(pack.ref) for pack in shelf.in_force(law_at, known_on, place)]


def test_sound_packs_load_with_nothing_to_say(tmp_path: Path) -> None:
    """The packs that the broken ones are put among must be sound themselves."""
    loading = load(sound_root(tmp_path), ON)

    assert loading.issues == ()
    assert loading.shelf is not None
    assert ids(loading.shelf) == ["memoranda/cn/wage@2022.1", "rules/cn/wage@2022.1"]


def test_the_digest_is_that_of_the_files_bytes(tmp_path: Path) -> None:
    """An answer names the text it rests on; anyone can hash the file and compare."""
    root = sound_root(tmp_path)

    found = {pack.file: pack.ref.digest for pack in shelf_of(root).packs()}

    assert found[WAGE] == digest_of((root / WAGE).read_bytes())


def test_nothing_is_in_force_before_its_law_or_before_it_was_published(tmp_path: Path) -> None:
    """law_at and known_on are two axes: the law may have applied before we had published its pack."""
    shelf = shelf_of(sound_root(tmp_path))

    assert ids(shelf, law_at=date(2021, 12, 31)) == []
    assert ids(shelf, known_on=date(2025, 12, 31)) == []
    assert len(ids(shelf, law_at=date(2022, 1, 1), known_on=PUBLISHED)) == 2


def test_a_correction_counts_from_its_own_publication(tmp_path: Path) -> None:
    """An answer given before the correction was published must come out the same again."""
    root = sound_root(tmp_path)
    fixed = "rules/cn/wage/2022.2.yaml"
    edit(root, WAGE, ('version: "2022.1"', 'version: "2022.2"\ncorrects: "2022.1"'), ("示例失信", "更正失信"), to=fixed)
    publish_all(root)
    releases = root / "rules" / "RELEASES"
    lines = releases.read_text(encoding="utf-8").splitlines()
    releases.write_text(
        "\n".join(line.replace("2026-01-01", "2026-03-01") if fixed in line else line for line in lines),
        encoding="utf-8",
    )
    shelf = shelf_of(root)

    assert "rules/cn/wage@2022.1" in ids(shelf, known_on=date(2026, 2, 28))
    assert ids(shelf, known_on=date(2026, 3, 1))[1:] == ["rules/cn/wage@2022.2"]
    found = shelf.list_def("wage-arrears", DAY, date(2026, 2, 28))
    assert found is not None
    assert found[1].title == "示例失信主体名单"
    assert shelf.list_titles() == {"wage-arrears": "更正失信主体名单"}


def test_a_place_sees_its_own_packs_and_those_above_it(tmp_path: Path) -> None:
    """A provincial pack counts in its counties, not in the next province."""
    root = sound_root(tmp_path)
    edit(
        root,
        "memoranda/cn/wage/2022.1.yaml",
        ("pack: memoranda/cn/wage", "pack: memoranda/guizhou/wage"),
        ('"000000"', '"520000"'),
        to="memoranda/guizhou/wage/2022.1.yaml",
    )
    publish_all(root)
    shelf = shelf_of(root)

    assert "memoranda/guizhou/wage@2022.1" in ids(shelf, place="520103")
    assert "memoranda/guizhou/wage@2022.1" not in ids(shelf, place="510100")


def test_a_list_is_unknown_where_no_release_defines_it(tmp_path: Path) -> None:
    """The caller must not find a list before its law."""
    shelf = shelf_of(sound_root(tmp_path))

    assert shelf.list_def("wage-arrears", date(2021, 1, 1), ON) is None
    assert shelf.list_def("nothing", DAY, ON) is None


def test_a_draft_is_read_and_never_in_force(tmp_path: Path) -> None:
    """Until somebody else has reviewed and published it, it is only a text."""
    root = sound_root(tmp_path)
    edit(root, WAGE, ('version: "2022.1"', 'version: "2030.1"'), to="rules/cn/wage/draft.yaml")
    shelf = shelf_of(root)

    assert [pack.ref.version for pack in shelf.drafts] == ["2030.1"]
    assert [pack.ref.version for pack in shelf.packs()] == ["2022.1", "2022.1"]
    assert "rules/cn/wage@2030.1" not in ids(shelf, law_at=date(2031, 1, 1))


def test_a_draft_that_does_not_tell_paragraph_from_item_is_warned(tmp_path: Path) -> None:
    """Published releases keep their brackets; the next one should say what the number is."""
    root = sound_root(tmp_path)
    edit(
        root,
        WAGE,
        ('version: "2022.1"', 'version: "2030.1"'),
        ("order art 5", "order art 5(1)"),
        to="rules/cn/wage/draft.yaml",
    )

    found = [issue for issue in load(root, ON).draft_issues if issue.code == "open-level"]

    assert [issue.severity for issue in found] == [Severity.WARNING]
    assert "依据条号“5(1)”没有写明是款还是项" in found[0].zh


def test_a_broken_draft_keeps_nothing_out_and_is_told(tmp_path: Path) -> None:
    """A half-written draft is everyday work; the law in force goes on."""
    root = sound_root(tmp_path)
    edit(root, WAGE, ("propose: wage-arrears", "propose: nowhere"), to="rules/cn/wage/draft.yaml")

    loading = load(root, ON)

    assert loading.shelf is not None
    assert loading.issues == ()
    assert "unknown-list" in [issue.code for issue in loading.draft_issues]


@pytest.mark.parametrize(
    ("folder", "area"),
    [("rules/cn/another", '"000000"'), ("rules/cn/zzz", '"000000"'), ("rules/guizhou/a", '"520000"')],
)
def test_a_draft_that_takes_a_published_list_is_itself_named(tmp_path: Path, folder: str, area: str) -> None:
    """“The error names a file that I may not touch.” The draft is to be changed; the other is mentioned."""
    root = sound_root(tmp_path)
    draft = f"{folder}/draft.yaml"
    edit(root, WAGE, ("pack: rules/cn/wage", f"pack: {folder}"), ('"000000"', area), to=draft)

    told = [
        issue for issue in load(root, ON).draft_issues if issue.code in ("duplicate-list", "local-redefines-national")
    ]

    assert {issue.where.file for issue in told} == {draft}
    assert all(issue.where.line for issue in told)
    assert all(WAGE in issue.zh and WAGE in issue.en for issue in told)


def test_whatever_a_draft_brings_up_elsewhere_is_told_of_the_draft(tmp_path: Path) -> None:
    """A national draft under a published local list: the local release cannot be edited, the draft can."""
    root = sound_root(tmp_path)
    local = "rules/guizhou/wage/2022.1.yaml"
    edit(root, WAGE, ("pack: rules/cn/wage", "pack: rules/guizhou/wage"), ('"000000"', '"520000"'), to=local)
    edit(root, local, ("wage-arrears", "local-arrears"))
    edit(root, WAGE, ("wage-arrears", "local-arrears"), ('"2022.1"', '"2030.1"'), to="rules/cn/wage/draft.yaml")
    publish_all(root)

    loading = load(root, ON)

    assert loading.shelf is not None, [issue.line() for issue in loading.issues]
    assert loading.draft_issues
    assert {issue.where.file for issue in loading.draft_issues} == {"rules/cn/wage/draft.yaml"}


def test_a_broken_pack_keeps_the_last_good_shelf(tmp_path: Path) -> None:
    """A service with half the law would answer wrongly; it keeps what it had and says why."""
    root = sound_root(tmp_path)
    shelf = PackShelf(root, lambda: ON)
    before = shelf.current
    good = (root / WAGE).read_bytes()
    edit(root, WAGE, ("propose: wage-arrears", "propose: nowhere"))
    publish_all(root)

    refused = shelf.reload()

    assert refused.shelf is None
    assert "unknown-list" in codes(refused)
    assert shelf.current is before
    assert ids(shelf) == ["memoranda/cn/wage@2022.1", "rules/cn/wage@2022.1"]

    (root / WAGE).write_bytes(good)
    publish_all(root)
    assert shelf.reload().shelf is shelf.current
    assert shelf.current is not before
    assert shelf.current.digest == before.digest


def test_without_any_good_shelf_the_service_does_not_start(tmp_path: Path) -> None:
    """There is no last good shelf to keep: the operator must see why."""
    with pytest.raises(NoShelf, match="rules/") as raised:
        PackShelf(tmp_path, lambda: ON)

    assert [issue.code for issue in raised.value.issues] == ["no-packs"]


def test_one_unreadable_release_brings_no_blame_on_those_that_need_it(tmp_path: Path) -> None:
    """The measure's list is only missing because its pack could not be read; that would send the author astray."""
    root = sound_root(tmp_path)
    edit(root, WAGE, ("colour: black", "colour: purple"))
    publish_all(root)

    loading = load(root, ON)

    assert loading.shelf is None
    assert {issue.where.file for issue in loading.issues} == {WAGE}


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("release-altered", lambda root: edit(root, WAGE, ("P3Y", "P5Y"))),
        ("release-altered", lambda root: edit(root, "memoranda/catalogue/roles.yaml", ("申请人", "主体"))),
        ("not-published", lambda root: edit(root, WAGE, to="rules/cn/wage/2021.1.yaml")),
        ("release-missing", lambda root: (root / "memoranda/cn/wage/2022.1.yaml").unlink()),
        ("bad-release-line", lambda root: append(root, "rules/cn/x.yaml yesterday sha256:00")),
        ("bad-release-line", lambda root: append(root, f"memoranda/cn/x.yaml 2026-01-01 sha256:{'0' * 64}")),
        ("bad-release-line", lambda root: append(root, f"{WAGE} 2026-01-01 sha256:{'0' * 64}")),
        ("bad-release-line", lambda root: append(root, f"rules/cn/x.yaml 2026-02-30 sha256:{'0' * 64}")),
        (
            "draft-published",
            lambda root: append(root, f"rules/cn/wage/cases/arrears.yaml 2026-01-01 sha256:{'0' * 64}"),
        ),
        ("not-utf8", lambda root: (root / "rules/cn/wage/2023.1.yaml").write_bytes("版本".encode("gb18030"))),
    ],
)
def test_what_differs_from_what_was_published_is_refused(code: str, spoil: object, tmp_path: Path) -> None:
    """A release never changes (docs/pack-format.md): altered, added or missing bytes keep the shelf out."""
    root = sound_root(tmp_path)
    assert callable(spoil)
    spoil(root)

    loading = load(root, ON)

    assert loading.shelf is None
    assert code in codes(loading)


def append(root: Path, line: str) -> None:
    with (root / "rules" / "RELEASES").open("a", encoding="utf-8") as releases:
        releases.write(f"{line}\n")


def test_a_pack_stands_where_its_name_says(tmp_path: Path) -> None:
    """People look for a release under its pack and version; a file elsewhere would be found by nobody."""
    root = sound_root(tmp_path)
    edit(root, WAGE, ('version: "2022.1"', 'version: "2022.9"'))
    publish_all(root)

    assert codes(load(root, ON)) == ["misplaced-pack"]


def test_an_oversized_file_is_refused_unread(tmp_path: Path) -> None:
    """A folder somebody filled with a dump must not take the service's memory."""
    root = sound_root(tmp_path)
    (root / "rules/cn/wage/2023.1.yaml").write_bytes(b"#" * 4_000_001)

    assert codes(load(root, ON)) == ["file-too-large"]


def test_hidden_files_of_an_editor_are_none_of_ours(tmp_path: Path) -> None:
    """A swap file beside a pack is no release."""
    root = sound_root(tmp_path)
    (root / "rules/cn/wage/.2022.1.yaml").write_text("half", encoding="utf-8")

    assert load(root, ON).issues == ()


def test_a_pack_that_no_engine_can_hold_is_refused(tmp_path: Path) -> None:
    """It would load and then fail at the first question; the author must hear it now."""
    root = sound_root(tmp_path)
    limbs = ", ".join(f"{{record: wage.order, where: {{amount: {{gte: {n}}}}}}}" for n in range(1, 300))
    edit(root, WAGE, ("{record: wage.order, where: {amount: {gte: $floor}}}", f"{{any: [{limbs}]}}"))
    publish_all(root)

    loading = load(root, ON)

    assert loading.shelf is None
    assert [issue.where.file for issue in loading.issues] == [WAGE]


def test_the_cases_beside_the_packs_come_with_the_shelf(tmp_path: Path) -> None:
    """Whoever tests packs takes the cases of the same reading, so text and test belong together."""
    shelf = shelf_of(sound_root(tmp_path))

    (file,) = shelf.case_files
    cases, issues = parse_cases(file.text, file.path, shelf.catalogue)
    results = run_cases(cases, tuple(shelf.packs()), shelf.catalogue)

    assert file.pack_id == "rules/cn/wage"
    assert issues == ()
    assert [issue.zh for result in results for issue in result.differences] == []
    assert len(results) == 3
