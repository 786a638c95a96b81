"""Why and why not, for the party, the officer and the auditor: every kind of condition, met, not met and unknown."""

import re
from dataclasses import replace
from random import Random

import pytest

from engine.compile import compile_program
from engine.conditions import Op
from engine.direct import compile_direct
from engine.evaluate import judge, under_both_laws
from engine.explain import Audience, Sentence, why
from engine.explain.masking import masked_value, without_identifiers
from engine.facts import Truth
from engine.pack import Assurance, Basis, Propose
from engine.periods import Period
from tests.engine.explanations.building import (
    LARGE,
    Example,
    check,
    fact,
    here,
    pack_of,
    program_of,
    record,
)
from tests.engine.explanations.law import CATALOGUE, DAY, KEY, SOURCE
from tests.engine.explanations.worked import EXAMPLES, FOLDER
from tests.engine.explanations.writing import judged, sentences, written
from tests.engine.generated import question

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
LANGS = ("zh", "en")
READ_BY_PEOPLE = (Audience.SUBJECT, Audience.OFFICER)

every_example = pytest.mark.parametrize("name", list(EXAMPLES))


@every_example
def test_the_example_has_the_truth_it_stands_for(name):
    """A fixture of a met rule must be one: otherwise its texts prove nothing."""
    example = EXAMPLES[name]
    found = {truth: judged(program_of(example), at).finding(KEY).truth for truth, at in example.situations.items()}

    assert found == {T: T, F: F, U: U}


@every_example
def test_the_words_are_those_read_and_kept(name):
    """Each text was read by eye; `python -m tests.engine.explanations.rewrite` writes them anew, to be read again."""
    assert written(EXAMPLES[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def test_there_is_no_text_without_an_example():
    """A fixture that no test reads would be kept for nothing."""
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(EXAMPLES)


def told(example: Example, truth: Truth, audiences=READ_BY_PEOPLE, lang: str = "zh") -> list[Sentence]:
    return [one for audience in audiences for one in sentences(example, truth, audience, lang)]


@every_example
def test_every_sentence_has_its_article(name):
    """A reason without an article is an opinion."""
    all_told = [one for truth in Truth for lang in LANGS for one in told(EXAMPLES[name], truth, tuple(Audience), lang)]

    assert [one.text for one in all_told if not one.basis or not one.cited] == []


@every_example
def test_chinese_is_chinese(name):
    """Official Chinese: full-width punctuation, a full stop, and no English word (the auditor's ids aside)."""
    texts = [one.text for truth in Truth for one in told(EXAMPLES[name], truth)]

    assert [text for text in texts if not text.endswith("。")] == []
    assert [text for text in texts if re.search(r"[,;:?!()\"']", text)] == []
    assert [text for text in texts if re.search(r"[A-Za-z]{2,}", text)] == []
    assert [text for text in texts if re.search(r"[{}]|None|Mark\.", text)] == []


@every_example
def test_the_party_reads_no_id(name):
    """Ids of records, rules and persons are ours; a letter names documents, dates and articles."""
    texts = [
        one.text for truth in Truth for lang in LANGS for one in told(EXAMPLES[name], truth, [Audience.SUBJECT], lang)
    ]

    assert [text for text in texts if re.search(r"\b(f\d|e1|b1|p1|subject-1)\b|rules/|sha256|exception-", text)] == []


@every_example
def test_an_unknown_rule_says_nothing_against_the_party(name):
    """Nothing unknown counts against a subject: only that it cannot be told, and what is missing."""
    head, *rest = sentences(EXAMPLES[name], U, Audience.SUBJECT, "zh")

    assert head.text.startswith("现有信息不足以判断")
    assert "不得据此作出对你（单位）不利的认定" in head.text
    assert rest
    assert [one.text for one in rest if not one.text.startswith("尚待查明：")] == []


@pytest.mark.parametrize("degraded", [True, False])
def test_what_one_engine_says_or_the_engines_dispute_is_not_told_as_found(degraded):
    """An adverse sentence needs both engines: otherwise the party reads that a person will look into it."""
    example = EXAMPLES["record"]
    program, situation = program_of(example), example.situations[T]
    direct = compile_direct(program)(situation)
    other = None if degraded else compile_direct(program)(example.situations[F])
    judgement = judge(program, situation, direct, other)

    party, officer, auditor = (
        [one.text for one in why(program, situation, judgement, KEY, audience, "zh", catalogue=CATALOGUE)]
        for audience in (Audience.SUBJECT, Audience.OFFICER, Audience.AUDITOR)
    )

    assert party[0].startswith("现有信息不足以判断")
    assert "系统核对未能完成，须由人工核对后再作判断。" in party
    assert not [text for text in party if "罚款" in text or "名单" in text]
    assert ("本次只有一套引擎作答，仅供参考，不得据此提请。" in officer) is degraded
    assert not [text for text in officer if "的列入情形" in text]
    assert ("结论 met，仅一套引擎作答，不提请。" if degraded else "结论 unknown，两套引擎不一致，不提请。") in auditor


def test_the_party_reads_nobody_elses_name_or_number():
    """Another person's name is cut to its first character, any identifier is left out, also inside a document's number."""
    example = EXAMPLES["record-of-others"]
    texts = "".join(
        one.text for truth in Truth for lang in LANGS for one in told(example, truth, [Audience.SUBJECT], lang)
    )

    assert "王＊＊" in texts
    assert not re.search(r"王小明|李大力|520103198001010011", texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("520103198001010011", "＊＊＊"),
        ("52010319800101001X号", "＊＊＊号"),
        ("５２０１０３１９８００１０１００１１", "＊＊＊"),
        ("代码91520103MA6DXXXX1X", "代码＊＊＊"),
        ("代码91520103712345678K", "代码＊＊＊"),
        ("电话13812345678", "电话＊＊＊"),
        ("筑人社监令〔2026〕演示1号", "筑人社监令〔2026〕演示1号"),
        ("123456789012345678901", "123456789012345678901"),
    ],
)
def test_identifiers_are_left_out_wherever_they_stand(text, expected):
    """Resident IDs of both lengths, organisation codes and telephone numbers; a document's number stays readable."""
    assert without_identifiers(text) == expected


def test_a_code_is_not_taken_for_a_name():
    """The title of a coded value comes from the catalogue: it names no person."""
    field = CATALOGUE.kinds["penalty"].fields["sort"]

    assert masked_value("fraud", field, "zh") == "弄虚作假"
    assert masked_value("欧阳震华", None, "zh") == "欧＊＊"


def test_the_officer_sees_both_laws_and_which_is_lighter():
    """从旧兼从轻: the law of the act beside that of the decision, each with its term; the lighter gives the term."""
    example = EXAMPLES["record"]
    situation = example.situations[T]
    law = program_of(example)
    of_old = (Basis(source="bulletin", article="3", assurance=Assurance.VERIFIED),)
    older = replace(
        law.rules[0].rule, then=Propose(list_id="example-list", term=Period(years=1), own_term=True), basis=of_old
    )
    bulletin = replace(SOURCE, id="bulletin", title="旧公告", document="示例公告第9号")
    old_pack = replace(pack_of((older,)), sources={"bulletin": bulletin, "order": SOURCE})
    act = compile_program((old_pack,), CATALOGUE, DAY)
    [both] = under_both_laws(judged(act, situation), judged(law, situation))

    told = why(
        law, situation, judged(law, situation), KEY, Audience.OFFICER, "zh", catalogue=CATALOGUE, both=both, act_law=act
    )
    texts = {one.text: one.cited for one in told}

    assert texts["行为时的法（第2022.1版）：符合，期限1年。"] == "《旧公告》（示例公告第9号）第三条"
    assert "决定时的法（第2022.1版）：符合，期限在2年以上、5年以下，由决定机关在此幅度内确定。" in texts
    assert "行为时的法较轻，期限从行为时的法。" in texts
    assert "属于“示例失信主体名单”的列入情形，期限1年；由该名单的认定机关依程序办理。" in texts


def test_a_rule_that_the_law_of_the_act_lacks_is_said_to_be_missing():
    """Met today only: nothing may be proposed, and the officer reads why."""
    example = EXAMPLES["record"]
    situation, law = example.situations[T], program_of(example)
    act = compile_program((), CATALOGUE, DAY)
    [both] = under_both_laws(judged(act, situation), judged(law, situation))

    told = why(law, situation, judged(law, situation), KEY, Audience.OFFICER, "zh", catalogue=CATALOGUE, both=both)

    assert "行为时没有生效的该条规则，按不符合处理。" in [one.text for one in told]
    assert not [one for one in told if "的列入情形" in one.text]


def test_parameters_are_told_with_dates_and_article_to_the_auditor():
    """Where a figure of the law comes from, from when to when, under which article."""
    [compared] = [
        one.text
        for one in sentences(EXAMPLES["max"], F, Audience.AUDITOR, "zh")
        if one.text.startswith("比对 penalty.amount")
    ]

    assert compared == (
        "比对 penalty.amount[f1]：9900000；gte 10000000；not_met；"
        "参数 $floor（CNY，自 2022-02-01 起，《示例信用办法》（示例令第1号）第六条（一））。"
    )


@pytest.mark.parametrize(
    ("article", "cited", "said"),
    [
        ("6(1)", "第六条（一）", True),
        ("22(1)(5)", "第二十二条（一）（五）", True),
        ("22(1)(4)(5)", "第二十二条（一）（四）（五）", True),
        ("22 para 1 item 5", "第二十二条第一款第（五）项", False),
        ("6 item 1", "第六条第（一）项", False),
        ("12-1 para 2", "第十二条之一第二款", False),
        ("5", "第五条", False),
        ("第六条第（一）项", "第六条第（一）项", False),
    ],
)
def test_a_citation_says_paragraph_or_item_only_where_the_pack_does(article, cited, said):
    """A wrong 款 or 项 in a letter is a wrong citation: what the pack does not say stays in brackets, and is said to be open."""
    law = program_of(Example(when=record(LARGE), situations={}))
    basis = (Basis(source="order", article=article, assurance=Assurance.VERIFIED),)
    rule = replace(law.rules[0].rule, basis=basis, when=record(check("amount", Op.GTE, 1)))
    law = compile_program((pack_of((rule,)),), CATALOGUE, DAY)
    situation = here(fact("1", amount=1))

    told = why(law, situation, judged(law, situation), KEY, Audience.OFFICER, "zh")

    assert told[0].cited == f"《示例信用办法》（示例令第1号）{cited}"
    assert any(one.text.startswith("引文括号中的序号没有写明") for one in told) is said


def test_a_missing_fact_is_asked_of_the_department_that_reports_it():
    """Who can supply it: the departments of the catalogue where it names some, else in general words."""
    missing = [
        one.text for one in sentences(EXAMPLES["unless"], U, Audience.OFFICER, "zh") if one.text.startswith("缺少")
    ]
    general = [one.text for one in sentences(EXAMPLES["entry"], U, Audience.SUBJECT, "zh")][1:]

    assert missing == ["缺少：缴款记录的数据来源不能保证完整；由财政部门报送。"]
    assert general == ["尚待查明：名单条目的数据来源不能保证完整（由作出认定的机关报送）。"]


def test_any_law_and_facts_can_be_told_to_anybody():
    """Over generated packs and situations: no reader is left without a sentence, no sentence without an article."""
    for seed in range(25):
        asked = question(Random(seed))
        program = compile_program(asked.packs, asked.catalogue, asked.law_at)
        for situation in asked.situations[:2]:
            judgement = judged(program, situation)
            for finding in judgement.findings:
                for audience in Audience:
                    for lang in LANGS:
                        told = why(
                            program, situation, judgement, finding.key, audience, lang, catalogue=asked.catalogue
                        )
                        assert told, (seed, finding.key)
                        assert all(one.text and one.basis and one.cited for one in told), (seed, finding.key)


def test_a_rule_that_the_program_lacks_is_refused():
    """A question about another law must not be answered with this one."""
    program, situation = program_of(EXAMPLES["sum"]), here()

    with pytest.raises(KeyError):
        why(program, situation, judged(program, situation), "rules/cn/example#other", Audience.OFFICER)
