"""Who is asking: local accounts by name and password, and the console's signed session.

A verified password is remembered for ten minutes under a key of this process (argon2 costs a tenth of a second and
checks come by the thousand); an account that is switched off or changes its password is out at once. Ten wrong
passwords for a name within five minutes close that name for five minutes.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from api.attempts import KEEP_AT_MOST, WrongAttempts
from casework.errors import Refused
from casework.ports import Passwords, Store
from casework.records import Account

REMEMBER_SECONDS = 600.0
SESSION_SECONDS = 8 * 3600


def unknown_account() -> Refused:
    """One answer for a wrong name, a wrong password and a closed account, so that none can be told from another."""
    return Refused(
        "not-signed-in",
        zh="账户名或密码不正确，或尚未登录",
        en="not signed in: wrong name or password",
        hint_zh="请使用分配的账户登录",
        hint_en="sign in with an account (HTTP Basic)",
        status=401,
    )


@dataclass(slots=True)
class Doorkeeper:
    """Turns credentials into an Account. `session_key`: 32 bytes, the same in every worker."""

    store: Store
    passwords: Passwords
    session_key: bytes
    wrong_names: WrongAttempts = field(default_factory=WrongAttempts)
    wrong_receipts: WrongAttempts = field(default_factory=WrongAttempts)
    _verified: OrderedDict[bytes, float] = field(default_factory=OrderedDict)
    _process_key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _lock: Lock = field(default_factory=Lock)
    _decoy_hash: str = ""

    def by_basic(self, header: str) -> Account:
        """The account of an Authorization: Basic header; Refused (401) otherwise."""
        scheme, _, encoded = header.partition(" ")
        if scheme.lower() != "basic":
            raise unknown_account()
        try:
            name, separator, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except ValueError:  # no base64 (binascii.Error), not ASCII, or not UTF-8 inside
            raise unknown_account() from None
        if not separator:
            raise unknown_account()
        return self.by_password(name, password)

    def by_password(self, name: str, password: str) -> Account:
        """The active account with this name and password; Refused (401, 429) otherwise."""
        with self.store.reader() as reader:
            account = reader.account_by_name(name)
        known = self._fingerprint(account, password) if account else b""
        if account and account.active and self._remembered(known):
            return account
        if self.wrong_names.is_closed(name):
            raise Refused(
                "too-many-attempts",
                zh="该账户名错误尝试过多，请五分钟后再试",
                en="too many wrong passwords for this name; try again in five minutes",
                status=429,
            )
        fine = self.passwords.verify(password, account.password_hash if account else self._decoy())
        if not (fine and account and account.active):
            self.wrong_names.note(name)
            raise unknown_account()
        self._remember(known)
        return account

    def open_session(self, account: Account) -> str:
        """A signed cookie value: account id, expiry, and a mark of the password hash it was opened under."""
        expires = int(time.time()) + SESSION_SECONDS
        body = f"{account.id}.{expires}.{self._mark(account)}"
        return f"{body}.{self._sign(body)}"

    def by_session(self, cookie: str) -> Account | None:
        """The account of a session cookie, or None where it is forged, expired, or the account has changed since."""
        body, _, signature = cookie.rpartition(".")
        parts = body.rsplit(".", 2)
        if len(parts) != 3 or not _equal(signature, self._sign(body)):
            return None
        account_id, expires, mark = parts
        if not expires.isdigit() or int(expires) < time.time():
            return None
        with self.store.reader() as reader:
            account = reader.account(account_id)
        if account is None or not account.active or not _equal(mark, self._mark(account)):
            return None
        return account

    def form_token(self, cookie: str) -> str:
        """What a form of this session must send back (CSRF)."""
        return self._sign("form:" + cookie)

    def is_form_token(self, cookie: str, token: str) -> bool:
        return _equal(token, self.form_token(cookie))

    def _decoy(self) -> str:
        """A hash nobody has the password of, so that an unknown name takes as long as a wrong password."""
        if not self._decoy_hash:
            self._decoy_hash = self.passwords.hash(secrets.token_hex(16))
        return self._decoy_hash

    def _sign(self, text: str) -> str:
        return hmac.new(self.session_key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _mark(self, account: Account) -> str:
        return self._sign("account:" + account.password_hash)[:16]

    def _fingerprint(self, account: Account, password: str) -> bytes:
        text = f"{account.id}\0{account.password_hash}\0{password}"
        return hmac.new(self._process_key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()

    def _remembered(self, fingerprint: bytes) -> bool:
        with self._lock:
            until = self._verified.get(fingerprint, 0.0)
        return until > time.monotonic()

    def _remember(self, fingerprint: bytes) -> None:
        with self._lock:
            self._verified[fingerprint] = time.monotonic() + REMEMBER_SECONDS
            while len(self._verified) > KEEP_AT_MOST:
                self._verified.popitem(last=False)


def _equal(sent: str, ours: str) -> bool:
    """Compared in constant time; as bytes, since `compare_digest` takes no text beyond ASCII."""
    return hmac.compare_digest(sent.encode("utf-8", "surrogatepass"), ours.encode())
