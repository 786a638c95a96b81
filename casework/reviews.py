"""Reviews: what was decided on a record since corrected, or about a subject that has changed, looked at again by people.

The lawful steps, one page of data, and how a review begins. It begins by itself, in the unit of work of what gave rise to
it, and is all that happens by itself: one officer looks, another decides whether the entry stands. A case that is not
decided yet goes back over its own page (not listed, then proposed anew). What a step does to the entry stands in
`review_effects`; which steps are open for which entry in `review_roads`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.docket import FileKind, FileRecord, StepRecord
from casework.file_clocks import ClockRule, end_clocks, start_clocks
from casework.files import LawfulStep, Steps, keep_step, opened
from casework.places import place_of
from casework.ports import Clock, UnitOfWork
from casework.records import EntryRecord, Role
from engine.catalogue import Catalogue
from engine.periods import parse_period

OWN_RULE = "本平台规定"
CORRECTION_LAW = (
    f"{OWN_RULE}：认定所依据的记录更正后，须重新判断，并由人员逐条处理；"
    "个人信息的更正，依照《中华人民共和国个人信息保护法》第四十六条"
)
SUCCESSION_LAW = f"{OWN_RULE}：主体变更后，条目由作出认定的单位逐条处理，不自动承继，也不自动移出"
CARRY_LAW = f"{SUCCESSION_LAW}；国办发〔2020〕49号：认定前应当告知当事人事由、依据和权利，并听取陈述申辩"
MIRROR_LAW = "由其他机关认定的条目，本平台只作镜像，由认定机关处理"

OFFICER = frozenset({Role.LIST_OFFICER})
CLERK_TOO = frozenset({Role.LIST_OFFICER, Role.DATA_CLERK})
APPROVER = frozenset({Role.APPROVING_OFFICER})
NOBODY: frozenset[Role] = frozenset()
ENGINE = "engine"

BEGUN, JUDGED, EXAMINED, RETURNED = "corrected", "judged", "examined", "review_returned"
CHANGED = "subject_changed"
_LOOKED_AT = (BEGUN, JUDGED, RETURNED)
_PAPER = ("reasons", "document", "law_date")

CLOCK = ClockRule(
    kind="review.decide",
    period=parse_period("P20WD"),
    basis=f"{OWN_RULE}：复核事项应当在二十个工作日内办结",
    local_policy=True,
)


def _decision(law: str, *needs: str) -> LawfulStep:
    """A step of the approving officer, who is not the one that examined."""
    return LawfulStep(
        after=(EXAMINED,), roles=APPROVER, needs=(*needs, *_PAPER), closes=True, other_hand=(EXAMINED,), law=law
    )


def _shared(law: str, begun: tuple[str, ...]) -> dict[str, LawfulStep]:
    """The steps that every review has."""
    anywhere = (*begun, EXAMINED)
    return {
        EXAMINED: LawfulStep(after=begun, roles=OFFICER, needs=("findings", "law_date"), law=law),
        RETURNED: LawfulStep(
            after=(EXAMINED,), roles=APPROVER, needs=("reasons", "law_date"), other_hand=(EXAMINED,), law=law
        ),
        "review_maintained": _decision(law),
        "review_revoked": _decision(
            "国办发〔2020〕49号：认定须以已经生效的文书为依据；所依据的决定不复存在的，撤销条目"
        ),
        "review_not_listed": LawfulStep(
            after=anywhere, roles=OFFICER, needs=("reasons", "law_date"), closes=True, law=law
        ),
        "review_noted": LawfulStep(after=anywhere, roles=OFFICER, needs=("reasons", "law_date"), closes=True, law=law),
    }


CORRECTION: Steps = {
    BEGUN: LawfulStep(after=(), roles=NOBODY, law=CORRECTION_LAW),
    **_shared(CORRECTION_LAW, _LOOKED_AT),
    "review_amended": _decision(CORRECTION_LAW, "term_end"),
    "review_corrected": _decision(CORRECTION_LAW),
}
_CHANGED = (CHANGED, RETURNED)
SUCCESSION: Steps = {
    CHANGED: LawfulStep(after=(), roles=NOBODY, law=SUCCESSION_LAW),
    **_shared(SUCCESSION_LAW, _CHANGED),
    "review_carried": _decision(CARRY_LAW, "basis"),
    "review_not_carried": _decision(SUCCESSION_LAW),
    "forwarded": LawfulStep(
        after=(CHANGED,), roles=CLERK_TOO, needs=("source", "document", "law_date"), law=MIRROR_LAW
    ),
    "review_source_ended": LawfulStep(
        after=("forwarded",), roles=CLERK_TOO, needs=("document", "law_date"), closes=True, law=MIRROR_LAW
    ),
    "review_source_kept": LawfulStep(
        after=("forwarded",), roles=CLERK_TOO, needs=("document", "law_date"), closes=True, law=MIRROR_LAW
    ),
}
REVIEWS: Mapping[FileKind, Steps] = {FileKind.CORRECTION: CORRECTION, FileKind.SUCCESSION: SUCCESSION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What gave rise to a review: who recorded it, in which role, when in law, on which document, and what is to be seen."""

    account_id: str
    role: str
    department: str
    on: date
    document: str
    details: Mapping[str, object]


def begin_review(
    work: UnitOfWork,
    clock: Clock,
    catalogue: Catalogue,
    kind: FileKind,
    cause: Cause,
    *,
    subject_id: str,
    entry: EntryRecord | None,
    department: str,
) -> FileRecord:
    """A review on the desk of `department`, in the unit of work of its cause; the open one about the same entry goes on."""
    running = open_review(work, kind, entry) if entry else None
    if running is not None:
        write_step(work, clock, running, _first_step(kind), cause)
        return running
    seq = work.draw_seq()
    file = opened(
        work,
        clock,
        kind,
        subject_id=subject_id,
        entry=entry,
        department=department,
        opened_by=cause.account_id,
        law_date=clock.today(),
        seq=seq,
    )
    write_step(work, clock, file, _first_step(kind), cause)
    start_clocks(work, file, (CLOCK,), clock.today(), None, place_of(work, catalogue, subject_id), seq)
    return file


def open_review(work: UnitOfWork, kind: FileKind, entry: EntryRecord) -> FileRecord | None:
    """The review of this kind that nobody has closed."""
    found = (one for one in work.files_on(entry.id) if one.kind is kind)
    return next((one for one in found if not work.steps_of(one.id)[-1].closes), None)


def write_step(work: UnitOfWork, clock: Clock, file: FileRecord, name: str, cause: Cause) -> StepRecord:
    """A step that nobody's choice makes, with its chain link and message; no rights are asked for."""
    seq = work.draw_seq()
    step = StepRecord(
        file_id=file.id,
        number=len(work.steps_of(file.id)) + 1,
        step=name,
        closes=False,
        account_id=cause.account_id,
        role=cause.role,
        department=cause.department,
        at=clock.now(),
        seq=seq,
        law_date=clock.today(),
        document=cause.document,
        details=cause.details,
    )
    return keep_step(work, file, step)


def stop_clocks(work: UnitOfWork, file: FileRecord, on: date, seq: int) -> None:
    """The clock of a review that closed."""
    end_clocks(work, file, (CLOCK.kind,), True, on, seq)


def _first_step(kind: FileKind) -> str:
    return BEGUN if kind is FileKind.CORRECTION else CHANGED
