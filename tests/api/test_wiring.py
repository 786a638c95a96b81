"""Starting and reloading on broken packs: a clear refusal, or the last good shelf."""

from pathlib import Path

import pytest

from adapters.pack_shelf import NoShelf, PackShelf
from adapters.settings import read_settings
from api.wiring import DemoDataRefused, new_account, open_house
from casework.records import Role
from tests.fakes.clock import FakeClock
from tests.fakes.pack_root import sound_root


def settings_in(folder: Path, mode: str = "production") -> object:
    return read_settings({"SHANGFA_DATA": str(folder), "SHANGFA_MODE": mode})


def broken(root: Path) -> Path:
    """One release with a letter changed after its publication."""
    [release] = (root / "rules" / "cn" / "wage").glob("*.yaml")
    release.write_text(release.read_text("utf-8").replace("version:", "vresion:"), encoding="utf-8")
    return release


def test_a_broken_pack_on_start_is_a_clear_refusal(tmp_path: Path) -> None:
    """The service does not start on half a law; the message names file and fault, and no book has been made."""
    root = sound_root(tmp_path / "packs")
    release = broken(root)

    with pytest.raises(NoShelf) as refusal, open_house(settings_in(tmp_path / "data"), root):
        pass

    assert release.relative_to(root).as_posix() in str(refusal.value)
    assert not (tmp_path / "data" / "shangfa.db").exists()


def test_a_broken_pack_on_reload_leaves_the_last_good_shelf(tmp_path: Path) -> None:
    """A running service keeps answering under the law it has; the reading says what is wrong."""
    root = sound_root(tmp_path)
    shelf = PackShelf(root, FakeClock().today)
    before = shelf.current
    broken(root)

    loading = shelf.reload()

    assert loading.shelf is None
    assert loading.issues
    assert shelf.current is before
    assert [pack.ref for pack in shelf.packs()] == [pack.ref for pack in before.packs()]


def test_demonstration_data_never_runs_in_production(tmp_path: Path) -> None:
    """A folder with demonstration accounts opens in demonstration mode only, and the refusal says what to do."""
    root = sound_root(tmp_path / "packs")
    with open_house(settings_in(tmp_path / "data", "demo"), root) as built:
        new_account(built, "demo", "human-resources", [Role.INTEGRATOR], demo=True)

    with pytest.raises(DemoDataRefused) as refusal, open_house(settings_in(tmp_path / "data"), root):
        pass

    assert "SHANGFA_DATA" in str(refusal.value)


def test_a_new_accounts_password_is_told_once_and_works(tmp_path: Path) -> None:
    """The password stands nowhere in the folder, and signs in."""
    root = sound_root(tmp_path / "packs")
    with open_house(settings_in(tmp_path / "data"), root) as built:
        account, password = new_account(built, "clerk", "human-resources", [Role.DATA_CLERK])
        known = built.house.doorkeeper.by_password("clerk", password)

    on_disk = b"".join(file.read_bytes() for file in (tmp_path / "data").rglob("*") if file.is_file())
    assert known.id == account.id
    assert password.encode() not in on_disk
