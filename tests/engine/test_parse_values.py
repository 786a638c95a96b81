"""Single values: exact or refused, unknown where empty, and what imports may write differently."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue import FieldDef, FieldType
from engine.facts import UNKNOWN, Value
from engine.parse import ValueFault, parse_value
from engine.parse.values import read_money, read_plain, read_ratio


def _field(kind: FieldType, unit: str = "", low: int | None = None, high: int | None = None) -> FieldDef:
    values = {"evasion": "偷税", "invoice": "虚开", "a": "同名", "b": "同名"} if kind is FieldType.CODE else {}
    return FieldDef(id="x", type=kind, title="项目", incoming_unit=unit, low=low, high=high, values=values)


INCOMING = [
    (FieldType.MONEY, "万元", "3.5", 3_500_000),
    (FieldType.MONEY, "万元", "0.000001", 1),
    (FieldType.MONEY, "CNY", "1,234,567.89", 123_456_789),
    (FieldType.MONEY, "", "100", 10_000),
    (FieldType.MONEY, "万元", "１２．５", 12_500_000),
    (FieldType.MONEY, "万元", " 12.5 ", 12_500_000),
    (FieldType.RATIO, "%", "9.9", 99_000),
    (FieldType.RATIO, "%", "9.9%", 99_000),
    (FieldType.RATIO, "", "9.9%", 99_000),
    (FieldType.RATIO, "", "０．１", 100_000),
    (FieldType.INTEGER, "", "1,200", 1200),
    (FieldType.INTEGER, "", "９０", 90),
    (FieldType.DATE, "", "2023-6-1", date(2023, 6, 1)),
    (FieldType.DATE, "", "2023/06/01", date(2023, 6, 1)),
    (FieldType.DATE, "", "20230601", date(2023, 6, 1)),
    (FieldType.DATE, "", "2023年6月1日", date(2023, 6, 1)),
    (FieldType.DATE, "", "2023-06-01 00:00:00", date(2023, 6, 1)),
    (FieldType.FLAG, "", "是", True),
    (FieldType.FLAG, "", "No", False),
    (FieldType.FLAG, "", "0", False),
    (FieldType.CODE, "", "偷税", "evasion"),
    (FieldType.CODE, "", "evasion", "evasion"),
    (FieldType.AREA, "", "５２０１０３", "520103"),
    (FieldType.TEXT, "", " 国税〔2023〕１号 ", "国税〔2023〕１号"),
]


@pytest.mark.parametrize(("kind", "unit", "raw", "expected"), INCOMING)
def test_an_import_is_read_in_the_units_of_the_catalogue(kind: FieldType, unit: str, raw: str, expected: Value) -> None:
    """Fines come in 万元, shares in percent, digits full-width: the same figure must come out."""
    assert parse_value(_field(kind, unit), raw, incoming=True) == expected


REFUSED = [
    (FieldType.MONEY, "万元", "0.0000001", "too-fine", "比一分钱还细"),
    (FieldType.MONEY, "CNY", "0.001", "too-fine", "比一分钱还细"),
    (FieldType.MONEY, "CNY", "3.5万元", "wrong-value", "不是金额"),
    (FieldType.MONEY, "CNY", "3，5", "wrong-value", "不是金额"),
    (FieldType.MONEY, "CNY", "1e5", "wrong-value", "不是金额"),
    (FieldType.MONEY, "CNY", "NaN", "wrong-value", "不是金额"),
    (FieldType.MONEY, "CNY", "9" * 16, "wrong-value", "最多 15 位"),
    (FieldType.RATIO, "", "1/3", "wrong-value", "不是比例"),
    (FieldType.RATIO, "%", "10%%", "wrong-value", "不是比例"),
    (FieldType.INTEGER, "", "1.0", "wrong-value", "不是整数"),
    (FieldType.DATE, "", "2023-02-29", "wrong-value", "日历上没有"),
    (FieldType.DATE, "", "2023-06-01 08:30:00", "wrong-value", "不是日期"),
    (FieldType.DATE, "", "01/06/2023", "wrong-value", "不是日期"),
    (FieldType.FLAG, "", "也许", "wrong-value", "不是是否值"),
    (FieldType.CODE, "", "同名", "unknown-code", "不是字段 “x” 的可用值"),
    (FieldType.AREA, "", "5201031", "wrong-value", "应为 6 位数字"),
]


@pytest.mark.parametrize(("kind", "unit", "raw", "code", "words"), REFUSED)
def test_what_is_no_value_is_refused_in_words(kind: FieldType, unit: str, raw: str, code: str, words: str) -> None:
    """A wrong type is an input error, never unknown, and nothing is rounded or guessed."""
    with pytest.raises(ValueFault) as caught:
        parse_value(_field(kind, unit), raw, incoming=True)

    assert caught.value.code == code
    assert words in caught.value.zh
    assert caught.value.en


@pytest.mark.parametrize("kind", list(FieldType))
@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000"])
@pytest.mark.parametrize("incoming", [True, False])
def test_an_empty_cell_is_unknown(kind: FieldType, raw: str | None, incoming: bool) -> None:
    """spec chapter 6: absent, empty or null is unknown for every type, not zero and not no."""
    assert parse_value(_field(kind), raw, incoming=incoming) is UNKNOWN


def test_a_case_writes_money_in_yuan() -> None:
    """The catalogue's 万元 is how imports write it; packs and cases are in yuan."""
    assert parse_value(_field(FieldType.MONEY, "万元"), "3000000", incoming=False) == 300_000_000


@pytest.mark.parametrize("raw", ["偷税", "2023/6/1"])
def test_a_case_is_written_strictly(raw: str) -> None:
    """What we write ourselves has one spelling."""
    kind = FieldType.CODE if raw == "偷税" else FieldType.DATE
    with pytest.raises(ValueFault):
        parse_value(_field(kind), raw, incoming=False)


@pytest.mark.parametrize(("raw", "fits"), [("0", True), ("10", True), ("-0.01", False), ("10.01", False)])
def test_a_value_outside_the_domain_is_an_input_error(raw: str, fits: bool) -> None:
    """spec chapter 6: the engines may rely on the catalogue's min and max; both ends belong to the range."""
    field = _field(FieldType.MONEY, low=0, high=1000)
    if fits:
        assert parse_value(field, raw, incoming=False) == int(Decimal(raw) * 100)
    else:
        with pytest.raises(ValueFault, match="超出目录规定的范围"):
            parse_value(field, raw, incoming=False)


@given(st.integers(-(10**15), 10**15))
def test_fen_survive_the_way_through_text(fen: int) -> None:
    """Money is exact at every size: no float stands between text and fen."""
    assert read_money(str(Decimal(fen) / 100) if abs(fen) > 0 else "0") == fen


@given(st.integers(-(10**9), 10**9))
def test_millionths_survive_the_way_through_text(millionths: int) -> None:
    """A share written as a decimal or in percent is the same share."""
    assert read_ratio(f"{Decimal(millionths) / 1_000_000:f}") == millionths
    assert read_ratio(f"{Decimal(millionths) / 10_000:f}%") == millionths


@given(st.sampled_from(list(FieldType)), st.text(max_size=30), st.booleans())
def test_any_text_is_a_value_unknown_or_a_fault(kind: FieldType, raw: str, incoming: bool) -> None:
    """An import of a million rows must not stop on one cell."""
    try:
        value = parse_value(_field(kind), raw, incoming=incoming)
    except ValueFault as fault:
        value = fault.zh
    assert value is UNKNOWN or isinstance(value, int | str | date)


@given(st.text(alphabet="0123456789٠٣๓²½Ⅳ.-", min_size=1, max_size=8))
def test_only_ascii_digits_are_digits_in_a_pack(raw: str) -> None:
    """Look-alike digits of other scripts would pass `int()` and show a reviewer another figure."""
    try:
        read_plain(_field(FieldType.INTEGER), raw)
    except ValueFault:
        return
    assert raw.isascii()
