"""ZEN (zen-engine): one decision; a node computes every leaf with `some` over the records, the next ones the rules.

With unknowns every leaf and rule has two expressions in the same decision, for what surely and for what possibly holds;
an unknown field is null, and a negation in one reading reads the other.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import zen

from benchmarks.contestants import PlainTest, Unsayable, known_values, record_tests, truths_of
from benchmarks.pack_text import KINDS
from benchmarks.questions import FIELDS, Questions
from engine.compile.program import And, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Situation, Truth

SYMBOLS = {"eq": "==", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
NAMES = {kind: kind.rpartition(".")[2] for kind in KINDS}


class Zen:
    name = "zen-engine"
    batch = 1
    children: tuple[int, ...] = ()

    def __init__(self, questions: Questions) -> None:
        self._rules = len(questions.program.rules)
        self._readings = ("s", "p") if questions.unknown else ("s",)
        self._decision = zen.ZenEngine().create_decision(json.dumps(decision(questions.program, self._readings)))

    def asked(self, situations: Sequence[Situation]) -> bytes:
        (situation,) = situations
        context: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES.values()}
        for kind, values in known_values(situation):
            context[NAMES[kind]].append({name: values.get(name) for name in FIELDS})
        return json.dumps(context).encode()

    def answer(self, asked: bytes) -> Any:
        return self._decision.evaluate(asked)["result"]

    def truths(self, answer: Any) -> list[tuple[Truth, ...]]:
        held = [
            {number for number in range(self._rules) if answer[f"r{number}{reading}"]} for reading in self._readings
        ]
        return [truths_of(held[0], held[-1], self._rules)]

    def close(self) -> None:
        return


def decision(program: Program, readings: Sequence[str]) -> dict[str, Any]:
    """The decision as JDM: input, leaves, rules, output."""
    leaves = [
        (f"l{number}{reading}", _leaf(record_tests(leaf), reading == "p", len(readings) > 1))
        for number, leaf in enumerate(program.leaves)
        for reading in readings
    ]
    rules = [
        (f"r{number}{reading}", _node(rule.value, reading, readings, True))
        for number, rule in enumerate(program.rules)
        for reading in readings
    ]
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        _expressions("leaves", leaves),
        _expressions("rules", rules),
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]
    names = [node["id"] for node in nodes]
    edges = [{"id": f"{one}-{two}", "sourceId": one, "targetId": two, "type": "edge"} for one, two in pairwise(names)]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def _expressions(name: str, expressions: Iterable[tuple[str, str]]) -> dict[str, Any]:
    written = [{"id": key, "key": key, "value": value} for key, value in expressions]
    content = {"expressions": written, "passThrough": False, "executionMode": "single"}
    return {"id": name, "name": name, "type": "expressionNode", "position": {"x": 0, "y": 0}, "content": content}


def _leaf(record: tuple[str, tuple[PlainTest, ...]], possible: bool, unknowns: bool) -> str:
    kind, tests = record
    return f"some({NAMES[kind]}, {' and '.join(_test(test, possible, unknowns) for test in tests)})"


def _test(test: PlainTest, possible: bool, unknowns: bool) -> str:
    values = [json.dumps(value) for value in test.operands]
    field = f"#.{test.field}"
    match test.op:
        case "in":
            written = f"{field} in [{', '.join(values)}]"
        case "between":
            written = f"{field} in [{values[0]}..{values[1]}]"
        case _:
            written = f"{field} {SYMBOLS[test.op]} {values[0]}"
    if not unknowns:
        return written
    return f"({field} == null or {written})" if possible else f"({field} != null and {written})"


def _node(node: Node, reading: str, readings: Sequence[str], positive: bool) -> str:
    """The node or its negation in that reading; a negated leaf or rule is read in the other one."""
    match node:
        case And(children=children) | Or(children=children):
            word = " and " if isinstance(node, And) is positive else " or "
            return f"({word.join(_node(child, reading, readings, positive) for child in children)})"
        case Inverse(child=child):
            return _node(child, reading, readings, not positive)
        case LeafAt(index=index):
            return _named(f"l{index}", reading, readings, positive)
        case RuleAt(index=index):
            return _named(f"$.r{index}", reading, readings, positive)
        case _:
            raise Unsayable(str(node))


def _named(name: str, reading: str, readings: Sequence[str], positive: bool) -> str:
    if positive:
        return name + reading
    other = next((each for each in readings if each != reading), reading)
    return f"not {name}{other}"
