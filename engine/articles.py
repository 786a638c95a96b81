"""Which part of a document a citation names: article 条, paragraph 款, item 项, point 目; read, printed and compared.

`6 para 1 item 2` says what each number is. `6(1)` does not: that is how earlier releases are written, and it is printed
as it stands. Nothing here guesses a level.
"""

import re
from dataclasses import dataclass

_NUMBER = r"[1-9]\d{0,3}"
_ARTICLE = re.compile(
    rf"(?P<article>{_NUMBER})(?:-(?P<inserted>[1-9]\d?))?"
    r"(?:(?P<open>(?:\([1-9]\d?\))+)"
    r"|(?: para (?P<para>[1-9]\d?))?(?: item (?P<item>[1-9]\d?))?(?: point (?P<point>[1-9]\d?))?)"
)
_DIGITS = "零一二三四五六七八九"
_SAID = r"(?:\d{1,4}|[零〇一二三四五六七八九十百千]{1,8})"
_BEGINS_IN_CHINESE = re.compile(
    rf"(?:第{_SAID}条|[零〇一二三四五六七八九十百千]{{1,8}}(?:$|条|之|[（(]| +(?:para|item|point)\b))"
)
_IN_CHINESE = re.compile(
    rf"第?(?P<article>{_SAID})条?(?:之(?P<inserted>{_SAID}))?(?:(?:第|para)(?P<para>{_SAID})款?)?"
    rf"(?:(?:第?[（(]|item)(?P<item>{_SAID})[）)]?项?)?(?:(?:第|point)(?P<point>{_SAID})目?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """`inserted`: the 1 of 条之一. `open`: the numbers in brackets, of which the citation does not say what they are."""

    number: int
    inserted: int | None
    para: int | None
    item: int | None
    point: int | None
    open: tuple[int, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers below the article, whatever they are called."""
        named = (self.para, self.item, self.point)
        return self.open or tuple(each for each in named if each is not None)


def read_article(text: str) -> Article | None:
    """The article of a citation; None where it is written in words (附则) or not at all."""
    match = _ARTICLE.fullmatch(text)
    if match is None:
        return None
    named = {name: int(match[name]) if match[name] else None for name in ("inserted", "para", "item", "point")}
    brackets = tuple(int(each) for each in re.findall(r"\d+", match["open"] or ""))
    return Article(number=int(match["article"]), **named, open=brackets)


def is_miswritten(text: str) -> bool:
    """Whether it begins as an article's number and is none: 6 item 2 para 1, 6第一款, 四十八.

    >>> is_miswritten("6 item 2 para 1"), is_miswritten("6 para 1 item 2"), is_miswritten("附则")
    (True, False, False)
    >>> is_miswritten("第四十八条第一款"), is_miswritten("四十八 item 1"), is_miswritten("第二章"), is_miswritten("三、总则")
    (True, True, False, False)
    """
    return (text[:1].isdigit() and read_article(text) is None) or _BEGINS_IN_CHINESE.match(text) is not None


def in_digits(text: str) -> str:
    """The citation that is meant by one written with Chinese numerals; "" where that cannot be told.

    >>> in_digits("四十八"), in_digits("第六条第一款第（五）项"), in_digits("第一百二十条之一"), in_digits("6第一款")
    ('48', '6 para 1 item 5', '120-1', '6 para 1')
    >>> in_digits("附则")
    ''
    """
    match = _IN_CHINESE.fullmatch("".join(text.split()))
    if match is None:
        return ""
    found = {name: number_of(said) for name, said in match.groupdict().items() if said}
    told = f"{found['article']}" + (f"-{found['inserted']}" if "inserted" in found else "")
    meant = told + "".join(f" {name} {found[name]}" for name in ("para", "item", "point") if name in found)
    return meant if read_article(meant) else ""


def level_is_open(text: str) -> bool:
    """Whether the citation does not say which of paragraph, item and point its brackets are.

    >>> level_is_open("6(1)"), level_is_open("6 item 1"), level_is_open("6")
    (True, False, False)
    """
    found = read_article(text)
    return found is not None and bool(found.open)


def may_be_one(one: str, other: str) -> bool:
    """Whether both may name the same part: a bracket stands for any level, a named level for itself.

    >>> may_be_one("6(1)", "6 item 1"), may_be_one("6 para 1", "6 item 1"), may_be_one("6", "6 item 1")
    (True, False, False)
    """
    here, there = read_article(one), read_article(other)
    if here is None or there is None or not (here.open or there.open):
        return one == other
    return (here.number, here.inserted, here.numbers) == (there.number, there.inserted, there.numbers)


def article_in_chinese(text: str) -> str:
    """An article as it is cited (条、款、项、目); what no number begins stays as it is written.

    >>> article_in_chinese("22 para 1 item 5"), article_in_chinese("6(1)"), article_in_chinese("120-1")
    ('第二十二条第一款第（五）项', '第六条（一）', '第一百二十条之一')
    """
    found = read_article(text)
    if found is None:
        return text
    said = f"第{numeral(found.number)}条" + (f"之{numeral(found.inserted)}" if found.inserted else "")
    said += "".join(f"（{numeral(each)}）" for each in found.open)
    said += f"第{numeral(found.para)}款" if found.para else ""
    said += f"第（{numeral(found.item)}）项" if found.item else ""
    return said + (f"第{found.point}目" if found.point else "")


def article_in_english(text: str) -> str:
    """The same in English, without the word article.

    >>> article_in_english("22 para 1 item 5"), article_in_english("6(1)"), article_in_english("120-1")
    ('22, para. 1, item 5', '6(1)', '120-1')
    """
    return text.replace(" para ", ", para. ").replace(" item ", ", item ").replace(" point ", ", point ")


def numeral(number: int) -> str:
    """A number from 1 to 9999 in Chinese.

    >>> numeral(10), numeral(12), numeral(101), numeral(1260)
    ('十', '十二', '一百零一', '一千二百六十')
    """
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + name
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def number_of(said: str) -> int:
    """A Chinese numeral, or digits, as a number.

    >>> number_of("四十八"), number_of("十"), number_of("一百零一"), number_of("一二"), number_of("7")
    (48, 10, 101, 12, 7)
    """
    if said.isdigit():
        return int(said)
    if not set(said) & set("千百十"):
        return int("".join(str(_DIGITS.index(each)) for each in said.replace("〇", "零")))
    total, digit = 0, 0
    for each in said.replace("〇", "零"):
        unit = {"千": 1000, "百": 100, "十": 10}.get(each)
        total, digit = (total, _DIGITS.index(each)) if unit is None else (total + (digit or 1) * unit, 0)
    return total + digit
