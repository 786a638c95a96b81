"""A disagreement is alarmed, kept about nobody, and can be asked again."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from adapters.engine_events import EngineEvent, EngineEventKind
from adapters.engine_host import EngineHost
from adapters.logs import configure_logs
from adapters.pack_shelf import PackShelf
from adapters.packed_situation import packed, unpacked
from adapters.replay import FOLDER, ReplayFault, ReplayFolder, read_replay
from adapters.replay_situation import masked_situation, situation_from_json, situation_to_json
from api.cli.replay import replay as replay_command
from api.wiring import tell_engine_event
from casework.errors import Refused
from casework.programs import ProgramBook
from engine.compile import compile_program
from engine.compile.program import Program, Readings
from engine.conditions import EntryLeaf, Op, Partner, RecordLeaf, Records
from engine.direct import compile_direct
from engine.facts import UNKNOWN, BanFact, EntryFact, RelatedSubject, Situation, Truth
from tests.engine.generated import question
from tests.fakes.clock import FakeClock
from tests.fakes.conditions import check
from tests.fakes.pack_root import sound_root
from tests.fakes.programs import fact, pack, program, rule, situation

SECRET = "52011199001011234"
PROGRAM = program(
    pack(
        rule(
            "r",
            RecordLeaf(
                records=Records(
                    kind="finding",
                    where=(check("plate", Op.EQ, "黔A00001"),),
                    with_=(Partner(kind="decision", same=("case_no",)),),
                )
            ),
        ),
        rule("q", EntryLeaf(list_id="wages", of="boss")),
    )
)


def asked() -> Situation:
    """Identifiers wherever a situation can hold them."""
    standing = EntryFact(id=f"entry {SECRET}", list_id="wages", start=date(2020, 1, 1), term_end=UNKNOWN, values={})
    person = RelatedSubject(id=f"person {SECRET}", role="boss", entries=(standing,))
    found = fact(f"fact {SECRET}", plate="黔A00001", case_no=f"案{SECRET}", amount=5)
    decided = fact("d", of="decision", case_no=f"案{SECRET}", plate=f"车{SECRET}")
    return replace(situation(found, decided, related=(person,), entries=(standing,)), subject_id=f"subject {SECRET}")


def contrary(readings: Readings) -> Readings:
    return Readings.of(readings.leaves, [Truth.UNKNOWN for _ in readings.rules])


def test_a_replay_names_nobody_and_asks_the_same(tmp_path: Path) -> None:
    """Ids and free texts are replaced, equal ones by equal words; the program says the same of what remains."""
    direct = compile_direct(PROGRAM)
    one = direct(asked())

    name = ReplayFolder(tmp_path).keep(PROGRAM, asked(), one, contrary(one))

    text = (tmp_path / name).read_text(encoding="utf-8")
    read = read_replay(text)
    assert SECRET not in text
    assert one.rules == (Truth.UNKNOWN, Truth.MET)
    assert (direct(read.situation), read.direct, read.rete) == (one, one, contrary(one))
    assert (read.digest, read.packs, read.law_at) == (PROGRAM.digest, PROGRAM.packs, PROGRAM.law_at)
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_what_no_leaf_reads_is_not_written(tmp_path: Path) -> None:
    """A number cannot be told from a telephone number: what is not needed to ask again stays out, whatever its type."""
    person = RelatedSubject(id="p", role="driver", since=date(1961, 2, 3))
    held = EntryFact(
        id="e", list_id="wages", start=date(2020, 1, 1), term_end=UNKNOWN, values={"document": "黔字〔2020〕7号"}
    )
    ban = BanFact(id="b", ban_id="m#ban-of-zhang", scope="driving", start=date(1962, 3, 4), term_end=UNKNOWN)
    found = fact("f", plate="黔A00001", case_no="案一", amount=13_800_001_111, place="520103", sort="张三")
    other = fact("g", of="decision", case_no="案一", share=520_103_199_001_011_234, on=date(2023, 5, 6))
    secret = replace(
        situation(found, other, related=(person, *asked().related), entries=(held,), bans=(ban,)),
        subject={"phone_number": 13_800_001_111, "name": "张三", "place": "520103", "on": date(1959, 8, 7)},
        not_covered=frozenset({"role:driver"}),
    )
    one = compile_direct(PROGRAM)(secret)

    text = (tmp_path / ReplayFolder(tmp_path).keep(PROGRAM, secret, one, contrary(one))).read_text(encoding="utf-8")

    unread = ("13800001111", "张三", "zhang", "520103", "黔字", "driver", "driving", "1959", "1961", "1962", "案一")
    assert [word for word in unread if word in text] == []
    assert compile_direct(PROGRAM)(read_replay(text).situation) == one


@pytest.mark.parametrize("seed", range(30))
def test_masking_and_writing_change_no_answer(seed: int) -> None:
    """Whatever forms a situation takes: joins, unknowns, none, persons, bans; also on the way to the child."""
    generated = question(Random(seed))
    compiled = compile_program(generated.packs, generated.catalogue, generated.law_at)
    direct = compile_direct(compiled)

    for each in generated.situations:
        masked = masked_situation(compiled, each)
        assert direct(masked) == direct(each)
        assert situation_from_json(json.loads(json.dumps(situation_to_json(masked)))) == masked
        assert unpacked(packed(each)) == each


def test_a_repeated_disagreement_fills_no_disk(tmp_path: Path) -> None:
    """One question is one file, and past the limit nothing more is written; the alarm is told all the same."""
    folder = ReplayFolder(tmp_path, most=2)
    one = compile_direct(PROGRAM)(asked())

    names = [
        folder.keep(PROGRAM, replace(asked(), as_of=date(2024, 1, day)), one, contrary(one)) for day in (1, 1, 2, 3)
    ]

    assert names[0] == names[1]
    assert names[3] == ""
    assert len(list((tmp_path / FOLDER).iterdir())) == 2


def test_a_disk_that_refuses_costs_no_answer(tmp_path: Path) -> None:
    """The folder's place is taken by a file: there is no replay, and no exception in a determination."""
    (tmp_path / FOLDER).write_text("taken", encoding="utf-8")
    one = compile_direct(PROGRAM)(asked())

    assert ReplayFolder(tmp_path).keep(PROGRAM, asked(), one, contrary(one)) == ""


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "law_at": "x"}', "[" * 100_000])
def test_what_is_no_replay_is_refused(text: str) -> None:
    """An operator may name any file."""
    with pytest.raises(ReplayFault):
        read_replay(text)


def test_the_host_alarms_and_keeps_what_differs(tmp_path: Path) -> None:
    """The direct engine is made to err here: its rule says not met where the C engine says met."""

    def erring(compiled: Program) -> object:
        direct = compile_direct(compiled)
        return lambda each: Readings.of(direct(each).leaves, (direct(each).rules[0], Truth.NOT_MET))

    events: list[EngineEvent] = []
    keep = ReplayFolder(tmp_path).keep
    with EngineHost(compile_direct=erring, report=events.append, keep_replay=keep) as host:
        host.evaluate(PROGRAM, [asked()])

    told = [event for event in events if event.kind is EngineEventKind.DIFFERED]
    assert [event.differing for event in told] == [("rules/cn/wages#r: direct not_met, rete met",)]
    assert SECRET not in repr(told)
    assert read_replay((tmp_path / told[0].replay).read_text(encoding="utf-8")).digest == PROGRAM.digest


def test_the_alarm_is_one_structured_line_without_a_subject() -> None:
    """Whoever watches the log can count it, and learns of no one from it."""
    stream = StringIO()
    configure_logs("INFO", stream)

    tell_engine_event(
        EngineEvent(
            kind=EngineEventKind.DIFFERED,
            program="sha256:1",
            differing=("rules/cn/a#r: direct met, rete unknown",),
            replay="replays/1.json",
            unanswered=(SECRET,),
        )
    )

    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["replay"]) == ("engine.disagreement", "error", "replays/1.json")
    assert line["differing"] == ["rules/cn/a#r: direct met, rete unknown"]
    assert SECRET not in stream.getvalue()


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, Path]:
    """A root of packs, and a replay of a question put to a program of them."""
    root = sound_root(tmp_path / "packs")
    clock = FakeClock()
    compiled = ProgramBook(shelf=PackShelf(root, clock.today)).program(clock.today(), clock.today(), "520000")
    one = compile_direct(compiled)(situation())
    other = Readings.of(one.leaves, [Truth.MET for _ in one.rules])
    return root, tmp_path / ReplayFolder(tmp_path).keep(compiled, situation(), one, other)


def told_by(capsys: pytest.CaptureFixture[str], arguments: Sequence[object]) -> tuple[int, str]:
    import typer

    with pytest.raises(typer.Exit) as left:
        replay_command(*arguments)
    return left.value.exit_code, capsys.readouterr().out


def test_a_replay_is_asked_again_in_both_engines(kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """After a repair the command says that the engines agree, about the same program."""
    root, file = kept

    assert told_by(capsys, (file, root, "zh")) == (0, "两套引擎现已一致\n")


def test_a_replay_of_releases_that_are_not_here_is_refused(kept: tuple[Path, Path], tmp_path: Path) -> None:
    """Asking other law again would prove nothing about this disagreement."""
    root, file = kept
    told = json.loads(file.read_text(encoding="utf-8"))
    told["packs"][0]["digest"] = "sha256:" + "0" * 64
    file.write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(Refused, match="not the same bytes"):
        replay_command(file, root, "zh")
    with pytest.raises(Refused, match="no replay"):
        replay_command(tmp_path / "nothing.json", root, "zh")
