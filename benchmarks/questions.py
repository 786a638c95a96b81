"""What every contestant is asked: a program made from text by the real path, and subjects with records.

Every record is dated before the day asked about, so that a peer need not decide which records exist.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.joined_text import joined_texts
from benchmarks.pack_text import HIGHEST_AMOUNT, HIGHEST_TIMES, KINDS, SORTS, catalogue_texts, pack_texts
from engine.compile import compile_program
from engine.compile.program import Program
from engine.facts import Fact, Situation, Value
from engine.issues import has_errors
from engine.parse import parse_catalogue, parse_pack

AS_OF = date(2024, 6, 30)
FIELDS = ("sort", "amount", "times", "grave")
"""The fields that the peers' packs read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """A program and the subjects it is asked about; `unknown`: the percentage of fields that are not known."""

    program: Program
    situations: tuple[Situation, ...]
    unknown: int


def questions(
    *, criteria: int = 40, measures: int = 300, facts: int = 20, unknown: int = 0, subjects: int = 64
) -> Questions:
    """What every peer can be asked; the same questions for the same numbers."""
    program = program_of(pack_texts(criteria, measures))
    return Questions(program=program, situations=_situations(subjects, facts, unknown), unknown=unknown)


def joined_questions(*, facts: int, unknown: int = 10, subjects: int = 64) -> Questions:
    """What only our language says: partners with the same case number, spans, sums, extremes, shares, distinct values."""
    program = program_of(joined_texts())
    return Questions(program=program, situations=_situations(subjects, facts, unknown), unknown=unknown)


def program_of(texts: dict[str, str]) -> Program:
    """The program of these packs, read and compiled as the service does it; ValueError where a text is at fault."""
    catalogue, issues = parse_catalogue(catalogue_texts())
    if catalogue is None:
        raise ValueError("\n".join(issue.line() for issue in issues))
    packs = []
    for file, text in texts.items():
        pack, issues = parse_pack(text, file, catalogue)
        if pack is None or has_errors(issues):
            raise ValueError("\n".join(issue.line() for issue in issues))
        packs.append(pack)
    return compile_program(packs, catalogue, AS_OF)


def _situations(subjects: int, facts: int, unknown: int) -> tuple[Situation, ...]:
    random = Random(facts * 100 + unknown)  # noqa: S311  # a repeatable choice, nothing secret
    return tuple(_situation(random, f"s{number}", facts, unknown) for number in range(subjects))


def _situation(random: Random, subject: str, facts: int, unknown: int) -> Situation:
    return Situation(
        subject_id=subject,
        as_of=AS_OF,
        subject={"type": "enterprise"},
        facts=tuple(_fact(random, number, facts, unknown) for number in range(facts)),
    )


def _fact(random: Random, number: int, facts: int, unknown: int) -> Fact:
    on = AS_OF - timedelta(days=random.randrange(1500))
    values: dict[str, Value] = {
        "sort": random.choice(SORTS),
        "amount": random.randrange(HIGHEST_AMOUNT) * 100,
        "times": random.randrange(HIGHEST_TIMES),
        "grave": random.random() < 0.5,
        "case_no": f"case-{random.randrange(facts)}",
    }
    known = {name: value for name, value in values.items() if random.randrange(100) >= unknown}
    return Fact(id=f"f{number}", kind=random.choice(KINDS), law_date=on, values={"on": on, **known})
