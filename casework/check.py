"""The question before approval: asked, answered, and on disk before the answer leaves.

Reads what stands about the subject and the persons in declared roles, looks up what that brings to the matter, and
records question and answer in the same transaction. It refuses nobody: the answer is a hint, not a decision.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from casework.answer import (
    Looked,
    ban_sources,
    canonical_decision,
    compose_answer,
    required_roles,
    reward_sources_covered,
    uncovered_sources,
)
from casework.errors import Refused
from casework.holdings import Found, found_about
from casework.looks import look_by_check
from casework.masking import veil_of
from casework.parties import Asked, asked_about, match_of, roles_unknown, warnings_about
from casework.ports import Clock, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.question import CheckRequest, Party, admissible
from casework.records import Account, CheckRecord, SubjectRecord
from casework.sources import sources_heard
from engine.catalogue import Matter
from engine.measures import AppliedMeasure, MeasureTable, applied_measures, outcome_of

__all__ = ["Answered", "CheckRequest", "Party", "ask", "body_digest"]

TWIN_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`replayed`: this is the stored answer of an earlier, equal question."""

    answer: Mapping[str, object]
    replayed: bool


def ask(
    store: Store, book: ProgramBook, clock: Clock, account: Account, request: CheckRequest, idempotency_key: str = ""
) -> Answered:
    """The answer, recorded. Refused where the question is not admissible; StoreBusy or StoreUnwritable where it cannot be kept.

    The same key is the same answer for good. Without a key, an equal question within ten minutes is a twin as long as
    its answer would be decided alike: what the source has removed since is never repeated.
    """
    matter = admissible(book, clock, account, request)
    digest = body_digest(request.body)
    with store.unit_of_work() as work:
        if idempotency_key and (twin := work.check_by_key(account.id, idempotency_key)):
            return _replayed(twin, digest)
        check, beside = _answered(work, book, clock, account, request, matter)
        if not idempotency_key and (twin := _twin(work, check, digest)):
            return Answered(answer=twin.answer, replayed=True)
        key = idempotency_key or _automatic_keys(check, digest)[0]
        work.add_check(replace(check, idempotency_key=key, body_digest=digest))
        for number, person in enumerate(beside, 1):
            work.add_look(look_by_check(check, person, number))
        work.log(
            "check.answered",
            check.seq,
            {"check": check.id, "outcome": check.outcome, "by": account.id, "decision": check.decision_digest},
        )
        work.commit()
    return Answered(answer=check.answer, replayed=False)


def body_digest(body: Mapping[str, object]) -> str:
    """SHA-256 over the canonical request, in hex; keyed look-up and comparison never need the body itself."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _twin(work: UnitOfWork, check: CheckRecord, digest: str) -> CheckRecord | None:
    """The equal question of the same account within the last ten minutes, decided as this one would be."""
    found = (work.check_by_key(check.account_id, key) for key in _automatic_keys(check, digest))
    return next((one for one in found if one and check.at - one.at < TWIN_WINDOW), None)


def _automatic_keys(check: CheckRecord, digest: str) -> tuple[str, str]:
    """The key of this window of ten minutes, and that of the one before it."""
    question = hashlib.sha256(f"{digest} {check.decision_digest}".encode()).hexdigest()
    window = int(check.at.timestamp() // TWIN_WINDOW.total_seconds())
    return f"auto:{question}:{window}", f"auto:{question}:{window - 1}"


def _replayed(twin: CheckRecord, digest: str) -> Answered:
    if twin.body_digest != digest:
        raise Refused(
            "idempotency-key-reused",
            zh="该 Idempotency-Key 已用于另一内容不同的核查",
            en="this Idempotency-Key was used for a different check",
            hint_zh="新的核查请使用新的键",
            hint_en="use a new key for a new question",
        )
    return Answered(answer=twin.answer, replayed=True)


def _answered(
    work: UnitOfWork, book: ProgramBook, clock: Clock, account: Account, request: CheckRequest, matter: Matter
) -> tuple[CheckRecord, Sequence[SubjectRecord]]:
    """The check, and the persons it looked at beside its subject: they can see that, too."""
    today = clock.today()
    seen = _seen(work, book, request, matter, today)
    applied = _applied(book, request, seen)
    unknown = _unknown(book, request, matter, seen, applied)
    seq, now = work.draw_seq(), clock.now()
    answer = compose_answer(
        check_id=uuid.uuid4().hex,
        outcome=outcome_of(applied, weak_match=seen.asked.weak, uncovered=bool(unknown)),
        match=match_of(seen.asked),
        warnings=warnings_about(seen.asked, request, today),
        found=seen.found,
        applied=applied,
        unknown=unknown,
        looked=_looked(book, request, seen),
        as_of=today,
        known_at=now,
        read_seq=seen.read_seq,
        calendar=book.shelf.catalogue.calendar,
        veil=veil_of(record for record, _ in seen.asked.parties),
    )
    check = _record(answer, account, request, seen, seq, now)
    beside = {one.id: one for one, role in seen.asked.parties if role != "subject" and one.type.is_person}
    return check, tuple(beside.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What register, sources and law say to one question. `read_seq`: the store's last step when the reading began."""

    read_seq: int
    asked: Asked
    found: Found
    freshness: Mapping[str, datetime]
    table: MeasureTable


def _seen(work: UnitOfWork, book: ProgramBook, request: CheckRequest, matter: Matter, today: date) -> _Seen:
    read_seq = work.last_seq()
    asked = asked_about(work, request, matter, today)
    return _Seen(
        read_seq=read_seq,
        asked=asked,
        found=found_about(work, book, asked.parties, today, request.place),
        freshness=sources_heard(book.shelf, work.freshness()),
        table=book.table(today, today, request.place),
    )


def _applied(book: ProgramBook, request: CheckRequest, seen: _Seen) -> tuple[AppliedMeasure, ...]:
    """What stands about the parties brings these to the matter."""
    return applied_measures(
        seen.found.with_ban_rows(seen.table),
        seen.found.holdings,
        matter=request.matter,
        stage=request.stage,
        covered=reward_sources_covered(seen.table, book, seen.freshness, request.place),
    )


def _unknown(
    book: ProgramBook, request: CheckRequest, matter: Matter, seen: _Seen, applied: Sequence[AppliedMeasure]
) -> list[Mapping[str, object]]:
    """What could bear on the matter and is not known: of a holding, of a silent source, of a role nobody named."""
    return [
        *seen.found.uncertain(applied),
        *uncovered_sources(seen.table, book, seen.freshness, matter.id, request.stage),
        *roles_unknown(required_roles(seen.table, matter, request.stage), seen.asked, request),
    ]


def _looked(book: ProgramBook, request: CheckRequest, seen: _Seen) -> Looked:
    """Where was looked; lists and bans only for a subject that can be found in them, by its code."""
    table, by_code = seen.table, seen.asked.subject.identifier is not None
    return Looked(
        packs=tuple(pack.ref for pack in book.packs(table.on, table.on, request.place)),
        freshness=seen.freshness,
        lists=tuple(sorted(table.upon_list)) if by_code else (),
        titles=book.shelf.list_titles(),
        bans=ban_sources(table, book, request.matter, request.stage) if by_code else {},
    )


def _record(
    answer: Mapping[str, object], account: Account, request: CheckRequest, seen: _Seen, seq: int, now: datetime
) -> CheckRecord:
    subject = seen.asked.subject.record
    return CheckRecord(
        id=str(answer["check_id"]),
        at=now,
        seq=seq,
        read_seq=seen.read_seq,
        account_id=account.id,
        department=account.department,
        matter=request.matter,
        stage=request.stage,
        purpose=request.purpose,
        subject_id=subject.id if subject else None,
        outcome=str(answer["outcome"]),
        request=request.body,
        answer=answer,
        decision_digest=hashlib.sha256(canonical_decision(answer)).hexdigest(),
    )
