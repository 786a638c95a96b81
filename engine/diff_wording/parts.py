"""Whole parts of a pack, each in one line: what was added or removed must be read without opening the file."""

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from engine.conditions import All, AnyOf, Condition, Count, Partner, Sum
from engine.diff_wording.speaking import Speaker
from engine.explain.printing import cited
from engine.pack import (
    AssuranceCeiling,
    BanTerm,
    Basis,
    Conclude,
    Feedback,
    Interval,
    LegalityFloor,
    ListDef,
    Measure,
    ParameterDef,
    ParameterValue,
    Propose,
    RewardBar,
    Rule,
    Source,
    Step,
    UnlessClause,
    WhileListed,
)
from engine.pack.repair import FieldTerm, RepairClass, RepairPart
from engine.periods import Period


def shown(value: Any, speaker: Speaker, unit: str = "", title: str = "") -> str:
    """Any value that a change may hold; `unit` and `title`: of the parameter whose value it is."""
    match value:
        case Enum():
            told = speaker.enumerated(value)
        case Period():
            told = speaker.period(value)
        case Interval():
            told = speaker.interval(value)
        case tuple():
            told = _several(value, speaker)
        case Partner():
            told = speaker.partner(value)
        case Count() | Sum():
            told = speaker.figure(value)
        case str():
            known = speaker.named(value)
            told = known if known != value else speaker.quoted(value)
        case _:
            told = _part(value, speaker) if is_dataclass(value) else speaker.plain(value, unit=unit, title=title)
    return told


def proposed_term(value: Propose, speaker: Speaker) -> str:
    """For how long the rule proposes, and who says so: the rule or its list, which may stand in another pack."""
    say, listed = speaker.say, speaker.pack.lists.get(value.list_id)
    if value.own_term:
        return say(("本条{}", "{}, by the rule itself"), from_to(value, speaker))
    if listed is None:
        return say(("名单规定的期限", "the list's own"))
    return say(("名单的{}", "{}, by the list"), from_to(listed, speaker))


def from_to(value: ListDef | Propose, speaker: Speaker) -> str:
    shortest = speaker.period(value.term)
    if value.term_at_most is None:
        return shortest
    return speaker.say(("{}以上{}以下", "{} to {}"), shortest, speaker.period(value.term_at_most))


def _several(values: tuple[Any, ...], speaker: Speaker) -> str:
    if values and all(isinstance(each, Basis) for each in values):
        notes = [each.note for each in values if each.note]
        return cited(values, speaker.pack.sources, speaker.lang) + (
            speaker.bracketed(speaker.listed(notes)) if notes else ""
        )
    return speaker.listed([shown(each, speaker) for each in values]) or speaker.say(("（无）", "(none)"))


def _part(value: Any, speaker: Speaker) -> str:
    """A whole part of a pack in one line."""
    say = speaker.say
    match value:
        case Rule() | UnlessClause():
            told = say(("“{}”，即{}", '"{}", that is: {}'), value.title, speaker.condition(value.when))
            if isinstance(value, Rule) and isinstance(value.then, Propose):
                told += say(("；{}", "; {}"), shown(value.then, speaker))
        case ListDef():
            told = say(
                ("“{}”，{}，期限{}", '"{}", {}, term {}'),
                value.title,
                shown(value.colour, speaker),
                from_to(value, speaker),
            )
        case Measure():
            named = (
                value.title,
                *(shown(each, speaker) for each in (value.discretion, value.effect)),
                speaker.named(value.executor),
            )
            told = say(("“{}”，{}{}，由{}执行", '"{}", {} {}, by {}'), *named)
        case Source():
            told = say(("《{}》（{}）", '"{}" ({})'), value.title, value.document)
        case Step():
            needed = say(("必经", "required")) if value.required else say(("非必经", "optional"))
            if value.term:
                needed = say(("{}，{}", "{}, {}"), needed, speaker.period(value.term))
            told = speaker.quoted(value.title) + speaker.bracketed(needed)
        case ParameterDef():
            told = speaker.listed([_dated(each, speaker, value.unit, value.title) for each in value.values])
        case ParameterValue():
            told = _dated(value, speaker, "", "")
        case LegalityFloor() | AssuranceCeiling() | RewardBar():
            told = speaker.quoted(value.reason)
        case RepairClass() | RepairPart() | FieldTerm():
            told = _of_repair(value, speaker)
        case _:
            told = _term(value, speaker)
    return told


def _of_repair(value: RepairClass | RepairPart | FieldTerm, speaker: Speaker) -> str:
    if isinstance(value, RepairPart):
        return speaker.quoted(value.title)
    shortest = speaker.period(value.shortest) if value.shortest else speaker.say(("不要求最短期", "no shortest"))
    if isinstance(value, FieldTerm):
        return speaker.listed([shown(each, speaker) for each in value.fields]) + f" {shortest}"
    longest = speaker.period(value.longest) if value.longest else speaker.say(("最长期未载", "longest not read"))
    return speaker.say(("“{}”，{}至{}", '"{}", {} to {}'), value.title, shortest, longest)


def _dated(value: ParameterValue, speaker: Speaker, unit: str, title: str) -> str:
    told = speaker.plain(value.value, unit=unit, title=title)
    bounded = value.in_force.start or value.in_force.until
    return told + (speaker.bracketed(speaker.interval(value.in_force)) if bounded else "")


def _term(value: Any, speaker: Speaker) -> str:
    say = speaker.say
    match value:
        case WhileListed():
            told = say(("在名单期间", "while listed"))
        case BanTerm():
            lasts = value.lasts if isinstance(value.lasts, str) else speaker.period(value.lasts)
            told = say(
                ("法定禁止，范围{}，{}", "a ban, scope {}, {}"), speaker.named(value.scope), speaker.named(lasts)
            )
        case Feedback():
            told = speaker.period(value.due)
        case Propose():
            listed, lasting = speaker.named(value.list_id), proposed_term(value, speaker)
            told = say(("建议列入“{}”（期限：{}）", 'propose "{}" (term: {})'), listed, lasting)
        case Conclude():
            told = say(("只供其他规则引用", "only for other rules"))
        case All() | AnyOf():
            told = speaker.condition(value)
        case _ if isinstance(value, Condition):
            told = speaker.condition(value)
        case _:
            told = speaker.listed(
                [f"{each.name}: {shown(getattr(value, each.name), speaker)}" for each in fields(value) if each.compare]
            )
    return told
