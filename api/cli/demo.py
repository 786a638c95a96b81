"""`shangfa demo`: the demonstration province, built once, then served. Refuses to stand beside anything real."""

from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.cli.demo_building import VISITOR, ready
from api.cli.serving import require_free_port, run_server
from api.console.pages import EMPTY_FORM, Example
from api.console.words import WORDS
from api.wiring import Built, Mode, Settings, configure_logs, demonstration, open_house, settings_here
from casework.check import CheckRequest, Party, ask
from casework.errors import Refused
from casework.records import Account


def demo(
    subjects: Annotated[
        int | None, typer.Option("--subjects", min=1, help="主体数 / how many; 默认 SHANGFA_DEMO_SUBJECTS 或 10000")
    ] = None,
    serve: Annotated[bool, typer.Option("--serve", help="建好后启动服务 / then start the server")] = False,
) -> None:
    """建立演示省（虚构数据）并可启动服务。Builds the demonstration province of invented data; `--serve` starts the server."""
    settings = settings_here()
    _require_demo_mode(settings)
    if serve:
        require_free_port(settings)
    configure_logs("ERROR")
    with open_house(settings, trial=True) as built:
        _require_no_real_account(built)
        passwords = ready(built, subjects or settings.demo_subjects)
        _tell(built, passwords)
        if serve:
            configure_logs()
            run_server(built, settings.host, settings.port)


def demo_doors(built: Built) -> tuple[Account | None, tuple[Example, ...]]:
    """The account a visitor is signed in as and the example buttons; nothing outside a finished demonstration."""
    marker = demonstration.read_marker(built.settings.data) if built.house.demo else None
    if marker is None or not marker.finished:
        return None, ()
    with built.store.reader() as reader:
        visitor = reader.account_by_name(VISITOR)
    return visitor, tuple(_example(one) for one in marker.examples) if visitor else ()


def _example(one: demonstration.DemoExample) -> Example:
    return Example(outcome=one.outcome, title=one.title, title_en=one.title_en, fields={**EMPTY_FORM, **one.fields})


def _require_demo_mode(settings: Settings) -> None:
    if settings.mode is not Mode.DEMO:
        raise Refused(
            "not-demo-mode",
            zh="演示数据只在演示模式下建立，当前为正式环境，未作任何改动",
            en="demonstration data is built in demonstration mode only; this is production mode, nothing was changed",
            hint_zh="如确要演示，请设 SHANGFA_MODE=demo，并使用单独的 SHANGFA_DATA 目录。",
            hint_en="To demonstrate, set SHANGFA_MODE=demo with a SHANGFA_DATA folder of its own.",
        )


def _require_no_real_account(built: Built) -> None:
    with built.store.reader() as reader:
        real = [account.name for account in reader.accounts() if not account.demo]
    if real:
        raise Refused(
            "real-accounts-here",
            zh=f"数据目录 {built.settings.data} 内已有非演示账户（{len(real)}个），不能混入演示数据，未作任何改动",
            en=f"this data folder holds {len(real)} accounts that are no demonstration's; nothing was changed",
            hint_zh="请为演示另设 SHANGFA_DATA。",
            hint_en="Set SHANGFA_DATA to a folder of its own.",
        )


def _tell(built: Built, passwords: dict[str, str]) -> None:
    if passwords:
        _tell_accounts(built, passwords)
    else:
        typer.echo(
            f"演示省已建好，账户照旧；需要新密码：shangfa accounts password {VISITOR}(the province stands; for a new password)"
        )
    _tell_first_check(built)
    typer.echo(f"地址 address: http://{built.settings.host}:{built.settings.port}/  (Ctrl-C 停止 stops)")


def _tell_accounts(built: Built, passwords: dict[str, str]) -> None:
    titles = built.shelf.catalogue.departments
    table = Table(title="演示账户，密码只显示这一次（demo accounts; passwords shown once）")
    for heading in ("账户 account", "部门 department", "角色 role", "密码 password"):
        table.add_column(heading, no_wrap=True)
    with built.store.reader() as reader:
        for account in reader.accounts():
            if account.name in passwords:
                table.add_row(
                    account.name,
                    titles[account.department].title,
                    ", ".join(sorted(account.roles)),
                    passwords[account.name],
                )
    Console(width=120).print(table)


def _tell_first_check(built: Built) -> None:
    """One check asked and answered, so that whoever started this sees that the whole way works."""
    visitor, examples = demo_doors(built)
    if visitor is None or not examples:
        return
    fields = examples[0].fields
    answered = ask(built.store, built.house.book, built.house.clock, visitor, _question(fields, visitor))
    outcome = str(answered.answer["outcome"])
    matter = built.shelf.catalogue.matters[fields["matter"]].title
    typer.echo(
        f"示例核查 first check: {fields['name']} · {matter} → {WORDS['zh'][f'outcome.{outcome}']}"
        f"({outcome}；本结果为核查提示，不是行政决定)"
    )


def _question(fields: Mapping[str, str], visitor: Account) -> CheckRequest:
    """What the first page would ask with these fields; examples without a related person only."""
    return CheckRequest(
        subject=Party(role="subject", type=fields["type"], code=fields["code"], name=fields["name"]),
        related=(),
        matter=fields["matter"],
        stage=fields["stage"],
        department=visitor.department,
        place=fields["place"],
        purpose=fields["purpose"],
        business_no="",
        as_of=None,
        body={**fields, "department": visitor.department, "door": "demo"},
    )
