"""`shangfa accounts add | list | password | off`: local accounts with department and roles."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from api.wiring import Built, new_account, open_house, settings_here
from casework.errors import Refused
from casework.records import Account, Role

ACCOUNT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,59}")
"""What HTTP Basic, a form and a terminal all carry unchanged; a colon would end the name."""

app = typer.Typer(help="本地账户。Local accounts.", no_args_is_help=True)


@app.command("add")
def add(
    name: str,
    department: Annotated[str, typer.Option("--department", help="部门编码 / department id")],
    role: Annotated[list[Role], typer.Option("--role", help="可重复 / repeatable")],
) -> None:
    """新建账户，随机密码只显示一次。The random password is shown once."""
    _require_name(name)
    with open_house(settings_here()) as built:
        if department not in built.shelf.catalogue.departments:
            known = "、".join(sorted(built.shelf.catalogue.departments))
            raise Refused(
                "unknown-department",
                zh=f"未知的部门“{department}”，可用：{known}",
                en=f"no such department; known: {known}",
            )
        with built.store.reader() as reader:
            if reader.account_by_name(name):
                raise Refused("account-exists", zh=f"账户“{name}”已存在", en="there is an account of that name")
        _, password = new_account(built, name, department, role, demo=built.house.demo)
    typer.echo(f"{name}  {password}\n密码只显示这一次 / shown this once only")


@app.command("list")
def list_accounts() -> None:
    """全部账户。All accounts; no passwords."""
    with open_house(settings_here(), must_exist=True) as built, built.store.reader() as reader:
        for account in reader.accounts():
            state = "" if account.active else "  （停用 off）"
            typer.echo(f"{account.name:<24} {account.department:<24} {', '.join(sorted(account.roles))}{state}")


@app.command("password")
def password(name: str) -> None:
    """重置密码，新密码只显示一次；旧会话随即失效。A new random password; old sessions end at once."""
    with open_house(settings_here()) as built:
        fresh = secrets.token_urlsafe(12)
        hashed = built.house.doorkeeper.passwords.hash(fresh)
        _change(built, name, lambda account: replace(account, password_hash=hashed), "password")
    typer.echo(f"{name}  {fresh}")


@app.command("off")
def off(name: str) -> None:
    """停用账户。The account can do nothing from now on; its history stays."""
    with open_house(settings_here()) as built:
        _change(built, name, lambda account: replace(account, active=False), "off")


def _require_name(name: str) -> None:
    if not ACCOUNT_NAME.fullmatch(name):
        raise Refused(
            "account-name-malformed",
            zh="账户名应由字母、数字和 . _ @ - 组成，以字母或者数字开头，最多60个字符",
            en="an account name has letters, digits and . _ @ -, begins with a letter or digit, and at most 60 of them",
        )


def _change(built: Built, name: str, change: Callable[[Account], Account], what: str) -> None:
    with built.store.unit_of_work() as work:
        account = work.account_by_name(name)
        if account is None:
            raise Refused("not-found", zh=f"没有账户“{name}”", en="no such account")
        seq = work.draw_seq()
        work.save_account(change(account))
        work.log("account.changed", seq, {"account": account.id, "what": what})
        work.commit()
