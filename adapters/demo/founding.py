"""Founding the province: what is planned, built, found for the first page, and remembered beside the book.

The marker (`demo.json` in the data folder) says how far a province has come. It is written before the first row and
after the last; a marker that is not finished means that a run was interrupted, and building again takes it up.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from adapters.demo.examples import REFUSED, DemoExample, find_examples
from adapters.demo.loading import Crew, Steps, Tally, build_province, departments_reporting
from adapters.demo.procedure import Officers
from adapters.demo.stories import repertoire
from adapters.demo.subjects import DemoSubject, province, smallest
from adapters.pack_shelf import LoadedShelf
from casework.ports import Clock, Evaluator, Store
from casework.programs import ProgramBook

__all__ = [
    "OFFICES",
    "REFUSED",
    "Crew",
    "DemoExample",
    "Marker",
    "Officers",
    "Plan",
    "Steps",
    "Tally",
    "TooFewSubjects",
    "found_province",
    "plan_province",
    "read_marker",
]

MARKER = "demo.json"
OFFICES = Path(__file__).parent / "offices.yaml"


class TooFewSubjects(ValueError):
    """So few subjects cannot tell every story; `least` can."""

    def __init__(self, least: int) -> None:
        super().__init__(f"a province has at least {least} subjects")
        self.least = least


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """`anchor`: the day of the first run, which dates hang on. `packs`: digest of the shelf the stories were read from."""

    anchor: date
    subjects: int
    packs: str
    finished: bool
    examples: tuple[DemoExample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The subjects to be, and the departments whose clerks must report them."""

    anchor: date
    packs: str
    subjects: tuple[DemoSubject, ...]
    departments: tuple[str, ...]


def plan_province(shelf: LoadedShelf, size: int, anchor: date) -> Plan:
    """The province of this size on these packs; TooFewSubjects where it would have to leave a story out."""
    stories = repertoire({file.path: file.text for file in shelf.case_files}, shelf.packs(), shelf.catalogue, anchor)
    if size < smallest(stories):
        raise TooFewSubjects(smallest(stories))
    subjects = tuple(province(stories, size))
    return Plan(anchor=anchor, packs=shelf.digest, subjects=subjects, departments=departments_reporting(subjects))


def found_province(
    store: Store,
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    data: Path,
    plan: Plan,
    crew: Crew,
    steps: Steps,
) -> tuple[Marker, Tally]:
    """Builds what is planned, or what is missing of it; the marker is finished when everything stands."""
    marker = Marker(anchor=plan.anchor, subjects=len(plan.subjects), packs=plan.packs, finished=False)
    _write(data, marker)
    tally = build_province(store, book, evaluator, clock, crew, plan.subjects, plan.anchor, steps)
    examples = find_examples(store, book, clock.today(), plan.subjects)
    marker = replace(marker, finished=True, examples=examples)
    _write(data, marker)
    return marker, tally


def read_marker(data: Path) -> Marker | None:
    """The marker in this folder; None where there is none or it cannot be read."""
    try:
        told = json.loads((data / MARKER).read_text(encoding="utf-8"))
        return Marker(
            anchor=date.fromisoformat(told["anchor"]),
            subjects=int(told["subjects"]),
            packs=str(told["packs"]),
            finished=bool(told["finished"]),
            examples=_examples(told["examples"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _examples(told: Sequence[Mapping[str, object]]) -> tuple[DemoExample, ...]:
    return tuple(DemoExample(**one) for one in told)  # type: ignore[arg-type]  # fields checked by the constructor's names


def _write(data: Path, marker: Marker) -> None:
    """All of it or nothing: the old marker stands until the new one is whole."""
    text = json.dumps({**asdict(marker), "anchor": marker.anchor.isoformat()}, ensure_ascii=False, indent=1)
    fresh = data / f"{MARKER}.new"
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, data / MARKER)
