"""What a jurist objected to in letters: hints for data entry, “无” as a date, “要求”, bare codes, gaps, other persons' bans."""

import re
from dataclasses import replace

import pytest

from engine.compile import compile_program
from engine.conditions import BanLeaf, FieldOf, Op
from engine.explain import Audience, why
from engine.facts import NONE, UNKNOWN, RelatedSubject, Truth
from engine.periods import Period
from tests.engine.explanations.building import Example, ban, check, fact, here, pack_of, program_of, record
from tests.engine.explanations.law import CATALOGUE, DAY, KEY
from tests.engine.explanations.worked import EXAMPLES
from tests.engine.explanations.writing import judged, sentences

SAID_TO_PEOPLE = (Audience.SUBJECT, Audience.OFFICER)
HINTED = "缴清日期（尚未缴清的写确知没有）"


def hinted_catalogue():
    """The catalogue with a hint for data entry in a title."""
    penalty = CATALOGUE.kinds["penalty"]
    fields = {**penalty.fields, "paid_on": replace(penalty.fields["paid_on"], title=HINTED)}
    return replace(CATALOGUE, kinds={**CATALOGUE.kinds, "penalty": replace(penalty, fields=fields)})


def told(test, lang="zh", audience=Audience.SUBJECT, **values):
    """What is told of one record under one test, in one text."""
    catalogue = hinted_catalogue()
    rule = program_of(Example(when=record(test), situations={})).rules[0].rule
    program, situation = compile_program((pack_of((rule,)),), catalogue, DAY), here(fact("1", **values))
    found = why(program, situation, judged(program, situation), KEY, audience, lang, catalogue=catalogue)
    return "\n".join(one.text for one in found)


@pytest.mark.parametrize("audience", SAID_TO_PEOPLE)
@pytest.mark.parametrize("value", [NONE, DAY, UNKNOWN])
def test_a_letter_has_no_hint_for_data_entry(audience, value):
    """“写确知没有” tells a clerk how to fill in a form; in a letter it is noise."""
    text = told(check("paid_on", Op.IS_NONE), audience=audience, paid_on=value)

    assert "缴清日期" in text
    assert "确知" not in text


def test_what_does_not_exist_is_said_not_to_exist():
    """“为无，符合确认不存在” is no Chinese."""
    text = told(check("paid_on", Op.IS_NONE), paid_on=NONE)

    assert "没有缴清日期。" in text
    assert "为无" not in text


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (check("paid_on", Op.AFTER, FieldOf("due")), "没有缴清日期，因此不"),
        (check("paid_on", Op.WITHIN, period=Period(days=3)), "没有缴清日期，因此不"),
        (check("due", Op.AFTER, FieldOf("paid_on")), "没有可供比较的日期，因此不"),
        (check("due", Op.WITHIN, period=Period(days=3), at=FieldOf("paid_on")), "没有可供比较的日期，因此不"),
    ],
)
def test_nothing_is_later_than_none(test, said):
    """A date that does not exist cannot be compared: the letter says so, and what follows."""
    text = told(test, paid_on=NONE, due=DAY)

    assert said in text
    assert "无" not in text.replace("无固定", "")


@pytest.mark.parametrize("audience", SAID_TO_PEOPLE)
def test_a_period_of_no_days_is_a_day_gone_by(audience):
    """`past: P0D` asks whether the day has gone by; “已满0日” says nothing."""
    past = check("due", Op.PAST, period=Period())
    texts = [
        told(past, audience=audience, due=day) for day in (DAY.replace(day=1, month=6), DAY, DAY.replace(year=2025))
    ]

    assert "已过" in texts[0]
    assert "未过" in texts[1]
    assert not [text for text in texts if "0日起" in text or "满0日" in text]


def test_the_law_does_not_ask_for_the_offence():
    """“要求为弄虚作假” reads as if the law demanded it."""
    text = told(check("sort", Op.EQ, "fraud"), sort="delay")

    assert "的种类为“逾期不履行”，不属于“弄虚作假”。" in text
    assert "要求" not in text


def test_a_flag_is_a_statement():
    """“的是否生效为否” is a form, not a sentence."""
    assert "：尚未生效，本条以“已生效”为条件。" in told(check("final", Op.EQ, True), final=False)
    assert "：已生效。" in told(check("final", Op.EQ, True), final=True)
    assert "不能确定行政处罚决定是否生效" in told(check("final", Op.EQ, True))


def test_an_area_is_named_as_one():
    """A bare 520103 says nothing to its reader."""
    text = told(check("place", Op.REGION_WITHIN, "520100"), place="520203")

    assert "地区为行政区划520203，不符合“在行政区划520100的辖区之内”" in text


@pytest.mark.parametrize("missing", ["start", "coverage", "since"])
def test_what_is_missing_of_another_person_reveals_no_ban(missing):
    """The same words whatever is missing: they do not read as the party's own, nor say that a ban exists."""
    person = RelatedSubject(
        id="p1",
        role="legal_representative",
        since=UNKNOWN if missing == "since" else DAY.replace(year=2020),
        until=NONE,
        bans=() if missing == "coverage" else (ban("food", start=UNKNOWN if missing == "start" else DAY),),
        not_covered=frozenset({"ban"} if missing == "coverage" else ()),
    )
    example = Example(
        when=BanLeaf(scope="food", of="legal_representative"),
        situations={Truth.UNKNOWN: here(related=(person,))},
    )
    _, *rest = (one.text for one in sentences(example, Truth.UNKNOWN, Audience.SUBJECT, "zh"))

    assert rest == ["尚待查明：担任“法定代表人”的人员的任职时间等情况（由登记任职情况的部门报送）。"]


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_no_gap_stands_in_chinese_and_no_chinese_mark_in_english(name):
    """Official Chinese has no space beside a figure; English has its own punctuation."""
    texts = {
        lang: [
            one.text.removeprefix("✓ ").removeprefix("✗ ").removeprefix("？ ").removeprefix("? ")
            for truth in Truth
            for audience in SAID_TO_PEOPLE
            for one in sentences(EXAMPLES[name], truth, audience, lang)
        ]
        for lang in ("zh", "en")
    }

    assert [text for text in texts["zh"] if " " in text] == []
    assert [text for text in texts["en"] if re.search("[，。；：、（）“”《》]", text)] == []


def test_a_template_does_not_stand_off_from_its_figures():
    """“限 2024年3月31日 前” comes from the pack's text."""
    example = Example(
        when=record(check("final", Op.EQ, True)),
        explain="处罚款 {penalty.amount}，限 {penalty.due} 前缴清",
        situations={Truth.MET: here(fact("1", final=True, amount=50_000_00, due=DAY))},
    )

    assert "处罚款50000元，限2024年7月1日前缴清。" in [
        one.text for one in sentences(example, Truth.MET, Audience.SUBJECT, "zh")
    ]


def test_a_template_brings_the_units_of_its_numbers():
    """“共{permit.vehicles}辆” would else read “共9辆辆”."""
    example = Example(
        when=record(check("vehicles", Op.GTE, 1), of="permit"),
        explain="共{permit.vehicles}辆",
        situations={Truth.MET: here(fact("1", "permit", vehicles=9))},
    )
    told = [one.text for one in sentences(example, Truth.MET, Audience.SUBJECT, "zh")]

    assert "共9辆。" in told
    assert any("为9辆，符合“不低于1辆”" in each for each in told)


def test_english_agrees_in_number():
    """“1 month after it end on” is no English."""
    text = told(check("due", Op.REACHED, period=Period(months=1)), lang="en", due=DAY.replace(month=6, day=2))

    assert "is 2024-06-02; the period of 1 month from it ends on 2024-07-02" in text
    assert "1 day too early" in text
