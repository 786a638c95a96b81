"""Service of letters: each attempt with its proof; what was served makes the entry's next move in the same unit of work.

No proof, no next step. Returned mail opens the next attempt; publication comes last, and has a period of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.deadlines import due_day
from casework.docket import LetterRecord, ServiceOutcome, ServiceRecord, ServiceWay
from casework.entry import move_entry
from casework.errors import Refused
from casework.issuing import require_list_officer
from casework.judging import Proposal
from casework.letter import LetterKind
from casework.letter_grounds import law_of
from casework.letter_law import step_of
from casework.move_laws import LOCAL
from casework.occasion import MoveRequest, refuse
from casework.places import place_of
from casework.ports import Clock, Reader, Shelf, Store, UnitOfWork
from casework.records import Account, EntryRecord, Move
from casework.recusal import is_recused

PUBLICATION_DAYS = 30
"""After so many days what was published counts as served. Local policy: no text read here says it for a listing."""

StillMet = Callable[[Reader, EntryRecord], Proposal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequest:
    """One attempt or its outcome. `on`: the day of it. `confirmation`: the party's address confirmation (electronic)."""

    way: ServiceWay
    outcome: ServiceOutcome
    on: date
    proof: str
    confirmation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a guard may look at."""

    letter: LetterRecord
    earlier: tuple[ServiceRecord, ...]
    request: ServiceRequest
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDesk:
    """Where service is recorded. `still_met`: judges an entry's finding again (determination.still_met)."""

    store: Store
    shelf: Shelf
    clock: Clock
    still_met: StillMet

    def serve(self, account: Account, letter_id: str, request: ServiceRequest) -> ServiceRecord:
        """The attempt on record and, where it served the letter, what follows from it; Refused otherwise."""
        with self.store.unit_of_work() as work:
            letter = own_letter(work, account, letter_id)
            require_list_officer(account)
            earlier = tuple(work.services_of(letter.id))
            attempt = Attempt(letter=letter, earlier=earlier, request=request, today=self.clock.today())
            for guard in GUARDS:
                guard(attempt)
            record = self._recorded(work, account, letter, len(earlier) + 1, request)
            if request.outcome is ServiceOutcome.SERVED:
                self._follow(work, account, letter, request)
            work.commit()
        return record

    def _recorded(
        self, work: UnitOfWork, account: Account, letter: LetterRecord, number: int, request: ServiceRequest
    ) -> ServiceRecord:
        seq = work.draw_seq()
        record = ServiceRecord(
            letter_id=letter.id,
            number=number,
            way=request.way,
            outcome=request.outcome,
            on=request.on,
            proof=_proof(request),
            account_id=account.id,
            at=self.clock.now(),
            seq=seq,
        )
        work.add_service(record)
        told = {"letter": letter.id, "number": number, "way": str(request.way), "outcome": str(request.outcome)}
        work.log("letter.service", seq, {**told, "by": account.id})
        work.post("letter.service", seq, told)
        return record

    def _follow(self, work: UnitOfWork, account: Account, letter: LetterRecord, request: ServiceRequest) -> None:
        """A notice of intention that was served is the entry's notice, with the last day for a statement worked out."""
        entry = work.entry(letter.entry_id) if letter.entry_id else None
        if entry is None or letter.kind != LetterKind.INTENTION:
            return
        move = MoveRequest(
            move=Move.SERVE_NOTICE,
            version=entry.version,
            document=letter.number,
            law_date=request.on,
            details={
                "service": str(request.way),
                "proof": _proof(request),
                "statement_until": self._statement_until(work, entry, request.on).isoformat(),
                "letter": letter.id,
            },
        )
        move_entry(work, self.clock, account, entry, move, self.shelf, lambda: self.still_met(work, entry))

    def _statement_until(self, reader: Reader, entry: EntryRecord, served: date) -> date:
        step = step_of(law_of(self.shelf, self.clock, entry).list_def, "statement")
        if step is None or step.term is None:
            refuse(
                "statement-period-missing",
                "该名单的程序没有陈述申辩的期限，告知不能登记送达",
                "the list's procedure has no statement period, so service starts none",
            )
        until = due_day(step.term, served, place_of(reader, self.shelf.catalogue, entry.subject_id))
        if until is None:
            refuse(
                "calendar-unpublished",
                "陈述申辩期所涉日期的节假日安排尚未收录，无法算出截止日",
                "the holidays of the statement period are not recorded yet",
                hint_zh="请管理员补录节假日安排后再登记送达",
                hint_en="record the holidays first",
            )
        return until


def own_letter(reader: Reader, account: Account, letter_id: str) -> LetterRecord:
    """The department's own letter; Refused (404) otherwise, and for whoever keeps away from its case."""
    letter = reader.letter(letter_id)
    recused = letter is not None and letter.entry_id is not None and is_recused(reader, account.id, letter.entry_id)
    if letter is None or letter.department != account.department or recused:
        raise Refused("not-found", zh="没有该文书", en="no such letter", status=404)
    return letter


def _proof(request: ServiceRequest) -> str:
    confirmed = f"；送达地址（方式）确认书：{request.confirmation.strip()}" if request.confirmation.strip() else ""
    return request.proof.strip() + confirmed


def _is_open(attempt: Attempt) -> None:
    if any(one.outcome is ServiceOutcome.SERVED for one in attempt.earlier):
        refuse("served-already", f"{attempt.letter.number}已经送达，不再登记送达", "the letter has been served already")


def _has_proof(attempt: Attempt) -> None:
    if not attempt.request.proof.strip():
        refuse(
            "service-proof-missing",
            "缺少送达凭证；没有凭证的送达不登记，也不开始任何期限",
            "the proof of service is missing; without it nothing is recorded and no period starts",
        )
    if attempt.request.way is ServiceWay.ELECTRONIC and not attempt.request.confirmation.strip():
        refuse(
            "address-confirmation-missing",
            "电子送达须有当事人填写的送达地址（方式）确认书，请写明其编号",
            "electronic service needs the party's address confirmation; name its document",
        )


def _days_are_in_order(attempt: Attempt) -> None:
    if attempt.request.on > attempt.today:
        refuse("date-in-future", "日期晚于今日，不能登记尚未发生的送达", "the date lies in the future")
    before = max((attempt.letter.law_date, *(one.on for one in attempt.earlier)))
    if attempt.request.on < before:
        refuse(
            "service-before-letter",
            f"日期{attempt.request.on}早于文书日期或者上一次送达登记的日期{before}",
            f"the date {attempt.request.on} lies before the letter or its last attempt ({before})",
        )


def _publication_comes_last(attempt: Attempt) -> None:
    """Only after an attempt that came back; and published first, served when its period is over."""
    if attempt.request.way is not ServiceWay.PUBLICATION:
        return
    if not any(one.outcome is ServiceOutcome.RETURNED for one in attempt.earlier):
        refuse(
            "publication-too-early",
            "公告送达只在其他方式送达不成之后采用；请先登记退回的送达",
            "publication is the last resort: record an attempt that was returned first",
        )
    if attempt.request.outcome is not ServiceOutcome.SERVED:
        return
    published = next(
        (one.on for one in attempt.earlier if one.way is ServiceWay.PUBLICATION and one.outcome is ServiceOutcome.SENT),
        None,
    )
    earliest = published + timedelta(days=PUBLICATION_DAYS) if published else None
    if earliest is None or attempt.request.on < earliest:
        until = f"，最早为{earliest}" if earliest else "；请先登记公告之日"
        refuse(
            "publication-running",
            f"公告满{PUBLICATION_DAYS}日方视为送达{until}",
            f"what is published counts as served after {PUBLICATION_DAYS} days"
            + (f", on {earliest} at the earliest" if earliest else "; record the day of publication first"),
            LOCAL,
        )


GUARDS = (_is_open, _has_proof, _days_are_in_order, _publication_comes_last)
