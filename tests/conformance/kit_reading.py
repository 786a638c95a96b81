"""The cases of the kit, from a folder or one file. What is no kit is a KitFault that says which file and why."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml

KIT = Path(__file__).resolve().parent / "kit"
SCHEMA = KIT.parent / "kit.schema.json"
QUESTION_KEYS = (
    "as_of", "law_at", "known_at", "acted_on", "place", "subject", "facts", "entries", "bans", "related", "not_covered",
)  # fmt: skip
Question = dict[str, Any]


class KitFault(Exception):
    """There is no case to ask, or a file of the kit is none; `str()` says where, why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitCase:
    """One case: `question` is what an implementation is told, `expect` what the specification says."""

    id: str
    paragraphs: tuple[str, ...]
    question: Question
    expect: Mapping[str, Any]


def kit_files(place: Path = KIT) -> tuple[Path, ...]:
    """The files below a folder, or the one file named. KitFault where there is none."""
    if place.is_file():
        return (place,)
    if not place.exists():
        raise KitFault(f"{place}: there is no such file or folder; name the kit's folder, or one of its files")
    found = tuple(sorted(place.rglob("*.yaml")))
    if not found:
        raise KitFault(f"{place}: there is no file *.yaml in this folder; name the kit's folder, or one of its files")
    return found


def read_kit(place: Path = KIT) -> tuple[KitCase, ...]:
    """Every case of every file, in order; scalars stay the text they are."""
    return tuple(case for path in kit_files(place) for case in read_file(path, _folder_of(place)))


def _folder_of(place: Path) -> Path:
    """What the names of cases are relative to: a file of the kit keeps the names it has in the whole kit."""
    if not place.is_file():
        return place
    return KIT if place.resolve().is_relative_to(KIT) else place.resolve().parent


def read_file(path: Path, folder: Path = KIT) -> Iterator[KitCase]:
    written = _written(path)
    name = path.resolve().relative_to(folder.resolve()).with_suffix("").as_posix()
    for case in written["cases"]:
        asked = {key: case[key] for key in QUESTION_KEYS if key in case}
        case_id = f"{name}: {case['case']}"
        yield KitCase(
            id=case_id,
            paragraphs=tuple(case.get("paragraphs", written["paragraphs"])),
            question={
                "id": case_id,
                "catalogue": written["catalogue"],
                "packs": [*written.get("packs", []), *case.get("packs", [])],
                **asked,
            },
            expect=case["expect"],
        )


def _written(path: Path) -> Mapping[str, Any]:
    """The file's content, of the form that kit.schema.json promises."""
    try:
        written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError) as fault:
        raise KitFault(f"{path}: cannot be read as UTF-8: {fault}") from fault
    except yaml.YAMLError as fault:
        raise KitFault(f"{path}: is no YAML: {' '.join(str(fault).split())}") from fault
    except RecursionError as fault:
        raise KitFault(f"{path}: is nested too deeply") from fault
    checks = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    worst = jsonschema.exceptions.best_match(checks.iter_errors(written))
    if worst is not None:
        raise KitFault(f"{path}: is no file of the kit: {worst.json_path}: {worst.message[:300]} ({SCHEMA.name})")
    found: Mapping[str, Any] = written
    return found
