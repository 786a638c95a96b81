"""How the command line tells what is wrong with a file: one language, every place, nothing of a person in full."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer

from api.wiring import OPERATOR_FAULTS, FileEncoding, RowFault
from casework.errors import Refused
from casework.masking import without_identifiers
from casework.ports import StaleVersion, StoreBusy, StoreRefused, StoreUnwritable

STORE_FAULTS = (StaleVersion, StoreBusy, StoreRefused, StoreUnwritable)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


class FileRefused(Exception):
    """Nothing of the file was taken; `faults` are all of them, in line order."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@contextmanager
def telling(lang: Lang) -> Iterator[None]:
    """Every fault that a user or an operator can mend, told in words; leaves with 1."""
    try:
        yield
    except FileRefused as refused:
        for place in refused.faults:
            typer.echo(shown(place.told(lang)), err=True)
        count = len(refused.faults)
        say(
            lang,
            f"共{count}处错误，文件全部内容均未登记；请逐处更正后重新提交整个文件",
            f"{count} faults; nothing of the file was recorded; correct each and send the whole file again",
            err=True,
        )
        raise typer.Exit(1) from None
    except Refused as refusal:
        say(lang, refusal.zh, refusal.en, err=True)
        for fault in refusal.faults:
            say(lang, f"  {fault.where}：{fault.zh}", f"  {fault.where}: {fault.en}", err=True)
        if refusal.hint_zh or refusal.hint_en:
            say(lang, refusal.hint_zh, refusal.hint_en, err=True)
        raise typer.Exit(1) from None
    except (*OPERATOR_FAULTS, *STORE_FAULTS) as trouble:
        typer.echo(shown(str(trouble)), err=True)
        raise typer.Exit(1) from None


def say(lang: Lang, zh: str, en: str, *, err: bool = False) -> None:
    typer.echo(shown(en if lang is Lang.EN else zh), err=err)


def tell_encoding(encoding: FileEncoding | None, lang: Lang) -> None:
    """Which encoding was taken, so that a clerk who sees odd characters knows where to look."""
    if encoding is not None:
        name = encoding.upper()
        say(lang, f"按{name}编码读取", f"read as {name}", err=True)


def shown(text: str) -> str:
    """Fit for a terminal and for other eyes: identifiers masked, control characters as question marks."""
    return without_identifiers(_UNPRINTABLE.sub("?", text))
