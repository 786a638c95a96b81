"""How many records of each kind suffice: if any situation meets a condition, one with so few does.

The reason: a met leaf needs one record (or the counted number) with its partners; a leaf that is not met stays so when
records are left out, except that a kept record may lose the partner that barred it by `without`. So for each kept
record one barring partner is kept too. Where kinds bar each other in a circle no number is known to suffice.
"""

from collections import Counter
from dataclasses import dataclass
from typing import assert_never

from engine.condition_parts import records_of
from engine.conditions import (
    All,
    AnyOf,
    BanLeaf,
    Condition,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    Leaf,
    MetLeaf,
    Not,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.solver.answers import CannotTell, Reason
from engine.solver.figures import Bounds, passing

Needed = Counter[str]
MOST = 16
"""Records of one kind that are searched; what needs more is not decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """`number`: records by kind ("entry:<list>:<role>" and "ban:<role>" for entries and bans).

    `enough`: whether no situation with more records could meet the condition where none of these does.
    """

    number: Needed
    enough: bool


def needed(condition: Condition) -> Need:
    """The records that suffice for the condition to be met; CannotTell where more than MOST are needed."""
    barred: set[tuple[str, str]] = set()
    number = _witnesses(condition, True, barred)
    enough = _keep_barring(number, barred)
    if max(number.values(), default=0) > MOST:
        raise CannotTell(
            Reason(
                zh=f"需要同时考虑 {max(number.values())} 条记录，超过求解器所取的 {MOST} 条",
                en=f"{max(number.values())} records matter at once, more than the {MOST} that are searched",
            )
        )
    return Need(number=number, enough=enough)


def _witnesses(condition: Condition, positive: bool, barred: set[tuple[str, str]]) -> Needed:
    """What keeps the condition met (`positive`) or not met; `barred` gathers (kind, kind that bars it)."""
    match condition:
        case Not(child=child):
            return _witnesses(child, not positive, barred)
        case All(children=children) | AnyOf(children=children):
            parts = [_witnesses(child, positive, barred) for child in children]
            together = isinstance(condition, All) is positive
            number: Needed = Counter()
            for part in parts:
                number = number + part if together else number | part
            return number
        case _:
            if not (positive and isinstance(condition, RecordLeaf)):
                barred |= {(each.kind, other.kind) for each in records_of(condition) for other in each.without}
            return _for_leaf(condition, positive)


def _for_leaf(leaf: Leaf, positive: bool) -> Needed:
    match leaf:
        case RecordLeaf(records=records):
            return _units(records, 1 if positive else 0)
        case CountLeaf(figure=figure, is_=tests):
            return _units(figure.records, _counted(passing(tests), positive))
        case SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _for_figure(leaf)
        case EntryLeaf() | BanLeaf():
            return Counter({pool_of(leaf): 1 if positive else 0})
        case SubjectLeaf():
            return Counter()
        case MetLeaf():
            raise ValueError(leaf)
        case _:
            assert_never(leaf)


def _for_figure(leaf: SumLeaf | ExtremeLeaf | RatioLeaf) -> Needed:
    """Enough to try; what further records add to a sum or a share is `leaves.Leaves` to say."""
    if isinstance(leaf, ExtremeLeaf):
        return _units(leaf.records, len(leaf.is_))
    number: Needed = Counter()
    for records in records_of(leaf):
        number += _units(records, 2)
    return number


def _units(records: Records, number: int) -> Needed:
    needed: Needed = Counter({records.kind: number})
    for partner in records.with_:
        needed[partner.kind] += number
    return needed


def _counted(numbers: Bounds, positive: bool) -> int:
    """Records that hold a count above the lower end, or above the upper end where the leaf is not met."""
    if positive:
        return max(numbers.low or 0, 0)
    return max(numbers.high + 1, 0) if numbers.high is not None else 0


def _keep_barring(number: Needed, barred: set[tuple[str, str]]) -> bool:
    """Adds one barring record of each kind for each kept one; False where kinds bar each other in a circle."""
    added: Needed = Counter()
    for _ in range(len(barred) + 1):
        more: Needed = Counter()
        for kind, other in barred:
            more[other] += number[kind] + added[kind]
        if more == added:
            number.update(added)
            return True
        if max(more.values(), default=0) > MOST:
            break
        added = more
    for _, other in barred:
        number[other] += 1
    return False


def pool_of(leaf: EntryLeaf | BanLeaf) -> str:
    """The name of the entries or bans that the leaf looks at."""
    role = leaf.of or ""
    return f"entry:{leaf.list_id}:{role}" if isinstance(leaf, EntryLeaf) else f"ban:{role}"
