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

from casework.answer import Looked, canonical_decision, compose_answer, required_roles, uncovered_sources
from casework.codes import Identifier, MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.holdings import found_about
from casework.ports import Clock, Store, UnitOfWork
from casework.programs import ProgramBook
from casework.records import Account, CheckRecord, Role, SubjectRecord, SubjectType
from engine.catalogue import Matter
from engine.measures import applied_measures, outcome_of

TWIN_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who is asked about. `code` "" : only the name is known. `absent`: the role is known to have no holder."""

    role: str
    type: str
    code: str
    name: str
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """One question (api.md). `body`: the request as received, stored encrypted."""

    subject: Party
    related: tuple[Party, ...]
    matter: str
    stage: str
    department: str
    place: str
    purpose: str
    business_no: str
    as_of: date | None
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`replayed`: this is the stored answer of an earlier, equal question."""

    answer: Mapping[str, object]
    replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identified:
    """A party with its identifier (None: name only) and what the register knows."""

    party: Party
    type: SubjectType
    identifier: Identifier | None
    record: SubjectRecord | None


def ask(
    store: Store, book: ProgramBook, clock: Clock, account: Account, request: CheckRequest, idempotency_key: str = ""
) -> Answered:
    """The answer, recorded. Refused where the question is not admissible; StoreBusy or StoreUnwritable where it cannot be kept."""
    matter = _admissible(book, clock, account, request)
    digest = body_digest(request.body)
    with store.unit_of_work() as work:
        key = idempotency_key or f"auto:{digest}"
        twin = _twin(work, account, key, clock.now(), explicit=bool(idempotency_key))
        if twin:
            return _replayed(twin, digest)
        check = _answered(work, book, clock, account, request, matter)
        check = _keyed(check, key, digest, clock.now(), explicit=bool(idempotency_key))
        work.add_check(check)
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


def _admissible(book: ProgramBook, clock: Clock, account: Account, request: CheckRequest) -> Matter:
    if Role.INTEGRATOR not in account.roles:
        raise Refused(
            "role-missing", zh="核查须由审批系统账户提出", en="checks belong to the role integrator", status=403
        )
    faults: list[FieldFault] = []
    matter = book.shelf.catalogue.matters.get(request.matter)
    if matter is None:
        raise Refused(
            "unknown-matter",
            zh=f"未知的事项“{request.matter}”",
            en=f'no such matter "{request.matter}"',
            hint_zh="事项目录见 GET /v1/matters",
            hint_en="see GET /v1/matters for the catalogue",
        )
    if request.stage not in matter.stages:
        faults.append(
            FieldFault(
                where="/matter/stage",
                zh=f"该事项没有“{request.stage}”环节,可用:{'、'.join(matter.stages)}",
                en=f"this matter has the stages {', '.join(matter.stages)}",
            )
        )
    if request.department != account.department:
        faults.append(
            FieldFault(where="/department", zh="部门应为账户所属部门", en="the department must be the account's own")
        )
    if not request.purpose.strip():
        faults.append(FieldFault(where="/purpose", zh="须写明核查用途", en="a check must state its purpose"))
    if not (len(request.place) == 6 and request.place.isdigit()):
        faults.append(FieldFault(where="/place", zh="办理地应为6位行政区划代码", en="place is a six-digit area code"))
    if request.as_of is not None and request.as_of != clock.today():
        faults.append(
            FieldFault(
                where="/as_of",
                zh="核查只回答今日;过去日期的推演请用 POST /v1/evaluations",
                en="a check answers for today; for another date use POST /v1/evaluations",
            )
        )
    if faults:
        raise Refused("check-faulty", zh="核查请求有误", en="the check request is faulty", faults=tuple(faults))
    _declared_roles(matter, request)
    return matter


def _declared_roles(matter: Matter, request: CheckRequest) -> None:
    asked = {party.role for party in request.related} | {"subject"}
    undeclared = sorted(asked - set(matter.roles))
    if undeclared:
        raise Refused(
            "role-not-declared",
            zh=f"事项“{matter.title}”不核查以下身份的主体:{'、'.join(undeclared)}",
            en=f"this matter does not check persons as: {', '.join(undeclared)}",
            hint_zh=f"可核查的身份:{'、'.join(matter.roles)}",
            hint_en=f"roles it declares: {', '.join(matter.roles)}",
            law="个人信息保护法第六条:限于实现处理目的的最小范围",
            status=403,
        )


def _twin(work: UnitOfWork, account: Account, key: str, now: datetime, *, explicit: bool) -> CheckRecord | None:
    """The earlier equal question: under the client's key for good, without one within ten minutes."""
    if explicit:
        return work.check_by_key(account.id, key)
    bucket = int(now.timestamp() // TWIN_WINDOW.total_seconds())
    for candidate in (bucket, bucket - 1):
        found = work.check_by_key(account.id, f"{key}:{candidate}")
        if found and now - found.at < TWIN_WINDOW:
            return found
    return None


def _keyed(check: CheckRecord, key: str, digest: str, now: datetime, *, explicit: bool) -> CheckRecord:
    stored = key if explicit else f"{key}:{int(now.timestamp() // TWIN_WINDOW.total_seconds())}"
    return replace(check, idempotency_key=stored, body_digest=digest)


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
    subject = _identified(work, request.subject, "/subject")
    related = [
        _identified(work, party, f"/related/{number}")
        for number, party in enumerate(request.related)
        if not party.absent
    ]
    table = book.table(today, today, request.place)
    parties = _parties(work, subject, related, matter, today)
    found = found_about(work, book, parties, today, request.place)
    weak = subject.identifier is None or any(one.identifier is None for one in related)
    applied = applied_measures(found.with_ban_rows(table), found.holdings, matter=matter.id, stage=request.stage)
    unknown = [
        *found.uncertain(applied),
        *uncovered_sources(table, book, work.freshness(), matter.id, request.stage),
        *_roles_unknown(
            required_roles(table, matter, request.stage), subject.type, request, {role for _, role in parties}
        ),
    ]
    outcome = outcome_of(applied, weak_match=weak, uncovered=bool(unknown))
    seq = work.draw_seq()
    looked = Looked(
        packs=tuple(pack.ref for pack in book.packs(today, today, request.place)),
        freshness=work.freshness(),
        lists=tuple(sorted(table.upon_list)),
        titles=book.shelf.list_titles(),
    )
    answer = compose_answer(
        check_id=uuid.uuid4().hex,
        outcome=outcome,
        match=_match(subject, weak=weak),
        warnings=_warnings(subject, related),
        found=found,
        applied=applied,
        unknown=unknown,
        looked=looked,
        as_of=today,
        known_at=clock.now(),
        read_seq=read_seq,
        feedback_from=today,
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


def _identified(work: UnitOfWork, party: Party, where: str) -> _Identified:
    """The party with its code checked against its type, and its record if the register has one."""
    try:
        subject_type = SubjectType(party.type)
    except ValueError:
        raise _faulty(f"{where}/type", f"未知的主体类型“{party.type}”", f"unknown subject type {party.type}") from None
    if not party.code.strip():
        if not party.name.strip():
            raise _faulty(f"{where}/code", "须提供代码(仅有名称时至少填写名称)", "a code is needed, or at least a name")
        return _Identified(party=party, type=subject_type, identifier=None, record=None)
    try:
        identifier = identifier_of(party.code, subject_type)
    except MalformedCode as fault:
        raise _faulty(f"{where}/code", fault.zh, fault.en) from fault
    record = work.subject_by_code(identifier.kind, identifier.code)
    if record and record.type is not subject_type:
        raise _faulty(
            f"{where}/type", f"该代码登记的主体类型为{record.type}", f"the register has this code as {record.type}"
        )
    if record is None and not identifier.sound:
        raise _faulty(
            f"{where}/code",
            "校验码不符,且登记中没有该代码,请核对",
            "its check character does not hold and the register does not know it",
        )
    return _Identified(party=party, type=subject_type, identifier=identifier, record=record)


def _faulty(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "subject-code-invalid",
        zh=f"主体代码有误:{zh}",
        en=f"the subject's code is wrong: {en}",
        hint_zh="请核对代码与主体类型后重新提交;未作核查",
        hint_en="correct code or type and ask again; nothing was checked",
        faults=(FieldFault(where=where, zh=zh, en=en),),
    )


def _parties(
    work: UnitOfWork, subject: _Identified, related: Sequence[_Identified], matter: Matter, today: date
) -> list[tuple[SubjectRecord, str]]:
    """Everybody to look at with the role they hold: the asked ones, and those the register knows in a declared role."""
    parties: list[tuple[SubjectRecord, str]] = []
    if subject.record:
        parties.append((subject.record, "subject"))
        held = [
            one
            for one in work.related_of(subject.record.id)
            if one.role in matter.roles
            and (one.start is None or one.start <= today)
            and (one.end is None or today < one.end)
        ]
        persons = work.subjects([one.person_id for one in held])
        parties += [(persons[one.person_id], one.role) for one in held if one.person_id in persons]
    parties += [(one.record, one.party.role) for one in related if one.record]
    unique: dict[tuple[str, str], tuple[SubjectRecord, str]] = {
        (record.id, role): (record, role) for record, role in parties
    }
    return list(unique.values())


def _roles_unknown(
    needed: Mapping[str, str], subject_type: SubjectType, request: CheckRequest, known: set[str]
) -> list[Mapping[str, object]]:
    """Roles that a bar could reach here and whose holder nobody named: said, so that absence is never assumed."""
    if subject_type.is_person or subject_type is SubjectType.PUBLIC_BODY:
        return []
    named = known | {party.role for party in request.related}
    return [
        {"what": f"{title}:未提供,平台亦无登记", "missing": [f"related.{role}"]}
        for role, title in needed.items()
        if role not in named
    ]


def _match(subject: _Identified, *, weak: bool) -> str:
    if weak:
        return "weak"
    return "exact" if subject.record else "no_record"


def _warnings(subject: _Identified, related: Sequence[_Identified]) -> list[str]:
    warnings: list[str] = []
    for one in (subject, *related):
        who = "主体" if one is subject else f"关联主体({one.party.role})"
        if one.identifier is None:
            warnings.append(f"{who}未提供代码:仅凭名称不作任何认定,请补充代码后重新核查")
        elif not one.identifier.sound:
            warnings.append(f"{who}代码的校验码不符,但登记中存在该代码,按登记处理")
        elif one.record is None:
            warnings.append(f"平台没有该{who}的登记信息")
        elif one.party.name.strip() and one.party.name.strip() != one.record.name and not one.type.is_person:
            warnings.append(f"{who}名称与登记不一致,以代码为准")
    return warnings
