"""`shangfa replay FILE`: asks both engines again about a question on which they once disagreed."""

from collections.abc import Sequence
from json import JSONDecodeError
from pathlib import Path
from typing import Annotated

import typer

from api.cli.pack_options import Lang, Root, good_shelf
from api.wiring import ROOT, Replay, ReplayFault, load_packs, open_calculator, read_replay, system_fault_told
from casework.errors import Refused
from engine.catalogue import Catalogue
from engine.compile import compile_program
from engine.compile.printed import printed_leaf
from engine.compile.program import Program, Readings
from engine.pack import Pack

File = Annotated[Path, typer.Argument(help="数据目录 replays/ 下的文件 / a file under replays/ of the data folder")]


def replay(file: File, root: Root = ROOT, lang: Lang = "zh") -> None:
    """用两套引擎重算一次结论不一致的问题，列出差异；仍不一致时退出码为1。Both engines again; 1 where they still differ."""
    asked = _read(file)
    shelf = good_shelf(load_packs(root), lang)
    program = _program(asked, shelf.packs(), shelf.catalogue)
    if program.digest != asked.digest:
        typer.echo(
            "The program compiled now is not the one of that day: engine or catalogue have changed since."
            if lang == "en"
            else "现在编译出的程序与当时不同：此后引擎或目录有改动，以下为现在的结论。"
        )
    with open_calculator(root) as (_, evaluator, _clock):
        [(direct, rete)] = evaluator.evaluate(program, [asked.situation])
    if rete is None:
        raise Refused(
            "engine-silent",
            zh="第二套引擎没有作答，无法对照",
            en="the second engine gave no answer, so there is nothing to compare",
            hint_zh="请查看日志中的 engine.event，稍后再试。",
            hint_en="see engine.event in the log, and try again",
        )
    differences = _told(program, direct, rete)
    for line in differences:
        typer.echo(line)
    typer.echo(_verdict(len(differences), lang))
    raise typer.Exit(1 if differences else 0)


def _read(file: Path) -> Replay:
    """The kept question; Refused with file and reason where there is none to ask."""
    try:
        return read_replay(file.read_text(encoding="utf-8"))
    except OSError as fault:
        zh, en = system_fault_told(fault)
        raise _no_replay(file, f"无法读取（{zh}）", f"it cannot be read ({en})") from fault
    except UnicodeDecodeError as fault:
        raise _no_replay(file, "不是UTF-8文本", "it is not UTF-8 text") from fault
    except ReplayFault as fault:
        raise _no_replay(file, *_why(fault)) from fault


def _why(fault: ReplayFault) -> tuple[str, str]:
    """What is wrong with the content, in words: no JSON, a part that is missing, another format, or a broken part."""
    cause = fault.__cause__
    if isinstance(cause, JSONDecodeError):
        place = cause.lineno, cause.colno
        return "第{}行第{}列起不是JSON".format(*place), "no JSON from line {}, column {}".format(*place)
    if isinstance(cause, KeyError):
        return f"内容不是重算文件：缺少“{cause.args[0]}”", f"its content is another: “{cause.args[0]}” is missing"
    if isinstance(cause, RecursionError):
        return "内容嵌套过深，不是重算文件", "its content is nested too deeply for a replay"
    if cause is None:
        return f"文件格式的版本不同：{fault}", f"it is of another version: {fault}"
    return "内容不是重算文件，或者已经损坏", f"its content is another, or damaged: {fault}"


def _no_replay(file: Path, zh: str, en: str) -> Refused:
    return Refused(
        "no-replay",
        zh=f"无法重算 {file}：{zh}",
        en=f"{file} is no replay: {en}",
        hint_zh="请指定数据目录 replays/ 下由系统写成、未经改动的文件。",
        hint_en="name a file that the service wrote under replays/ of the data folder, unchanged",
    )


def _program(asked: Replay, packs: Sequence[Pack], catalogue: Catalogue) -> Program:
    """The program of the very releases; Refused where one is no longer there or not the same bytes."""
    by_ref = {pack.ref: pack for pack in packs}
    missing = [str(ref) for ref in asked.packs if ref not in by_ref]
    if missing:
        raise Refused(
            "release-missing",
            zh=f"当时适用的规则包版本不在，或者内容不同：{'、'.join(missing)}",
            en=f"releases of that day are not here, or not the same bytes: {', '.join(missing)}",
            hint_zh="请以 --root 指定含有这些版本的目录。",
            hint_en="name the folder that holds them with --root",
        )
    return compile_program([by_ref[ref] for ref in asked.packs], catalogue, asked.law_at)


def _told(program: Program, direct: Readings, rete: Readings) -> list[str]:
    """Every rule and every leaf on which the engines differ, leaves as the compiler prints them."""
    rules = zip((rule.key for rule in program.rules), direct.rules, rete.rules, strict=True)
    leaves = zip(map(printed_leaf, program.leaves), direct.leaves, rete.leaves, strict=True)
    return [f"{name}: direct {one}, rete {other}" for name, one, other in (*rules, *leaves) if one is not other]


def _verdict(differences: int, lang: str) -> str:
    if lang == "en":
        return f"the engines still differ in {differences} places" if differences else "the engines agree now"
    return f"两套引擎仍有{differences}处不一致" if differences else "两套引擎现已一致"
