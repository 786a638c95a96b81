"""Defaults that are safe, values that are typed, faults that say what to write instead."""

from pathlib import Path

import pytest

from adapters.settings import Mode, SettingsFault, read_settings


def test_without_any_variable_the_defaults_hold() -> None:
    """A first run needs no configuration, and is never in demonstration mode by accident."""
    settings = read_settings({})

    assert (settings.host, settings.port, settings.demo_subjects) == ("127.0.0.1", 8642, 10_000)
    assert settings.mode is Mode.PRODUCTION
    assert settings.database_url == "sqlite:///var/shangfa.db"
    assert settings.key_file == Path("var/keys.json")


def test_variables_are_read_and_typed(tmp_path: Path) -> None:
    """Database and keys follow the data folder unless they are named themselves."""
    environ = {
        "SHANGFA_DATA": str(tmp_path),
        "SHANGFA_PORT": " 80 ",
        "SHANGFA_MODE": "Demo",
        "SHANGFA_DEMO_SUBJECTS": "300",
    }

    settings = read_settings(environ)

    assert (settings.data, settings.port, settings.mode, settings.demo_subjects) == (tmp_path, 80, Mode.DEMO, 300)
    assert settings.database_url == f"sqlite:///{tmp_path}/shangfa.db"


def test_an_empty_variable_counts_as_not_set() -> None:
    """compose files pass `VAR=${VAR:-}`."""
    assert read_settings({"SHANGFA_PORT": "", "SHANGFA_MODE": " "}) == read_settings({})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_the_driver_we_ship(scheme: str) -> None:
    """Operators paste the URL their platform gives them, password included."""
    url = read_settings({"SHANGFA_DATABASE_URL": f"{scheme}://user:pa%40ss@db/book"}).database_url

    assert url == "postgresql+psycopg://user:pa%40ss@db/book"


@pytest.mark.parametrize(
    ("variable", "value", "word"),
    [
        ("SHANGFA_PORT", "0", "1 到 65535"),
        ("SHANGFA_PORT", "65536", "1 到 65535"),
        ("SHANGFA_PORT", "８６４２", "整数"),
        ("SHANGFA_PORT", "-1", "整数"),
        ("SHANGFA_MODE", "test", "demo 或 production"),
        ("SHANGFA_DEMO_SUBJECTS", "1e4", "整数"),
        ("SHANGFA_DEMO_SUBJECTS", "0", "整数"),
        ("SHANGFA_DATABASE_URL", "mysql://u@h/d", "sqlite 或 postgresql"),
        ("SHANGFA_DATABASE_URL", "not a url", "数据库地址"),
        ("SHANGFA_DATABASE_URL", "sqlite://", "落盘"),
        ("SHANGFA_DATABASE_URL", "sqlite:///:memory:", "落盘"),
        ("SHANGFA_DATA", __file__, "文件夹"),
        ("SHANGFA_KEY_FILE", "a\0b", "空字符"),
    ],
)
def test_a_wrong_value_says_which_variable_and_what_to_write(variable: str, value: str, word: str) -> None:
    """The person who reads it sees neither the code nor the documents."""
    with pytest.raises(SettingsFault) as fault:
        read_settings({variable: value})

    assert [f.variable for f in fault.value.faults] == [variable]
    assert word in str(fault.value)


def test_all_wrong_values_are_told_at_once_and_no_password_with_them() -> None:
    """One restart, not one restart per mistake; and start-up errors end up in logs."""
    with pytest.raises(SettingsFault) as fault:
        read_settings({"SHANGFA_PORT": "x", "SHANGFA_MODE": "y", "SHANGFA_DATABASE_URL": "oracle://u:geheim@h/d"})

    assert len(fault.value.faults) == 3
    assert "geheim" not in str(fault.value)
