"""Which part of the new release is which part of the old: by id first, then by what they have in common."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from engine.condition_parts import leaves_of, records_of
from engine.conditions import BanLeaf, Condition, EntryLeaf, FieldTest, Leaf, Literal, MetLeaf, Op, Partner, Records
from engine.diff.meaning import form, same_meaning


class Named(Protocol):
    """A part of a pack with an id of its own."""

    @property
    def id(self) -> str: ...


_Part = TypeVar("_Part")
_Known = TypeVar("_Known", bound=Named)
ALIKE = 0.5
"""From this share of common words on, two limbs are taken for one that changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched(Generic[_Part]):
    """`pairs`: (old, new), in the order of the old; what is left over on either side was removed or added."""

    pairs: tuple[tuple[_Part, _Part], ...]
    removed: tuple[_Part, ...]
    added: tuple[_Part, ...]


def matched(
    old: Sequence[_Part], new: Sequence[_Part], likeness: Callable[[_Part, _Part], float], least: float = ALIKE
) -> Matched[_Part]:
    """Pairs by greatest likeness, each part in one pair at most; equal likeness goes by order."""
    scores = [(likeness(one, other), -i, -j, one, other) for i, one in enumerate(old) for j, other in enumerate(new)]
    pairs: dict[int, int] = {}
    for score, i, j, _, _ in sorted(scores, key=lambda each: each[:3], reverse=True):
        if score >= least and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return Matched(
        pairs=tuple((old[i], new[pairs[i]]) for i in sorted(pairs)),
        removed=tuple(part for i, part in enumerate(old) if i not in pairs),
        added=tuple(part for j, part in enumerate(new) if j not in set(pairs.values())),
    )


def by_id(
    old: Sequence[_Known], new: Sequence[_Known], same_but_id: Callable[[_Known, _Known], bool]
) -> Matched[_Known]:
    """Pairs of one id, then of parts that are the same but for the id."""
    theirs = {each.id: each for each in new}
    pairs = tuple((each, theirs[each.id]) for each in old if each.id in theirs)
    kept = {each.id for each, _ in pairs}
    rest = matched(
        tuple(each for each in old if each.id not in kept),
        tuple(each for each in new if each.id not in kept),
        lambda one, other: float(same_but_id(one, other)),
    )
    return Matched(pairs=(*pairs, *rest.pairs), removed=rest.removed, added=rest.added)


def likeness_of_conditions(one: Condition, other: Condition) -> float:
    """0 (nothing in common) to 1 (the same meaning); a limb about other kinds, rules or codes is not the same limb."""
    if same_meaning(one, other):
        return 1.0
    subjects = [{_about(leaf) for leaf in leaves_of(each)} for each in (one, other)]
    if not subjects[0] & subjects[1]:
        return 0.0
    shared = _share(Counter(_words(one)), Counter(_words(other)))
    return shared / 2 if _other_codes(one, other) else shared


def likeness_of_partners(one: Partner, other: Partner) -> float:
    if one.kind != other.kind:
        return 0.0
    return _share(
        Counter(_words_of_tests(one.where, "")) + Counter(["kind"]),
        Counter(_words_of_tests(other.where, "")) + Counter(["kind"]),
    )


def _share(one: "Counter[str]", other: "Counter[str]") -> float:
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _about(leaf: Leaf) -> tuple[str, ...]:
    """What a leaf speaks of: another subject, another leaf."""
    match leaf:
        case EntryLeaf(list_id=list_id):
            return ("entry", list_id)
        case BanLeaf():
            return ("ban",)
        case MetLeaf(rule=rule):
            return ("met", rule)
        case _:
            return (type(leaf).__name__, *(records.kind for records in records_of(leaf)))


def _words(condition: Condition) -> Iterator[str]:
    yield type(condition).__name__
    for leaf in leaves_of(condition):
        yield str(_about(leaf))
        if isinstance(leaf, EntryLeaf | BanLeaf):
            yield from _words_of_tests(leaf.where, "")
        for records in records_of(leaf):
            yield from _words_of_records(records)


def _words_of_records(records: Records) -> Iterator[str]:
    yield from _words_of_tests(records.where, records.kind)
    for partner in (*records.with_, *records.without):
        yield partner.kind
        yield from _words_of_tests(partner.where, partner.kind)


def _words_of_tests(tests: Sequence[FieldTest], kind: str) -> Iterator[str]:
    for test in tests:
        yield f"{kind}.{test.field}"
        yield f"{kind}.{test.field} {form(test)}"


def _other_codes(one: Condition, other: Condition) -> bool:
    """Whether some field is asked for codes (or flags) that have none in common."""
    mine, theirs = _codes(one), _codes(other)
    return any(not mine[field] & theirs[field] for field in mine.keys() & theirs.keys())


def _codes(condition: Condition) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {}
    for leaf in leaves_of(condition):
        for records in records_of(leaf):
            for test in records.where:
                values = {each.value for each in test.operands if isinstance(each, Literal)}
                if test.op in (Op.EQ, Op.IN) and any(isinstance(value, str) for value in values):
                    found.setdefault(f"{records.kind}.{test.field}", set()).update(values)
    return found
