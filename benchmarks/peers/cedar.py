"""Cedar (cedarpy): two sets of policies over parsed handles, asked one after the other.

Cedar has no "some record of this list": a kind has as many places as a subject has records of it, and a leaf is the
alternative over the places. Policies do not chain: a first request finds the leaves that hold, a second one, told their
names, the rules, with what they `met` written out. With unknowns each leaf and rule is two policies in the same set, for
what surely and for what possibly holds; an unknown field is absent (`has`), a negation in one reading reads the other.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import cedarpy

from benchmarks.contestants import PlainTest, Unsayable, known_values, record_tests, truths_of
from benchmarks.pack_text import KINDS
from benchmarks.questions import Questions
from engine.compile.program import And, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Situation, Truth

SYMBOLS = {"eq": "==", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
NAMES = {kind: kind.rpartition(".")[2] for kind in KINDS}
REQUEST = {"principal": 'S::"s"', "action": 'Action::"a"', "resource": 'S::"s"'}


class Cedar:
    name = "cedarpy"
    batch = 1
    children: tuple[int, ...] = ()

    def __init__(self, questions: Questions) -> None:
        program = questions.program
        self._rules, self._leaves = len(program.rules), len(program.leaves)
        self._readings = ("s", "p") if questions.unknown else ("s",)
        places = max(
            sum(fact.kind == kind for fact in situation.facts) for situation in questions.situations for kind in KINDS
        )
        self._leaf_policies = _policies(leaf_conditions(program, self._readings, places))
        self._rule_policies = _policies(rule_conditions(program, self._readings))
        self._nobody = cedarpy.Entities.from_json_str("[]")

    def asked(self, situations: Sequence[Situation]) -> str:
        (situation,) = situations
        context: dict[str, Any] = {}
        taken = dict.fromkeys(KINDS, 0)
        for kind, values in known_values(situation):
            context[f"{NAMES[kind]}_{taken[kind]}"] = values
            taken[kind] += 1
        return json.dumps(context)

    def answer(self, asked: str) -> list[str]:
        leaves = self._satisfied(self._leaf_policies, asked)
        held: dict[str, list[str]] = {reading: [] for reading in self._readings}
        for policy in leaves:
            number, reading = divmod(int(policy[6:]), len(self._readings))
            held[self._readings[reading]].append(f"l{number}")
        return self._satisfied(self._rule_policies, json.dumps(held))

    def truths(self, answer: list[str]) -> list[tuple[Truth, ...]]:
        numbers = [divmod(int(policy[6:]), len(self._readings)) for policy in answer]
        held = [{number for number, reading in numbers if reading == each} for each in range(len(self._readings))]
        return [truths_of(held[0], held[-1], self._rules)]

    def close(self) -> None:
        return

    def _satisfied(self, policies: cedarpy.PolicySet, context: str) -> list[str]:
        """The policies that permit, named policy0, policy1, … in the order they were written."""
        result = cedarpy.is_authorized({**REQUEST, "context": context}, policies, self._nobody)
        if result.diagnostics.errors:
            raise ValueError(result.diagnostics.errors)
        return result.diagnostics.reasons


def _policies(conditions: Iterable[str]) -> cedarpy.PolicySet:
    return cedarpy.PolicySet.from_str(
        "\n".join(f"permit(principal, action, resource) when {{ {each} }};" for each in conditions)
    )


def leaf_conditions(program: Program, readings: Sequence[str], places: int) -> list[str]:
    unknowns = len(readings) > 1
    return [
        " || ".join(
            f"(context has {place} && {' && '.join(_test(test, f'context.{place}', reading, unknowns) for test in tests)})"
            for place in (f"{NAMES[kind]}_{number}" for number in range(places))
        )
        for kind, tests in map(record_tests, program.leaves)
        for reading in readings
    ]


def rule_conditions(program: Program, readings: Sequence[str]) -> list[str]:
    return [_node(program, rule.value, reading, readings, True) for rule in program.rules for reading in readings]


def _test(test: PlainTest, record: str, reading: str, unknowns: bool) -> str:
    values = [json.dumps(value) for value in test.operands]
    field = f"{record}.{test.field}"
    match test.op:
        case "in":
            written = f"[{', '.join(values)}].contains({field})"
        case "between":
            written = f"({field} >= {values[0]} && {field} <= {values[1]})"
        case _:
            written = f"{field} {SYMBOLS[test.op]} {values[0]}"
    if not unknowns:
        return written
    known = f"{record} has {test.field}"
    return f"({known} && {written})" if reading == "s" else f"(!({known}) || {written})"


def _node(program: Program, node: Node, reading: str, readings: Sequence[str], positive: bool) -> str:
    match node:
        case And(children=children) | Or(children=children):
            word = " && " if isinstance(node, And) is positive else " || "
            return f"({word.join(_node(program, child, reading, readings, positive) for child in children)})"
        case Inverse(child=child):
            return _node(program, child, reading, readings, not positive)
        case RuleAt(index=index):
            return _node(program, program.rules[index].value, reading, readings, positive)
        case LeafAt(index=index):
            other = next((each for each in readings if each != reading), reading)
            return f'context.{reading}.contains("l{index}")' if positive else f'!context.{other}.contains("l{index}")'
        case _:
            raise Unsayable(str(node))
