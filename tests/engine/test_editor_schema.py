"""The schemas that editors use: every key explained in Chinese, every file of the repository accepted and mapped."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from engine.editor_schema import editor_schemas

ROOT = Path(__file__).parent.parent.parent
HAN = re.compile(r"[\u4e00-\u9fff]")
SCHEMAS = editor_schemas()
SETTINGS = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
FILES = sorted(path.relative_to(ROOT) for shelf in ("rules", "memoranda") for path in (ROOT / shelf).rglob("*.yaml"))


class EditorLoader(yaml.SafeLoader):
    """Types as YAML 1.2's core schema has them, which is what the editor's YAML reads: no dates, no yes and no."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 -- PyYAML's own class attribute


for _tag, _form, _first in (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_form})$"), list(_first))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, list):
        for each in schema:
            yield from parts(each)
    elif isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from parts(each)


def mapped(path: Path) -> list[str]:
    """The schemas that .vscode/settings.json gives to a file."""
    found = []
    for schema, globs in SETTINGS["yaml.schemas"].items():
        if any(_matches(path, glob) for glob in globs):
            found.append(Path(schema).stem)
    return found


def _matches(path: Path, glob: str) -> bool:
    form = re.escape(glob).replace(r"\*\*/", "(?:[^/]+/)*").replace(r"\*", "[^/]*")
    return re.fullmatch(form, path.as_posix()) is not None


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_and_every_choice_is_explained_in_chinese(name: str) -> None:
    """Whoever writes packs reads no manual: the editor tells what each key and each value means."""
    Draft202012Validator.check_schema(SCHEMAS[name])
    told = list(parts(SCHEMAS[name]))
    keys = [
        (key, each)
        for part in told
        if isinstance(part.get("properties"), dict)
        for key, each in part["properties"].items()
        if "$ref" not in each and "const" not in each
    ]

    assert keys
    assert [key for key, each in keys if not HAN.search(each.get("title", ""))] == []
    assert [key for key, each in keys if not HAN.search(each.get("markdownDescription", ""))] == []
    silent = [
        (value, words)
        for part in told
        if isinstance(part.get("enum"), list)
        for value, words in zip(part["enum"], part["enumDescriptions"], strict=True)
        if not HAN.search(words)
    ]
    assert silent == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schemas_are_those_of_the_code(name: str) -> None:
    """An editor with an old schema marks sound packs red. Renew with `shangfa packs schema --write`."""
    written = json.loads((ROOT / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))

    assert written == SCHEMAS[name]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_file_has_one_schema_and_satisfies_it(path: Path) -> None:
    """Two schemas on one file, or a sound pack full of red lines, and authors switch the help off."""
    [name] = mapped(path)
    tree = yaml.load((ROOT / path).read_text(encoding="utf-8"), Loader=EditorLoader)

    errors = [
        f"{list(each.absolute_path)}: {each.message[:200]}"
        for each in Draft202012Validator(SCHEMAS[name]).iter_errors(tree)
    ]

    assert errors == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("rules/guizhou/wage-arrears/draft.yaml", "pack"),
        ("rules/cn/framework/2030.1.yaml", "pack"),
        ("rules/guizhou/wage-arrears/cases/2022-one-worker.yaml", "cases"),
        ("rules/catalogue/facts/wage.yaml", "catalogue-facts"),
    ],
)
def test_files_that_are_still_to_come_have_a_schema_too(path: str, name: str) -> None:
    """A new draft is helped from its first line."""
    assert mapped(Path(path)) == [name]


def test_a_version_without_quotes_is_marked() -> None:
    """2022.10 without quotes is 2022.1 to most programs that read YAML."""
    head = {"kind": "criteria", "version": 2022.1}

    messages = [each.message for each in Draft202012Validator(SCHEMAS["pack"]).iter_errors(head)]

    assert "2022.1 is not of type 'string'" in messages


@pytest.mark.parametrize(
    "when",
    [
        {"record": "wage.order", "where": {"rural_total": {"ge": 5}}},
        {"count": {"record": "wage.order", "is": {"gte_": 2}}},
        {"record": "wage.order", "with": {"record": "wage.default", "sames": "case_no"}},
    ],
    ids=["in a test", "in a figure's test", "in a partner"],
)
def test_a_key_that_is_none_is_marked_inside_a_condition_too(when: dict[str, Any]) -> None:
    """`ge` for `gte` is the slip that everybody makes once: the editor underlines it, not only the command."""
    rule = {"id": "r", "title": "示例", "when": when, "then": {"conclude": "yes"}, "basis": ["order art 1"]}
    pack = {"kind": "criteria", "rules": [rule]}

    def deepest(error: Any) -> list[str]:
        return [error.message, *(one for each in error.context or () for one in deepest(each))]

    messages = [one for each in Draft202012Validator(SCHEMAS["pack"]).iter_errors(pack) for one in deepest(each)]

    assert [one for one in messages if "were unexpected" in one or "was unexpected" in one]
