"""What a condition reads: its leaves, the kinds of record behind them, the rules it builds on.

Walks the tree; evaluates nothing.
"""

from collections.abc import Iterator

from engine.condition_parts import leaves_of, records_of
from engine.conditions import Condition, Leaf, MetLeaf
from engine.pack import Measure, Pack, Rule


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """`when`, then the `when` of each exception."""
    yield rule.when
    yield from (exception.when for exception in rule.unless)


def leaves_of_pack(pack: Pack) -> Iterator[Leaf]:
    """Every leaf of every rule and every measure."""
    for rule in pack.rules:
        for condition in conditions_of(rule):
            yield from leaves_of(condition)
    for measure in pack.measures:
        yield from leaves_of_measure(measure)


def leaves_of_measure(measure: Measure) -> Iterator[Leaf]:
    if measure.when is not None:
        yield from leaves_of(measure.when)


def grounds(condition: Condition) -> Iterator[tuple[str, int]]:
    """The kinds (with line) that a condition rests on: its records and their `with`.

    What only `without` reads speaks for the subject and is no ground.
    """
    for leaf in leaves_of(condition):
        for records in records_of(leaf):
            yield records.kind, leaf.line
            yield from ((partner.kind, leaf.line) for partner in records.with_)


def met_leaves(rule: Rule) -> Iterator[MetLeaf]:
    for condition in conditions_of(rule):
        yield from (leaf for leaf in leaves_of(condition) if isinstance(leaf, MetLeaf))
