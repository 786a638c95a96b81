"""On which side a rule stands: whether those who meet it are burdened or rewarded, and what a parameter does to it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from engine.condition_parts import leaves_of, record_tests
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
    Parameter,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    SumLeaf,
)
from engine.diff.changes import Direction
from engine.diff.reach import Reach, reach_when_raised, upward
from engine.pack import Colour, Conclude, ListDef, Pack, Propose, Rule

_OF_WIDER = {True: Direction.STRICTER, False: Direction.LOOSER, None: Direction.UNCLEAR}


def direction_of(reach: Reach, burdens: bool | None) -> Direction:
    """What it means for subjects that a condition reaches more or fewer of them; `burdens` None: it is not known."""
    if reach is Reach.SAME:
        return Direction.NONE
    if reach is Reach.UNCLEAR:
        return Direction.UNCLEAR
    wider = _OF_WIDER[burdens]
    return wider if reach is Reach.WIDER else wider.reversed


def burdens_by_rule(pack: Pack) -> Mapping[str, bool | None]:
    """Of each rule: True where it proposes a black or watch list, False for a red one, None where it cannot be told.

    A rule that only concludes stands where the rules that ask for it stand, if they all stand on one side and ask for
    it straight, not under `not` or `unless`.
    """
    sides: dict[str, bool | None] = {rule.id: _side_proposed(rule.then, pack) for rule in pack.rules}
    askers: dict[str, set[tuple[str, bool]]] = {
        rule.id: set() for rule in pack.rules if isinstance(rule.then, Conclude)
    }
    for other in pack.rules:
        for name, straight in _asked_for(other, pack.ref.pack):
            if name in askers:
                askers[name].add((other.id, straight))
    waiting = {name: {other for other, _ in asked} & askers.keys() for name, asked in askers.items()}
    while ready := {name for name, others in waiting.items() if not others}:
        for name in ready:
            told = {sides[other] if straight else None for other, straight in askers[name]}
            sides[name] = told.pop() if len(told) == 1 else None
        waiting = {name: others - ready for name, others in waiting.items() if name not in ready}
    return sides


def direction_when_raised(name: str, pack: Pack) -> Direction:
    """What a higher value of the parameter means for subjects, over every use of it in the pack."""
    burdens = burdens_by_rule(pack)
    told = {direction_of(reach, burdens[rule.id]) for rule in pack.rules for reach in _reaches_of(name, rule)}
    return told.pop() if len(told) == 1 else Direction.UNCLEAR


def burdens_of_list(listed: ListDef) -> bool:
    return listed.colour is not Colour.RED


def _asked_for(rule: Rule, pack: str) -> Iterator[tuple[str, bool]]:
    """Each rule of the pack that the rule asks for, and whether it asks straight."""
    asked = (*_leaves(rule.when, True), *((leaf, False) for each in rule.unless for leaf in leaves_of(each.when)))
    yield from ((leaf.rule, straight) for leaf, straight in asked if isinstance(leaf, MetLeaf) and leaf.pack == pack)


def _side_proposed(then: Propose | Conclude, pack: Pack) -> bool | None:
    listed = pack.lists.get(then.list_id) if isinstance(then, Propose) else None
    return burdens_of_list(listed) if listed else None


def _leaves(condition: Condition, straight: bool) -> Iterator[tuple[Leaf, bool]]:
    match condition:
        case All(children=children) | AnyOf(children=children):
            for child in children:
                yield from _leaves(child, straight)
        case Not(child=child):
            yield from _leaves(child, not straight)
        case _:
            yield condition, straight


def _reaches_of(name: str, rule: Rule) -> Iterator[Reach]:
    """How each use of the parameter moves the rule when its value rises."""
    conditions = [(rule.when, True), *((clause.when, False) for clause in rule.unless)]
    for condition, side in conditions:
        for leaf, straight in _leaves(condition, side):
            for reach in _reaches_in_leaf(name, leaf):
                yield reach if straight else reach.reversed


def _reaches_in_leaf(name: str, leaf: Leaf) -> Iterator[Reach]:
    match leaf:
        case RecordLeaf(records=records):
            yield from _reaches_in_records(name, records)
        case CountLeaf() | ExtremeLeaf() | SumLeaf():
            yield from _raised(name, leaf.is_)
            yield from _through_figure(leaf, name)
        case RatioLeaf():
            yield from _raised(name, leaf.is_)
            inside = (test for records in (leaf.of.records, leaf.to.records) for test in record_tests(records))
            yield from (Reach.UNCLEAR for test in inside if _uses(name, test))
        case SubjectLeaf() | EntryLeaf() | BanLeaf():
            yield from _raised(name, leaf.where)
        case MetLeaf():
            return
        case _:
            assert_never(leaf)


def _through_figure(leaf: CountLeaf | ExtremeLeaf | SumLeaf, name: str) -> Iterator[Reach]:
    records = leaf.records if isinstance(leaf, ExtremeLeaf) else leaf.figure.records
    upwards = upward(leaf.is_)
    for reach in _reaches_in_records(name, records):
        match leaf:
            case CountLeaf() if upwards is not None:
                yield reach if upwards else reach.reversed
            case ExtremeLeaf() if upwards is (leaf.which == "max"):
                yield reach
            case _:
                yield Reach.UNCLEAR


def _reaches_in_records(name: str, records: Records) -> Iterator[Reach]:
    yield from _raised(name, records.where)
    for partner in records.with_:
        yield from _raised(name, partner.where)
    for partner in records.without:
        yield from (reach.reversed for reach in _raised(name, partner.where))


def _raised(name: str, tests: Iterable[FieldTest | NumberTest]) -> Iterator[Reach]:
    yield from (reach_when_raised(test.op) for test in tests if _uses(name, test))


def _uses(name: str, test: FieldTest | NumberTest) -> bool:
    return any(isinstance(each, Parameter) and each.name == name for each in test.operands)
