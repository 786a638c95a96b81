"""Sealed fields, keyed look-up, the key file, passwords."""

import json
import os
from pathlib import Path

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from adapters.crypto import (
    ArgonPasswords,
    KeyFileFault,
    Keyring,
    SealBroken,
    create_keys,
    load_keys,
    load_or_create_keys,
)

SECRET = "虚构甲 52010319800101001X".encode()


def test_what_is_sealed_opens_for_its_own_row_and_does_not_show() -> None:
    """The bytes on disk must not hold the identifier, and two seals of one text must differ."""
    keys = Keyring.fresh()

    first, second = keys.seal("subject", "s-1", SECRET), keys.seal("subject", "s-1", SECRET)

    assert keys.open("subject", "s-1", first) == SECRET == keys.open("subject", "s-1", second)
    assert first != second
    assert b"5201" not in first


@pytest.mark.parametrize(("table", "row"), [("subject", "s-2"), ("fact", "s-1")])
def test_a_sealed_field_moved_elsewhere_does_not_open(table: str, row: str) -> None:
    """Somebody with the database but without the keys could otherwise swap two persons."""
    keys = Keyring.fresh()
    sealed = keys.seal("subject", "s-1", SECRET)

    with pytest.raises(SealBroken):
        keys.open(table, row, sealed)


def test_any_flipped_byte_of_a_sealed_field_is_found() -> None:
    """Every byte counts: layout, key id, nonce, ciphertext, tag; and a cut one."""
    keys = Keyring.fresh()
    sealed = keys.seal("subject", "s-1", b"x")
    altered = [sealed[:i] + bytes([sealed[i] ^ 1]) + sealed[i + 1 :] for i in range(len(sealed))]

    for broken in [*altered, b"", sealed[:5], sealed[:-1]]:
        with pytest.raises(SealBroken):
            keys.open("subject", "s-1", broken)


def test_after_a_new_sealing_key_older_fields_still_open() -> None:
    """Keys are renewed without rewriting the book; look-up goes on finding."""
    old = Keyring.fresh()
    new = old.with_new_sealing_key()
    sealed_before, sealed_after = old.seal("t", "r", b"x"), new.seal("t", "r", b"x")

    assert new.open("t", "r", sealed_before) == b"x"
    assert new.lookup("code", "a") == old.lookup("code", "a")
    with pytest.raises(SealBroken, match="key"):
        old.open("t", "r", sealed_after)


def test_look_up_is_keyed_and_by_domain() -> None:
    """Without the key nobody can try all resident IDs against the column; a name is never equal to a code."""
    keys, others = Keyring.fresh(), Keyring.fresh()

    assert keys.lookup("code", "a") == keys.lookup("code", "a")
    assert (
        len({keys.lookup("code", "a"), keys.lookup("name", "a"), keys.lookup("code", "b"), others.lookup("code", "a")})
        == 4
    )


def test_a_keyring_does_not_print_its_secrets() -> None:
    """It will appear in a traceback some day."""
    keys = Keyring.fresh()

    assert all(secret.hex() not in repr(keys) and repr(secret) not in repr(keys) for secret in keys.sealing.values())
    assert repr(keys.lookup_secret) not in repr(keys)


def test_the_key_file_is_private_and_comes_back_the_same(tmp_path: Path) -> None:
    """0600 from the first byte on, in a folder that is made if need be; nothing half-written lies beside it."""
    path = tmp_path / "new" / "keys.json"

    keys = load_or_create_keys(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_create_keys(path) == keys == load_keys(path)
    assert os.listdir(path.parent) == ["keys.json"]


def test_an_existing_key_file_is_never_overwritten(tmp_path: Path) -> None:
    """Losing a key loses the book."""
    path = tmp_path / "keys.json"
    before = load_or_create_keys(path)

    with pytest.raises(KeyFileFault, match="不会覆盖"):
        create_keys(path)
    assert load_keys(path) == before


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The message says what to do about it."""
    path = tmp_path / "keys.json"
    create_keys(path)
    path.chmod(0o640)

    with pytest.raises(KeyFileFault, match="chmod 600"):
        load_keys(path)


def test_a_missing_key_file_is_an_error_that_says_restore(tmp_path: Path) -> None:
    """New keys beside an old book would open nothing."""
    with pytest.raises(KeyFileFault, match="备份"):
        load_keys(tmp_path / "keys.json")


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}", "short", "other-format", "no-current", "not-text"])
def test_a_damaged_key_file_is_an_error_that_says_restore(tmp_path: Path, damage: str) -> None:
    """Whatever happened to it: cut, emptied, edited."""
    path = tmp_path / "keys.json"
    create_keys(path)
    content = json.loads(path.read_text())
    match damage:
        case "short":
            content["lookup"] = "AAAA"
        case "other-format":
            content["format"] = "x"
        case "no-current":
            content["current"] = "00000000"
        case "not-text":
            content["sealing"] = 5
    path.write_text(damage if damage in ("", "{", "[]", "{}") else json.dumps(content))

    with pytest.raises(KeyFileFault, match="损坏"):
        load_keys(path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder should be: the message names the key file and the reason."""
    (tmp_path / "file").write_text("")

    with pytest.raises(KeyFileFault, match=r"keys\.json"):
        create_keys(tmp_path / "file" / "keys.json")


def test_passwords_are_argon2id_and_verify() -> None:
    """Cheap costs here; the default ones are argon2's own."""
    passwords = ArgonPasswords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))

    stored = passwords.hash("正确的口令")

    assert stored.startswith("$argon2id$")
    assert passwords.verify("正确的口令", stored)
    assert not passwords.verify("错误的口令", stored)


def test_an_account_without_a_real_hash_lets_nobody_in() -> None:
    """Empty, plain or damaged: never an exception, never a yes."""
    passwords = ArgonPasswords(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))

    assert not any(passwords.verify(given, stored) for given in ("", "x") for stored in ("", "x", "$argon2id$broken"))
