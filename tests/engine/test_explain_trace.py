"""The canonical record of a judgement: the same question gives the same bytes, another one gives others."""

import hashlib
import json
from dataclasses import replace
from random import Random

import pytest

from engine.catalogue import Catalogue
from engine.compile import compile_program
from engine.compile.program import Program
from engine.direct import compile_direct
from engine.evaluate import judge
from engine.explain import Audience, Trace, trace_of, why
from engine.explain.trace import rule_trace
from engine.facts import Situation, Truth
from engine.pack import Pack
from tests.engine.explanations.building import pack_of, program_of
from tests.engine.explanations.law import CATALOGUE, DAY, KEY
from tests.engine.explanations.worked import EXAMPLES
from tests.engine.explanations.writing import judged
from tests.engine.generated import question

T, F, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def traced(program: Program, situation: Situation) -> Trace:
    return trace_of(program, situation, judged(program, situation))


GOLDEN = {
    ("record", T): "sha256:af40d5e3be43dd019831cac598089e13bfe8613afff343d973d19670a02e26bf",
    ("record", F): "sha256:3a590385d00d404d782c67c28d32f84a974d32c34d1f67b6d76261403b871eb8",
    ("record", U): "sha256:5245c9a20a80fcfcbab0859f2d10012a6868baab64ed3ba9f8db25e6f00bfc26",
    ("with", F): "sha256:eb8629409216bd7d83816800a073fb92b9fe9756c761914c3e24f9601f575cc4",
    ("without", U): "sha256:1a9d45073792e8face727e336e29e0347ed9d9090de628d695dc9a751d28ddd5",
    ("count-span", T): "sha256:7b7660f58cfd264aeefa3f2739a254042a4b9bd9267e8a0d49bc09d54749f996",
    ("sum", U): "sha256:bd2e770f8bde471c23c41f6e1880dac6c06d800e81b6ad7d2a28b7f7b51376e7",
    ("ratio-of-count-and-sum", F): "sha256:218be700e9707db47050e20ef5043c6d77880037ff4e8e63158f0b995970d86b",
    ("entry-of-role-at-start", T): "sha256:dbee39fb55e34d501ccaffab696fc261e5164bd3325aa794176be30f3cad1368",
    ("ban", T): "sha256:f2a1c00838237dab355817907487bd43de2433150035145216c7dd9efc68f73d",
    ("past-working-days", U): "sha256:ede76a3070ba63bdf6d0c6a1041bd93eb2fd40089a1c47f6e71bc73326ca1461",
    ("unless", F): "sha256:70e1cc5b9ede0c6ed954a8ac011e50608c47ad984bebaecb9fb8a2d1c7521ae2",
}


@pytest.mark.parametrize(("name", "truth"), list(GOLDEN))
def test_a_worked_case_keeps_its_hash(name, truth):
    """Golden: a change of these bytes would make every hash that was ever recorded unrepeatable (raise FORMAT then)."""
    example = EXAMPLES[name]

    assert traced(program_of(example), example.situations[truth]).digest == GOLDEN[name, truth]


def shuffled(situation: Situation, random: Random) -> Situation:
    """The same situation with its facts, entries, bans and persons in another order."""
    parts = {part: list(getattr(situation, part)) for part in ("facts", "entries", "bans", "related")}
    for values in parts.values():
        random.shuffle(values)
    return replace(situation, **{part: tuple(values) for part, values in parts.items()})


def reordered(packs: tuple[Pack, ...], random: Random) -> list[Pack]:
    """The same packs in another order, and their rules and measures too."""
    mixed = [
        replace(
            pack,
            rules=tuple(random.sample(pack.rules, len(pack.rules))),
            measures=tuple(random.sample(pack.measures, len(pack.measures))),
        )
        for pack in packs
    ]
    random.shuffle(mixed)
    return mixed


def test_no_order_of_facts_packs_or_rules_changes_a_byte():
    """Whoever evaluates the same question again, in whatever order it was stored, must get the same hash."""
    for seed in range(40):
        asked, random = question(Random(seed)), Random(seed)
        situations = asked.situations[:3]
        first = compile_program(asked.packs, asked.catalogue, asked.law_at)
        second = compile_program(reordered(tuple(asked.packs), random), asked.catalogue, asked.law_at)
        for situation in situations:
            again = traced(second, shuffled(situation, random))
            assert again.text == traced(first, situation).text, seed


@pytest.mark.parametrize("name", ["record", "with", "entry-of-role", "sum", "unless"])
def test_every_difference_in_truth_is_another_trace(name):
    """A hash that did not change with the answer would prove nothing."""
    example = EXAMPLES[name]
    program = program_of(example)

    digests = {traced(program, situation).digest for situation in example.situations.values()}

    assert len(digests) == 3


def test_the_text_is_canonical_json_and_the_digest_is_its_sha256():
    """Anybody can check it: sorted keys, no blanks, UTF-8, no number that is not whole."""
    example = EXAMPLES["record"]

    trace = traced(program_of(example), example.situations[T])

    read = json.loads(trace.text, parse_float=pytest.fail)
    assert json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == trace.text
    assert trace.digest == "sha256:" + hashlib.sha256(trace.text.encode()).hexdigest()


def test_a_rules_record_is_its_part_of_the_judgement():
    """One finding can be checked without the others; its hash is of exactly the bytes that stand in the whole."""
    example = EXAMPLES["met"]
    program, situation = program_of(example), example.situations[T]
    judgement = judged(program, situation)

    whole, alone = trace_of(program, situation, judgement), rule_trace(program, situation, judgement, KEY)

    assert whole.rule(KEY) == alone
    assert alone.text in whole.text
    assert [one.key for one in whole.rules] == sorted(rule.key for rule in program.rules)
    assert whole.rule("rules/cn/example#nowhere") is None


def test_a_record_says_what_was_read_and_compared():
    """Rule, release, truth, records, values in engine units, the parameter's dates and articles, what is missing."""
    example = EXAMPLES["record"]
    program = program_of(example)

    [met] = json.loads(traced(program, example.situations[T]).text)["rules"]
    [unknown] = json.loads(traced(program, example.situations[U]).text)["rules"]

    assert (met["rule"], met["pack"], met["version"]) == (KEY, "rules/cn/example", "2022.1")
    assert (met["truth"], met["agreed"], met["records"], met["missing"]) == ("met", True, ["f1"], [])
    basis = {"source": "order", "document": "示例令第1号", "assurance": "verified"}
    assert met["basis"] == [{**basis, "article": "5"}]
    amount = next(one for one in met["compared"] if one["field"] == "amount")
    assert amount == {
        "rule": KEY,
        "kind": "penalty",
        "fact": "f1",
        "field": "amount",
        "op": "gte",
        "value": 12_345_678,
        "with": [
            {
                "value": 10_000_000,
                "parameter": "floor",
                "unit": "CNY",
                "from": "2022-02-01",
                "until": None,
                "basis": [{**basis, "article": "6(1)"}],
            }
        ],
        "truth": "met",
    }
    assert unknown["missing"] == [
        {"kind": "penalty", "fact": "f1", "field": "final"},
        {"kind": "penalty", "fact": "f2", "field": "amount"},
    ]


def test_a_dispute_is_recorded_and_nothing_else_of_its_rule():
    """What the engines differ on has no evidence that could be shown; that they differ is part of the record."""
    example = EXAMPLES["record"]
    program, situation = program_of(example), example.situations[T]
    ours, theirs = (compile_direct(program)(example.situations[truth]) for truth in (T, F))

    [rule] = json.loads(trace_of(program, situation, judge(program, situation, ours, theirs)).text)["rules"]

    assert (rule["truth"], rule["agreed"]) == ("unknown", False)
    assert [rule[part] for part in ("records", "compared", "missing", "failed")] == [[], [], [], []]


def test_one_engine_alone_is_another_trace():
    """An answer in the degraded mode must never pass for one that both engines gave."""
    example = EXAMPLES["record"]
    program, situation = program_of(example), example.situations[T]
    readings = compile_direct(program)(situation)

    degraded = trace_of(program, situation, judge(program, situation, readings, None))

    assert json.loads(degraded.text)["engines"] == 1
    assert degraded.digest != traced(program, situation).digest


def test_wording_is_no_part_of_the_trace():
    """Titles may be put better without making a recorded hash unrepeatable."""
    example = EXAMPLES["record"]
    rule = program_of(example).rules[0].rule
    put_better = compile_program((pack_of((replace(rule, title="另一标题", explain=""),)),), _retitled(), DAY)

    again = traced(put_better, example.situations[T])

    assert again.digest == traced(program_of(example), example.situations[T]).digest


def _retitled() -> Catalogue:
    kinds = {name: replace(kind, title="另一名称") for name, kind in CATALOGUE.kinds.items()}
    return replace(CATALOGUE, kinds=kinds)


def test_the_auditor_reads_the_hash_of_the_record():
    """What the auditor is shown can be compared with what was recorded."""
    example = EXAMPLES["record"]
    program, situation = program_of(example), example.situations[T]
    judgement = judged(program, situation)

    texts = [one.text for one in why(program, situation, judgement, KEY, Audience.AUDITOR)]

    assert f"本条规范记录的摘要 {rule_trace(program, situation, judgement, KEY).digest}。" in texts
