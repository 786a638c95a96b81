"""One comparison as a sentence: the observed value beside the requirement, the last day of a period, by how much it fails."""

from datetime import date

from engine.catalogue import FieldDef, FieldType
from engine.conditions import PERIOD_OPS, Op
from engine.direct.intervals import Span
from engine.explain.explanation import Compared, ComparedOperand
from engine.explain.letter_style import closed_up
from engine.explain.period_words import NO_DAYS, day_asked, has_no_days, period_sentence
from engine.explain.printing import printed, printed_period
from engine.explain.titles import SHARE, Titles, counted
from engine.explain.words import (
    ABSENT,
    DATE_TESTS,
    EARLIER_YEAR,
    EXCLUDED,
    FLAGS,
    GAPS,
    NAMED,
    TESTS,
    VERDICT_OF_PART,
    VERDICT_OF_SHARE,
    VERDICTS,
    YEAR_NAMES,
    YEARS,
)
from engine.facts import NONE, Truth, Value

_COUNTED = (FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER)


def compared_sentence(one: Compared, titles: Titles, *, gap: bool = False, of: str = "") -> str:
    """“金额为1000000元，符合“不低于1000000元”（标准及其依据）。”; with `gap` also by how much it fails.

    `of` names the very record, where its kind alone would not tell which.
    """
    said = (
        _absent(one, titles, of)
        or (period_sentence(one, titles, of) if one.op in PERIOD_OPS else "")
        or _year(one, titles, of)
        or _named(one, titles, of)
        or _plainly(one, titles, of, gap)
    )
    return titles.ended(said + (titles.say(EXCLUDED) if one.turned and one.truth is Truth.MET else ""))


def test_words(op: Op, operands: str, field: FieldDef | None, figure: str, titles: Titles) -> str:
    """The requirement alone: “不低于1000000元”, of a date “不早于2024年1月1日”."""
    dated = field is not None and field.type is FieldType.DATE and not figure
    return titles.say(DATE_TESTS[op] if dated and op in DATE_TESTS else TESTS[op], wanted=operands)


def joined(op: Op, values: list[str], titles: Titles) -> str:
    if op is Op.BETWEEN:
        return ("与" if titles.lang == "zh" else " and ").join(values)
    return titles.listed(values)


def year_words(shift: int, titles: Titles) -> str:
    """The calendar year that `in_year` names: 0 is that of the date asked about, -1 the one before."""
    return titles.say(YEAR_NAMES.get(-shift, EARLIER_YEAR), years=-shift)


def _year(one: Compared, titles: Titles, of: str) -> str:
    shift = one.operands[0].value if one.operands else 0
    if one.op is not Op.IN_YEAR or one.truth not in YEARS or not isinstance(shift, int):
        return ""
    year = f"{year_words(shift, titles)}（{titles.situation.as_of.year + shift}年）"
    if titles.lang != "zh":
        year = f"{titles.situation.as_of.year + shift}, {year_words(shift, titles)}"
    what, value, origin = titles.what(one, of), titles.observed(one), titles.origin(one)
    return titles.say(YEARS[one.truth], what=what, value=value, year=year, origin=origin)


def _named(one: Compared, titles: Titles, of: str) -> str:
    """A plain “is it this value” is said once, since repeating the wanted value tells nothing new."""
    if one.op not in (Op.EQ, Op.IN) or one.figure or titles.origin(one) or one.truth not in NAMED:
        return ""
    said = titles.flag(one.kind, one.field, one.value if isinstance(one.value, bool) else "")
    wanted = titles.flag(one.kind, one.field, not one.value) if said else ""
    return titles.say(
        FLAGS[one.truth] if said else NAMED[one.truth],
        kind=of or titles.kind(one.kind),
        said=said,
        field=titles.field(one.kind, one.field),
        value=titles.observed(one),
        wanted=_quoted(wanted) if said and titles.lang == "zh" else _wanted(one, titles),
    )


def _quoted(statement: str) -> str:
    """In quotation marks, unless it brings its own."""
    return statement if statement.startswith("“") else f"“{statement}”"


def _absent(one: Compared, titles: Titles, of: str) -> str:
    """Where the value does not exist, or what it is compared with; “晚于无” says nothing."""
    key = _absence(one)
    if key is None:
        return ""
    return titles.say(
        ABSENT[key],
        what=titles.what(one, of),
        kind=of or titles.kind(one.kind),
        field=titles.field(one.kind, one.field),
        value=titles.observed(one),
        test="" if one.op is Op.IS_NONE else _test(one, titles),
        wanted=_wanted(one, titles),
        origin=titles.origin(one),
    )


def _absence(one: Compared) -> Truth | str | None:
    """Which sentence of ABSENT applies; None: both sides exist."""
    if one.op is Op.IS_NONE and one.truth in (Truth.MET, Truth.NOT_MET):
        return one.truth if one.truth is Truth.MET else "not_absent"
    if one.truth is not Truth.NOT_MET or one.figure:
        return None
    if one.value is NONE:
        return "named" if one.op in (Op.EQ, Op.IN) else Truth.NOT_MET
    if one.day is NONE or NONE in [operand.value for operand in one.operands]:
        return "date" if isinstance(one.value, date) else "other"
    return None


def _plainly(one: Compared, titles: Titles, of: str, gap: bool) -> str:
    verdict = VERDICTS[one.truth]
    if one.figure == "ratio":
        verdict = VERDICT_OF_PART if one.part == "of" else VERDICT_OF_SHARE
    return titles.say(
        verdict,
        what=titles.what(one, of),
        value=titles.observed(one),
        test=_test(one, titles),
        gap=_gap(one, titles) if gap else "",
        origin=titles.origin(one),
    )


def _test(one: Compared, titles: Titles) -> str:
    if one.op in PERIOD_OPS and has_no_days(one.within):
        return titles.say(NO_DAYS[one.op])
    if one.op in PERIOD_OPS:
        return titles.say(TESTS[one.op], wanted=printed_period(one.within, titles.lang))
    if one.op is Op.IN_YEAR:
        shift = one.operands[0].value
        return titles.say(TESTS[one.op], wanted=year_words(shift, titles) if isinstance(shift, int) else "")
    return test_words(one.op, _wanted(one, titles), titles.field_of(one.kind, one.field), one.figure, titles)


def _wanted(one: Compared, titles: Titles) -> str:
    return joined(one.op, [_operand(one, operand, titles) for operand in one.operands], titles)


def _operand(one: Compared, operand: ComparedOperand, titles: Titles) -> str:
    if operand.as_of and isinstance(operand.value, date):
        return day_asked(operand.value, titles)
    return titles.value(operand.value, _measured(one, titles))


def _measured(one: Compared, titles: Titles) -> FieldDef | None:
    """In which unit the requirement is told."""
    if one.figure == "ratio":
        return SHARE
    return counted(one) if one.figure == "count" else titles.field_of(one.kind, one.field)


def _gap(one: Compared, titles: Titles) -> str:
    """By how much a figure misses its threshold; nothing where it does not fail or is no figure."""
    measured = _measured(one, titles)
    if one.truth is not Truth.NOT_MET or one.figure == "ratio":
        return ""
    if measured is not None and measured.type not in _COUNTED:
        return ""
    short, over = _short(one), _over(one)
    if 0 in (short, over):
        return titles.say(GAPS["equal"])
    missed = short or over
    if not missed:
        return ""
    figure = printed(missed, measured, titles.lang)
    return titles.say(GAPS["short" if short else "over"], gap=closed_up(figure) if titles.lang == "zh" else figure)


def _short(one: Compared) -> int | None:
    """How far below the lower end the value (at most) is; None where it is not, or the test has none."""
    value = one.value.high if isinstance(one.value, Span) else one.value
    return _difference(one, (Op.GT, Op.GTE, Op.BETWEEN, Op.EQ), 0, value, -1)


def _over(one: Compared) -> int | None:
    value = one.value.low if isinstance(one.value, Span) else one.value
    return _difference(one, (Op.LT, Op.LTE, Op.BETWEEN, Op.EQ), -1, value, 1)


def _difference(one: Compared, ops: tuple[Op, ...], end: int, value: Value | float, sign: int) -> int | None:
    if one.op not in ops or not isinstance(value, int) or isinstance(value, bool):
        return None
    threshold = one.operands[end].value
    if not isinstance(threshold, int) or isinstance(threshold, bool):
        return None
    missed = sign * (value - threshold)
    return missed if missed >= 0 else None
