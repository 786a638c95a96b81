"""What a pack means, in one form for all ways of writing it.

Left out: line numbers, file, version and digest. Of no account: the order of limbs, tests, citations, rules (a
procedure's steps keep theirs); `all` or `any` around one limb or around itself; `in: [x]` for `x`; `between` for its
two ends; P12M for P1Y.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from engine.conditions import All, AnyOf, Condition, FieldTest, Literal, Not, NumberTest, Op, Operand
from engine.pack import Pack, PackRef
from engine.periods import Period

Form = Any
"""A canonical form: nested tuples of texts and numbers; equal exactly for equal meaning."""

_ORDERED = frozenset({"procedure"})
_SAME_OP = {Op.BEFORE: Op.LT, Op.AFTER: Op.GT, Op.EQ: Op.IN}


def same_meaning(one: object, other: object) -> bool:
    return one is other or bool(form(one) == form(other))


def meaning_digest(pack: Pack) -> str:
    """ "sha256:<64 hex>" of what the pack means: equal for two texts exactly where `diff` has nothing to tell."""
    text = json.dumps(form(pack), ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def form(value: object) -> Form:
    """The canonical form of a pack or of any part of one."""
    match value:
        case All() | AnyOf() | Not():
            return _condition(normal(value))
        case FieldTest() | NumberTest():
            return ("tests", *_unique(_tests(value)))
        case Period(working_days=None):
            return ("period", value.years * 12 + value.months, value.days)
        case PackRef():
            return ("ref", value.pack)
        case _:
            return _dataclass(value) if is_dataclass(value) and not isinstance(value, type) else _gathered(value)


def _gathered(value: object) -> Form:
    match value:
        case Mapping():
            return ("map", *_sorted((str(key), form(each)) for key, each in value.items()))
        case tuple() | list():
            return ("set", *_unique(form(each) for each in value))
        case _:
            return _plain(value)


def normal(condition: Condition) -> Condition:
    """The condition without needless nesting and repetition; its leaves are as they were."""
    match condition:
        case All() | AnyOf():
            kind = type(condition)
            limbs = [limb for child in condition.children for limb in _limbs(normal(child), kind)]
            unique = tuple({form(limb): limb for limb in limbs}.values())
            return unique[0] if len(unique) == 1 else kind(children=unique, line=condition.line)
        case Not():
            child = normal(condition.child)
            return child.child if isinstance(child, Not) else Not(child=child, line=condition.line)
        case _:
            return condition


def _limbs(condition: Condition, kind: type[All] | type[AnyOf]) -> tuple[Condition, ...]:
    return condition.children if isinstance(condition, kind) else (condition,)


def _condition(condition: Condition) -> Form:
    match condition:
        case All(children=children) | AnyOf(children=children):
            return (type(condition).__name__, *_unique(form(child) for child in children))
        case Not(child=child):
            return ("Not", form(child))
        case _:
            return _dataclass(condition)


def _tests(test: FieldTest | NumberTest) -> tuple[Form, ...]:
    """One test as one or two of the plainest kind."""
    field, at, period = (test.field, test.at, test.period) if isinstance(test, FieldTest) else ("", None, None)
    if test.op is Op.BETWEEN and len(test.operands) == 2:
        low, high = test.operands
        pairs: tuple[tuple[Op, tuple[Operand, ...]], ...] = ((Op.GTE, (low,)), (Op.LTE, (high,)))
    else:
        pairs = ((_SAME_OP.get(test.op, test.op), tuple(test.operands)),)
    return tuple((field, op.value, _unique(map(_operand, operands)), form(period), form(at)) for op, operands in pairs)


def _operand(operand: Operand) -> Form:
    return ("literal", _plain(operand.value)) if isinstance(operand, Literal) else _dataclass(operand)


def _dataclass(value: Any) -> Form:
    parts = []
    for each in fields(value):
        if not each.compare or (isinstance(value, Pack) and each.name == "file"):
            continue
        held = getattr(value, each.name)
        if each.name in _ORDERED:
            told: Form = ("row", *(form(step) for step in held))
        elif each.name in ("where", "is_"):
            told = ("tests", *_unique(one for test in held for one in _tests(test)))
        else:
            told = form(held)
        parts.append((each.name, told))
    return (type(value).__name__, *parts)


def _plain(value: object) -> Form:
    """A value with its sort, so that no text, number or flag is taken for another."""
    if isinstance(value, Enum):
        return (type(value).__name__, value.name)
    if isinstance(value, date):
        return ("date", value.isoformat())
    if value is None or isinstance(value, str | int):
        return (type(value).__name__, value)
    raise TypeError(type(value).__name__)


def _unique(forms: Iterable[Form]) -> tuple[Form, ...]:
    return tuple(dict.fromkeys(_sorted(forms)))


def _sorted(forms: Iterable[Form]) -> list[Form]:
    return sorted(forms, key=repr)
