"""The question before approval: asked, answered, and on disk before the answer leaves.

Reads what stands about the subject and the persons in declared roles, looks up what that brings to the matter, and
records question and answer in the same transaction. It refuses nobody: the answer is a hint, not a decision.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

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
from casework.holdings import found_about
from casework.parties import identified, match_of, parties_of, roles_unknown, warnings_about
from casework.ports import Clock, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.question import CheckRequest, Party, admissible
from casework.records import Account, CheckRecord
from casework.sources import sources_heard
from engine.catalogue import Matter
from engine.measures import applied_measures, outcome_of

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
        check = _answered(work, book, clock, account, request, matter)
        if not idempotency_key and (twin := _twin(work, check, digest)):
            return Answered(answer=twin.answer, replayed=True)
        key = idempotency_key or _automatic_keys(check, digest)[0]
        work.add_check(replace(check, idempotency_key=key, body_digest=digest))
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
) -> CheckRecord:
    today = clock.today()
    read_seq = work.last_seq()
    subject = identified(work, request.subject, "/subject")
    related = [
        identified(work, party, f"/related/{number}")
        for number, party in enumerate(request.related)
        if not party.absent
    ]
    table = book.table(today, today, request.place)
    parties, unasked = parties_of(work, subject, related, request, matter, today)
    found = found_about(work, book, parties, today, request.place)
    weak = subject.identifier is None or any(one.identifier is None for one in related)
    freshness = sources_heard(book.shelf, work.freshness())
    applied = applied_measures(
        found.with_ban_rows(table),
        found.holdings,
        matter=matter.id,
        stage=request.stage,
        covered=reward_sources_covered(table, book, freshness, request.place),
    )
    unknown = [
        *found.uncertain(applied),
        *uncovered_sources(table, book, freshness, matter.id, request.stage),
        *roles_unknown(
            required_roles(table, matter, request.stage), subject.type, request, {role for _, role in parties}
        ),
    ]
    outcome = outcome_of(applied, weak_match=weak, uncovered=bool(unknown))
    seq = work.draw_seq()
    looked = Looked(
        packs=tuple(pack.ref for pack in book.packs(today, today, request.place)),
        freshness=freshness,
        lists=tuple(sorted(table.upon_list)) if subject.identifier else (),
        titles=book.shelf.list_titles(),
        bans=ban_sources(table, book, matter.id, request.stage) if subject.identifier else {},
    )
    answer = compose_answer(
        check_id=uuid.uuid4().hex,
        outcome=outcome,
        match=match_of(subject, weak=weak),
        warnings=warnings_about(subject, related, unasked, {party.role for party in request.related if party.absent}),
        found=found,
        applied=applied,
        unknown=unknown,
        looked=looked,
        as_of=today,
        known_at=clock.now(),
        read_seq=read_seq,
        feedback_from=today,
        calendar=book.shelf.catalogue.calendar,
    )
    return CheckRecord(
        id=str(answer["check_id"]),
        at=clock.now(),
        seq=seq,
        read_seq=read_seq,
        account_id=account.id,
        department=account.department,
        matter=matter.id,
        stage=request.stage,
        purpose=request.purpose,
        subject_id=subject.record.id if subject.record else None,
        outcome=str(outcome),
        request=request.body,
        answer=answer,
        decision_digest=hashlib.sha256(canonical_decision(answer)).hexdigest(),
    )
