"""A file's life as a table of lawful steps: who may take each, after which, what must be there, which clocks run.

`open_file` begins a file and gives its receipt number, `take_step` goes on; both refuse the rest, saying which law
refuses. The caller commits, and makes the entry's move in the same unit of work where a step has an effect on it.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.docket import FileKind, FileRecord, StepRecord
from casework.errors import Refused
from casework.file_clocks import ClockRule, end_clocks, start_clocks
from casework.file_titles import FILE_TITLES, NEED_TITLES, step_title
from casework.move_titles import ROLE_TITLES
from casework.ports import Clock, UnitOfWork
from casework.records import Account, EntryRecord, Role
from engine.pack import ListDef
from engine.place_calendar import NOWHERE, PlaceCalendar

SUBJECT = "subject"
"""Who acts at the subject's own page: no account, no department, this one role."""

RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulStep:
    """One lawful step. `after` empty: it opens a file. `by_subject`: the subject itself may take it.

    `roles`: who of the file's department may. `other_hand`: steps whose hand may not take this one. `ends`: the kinds
    of clock that are met by it. `law`: what gives it, as it is shown.
    """

    after: tuple[str, ...]
    roles: frozenset[Role]
    law: str
    by_subject: bool = False
    needs: tuple[str, ...] = ()
    closes: bool = False
    other_hand: tuple[str, ...] = ()
    starts: tuple[ClockRule, ...] = ()
    ends: tuple[str, ...] = ()


Steps = Mapping[str, LawfulStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who takes a step: an officer under an account, or the subject."""

    account_id: str
    department: str
    roles: frozenset[Role]

    @classmethod
    def of(cls, account: Account) -> "Hand":
        return cls(account_id=account.id, department=account.department, roles=account.roles)

    @property
    def is_subject(self) -> bool:
        return self.account_id == SUBJECT


THE_SUBJECT = Hand(account_id=SUBJECT, department="", roles=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """What is submitted. `seen`: how many steps the file had for whoever submits. Dates are law dates."""

    step: str
    seen: int = 0
    law_date: date | None = None
    document: str = ""
    reasons: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a step is judged against. `list_def` None: the file lies over no entry, or no pack defines its list today."""

    steps: Steps
    list_def: ListDef | None = None
    place: PlaceCalendar = NOWHERE


def open_file(
    work: UnitOfWork,
    clock: Clock,
    hand: Hand,
    kind: FileKind,
    *,
    subject_id: str,
    entry: EntryRecord | None,
    department: str,
    request: StepRequest,
    setting: Setting,
) -> FileRecord:
    """A new file with its first step, clock, chain link and message; Refused where that step may not open one."""
    lawful = setting.steps.get(request.step)
    if lawful is None or lawful.after:
        raise _not_lawful(kind, "", request.step, setting.steps)
    _require_hand(lawful, hand, department)
    law_date = _checked(lawful, request, clock.today(), None)
    seq = work.draw_seq()
    file = opened(
        work,
        clock,
        kind,
        subject_id=subject_id,
        entry=entry,
        department=department,
        opened_by=hand.account_id,
        law_date=law_date or clock.today(),
        seq=seq,
    )
    _write(work, clock, hand, file, lawful, request, 1, seq)
    start_clocks(work, file, lawful.starts, file.law_date, setting.list_def, setting.place, seq)
    return file


def opened(
    work: UnitOfWork,
    clock: Clock,
    kind: FileKind,
    *,
    subject_id: str,
    entry: EntryRecord | None,
    department: str,
    opened_by: str,
    law_date: date,
    seq: int,
) -> FileRecord:
    """A file without steps, with its receipt number, on record; whoever opens it writes its first step."""
    file = FileRecord(
        id=uuid.uuid4().hex,
        kind=kind,
        subject_id=subject_id,
        entry_id=entry.id if entry else None,
        department=department,
        receipt=new_receipt(),
        opened_by=opened_by,
        opened_at=clock.now(),
        opened_seq=seq,
        law_date=law_date,
    )
    work.open_file(file)
    return file


def take_step(
    work: UnitOfWork, clock: Clock, hand: Hand, file: FileRecord, request: StepRequest, setting: Setting
) -> StepRecord:
    """The next step of a file, written with its clocks, chain link and message; Refused otherwise. The caller commits."""
    earlier = work.steps_of(file.id)
    last = earlier[-1]
    lawful = setting.steps.get(request.step)
    if not hand.is_subject and hand.department != file.department:
        raise Refused("not-found", zh="没有该案卷", en="no such file", status=404)
    if lawful is None or last.closes or last.step not in lawful.after:
        raise _not_lawful(file.kind, "" if last.closes else last.step, request.step, setting.steps)
    _require_hand(lawful, hand, file.department)
    if request.seen != len(earlier):
        raise Refused(
            "stale-version",
            zh=f"案卷已被他人办理（现为第{len(earlier)}步，提交时为第{request.seen}步）",
            en=f"somebody took a step first (now {len(earlier)}, yours was {request.seen})",
            hint_zh="请重新打开案卷后再办理",
            hint_en="read the file again, then decide",
            status=412,
        )
    _require_other_hand(lawful, hand, earlier)
    law_date = _checked(lawful, request, clock.today(), _latest(earlier)) or clock.today()
    seq = work.draw_seq()
    step = _write(work, clock, hand, file, lawful, request, len(earlier) + 1, seq)
    end_clocks(work, file, lawful.ends, lawful.closes, law_date, seq)
    start_clocks(work, file, lawful.starts, law_date, setting.list_def, setting.place, seq)
    return step


def new_receipt() -> str:
    """A number nobody can guess, in groups that can be read out: no letter that looks like another."""
    letters = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(RECEIPT_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, RECEIPT_LENGTH, 4))


def lawful_next(steps: Steps, taken: Sequence[StepRecord]) -> tuple[str, ...]:
    """The steps that may follow, whoever may take them."""
    if not taken:
        return tuple(name for name, step in steps.items() if not step.after)
    last = taken[-1]
    return () if last.closes else tuple(name for name, step in steps.items() if last.step in step.after)


def _require_hand(lawful: LawfulStep, hand: Hand, department: str) -> None:
    if hand.is_subject:
        if lawful.by_subject:
            return
        raise Refused("role-missing", zh="此步由承办单位办理", en="this step belongs to the department", status=403)
    if hand.department != department:
        raise Refused("not-found", zh="没有该案卷", en="no such file", status=404)
    if not lawful.roles & hand.roles:
        shown = "或者".join(ROLE_TITLES[role] for role in sorted(lawful.roles)) or "当事人"
        raise Refused(
            "role-missing",
            zh=f"此步须由{shown}办理",
            en=f"this step belongs to: {', '.join(sorted(lawful.roles)) or SUBJECT}",
            hint_zh="请由具备该角色的人员登录办理",
            hint_en="sign in with an account that has it",
            status=403,
        )


def _require_other_hand(lawful: LawfulStep, hand: Hand, earlier: Sequence[StepRecord]) -> None:
    if any(one.account_id == hand.account_id for one in earlier if one.step in lawful.other_hand):
        raise Refused(
            "four-eyes",
            zh="本案卷由您核查，处理决定须由他人作出",
            en="you examined this file; somebody else must decide it",
            law="本平台规定：核查人与决定人不得为同一人（四眼原则）",
            status=409,
        )


def _checked(lawful: LawfulStep, request: StepRequest, today: date, latest: date | None) -> date | None:
    """The step's law date, when everything the step needs is there and dated lawfully."""
    given = {**request.details, "document": request.document, "reasons": request.reasons}
    missing = [
        name
        for name in lawful.needs
        if (request.law_date is None if name == "law_date" else not str(given.get(name) or "").strip())
    ]
    if missing:
        raise Refused(
            "step-incomplete",
            zh=f"缺少：{'、'.join(NEED_TITLES.get(name, name) for name in missing)}",
            en=f"missing: {', '.join(missing)}",
            hint_zh="补齐后再提交；未补齐前不产生任何效力",
            hint_en="complete it and submit again; nothing has been recorded",
        )
    day = request.law_date
    if day is not None and day > today:
        raise Refused(
            "date-in-future",
            zh="日期晚于今日，不能登记尚未发生的事项",
            en="the date lies in the future",
            status=409,
        )
    if day is not None and latest is not None and day < latest:
        raise Refused(
            "date-before-earlier-step",
            zh=f"日期{day}早于本案卷前一步骤的日期{latest}",
            en=f"the date {day} lies before an earlier step of this file ({latest})",
            status=409,
        )
    return day


def _latest(steps: Sequence[StepRecord]) -> date | None:
    return max((one.law_date for one in steps if one.law_date), default=None)


def _not_lawful(kind: FileKind, last: str, wanted: str, steps: Steps) -> Refused:
    allowed = [name for name, step in steps.items() if (last in step.after if last else not step.after)]
    stands = f"当前为“{step_title(last)}”" if last else "已经办结或者尚未提出"
    return Refused(
        "step-not-lawful",
        zh=f"{FILE_TITLES[kind]}{stands}，不能进行“{step_title(wanted)}”",
        en=f"a file of kind {kind} at {last or 'its end or beginning'} cannot take the step {wanted}",
        hint_zh=f"此时可以进行：{'、'.join(step_title(one) for one in allowed) or '无'}",
        hint_en=f"lawful now: {', '.join(allowed) or 'nothing'}",
        law=steps[wanted].law if wanted in steps else "",
        status=409,
    )


def _write(
    work: UnitOfWork,
    clock: Clock,
    hand: Hand,
    file: FileRecord,
    lawful: LawfulStep,
    request: StepRequest,
    number: int,
    seq: int,
) -> StepRecord:
    role = SUBJECT if hand.is_subject else str(min(lawful.roles & hand.roles))
    step = StepRecord(
        file_id=file.id,
        number=number,
        step=request.step,
        closes=lawful.closes,
        account_id=hand.account_id,
        role=role,
        department=hand.department or file.department,
        at=clock.now(),
        seq=seq,
        law_date=request.law_date,
        document=request.document,
        details={**request.details, **({"reasons": request.reasons} if request.reasons else {})},
    )
    return keep_step(work, file, step)


def keep_step(work: UnitOfWork, file: FileRecord, step: StepRecord) -> StepRecord:
    """The step on record, with its chain link and message."""
    told = {"file": file.id, "kind": str(file.kind), "step": step.step, "by": step.account_id, "entry": file.entry_id}
    work.add_step(step)
    work.log(f"file.{step.step}", step.seq, told)
    work.post("file.moved", step.seq, told)
    return step
