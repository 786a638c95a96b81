"""`shangfa retention`: what has been kept long enough, listed or erased; the server does the same once a day."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer

from api.keepers import retention_list, retention_round
from api.wiring import open_house, settings_here
from casework.errors import Refused
from casework.retention import BY_KIND, Kept, retention_table
from casework.retention_due import Due, last_day

app = typer.Typer(help="保存期限：到期的个人信息，列出或者删除。Retention of persons' data.", no_args_is_help=True)


@app.command("run")
def run_retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出，不删除 list only")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="确认删除，不可恢复 erase, for good")] = False,
) -> None:
    """列出或者删除保存期限已届满的内容。Lists (--dry-run) or erases (--yes) what is due; nobody is named."""
    if dry_run == yes:
        raise Refused(
            "retention-not-confirmed",
            zh="未指明是列出还是删除，未作处理",
            en="neither listing nor erasing was asked for, or both; nothing was done",
            hint_zh="先用 --dry-run 查看将删除的内容；确认后用 --yes 删除，删除后不可恢复。",
            hint_en="Look with --dry-run first; erase with --yes, which cannot be undone.",
        )
    with open_house(settings_here(), must_exist=True) as built:
        if yes:
            done = retention_round(built)
            _tell_counts(done.erased, f"已删除，清空{done.rows}行", f"erased, {done.rows} rows emptied")
            return
        counts = Counter[Kept]()
        for due in retention_list(built):
            counts[due.kind] += 1
            typer.echo(_line(due))
    _tell_counts(counts, "将删除（未作改动）", "due (nothing was changed)")


@app.command("table")
def print_table() -> None:
    """打印保存期限表。The table of docs/impact-assessment.md."""
    typer.echo(retention_table(), nl=False)


def _line(due: Due) -> str:
    row, last = BY_KIND[due.kind], last_day(due.kind, due.began_on)
    return (
        f"{row.title} {due.scope}：自{due.began_on}起保存{row.years}年，至{last}届满，{len(due.targets)}条"
        f" ({row.title_en}: kept from {due.began_on} to {last}, {len(due.targets)} records)"
    )


def _tell_counts(counts: Mapping[Kept, int], zh: str, en: str) -> None:
    for kind, number in sorted(counts.items()):
        typer.echo(f"{BY_KIND[kind].title}：{number}件 ({BY_KIND[kind].title_en}: {number})")
    total = sum(counts.values())
    typer.echo(f"共{total}件{zh} ({total} {en})")
