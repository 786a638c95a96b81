"""How a letter writes titles and figures: without hints for data entry, without gaps in Chinese, in English with its own marks."""

import re

_HINT = re.compile(r"（[^（）]*(?:写|填|确知)[^（）]*）$")
_CHINESE = "\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e"
_GAP_AT_SLOT = re.compile(rf"(?<=[{_CHINESE}]) +(?=\{{)|(?<=\}}) +(?=[{_CHINESE}])")
_MARKS = (
    ("，", ", "), ("、", ", "), ("；", "; "), ("：", ": "), ("。", ". "), ("（", " ("), ("）", ") "),
    ("“", '"'), ("”", '"'), ("《", '"'), ("》", '"'), ("？", "? "),
)  # fmt: skip


def without_hint(title: str) -> str:
    """The title without the bracket that tells how to enter the value, and without a leading 该.

    >>> without_hint("全部支付日期（尚未全部支付的写确知没有）"), without_hint("走逃（失联）日期")
    ('全部支付日期', '走逃（失联）日期')
    """
    return _HINT.sub("", title).removeprefix("该")


def closed_up(figure: str) -> str:
    """A Chinese figure with its unit, without any gap: “1 000 000 元” is 1000000元."""
    return figure.replace(" ", "")


def without_gaps(template: str) -> str:
    """A Chinese template whose slots do not stand off from the words beside them."""
    return _GAP_AT_SLOT.sub("", template)


def in_western_marks(text: str) -> str:
    """The text with English punctuation; Chinese words and the brackets of document numbers stay.

    >>> in_western_marks("走逃（失联），《示例办法》 art. 5")
    '走逃 (失联), "示例办法" art. 5'
    """
    for mark, western in _MARKS:
        text = text.replace(mark, western)
    text = re.sub(r" {2,}", " ", text)
    return re.sub(r" +(?=[,;:)]|\.(?!\.)|$)", "", re.sub(r"(?<=\() +", "", text))
