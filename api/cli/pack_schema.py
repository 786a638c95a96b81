"""`shangfa packs schema`: the JSON Schemas that editors check and explain packs with (.vscode/settings.json)."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.pack_options import Lang
from api.wiring import ROOT
from engine.editor_schema import editor_schemas


def write_schemas(
    root: Annotated[Path, typer.Option("--root", help="写入其 docs/schemas / docs/schemas of this folder")] = ROOT,
    write: Annotated[bool, typer.Option("--write", help="写入文件 / write the files")] = False,
    lang: Lang = "zh",
) -> None:
    """编辑器用的 JSON Schema，每个键都有中文说明。The schemas for editors; without --write, whether they are current."""
    folder = root / "docs" / "schemas"
    texts = {folder / f"{name}.json": schema_text(schema) for name, schema in editor_schemas().items()}
    stale = [path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    gone = [path for path in sorted(folder.glob("*.json")) if path not in texts]
    for path in stale if write else ():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8")
    for path in gone if write else ():
        path.unlink()
    for path in (*stale, *gone):
        typer.echo(path.relative_to(root).as_posix())
    count, total = len(stale) + len(gone), len(texts)
    zh = f"共{total}个文件，{'已更新' if write else '与代码不一致'}{count}个"
    en = f"{total} files, {count} {'written' if write else 'not as the code has it'}"
    typer.echo(en if lang == "en" else zh)
    raise typer.Exit(1 if count and not write else 0)


def schema_text(schema: object) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
