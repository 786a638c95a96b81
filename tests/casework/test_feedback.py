"""After the answer: who saw it, and what was done with it."""

from dataclasses import replace

import pytest

from casework.feedback import own_check, record_outcome, record_view
from casework.records import OutcomeKind, Role
from tests.fakes.province import FINANCE, Province, refusal

FOREIGN = replace(FINANCE, department="tax")


def asked(province: Province) -> tuple[str, list[str]]:
    province.know_sources()
    firm = province.register()
    province.mirror(firm)
    answer = province.ask(firm).answer
    return answer["check_id"], [one["id"] for one in answer["measures"]]


def outcome(province: Province, check: str, kind: OutcomeKind, measures=(), basis="", reason="", by=FINANCE):
    return record_outcome(province.store, province.clock, by, check, kind, measures, basis, reason)


def test_another_departments_check_is_not_found(province):
    """A department sees its own; anything else is 404, for reading, viewing and telling alike."""
    check, _ = asked(province)
    with province.store.reader() as reader:
        read = refusal(own_check, reader, FOREIGN, check)
    seen = refusal(record_view, province.store, province.clock, FOREIGN, check)
    told = refusal(outcome, province, check, OutcomeKind.NOT_EXECUTED, reason="x", by=FOREIGN)

    assert [one.status for one in (read, seen, told)] == [404, 404, 404]


@pytest.mark.parametrize(
    ("kind", "said", "where"),
    [
        (OutcomeKind.EXECUTED, {"basis": "x"}, {"/measures"}),
        (OutcomeKind.EXECUTED, {"measures": ["no#such"]}, {"/measures", "/basis"}),
        (OutcomeKind.NOT_EXECUTED, {"reason": " "}, {"/reason"}),
    ],
)
def test_an_incomplete_outcome_is_refused_with_every_place(province, kind, said, where):
    """Executed names measures of this answer and their basis; not executed names its reason."""
    check, _ = asked(province)

    refused = refusal(outcome, province, check, kind, **said)

    assert {fault.where for fault in refused.faults} == where


def test_a_reasoned_not_executed_is_complete_and_final(province):
    """The host may decide otherwise with a reason; one outcome per check."""
    check, _ = asked(province)

    done = outcome(province, check, OutcomeKind.NOT_EXECUTED, reason="申请人已提供担保")
    again = refusal(outcome, province, check, OutcomeKind.NOT_APPLICABLE)

    assert (done.reason, again.code, again.status) == ("申请人已提供担保", "outcome-recorded", 409)


def test_what_was_not_told_to_apply_cannot_be_reported_as_executed(province):
    """A measure that rests under a stay was never offered for execution."""
    province.know_sources()
    firm = province.register()
    entry = province.mirror(firm)
    entries = province.store.state.entries
    entries[entry.id] = replace(entries[entry.id], suspended=True)
    answer = province.ask(firm).answer
    resting = [one["id"] for one in answer["dropped"]]

    refused = refusal(outcome, province, answer["check_id"], OutcomeKind.EXECUTED, measures=resting[:1], basis="x")

    assert resting
    assert [fault.where for fault in refused.faults] == ["/measures"]


def test_executed_names_measures_and_basis(province):
    """And is kept with who and when."""
    check, measures = asked(province)

    done = outcome(province, check, OutcomeKind.EXECUTED, measures=measures[:1], basis="政府采购法")

    assert (done.measures, done.account_id) == ((measures[0],), FINANCE.id)


def test_only_who_executes_tells_the_outcome(province):
    """An auditor reads; he does not report for the organ."""
    check, _ = asked(province)
    auditor = replace(FINANCE, roles=frozenset({Role.AUDITOR}))

    assert refusal(outcome, province, check, OutcomeKind.NOT_APPLICABLE, by=auditor).code == "role-missing"
