"""`shangfa packs check | test | list | format | diff | schema`: for a jurist who reads no Python."""

import typer

from api.cli.pack_cases import run_own_cases
from api.cli.pack_check import check_packs
from api.cli.pack_diff import diff_packs
from api.cli.pack_format import format_packs
from api.cli.pack_list import list_packs
from api.cli.pack_schema import write_schemas

app = typer.Typer(help="规则包：检查、用例、目录、排版、比较。", no_args_is_help=True)
app.command("check")(check_packs)
app.command("list")(list_packs)
app.command("test")(run_own_cases)
app.command("format")(format_packs)
app.command("diff")(diff_packs)
app.command("schema")(write_schemas)
