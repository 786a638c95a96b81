"""Who a check is about: each party's code held against its type and the register, in the role it is asked about.

A name alone finds nobody: it is told as a weak match and brings nothing. Messages never repeat a name or a code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.answer import ROLE_NAMES
from casework.codes import Identifier, MalformedCode, identifier_of
from casework.errors import FieldFault, Refused
from casework.ports import Reader
from casework.question import CheckRequest, Party
from casework.records import RelatedRecord, SubjectRecord, SubjectType
from casework.subject_life import life_warnings, same_subjects
from casework.subject_words import SubjectEvent
from engine.catalogue import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A party with its identifier (None: name only), what the register knows and what has happened to it."""

    party: Party
    type: SubjectType
    identifier: Identifier | None
    record: SubjectRecord | None
    events: tuple[SubjectEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everybody a check is about.

    `parties`: the records to look at, each in a role it holds. `unasked`: roles whose registered holder was left out.
    """

    subject: Identified
    related: tuple[Identified, ...]
    parties: tuple[tuple[SubjectRecord, str], ...]
    unasked: frozenset[str]

    @property
    def weak(self) -> bool:
        """Whether somebody is known by name alone."""
        return any(one.identifier is None for one in (self.subject, *self.related))


def asked_about(reader: Reader, request: CheckRequest, matter: Matter, today: date) -> Asked:
    """The subject and the persons in declared roles, each code held against its type and the register."""
    subject = _identified(reader, request.subject, "/subject")
    related = tuple(
        _identified(reader, party, f"/related/{number}")
        for number, party in enumerate(request.related)
        if not party.absent
    )
    parties, unasked = _parties_of(reader, subject, related, request, matter, today)
    return Asked(subject=subject, related=related, parties=parties, unasked=unasked)


def _identified(reader: Reader, party: Party, where: str) -> Identified:
    """The party with its code checked against its type, and its record if the register has one."""
    try:
        subject_type = SubjectType(party.type)
    except ValueError:
        raise _faulty(f"{where}/type", f"未知的主体类型“{party.type}”", f"unknown subject type {party.type}") from None
    if not party.code.strip():
        if not party.name.strip():
            raise _faulty(
                f"{where}/code", "须提供代码（仅有名称时至少填写名称）", "a code is needed, or at least a name"
            )
        return Identified(party=party, type=subject_type, identifier=None, record=None)
    try:
        identifier = identifier_of(party.code, subject_type)
    except MalformedCode as fault:
        raise _faulty(f"{where}/code", fault.zh, fault.en) from fault
    record = reader.subject_by_code(identifier.kind, identifier.code)
    if record and record.type is not subject_type:
        raise _faulty(
            f"{where}/type", f"该代码登记的主体类型为{record.type}", f"the register has this code as {record.type}"
        )
    if record is None and not identifier.sound:
        raise _faulty(
            f"{where}/code",
            "校验码不符，且登记中没有该代码，请核对",
            "its check character does not hold and the register does not know it",
        )
    events = tuple(reader.events_of(record.id)) if record else ()
    return Identified(party=party, type=subject_type, identifier=identifier, record=record, events=events)


def _faulty(where: str, zh: str, en: str) -> Refused:
    return Refused(
        "subject-code-invalid",
        zh=f"主体代码有误：{zh}",
        en=f"the subject's code is wrong: {en}",
        hint_zh="请核对代码与主体类型后重新提交；未作核查",
        hint_en="correct code or type and ask again; nothing was checked",
        faults=(FieldFault(where=where, zh=zh, en=en),),
    )


def _parties_of(
    reader: Reader,
    subject: Identified,
    related: Sequence[Identified],
    request: CheckRequest,
    matter: Matter,
    today: date,
) -> tuple[tuple[tuple[SubjectRecord, str], ...], frozenset[str]]:
    """Everybody to look at with the role they hold, and the roles whose registered holder was not asked about.

    In a role for which the question names somebody (or nobody at all), those named are looked at and nobody else: whom
    a change of legal representative takes out of office must not bar the change. In the others the register's holders.
    """
    parties = [(one.record, one.party.role) for one in related if one.record]
    unasked = frozenset[str]()
    if subject.record:
        parties.insert(0, (subject.record, "subject"))
        named = {party.role for party in request.related}
        held = [one for one in reader.related_of(subject.record.id) if one.role in matter.roles and _holds(one, today)]
        persons = reader.subjects([one.person_id for one in held])
        asked = {(record.id, role) for record, role in parties}
        unasked = frozenset(one.role for one in held if one.role in named and (one.person_id, one.role) not in asked)
        parties += [
            (persons[one.person_id], one.role) for one in held if one.role not in named and one.person_id in persons
        ]
    parties += [(twin, role) for record, role in parties for twin in same_subjects(reader, [record])]
    unique = {(record.id, role): (record, role) for record, role in parties}
    return tuple(unique.values()), unasked


def _holds(one: RelatedRecord, on: date) -> bool:
    return (one.start is None or one.start <= on) and (one.end is None or on < one.end)


def roles_unknown(needed: Mapping[str, str], asked: Asked, request: CheckRequest) -> list[Mapping[str, object]]:
    """Roles that a bar could reach here and whose holder nobody named: said, so that absence is never assumed."""
    if asked.subject.type.is_person or asked.subject.type is SubjectType.PUBLIC_BODY:
        return []
    named = {role for _, role in asked.parties} | {party.role for party in request.related}
    return [
        {"what": f"{title}：未提供，平台亦无登记", "missing": [f"related.{role}"]}
        for role, title in needed.items()
        if role not in named
    ]


def match_of(asked: Asked) -> str:
    if asked.weak:
        return "weak"
    return "exact" if asked.subject.record else "no_record"


def warnings_about(asked: Asked, request: CheckRequest, today: date) -> list[str]:
    """What the asker should know about the match itself; no name and no code."""
    said_absent = {party.role for party in request.related if party.absent}
    titles = {role: ROLE_NAMES.get(role, role) for role in (*asked.unasked, *said_absent)}
    warnings = [f"登记中另有人担任该身份（{titles[role]}），本次只核查所提供的人员" for role in sorted(asked.unasked)]
    warnings += [f"按申请所述无人担任{titles[role]}，未核查该身份，请与登记核对" for role in sorted(said_absent)]
    for one in (asked.subject, *asked.related):
        who = "主体" if one is asked.subject else f"关联主体（{ROLE_NAMES.get(one.party.role, one.party.role)}）"
        if one.identifier is None:
            warnings.append(f"{who}未提供代码：仅凭名称不作任何认定，请补充代码后重新核查")
        elif not one.identifier.sound:
            warnings.append(f"{who}代码的校验码不符，但登记中存在该代码，按登记处理")
        elif one.record is None:
            warnings.append(f"平台没有该{who}的登记信息")
        else:
            lived = life_warnings(
                one.record, one.events, one.identifier.code, one.party.name.strip(), today, _who(one, asked)
            )
            warnings += lived
            if not lived and _is_misnamed(one):
                warnings.append(f"{who}名称与登记不一致，以代码为准")
    return warnings


def _is_misnamed(one: Identified) -> bool:
    name = one.party.name.strip()
    return bool(name and one.record and name != one.record.name and not one.type.is_person)


def _who(one: Identified, asked: Asked) -> str:
    return "该主体" if one is asked.subject else f"关联主体（{ROLE_NAMES.get(one.party.role, one.party.role)}）"
