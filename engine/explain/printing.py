"""Values, articles and periods as an official would write them, in Chinese or English."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import inf

from engine.articles import article_in_chinese, article_in_english
from engine.catalogue import FieldDef, FieldType
from engine.direct.intervals import Span
from engine.facts import UNKNOWN, Mark, Value
from engine.pack import Assurance, Basis, Source

_PERIOD = re.compile(r"(\d+)(WD|[YMD])")
_COUNTED = re.compile(
    r"(?:(?P<word>[人次户份件起个票辆日年])总?数|得(?P<mark>分)|月数)(?:下限|上限)?(?:（[^）]*）)?$|（月）$"
)
RECORDS = FieldDef(id="records", type=FieldType.INTEGER, title="件数")
"""In what a number of records is told; VALUES: a number of different values."""
VALUES = FieldDef(id="values", type=FieldType.INTEGER, title="个数")
_TEXTS = {
    "unknown": ("不详", "unknown"),
    "none": ("无", "none"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
}
_CAVEATS = {
    Assurance.VERIFIED: ("", ""),
    Assurance.MIRROR: ("（据转载文本）", " (from a mirror of the text)"),
    Assurance.UNVERIFIED: ("（条文未经核对）", " (text not verified)"),
}
_UNITS = {"Y": ("年", "year"), "M": ("个月", "month"), "D": ("日", "day"), "WD": ("个工作日", "working day")}


def printed(value: Value, field: FieldDef | None, lang: str) -> str:
    """The value in the field's own unit: money in yuan, ratios in per cent, codes by their title.

    >>> printed(100_000_000, FieldDef(id="a", type=FieldType.MONEY, title="金额"), "zh")
    '1 000 000 元'
    """
    if isinstance(value, Mark):
        return _text("unknown" if value is UNKNOWN else "none", lang)
    if isinstance(value, bool):
        return _text("yes" if value else "no", lang)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else value.isoformat()
    if isinstance(value, int):
        number = _number(value, field.type if field else FieldType.INTEGER, lang)
        counted = lang == "zh" and field is not None and field.type is FieldType.INTEGER
        return number + counting_word(field.title) if counted and field else number
    return field.values.get(value, value) if field else value


def counting_word(title: str) -> str:
    """In what a whole number of this title is counted in Chinese; "" where the title does not tell.

    >>> counting_word("死亡人数下限"), counting_word("被欠薪的足月数"), counting_word("评价年度")
    ('人', '个月', '')
    """
    found = _COUNTED.search(title)
    return (found["word"] or found["mark"] or "个月") if found else ""


def printed_span(span: Span, field: FieldDef, lang: str) -> str:
    """A figure: one number, or the ends between which it lies."""
    low, high = (None if abs(end) == inf else printed(int(end), field, lang) for end in (span.low, span.high))
    if low == high and low is not None:
        return low
    if low is None and high is None:
        return _text("unknown", lang)
    if high is None:
        return f"至少 {low}" if lang == "zh" else f"at least {low}"
    if low is None:
        return f"至多 {high}" if lang == "zh" else f"at most {high}"
    return f"{low} 至 {high}" if lang == "zh" else f"{low} to {high}"


def printed_period(period: str, lang: str) -> str:
    """An ISO period in words.

    >>> printed_period("P1Y6M", "zh"), printed_period("P2Y", "en")
    ('1年6个月', '2 years')
    """
    parts = _PERIOD.findall(period)
    if lang == "zh":
        return "".join(f"{count}{_UNITS[unit][0]}" for count, unit in parts)
    return " ".join(f"{count} {_UNITS[unit][1]}{'' if count == '1' else 's'}" for count, unit in parts)


def cited(basis: Sequence[Basis], sources: Mapping[str, Source], lang: str) -> str:
    """The articles, each with its document, and a caveat where the text was not read in full."""
    return ("、" if lang == "zh" else "; ").join(_citation(each, sources.get(each.source), lang) for each in basis)


def _citation(basis: Basis, source: Source | None, lang: str) -> str:
    caveat = _CAVEATS[basis.assurance][lang != "zh"]
    if lang == "zh":
        title = f"《{source.title}》（{source.document}）" if source else basis.source
        return title + article_in_chinese(basis.article) + caveat
    title = f'"{source.title}" ({source.document})' if source else basis.source
    return title + (f" art. {article_in_english(basis.article)}" if basis.article else "") + caveat


def _number(value: int, field_type: FieldType, lang: str) -> str:
    if field_type is FieldType.MONEY:
        return f"{_decimal(value, 2)} {'元' if lang == 'zh' else 'yuan'}"
    if field_type is FieldType.RATIO:
        return f"{_decimal(value, 4)}%"
    return _decimal(value, 0)


def _decimal(value: int, places: int) -> str:
    """Exact, thousands apart, without trailing zeros after the point: fen to yuan (2), millionths to per cent (4)."""
    whole, rest = divmod(abs(value), 10**places)
    fraction = f"{rest:0{places}d}".rstrip("0") if places else ""
    if places == 2 and fraction:
        fraction = fraction.ljust(2, "0")
    grouped = f"{whole:,}".replace(",", " ")
    return f"{'-' if value < 0 else ''}{grouped}{'.' + fraction if fraction else ''}"


def _text(key: str, lang: str) -> str:
    return _TEXTS[key][lang != "zh"]
