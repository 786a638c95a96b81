"""`shangfa check` and `shangfa evaluate`: a question from the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.file_faults import Lang
from api.cli.pack_options import Root
from api.cli.signing import As, signed_in
from api.cli.telling import tell_json
from api.wiring import ROOT, open_calculator, open_house, settings_here, system_fault_told
from casework.check import CheckRequest, Party, ask
from casework.errors import Refused
from casework.evaluation import evaluate_question, parse_question
from casework.evaluation_scope import scope_of
from engine.explain import Audience
from engine.issues import Issue
from engine.parse.utf8_text import utf8_text


def check(
    account: As,
    matter: Annotated[str, typer.Option("--matter", help="事项编码")],
    code: Annotated[str, typer.Option("--code", help="统一社会信用代码 / 公民身份号码")] = "",
    name: Annotated[str, typer.Option("--name")] = "",
    type: Annotated[str, typer.Option("--type", help="主体类型")] = "enterprise",  # noqa: A002  # the option's own name
    stage: Annotated[str, typer.Option("--stage", help="acceptance | review | decision")] = "review",
    place: Annotated[str, typer.Option("--place", help="办理地行政区划代码")] = "520000",
    purpose: Annotated[str, typer.Option("--purpose", help="用途")] = "批前核查",
    related: Annotated[
        list[str] | None, typer.Option("--related", help="身份=公民身份号码，或 身份=none；可重复")
    ] = None,
) -> None:
    """批前核查，问答入库后才显示。Asks one check; question and answer are on record before they are shown."""
    persons = tuple(_related(one) for one in related or [])
    with open_house(settings_here()) as built:
        asker = signed_in(built, account)
        told: dict[str, object] = {
            "subject": {"type": type, "code": code, "name": name, "related": [_body(one) for one in persons]},
            "matter": {"code": matter, "stage": stage},
            "department": asker.department,
            "place": place,
            "purpose": purpose,
            "door": "cli",
        }
        request = CheckRequest(
            subject=Party(role="subject", type=type, code=code, name=name),
            related=persons,
            matter=matter,
            stage=stage,
            department=asker.department,
            place=place,
            purpose=purpose,
            business_no="",
            as_of=None,
            body=told,
        )
        tell_json(ask(built.store, built.house.book, built.house.clock, asker, request).answer)


def _related(text: str) -> Party:
    role, separator, code = text.partition("=")
    if not separator:
        raise Refused(
            "related-malformed", zh=f"“{text}”应写作 身份=代码", en=f'"{text}" should be role=code or role=none'
        )
    return Party(role=role, type="natural_person", code="" if code == "none" else code, name="", absent=code == "none")


def _body(party: Party) -> dict[str, object]:
    return {"role": party.role, "type": party.type, "code": party.code, "none": party.absent}


def evaluate(
    file: Annotated[Path, typer.Argument(help="JSON 或 YAML 文件，- 为标准输入", allow_dash=True)],
    pack: Annotated[
        list[str] | None, typer.Option("--pack", help="只列与此规则包有关的；可重复 / only what concerns this pack")
    ] = None,
    list_id: Annotated[
        list[str] | None, typer.Option("--list", help="只列与此名单有关的；可重复 / only what concerns this list")
    ] = None,
    audience: Annotated[
        Audience | None, typer.Option("--audience", help="向谁说明：当事人、经办人员、审计 / for whom it is explained")
    ] = None,
    lang: Annotated[
        Lang, typer.Option("--lang", help="说明的语言，只与 --audience 并用 / of the explanation, beside --audience")
    ] = Lang.ZH,
    root: Root = ROOT,
) -> None:
    """按 as_of 的法律推演一组事实，不登记。Facts in, findings out; nothing is stored."""
    text = _read(file)
    with open_calculator(root) as (book, evaluator, clock):
        scope = scope_of(book.shelf, pack or (), list_id or ())
        question = parse_question(text, str(file), book.shelf.catalogue)
        tell_json(evaluate_question(book, evaluator, clock, question, audience, str(lang), scope))


def _read(file: Path) -> str:
    """The text of the file, or of the standard input for "-"."""
    try:
        text = utf8_text(sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes(), str(file))
    except OSError as fault:
        raise _unreadable(file, *system_fault_told(fault)) from None
    if isinstance(text, Issue):
        raise _unreadable(file, text.zh.rstrip("。"), text.en.rstrip("."))
    return text.removeprefix("\ufeff")


def _unreadable(file: Path, zh: str, en: str) -> Refused:
    return Refused(
        "file-unreadable",
        zh=f"无法读取 {file}：{zh}",
        en=f"cannot read {file}: {en}",
        hint_zh="请给出可读的UTF-8文本文件",
        hint_en="name a readable file of UTF-8 text",
    )
