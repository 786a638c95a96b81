"""What the environment may decide, typed, with every wrong value told at once.

Refuses to guess: a value that is not understood is a fault with its variable, what was found and what is allowed.
Without SHANGFA_MODE the service is in production mode: demonstration data must be asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
MOST_DEMO_SUBJECTS = 5_000_000

Read = TypeVar("Read")


class Mode(StrEnum):
    """demo: invented data may be loaded. production: never."""

    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`data`: folder for database, keys and packs in work. `database_url` names a driver we ship; it may hold a password.

    `jurisdiction`: whose packs this service determines under (GB/T 2260, six digits). `offices`: the file of this
    deployment's organs; None: none is named. `carries_retention_out`: the server erases what was kept long enough.
    """

    host: str
    port: int
    data: Path
    database_url: str
    key_file: Path
    mode: Mode
    demo_subjects: int
    jurisdiction: str
    offices: Path | None = None
    carries_retention_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFault:
    """One variable that is not understood: which, what is wrong with it, and what it may be."""

    variable: str
    zh: str
    en: str


class SettingsFault(Exception):
    """The environment cannot be used. `faults` holds every one; `str()` lists them, zh and en."""

    def __init__(self, faults: tuple[SettingFault, ...]) -> None:
        super().__init__("\n".join(f"{fault.variable}: {fault.zh} ({fault.en})" for fault in faults))
        self.faults = faults


class _Wrong(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that these variables say; an empty variable counts as not set. SettingsFault lists all that are wrong."""
    faults: list[SettingFault] = []

    def read(variable: str, default: str, parse: Callable[[str], Read]) -> Read | None:
        try:
            return parse(environ.get(variable, "").strip() or default)
        except _Wrong as wrong:
            faults.append(SettingFault(variable=variable, zh=wrong.zh, en=wrong.en))
            return None

    data = read("SHANGFA_DATA", "./var", _folder)
    book = f"sqlite:///{(data or Path('var')) / 'shangfa.db'}"
    host = read("SHANGFA_HOST", "127.0.0.1", str)
    port = read("SHANGFA_PORT", "8642", _port)
    url = read("SHANGFA_DATABASE_URL", book, _database_url)
    mode = read("SHANGFA_MODE", Mode.PRODUCTION, _mode)
    subjects = read("SHANGFA_DEMO_SUBJECTS", "10000", _demo_subjects)
    home = read("SHANGFA_JURISDICTION", "520000", _area)
    key_file = read("SHANGFA_KEY_FILE", str((data or Path("var")) / "keys.json"), _path)
    offices = read("SHANGFA_OFFICES", "-", _file)
    retention = read("SHANGFA_RETENTION", "run", _retention)
    if faults or not (data and host and port and url and mode and subjects and key_file and home and retention):
        raise SettingsFault(tuple(faults))
    return Settings(
        host=host,
        port=port,
        data=data,
        database_url=url,
        key_file=key_file,
        mode=mode,
        demo_subjects=subjects,
        jurisdiction=home,
        offices=offices,
        carries_retention_out=retention == "run",
    )


def _area(text: str) -> str:
    if len(text) == 6 and text.isascii() and text.isdigit():
        return text
    raise _Wrong(f"应为6位行政区划代码，实为“{text}”", f'must be a six-digit area code, not "{text}"')


def _port(text: str) -> int:
    return _whole(text, 1, 65535)


def _demo_subjects(text: str) -> int:
    return _whole(text, 1, MOST_DEMO_SUBJECTS)


def _whole(text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit()) or not low <= int(text) <= high:
        raise _Wrong(f"“{text}”不是 {low} 到 {high} 之间的整数", f"{text!r} is not a whole number from {low} to {high}")
    return int(text)


def _mode(text: str) -> Mode:
    try:
        return Mode(text.lower())
    except ValueError as error:
        raise _Wrong(
            f"“{text}”不是运行模式，请填 demo 或 production", f"{text!r} is no mode; use demo or production"
        ) from error


def _retention(text: str) -> str:
    if text in ("run", "list"):
        return text
    raise _Wrong(f"“{text}”不是 run（执行）或 list（只列出）", f"{text!r} is neither run nor list")


def _folder(text: str) -> Path:
    folder = _path(text)
    if folder.exists() and not folder.is_dir():
        raise _Wrong(f"“{text}”是文件，不是文件夹", f"{text!r} is a file, not a folder")
    return folder


def _file(text: str) -> Path | None:
    """None for "-", which names no file."""
    if text == "-":
        return None
    file = _path(text)
    if not file.is_file():
        raise _Wrong(f"“{text}”不是文件", f"{text!r} is no file")
    return file


def _path(text: str) -> Path:
    if "\0" in text:
        raise _Wrong("路径中有空字符", "the path holds a NUL character")
    return Path(text).expanduser()


def _database_url(text: str) -> str:
    """The URL with the driver we ship. The text may hold a password, so it is not repeated in the fault."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise _Wrong(
            "不是数据库地址，应如 sqlite:///文件 或 postgresql://用户@主机/库名",
            "not a database URL; write sqlite:///file or postgresql://user@host/name",
        ) from error
    if url.drivername not in DRIVERS:
        raise _Wrong(
            f"不支持 {url.drivername}，请用 sqlite 或 postgresql",
            f"{url.drivername} is not supported; use sqlite or postgresql",
        )
    if not url.database or url.database == ":memory:":
        raise _Wrong("缺少数据库文件名或库名，数据须落盘", "it names no file or database, and the book must be on disk")
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)
