"""After the answer: who saw it, and what the approval system did with it.

A reasoned "not executed" is complete; an outcome without reason is refused. Views and outcomes are append-only.
"""

import uuid
from collections.abc import Sequence

from casework.errors import FieldFault, Refused
from casework.ports import Clock, Reader, Store
from casework.records import Account, CheckRecord, OutcomeKind, OutcomeRecord, Role, ViewRecord
from casework.retention_telling import contents_erased

MAY_READ = frozenset({Role.INTEGRATOR, Role.EXECUTOR, Role.SUPERVISOR, Role.AUDITOR})
MAY_TELL = frozenset({Role.INTEGRATOR, Role.EXECUTOR})


def own_check(reader: Reader, account: Account, check_id: str) -> CheckRecord:
    """The check if the account's department asked it and its role may read checks; anything else is not found.

    Refused (410) where its period of retention is over and its contents are erased.
    """
    if not account.roles & MAY_READ:
        raise Refused("role-missing", zh="该账户无权查看核查记录", en="this account may not read checks", status=403)
    check = reader.check(check_id)
    if check is None or check.department != account.department:
        raise Refused("not-found", zh="没有该核查记录", en="no such check", status=404)
    if not check.request:
        raise contents_erased(reader.erasures_of(check.id))
    return check


def record_view(store: Store, clock: Clock, account: Account, check_id: str) -> ViewRecord:
    """That this account opened the answer now."""
    with store.unit_of_work() as work:
        check = own_check(work, account, check_id)
        seq = work.draw_seq()
        view = ViewRecord(id=uuid.uuid4().hex, check_id=check.id, account_id=account.id, at=clock.now(), seq=seq)
        work.add_view(view)
        work.log("check.viewed", seq, {"check": check.id, "by": account.id})
        work.commit()
    return view


def record_outcome(
    store: Store,
    clock: Clock,
    account: Account,
    check_id: str,
    kind: OutcomeKind,
    measures: Sequence[str],
    basis: str,
    reason: str,
) -> OutcomeRecord:
    """What the host did; one outcome per check."""
    if not account.roles & MAY_TELL:
        raise Refused("role-missing", zh="该账户不能反馈办理结果", en="this account tells no outcomes", status=403)
    with store.unit_of_work() as work:
        check = own_check(work, account, check_id)
        if work.outcome_of(check.id) is not None:
            raise Refused(
                "outcome-recorded",
                zh="该核查已反馈结果",
                en="the outcome of this check is already recorded",
                status=409,
            )
        _require_complete(check, kind, measures, basis, reason)
        seq = work.draw_seq()
        outcome = OutcomeRecord(
            id=uuid.uuid4().hex,
            check_id=check.id,
            kind=kind,
            measures=tuple(measures),
            basis=basis.strip(),
            reason=reason.strip(),
            account_id=account.id,
            at=clock.now(),
            seq=seq,
        )
        work.add_outcome(outcome)
        work.log(
            "check.outcome",
            seq,
            {"check": check.id, "outcome": str(kind), "by": account.id, "measures": list(measures)},
        )
        work.post("check.outcome", seq, {"check": check.id, "outcome": str(kind)})
        work.commit()
    return outcome


def _require_complete(check: CheckRecord, kind: OutcomeKind, measures: Sequence[str], basis: str, reason: str) -> None:
    told = check.answer.get("measures")
    offered = {str(one["id"]) for one in told} if isinstance(told, list) else set()
    faults: list[FieldFault] = []
    if kind is OutcomeKind.EXECUTED and not measures:
        faults.append(
            FieldFault(
                where="/measures", zh="已执行的，须写明执行了哪些措施", en="name the measures that were executed"
            )
        )
    if kind is OutcomeKind.EXECUTED and not basis.strip():
        faults.append(FieldFault(where="/basis", zh="已执行的，须写明依据", en="name the basis"))
    if kind is OutcomeKind.NOT_EXECUTED and not reason.strip():
        faults.append(FieldFault(where="/reason", zh="未执行的，须写明理由", en="a reason is required"))
    faults += [
        FieldFault(where="/measures", zh=f"核查结果中没有措施“{measure}”", en=f"the answer had no measure {measure}")
        for measure in measures
        if measure not in offered
    ]
    if faults:
        raise Refused(
            "outcome-faulty",
            zh="反馈有误，未登记",
            en="the outcome is faulty; nothing was recorded",
            faults=tuple(faults),
        )
