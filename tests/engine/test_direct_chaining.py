"""The direct engine's rules over leaves: decided as bits of one number, they must say what the nodes say one by one."""

from itertools import product
from random import Random

import pytest

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, RuleAt
from engine.direct import compile_direct
from engine.direct.bits import Bits, all_of, any_of, inverse
from engine.facts import Truth, truth_of
from tests.engine.flag_programs import flags, leaf, program_of

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def said(node: Node, leaves: list[Truth], rules: list[Bits]) -> Bits:
    """The node read by itself, as spec chapter 5 says."""
    match node:
        case Constant(truth=truth):
            return truth.bits
        case LeafAt(index=index):
            return leaves[index].bits
        case RuleAt(index=index):
            return rules[index]
        case And(children=children):
            return all_of(said(child, leaves, rules) for child in children)
        case Or(children=children):
            return any_of(said(child, leaves, rules) for child in children)
        case Inverse(child=child):
            return inverse(said(child, leaves, rules))


def expected(values: list[Node], leaves: list[Truth]) -> tuple[Truth, ...]:
    rules: list[Bits] = []
    for value in values:
        rules.append(said(value, leaves, rules))
    return tuple(truth_of(*bits) for bits in rules)


def found(values: list[Node], leaves: list[Truth]) -> tuple[Truth, ...]:
    program = program_of(values, len(leaves), strata=range(len(values)))
    return compile_direct(program)(flags(*leaves)).rules


A, B, C = leaf(0), leaf(1), leaf(2)
NESTED = [
    And((A, Or((B, And((A, C)))))),
    Or((And((A, B)), And((B, C)), Inverse(A))),
    Inverse(And((A, Or((B, Inverse(C)))))),
    Inverse(Or((A, And((B, Inverse(And((C, A)))))))),
    And((Or((RuleAt(0), Inverse(RuleAt(1)))), Inverse(RuleAt(2)))),
    Inverse(RuleAt(4)),
    Or((RuleAt(5), And((RuleAt(3), A)))),
]


@pytest.mark.parametrize("leaves", list(product((T, F, U), repeat=3)), ids=str)
def test_nested_conditions_are_read_as_they_stand(leaves):
    """Steps, negations pushed to the leaves and levels change how a rule is decided, never what it says."""
    assert found(NESTED, list(leaves)) == expected(NESTED, list(leaves))


@pytest.mark.parametrize("truth", [T, F, U])
def test_constants_and_their_negations(truth):
    """A rule of a pack that is not in force is a constant, also under `not` and inside `all` and `any`."""
    constant = Constant(truth)
    values = [constant, Inverse(constant), And((A, constant)), Or((Inverse(constant), And((B, constant))))]

    for leaves in product((T, F, U), repeat=2):
        assert found(values, list(leaves)) == expected(values, list(leaves))


def some_node(random: Random, leaves: int, rules: int, depth: int) -> Node:
    kind = random.randrange(5 if depth else 2)
    if kind == 0 or (kind == 1 and not rules):
        return leaf(random.randrange(leaves))
    if kind == 1:
        return RuleAt(random.randrange(rules))
    if kind == 2:
        return Inverse(some_node(random, leaves, rules, depth - 1))
    children = tuple(some_node(random, leaves, rules, depth - 1) for _ in range(random.randint(1, 6)))
    return And(children) if kind == 3 else Or(children)


@pytest.mark.parametrize("seed", range(20))
def test_many_rules_on_many_leaves_in_every_mixture_of_truths(seed):
    """Wide conditions, more than sixteen leaves, rules that many read: with something unknown and with nothing."""
    random = Random(seed)
    values = [some_node(random, 21, number, 3) for number in range(60)]

    for truths in ((T, F), (T, F, U), (F, U), (U,)):
        leaves = [random.choice(truths) for _ in range(21)]
        assert found(values, leaves) == expected(values, leaves)


def test_a_program_without_rules_or_without_leaves():
    """Nothing to decide is no error."""
    assert found([], [T, U]) == ()
    assert found([Constant(U), Inverse(RuleAt(0))], []) == (U, U)
