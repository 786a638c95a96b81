"""Chooses the adapters and joins them into a House. Nothing else in `api` knows what stands behind a port."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import structlog

from adapters.clock import SystemClock
from adapters.crypto import ArgonPasswords, KeyFileFault, load_keys
from adapters.demo import founding as demonstration
from adapters.documents import letter_html, letter_pdf, style_source
from adapters.engine_host import EngineEvent, EngineEventKind, EngineHost
from adapters.ingest import Encoding as FileEncoding
from adapters.ingest import EndBatch, EntryBatch, FactBatch, Format, RowFault, read_ends, read_entries, read_facts
from adapters.keeper import Keeper
from adapters.logs import configure_logs
from adapters.offices import OfficesFault, read_offices
from adapters.pack_shelf import LoadedShelf, Loading, NoShelf, PackShelf, load
from adapters.replay import Replay, ReplayFault, ReplayFolder, read_replay
from adapters.settings import Mode, Settings, SettingsFault, read_settings
from adapters.store.book import SqlStore, open_store
from adapters.store.faults import BookUnusable
from adapters.store.row_audit import BookVerdict, verify_book
from adapters.system_faults import told as system_fault_told
from adapters.tried_packs import trial_of, try_shelf
from api.http.house import House, Papers
from api.identity import Doorkeeper
from casework.offices import NO_OFFICES, Offices
from casework.programs import ProgramBook
from casework.records import Account, Role
from engine.direct import compile_direct

__all__ = [
    "OPERATOR_FAULTS",
    "ROOT",
    "Built",
    "DemoDataRefused",
    "EndBatch",
    "EntryBatch",
    "FactBatch",
    "FileEncoding",
    "Format",
    "Keeper",
    "LoadedShelf",
    "Loading",
    "Mode",
    "Replay",
    "ReplayFault",
    "RowFault",
    "Settings",
    "configure_logs",
    "demonstration",
    "load_packs",
    "new_account",
    "open_calculator",
    "open_house",
    "read_ends",
    "read_entries",
    "read_facts",
    "read_replay",
    "settings_here",
    "system_fault_told",
    "today_here",
    "try_shelf",
    "verify_chain",
]

ROOT = Path(__file__).resolve().parent.parent
SESSION_DOMAIN = "session"
PAPERS = Papers(html=letter_html, pdf=letter_pdf, style=style_source())


class NoBook(Exception):
    """There is no book where one was to be looked at; none was made."""


class DataFolderUnusable(Exception):
    """The data folder cannot be made; nothing was started."""


class DemoDataRefused(Exception):
    """The data folder holds demonstration data and the mode is production; nothing was started."""


OPERATOR_FAULTS = (
    NoShelf,
    KeyFileFault,
    BookUnusable,
    DataFolderUnusable,
    NoBook,
    DemoDataRefused,
    SettingsFault,
    OfficesFault,
)


def settings_here() -> Settings:
    """The settings of this process's environment; SettingsFault with every fault."""
    return read_settings(os.environ)


def today_here() -> date:
    """The date in Asia/Shanghai."""
    return SystemClock().today()


def load_packs(root: Path = ROOT) -> Loading:
    """Every pack under `root` as of today, with all issues."""
    return load(root, SystemClock().today())


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The house and the parts a command may need beside it."""

    house: House
    store: SqlStore
    shelf: PackShelf
    settings: Settings


@contextmanager
def open_house(
    settings: Settings, root: Path = ROOT, *, must_exist: bool = False, trial: bool = False
) -> Iterator[Built]:
    """Everything started and, at the end, closed in order; one of OPERATOR_FAULTS otherwise.

    `must_exist`: looking is not founding, so no new book is made where none is. `trial`: packs not yet tried on this
    machine are tried first; for whoever goes on to serve or to determine in bulk.
    """
    clock = SystemClock()
    offices = offices_of(settings)
    if must_exist and not settings.key_file.exists():
        raise NoBook(
            f"数据目录 {settings.data} 内没有台账；请核对 SHANGFA_DATA、SHANGFA_DATABASE_URL。"
            f"(There is no book in this data folder; check SHANGFA_DATA and SHANGFA_DATABASE_URL. Nothing was made.)"
        )
    shelf = PackShelf(root, clock.today, trial_of(settings.data) if trial else None)
    _make_data_folder(settings.data)
    store = open_store(settings.database_url, settings.key_file, clock)
    try:
        _refuse_demo_in_production(store, settings)
        passwords = ArgonPasswords()
        keys = load_keys(settings.key_file)
        keep_replay = ReplayFolder(settings.data).keep
        with EngineHost(compile_direct=compile_direct, report=tell_engine_event, keep_replay=keep_replay) as evaluator:
            house = House(
                store=store,
                book=ProgramBook(shelf=shelf, home=settings.jurisdiction),
                evaluator=evaluator,
                clock=clock,
                doorkeeper=Doorkeeper(store=store, passwords=passwords, session_key=keys.lookup(SESSION_DOMAIN, "v1")),
                demo=settings.mode is Mode.DEMO,
                papers=PAPERS,
                offices=offices,
            )
            yield Built(house=house, store=store, shelf=shelf, settings=settings)
    finally:
        store.close()


def offices_of(settings: Settings) -> Offices:
    """The organs of this deployment; in demonstration mode, where none are named, the invented ones. OfficesFault."""
    if settings.offices is not None:
        return read_offices(settings.offices)
    return read_offices(demonstration.OFFICES) if settings.mode is Mode.DEMO else NO_OFFICES


def _make_data_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        zh, en = system_fault_told(fault)
        raise DataFolderUnusable(
            f"数据目录 {folder} 无法建立（{zh}）；请检查权限，或者以 SHANGFA_DATA 另设目录。"
            f"(The data folder cannot be made: {en}. Check its rights, or set SHANGFA_DATA to another folder.)"
        ) from fault


def _refuse_demo_in_production(store: SqlStore, settings: Settings) -> None:
    if settings.mode is Mode.DEMO:
        return
    with store.reader() as reader:
        demo = any(account.demo for account in reader.accounts())
    if demo:
        raise DemoDataRefused(
            f"数据目录 {settings.data} 内是演示数据，正式环境拒绝使用；请为正式环境另设 SHANGFA_DATA。"
            f"(This data folder holds demonstration data; production mode refuses it. Set SHANGFA_DATA to another folder.)"
        )


def tell_engine_event(event: EngineEvent) -> None:
    """A start is news; a disagreement is an alarm; everything else is a warning: the answer then lacks the second engine.

    No subject is named: how many were left unanswered is told, and of a disagreement the rules and the replay's file.
    """
    logger = structlog.get_logger("engine")
    if event.kind is EngineEventKind.DIFFERED:
        logger.error(
            "engine.disagreement",
            detail=event.detail,
            program=event.program,
            differing=event.differing,
            replay=event.replay or "not kept",
        )
        return
    tell = logger.info if event.kind is EngineEventKind.STARTED else logger.warning
    tell(
        "engine.event",
        kind=str(event.kind),
        detail=event.detail,
        program=event.program,
        unanswered=len(event.unanswered),
    )


def verify_chain(built: Built) -> BookVerdict:
    """Every link of the hash chain recomputed, its sealed end, and every row of the record against its link."""
    with built.store.reader() as reader:
        return verify_book(reader)


def new_account(
    built: Built, name: str, department: str, roles: Sequence[Role], *, demo: bool = False
) -> tuple[Account, str]:
    """A new account with a random password, told once and stored only as argon2id."""
    password = secrets.token_urlsafe(12)
    account = Account(
        id=secrets.token_hex(8),
        name=name,
        department=department,
        roles=frozenset(roles),
        password_hash=built.house.doorkeeper.passwords.hash(password),
        demo=demo,
    )
    with built.store.unit_of_work() as work:
        seq = work.draw_seq()
        work.add_account(account)
        work.log("account.created", seq, {"account": account.id, "department": department, "roles": sorted(roles)})
        work.commit()
    return account, password


@contextmanager
def open_calculator(root: Path = ROOT) -> Iterator[tuple[ProgramBook, EngineHost, SystemClock]]:
    """Packs and both engines without a store: for evaluations, which keep nothing."""
    clock = SystemClock()
    book = ProgramBook(shelf=PackShelf(root, clock.today))
    with EngineHost(compile_direct=compile_direct, report=tell_engine_event) as evaluator:
        yield book, evaluator, clock
