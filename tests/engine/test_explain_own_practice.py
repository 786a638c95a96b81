"""What is our own practice is told as such: it never stands under an article, to nobody."""

from dataclasses import replace

import pytest

from engine.compile import compile_program
from engine.conditions import Op
from engine.explain import Audience, Sentence, why
from engine.explain.own_practice import parted
from engine.pack import Step
from engine.periods import Period
from tests.engine.explanations.building import check, fact, here, pack_of, program_of, record
from tests.engine.explanations.law import CATALOGUE, DAY, KEY, LIST, basis
from tests.engine.explanations.worked import EXAMPLES
from tests.engine.explanations.writing import judged

OURS = "平台办理规则（不作为法律规定引用）："
TEN_DAYS = Step(
    step="statement",
    title="听取并复核陈述申辩（十日为本平台规则，所读文本没有天数）",
    required=True,
    term=Period(days=10),
    basis=basis("9"),
    local_policy=True,
)


def told(audience: Audience, *steps: Step, lang: str = "zh", **more: str) -> list[Sentence]:
    """What is told of a met rule of the example whose list has these steps."""
    [rule] = [each.rule for each in program_of(EXAMPLES["record"]).rules]
    pack = pack_of((replace(rule, when=record(check("amount", Op.GTE, 1))),))
    listed = replace(LIST, procedure=steps, **more)
    program = compile_program((replace(pack, lists={listed.id: listed}),), CATALOGUE, DAY)
    situation = here(fact("1", amount=1))
    return list(why(program, situation, judged(program, situation), KEY, audience, lang, catalogue=CATALOGUE))


def test_the_term_of_a_step_that_is_ours_is_no_right_given_by_law():
    """The guidance asks that the party be heard; that it has ten days is our rule. A letter must not cite it for them."""
    sentences = told(Audience.SUBJECT, TEN_DAYS)

    [law] = [one for one in sentences if one.text.startswith("程序和权利")]
    [ours] = [one for one in sentences if "10日" in one.text]
    assert (law.text, law.cited) == ("程序和权利：听取并复核陈述申辩。", "《示例信用办法》（示例令第1号）第九条")
    assert ours.text == f"{OURS}“听取并复核陈述申辩”的期限为10日。"
    assert (ours.basis, ours.cited) == ((), "平台办理规则，不作为法律规定引用")
    assert not any("本平台" in one.text or "文本" in one.text for one in sentences)


def test_the_officer_who_writes_the_letter_reads_what_not_to_cite():
    """Every step that is ours in whole or in part, with the pack's own remark."""
    approval = Step(step="approval", title="由另一名人员批准", required=True, term=None, basis=(), local_policy=True)

    ours = [one for one in told(Audience.OFFICER, TEN_DAYS, approval) if one.text.startswith(OURS)]

    assert [one.text.removeprefix(OURS) for one in ours] == [
        "“听取并复核陈述申辩”的期限为10日。",
        "十日为本平台规则，所读文本没有天数。",
        "由另一名人员批准。",
    ]
    assert {one.basis for one in ours} == {()}


@pytest.mark.parametrize(
    ("title", "local", "article", "law", "ours"),
    [
        ("收到告知后可以陈述、申辩", False, "9", ["收到告知后可以陈述、申辩"], []),
        ("作出决定（载明依据）", False, "9", ["作出决定（载明依据）"], []),
        ("海关删除；本平台同步移出", False, "9", ["海关删除"], ["本平台同步移出"]),
        ("海关删除（本平台同步移出）后告知", False, "9", ["海关删除后告知"], ["本平台同步移出"]),
        ("听取陈述申辩（书面提出）", True, "9", ["听取陈述申辩"], ["书面提出"]),
        ("听取陈述申辩", True, "9", [], ["听取陈述申辩"]),
        ("海关删除时同步移出；本平台不另行公布", True, "", [], ["海关删除时同步移出；本平台不另行公布"]),
        ("本平台同步移出", False, "9", [], ["本平台同步移出"]),
    ],
)
def test_a_step_is_parted_into_law_and_practice(title, local, article, law, ours):
    """Marked or not, what a title says of this service is ours; marked without saying what, the whole step is."""
    step = Step(
        step="removal",
        title=title,
        required=True,
        term=None,
        basis=basis(article) if article else (),
        local_policy=local,
    )

    texts = [one.text.rstrip("。") for one in told(Audience.SUBJECT, step, remedy="")]

    assert [text.removeprefix("程序和权利：") for text in texts if text.startswith("程序和权利：")] == law
    assert [text.removeprefix(OURS) for text in texts if text.startswith(OURS)] == ours


@pytest.mark.parametrize("audience", [Audience.SUBJECT, Audience.OFFICER])
def test_a_remedy_says_apart_what_this_service_does(audience):
    """“本平台只镜像” stands in no order of the customs."""
    remedy = "本平台只镜像海关认定的等级；有异议的，向作出认定的海关提出。"

    sentences = told(audience, remedy=remedy)

    [law] = [one for one in sentences if one.text.startswith("救济和修复：")]
    assert law.text == "救济和修复：有异议的，向作出认定的海关提出。"
    assert [one.text for one in sentences if not one.basis] == [f"{OURS}本平台只镜像海关认定的等级。"]


def test_english_marks_it_too():
    """The mark is not a matter of language."""
    ours = [one for one in told(Audience.SUBJECT, TEN_DAYS, lang="en") if not one.basis]

    assert [one.text for one in ours] == [
        'This service\'s own practice, not to be cited as law: the period for "听取并复核陈述申辩" is 10 days.'
    ]
    assert ours[0].cited == "this service's own practice, not to be cited as law"


@pytest.mark.parametrize("text", ["", "。", "（", "甲（乙", "甲；；乙。", "（甲（乙））；丙"])
def test_parting_loses_no_word_of_the_law(text):
    """A bracket left open, two stops in a row: what does not speak of this service stays."""
    assert parted(text).law == text.strip("；。：，")
