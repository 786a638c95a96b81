"""Brings a book to the newest tables, in one transaction: a failed step leaves the book as it was."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, text

from adapters.store.engine import writing
from adapters.store.faults import BookUnusable, told_plainly

HERE = Path(__file__).parent
ONE_AT_A_TIME = 0x5A46  # the advisory lock under which PostgreSQL processes take turns


def upgrade(engine: Engine) -> None:
    """Runs the steps that are missing; BookUnusable for a book written by a newer version, StoreBusy, StoreUnwritable."""
    with told_plainly(), writing(engine) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ONE_AT_A_TIME})
        config = Config()
        config.set_main_option("script_location", str(HERE).replace("%", "%%"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise BookUnusable(
                "数据库由更新版本的程序写成，请先升级程序 (the book was written by a newer version; upgrade the program first)"
            ) from error
