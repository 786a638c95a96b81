"""`shangfa lifecycle`: the page of lawful moves (docs/entry-lifecycle.md) against the data it is written from."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.pack_options import Lang
from api.wiring import ROOT
from casework.lifecycle_page import with_page

PAGE = Path("docs") / "entry-lifecycle.md"


def write_lifecycle(
    root: Annotated[Path, typer.Option("--root", help="写入其 docs / docs of this folder")] = ROOT,
    write: Annotated[bool, typer.Option("--write", help="写入文件 / write the file")] = False,
    lang: Lang = "zh",
) -> None:
    """条目办理步骤一览（图和表）由数据生成。The page of an entry's lawful moves; without --write, whether it is current."""
    path = root / PAGE
    text = path.read_text(encoding="utf-8")
    fresh = with_page(text)
    stale = fresh != text
    if stale and write:
        path.write_text(fresh, encoding="utf-8")
    zh = "与数据一致" if not stale else "已更新" if write else "与数据不一致，请加 --write 更新"
    en = "as the data has it" if not stale else "written" if write else "not as the data has it; use --write"
    typer.echo(f"{PAGE.as_posix()}: {en if lang == 'en' else zh}")
    raise typer.Exit(1 if stale and not write else 0)
