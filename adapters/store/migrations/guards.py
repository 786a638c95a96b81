"""Triggers by which the database itself keeps the book's promises, on SQLite and on PostgreSQL.

Used by migration steps only. A guard's message begins with "shangfa: "; the rest reaches the caller as it stands.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import inspect

NEVER_CHANGED = (
    "已记录的内容不得改写或删除，请以更正方式补记 (what is recorded is never changed or deleted; record a correction)"
)
CLOSED_FILE = "案卷已办结或步骤编号不连续，不得追加 (the file is closed, or the number of the step leaves a gap; open another file)"
FOUR_EYES_ON_FILES = (
    "核查人不得作出处理决定，且须先经核查 (whoever examined the file may not decide it; nothing is decided unexamined)"
)
RECUSED = "该人员在本案中应当回避，不得办理 (this account keeps away from the case; somebody else takes the step)"
FOUR_EYES = (
    "批准人不得与决定人为同一人，且须先有决定 (whoever decided may not approve, and nothing is approved undecided)"
)


def append_only(table: str) -> None:
    """Rows of this table are written once and for ever."""
    _refuse(table, "UPDATE", f"{table}_unchanged", "", NEVER_CHANGED)
    never_deleted(table)


def written_later_once(table: str, mark: str, along: Sequence[str] = ()) -> None:
    """Only `mark`, and the columns `along` with it, are written after the first time, and only while `mark` is empty."""
    when = f"NOT (OLD.{mark} IS NULL AND NEW.{mark} IS NOT NULL AND {_same_but(table, (mark, *along))})"
    _refuse(table, "UPDATE", f"{table}_written_later_once", when, NEVER_CHANGED)
    never_deleted(table)


def _same_but(table: str, changing: Sequence[str]) -> str:
    """Every column but these says after what it said before."""
    is_same = "IS NOT DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS"
    columns = [str(column["name"]) for column in inspect(op.get_bind()).get_columns(table)]
    return " AND ".join(f'OLD."{name}" {is_same} NEW."{name}"' for name in columns if name not in changing)


def never_deleted(table: str) -> None:
    """No row of this table is ever removed."""
    _refuse(table, "DELETE", f"{table}_kept", "", NEVER_CHANGED)
    _refuse_truncate(table)


def emptied_only_by_erasure(
    table: str, *, part: str, key: Sequence[str], columns: Sequence[str], mark: str = "", along: Sequence[str] = ()
) -> None:
    """Takes the place of the table's guard on updates: `columns` may change in a row that this very unit of work names.

    Named: in `erased_row`, under a number the book does not count yet. Nothing else changes with them. `mark`, `along`: as
    `written_later_once` was told, for a table that has them.
    """
    row = " || '@' || ".join(f"OLD.{name}" for name in key)
    named = (
        f"EXISTS (SELECT 1 FROM erased_row e WHERE e.part = '{part}' AND e.row_key = {row}"  # noqa: S608  # names of ours
        " AND e.seq > (SELECT b.last_seq FROM book b))"
    )
    allowed = [f"({_same_but(table, columns)} AND {named})"]
    if mark:
        allowed.append(f"(OLD.{mark} IS NULL AND NEW.{mark} IS NOT NULL AND {_same_but(table, (mark, *along))})")
    guard = f"{table}_written_later_once" if mark else f"{table}_unchanged"
    _refuse(table, "UPDATE", guard, f"NOT ({' OR '.join(allowed)})", NEVER_CHANGED, again=True)


def four_eyes() -> None:
    """A move `approve` has another account than the last move `decide` of its entry."""
    last_decision = (
        "(SELECT d.account_id FROM entry_move d WHERE d.entry_id = NEW.entry_id AND d.move = 'decide'"
        " ORDER BY d.number DESC LIMIT 1)"
    )
    decided_by_another = f"COALESCE({last_decision}, NEW.account_id) <> NEW.account_id"
    _refuse(
        "entry_move",
        "INSERT",
        "entry_move_four_eyes",
        f"NEW.move = 'approve' AND NOT ({decided_by_another})",
        FOUR_EYES,
    )


def different_hands(
    table: str, *, name: str, case: str, step: str, later: str, earlier: Sequence[str], words: str
) -> None:
    """Whoever wrote one of the `earlier` rows of a case does not write its `later` one.

    `case`: the column that says which case a row is of; `step`: the column that says which step it is.
    """
    listed = ", ".join(f"'{one}'" for one in earlier)
    of_case = f"e.{case} = NEW.{case} AND e.{step} IN ({listed})"
    same_hand = f"EXISTS (SELECT 1 FROM {table} e WHERE {of_case} AND e.account_id = NEW.account_id)"  # noqa: S608  # names of ours
    _refuse(table, "INSERT", name, f"NEW.{step} = '{later}' AND {same_hand}", words)


def the_recused_keep_away() -> None:
    """No move of an entry by an account whose last recusal in its case was granted."""
    kept = (
        "EXISTS (SELECT 1 FROM entry_recusal r WHERE r.entry_id = NEW.entry_id AND r.account_id = NEW.account_id"
        " AND r.granted = TRUE AND NOT EXISTS (SELECT 1 FROM entry_recusal n WHERE n.number > r.number"
        " AND n.entry_id = NEW.entry_id AND n.account_id = NEW.account_id))"
    )
    _refuse("entry_move", "INSERT", "entry_move_recused", kept, RECUSED)


def nothing_after_closing() -> None:
    """A file's steps run from 1 without gap, and none follows one that closes it."""
    before = "SELECT s.closes FROM file_step s WHERE s.file_id = NEW.file_id AND s.number = NEW.number - 1"
    is_open = f"(NEW.number = 1 OR COALESCE(({before}), TRUE) = FALSE)"
    _refuse("file_step", "INSERT", "file_step_open", f"NOT {is_open}", CLOSED_FILE)


def four_eyes_on_files() -> None:
    """Whoever verified or examined a file does not decide it, nor does anybody decide it unexamined."""
    looked = "SELECT 1 FROM file_step s WHERE s.file_id = NEW.file_id AND s.step IN ('verified', 'examined')"
    by_same = f"EXISTS ({looked} AND s.account_id = NEW.account_id)"
    _refuse(
        "file_step",
        "INSERT",
        "file_step_four_eyes",
        f"NEW.step IN ('upheld', 'rejected', 'granted', 'refused') AND ({by_same} OR NOT EXISTS ({looked}))",
        FOUR_EYES_ON_FILES,
    )


def reviewed_by_another(deciding: Sequence[str]) -> None:
    """A review ends by another hand than the one that looked into it, and not before somebody has."""
    listed = ", ".join(f"'{one}'" for one in deciding)
    looked = "SELECT 1 FROM file_step s WHERE s.file_id = NEW.file_id AND s.step = 'examined'"
    by_same = f"EXISTS ({looked} AND s.account_id = NEW.account_id)"
    unlawful = f"NEW.step IN ({listed}) AND ({by_same} OR NOT EXISTS ({looked}))"
    _refuse("file_step", "INSERT", "file_step_review", unlawful, FOUR_EYES_ON_FILES)


def _refuse(table: str, event: str, name: str, when: str, words: str, *, again: bool = False) -> None:
    """One trigger. PostgreSQL allows no sub-query in WHEN, so the condition stands in the function there.

    `again`: it takes the place of the one of this name, where there is one.
    """
    if again:
        on_table = f' ON "{table}"' if op.get_bind().dialect.name == "postgresql" else ""
        op.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
    if op.get_bind().dialect.name == "postgresql":
        stop = f"RAISE EXCEPTION 'shangfa: %', '{words}';"
        body = f"IF {when} THEN {stop} END IF; RETURN NEW;" if when else stop
        op.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
        op.execute(f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()')
    else:
        condition = f"WHEN {when}" if when else ""
        op.execute(
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table}" {condition}'
            f" BEGIN SELECT RAISE(ABORT, 'shangfa: {words}'); END"
        )


def _refuse_truncate(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f'CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()"
        )
