"""The question before approval, and what makes it admissible: role, matter, stage, department, purpose, place, date.

Refuses a question about persons in a role the matter does not declare: no more is looked at than its purpose needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casework.errors import FieldFault, Refused
from casework.ports import Clock
from casework.programs import ProgramBook
from casework.records import Account, Role, SubjectType
from engine.catalogue import Matter
from engine.releases import reaches


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


def parties_named(body: Mapping[str, object]) -> Iterator[tuple[SubjectType, str, str]]:
    """Everybody a recorded question names, as (type, code, name), through whichever door it came.

    The console's form is flat: `related_code` is the number of a natural person.
    """
    flat = {"type": str(SubjectType.NATURAL_PERSON), "code": body.get("related_code", "")}
    for one in _objects({**body, "related_form": flat}):
        subject_type, code, name = (str(one.get(key) or "") for key in ("type", "code", "name"))
        if subject_type in set(SubjectType) and (code or name):
            yield SubjectType(subject_type), code, name


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    match value:
        case Mapping():
            yield value
            for one in value.values():
                yield from _objects(one)
        case list() | tuple():
            for one in value:
                yield from _objects(one)


def admissible(book: ProgramBook, clock: Clock, account: Account, request: CheckRequest) -> Matter:
    """The matter asked about. Refused with every fault of the question at once, and for a role it does not declare."""
    if Role.INTEGRATOR not in account.roles:
        raise Refused(
            "role-missing", zh="核查须由审批系统账户提出", en="checks belong to the role integrator", status=403
        )
    matter = _known_matter(book, request)
    faults = [
        *_stage_faults(matter, request),
        *_asker_faults(account, request),
        *_place_faults(book, request),
        *_date_faults(clock, request),
        *_faults_of_absent(request),
        *_faults_of_related(request),
    ]
    if faults:
        raise Refused("check-faulty", zh="核查请求有误", en="the check request is faulty", faults=tuple(faults))
    _require_declared_roles(matter, request)
    return matter


def _known_matter(book: ProgramBook, request: CheckRequest) -> Matter:
    matter = book.shelf.catalogue.matters.get(request.matter)
    if matter is None:
        raise Refused(
            "unknown-matter",
            zh=f"未知的事项“{request.matter}”",
            en=f'no such matter "{request.matter}"',
            hint_zh="事项目录见 GET /v1/matters",
            hint_en="see GET /v1/matters for the catalogue",
        )
    return matter


def _stage_faults(matter: Matter, request: CheckRequest) -> Iterator[FieldFault]:
    if request.stage not in matter.stages:
        yield FieldFault(
            where="/matter/stage",
            zh=f"该事项没有“{request.stage}”环节，可用：{'、'.join(matter.stages)}",
            en=f"this matter has the stages {', '.join(matter.stages)}",
        )


def _asker_faults(account: Account, request: CheckRequest) -> Iterator[FieldFault]:
    if request.department != account.department:
        yield FieldFault(where="/department", zh="部门应为账户所属部门", en="the department must be the account's own")
    if not request.purpose.strip():
        yield FieldFault(where="/purpose", zh="须写明核查用途", en="a check must state its purpose")


def _place_faults(book: ProgramBook, request: CheckRequest) -> Iterator[FieldFault]:
    if not (len(request.place) == 6 and request.place.isascii() and request.place.isdigit()):
        yield FieldFault(where="/place", zh="办理地应为6位行政区划代码", en="place is a six-digit area code")
    elif not reaches(book.home, request.place):
        yield FieldFault(
            where="/place",
            zh=f"办理地应在本平台辖区（{book.home}）之内",
            en=f"place must lie within the area this service works for ({book.home})",
        )


def _date_faults(clock: Clock, request: CheckRequest) -> Iterator[FieldFault]:
    if request.as_of is not None and request.as_of != clock.today():
        yield FieldFault(
            where="/as_of",
            zh="核查只回答今日；过去日期的推演请用 POST /v1/evaluations",
            en="a check answers for today; for another date use POST /v1/evaluations",
        )


def _faults_of_absent(request: CheckRequest) -> Iterator[FieldFault]:
    for number, party in enumerate(request.related):
        if party.absent and (party.code.strip() or party.name.strip()):
            yield FieldFault(
                where=f"/related/{number}/none",
                zh="既称该身份无人担任，又提供了人员，请改正其一",
                en="the role is said to have no holder and yet somebody is named; correct one of them",
            )


def _faults_of_related(request: CheckRequest) -> Iterator[FieldFault]:
    for number, party in enumerate(request.related):
        if party.role == "subject":
            yield FieldFault(
                where=f"/related/{number}/role",
                zh="关联主体的身份不能是申请人本身，另一申请人请另行核查",
                en="a related party cannot be the subject; ask about another applicant in a check of its own",
            )


def _require_declared_roles(matter: Matter, request: CheckRequest) -> None:
    asked = {party.role for party in request.related} | {"subject"}
    undeclared = sorted(asked - set(matter.roles))
    if undeclared:
        raise Refused(
            "role-not-declared",
            zh=f"事项“{matter.title}”不核查以下身份的主体：{'、'.join(undeclared)}",
            en=f"this matter does not check persons as: {', '.join(undeclared)}",
            hint_zh=f"可核查的身份：{'、'.join(matter.roles)}",
            hint_en=f"roles it declares: {', '.join(matter.roles)}",
            law="个人信息保护法第六条：限于实现处理目的的最小范围",
            status=403,
        )
