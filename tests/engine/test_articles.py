"""Which part of an article a citation names: said in the pack, printed as jurists write it, never guessed."""

import pytest

from engine.articles import (
    article_in_chinese,
    article_in_english,
    is_miswritten,
    level_is_open,
    may_be_one,
    numeral,
    read_article,
)
from engine.format import format_text
from tests.engine.parse_texts import CRITERIA, edited, only_issue, sound

NAMED = [
    ("6", "第六条", "6"),
    ("6 para 2", "第六条第二款", "6, para. 2"),
    ("6 item 1", "第六条第（一）项", "6, item 1"),
    ("6 para 1 item 2", "第六条第一款第（二）项", "6, para. 1, item 2"),
    ("22 para 1 item 5 point 3", "第二十二条第一款第（五）项第3目", "22, para. 1, item 5, point 3"),
    ("12-1 para 2", "第十二条之一第二款", "12-1, para. 2"),
    ("120-10 item 11", "第一百二十条之十第（十一）项", "120-10, item 11"),
]
OPEN = [
    ("6(1)", "第六条（一）"),
    ("22(1)(5)", "第二十二条（一）（五）"),
    ("22(1)(4)(5)", "第二十二条（一）（四）（五）"),
]
MISWRITTEN = [
    "6 item 2 para 1", "6 para 1 para 2", "6 para", "6para 1", "6 para 1(2)", "6(1) item 2", "6 para one",
    "第六条第（一）项", "四十八", "四十八 item 1", "第48条", "6第一款", "6.1", "6(0)", "6 para 0", "06", "6 paragraph 1", "6,7", "6-0",
]  # fmt: skip


@pytest.mark.parametrize(("text", "zh", "en"), NAMED)
def test_what_a_pack_says_is_printed_as_statutes_number_their_parts(text, zh, en):
    """款 without brackets, 项 in brackets, 目 as a digit."""
    assert (article_in_chinese(text), article_in_english(text)) == (zh, en)
    assert not level_is_open(text)


@pytest.mark.parametrize(("text", "zh"), OPEN)
def test_brackets_stay_brackets(text, zh):
    """政府采购法 22(1)(4)(5) are two items of one paragraph, not a point: how many brackets there are tells nothing."""
    assert (article_in_chinese(text), article_in_english(text)) == (zh, text)
    assert level_is_open(text)


@pytest.mark.parametrize("text", ["", "附则", "附件1", "第二章", "三、总则", "一般规定"])
def test_words_are_printed_as_they_stand(text):
    """An annex has no article."""
    assert (article_in_chinese(text), article_in_english(text), read_article(text)) == (text, text, None)
    assert not is_miswritten(text)
    assert not level_is_open(text)


@pytest.mark.parametrize("text", MISWRITTEN)
def test_a_number_that_goes_on_otherwise_is_miswritten(text):
    """Printed as written it would look like a citation and be none."""
    assert is_miswritten(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("6(1)", "6(1)", True),
        ("6(1)", "6 item 1", True),
        ("6 para 1", "6(1)", True),
        ("22(1)(5)", "22 para 1 item 5", True),
        ("22(1)(5)", "22 item 5", False),
        ("6 para 1", "6 item 1", False),
        ("6(1)", "6", False),
        ("6(1)", "6-1(1)", False),
        ("6(1)", "7 item 1", False),
        ("附则", "附则", True),
        ("附则", "6(1)", False),
    ],
)
def test_a_bracket_may_be_any_level(one, other, same):
    """A local measure that names the item rests on the same words as the national one that left it open."""
    assert may_be_one(one, other) is may_be_one(other, one) is same


def test_numbers_are_written_as_in_statutes():
    """一百零一, not 一百一."""
    assert [numeral(number) for number in (10, 15, 20, 101, 110, 1001, 1260)] == [
        "十", "十五", "二十", "一百零一", "一百一十", "一千零一", "一千二百六十",
    ]  # fmt: skip


def citing(article: str) -> str:
    return edited(CRITERIA, "basis: [order-54 art 9]", f"basis: [order-54 art {article}]")


@pytest.mark.parametrize("written", ["9 para 1 item 2", "9 para  1 item 2"])
def test_a_pack_says_paragraph_and_item(written):
    """Blanks more or less are no difference."""
    [listed] = sound(citing(written)).lists.values()

    assert listed.procedure[0].basis[0].article == "9 para 1 item 2"


@pytest.mark.parametrize("article", ["9 item 2 para 1", "9第一款", "9 para 1(2)"])
def test_a_miswritten_article_is_refused_with_an_example(article):
    """The jurist reads in which order the levels come, and one that is right."""
    text = citing(article)

    found = only_issue(text)

    assert found.code == "bad-article"
    assert f"条号 “{article}” 写法有误" in found.zh
    assert "6 para 1 item 2（第六条第一款第（二）项）" in found.hint_zh
    assert f"art {article}]" in text.splitlines()[found.where.line - 1]


def test_the_formatter_leaves_a_citation_as_it_is():
    """No quotes: it reads like the law."""
    result, _ = format_text(citing("9 para 1 item 2"), "draft.yaml")

    assert result is not None
    assert "basis: [order-54 art 9 para 1 item 2]" in result
