"""An entry judged again: under the packs of the day it was decided on and under today's, on what is recorded today.

Whoever verifies an objection sees both. What one engine alone says, or both say differently, is told as unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.judging import judged_at
from casework.ports import Evaluator, Reader
from casework.programs import ProgramBook
from casework.records import EntryRecord, SubjectRecord
from casework.situation import situations_of
from engine.compile.program import Program
from engine.evaluate import Finding, Judgement
from engine.explain import explain, reasons
from engine.facts import Situation, Truth
from engine.pack import PackRef, Propose


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewOfADay:
    """What the packs of one day say. `truth` UNKNOWN also where the engines do not agree; `rules` as pack#rule.

    `ref` None: no release in force that day has a rule for the list, so there is nothing to judge by.
    """

    on: date
    ref: PackRef | None
    truth: Truth
    rules: tuple[str, ...]
    reasons_zh: tuple[str, ...]
    reasons_en: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudgement:
    """Both views of one entry; `that_day` None: the day of the decision is not known."""

    that_day: ViewOfADay | None
    today: ViewOfADay


def rejudged(
    reader: Reader, book: ProgramBook, evaluator: Evaluator, today: date, entry: EntryRecord, subject: SubjectRecord
) -> Rejudgement:
    """The entry's own rule, or every rule of its list where it names none, under the packs of both days."""
    day = entry.decided_on
    origin = reader.entry(str(entry.finding.get("carried_from", "")))
    before = reader.subject(origin.subject_id) if origin else None
    if origin is not None and before is not None:
        entry, subject = origin, before
    that_day = _view(reader, book, evaluator, day, today, entry, subject) if day else None
    return Rejudgement(that_day=that_day, today=_view(reader, book, evaluator, today, today, entry, subject))


def _view(
    reader: Reader,
    book: ProgramBook,
    evaluator: Evaluator,
    law_at: date,
    today: date,
    entry: EntryRecord,
    subject: SubjectRecord,
) -> ViewOfADay:
    """As of `law_at`: records dated later are not looked at, corrections made since are."""
    [situation] = situations_of(reader, book.shelf, [subject], law_at)
    [(program, judgement)] = judged_at(book, evaluator, [(subject, situation)], law_at, today)
    findings = _findings(judgement, entry)
    if not findings:
        return ViewOfADay(on=law_at, ref=None, truth=Truth.UNKNOWN, rules=(), reasons_zh=(), reasons_en=())
    truth = _any(findings)
    shown = [one for one in findings if one.truth is truth]
    agreed = not judgement.degraded and not judgement.differences
    return ViewOfADay(
        on=law_at,
        ref=shown[0].ref,
        truth=truth if agreed else Truth.UNKNOWN,
        rules=tuple(one.key for one in shown),
        reasons_zh=_told(program, situation, judgement, shown, "zh"),
        reasons_en=_told(program, situation, judgement, shown, "en"),
    )


def _findings(judgement: Judgement, entry: EntryRecord) -> list[Finding]:
    of_list = [one for one in judgement.findings if isinstance(one.then, Propose) and one.then.list_id == entry.list_id]
    rule = entry.finding.get("rule")
    return [one for one in of_list if one.key == rule] or of_list


def _any(findings: Sequence[Finding]) -> Truth:
    truths = {one.truth for one in findings}
    return next((truth for truth in (Truth.MET, Truth.UNKNOWN) if truth in truths), Truth.NOT_MET)


def _told(
    program: Program, situation: Situation, judgement: Judgement, findings: Sequence[Finding], lang: str
) -> tuple[str, ...]:
    told = (reasons(program, situation, explain(program, situation, judgement, one.key), lang) for one in findings)
    return tuple(sentence for sentences in told for sentence in sentences)
