"""Steps a list's procedure asks for: hearing, legal review, discussion, consent, head's approval, and others by name."""

from dataclasses import replace
from datetime import date

import pytest

from casework.records import EntryState, Move
from engine.pack import Assurance, Basis, Step
from engine.periods import Period
from tests.fakes.province import ALONE, HEAD, LAWYER, OFFICER, SECOND, WAGE, Province, refusal
from tests.fakes.shelf import FakeShelf

ARTICLE = Basis(source="order-45", article="7", assurance=Assurance.MIRROR)
ON = date(2027, 3, 5)


def step(slug: str, title: str, term: Period | None = None, *, required: bool = True) -> Step:
    return Step(step=slug, title=title, required=required, term=term, basis=(ARTICLE,))


def asking_for(province: Province, *steps: Step) -> str:
    """A noticed case on the wage list as if its procedure also asked for these."""
    [wage] = [pack for pack in province.shelf.packs() if WAGE in pack.lists]
    others = [pack for pack in province.shelf.packs() if pack is not wage]
    listed = replace(wage.lists[WAGE], procedure=(*wage.lists[WAGE].procedure, *steps))
    province.shelf = FakeShelf([*others, replace(wage, lists={WAGE: listed})], province.shelf.catalogue)
    case = province.proposed(province.register()).id
    province.notice(case)
    return case


AT_DECISION = {
    "legal_review": ("法制审核", Move.LEGAL_REVIEW, LAWYER, {"result": "agreed"}),
    "collective_discussion": ("集体讨论", Move.DISCUSS, OFFICER, {"result": "agreed", "participants": "五人"}),
    "superior_consent": ("上级同意", Move.SUPERIOR_CONSENT, OFFICER, {"result": "agreed", "superior": "省厅"}),
    "site_visit": ("现场核查", Move.RECORD_STEP, OFFICER, {"step": "site_visit"}),
}


def take(province: Province, case: str, slug: str, **details: str) -> None:
    _, move, account, said = AT_DECISION[slug]
    province.move(account, case, move, document=f"{slug}-1", law_date=ON, details={**said, **details})


@pytest.mark.parametrize("slug", AT_DECISION)
def test_a_required_step_is_a_move_of_its_own_with_hand_day_and_paper(province: Province, slug: str) -> None:
    """A line of text in the decision no longer stands for a review nobody made; the refusal names step and article."""
    case = asking_for(province, step(slug, AT_DECISION[slug][0]))
    province.clock.move(days=11)

    refused = refusal(province.decide, case, details={slug: "已完成"})
    take(province, case, slug)

    assert (refused.code, AT_DECISION[slug][0] in refused.zh, "第45号" in refused.law) == ("step-missing", True, True)
    assert province.decide(case).state is EntryState.DECIDED


def test_every_missing_step_is_named_at_once(province: Province) -> None:
    """An officer learns all that is missing from one refusal."""
    case = asking_for(province, *(step(slug, title) for slug, (title, *_) in AT_DECISION.items()))
    province.clock.move(days=11)

    refused = refusal(province.decide, case)

    assert all(title in refused.zh for title, *_ in AT_DECISION.values())


@pytest.mark.parametrize("slug", ["legal_review", "collective_discussion", "superior_consent"])
def test_a_step_that_ended_in_disagreement_stops_the_decision_even_where_none_was_required(
    province: Province, slug: str
) -> None:
    """A review asked for freely and failed is not forgotten; taken anew with another result it no longer stops."""
    case = asking_for(province)
    province.clock.move(days=11)
    take(province, case, slug, result="not_agreed")

    refused = refusal(province.decide, case)
    take(province, case, slug)

    assert refused.code == "step-not-agreed"
    assert province.decide(case).state is EntryState.DECIDED


def test_what_was_reviewed_for_a_returned_draft_is_reviewed_again(province: Province) -> None:
    """A changed decision has not been reviewed; the superior's consent to the listing stands."""
    case = asking_for(province, step("legal_review", "法制审核"), step("superior_consent", "上级同意"))
    province.clock.move(days=11)
    take(province, case, "legal_review")
    take(province, case, "superior_consent")
    province.decide(case)
    province.move(SECOND, case, Move.RETURN_DECISION, reasons="理由不足")

    refused = refusal(province.decide, case)
    province.move(
        LAWYER, case, Move.LEGAL_REVIEW, document="法审-2", law_date=date(2027, 3, 12), details={"result": "agreed"}
    )

    assert (refused.code, "法制审核" in refused.zh, "上级同意" in refused.zh) == ("step-missing", True, False)
    assert province.decide(case).state is EntryState.DECIDED


@pytest.mark.parametrize("said", ["passed", "同意"])
def test_a_result_is_one_of_the_known_words(province: Province, said: str) -> None:
    """What a machine cannot read as disagreement would pass for agreement."""
    case = asking_for(province)
    province.clock.move(days=11)

    refused = refusal(take, province, case, "legal_review", result=said)

    assert (refused.code, "agreed" in refused.zh) == ("word-unknown", True)


@pytest.mark.parametrize("slug", ["legal_review", "notice", "no-such-step"])
def test_only_a_step_of_the_list_without_a_move_of_its_own_is_recorded_by_name(province: Province, slug: str) -> None:
    """Nobody records the legal review as "some step" and so avoids the reviewer."""
    case = asking_for(province, step("site_visit", "现场核查"), step("legal_review", "法制审核"))
    province.clock.move(days=11)

    assert refusal(take, province, case, "site_visit", step=slug).code == "step-unknown"


def test_the_head_approves_before_the_effect_where_the_list_asks(province: Province) -> None:
    """And whoever decided does not sign as head."""
    case = asking_for(province, step("head_approval", "负责人批准"))
    province.clock.move(days=11)
    signed = {"document": "签批-1", "law_date": date(2027, 3, 12), "details": {"result": "agreed"}}
    both = replace(ALONE, roles=ALONE.roles | HEAD.roles)
    province.move(both, case, Move.DECIDE, document="决定", law_date=date(2027, 3, 12), reasons="逾期未付")
    province.approve(case)

    missing = refusal(province.serve, case)
    own = refusal(province.move, both, case, Move.HEAD_APPROVE, **signed)
    province.move(HEAD, case, Move.HEAD_APPROVE, **signed)

    assert (missing.code, own.code) == ("step-missing", "four-eyes")
    assert province.serve(case).state is EntryState.EFFECTIVE


def test_what_goes_on_beside_one_another_is_recorded_in_any_order(province: Province) -> None:
    """The review of the 5th may be entered after the statement of the 8th; the decision rests on both."""
    case = asking_for(province)
    province.clock.move(days=11)
    province.move(
        OFFICER, case, Move.RECORD_STATEMENT, law_date=date(2027, 3, 8), details={"statement": "当事人书面陈述"}
    )
    take(province, case, "legal_review")

    early = refusal(province.decide, case, law_date=date(2027, 3, 7))

    assert early.code == "date-before-earlier-move"


# hearing

FIVE_DAYS = step("hearing", "听证", Period(days=5))


def ask_for_hearing(province: Province, case: str, day: int = 4) -> None:
    province.move(OFFICER, case, Move.REQUEST_HEARING, law_date=date(2027, 3, day))


def hold_hearing(province: Province, case: str, outcome: str = "held", by: object = SECOND) -> None:
    said = {"document": "听证笔录-1", "law_date": date(2027, 3, 9), "details": {"outcome": outcome}}
    province.move(by, case, Move.HOLD_HEARING, **said)


@pytest.mark.parametrize("outcome", ["held", "absent", "waived"])
def test_a_hearing_that_was_asked_for_comes_before_the_decision(province: Province, outcome: str) -> None:
    """Held, missed without reason, or waived: each is recorded by somebody who did not prepare the case."""
    case = asking_for(province, FIVE_DAYS)
    province.clock.move(days=11)
    ask_for_hearing(province, case)

    refused = refusal(province.decide, case)
    hold_hearing(province, case, outcome)

    assert (refused.code, "第45号" in refused.law) == ("hearing-open", True)
    assert province.decide(case).state is EntryState.DECIDED


def test_the_right_to_a_hearing_may_run_out_unused(province: Province) -> None:
    """Where the list gives days and nobody asks within them, the decision need not wait longer.

    Five days from Monday end on a Saturday, so Monday 8 March is still in time (民法典 203).
    """
    case = asking_for(province, FIVE_DAYS)
    province.clock.move(days=11)

    late = refusal(ask_for_hearing, province, case, day=9)

    assert (late.code, "2027-03-08" in late.zh) == ("hearing-late", True)
    assert province.decide(case).state is EntryState.DECIDED


def test_a_hearing_required_without_a_period_is_held_or_waived(province: Province) -> None:
    """Nothing runs out that has no end: somebody must record how it stands."""
    case = asking_for(province, step("hearing", "听证"))
    province.clock.move(days=11)

    assert refusal(province.decide, case).code == "step-missing"
    hold_hearing(province, case, "waived")
    assert province.decide(case).state is EntryState.DECIDED


def test_whoever_served_the_notice_does_not_preside(province: Province) -> None:
    """行政处罚法 art. 64(4), by analogy: the one who presides did not investigate."""
    case = asking_for(province, FIVE_DAYS)
    province.clock.move(days=11)
    ask_for_hearing(province, case)
    both = replace(SECOND, id=OFFICER.id)

    assert refusal(hold_hearing, province, case, by=both).code == "four-eyes"


@pytest.mark.parametrize(
    ("first", "second"),
    [(Move.LEGAL_REVIEW, Move.DECIDE), (Move.SERVE_NOTICE, Move.LEGAL_REVIEW)],
    ids=["the reviewer decides", "who noticed reviews"],
)
def test_the_reviewer_is_nobody_who_handles_the_case(province: Province, first: Move, second: Move) -> None:
    """Legal review by one's own hand is none."""
    case = asking_for(province)
    province.clock.move(days=11)
    same = replace(OFFICER, roles=OFFICER.roles | LAWYER.roles)
    review = {"document": "法审-1", "law_date": ON, "details": {"result": "agreed"}}
    if first is Move.LEGAL_REVIEW:
        reviewer = replace(same, id="another")
        province.move(reviewer, case, Move.LEGAL_REVIEW, **review)
        said = {"document": "决定", "law_date": date(2027, 3, 12), "reasons": "逾期未付"}
        refused = refusal(province.move, reviewer, case, Move.DECIDE, **said)
    else:
        refused = refusal(province.move, same, case, second, **review)

    assert refused.code == "four-eyes"
