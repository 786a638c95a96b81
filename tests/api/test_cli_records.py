"""Files through the command line into a real book: all or nothing, every fault told, nobody's number in full."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from adapters.pack_shelf import PackShelf
from api.cli import records
from api.wiring import Built, settings_here
from casework.ports import StoreBusy
from casework.records import EntryState, Role
from tests.api.town import Town, account_name, credit_code, password_of, resident_id, wage_facts

ROOT = Path(__file__).resolve().parent.parent.parent
CLERK = account_name("human-resources", Role.DATA_CLERK)
TAX_CLERK = account_name("tax", Role.DATA_CLERK)
CODE = credit_code(901)
HEADER = "type,code,name,region,kind,source_key,case_no,document"
ROW = f"enterprise,{CODE},虚构某工程有限公司,520103,wage.order,A-1,W-1,责令1号"
ENTRY_HEADER = "type,code,list,document,decided_on,effective_on"
END_HEADER = "type,code,list,document,ended_on,reasons"

Run = Callable[..., Result]


@pytest.fixture
def town(town_of: Callable[..., Town]) -> Town:
    return town_of()


@pytest.fixture
def run(town: Town, shelf: PackShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command over this test's book, as the account named, with its password in the environment."""
    monkeypatch.setenv("SHANGFA_DATA", str(tmp_path))
    built = Built(house=town.house, store=town.store, shelf=shelf, settings=settings_here())

    @contextmanager
    def this_house(_settings: object) -> Iterator[Built]:
        yield built

    monkeypatch.setattr(records, "open_house", this_house)

    def command(app: typer.Typer, *words: str, account: str = CLERK, password: str | None = None) -> Result:
        env = {"SHANGFA_PASSWORD": password or password_of(account), "COLUMNS": "200"}
        return CliRunner().invoke(app, [*words, "--as", account], env=env)

    return command


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., str]:
    def write(*lines: str, name: str = "file.csv", encoding: str = "utf-8") -> str:
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return str(path)

    return write


def csv_of(facts: Sequence[Mapping[str, Any]]) -> list[str]:
    """The facts of a JSON body as lines of CSV, flags as 是 and 否."""
    fixed = ["type", "code", "name", "region", "kind", "source_key"]
    fields = list(dict.fromkeys(name for one in facts for name in one["values"]))
    lines = [",".join([*fixed, *fields])]
    for one in facts:
        values = {
            **one,
            **{
                k: {True: "是", False: "否"}[v] if v in (True, False) and isinstance(v, bool) else v
                for k, v in one["values"].items()
            },
        }
        lines.append(",".join(str(values.get(name, "")) for name in [*fixed, *fields]))
    return lines


def facts_in(town: Town) -> int:
    with town.store.reader() as reader:
        return sum(len(held) for held in reader.facts_of(reader.subject_ids()).values())


def test_a_file_is_recorded_judged_and_counted(town: Town, run: Run, file: Callable[..., str]) -> None:
    """From the file to the proposal: the wage criterion is met, one case is opened, nothing else happens."""
    lines = csv_of(wage_facts(CODE, "W-1"))

    result = run(records.app, "load", file(*lines, encoding="gb18030"))

    assert result.exit_code == 0, result.output
    assert "按GB18030编码读取" in result.stderr
    assert "新登记2条，重复0条，更正0条" in result.stdout
    assert "认定主体1个：提请认定1件，法定禁止0项" in result.stdout
    with town.store.reader() as reader:
        entries = reader.find_entries(department=None, states=list(EntryState))
    assert [(entry.list_id, entry.state) for entry in entries] == [("wage-arrears", EntryState.PROPOSED)]


def test_the_same_file_again_records_nothing_and_finishes_what_was_cut_off(
    town: Town, run: Run, file: Callable[..., str]
) -> None:
    """A clerk who is not sure sends the file again: nothing is doubled, and the subjects are judged all the same."""
    path = file(*csv_of(wage_facts(CODE, "W-1")))
    run(records.app, "load", path)

    result = run(records.app, "load", path, "--lang", "en")

    assert result.exit_code == 0
    assert "0 recorded, 2 repeated, 0 corrected" in result.stdout
    assert "1 subjects judged: 0 proposed" in result.stdout
    assert facts_in(town) == 2


def test_a_correction_gives_its_reason_and_supersedes(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Without reason it is refused; with reason the old record is superseded, never overwritten."""
    run(records.app, "load", file(HEADER, ROW))
    changed = ROW.replace("责令1号", "责令2号")

    refused = run(records.app, "load", file(HEADER, changed))
    taken = run(records.app, "load", file(HEADER + ",更正理由,更正依据文书", changed + ",文号误写,更正函1"))

    assert (refused.exit_code, taken.exit_code) == (1, 0)
    assert "更正须写明理由" in refused.stderr
    assert "新登记0条，重复0条，更正1条" in taken.stdout
    assert facts_in(town) == 1


def test_a_dry_run_judges_everything_and_leaves_no_trace(town: Town, run: Run, file: Callable[..., str]) -> None:
    """The clerk sees the counts; sequence, chain and facts are what they were."""
    before = town.recorded()

    result = run(records.app, "load", file(HEADER, ROW), "--dry-run")

    assert result.exit_code == 0
    assert "核对通过，未登记" in result.stdout
    assert "新登记1条" in result.stdout
    assert (town.recorded(), facts_in(town)) == (before, 0)


def test_every_fault_of_every_row_at_once_and_nothing_recorded(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Faults of form, of value and of the register, in the order of lines; the sound rows are not recorded either."""
    before = town.recorded()
    wrong_check = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    lines = [
        "主体类型,主体代码,主体名称,信息种类,记录编号,责令支付的农民工工资总额,文书日期",
        f"企业,{CODE},虚构某工程有限公司,wage.order,A-1,60000,2026-03-01",
        f"企业,{CODE},虚构某工程有限公司,wage.order,A-2,六万,2026-13-01",
        f"企业,{CODE},虚构某工程有限公司,wage.order,A-3",
        f"企业,{wrong_check},虚构某工程有限公司,wage.order,A-4,1,2026-03-01",
        f"公司,{CODE},,wage.odrer,,1,",
        "企业,短,虚构某工程有限公司,wage.order,A-6,1.001,2099-01-01",
    ]

    result = run(records.app, "load", file(*lines))

    told = [line.split("：")[0] for line in result.stderr.splitlines() if line.startswith("第")]
    assert result.exit_code == 1
    assert told == [
        "第3行“责令支付的农民工工资总额”",
        "第3行“文书日期”",
        "第4行",
        "第5行“主体代码”",
        "第6行“信息种类”",
        "第6行“主体类型”",
        "第6行“记录编号”",
        "第6行“主体名称”",
        "第7行“主体代码”",
        "第7行“责令支付的农民工工资总额”",
        "第7行“文书日期”",
    ]
    assert "共11处错误，文件全部内容均未登记" in result.stderr
    assert (town.recorded(), facts_in(town)) == (before, 0)


def test_nobodys_number_is_repeated_in_full(town: Town, run: Run, file: Callable[..., str]) -> None:
    """A shifted column puts a resident ID into every field; the message masks it wherever it stands."""
    person = resident_id(7)
    lines = [
        "type,code,name,region,kind,source_key,issued_on,rural_total",
        f"enterprise,{person},虚构某,{person},wage.order,{person},{person},{person[:17]}",
        f"{person},{person},虚构某,520103,{person},A-2,,",
    ]

    result = run(records.app, "load", file(*lines))

    assert result.exit_code == 1
    assert person[:17] not in result.output
    assert f"{person[:6]}**********" in result.stderr


def test_control_characters_of_a_file_never_reach_the_terminal(run: Run, file: Callable[..., str]) -> None:
    """JSON can escape an escape sequence; a message that printed it would let a file write on the clerk's screen."""
    members = {"type": "enterprise", "code": CODE, "name": "虚构某", "kind": "wage.order", "source_key": "1"}
    line = json.dumps({**members, "values": {"\x1b[2Jcase_no": "\x1b[2J"}, "\x1b]0;x": 1})

    result = run(records.app, "load", file(line, name="file.jsonl"))

    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert "没有这一项" in result.stderr


def test_who_may_not_load_is_told_before_a_row_is_judged(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Another role, a wrong password: one sentence each, nothing of the file."""
    officer = account_name("human-resources", Role.LIST_OFFICER)

    role = run(records.app, "load", file(HEADER, ROW + ",x"), account=officer)
    password = run(records.app, "load", file(HEADER, ROW), password="wrong")

    assert (role.exit_code, password.exit_code) == (1, 1)
    assert facts_in(town) == 0
    assert "账户名或密码不正确" in password.stderr


@pytest.mark.parametrize("words", [("load",), ("load", "x.csv", "--lang", "fr"), ("load", "x.csv", "--format", "xls")])
def test_a_wrong_call_leaves_with_two(run: Run, words: tuple[str, ...]) -> None:
    """1 is a refusal, 2 a call that cannot be understood: scripts tell them apart."""
    assert run(records.app, *words).exit_code == 2


def test_a_busy_book_is_told_and_nothing_is_written(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Somebody else writes: the clerk is asked to try again, no traceback."""
    path = file(HEADER, ROW)
    with town.store.unit_of_work():
        result = run(records.app, "load", path)

    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.stderr.strip()
    assert facts_in(town) == 0


def test_judging_that_is_cut_off_says_what_stands_and_what_to_do(
    town: Town, run: Run, file: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are on record, the judging is not done: the clerk must not believe that either all or nothing happened."""

    def cut_off(*_parts: object, **_more: object) -> None:
        raise StoreBusy("数据库正忙 (busy)")

    path = file(*csv_of(wage_facts(CODE, "W-1")))
    with monkeypatch.context() as patched:
        patched.setattr(records, "determine", cut_off)
        first = run(records.app, "load", path)
    second = run(records.app, "load", path)

    assert (first.exit_code, facts_in(town)) == (1, 2)
    assert "信息已登记，认定未完成；请稍后重新提交同一文件" in first.stderr
    assert "提请认定1件" in second.stdout


def test_an_entry_by_document_stands_is_repeated_and_ends(town: Town, run: Run, file: Callable[..., str]) -> None:
    """The whole life of a mirrored entry through files, by the list's legal title."""
    run(records.app, "load", file(HEADER, ROW))
    listed = file(ENTRY_HEADER, f"企业,{CODE},重大税收违法失信主体,虚构税公告1号,2025-03-01,2025-03-05", name="in.csv")
    removed = file(END_HEADER, f"企业,{CODE},tax-major-violation,虚构税移1号,2026-01-02,缴清税款", name="out.csv")

    runs = [
        run(records.entries_app, *words, account=TAX_CLERK)
        for words in (
            ("load", listed, "--dry-run"),
            ("load", listed),
            ("load", listed),
            ("end", removed),
            ("end", removed),
        )
    ]

    assert [one.exit_code for one in runs] == [0] * 5, [one.output for one in runs]
    assert [one.stdout.splitlines()[-1] for one in runs] == [
        "登记1条，重复0条",
        "登记1条，重复0条",
        "登记0条，重复1条",
        "移出1条，重复0条",
        "移出0条，重复1条",
    ]
    with town.store.reader() as reader:
        [held] = reader.entries_of(reader.subject_ids()).values()
    assert [(entry.document, entry.state, str(entry.ended_on)) for entry in held] == [
        ("虚构税公告1号", EntryState.ENDED, "2026-01-02")
    ]


def test_entries_are_all_or_nothing_and_every_fault_is_told(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Unknown list, list determined here, unknown subject, bad dates, second document: each at its row and column."""
    run(records.app, "load", file(HEADER, ROW))
    before = town.recorded()
    start = f"enterprise,{CODE}"
    lines = [
        ENTRY_HEADER + ",term_end",
        f"{start},tax-major-violation,虚构税公告1号,2025-03-01,2025-03-05,",
        f"{start},tax-major-violation,虚构税公告2号,2025-03-01,2025-03-05,",
        f"{start},no-such-list,虚构税公告3号,2025-03-01,2025-03-05,",
        f"{start},wage-arrears,虚构税公告4号,2025-03-01,2025-03-05,",
        f"enterprise,{credit_code(902)},tax-major-violation,虚构税公告5号,某日,,",
        f"{start},tax-major-violation,虚构税公告6号,2025-03-05,2025-03-01,2024-01-01",
        "enterprise,x",
    ]

    result = run(records.entries_app, "load", file(*lines), account=TAX_CLERK)

    told = [line.split("：")[0] for line in result.stderr.splitlines() if line.startswith("第")]
    assert result.exit_code == 1
    assert told == [
        "第3行“document”",
        "第4行“list”",
        "第5行“list”",
        "第6行“code”",
        "第6行“decided_on”",
        "第6行“effective_on”",
        "第7行“effective_on”",
        "第7行“term_end”",
        "第8行",
    ]
    assert town.recorded() == before


def test_only_the_authority_of_a_list_may_load_its_entries(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Another department's clerk cannot put anybody on a list of the tax authority."""
    run(records.app, "load", file(HEADER, ROW))
    path = file(ENTRY_HEADER, f"enterprise,{CODE},tax-major-violation,虚构税公告1号,2025-03-01,2025-03-05")

    result = run(records.entries_app, "load", path, "--lang", "en")

    assert result.exit_code == 1
    assert "line 2, list: entries on this list come from tax only" in result.stderr


def test_an_end_without_entry_or_reason_or_before_its_time_is_told(
    town: Town, run: Run, file: Callable[..., str]
) -> None:
    """A removal names an entry that stands, a reason, and a day that has come."""
    run(records.app, "load", file(HEADER, ROW))
    path = file(
        END_HEADER + ",entry_document",
        f"enterprise,{CODE},tax-major-violation,虚构税移1号,2026-01-02,缴清税款,",
        f"enterprise,{CODE},tax-major-violation,虚构税移1号,2026-01-02,,",
    )
    listed = file(ENTRY_HEADER, f"企业,{CODE},tax-major-violation,虚构税公告1号,2025-03-01,2025-03-05", name="in.csv")

    nothing_stands = run(records.entries_app, "end", path, account=TAX_CLERK)
    run(records.entries_app, "load", listed, account=TAX_CLERK)
    future = file(END_HEADER, f"enterprise,{CODE},tax-major-violation,虚构税移1号,2099-01-02,缴清", name="future.csv")
    too_early = run(records.entries_app, "end", future, account=TAX_CLERK)

    assert (nothing_stands.exit_code, too_early.exit_code) == (1, 1)
    assert "第2行“list”：该主体在本名单没有本部门报送的有效条目" in nothing_stands.stderr
    assert "第3行“reasons”：须写明移出理由" in nothing_stands.stderr
    assert "第2行“ended_on”：" in too_early.stderr


def test_the_manuals_examples_load_as_they_stand(town: Town, run: Run, file: Callable[..., str]) -> None:
    """Whoever copies an example out of docs/loading-facts.md must not be refused."""
    text = (ROOT / "docs" / "loading-facts.md").read_text(encoding="utf-8")
    blocks = {
        name: text.split(f"<!-- {name} -->")[1].split("```")[1].partition("\n")[2]
        for name in ("facts.csv", "facts.jsonl", "entries.csv", "ends.csv")
    }

    runs = [
        run(records.app, "load", file(blocks["facts.csv"].rstrip(), name="facts.csv")),
        run(records.app, "load", file(blocks["facts.jsonl"].rstrip(), name="facts.jsonl")),
        run(records.entries_app, "load", file(blocks["entries.csv"].rstrip(), name="entries.csv"), account=TAX_CLERK),
        run(records.entries_app, "end", file(blocks["ends.csv"].rstrip(), name="ends.csv"), account=TAX_CLERK),
    ]

    assert [one.exit_code for one in runs] == [0] * 4, [one.output for one in runs]
    assert len(list(csv.reader(blocks["facts.csv"].splitlines()))) > 2


def test_the_program_itself_ends_with_words_and_one(book_folder: Path) -> None:
    """The whole way through the real process: no traceback for a file that is not there, exit code 1."""
    environ = {**os.environ, "SHANGFA_DATA": str(book_folder), "SHANGFA_PASSWORD": "x", "PYTHONIOENCODING": "utf-8"}
    environ["SHANGFA_DATABASE_URL"] = f"sqlite:///{book_folder / 'book.db'}"

    done = subprocess.run(
        [sys.executable, "-m", "api", "facts", "load", "no-such-file.csv", "--as", CLERK],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()
    assert done.stderr.decode().strip()
