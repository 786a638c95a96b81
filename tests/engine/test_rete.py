"""The forward-chaining engine: what it concludes from tokens, and that it never answers from a run gone wrong."""

import gc
import resource
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from random import Random

import pytest

from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Situation, Truth
from engine.rete import ReteClosed, ReteEngine, ReteFault, durable_rules_engine
from engine.rete_network import SAFE, Limits, ProgramOutOfOrder, ProgramTooLarge, network_of
from tests.engine.flag_programs import flags, leaf, program_of

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
RANK = (F, U, T)


def kleene(node: Node, leaves: Sequence[Truth], rules: Sequence[Truth]) -> Truth:
    """spec chapter 5, by rank: all is the least, any the greatest, not the mirror."""
    match node:
        case Constant(truth=truth):
            return truth
        case LeafAt(index=index):
            return leaves[index]
        case RuleAt(index=index):
            return rules[index]
        case Inverse(child=child):
            return RANK[2 - RANK.index(kleene(child, leaves, rules))]
        case And(children=children):
            return RANK[min(RANK.index(kleene(child, leaves, rules)) for child in children)]
        case Or(children=children):
            return RANK[max(RANK.index(kleene(child, leaves, rules)) for child in children)]


def expected(program: Program, leaves: Sequence[Truth]) -> tuple[Truth, ...]:
    rules: list[Truth] = []
    for rule in program.rules:
        rules.append(kleene(rule.value, leaves, rules))
    return tuple(rules)


def rules_of(program: Program, *leaves: Truth) -> tuple[Truth, ...]:
    with ReteEngine(program) as engine:
        return engine.evaluate(flags(*leaves)).rules


def test_every_truth_table_of_the_connectives_is_kleenes() -> None:
    """Unknown is a third value: all nine combinations of all, any and their negations, each a rule of one program."""
    values = (
        And((leaf(0), leaf(1))),
        Or((leaf(0), leaf(1))),
        Inverse(And((leaf(0), leaf(1)))),
        Inverse(Or((leaf(0), leaf(1)))),
        And((leaf(0), Inverse(leaf(1)))),
        Inverse(Inverse(leaf(0))),
    )
    program = program_of(values, 2)
    tables = list(product((T, F, U), repeat=2))

    with ReteEngine(program) as engine:
        answers = [engine.evaluate(flags(*row)).rules for row in tables]

    assert answers == [expected(program, row) for row in tables]


def test_an_unknown_is_a_mark_and_not_a_variable() -> None:
    """`any: [x, not x]` without x is unknown (spec chapter 5), although either value of x would meet it."""
    assert rules_of(program_of([Or((leaf(0), Inverse(leaf(0))))], 1), U) == (U,)


def test_constants_count_as_the_truth_they_are() -> None:
    """A `met` of a pack without release is a constant, and it may stand under a negation."""
    constants = [Constant(truth) for truth in (T, F, U)]
    values = [
        *constants,
        *(Inverse(each) for each in constants),
        And((leaf(0), Constant(U))),
        Or((leaf(0), Constant(T))),
    ]

    assert rules_of(program_of(values, 1), T) == (T, F, U, F, T, U, U, T)


def test_conclusions_chain_through_the_strata() -> None:
    """A rule reads what earlier strata concluded, positively and negated, and the chain goes on."""
    values = [leaf(0), And((RuleAt(0), leaf(1))), Inverse(RuleAt(1)), And((Inverse(RuleAt(2)), RuleAt(0)))]
    program = program_of(values, 2, strata=[0, 1, 2, 3])

    answers = {row: rules_of(program, *row) for row in product((T, F, U), repeat=2)}

    assert answers == {row: expected(program, row) for row in answers}


def test_a_negation_reads_the_other_reading() -> None:
    """not(unknown rule) is unknown: in one reading alone it would be surely met, against the subject."""
    assert rules_of(program_of([leaf(0), Inverse(RuleAt(0))], 1, strata=[0, 1]), U) == (U, U)


def test_wide_conditions_are_concluded_in_steps() -> None:
    """More children than one engine rule may have, in both connectives: the last one decides."""
    wide = tuple(leaf(number) for number in range(600))
    program = program_of([And(wide), Or(wide), Inverse(And(wide)), And((Or(wide), leaf(0)))], 600)

    assert rules_of(program, *[T] * 599, F) == (F, T, T, T)
    assert rules_of(program, *[F] * 599, T) == (F, T, T, F)
    assert rules_of(program, *[T] * 600) == (T, T, F, T)
    assert rules_of(program, *[T] * 599, U) == (U, T, U, T)


def test_six_hundred_rules_that_end_in_the_same_leaf_answer_right() -> None:
    """256 rules on one last test made a neighbour's rules fire; sharding keeps far below."""
    program = program_of([And((leaf(index % 40), leaf(40))) for index in range(600)], 41)
    some = [T if number % 3 == 0 else F for number in range(40)]

    assert rules_of(program, *some, T) == expected(program, [*some, T])
    assert rules_of(program, *some, F) == (F,) * 600
    assert rules_of(program, *[T] * 41) == (T,) * 600


def test_a_ruleset_full_to_every_limit_answers_right() -> None:
    """The limits must hold where they are reached: each ruleset as large as allowed and every token asserted."""
    random = Random(7)
    bodies = [And(tuple(leaf(n) for n in sorted(random.sample(range(190), SAFE.body)))) for _ in range(480)]
    program = program_of(bodies, 190)
    shards = network_of(program).layers[0].shards

    assert max(len(shard) for shard in shards) > 100
    assert rules_of(program, *[T] * 190) == (T,) * 480
    half = [random.choice((T, T, T, F, U)) for _ in range(190)]
    assert rules_of(program, *half) == expected(program, half)


@pytest.mark.parametrize("seed", range(12))
def test_random_networks_agree_with_kleenes_tables(seed: int) -> None:
    """Shapes nobody thought of: nested connectives, repeated children, constants, three strata."""
    random = Random(seed)
    values: list[Node] = []
    strata = [stratum for stratum in range(3) for _ in range(15)]
    for stratum in strata:
        values.append(random_node(random, depth=3, rules=15 * stratum))
    program = program_of(values, 12, strata)

    with ReteEngine(program) as engine:
        for _ in range(8):
            row = [random.choice((T, T, F, U)) for _ in range(12)]
            assert engine.evaluate(flags(*row)).rules == expected(program, row)


def random_node(random: Random, depth: int, rules: int) -> Node:
    drawn = random.random()
    if depth == 0 or drawn < 0.3:
        if rules and random.random() < 0.4:
            return RuleAt(random.randrange(rules))
        return Constant(random.choice(RANK)) if random.random() < 0.05 else LeafAt(random.randrange(12))
    if drawn < 0.45:
        return Inverse(random_node(random, depth - 1, rules))
    children = tuple(random_node(random, depth - 1, rules) for _ in range(random.choice((1, 2, 3, 11))))
    return And(children) if drawn < 0.75 else Or(children)


def test_shards_keep_every_limit_and_read_only_what_went_before() -> None:
    """INVARIANT of the network: no ruleset past a limit, no conclusion read before its ruleset ran."""
    random = Random(3)
    program = program_of([random_node(random, 3, 0) for _ in range(400)], 12)

    shards = network_of(program).layers[0].shards

    later: set[int] = set()
    for shard in reversed(shards):
        mentions = [token for each in shard for token in each.body]
        assert len(shard) <= SAFE.conjunctions
        assert len(set(mentions)) <= SAFE.tokens
        assert max(map(mentions.count, set(mentions))) <= SAFE.mentions
        assert all(0 < len(each.body) <= SAFE.body for each in shard)
        assert not later & set(mentions)
        later |= {each.head for each in shard}
    assert len(shards) > 5


def test_the_limits_stay_well_inside_what_was_measured() -> None:
    """Past 255 rules on a test, 511 tests, 64 matches or 16 facts the C code errs, hangs or answers wrong."""
    assert SAFE.conjunctions < 255
    assert SAFE.tokens < 511
    assert SAFE.mentions < 64
    assert SAFE.body < 16


def test_a_program_past_all_division_is_refused() -> None:
    """Refused with a reason before anything is compiled: a held interpreter lock cannot be interrupted."""
    deep: Node = leaf(0)
    for _ in range(200):
        deep = And((deep,))

    with pytest.raises(ProgramTooLarge, match="nest more than 128 deep"):
        ReteEngine(program_of([deep], 1))
    with pytest.raises(ProgramTooLarge, match="more than 2 rulesets"):
        ReteEngine(program_of([And((leaf(n), leaf(n + 1))) for n in range(9)], 10), Limits(conjunctions=3, shards=2))


def test_a_rule_that_reads_its_own_stratum_is_refused() -> None:
    """Its conclusion is not there yet, so it would silently be not met."""
    with pytest.raises(ProgramOutOfOrder, match="r0000 is read before"):
        ReteEngine(program_of([leaf(0), RuleAt(0)], 1))


def test_a_closed_engine_refuses_to_answer() -> None:
    """Its rulesets are deleted: their handles may by now belong to another program."""
    engine = ReteEngine(program_of([leaf(0)], 1))
    engine.evaluate(flags(T))
    engine.close()
    engine.close()

    with pytest.raises(ReteClosed):
        engine.evaluate(flags(T))


def test_a_failing_ruleset_is_poisoned_and_built_anew() -> None:
    """The C module's own error costs one answer, never a wrong one, and the next question is answered again."""
    program = program_of([And((leaf(0), leaf(1))), Inverse(RuleAt(0))], 2, strata=[0, 1])
    with ReteEngine(program) as engine:
        engine.evaluate(flags(T, T))
        handle = engine._layers[0][0]._handle
        assert handle is not None
        durable_rules_engine.delete_ruleset(handle)

        with pytest.raises(ReteFault, match="durable-rules failed: error"):
            engine.evaluate(flags(T, T))

        assert engine.evaluate(flags(T, T)).rules == (T, F)
        assert engine.evaluate(flags(T, F)).rules == (F, T)


def test_a_firing_that_does_not_fit_its_rule_is_no_answer() -> None:
    """The engine has been seen firing a neighbour's rules: each firing is held against the rule that it names."""
    program = program_of([And((leaf(0), leaf(1))), And((leaf(2), leaf(3)))], 4)
    crossed = program_of([And((leaf(2), leaf(3))), And((leaf(0), leaf(1)))], 4)
    with ReteEngine(program) as engine, ReteEngine(crossed) as other:
        assert engine.evaluate(flags(T, T, T, T)).rules == other.evaluate(flags(T, T, T, T)).rules
        engine._layers[0][0]._handle, other._layers[0][0]._handle = other._layers[0][0]._handle, None

        with pytest.raises(ReteFault, match="r1 fired on"):
            engine.evaluate(flags(T, T, F, F))

        assert engine.evaluate(flags(T, T, F, F)).rules == (T, F)


def test_a_firing_on_what_was_not_asserted_is_no_answer() -> None:
    """A state that was left behind by an earlier question belongs to another subject: its facts prove nothing here."""
    program = program_of([And((leaf(0), leaf(1))), And((leaf(2), leaf(3)))], 4)
    with ReteEngine(program) as engine:
        engine.evaluate(flags(T, T, F, F))
        ruleset = engine._layers[0][0]
        durable_rules_engine.assert_fact(ruleset._handle, next(iter(ruleset._facts.values())))

        with pytest.raises(ReteFault):
            engine.evaluate(flags(F, T, T, T))

        assert engine.evaluate(flags(F, T, T, T)).rules == (F, T)


def test_rules_of_one_meaning_are_concluded_once() -> None:
    """Three hundred measures upon one finding are one conjunction, each with its own answer; none is left out."""
    both = And((leaf(0), leaf(1)))
    values = [both, leaf(1), And((leaf(1), leaf(0))), *[And((RuleAt(0), leaf(2)))] * 300, *[RuleAt(0)] * 300]
    program = program_of(values, 3, strata=[0, 0, 0, *[1] * 600])

    network = network_of(program)

    assert [len(layer.shards) for layer in network.layers] == [1]
    assert len(network.layers[0].shards[0]) == 2
    assert rules_of(program, T, T, U) == (T, T, T, *[U] * 300, *[T] * 300)
    assert rules_of(program, F, T, T) == (F, T, F, *[F] * 600)


def test_only_a_negation_waits_for_another_run() -> None:
    """Positive conclusions chain inside one ruleset; what is negated must first be decided for both readings."""
    values = [And((leaf(0), leaf(1))), And((RuleAt(0), leaf(2))), And((Inverse(RuleAt(1)), leaf(0)))]
    program = program_of(values, 3, strata=[0, 1, 2])

    assert [len(layer.decided) for layer in network_of(program).layers] == [2, 1]
    for row in product((T, F, U), repeat=3):
        assert rules_of(program, *row) == expected(program, row)


def test_engines_of_one_process_do_not_mix() -> None:
    """Ruleset names are unique, and a closed engine's handles go back without harm to the others."""
    same, other = program_of([leaf(0)], 1), program_of([Inverse(leaf(0))], 1)
    with ReteEngine(same) as first, ReteEngine(other) as second:
        for _ in range(50):
            with ReteEngine(other) as passing:
                assert passing.evaluate(flags(F)).rules == (T,)
            assert first.evaluate(flags(T)).rules == (T,)
            assert second.evaluate(flags(T)).rules == (F,)


def test_several_threads_get_the_answers_to_their_own_questions() -> None:
    """Two threads in one ruleset crash the C code or share a state: one lock for each ruleset."""
    program = program_of([And((leaf(0), Inverse(leaf(1)))), Inverse(RuleAt(0))], 2, strata=[0, 1])
    rows = list(product((T, F, U), repeat=2)) * 40

    with ReteEngine(program) as engine, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda row: engine.evaluate(flags(*row)).rules, rows))

    assert answers == [expected(program, row) for row in rows]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_thousands_of_evaluations_leave_memory_as_it_was() -> None:
    """A state that is not deleted, or a fact that stays, costs some hundred bytes each time and ends the process one day."""
    program = program_of([And((leaf(n), Or((leaf(n + 1), Inverse(leaf(n + 2)))))) for n in range(10)], 12)
    rows = [flags(*(RANK[(shift * number) % 3] for number in range(12))) for shift in range(1, 9)]
    with ReteEngine(program) as engine:
        ask_all(engine, rows, 100)
        before = resident_bytes()

        ask_all(engine, rows, 600)

        assert resident_bytes() - before < 512 * 1024


def ask_all(engine: ReteEngine, situations: Sequence[Situation], times: int) -> None:
    for _ in range(times):
        for situation in situations:
            engine.evaluate(situation)


def resident_bytes() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
