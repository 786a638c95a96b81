"""New packs meet the C engine first in a process that may be killed: what hangs or crashes there is told, not suffered."""

import os
import signal
from datetime import date
from pathlib import Path

import pytest

from adapters.engine_trial import try_packs
from adapters.pack_shelf import NoShelf, PackShelf
from adapters.trial_situations import trial_situations
from adapters.tried_packs import FILE, trial_of, try_shelf
from engine.conditions import All, MetLeaf, Op, Parameter, RecordLeaf, Records
from engine.direct import compile_direct
from engine.facts import Truth
from engine.pack import Interval
from engine.rete_network import Limits
from tests.fakes.clock import FakeClock
from tests.fakes.conditions import check
from tests.fakes.pack_root import sound_root
from tests.fakes.programs import CATALOGUE, PACK, TODAY, pack, parameter, program, rule

UNDIVIDED = Limits(tokens=100_000, conjunctions=100_000, mentions=100_000)


def amount(op: Op, number: object) -> RecordLeaf:
    return RecordLeaf(records=Records(kind="finding", where=(check("amount", op, number),)))


def siblings(number: int) -> list:
    return [rule(f"r{n}", All(children=(amount(Op.GTE, 2 * n), amount(Op.LT, 2 * n + 1)))) for n in range(number)]


def test_sound_packs_come_through() -> None:
    """Nothing is told of packs that both engines hold and answer alike, on each day asked."""
    packs = [pack(*siblings(600), rule("top", MetLeaf(pack=PACK, rule="r1")))]

    assert try_packs(packs, CATALOGUE, [TODAY, date(2022, 1, 1)]) == ()


def test_a_c_compile_that_hangs_is_stopped_and_told() -> None:
    """600 sibling tests in one ruleset make the C module's compiler hang for ever with the interpreter's lock held."""
    [issue] = try_packs([pack(*siblings(600))], CATALOGUE, [TODAY], seconds=6, limits=UNDIVIDED)

    assert issue.code == "trial-hangs"
    assert f"试编译{TODAY}施行的规则包超过 6 秒" in issue.zh
    assert str(issue.where) == f"{PACK}/1.yaml"
    assert issue.hint_zh
    assert issue.hint_en


def segfault() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


class Crash:
    """Crashes the process in which it is unpickled, as the C code would."""

    def __reduce__(self) -> tuple[object, tuple[()]]:
        return segfault, ()


def test_a_crash_is_told_and_takes_only_the_child_down() -> None:
    """A segfault of the C code ends the process it happens in, whatever language it is written in."""
    [issue] = try_packs([pack(rule("r", amount(Op.GTE, 1)))], Crash(), [TODAY])

    assert issue.code == "trial-crashes"
    assert f"exit code {-signal.SIGSEGV}" in issue.en


def test_packs_that_are_refused_say_why_on_which_day() -> None:
    """The reason of the compiler comes through with file and line; the other days are tried all the same."""
    floor = parameter("floor", (Interval(start=date(2024, 1, 1)), 5))
    law = pack(rule("r", amount(Op.GTE, Parameter("floor"))), parameters=[floor])

    [issue] = try_packs([law], CATALOGUE, [date(2023, 1, 1), TODAY])

    assert issue.code == "parameter-has-no-value"
    assert issue.where.line == 7
    assert "2023-01-01" in issue.en


def test_rulesets_past_what_the_engine_bears_do_not_come_through() -> None:
    """600 rules on one last test: the C engine errs, crashes or fires a neighbour's rules; each way it is told."""
    law = [pack(*(rule(f"r{n}", All(children=(amount(Op.GTE, n), amount(Op.GTE, 0)))) for n in range(600)))]

    issues = try_packs(law, CATALOGUE, [TODAY], seconds=20, limits=UNDIVIDED)

    assert {issue.code for issue in issues} <= {"trial-failed", "trial-crashes", "trial-hangs", "engines-differ"}
    assert issues


def test_the_invented_situations_meet_rules_and_miss_them() -> None:
    """A trial in which every rule is not met would compare little; the same program is always asked the same."""
    compiled = program(pack(*siblings(40)))
    direct = compile_direct(compiled)

    asked = trial_situations(compiled, 4)

    assert len(asked) == 5
    assert asked == trial_situations(compiled, 4)
    assert {truth for each in asked for truth in direct(each).rules} == set(Truth)


def test_a_shelf_is_tried_once_and_again_when_it_changes(tmp_path: Path) -> None:
    """The second start must not pay again; a changed release or engine is another name."""
    root, data = sound_root(tmp_path / "packs"), tmp_path / "data"
    shelf = PackShelf(root, FakeClock().today, trial_of(data)).current

    remembered = (data / FILE).read_text(encoding="utf-8")

    assert try_shelf(shelf) == ()
    assert remembered.count("sha256:") == 1
    assert (data / FILE).stat().st_mode & 0o777 == 0o600
    assert trial_of(data, seconds=0)(shelf) == ()
    (data / FILE).write_text("not ours", encoding="utf-8")
    assert [issue.code for issue in trial_of(data, seconds=0)(shelf)] == ["trial-hangs"]
    assert trial_of(data)(shelf) == ()
    assert (data / FILE).read_text(encoding="utf-8") == remembered


def test_a_shelf_that_fails_its_trial_is_not_taken_in(tmp_path: Path) -> None:
    """At the start there is no service on it; on a reload the last good shelf stays and the reading says why."""
    root = sound_root(tmp_path / "packs")
    with pytest.raises(NoShelf, match="没有完成"):
        PackShelf(root, FakeClock().today, trial_of(tmp_path / "data", seconds=0))
    issues = []
    shelf = PackShelf(root, FakeClock().today, lambda shelf: tuple(issues))
    before = shelf.current
    issues.extend(trial_of(tmp_path / "data", seconds=0)(before))

    loading = shelf.reload()

    assert loading.shelf is None
    assert "trial-hangs" in {issue.code for issue in loading.issues}
    assert shelf.current is before
