"""New packs are tried before they are taken in: compiled, built and asked in a fresh process with a time limit.

The C engine can hang for ever or crash on a program it cannot hold, and no check of ours can promise that none is
left. So the first to meet new packs is a process that may be killed: a hang, a crash, a refusal and a difference of
the engines each become an Issue. Nothing here decides what is law.
"""

import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event, Timer

from adapters.trial_situations import trial_situations
from engine.catalogue import Catalogue
from engine.compile import ProgramRefused, compile_program
from engine.compile.program import Program
from engine.direct import compile_direct
from engine.facts import Situation
from engine.issues import Issue, Where
from engine.pack import Pack
from engine.releases import in_force
from engine.rete_network import SAFE, Limits

SECONDS = 120.0
SITUATIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the child says: on which day it now works, what it found, and at last that it is `done`."""

    day: date | None = None
    issue: Issue | None = None
    done: bool = False


def try_packs(
    packs: Sequence[Pack],
    catalogue: Catalogue,
    law_dates: Sequence[date],
    seconds: float = SECONDS,
    limits: Limits = SAFE,
) -> tuple[Issue, ...]:
    """What goes wrong with the releases in force on each of the days, in at most `seconds` altogether; () : nothing.

    On each day both engines are built and asked about an empty and some invented situations. `limits`: how the C
    engine's rulesets are divided; anything but SAFE is for tests of this very trial.
    """
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=try_in_child, args=(theirs,), name="shangfa-trial", daemon=True)
    process.start()
    theirs.close()
    late = Event()

    def give_up() -> None:
        late.set()
        process.kill()

    watchdog = Timer(seconds, give_up)
    watchdog.daemon = True
    watchdog.start()
    told: list[Told] = []
    try:
        ours.send((tuple(packs), catalogue, tuple(law_dates), limits))
        while not (told and told[-1].done):
            told.append(ours.recv())
    except (EOFError, OSError):  # it was killed or it crashed, which ends the waiting at the pipe
        process.join()
        file = packs[0].file if packs else ""
        told.append(Told(issue=_late(file, told, seconds) if late.is_set() else _crashed(file, told, process.exitcode)))
    finally:
        watchdog.cancel()
        process.kill()
        process.join()
        ours.close()
    return tuple(each.issue for each in told if each.issue)


def try_in_child(pipe: Connection) -> None:
    """The inside of the process: takes the packs, tells each day and each issue, and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        packs, catalogue, days, limits = pipe.recv()
        for day in days:
            pipe.send(Told(day=day))
            for issue in _tried(in_force(packs, day), catalogue, day, limits):
                pipe.send(Told(issue=issue))
        pipe.send(Told(done=True))


def _tried(packs: Sequence[Pack], catalogue: Catalogue, day: date, limits: Limits) -> list[Issue]:
    from engine.rete import ReteEngine, ReteFault

    where = Where(file=packs[0].file if packs else "")
    try:
        program = compile_program(packs, catalogue, day)
    except ProgramRefused as refused:
        return [refused.issue]
    try:
        with ReteEngine(program, limits) as rete:
            direct = compile_direct(program)
            asked = trial_situations(program, SITUATIONS)
            return [_differs(program, each, where) for each in asked if direct(each) != rete.evaluate(each)]
    except (ReteFault, ValueError, TypeError) as fault:
        return [_failed(where, day, fault)]


def _differs(program: Program, situation: Situation, where: Where) -> Issue:
    return Issue(
        code="engines-differ",
        where=where,
        zh=f"{program.law_at} 施行的规则包，两套引擎对试算情形 {situation.subject_id} 的结论不一致。",
        en=f"On the packs in force on {program.law_at} the two engines differ about the invented situation {situation.subject_id}.",
        hint_zh="请勿启用这些规则包，将其连同程序摘要交开发人员核查：" + program.digest,
        hint_en="Do not use these packs; give them to the developers with the program's digest: " + program.digest,
    )


def _failed(where: Where, day: date, fault: Exception) -> Issue:
    return Issue(
        code="trial-failed",
        where=where,
        zh=f"{day} 施行的规则包，引擎不能承载或试算出错（{type(fault).__name__}：{fault}）。",
        en=f"An engine cannot hold the packs in force on {day}, or failed on trial ({type(fault).__name__}: {fault}).",
        hint_zh="请拆分最大的规则，或者减少同时施行的规则包，再运行 shangfa packs check。",
        hint_en="Split the largest rules or put fewer packs in force together, then run shangfa packs check again.",
    )


def _late(file: str, told: Sequence[Told], seconds: float) -> Issue:
    day = _last_day(told)
    return Issue(
        code="trial-hangs",
        where=Where(file=file),
        zh=f"试编译{day}施行的规则包超过 {seconds:g} 秒没有完成，已中止。",
        en=f"Trying the packs in force on {day} took more than {seconds:g} s and was stopped.",
        hint_zh="请逐个移出最近改动的规则包再试，找出引起的规则并拆分；机器过忙时请稍后重试。",
        hint_en="Take out the packs changed last one by one and try again, then split the rule that causes it; try later if the machine is busy.",
    )


def _crashed(file: str, told: Sequence[Told], exitcode: int | None) -> Issue:
    day = _last_day(told)
    return Issue(
        code="trial-crashes",
        where=Where(file=file),
        zh=f"试编译{day}施行的规则包时引擎崩溃（退出码 {exitcode}）。",
        en=f"The engine crashed on the packs in force on {day} (exit code {exitcode}).",
        hint_zh="请勿启用这些规则包；逐个移出最近改动的规则包再试，找出引起的规则，并告知开发人员。",
        hint_en="Do not use these packs; take out those changed last one by one to find the rule that causes it, and tell the developers.",
    )


def _last_day(told: Sequence[Told]) -> str:
    return next((each.day.isoformat() for each in reversed(told) if each.day), "")
