"""Whose hand a command is: the account is named and its password asked, so that the book can say who did it."""

import os
from typing import Annotated

import typer

from api.wiring import Built
from casework.records import Account

As = Annotated[str, typer.Option("--as", help="账户名 / account; 密码取自环境变量 SHANGFA_PASSWORD 或者提示输入")]


def signed_in(built: Built, name: str) -> Account:
    """The account; its password from SHANGFA_PASSWORD or the prompt. Refused where it is wrong."""
    password = os.environ.get("SHANGFA_PASSWORD") or typer.prompt(f"密码 password ({name})", hide_input=True)
    return built.house.doorkeeper.by_password(name, password)
