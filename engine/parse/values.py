"""One value: text to a plain value in engine units, exactly or not at all.

Money becomes whole fen, ratios whole millionths, dates law dates. Finer input is refused, never rounded; nothing passes
through a float. Shared by packs (strict writing), cases and imports (spellings that mean the same are accepted).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from engine.catalogue import FieldDef, FieldType
from engine.facts import UNKNOWN, Plain, Value

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,15}", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
    r"(?:[ T]00:00(?::00)?)?",
    re.ASCII,
)
_AREA = re.compile(r"\d{6}", re.ASCII)
_FEN_PER: Mapping[str, int] = {"": 100, "CNY": 100, "元": 100, "万元": 1_000_000}
MONEY_UNITS = tuple(unit for unit in _FEN_PER if unit)
_FLAGS: Mapping[str, bool] = {"yes": True, "true": True, "no": False, "false": False}
_LOOSE_FLAGS: Mapping[str, bool] = {**_FLAGS, "是": True, "否": False, "1": True, "0": False, "y": True, "n": False}


class ValueFault(ValueError):
    """A text that is no value of its type. `zh` and `en` say what is wrong and what to write; `str()` is the Chinese."""

    def __init__(self, zh: str, en: str, code: str = "wrong-value") -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en
        self.code = code


def parse_value(field: FieldDef, raw: str | None, incoming: bool) -> Value:
    """The value of one field as a case (`incoming` False) or an import (`incoming` True) writes it.

    Empty or None is UNKNOWN. Money: yuan, or with `incoming` the catalogue's incoming unit. Full-width digits and
    punctuation count as their ASCII forms. Raises ValueFault for a wrong type, a finer figure than the unit holds, a code
    or number outside the catalogue's domain.
    """
    text = "" if raw is None else raw.strip() if field.type is FieldType.TEXT else _half_width(raw)
    if not text:
        return UNKNOWN
    if incoming:
        value = _incoming(field, text)
    elif field.type is FieldType.MONEY:
        value = read_money(_ungrouped(text))
    else:
        value = read_plain(field, text)
    _check_domain(field, value)
    return value


def read_plain(field: FieldDef, text: str) -> Plain:
    """The literal of a pack for this field: strict writing, money in yuan. Raises ValueFault."""
    if field.type is FieldType.CODE:
        return _read_code(field, text)
    return _READ[field.type](text)


def read_money(text: str, unit: str = "CNY") -> int:
    """Whole fen of a figure in `unit` ("CNY" or "万元").

    >>> read_money("3.5", "万元")
    3500000
    """
    return _scaled(text, _FEN_PER[unit], "金额", "money", "一分钱", "a fen")


def read_ratio(text: str) -> int:
    """Whole millionths of "10%" or "0.1"."""
    scale = 10_000 if text.endswith("%") else 1_000_000
    return _scaled(text.removesuffix("%"), scale, "比例", "a ratio", "百万分之一", "a millionth")


def read_integer(text: str) -> int:
    """A whole number."""
    if not _INTEGER.fullmatch(text):
        raise ValueFault(
            f"“{_cut(text)}” 不是整数（最多 15 位）", f'"{_cut(text)}" is no whole number of at most 15 digits.'
        )
    return int(text)


def read_date(text: str) -> date:
    """A law date written YYYY-MM-DD."""
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueFault(
            f"“{_cut(text)}” 不是日期，请写成 2022-02-01 这样", f'"{_cut(text)}" is no date; write 2022-02-01.'
        )
    return _day(text, *match.groups())


def read_flag(text: str) -> bool:
    if text not in _FLAGS:
        raise ValueFault(f"“{_cut(text)}” 不是是否值，请写 yes 或 no", f'"{_cut(text)}" is no flag; write yes or no.')
    return _FLAGS[text]


def read_area(text: str) -> str:
    """A GB/T 2260 code, six digits."""
    if not _AREA.fullmatch(text):
        zh = f"“{_cut(text)}” 不是行政区划代码，应为 6 位数字，如 520103"
        raise ValueFault(zh, f'"{_cut(text)}" is no area code; six digits, such as 520103.')
    return text


def _read_code(field: FieldDef, text: str) -> str:
    if text not in field.values:
        zh = f"“{_cut(text)}” 不是字段 “{field.id}” 的可用值{_meant_zh(field, text)}"
        en = f'"{_cut(text)}" is not a value of "{field.id}"; known: {_listed(field, ", ")}.'
        raise ValueFault(zh, en, "unknown-code")
    return text


def _incoming(field: FieldDef, text: str) -> Plain:
    if field.type is FieldType.MONEY:
        return read_money(_ungrouped(text), field.incoming_unit)
    if field.type is FieldType.RATIO and field.incoming_unit == "%":
        return read_ratio(text.removesuffix("%") + "%")
    if field.type is FieldType.CODE:
        return _read_code(field, _code_titled(field, text))
    return _READ_LOOSE.get(field.type, _READ[field.type])(text)


def _code_titled(field: FieldDef, text: str) -> str:
    """The code whose Chinese title an import wrote instead of it."""
    titled = [code for code, title in field.values.items() if title == text]
    return titled[0] if len(titled) == 1 and text not in field.values else text


def _read_loose_flag(text: str) -> bool:
    return read_flag(text) if text.lower() not in _LOOSE_FLAGS else _LOOSE_FLAGS[text.lower()]


def _read_loose_date(text: str) -> date:
    match = _LOOSE_DATE.fullmatch(text)
    return _day(text, *(part for part in match.groups() if part)) if match else read_date(text)


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueFault(f"日历上没有 “{_cut(text)}” 这一天", f'there is no day "{_cut(text)}".') from None


def _scaled(text: str, scale: int, kind_zh: str, kind_en: str, finest_zh: str, finest_en: str) -> int:
    if not _NUMBER.fullmatch(text):
        zh = f"“{_cut(text)}” 不是{kind_zh}，只写数字（最多 15 位整数）"
        raise ValueFault(zh, f'"{_cut(text)}" is not {kind_en}; write digits only (at most 15 before the point).')
    exact = Decimal(text) * scale
    if exact != exact.to_integral_value():
        zh = f"{kind_zh} “{text}” 比{finest_zh}还细，系统不作四舍五入，请改写"
        raise ValueFault(zh, f'"{text}" is finer than {finest_en}; nothing is rounded, write it anew.', "too-fine")
    return int(exact)


def _check_domain(field: FieldDef, value: Value) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        return
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        zh = f"“{field.title}” 的值超出目录规定的范围"
        raise ValueFault(zh, f'the value of "{field.id}" lies outside the range of the catalogue.', "out-of-range")


def _half_width(raw: str) -> str:
    """Full-width ASCII forms as ASCII; Chinese characters stay."""
    return "".join(
        unicodedata.normalize("NFKC", each) if "\uff01" <= each <= "\uff5e" else each for each in raw
    ).strip()


def _ungrouped(text: str) -> str:
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _listed(field: FieldDef, separator: str) -> str:
    return separator.join(list(field.values)[:20]) or "-"


def _meant_zh(field: FieldDef, text: str) -> str:
    titled = [code for code, title in field.values.items() if title == text]
    return f"，是否指 “{titled[0]}”？" if titled else f"。可用：{_listed(field, '、')}"


def _as_written(text: str) -> str:
    return text


_READ: Mapping[FieldType, Callable[[str], Plain]] = {
    FieldType.MONEY: read_money,
    FieldType.RATIO: read_ratio,
    FieldType.INTEGER: read_integer,
    FieldType.DATE: read_date,
    FieldType.FLAG: read_flag,
    FieldType.AREA: read_area,
    FieldType.TEXT: _as_written,
}
_READ_LOOSE: Mapping[FieldType, Callable[[str], Plain]] = {
    FieldType.INTEGER: lambda text: read_integer(_ungrouped(text)),
    FieldType.DATE: _read_loose_date,
    FieldType.FLAG: _read_loose_flag,
}
