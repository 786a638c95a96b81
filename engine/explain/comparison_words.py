"""One comparison as a sentence: the observed value beside the requirement, the last day of a period, by how much it fails."""

from datetime import date

from engine.catalogue import FieldDef, FieldType
from engine.conditions import PERIOD_OPS, FieldOf, Op
from engine.direct.intervals import Span
from engine.explain.explanation import Compared, ComparedOperand
from engine.explain.printing import printed, printed_period
from engine.explain.titles import SHARE, Titles
from engine.explain.words import (
    DATE_TESTS,
    DAY_ASKED,
    EARLIER_YEAR,
    EXCLUDED,
    GAPS,
    NAMED,
    PERIODS,
    TESTS,
    VERDICT_OF_PART,
    VERDICT_OF_SHARE,
    VERDICTS,
    YEAR_NAMES,
    YEARS,
)
from engine.facts import Truth, Value
from engine.periods import parse_period

_COUNTED = (FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER)


def compared_sentence(one: Compared, titles: Titles, *, gap: bool = False, of: str = "") -> str:
    """“金额为 1 000 000 元，符合“不低于 1 000 000 元”（标准及其依据）。”; with `gap` also by how much it fails.

    `of` names the very record, where its kind alone would not tell which.
    """
    said = (
        _period(one, titles, of) or _year(one, titles, of) or _named(one, titles, of) or _plainly(one, titles, of, gap)
    )
    return titles.ended(said + (titles.say(EXCLUDED) if one.turned and one.truth is Truth.MET else ""))


def test_words(op: Op, operands: str, field: FieldDef | None, figure: str, titles: Titles) -> str:
    """The requirement alone: “不低于 1 000 000 元”, of a date “不早于 2024年1月1日”."""
    dated = field is not None and field.type is FieldType.DATE and not figure
    return titles.say(DATE_TESTS[op] if dated and op in DATE_TESTS else TESTS[op], wanted=titles.padded(operands))


def joined(op: Op, values: list[str], titles: Titles) -> str:
    if op is Op.BETWEEN:
        return (" 与 " if titles.lang == "zh" else " and ").join(values)
    return titles.listed(values)


def year_words(shift: int, titles: Titles) -> str:
    """The calendar year that `in_year` names: 0 is that of the date asked about, -1 the one before."""
    return titles.say(YEAR_NAMES.get(-shift, EARLIER_YEAR), years=-shift)


def _period(one: Compared, titles: Titles, of: str) -> str:
    """`within`, `past` and `reached`, where both days are known."""
    if not (one.op in PERIOD_OPS and isinstance(one.value, date) and isinstance(one.day, date)):
        return ""
    return titles.say(
        PERIODS[one.op, _where_in_period(one, one.value, one.day)],
        what=titles.what(one, of),
        value=titles.padded(titles.observed(one)),
        asked=_asked(one, one.day, titles),
        period=printed_period(one.within, titles.lang),
        last=titles.day(one.last) if one.last else "",
        days=abs((one.day - one.last).days) if one.last else parse_period(one.within).working_days,
        origin=titles.origin(one),
    )


def _where_in_period(one: Compared, start: date, day: date) -> str:
    """Where the day asked about lies: before the date, in the period, over it; "soon": in it without the calendar.

    "last": on the last day, for `reached` alone.
    """
    if day < start:
        return "before"
    if one.last is None:
        return "open" if one.truth is Truth.UNKNOWN else "soon"
    if one.op is Op.REACHED and day == one.last:
        return "last"
    return "in" if day <= one.last else "over"


def _asked(one: Compared, day: date, titles: Titles) -> str:
    if one.at is None:
        return titles.say(DAY_ASKED["as_of"], day=titles.day(day))
    field = titles.field(one.kind, one.at.name) if isinstance(one.at, FieldOf) else titles.any_field(one.at.name)
    return titles.say(DAY_ASKED["at"], field=field, day=titles.day(day))


def _year(one: Compared, titles: Titles, of: str) -> str:
    shift = one.operands[0].value if one.operands else 0
    if one.op is not Op.IN_YEAR or one.truth not in YEARS or not isinstance(shift, int):
        return ""
    year = f"{year_words(shift, titles)}（{titles.situation.as_of.year + shift}年）"
    if titles.lang != "zh":
        year = f"{titles.situation.as_of.year + shift}, {year_words(shift, titles)}"
    what, value, origin = titles.what(one, of), titles.padded(titles.observed(one)), titles.origin(one)
    return titles.say(YEARS[one.truth], what=what, value=value, year=year, origin=origin)


def _named(one: Compared, titles: Titles, of: str) -> str:
    """A plain “is it this value” is said once, since repeating the wanted value tells nothing new."""
    if one.op not in (Op.EQ, Op.IN) or one.figure or titles.origin(one) or one.truth not in NAMED:
        return ""
    return titles.say(
        NAMED[one.truth],
        kind=of or titles.kind(one.kind),
        field=titles.field(one.kind, one.field),
        value=titles.observed(one),
        wanted=_wanted(one, titles),
    )


def _plainly(one: Compared, titles: Titles, of: str, gap: bool) -> str:
    verdict = VERDICTS[one.truth]
    if one.figure == "ratio":
        verdict = VERDICT_OF_PART if one.part == "of" else VERDICT_OF_SHARE
    return titles.say(
        verdict,
        what=titles.what(one, of),
        value=titles.padded(titles.observed(one)),
        test=_test(one, titles),
        gap=_gap(one, titles) if gap else "",
        origin=titles.origin(one),
    )


def _test(one: Compared, titles: Titles) -> str:
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
        return titles.say(DAY_ASKED["as_of"], day=titles.day(operand.value))
    return titles.value(operand.value, _measured(one, titles))


def _measured(one: Compared, titles: Titles) -> FieldDef | None:
    """In which unit the requirement is told."""
    return SHARE if one.figure == "ratio" else None if one.figure == "count" else titles.field_of(one.kind, one.field)


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
    return titles.say(GAPS["short" if short else "over"], gap=printed(missed, measured, titles.lang)) if missed else ""


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
