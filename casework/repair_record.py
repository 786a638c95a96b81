"""What the book tells of a repair: the entry, its decision, and what the applicant and the officer said on the file.

Once it was examined only the officer's word counts, and a class that the decision names goes before it. What nobody said
stays unknown; nothing is taken from silence.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from casework.bilingual import Bilingual, day_said
from casework.docket import FileKind, FileRecord, StepRecord
from casework.ports import Reader, Shelf
from casework.records import EntryRecord, EntryState, Move, MoveRecord, SubjectRecord
from casework.repair_case import Eligibility, Reason, RepairCase, Verdict
from casework.repair_eligibility import eligibility
from engine.pack import Pack
from engine.pack.repair import Concern, RepairRegime, Requirement

CLASS_OF_THE_DECISION = "repair_class"
"""The detail of the move `decide` in which the decision names the class of the information."""
DAYS = ("published_on", "corrected_on", "bar_until")
PROOFS = tuple(Requirement)
EXAMINED = "examined"
CLAIMED = ("corrected_on",)
YES_AND_NO = {"yes": True, "no": False}


def regimes_on(shelf: Shelf, subject: SubjectRecord, on: date, today: date) -> tuple[Pack, ...]:
    """The repair packs in force on a day where the subject is, as published by today."""
    return tuple(pack for pack in shelf.in_force(on, today, subject.region) if pack.repair is not None)


def speaks_of(regime: RepairRegime, entry: EntryRecord) -> bool:
    """Whether a regime is for this list and this authority."""
    return (not regime.lists or entry.list_id in regime.lists) and (
        not regime.authorities or entry.authority in regime.authorities
    )


def classes_on(packs: Sequence[Pack], entry: EntryRecord) -> Mapping[str, str]:
    """The classes that may be meant for this entry: id -> title."""
    return {
        each.id: each.title
        for pack in packs
        if pack.repair and speaks_of(pack.repair, entry)
        for each in pack.repair.classes
        if each.concerns is not Concern.PENALTY
    }


def open_application(reader: Reader, entry: EntryRecord) -> FileRecord | None:
    """The application for repair that nothing has closed yet."""
    for file in reader.files_on(entry.id):
        if file.kind is FileKind.REPAIR and not reader.steps_of(file.id)[-1].closes:
            return file
    return None


def eligibility_on(
    reader: Reader, shelf: Shelf, entry: EntryRecord, said: Mapping[str, object], on: date, today: date
) -> Eligibility:
    """What the regime of that day says of the entry, with what was said on its application (`said_on`)."""
    if entry.state is EntryState.ENDED and entry.ended_on is not None:
        return Eligibility(verdict=Verdict.OVER, reasons=(_ended(entry.ended_on),), until=entry.ended_on)
    subject = reader.subject(entry.subject_id)
    assert subject is not None
    packs = regimes_on(shelf, subject, on, today)
    return eligibility(repair_case(entry, reader.moves_of(entry.id), said, classes_on(packs, entry)), packs, on)


def _ended(on: date) -> Reason:
    day = day_said(on)
    return Reason(said=Bilingual(f"该条目已于{day.zh}移出。", f"The entry ended on {day.en}."))


def said_on(steps: Sequence[StepRecord]) -> Mapping[str, object]:
    """What counts of an application: the applicant's own word until the officer has examined it, then the officer's.

    A commitment that was handed in stays handed in.
    """
    examined = {name: value for step in steps if step.step == EXAMINED for name, value in step.details.items()}
    handed_in = {"commitment_letter": steps[0].details.get("commitment_letter")} if steps else {}
    claimed = {name: steps[0].details.get(name) for name in CLAIMED} if steps and not examined else {}
    return {**claimed, **handed_in, **examined}


def repair_case(
    entry: EntryRecord, moves: Sequence[MoveRecord], told: Mapping[str, object], classes: Mapping[str, str]
) -> RepairCase:
    """The case as values. An entry is shown from its effect on, unless the officer found another day."""
    return RepairCase(
        concerns=Concern.LISTING,
        list_id=entry.list_id,
        authority=entry.authority,
        class_id=class_of_the_decision(moves, classes) or str(told.get("class") or "") or None,
        decided_on=entry.decided_on,
        published_on=day_of(told.get("published_on")) or entry.effective_on,
        corrected_on=day_of(told.get("corrected_on")),
        term_end=entry.term_end if entry.term_known else None,
        bar_until=day_of(told.get("bar_until")),
        proved=_proved(told),
    )


def class_of_the_decision(moves: Sequence[MoveRecord], classes: Mapping[str, str]) -> str:
    """The class that the decision names, where the regime of the day knows it; "" otherwise."""
    decided = next((move for move in reversed(moves) if move.move in (Move.DECIDE, Move.MIRROR)), None)
    named = str(decided.details.get(CLASS_OF_THE_DECISION, "")) if decided else ""
    return named if named in classes else ""


def _proved(told: Mapping[str, object]) -> Mapping[str, bool]:
    """A commitment that was handed in is there; that a duty was performed is for the officer to say."""
    found = {str(each): YES_AND_NO[str(told[each])] for each in PROOFS if told.get(each) in YES_AND_NO}
    handed_in = str(told.get("commitment_letter") or "").strip()
    return {str(Requirement.COMMITMENT): True, **found} if handed_in else found


def day_of(text: object) -> date | None:
    """A day as written; None for anything else."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
