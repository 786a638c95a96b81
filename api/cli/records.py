"""`shangfa facts load` and `shangfa entries load | end`: files in, all or nothing, every fault with its line and column."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.file_faults import STORE_FAULTS, FileRefused, Lang, say, tell_encoding, telling
from api.cli.signing import As, signed_in
from api.wiring import (
    Built,
    EndBatch,
    EntryBatch,
    FactBatch,
    FileEncoding,
    Format,
    RowFault,
    open_house,
    read_ends,
    read_entries,
    read_facts,
    settings_here,
)
from casework.determination import Determined, determine
from casework.errors import FieldFault, Refused
from casework.intake import Intake, record_facts
from casework.mirrored_batch import Mirrored, end_all, enter_all
from casework.records import Account
from casework.reevaluation import reevaluate

app = typer.Typer(help="信用信息：从文件登记。Facts, loaded from files.", no_args_is_help=True)
entries_app = typer.Typer(
    help="镜像条目：其他机关已认定的名单条目，凭文书登记或者移出。Mirrored entries, by their documents.",
    no_args_is_help=True,
)

Done = TypeVar("Done", Intake, Mirrored)
MirrorBatch = TypeVar("MirrorBatch", EntryBatch, EndBatch)
File = Annotated[Path, typer.Argument(help="CSV 或 JSON Lines 文件；写法见 docs/loading-facts.md")]
In = Annotated[Lang, typer.Option("--lang", help="提示语言 / language of messages")]
Rehearse = Annotated[bool, typer.Option("--dry-run", help="只核对，不登记 / judge everything, record nothing")]
Written = Annotated[Format | None, typer.Option("--format", help="默认按扩展名 / by the file's ending")]
Encoded = Annotated[FileEncoding | None, typer.Option("--encoding", help="默认自动识别 / recognised by itself")]


@app.callback()
def facts() -> None:
    """信用信息：从文件登记。Facts, loaded from files."""


@app.command("load")
def load_facts(
    file: File,
    account: As,
    kind: Annotated[str, typer.Option("--kind", help="未注明种类的行属于哪一种 / kind of rows that name none")] = "",
    dry_run: Rehearse = False,
    format: Written = None,  # noqa: A002  # the option's own name
    encoding: Encoded = None,
    lang: In = Lang.ZH,
) -> None:
    """登记文件中的信用信息，并由两套引擎提请认定；有一处错误即全部不登记。All rows or none; then the subjects are judged."""
    with telling(lang), open_house(settings_here()) as built:
        clerk = signed_in(built, account)
        batch = read_facts(file, built.shelf.catalogue, kind=kind, format=format, encoding=encoding)
        tell_encoding(batch.encoding, lang)
        intake = _all_or_nothing(batch, partial(_record, built, clerk, batch), dry_run=dry_run)
        _tell_intake(intake, lang, dry_run=dry_run)
        if not dry_run:
            _tell_determined(_determined(built, intake.subjects, lang), lang)
            if intake.corrected or intake.repeated:
                house = built.house
                subjects, corrected = intake.subjects, intake.corrected_subjects
                reevaluate(house.store, house.book, house.evaluator, house.clock, subjects, corrected)


@entries_app.command("load")
def load_entries(
    file: File,
    account: As,
    dry_run: Rehearse = False,
    format: Written = None,  # noqa: A002  # the option's own name
    encoding: Encoded = None,
    lang: In = Lang.ZH,
) -> None:
    """登记其他机关已认定的条目；有一处错误即全部不登记。Entries decided by another authority: all rows or none."""
    read = partial(read_entries, file, format=format, encoding=encoding)
    _mirror(account, read, _enter, lang, ("登记", "entered"), dry_run=dry_run)


@entries_app.command("end")
def end_entries(
    file: File,
    account: As,
    dry_run: Rehearse = False,
    format: Written = None,  # noqa: A002  # the option's own name
    encoding: Encoded = None,
    lang: In = Lang.ZH,
) -> None:
    """办理来源机关已移出的条目；有一处错误即全部不办理。Entries their source has removed: all rows or none."""
    read = partial(read_ends, file, format=format, encoding=encoding)
    _mirror(account, read, _end, lang, ("移出", "ended"), dry_run=dry_run)


def _mirror(
    account: str,
    read: Callable[[], MirrorBatch],
    record: Callable[[Built, Account, MirrorBatch, bool], Mirrored],
    lang: Lang,
    done_words: tuple[str, str],
    *,
    dry_run: bool,
) -> None:
    """The rows of a file by its clerk, all or none, and told. `done_words`: what was done to them, in Chinese and English."""
    with telling(lang), open_house(settings_here()) as built:
        clerk = signed_in(built, account)
        batch = read()
        tell_encoding(batch.encoding, lang)
        done = _all_or_nothing(batch, partial(record, built, clerk, batch), dry_run=dry_run)
        _tell_mirrored(done, lang, *done_words, dry_run=dry_run)


def _record(built: Built, clerk: Account, batch: FactBatch, dry_run: bool) -> Intake:
    house, catalogue = built.house, built.shelf.catalogue
    return record_facts(house.store, catalogue, house.clock, clerk, batch.rows, demo=clerk.demo, dry_run=dry_run)


def _enter(built: Built, clerk: Account, batch: EntryBatch, dry_run: bool) -> Mirrored:
    return enter_all(built.store, built.shelf, built.house.clock, clerk, batch.rows, dry_run=dry_run)


def _end(built: Built, clerk: Account, batch: EndBatch, dry_run: bool) -> Mirrored:
    return end_all(built.store, built.shelf, built.house.clock, clerk, batch.rows, dry_run=dry_run)


class Batch(Protocol):
    """What every reader gives: rows, faults of form, and how casework's faults are found again in the file."""

    @property
    def rows(self) -> Sequence[object]: ...

    @property
    def faults(self) -> tuple[RowFault, ...]: ...

    def with_faults(self, found: tuple[FieldFault, ...]) -> tuple[RowFault, ...]: ...


def _all_or_nothing(batch: Batch, record: Callable[[bool], Done], *, dry_run: bool) -> Done:
    """What `record` did. Rows of a file with faults of form are rehearsed all the same, so that every fault is told at once."""
    done: Done | None = None
    found: tuple[FieldFault, ...] = ()
    if batch.rows:
        try:
            done = record(dry_run or bool(batch.faults))
        except Refused as refusal:
            if not refusal.faults:
                raise
            found = refusal.faults
    if done is None or batch.faults:
        raise FileRefused(batch.with_faults(found))
    return done


def _tell_intake(intake: Intake, lang: Lang, *, dry_run: bool) -> None:
    fresh = len(intake.recorded) - intake.repeated - intake.corrected
    if dry_run:
        say(lang, "核对通过，未登记。实际登记时:", "sound; nothing was recorded. A load would be:")
    say(
        lang,
        f"新登记{fresh}条，重复{intake.repeated}条，更正{intake.corrected}条",
        f"{fresh} recorded, {intake.repeated} repeated, {intake.corrected} corrected",
    )


def _determined(built: Built, subject_ids: Sequence[str], lang: Lang) -> Determined:
    """Both engines over the subjects of the file. What was recorded stays, also where this is cut off."""
    house = built.house
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task("认定 judging", total=len(subject_ids))
            return determine(
                house.store,
                house.book,
                house.evaluator,
                house.clock,
                subject_ids,
                progress=lambda count: bar.advance(task, count),
            )
    except STORE_FAULTS:
        say(
            lang,
            "信息已登记，认定未完成；请稍后重新提交同一文件，已登记的不会重复",
            "the facts are recorded, the judging is not finished; send the same file again, nothing is recorded twice",
            err=True,
        )
        raise


def _tell_determined(done: Determined, lang: Lang) -> None:
    say(
        lang,
        f"认定主体{done.examined}个：提请认定{len(done.proposed)}件，法定禁止{len(done.bans)}项"
        f"（终止{len(done.ended_bans)}项），两套引擎结论不一的主体{done.disputed}个",
        f"{done.examined} subjects judged: {len(done.proposed)} proposed, {len(done.bans)} bans "
        f"({len(done.ended_bans)} ended), {done.disputed} disputed between the engines",
    )
    if done.degraded:
        say(
            lang,
            "其中一套引擎停用，凡须两套引擎一致的均未提请；恢复后请重新提交同一文件",
            "one engine is out of service, so nothing that needs both was proposed; send the file again when it is back",
            err=True,
        )


def _tell_mirrored(done: Mirrored, lang: Lang, zh: str, en: str, *, dry_run: bool) -> None:
    if dry_run:
        say(lang, f"核对通过，未{zh}。实际办理时:", "sound; nothing was recorded. A load would be:")
    fresh = len(done.entries) - done.repeated
    say(lang, f"{zh}{fresh}条，重复{done.repeated}条", f"{fresh} {en}, {done.repeated} repeated")
