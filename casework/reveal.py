"""A person's full name and number, shown once, to whoever has the right and says why; the person can see it.

A right of its own, used only on the subjects of the department's own cases and files. Question, purpose and hour are
on disk before the value leaves, and an account that asks often is reported. It refuses nobody for asking often: the
work may need it, and whoever supervises the account is told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from casework.errors import FieldFault, Refused
from casework.looks import LookKind, write_look
from casework.masking import veil_of
from casework.ports import Clock, Reader, Store, UnitOfWork
from casework.records import Account, EntryState, Role, SubjectRecord
from casework.retention_telling import contents_erased

WITHIN_DUTY = "《中华人民共和国个人信息保护法》第三十四条"
SHORTEST_REASON = 4
ALARM_WINDOW = timedelta(hours=1)
ALARM_EVERY = 20
"""The platform's own rule: no law gives a number. The twentieth reveal within an hour is reported, and each twentieth after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One lawful purpose: how it is shown, and the article it rests on."""

    title: str
    law: str


PURPOSES: Mapping[str, Purpose] = {
    "identify_party": Purpose(title="核对当事人身份，防止认定对象错误", law=WITHIN_DUTY),
    "prepare_document": Purpose(title="制作告知书、决定书等文书", law=WITHIN_DUTY),
    "serve_document": Purpose(title="送达文书", law=WITHIN_DUTY),
    "answer_party": Purpose(
        title="答复当事人查阅、更正、异议申请", law="《中华人民共和国个人信息保护法》第四十五条、第四十六条"
    ),
    "assist_proceeding": Purpose(title="办理行政复议、行政诉讼和监督机关依法调取", law=WITHIN_DUTY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """What was shown, and the look that says so."""

    subject: SubjectRecord
    look_id: str


def reveal(store: Store, clock: Clock, account: Account, subject_id: str, purpose: str, reason: str) -> Revealed:
    """Code and name in full. Refused: without the role (403), not of an own case (404), not masked (409), erased (410), no reason (422)."""
    if Role.IDENTITY_VIEWER not in account.roles:
        raise Refused(
            "role-missing",
            zh="查看完整身份信息须由身份信息查看人办理",
            en="revealing belongs to the role identity_viewer",
            law=WITHIN_DUTY,
            status=403,
        )
    with store.unit_of_work() as work:
        subject = _own_person(work, account, subject_id)
        words = _said(purpose, reason, subject)
        seq = work.draw_seq()
        look = write_look(work, clock, account, subject.id, LookKind.REVEAL, words, seq)
        _alarm_if_often(work, clock, account, seq)
        work.commit()
    return Revealed(subject=subject, look_id=look.id)


def is_own_subject(reader: Reader, department: str, subject_id: str) -> bool:
    """Whether the department has, or had, a case or a file about the subject; a rejected proposal is none any more."""
    entries = (one for one in reader.entries_about(subject_id) if one.state is not EntryState.REJECTED)
    return any(one.authority == department for one in entries) or any(
        one.department == department for one in reader.files_of(subject_id)
    )


def _own_person(work: UnitOfWork, account: Account, subject_id: str) -> SubjectRecord:
    subject = work.subject(subject_id)
    own = is_own_subject(work, account.department, subject_id)
    if subject is None or not own or _keeps_away(work, account, subject_id):
        raise Refused("not-found", zh="没有该主体", en="no such subject", status=404)
    if not subject.code:
        raise contents_erased(work.erasures_of(subject.id))
    if not subject.type.is_person:
        raise Refused(
            "not-masked",
            zh="该主体不是自然人或者个体工商户，其名称和代码未作遮蔽",
            en="nothing of this subject is masked",
            hint_zh="请直接在案件中查看",
            hint_en="read it in the case",
            status=409,
        )
    return subject


def _keeps_away(reader: Reader, account: Account, subject_id: str) -> bool:
    """Whether the account is recused in any case about the subject: to it there is no such person."""
    return bool(reader.kept_from(account.id) & {one.id for one in reader.entries_about(subject_id)})


def _said(purpose: str, reason: str, subject: SubjectRecord) -> str:
    """The purpose as its subject will read it; Refused with every fault."""
    faults: list[FieldFault] = []
    if purpose not in PURPOSES:
        known = "、".join(f"{key}（{one.title}）" for key, one in PURPOSES.items())
        faults.append(
            FieldFault(where="/purpose", zh=f"请选择法定用途：{known}", en=f"choose one of: {', '.join(PURPOSES)}")
        )
    if len(reason.strip()) < SHORTEST_REASON:
        faults.append(
            FieldFault(where="/reason", zh="须写明具体理由（不少于4个字）", en="say why, in four characters or more")
        )
    if faults:
        raise Refused(
            "reveal-faulty",
            zh="查看用途或者理由不完整，未予显示",
            en="purpose or reason is missing; nothing was shown",
            law=WITHIN_DUTY,
            faults=tuple(faults),
        )
    return veil_of([subject]).text(f"{PURPOSES[purpose].title}：{reason.strip()}")


def _alarm_if_often(work: UnitOfWork, clock: Clock, account: Account, seq: int) -> None:
    count = work.count_looks(account.id, LookKind.REVEAL, clock.now() - ALARM_WINDOW)
    if count and count % ALARM_EVERY == 0:
        told = {"by": account.id, "department": account.department, "count": count, "minutes": 60}
        work.log("reveal.alarm", seq, told)
        work.post("reveal.alarm", seq, told)
