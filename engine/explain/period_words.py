"""A date and a period against the day asked about: the sentences, and which of them applies."""

from datetime import date

from engine.conditions import FieldOf, Op
from engine.explain.explanation import Compared
from engine.explain.printing import printed_period
from engine.explain.titles import Titles
from engine.facts import Truth
from engine.periods import Period, parse_period

DAY_ASKED = {
    "as_of": ("查询日{day}", "the date asked about ({day})"),
    "at": ("{field}{day}", "{field} ({day})"),
}
PERIODS = {
    (Op.WITHIN, "in"): (
        "{what}为{value}，{asked}在自该日起{period}之内（最后一日为{last}）{origin}",
        "{what} is {value}; {asked} lies within {period} of it (last day {last}){origin}",
    ),
    (Op.WITHIN, "before"): (
        "{what}为{value}，{asked}早于该日，不在自该日起{period}之内{origin}",
        "{what} is {value}; {asked} comes before it and so not within {period} of it{origin}",
    ),
    (Op.WITHIN, "over"): (
        "{what}为{value}，{asked}已超过自该日起{period}（最后一日为{last}，已超过{days}日）{origin}",
        "{what} is {value}; {asked} lies beyond {period} of it (last day {last}, {counted} ago){origin}",
    ),
    (Op.WITHIN, "soon"): (
        "{what}为{value}，至{asked}未超过{days}个自然日，必在自该日起{period}之内{origin}",
        "{what} is {value}; {asked} is no more than {calendar} later, so surely within {period}{origin}",
    ),
    (Op.PAST, "over"): (
        "{what}为{value}，自该日起已满{period}（最后一日{last}已过，{asked}）{origin}",
        "{what} is {value}; the period of {period} from it has run out (last day {last}, which has gone by on {asked}){origin}",
    ),
    (Op.PAST, "in"): (
        "{what}为{value}，自该日起未满{period}（最后一日为{last}，{asked}时该日尚未过去，过后即满）{origin}",
        "{what} is {value}; the period of {period} from it has not run out (last day {last}, which has not gone by on {asked}){origin}",
    ),
    (Op.PAST, "before"): (
        "{what}为{value}，{asked}早于该日，自该日起未满{period}{origin}",
        "{what} is {value}; {asked} comes before it, so the period of {period} from it has not run out{origin}",
    ),
    (Op.PAST, "soon"): (
        "{what}为{value}，至{asked}未超过{days}个自然日，必未满{period}{origin}",
        "{what} is {value}; {asked} is no more than {calendar} later, so the period of {period} has surely not run out{origin}",
    ),
    (Op.REACHED, "over"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}已过该日{origin}",
        "{what} is {value}; the period of {period} from it ends on {last}, and {asked} is later{origin}",
    ),
    (Op.REACHED, "last"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}恰为该日{origin}",
        "{what} is {value}; the period of {period} from it ends on {last}, and {asked} is that very day{origin}",
    ),
    (Op.REACHED, "in"): (
        "{what}为{value}，自该日起满{period}之日为{last}，{asked}未到该日，尚差{days}日{origin}",
        "{what} is {value}; the period of {period} from it ends on {last}, and {asked} is {counted} too early{origin}",
    ),
    (Op.REACHED, "before"): (
        "{what}为{value}，{asked}早于该日，未到自该日起满{period}之日{origin}",
        "{what} is {value}; {asked} comes before it, so the last day of the period of {period} from it has not come{origin}",
    ),
    (Op.REACHED, "soon"): (
        "{what}为{value}，至{asked}不足{days}个自然日，必未到满{period}之日{origin}",
        "{what} is {value}; {asked} is less than {calendar} later, so the period of {period} surely does not end by then{origin}",
    ),
    (Op.REACHED, "open"): (
        "{what}为{value}，至{asked}是否已到满{period}之日，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether the period of {period} from it ends by {asked} cannot be told, since the working days are not published{origin}",
    ),
    (Op.WITHIN, "open"): (
        "{what}为{value}，{asked}是否在自该日起{period}之内，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether {asked} lies within {period} of it cannot be told, since the working days are not published{origin}",
    ),
    (Op.PAST, "open"): (
        "{what}为{value}，至{asked}是否已满{period}，因工作日历未公布，无法判断{origin}",
        "{what} is {value}; whether the period of {period} from it has run out on {asked} cannot be told, since the working days are not published{origin}",
    ),
}
# A period of no days: the day asked about beside the date itself.
ON_THE_DAY = {
    "before": (
        "{what}为{value}，{asked}时该日未过{origin}",
        "{what} is {value}, which has not gone by on {asked}{origin}",
    ),
    "same": (
        "{what}为{value}，{asked}恰为该日，该日未过{origin}",
        "{what} is {value}, and {asked} is that very day{origin}",
    ),
    "later": ("{what}为{value}，{asked}时该日已过{origin}", "{what} is {value}, which has gone by on {asked}{origin}"),
}
NO_DAYS = {
    Op.WITHIN: ("恰为该日", "that very day"),
    Op.PAST: ("该日已过", "the day has gone by"),
    Op.REACHED: ("该日已到", "the day has come"),
}


def period_sentence(one: Compared, titles: Titles, of: str) -> str:
    """`within`, `past` and `reached` with a known date and a known day asked about, without its stop."""
    if not isinstance(one.value, date) or not isinstance(one.day, date):
        return ""
    days = abs((one.day - one.last).days) if one.last else parse_period(one.within).working_days or 0
    return titles.say(
        _pattern(one, one.value, one.day),
        what=titles.what(one, of),
        value=titles.observed(one),
        asked=_asked(one, one.day, titles),
        period=printed_period(one.within, titles.lang),
        last=titles.day(one.last) if one.last else "",
        days=days,
        counted=_counted(days, "day"),
        calendar=_counted(days, "calendar day"),
        origin=titles.origin(one),
    )


def has_no_days(period: str) -> bool:
    """Whether the ISO period ends on the day it begins.

    >>> has_no_days("P0D"), has_no_days("P1M")
    (True, False)
    """
    return parse_period(period) == Period()


def day_asked(day: date, titles: Titles) -> str:
    return titles.say(DAY_ASKED["as_of"], day=titles.day(day))


def _pattern(one: Compared, start: date, day: date) -> tuple[str, str]:
    if has_no_days(one.within):
        return ON_THE_DAY["before" if day < start else "same" if day == start else "later"]
    return PERIODS[one.op, _where_in_period(one, start, day)]


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
        return day_asked(day, titles)
    field = titles.field(one.kind, one.at.name) if isinstance(one.at, FieldOf) else titles.any_field(one.at.name)
    return titles.say(DAY_ASKED["at"], field=field, day=titles.day(day))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
