"""Two conditions, limb by limb: which were added or removed, and which tests of the others changed.

Limbs are matched by what they say, not by where they stand. Each shift tells how it moves the whole condition, all else
equal: `not` and `without` turn it round, and a figure that counts upwards carries it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldTest,
    Leaf,
    MetLeaf,
    Not,
    NumberTest,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.diff.changes import What
from engine.diff.matching import ALIKE, likeness_of_conditions, likeness_of_partners, matched
from engine.diff.meaning import normal, same_meaning
from engine.diff.reach import Reach, Values, longer, reach_of_tests, upward
from engine.periods import Period

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One difference inside a condition. `kind`: the record it is about; `old`, `new` as in Change."""

    what: What
    path: Path
    old: object
    new: object
    reach: Reach
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The parameters' values on either side."""

    old: Values
    new: Values


def shifts(old: Condition, new: Condition, reading: Reading, path: Path = ("when",)) -> tuple[Shift, ...]:
    """What differs between two conditions; nothing exactly where they mean the same."""
    return tuple(_shifts(normal(old), normal(new), reading, path))


def _shifts(old: Condition, new: Condition, reading: Reading, path: Path) -> Iterator[Shift]:
    if same_meaning(old, new):
        return
    match old, new:
        case (All(), All()):
            yield from _limbs(All, old.children, new.children, reading, path)
        case (AnyOf(), AnyOf()):
            yield from _limbs(AnyOf, old.children, new.children, reading, path)
        case (Not(), Not()):
            yield from (
                replace(each, reach=each.reach.reversed) for each in _shifts(old.child, new.child, reading, path)
            )
        case (All() | AnyOf(), All() | AnyOf()) if same_meaning(old.children, new.children):
            reach = Reach.WIDER if isinstance(new, AnyOf) else Reach.NARROWER
            yield Shift(what=What.CHANGED, path=(*path, "joint"), old=old, new=new, reach=reach)
        case _:
            yield from _unlike(old, new, reading, path)


def _unlike(old: Condition, new: Condition, reading: Reading, path: Path) -> Iterator[Shift]:
    """Two conditions of different make: one may be a limb of the other, one leaf may have become another."""
    as_limb_of_new = _best(old, new.children) if isinstance(new, All | AnyOf) else 0.0
    as_limb_of_old = _best(new, old.children) if isinstance(old, All | AnyOf) else 0.0
    if isinstance(new, All | AnyOf) and as_limb_of_new >= max(ALIKE, as_limb_of_old):
        yield from _limbs(type(new), (old,), new.children, reading, path)
    elif isinstance(old, All | AnyOf) and as_limb_of_old >= ALIKE:
        yield from _limbs(type(old), old.children, (new,), reading, path)
    elif isinstance(old, All | AnyOf | Not) or isinstance(new, All | AnyOf | Not) or type(old) is not type(new):
        yield _replaced(old, new, path)
    else:
        told = tuple(_leaf(old, new, reading, path))
        yield from told or (_replaced(old, new, path),)


def _best(limb: Condition, limbs: Sequence[Condition]) -> float:
    return max((likeness_of_conditions(limb, each) for each in limbs), default=0.0)


def _replaced(old: object, new: object, path: Path) -> Shift:
    return Shift(what=What.CHANGED, path=path, old=old, new=new, reach=Reach.UNCLEAR)


def _limbs(
    joint: type[All] | type[AnyOf], old: Sequence[Condition], new: Sequence[Condition], reading: Reading, path: Path
) -> Iterator[Shift]:
    """A limb more makes `any` wider and `all` narrower."""
    found = matched(old, new, likeness_of_conditions)
    more = Reach.WIDER if joint is AnyOf else Reach.NARROWER
    here = (*path, "any" if joint is AnyOf else "all")
    for one, other in found.pairs:
        yield from _shifts(one, other, reading, path)
    for limb in found.removed:
        yield Shift(what=What.REMOVED, path=here, old=limb, new=None, reach=more.reversed)
    for limb in found.added:
        yield Shift(what=What.ADDED, path=here, old=None, new=limb, reach=more)


def _leaf(old: Leaf, new: Leaf, reading: Reading, path: Path) -> Iterator[Shift]:
    """Two leaves of one type. Nothing is told where they are about different things: the caller says replaced."""
    match old, new:
        case (SubjectLeaf(), SubjectLeaf()):
            yield from _where(old.where, new.where, "subject", reading, path)
        case (RecordLeaf(), RecordLeaf()) if old.records.kind == new.records.kind:
            yield from _records(old.records, new.records, reading, path)
        case (CountLeaf(), CountLeaf()) if old.figure.records.kind == new.figure.records.kind:
            yield from _count(old, new, reading, path)
        case (SumLeaf(), SumLeaf()) if _same_figure(old.figure, new.figure):
            yield from _carried(_records(old.figure.records, new.figure.records, reading, path), None)
            yield from _is(old.is_, new.is_, new.figure.records.kind, reading, (*path, "sum", new.figure.field))
        case (ExtremeLeaf(), ExtremeLeaf()) if _same_extreme(old, new):
            carried = True if upward((*old.is_, *new.is_)) is (new.which == "max") else None
            yield from _carried(_records(old.records, new.records, reading, path), carried)
            yield from _is(old.is_, new.is_, new.records.kind, reading, (*path, new.which, new.field))
        case (RatioLeaf(), RatioLeaf()):
            yield from _ratio(old, new, reading, path)
        case (EntryLeaf() | BanLeaf(), EntryLeaf() | BanLeaf()):
            yield from _standing(old, new, reading, path)
        case (MetLeaf(), MetLeaf()):
            yield _replaced(old, new, (*path, "met"))
        case _:
            return


def _same_figure(old: Any, new: Any) -> bool:
    return bool(old.field == new.field and old.records.kind == new.records.kind)


def _same_extreme(old: ExtremeLeaf, new: ExtremeLeaf) -> bool:
    return old.which == new.which and _same_figure(old, new)


def _carried(found: Iterator[Shift], upwards: bool | None) -> Iterator[Shift]:
    """What a wider choice of records does to the figure over them: carried, turned round, or untold (None)."""
    for each in found:
        if upwards is None:
            yield replace(each, reach=Reach.UNCLEAR)
        else:
            yield each if upwards else replace(each, reach=each.reach.reversed)


def _records(old: Records, new: Records, reading: Reading, path: Path) -> Iterator[Shift]:
    yield from _where(old.where, new.where, new.kind, reading, path)
    for key, before, after in (("with", old.with_, new.with_), ("without", old.without, new.without)):
        here, more = (*path, key), Reach.NARROWER
        found = matched(before, after, likeness_of_partners, least=0.0001)
        for one, other in found.pairs:
            told = list(_where(one.where, other.where, other.kind, reading, here))
            if not same_meaning(one.same, other.same):
                told.append(_same_keys(one.same, other.same, other.kind, here))
            yield from _carried(iter(told), key == "with")
        for partner in found.removed:
            yield Shift(what=What.REMOVED, path=here, old=partner, new=None, reach=more.reversed, kind=partner.kind)
        for partner in found.added:
            yield Shift(what=What.ADDED, path=here, old=None, new=partner, reach=more, kind=partner.kind)


def _same_keys(old: Sequence[str], new: Sequence[str], kind: str, path: Path) -> Shift:
    fewer, more = set(new) < set(old), set(new) > set(old)
    reach = Reach.WIDER if fewer else Reach.NARROWER if more else Reach.UNCLEAR
    return Shift(what=What.CHANGED, path=(*path, "same"), old=tuple(old), new=tuple(new), reach=reach, kind=kind)


def _where(
    old: Sequence[FieldTest], new: Sequence[FieldTest], kind: str, reading: Reading, path: Path
) -> Iterator[Shift]:
    """One shift for each field whose tests differ."""
    for field in dict.fromkeys(test.field for test in (*old, *new)):
        before, after = (tuple(test for test in tests if test.field == field) for tests in (old, new))
        if not same_meaning(_Tests(before), _Tests(after)):
            yield Shift(
                what=What.CHANGED if before and after else What.ADDED if after else What.REMOVED,
                path=(*path, field),
                old=before or None,
                new=after or None,
                reach=reach_of_tests(before, after, reading.old, reading.new),
                kind=kind,
            )


@dataclass(frozen=True, slots=True)
class _Tests:
    """Tests to be compared as one set."""

    where: tuple[FieldTest | NumberTest, ...]


def _is(
    old: Sequence[NumberTest],
    new: Sequence[NumberTest],
    kind: str,
    reading: Reading,
    path: Path,
    *,
    share: bool = False,
) -> Iterator[Shift]:
    if not same_meaning(_Tests(tuple(old)), _Tests(tuple(new))):
        reach = reach_of_tests(old, new, reading.old, reading.new, share=share)
        yield Shift(what=What.CHANGED, path=path, old=tuple(old), new=tuple(new), reach=reach, kind=kind)


def _count(old: CountLeaf, new: CountLeaf, reading: Reading, path: Path) -> Iterator[Shift]:
    upwards = upward((*old.is_, *new.is_))
    before, after = old.figure, new.figure
    yield from _carried(_records(before.records, after.records, reading, path), upwards)
    if before.distinct != after.distinct:
        fewer = (
            Reach.UNCLEAR if before.distinct and after.distinct else Reach.NARROWER if after.distinct else Reach.WIDER
        )
        yield from _carried(
            iter([_figure_part("distinct", before.distinct, after.distinct, fewer, new, path)]), upwards
        )
    if not same_meaning(before.span, after.span):
        reach = _reach_of_span(before.span, after.span)
        yield from _carried(iter([_figure_part("span", before.span, after.span, reach, new, path)]), upwards)
    yield from _is(old.is_, new.is_, after.records.kind, reading, (*path, "count"))


def _reach_of_span(old: Period | None, new: Period | None) -> Reach:
    """A longer span, or none, counts more records together."""
    grows = longer(new, old)
    return Reach.UNCLEAR if grows is None else Reach.WIDER if grows else Reach.NARROWER


def _figure_part(name: str, old: object, new: object, reach: Reach, leaf: CountLeaf, path: Path) -> Shift:
    kind = leaf.figure.records.kind
    return Shift(what=What.CHANGED, path=(*path, name), old=old, new=new, reach=reach, kind=kind)


def _ratio(old: RatioLeaf, new: RatioLeaf, reading: Reading, path: Path) -> Iterator[Shift]:
    """A share falls and rises with both figures, so only its own threshold tells a direction."""
    for key, before, after in (("of", old.of, new.of), ("to", old.to, new.to)):
        if same_meaning(before, after):
            continue
        kind = after.records.kind
        alike = type(before) is type(after) and same_meaning(replace(before, records=after.records), after)
        told = tuple(_carried(_records(before.records, after.records, reading, (*path, key)), None)) if alike else ()
        if alike and before.records.kind == kind and told:
            yield from told
        else:
            yield replace(_replaced(before, after, (*path, key)), kind=kind)
    yield from _is(old.is_, new.is_, "", reading, (*path, "ratio"), share=True)


def _standing(old: EntryLeaf | BanLeaf, new: EntryLeaf | BanLeaf, reading: Reading, path: Path) -> Iterator[Shift]:
    kind = "entry" if isinstance(new, EntryLeaf) else "ban"
    if isinstance(old, EntryLeaf) and isinstance(new, EntryLeaf) and old.list_id != new.list_id:
        yield replace(_replaced(old.list_id, new.list_id, (*path, "list")), kind=kind)
    if isinstance(old, BanLeaf) and isinstance(new, BanLeaf) and old.scope != new.scope:
        reach = Reach.WIDER if new.scope is None else Reach.NARROWER if old.scope is None else Reach.UNCLEAR
        yield Shift(what=What.CHANGED, path=(*path, "scope"), old=old.scope, new=new.scope, reach=reach, kind=kind)
    for name, before, after in (("of", old.of, new.of), ("held", old.held, new.held)):
        if before != after:
            yield replace(_replaced(before, after, (*path, name)), kind=kind)
    yield from _where(old.where, new.where, kind, reading, path)
