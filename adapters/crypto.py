"""Secrets of the book: sealed fields, keyed look-up, the seal on the audit chain, passwords.

AES-256-GCM seals each field with the id of its key and with where it belongs (table and row) as associated data, so a
sealed value cannot be moved to another row. Look-up is by HMAC-SHA256 under a key that never changes; sealing keys may
be added and the newest is used, older ones still open what they sealed (one key for at most 2^32 fields).
Refuses to guess: a missing, readable-by-others or damaged key file is an error that says what to do.
"""

import base64
import binascii
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from adapters.system_faults import told

FILE_FORMAT = "shangfa-keys-1"
LAYOUT = b"\x01"
KEY_BYTES, KEY_ID_BYTES, NONCE_BYTES = 32, 4, 12
HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES


class KeyFileFault(Exception):
    """The key file cannot be used. `str()` says which file, why, and what to do (zh and en)."""


class SealBroken(Exception):
    """A sealed field does not open: altered, moved to another row, or sealed with a key we do not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """The keys of one book. `sealing`: key id (4 bytes) -> secret; `current` is the id that seals."""

    lookup_secret: bytes = field(repr=False)
    chain_secret: bytes = field(repr=False)
    sealing: Mapping[bytes, bytes] = field(repr=False)
    current: bytes
    _ciphers: dict[tuple[bytes, str], AESGCM] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def fresh(cls) -> Self:
        """New random keys."""
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        return cls(
            lookup_secret=secrets.token_bytes(KEY_BYTES),
            chain_secret=secrets.token_bytes(KEY_BYTES),
            sealing={key_id: secrets.token_bytes(KEY_BYTES)},
            current=key_id,
        )

    def with_new_sealing_key(self) -> Self:
        """The same keyring with one more sealing key, which seals from now on."""
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        return type(self)(
            lookup_secret=self.lookup_secret,
            chain_secret=self.chain_secret,
            sealing={**self.sealing, key_id: secrets.token_bytes(KEY_BYTES)},
            current=key_id,
        )

    def seal(self, table: str, row: str, plain: bytes) -> bytes:
        """layout ‖ key id ‖ nonce ‖ ciphertext and tag; opens only for the same table and row."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher(self.current, table).encrypt(nonce, plain, _place(table, row))
        return LAYOUT + self.current + nonce + sealed

    def open(self, table: str, row: str, sealed: bytes) -> bytes:
        """What was sealed for this table and row; SealBroken otherwise."""
        key_id, nonce = sealed[1 : 1 + KEY_ID_BYTES], sealed[1 + KEY_ID_BYTES : HEAD_BYTES]
        if sealed[:1] != LAYOUT or key_id not in self.sealing:
            raise SealBroken(
                f"{table} {row}: 密文不是用本密钥文件中的密钥封存的 (not sealed with a key of this key file)"
            )
        try:
            return self._cipher(key_id, table).decrypt(nonce, sealed[HEAD_BYTES:], _place(table, row))
        except (InvalidTag, ValueError) as error:
            raise SealBroken(f"{table} {row}: 密文已被改动或错位 (the sealed field was altered or moved)") from error

    def lookup(self, domain: str, text: str) -> bytes:
        """The keyed look-up value of a text in a domain ("code", "name" …): equal texts are equal, nothing else is told."""
        return hmac.digest(self.lookup_secret, f"{domain}|{text}".encode("utf-8", "surrogatepass"), "sha256")

    def chain_seal(self, number: int, digest: str) -> str:
        """The seal on the head of the audit chain, in hex."""
        return hmac.digest(self.chain_secret, f"{number}|{digest}".encode(), "sha256").hex()

    def fingerprint(self) -> str:
        """Tells one keyring's book from another's, and nothing about the keys."""
        return self.lookup("fingerprint", FILE_FORMAT).hex()

    def _cipher(self, key_id: bytes, table: str) -> AESGCM:
        cipher = self._ciphers.get((key_id, table))
        if cipher is None:
            derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"shangfa field {table}".encode())
            cipher = self._ciphers[key_id, table] = AESGCM(derived.derive(self.sealing[key_id]))
        return cipher


def _place(table: str, row: str) -> bytes:
    return f"{table}|{row}".encode()


def load_keys(path: Path) -> Keyring:
    """The keys in a key file; KeyFileFault where it is missing, readable by others, or not a key file."""
    try:
        _refuse_readable_by_others(path)
        return _parsed(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise _fault(
            path,
            "密钥文件不存在；没有它，已有数据无法读取，请从备份恢复",
            "the key file is missing; without it the existing data cannot be read: restore it from backup",
        ) from error
    except OSError as error:
        zh, en = told(error)
        raise _fault(path, f"密钥文件无法读取（{zh}）", f"the key file cannot be read ({en})") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise _fault(
            path, "密钥文件内容损坏，请从备份恢复", "the key file is damaged: restore it from backup"
        ) from error


def create_keys(path: Path) -> Keyring:
    """New keys, written to a new file that only its owner can read (0600) and that is whole or absent.

    KeyFileFault where the file exists already or the folder cannot be written.
    """
    keys = Keyring.fresh()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, _printed(keys))
    except FileExistsError as error:
        raise _fault(path, "同名文件已存在，不会覆盖", "a file of this name exists and is never overwritten") from error
    except OSError as error:
        zh, en = told(error)
        raise _fault(path, f"密钥文件无法创建（{zh}）", f"the key file cannot be made ({en})") from error
    return keys


def load_or_create_keys(path: Path) -> Keyring:
    """The keys in the file, or new ones where there is no file yet (also when two processes start at once)."""
    if not path.exists():
        try:
            return create_keys(path)
        except KeyFileFault:
            if not path.exists():
                raise
    return load_keys(path)


def _refuse_readable_by_others(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise _fault(
            path,
            f"密钥文件权限为 {mode:04o}，其他用户可读，请执行 chmod 600",
            f"the key file has mode {mode:04o} and others can read it: run chmod 600 on it",
        )


def _write_whole(path: Path, text: str) -> None:
    """Writes beside, then links into place: the file is whole or absent, and an existing one stays (FileExistsError)."""
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    finally:
        half.unlink()
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """The folder's own entry for the file must survive a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _printed(keys: Keyring) -> str:
    content = {
        "format": FILE_FORMAT,
        "lookup": _base64(keys.lookup_secret),
        "chain": _base64(keys.chain_secret),
        "sealing": {key_id.hex(): _base64(secret) for key_id, secret in keys.sealing.items()},
        "current": keys.current.hex(),
    }
    return json.dumps(content, indent=2) + "\n"


def _parsed(text: str) -> Keyring:
    content = json.loads(text)
    if content["format"] != FILE_FORMAT:
        raise ValueError("another format")
    keys = Keyring(
        lookup_secret=_secret(content["lookup"]),
        chain_secret=_secret(content["chain"]),
        sealing={bytes.fromhex(key_id): _secret(text) for key_id, text in content["sealing"].items()},
        current=bytes.fromhex(content["current"]),
    )
    if keys.current not in keys.sealing or any(len(key_id) != KEY_ID_BYTES for key_id in keys.sealing):
        raise ValueError("the current key is missing")
    return keys


def _base64(secret: bytes) -> str:
    return base64.b64encode(secret).decode()


def _secret(text: str) -> bytes:
    secret = base64.b64decode(text, validate=True)
    if len(secret) != KEY_BYTES:
        raise ValueError("a secret of another length")
    return secret


def _fault(path: Path, zh: str, en: str) -> KeyFileFault:
    return KeyFileFault(f"{path}: {zh} ({en})")


class ArgonPasswords:
    """Passwords by argon2id (casework.ports.Passwords). Costs are argon2's own defaults unless a test lowers them."""

    def __init__(self, hasher: Argon2Hasher | None = None) -> None:
        self._passwords = PasswordHash((hasher or Argon2Hasher(),))
        self._nobody = self._passwords.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._passwords.hash(password)

    def verify(self, password: str, password_hash: str) -> bool:
        """Whether it is the password; False for a hash that is none, in the time a real one takes."""
        try:
            return self._passwords.verify(password, password_hash)
        except UnknownHashError:
            self._passwords.verify(password, self._nobody)
            return False
