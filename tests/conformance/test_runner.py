"""The runner beside imperfect programs and kits: a report that names the case, an end within the time, no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance.foreign import LOSSES, Program, Unanswered
from tests.conformance.kit_reading import KIT
from tests.conformance.runner import main

FILE = KIT / "values" / "01-money.yaml"
FIRST = "values/01-money: one fen below"


@pytest.fixture
def told(capfd: pytest.CaptureFixture[str]):
    """Runs the runner on one file of the kit and gives its end and everything it said."""

    def run(*arguments: str | Path) -> tuple[int, str]:
        ended = main([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return ended, out + err

    return run


def program(tmp_path: Path, text: str) -> str:
    """A foreign program: what it does for each line of its input (`n` counts from 1)."""
    file = tmp_path / "program.py"
    body = "\n".join(f"    {line}" for line in text.splitlines())
    file.write_text(f"import json, os, sys, time\nfor n, line in enumerate(sys.stdin, 1):\n{body}\n", encoding="utf-8")
    return f"{sys.executable} {file}"


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("print('hello', flush=True)", "its answer is not JSON: 'hello'"),
        ("print('', flush=True)", "its answer is not JSON: ''"),
        ("sys.exit(3)", "the program ended instead of answering (exit code 3)"),
        ("sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()", "its answer is not UTF-8"),
        ("print('[' * 100000, flush=True)", "its answer is nested too deeply"),
        ("print('[]', flush=True)", "the answer is no JSON object: []"),
        ("print('null', flush=True)", "the answer is no JSON object: null"),
        ('print(\'{"rules": ["met"]}\', flush=True)', "`rules` must be an object"),
        ('print(\'{"refused": "why"}\', flush=True)', "`refused` must be a list of texts"),
        ('print(\'{"rules": {}, "missing": {"r": "a"}}\', flush=True)', "`missing` of r must be a list of texts"),
        ('print(\'{"rules": {}, "support": {"r": [1]}}\', flush=True)', "`support` of r must be a list of texts"),
        ('print(\'{"rules": {}, "bans": ["b"]}\', flush=True)', "`bans` must be a list of objects"),
        ("print('{}', flush=True)", "found no answer"),
    ],
)
def test_an_imperfect_answer_is_a_failure_of_its_case(told, tmp_path: Path, does: str, says: str) -> None:
    """“Our first version printed tracebacks of yours”: which case, and what is wrong with its answer."""
    ended, said = told("--kit", FILE, "--implementation", program(tmp_path, does))

    assert ended == 1
    assert FIRST in said
    assert says in said
    assert "4 cases, 0 as specified, 4 different" in said
    assert "Traceback" not in said


def test_a_program_that_hangs_is_left_after_the_time(told, tmp_path: Path) -> None:
    """It is told as a failure of the case at which it hung; the others are asked of a new one."""
    answer = json.dumps({"rules": {"at_least": "not_met"}})
    hangs_once = f"if n == 1 and 'one fen below' in line:\n    time.sleep(600)\nprint({answer!r}, flush=True)"

    ended, said = told("--kit", FILE, "--timeout", "0.5", "--implementation", program(tmp_path, hangs_once))

    assert ended == 1
    assert f"{FIRST} (1.1, 1.2)\n    no answer within 0.5 seconds (--timeout)" in said
    assert said.count("no answer within") == 1


def test_a_program_that_reads_nothing_does_not_hold_the_runner(tmp_path: Path) -> None:
    """A question that is larger than the pipe would wait for ever."""
    file = tmp_path / "deaf.py"
    file.write_text("import time\ntime.sleep(600)\n", encoding="utf-8")

    with Program(f"{sys.executable} {file}", 0.2) as ask, pytest.raises(Unanswered, match=r"within 0\.2 seconds"):
        ask({"id": "x" * 1_000_000})


def test_a_program_that_never_answers_is_given_up(told, tmp_path: Path) -> None:
    """Hundreds of cases, each to its full time, would be hours; what was not asked is counted as that."""
    ended, said = told("--implementation", program(tmp_path, "sys.exit(1)"))

    assert ended == 1
    assert f"{LOSSES} different, " in said
    assert "not asked" in said
    assert f"and all after it\n    not asked: {LOSSES} cases in a row had no answer" in said


def test_a_second_line_for_one_question_is_told(told, tmp_path: Path) -> None:
    """Otherwise each later answer would be compared with another case."""
    ended, said = told("--kit", FILE, "--implementation", program(tmp_path, "print('{}\\n{}', flush=True)"))

    assert ended == 1
    assert "it wrote more than one line for the case before: '{}'" in said


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/no/such/program", "“/no/such/program” cannot be started: No such file or directory"),
        ('"unbalanced', "is no command"),
        ("", "the command of --implementation is empty"),
    ],
)
def test_a_command_that_is_none_is_told(told, command: str, says: str) -> None:
    """2: nothing was asked."""
    ended, said = told("--kit", FILE, "--implementation", command)

    assert ended == 2
    assert says in said


def test_one_file_of_the_kit_is_run(told) -> None:
    """“--kit on one file said 0 cases and 0”; its cases keep the names they have in the whole kit."""
    ended, said = told("--kit", FILE)

    assert (ended, said) == (0, "4 cases, 4 as specified, 0 different\n")


def test_a_kit_that_is_not_there_is_no_success(told, tmp_path: Path) -> None:
    """“0 cases” and an end of 0 look like conformance."""
    (tmp_path / "empty").mkdir()

    for place, says in (
        (tmp_path / "nothing", "there is no such file or folder"),
        (tmp_path / "empty", "no file *.yaml"),
    ):
        ended, said = told("--kit", place)
        assert ended == 2
        assert f"{place}: " in said
        assert says in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'kit: "1"\ntitle: t\nparagraphs: ["1.1"]\ncatalogue: {}\n', "'cases' is a required property"),
        (b"- a\n", "is no file of the kit"),
        (b"a: [\n", "is no YAML"),
        (b"\xff\xfe\x00", "cannot be read as UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_kit_is_named(told, tmp_path: Path, content: bytes, says: str) -> None:
    """Where, and why; with a file of another form nothing is asked."""
    file = tmp_path / "wrong.yaml"
    file.write_bytes(content)

    for place in (file, tmp_path):
        ended, said = told("--kit", place)
        assert ended == 2
        assert f"{file}: " in said
        assert says in said


def test_who_reads_the_first_question_only_sees_no_traceback() -> None:
    """`--print-questions | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.conformance.runner", "--print-questions"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as runner:
        assert runner.stdout
        assert runner.stderr
        assert json.loads(runner.stdout.readline())["id"]
        runner.stdout.close()
        assert runner.stderr.read() == ""
    assert runner.returncode == 0
