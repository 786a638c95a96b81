"""What follows from an undertaking: a broken commitment becomes a fact, the commitment of a repair is kept an eye on.

In the unit of work of the step: what the intake refuses (another department's kind, somebody who was not surely 18)
refuses the step with it, and nothing is half-written.
"""

from casework.docket import FileKind, FileRecord
from casework.errors import Refused
from casework.files import Hand, Setting, StepRequest, open_file
from casework.intake import IncomingFact, record_facts_in
from casework.ports import Clock, UnitOfWork
from casework.records import Account
from casework.undertakings import COMMITMENT, COMMITMENT_KINDS
from engine.catalogue import Catalogue

BREACH = "commitment.breach"
OF_THE_DOCUMENT = ("document_class", "served", "final")
"""What is known of the document of the finding, as the intake reads it; unsaid stays unknown."""


def record_undertaking(
    work: UnitOfWork, catalogue: Catalogue, clock: Clock, hand: Hand, file: FileRecord, request: StepRequest
) -> None:
    """The fact of a breach; Refused where a commitment names no kind, or where the intake refuses the fact."""
    if file.kind is not FileKind.COMMITMENT:
        return
    if request.step == "signed":
        _require_kind(request)
    if request.step == "broken":
        account = Account(id=hand.account_id, name="", department=hand.department, roles=hand.roles)
        record_facts_in(work, catalogue, clock, account, [_breach(work, file, request)])


def keep_commitment(work: UnitOfWork, clock: Clock, hand: Hand, file: FileRecord, request: StepRequest) -> None:
    """Once a repair is granted, its commitment becomes a file of its own: kept, or broken, by what happens then."""
    if (file.kind, request.step) != (FileKind.REPAIR, "granted"):
        return
    handed_in = work.steps_of(file.id)[0]
    signed = StepRequest(
        step="signed",
        law_date=handed_in.law_date,
        document=handed_in.document,
        details={
            "text": handed_in.details.get("commitment_letter", ""),
            "commitment_kind": "repair",
            "repair_file": file.id,
        },
    )
    open_file(
        work,
        clock,
        hand,
        FileKind.COMMITMENT,
        subject_id=file.subject_id,
        entry=None,
        department=file.department,
        request=signed,
        setting=Setting(steps=COMMITMENT),
    )


def _require_kind(request: StepRequest) -> None:
    if request.details.get("commitment_kind") not in COMMITMENT_KINDS:
        shown = "、".join(f"{kind}（{title}）" for kind, title in COMMITMENT_KINDS.items())
        raise Refused(
            "word-unknown",
            zh=f"承诺类型须为：{shown}",
            en=f"commitment_kind is one of: {', '.join(COMMITMENT_KINDS)}",
        )


def _breach(work: UnitOfWork, file: FileRecord, request: StepRequest) -> IncomingFact:
    """The row as a clerk would send it. The findings stay in the file: a fact holds no free text about anybody."""
    subject = work.subject(file.subject_id)
    assert subject is not None
    signed = work.steps_of(file.id)[0]
    known = {name: request.details[name] for name in OF_THE_DOCUMENT if request.details.get(name)}
    return IncomingFact(
        where=f"/files/{file.id}",
        subject_type=str(subject.type),
        code=subject.code,
        name=subject.name,
        region=subject.region,
        kind=BREACH,
        source_key=f"commitment-{file.id}",
        values={
            "commitment_no": file.id,
            "commitment_kind": str(signed.details.get("commitment_kind", "")),
            "made_on": file.law_date.isoformat(),
            "verified_on": request.law_date.isoformat() if request.law_date else None,
            "document": request.document,
            **known,
        },
    )
