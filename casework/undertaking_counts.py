"""How many commitments, trainings, talks and reports, by area, department and month: counts of what offices did.

Pure, and about the administration only: no subject is named, ranked or scored by it, and no rule may read it. Ordered by
area, department and month, never by how many.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from casework.docket import FileKind, FileRecord, StepRecord
from casework.ports import Reader
from casework.undertakings import UNDERTAKINGS

AREA_UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """One file with its steps; `area`: GB/T 2260 of the subject, "" where it is not known."""

    file: FileRecord
    steps: Sequence[StepRecord]
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """How often one thing was done by one department in one area in one month (its first day), and for how many subjects."""

    area: str
    department: str
    month: date
    kind: FileKind
    step: str
    acts: int
    subjects: int


def month_counts(undertakings: Iterable[Undertaking]) -> tuple[MonthCount, ...]:
    """Each step counts in the month of its law date; of other kinds of file nothing is counted."""
    reached: defaultdict[tuple[str, str, date, FileKind, str], list[str]] = defaultdict(list)
    for one in undertakings:
        if one.file.kind in UNDERTAKINGS:
            for step in one.steps:
                month = (step.law_date or one.file.law_date).replace(day=1)
                reached[one.area, one.file.department, month, one.file.kind, step.step].append(one.file.subject_id)
    return tuple(
        MonthCount(
            area=area,
            department=department,
            month=month,
            kind=kind,
            step=step,
            acts=len(subjects),
            subjects=len(set(subjects)),
        )
        for (area, department, month, kind, step), subjects in sorted(reached.items())
    )


def undertakings_of(reader: Reader, subject_ids: Sequence[str]) -> Iterator[Undertaking]:
    """What is recorded of these subjects, as `month_counts` takes it."""
    for subject_id, subject in reader.subjects(subject_ids).items():
        for file in reader.files_of(subject_id):
            if file.kind in UNDERTAKINGS:
                yield Undertaking(file=file, steps=reader.steps_of(file.id), area=subject.region or AREA_UNKNOWN)
