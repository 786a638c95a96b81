"""Recusal (回避): decided by the head, about another; whoever keeps away neither sees the case nor touches it."""

from datetime import date

import pytest

from casework.records import Account, EntryState, Move, Role
from tests.fakes.province import ALONE, HEAD, OFFICER, SECOND, TAX_CLERK, TODAY, Province, refusal


@pytest.fixture
def case(province: Province) -> str:
    with province.store.unit_of_work() as work:
        work.draw_seq()
        for account in (OFFICER, SECOND, HEAD, ALONE, TAX_CLERK):
            work.add_account(account)
        work.commit()
    return province.proposed(province.register()).id


def recuse(province: Province, case: str, officer: str, *, by: Account = HEAD, recusal: str = "granted") -> None:
    said = {"document": "回避-1", "law_date": TODAY, "reasons": "与当事人有近亲属关系"}
    province.move(by, case, Move.RECUSE, details={"officer": officer, "recusal": recusal}, **said)


def test_whoever_keeps_away_is_told_that_there_is_no_such_case(province: Province, case: str) -> None:
    """A refusal that says "you are recused" would still tell of the case."""
    recuse(province, case, OFFICER.id)

    refused = refusal(province.notice, case)
    stranger = refusal(province.move, TAX_CLERK, case, Move.SERVE_NOTICE)

    assert (refused.code, refused.status, refused.zh) == (stranger.code, stranger.status, stranger.zh)
    with province.store.reader() as reader:
        assert (reader.kept_from(OFFICER.id), reader.kept_from(SECOND.id)) == (frozenset({case}), frozenset())


def test_another_officer_goes_on_and_the_recused_one_does_not_approve(province: Province, case: str) -> None:
    """The case waits for nobody; what was done before the decision stands."""
    recuse(province, case, SECOND.id)
    province.notice(case)
    province.clock.move(days=11)
    province.decide(case)

    assert refusal(province.approve, case).code == "not-found"
    assert province.approve(case, by=ALONE).state is EntryState.APPROVED


@pytest.mark.parametrize(
    ("officer", "by", "code"),
    [
        (HEAD.id, HEAD, "own-recusal"),
        ("nobody", HEAD, "officer-unknown"),
        (TAX_CLERK.id, HEAD, "officer-unknown"),
        (SECOND.id, OFFICER, "role-missing"),
    ],
)
def test_the_head_decides_about_somebody_else_of_the_department(
    province: Province, case: str, officer: str, by: Account, code: str
) -> None:
    """公务员法 art. 76, 77: the organ decides; nobody judges their own impartiality."""
    refused = refusal(recuse, province, case, officer, by=by)

    assert (refused.code, "第七十六条" in refused.law) == (code, True)


def test_a_request_refused_is_recorded_and_keeps_nobody_away(province: Province, case: str) -> None:
    """Who asked and what was decided stands in the history; a later decision replaces an earlier one."""
    recuse(province, case, OFFICER.id)
    recuse(province, case, OFFICER.id, recusal="refused")

    province.notice(case)

    with province.store.reader() as reader:
        moves, recusals = reader.moves_of(case), reader.recusals_of(case)
    assert [one.move for one in moves] == [Move.PROPOSE, Move.RECUSE, Move.RECUSE, Move.SERVE_NOTICE]
    assert [(one.number, one.account_id, one.granted) for one in recusals] == [
        (2, "officer", True),
        (3, "officer", False),
    ]


def test_a_recusal_needs_one_of_two_words_and_stands_beside_every_other_date(province: Province, case: str) -> None:
    """Its own date binds no later move: a notice served before it is recorded after it."""
    assert refusal(recuse, province, case, SECOND.id, recusal="maybe").code == "word-unknown"
    recuse(province, case, SECOND.id)

    assert province.notice(case, law_date=date(2027, 2, 26)).state is EntryState.NOTICED


def test_the_head_is_a_role_of_the_same_department(province: Province, case: str) -> None:
    """Another organ's head does not see the case."""
    foreign = Account(id="foreign", name="他单位负责人", department="tax", roles=frozenset({Role.HEAD}))

    assert refusal(recuse, province, case, SECOND.id, by=foreign).code == "not-found"
