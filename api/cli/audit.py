"""`shangfa audit verify`: are the log of checks and moves, and the rows of the record, as they were written?"""

import typer

from api.wiring import open_house, settings_here, verify_chain

app = typer.Typer(help="审计链。The hash chain.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """审计链。The hash chain."""


@app.command("verify")
def verify() -> None:
    """逐条核对审计链和各表记录；发现改动、缺失、插入或者截断即报告并以1退出。Links and rows recomputed; a fault leaves with 1."""
    with open_house(settings_here(), must_exist=True) as built:
        verdict = verify_chain(built)
    chain, rows = verdict.chain, verdict.rows
    for link in chain.faults:
        typer.echo(f"第{link.number}条：{link.zh} (link {link.number}: {link.en})", err=True)
    for row in rows.faults:
        where_zh, where_en = f"序号{row.first}至{row.last}", f"numbers {row.first} to {row.last}"
        typer.echo(f"表{row.table}，{where_zh}：{row.zh} (table {row.table}, {where_en}: {row.en})", err=True)
    faults = len(chain.faults) + len(rows.faults)
    typer.echo(
        f"共核对链{chain.links}条、登记单元{rows.units}个、记录{rows.rows}行，异常{faults}处"
        f" ({chain.links} links, {rows.units} units, {rows.rows} rows, {faults} faults)"
    )
    if faults:
        typer.echo(
            "请保留现场，勿再写入，报告审计人员，并与最近一次备份核对"
            " (keep everything as it is, write no more, tell the auditor, and compare with the last backup)",
            err=True,
        )
    raise typer.Exit(1 if faults else 0)
