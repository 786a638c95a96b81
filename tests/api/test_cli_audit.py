"""`shangfa audit verify` as an auditor runs it: a sound book leaves with 0, anything else with 1 and the place."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from adapters.clock import SystemClock
from adapters.store.book import open_store
from adapters.store.row_audit import verify_book
from api.cli.audit import app
from api.wiring import NoBook, open_house, settings_here
from casework.records import Role
from tests.adapters.tampering import tell_three_units
from tests.api.town import INTEGRATOR, Town, as_role, check_body, credit_code, fact, procurement_bar, wage_facts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a book of three units of work, and the environment that names it."""
    monkeypatch.setenv("SHANGFA_DATA", str(tmp_path))
    monkeypatch.setenv("SHANGFA_MODE", "production")
    for variable in ("SHANGFA_DATABASE_URL", "SHANGFA_KEY_FILE"):
        monkeypatch.delenv(variable, raising=False)
    store = open_store(f"sqlite:///{tmp_path / 'shangfa.db'}", tmp_path / "keys.json", SystemClock())
    tell_three_units(store)
    store.close()
    return tmp_path


def verify() -> Result:
    return CliRunner().invoke(app, ["verify"])


def by_hand(folder: Path, *statements: str) -> None:
    """Somebody with the file and an SQL shell, who puts the guards aside first."""
    with sqlite3.connect(folder / "shangfa.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_a_sound_book_leaves_with_0_and_says_how_much_was_looked_at(folder: Path) -> None:
    """Six links (one of each unit tells its rows), three units, twenty-nine rows and three marks written later."""
    result = verify()

    assert (result.exit_code, result.stderr) == (0, "")
    assert "共核对链6条、登记单元3个、记录32行，异常0处" in result.stdout
    assert "(6 links, 3 units, 32 rows, 0 faults)" in result.stdout


def test_an_empty_book_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of installation."""
    monkeypatch.setenv("SHANGFA_DATA", str(tmp_path))
    with open_house(settings_here()):
        pass

    result = verify()

    assert result.exit_code == 0
    assert "(0 links, 0 units, 0 rows, 0 faults)" in result.stdout


def test_looking_at_a_folder_without_a_book_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped folder must not answer "sound": there is nothing there to be sound."""
    monkeypatch.setenv("SHANGFA_DATA", str(tmp_path / "mistyped"))

    with pytest.raises(NoBook):
        CliRunner().invoke(app, ["verify"], catch_exceptions=False)

    assert not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        (
            "UPDATE check_log SET outcome = 'legal_bar' WHERE id = 'check-2'",
            "表check_log，序号4至4：核查：有行被改动",
            "table check_log, numbers 4 to 4: rows were altered",
        ),
        (
            "DELETE FROM check_view",
            "表check_view，序号4至4：核查查看：有行缺失：登记1行，现有0行",
            "table check_view, numbers 4 to 4: rows are missing: 1 were recorded, 0 are there",
        ),
        (
            "INSERT INTO check_view VALUES ('view-2', 'check-2', 'clerk', '2026-11-02T04:00:00.000000Z', 77)",
            "表check_view，序号77至77：核查查看：1行不在任何登记单元的序号范围内",
            "table check_view, numbers 77 to 77: 1 rows lie in no recorded unit's range",
        ),
        (
            "UPDATE entry SET state = 'ended'",
            "表entry，序号1至3：条目：现状与最近一次登记的状态不符",
            "table entry, numbers 1 to 3: its present row is not its latest version",
        ),
        (
            "UPDATE chain_link SET kind = 'other' WHERE number = 1",
            "第1条：摘要与记载不符",
            "link 1: its digest is not that of what it says",
        ),
        (
            "UPDATE book SET chain_seal = 'x'",
            "第6条：链头封印与密钥不符",
            "link 6: the seal on the head of the chain was not made with this key",
        ),
    ],
)
def test_any_alteration_leaves_with_1_and_names_the_place(folder: Path, statement: str, zh: str, en: str) -> None:
    """In the auditor's language and in English, on standard error, with what to do next."""
    by_hand(folder, statement)

    result = verify()

    assert result.exit_code == 1
    assert f"{zh} ({en})" in result.stderr.splitlines()
    assert "异常1处" in result.stdout
    assert "请保留现场" in result.stderr


def test_every_fault_is_told_not_only_the_first(folder: Path) -> None:
    """Whoever altered a check altered the entry too."""
    by_hand(folder, "UPDATE ban SET for_life = 1", "UPDATE entry_move SET account_id = 'officer-b' WHERE number = 2")

    lines = verify().stderr.splitlines()

    assert [line.split("，", maxsplit=1)[0] for line in lines[:2]] == ["表ban", "表entry_move"]
    assert "序号1至2" in lines[0]
    assert "序号3至3" in lines[1]


def test_everything_that_casework_writes_lies_in_the_range_of_its_unit(town: Town) -> None:
    """A writer that forgets to draw its number would look like a forger: facts, corrections, bans and their ends,
    proposals, moves, mirrored entries and their removal, checks, looks and outcomes, each through its door."""
    listed, barred, owing = (credit_code(number) for number in (1, 2, 3))
    finding = {"case_no": "T-1", "committed_on": "2025-01-01", "violation": "ordinary_invoices"}
    town.load([fact(listed, "tax.finding", "T-1", finding)], "tax")
    town.load([procurement_bar(barred, "P-1")], "finance")
    corrected = procurement_bar(barred, "P-1", barred_until="2026-12-31", document="财采罚-P-1-更正")
    town.load([{**corrected, "correction_reason": "期限录入错误", "correction_document": "更正函1"}], "finance")
    town.load(wage_facts(owing, "W-1"))
    said = {"type": "enterprise", "code": listed, "list": "tax-major-violation", "document": "税稽公告〔2026〕1号"}
    days = {"decided_on": "2026-06-01", "effective_on": "2026-06-02"}
    clerk = as_role("tax", Role.DATA_CLERK)
    entry = _done(town, "/v1/cases/mirrored", {**said, **days}, clerk)
    removal = {"version": entry["version"], "document": "撤1号", "ended_on": "2026-11-02", "reasons": "撤销"}
    _done(town, f"/v1/cases/{entry['case_id']}/removal", removal, clerk)
    check = town.check(check_body(barred)).json()["check_id"]
    _done(town, f"/v1/checks/{check}/views", {}, INTEGRATOR)
    outcome = {"outcome": "not_executed", "reason": "申请人已撤回申请"}
    _done(town, f"/v1/checks/{check}/outcome", outcome, INTEGRATOR)

    with town.store.reader() as reader:
        verdict = verify_book(reader)
        told = {name for link in reader.chain_rows() if link.kind == "rows" for name in _tables(link.payload)}

    assert verdict.holds, (verdict.chain.faults, verdict.rows.faults)
    assert told >= {"fact.superseded", "entry_version", "entry_move", "ban", "ban.end", "check_log", "check_view"}
    assert "check_outcome" in told


def _done(town: Town, path: str, body: Mapping[str, object], headers: Mapping[str, str]) -> dict[str, Any]:
    answer = town.client.post(path, json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _tables(payload: str) -> Iterable[str]:
    tables: dict[str, object] = json.loads(payload)["tables"]
    return tables
