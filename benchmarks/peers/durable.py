"""durable-rules alone: the records are asserted plainly and the C engine matches them, without our leaves or our guards.

A rule per leaf finds a record that passes; rules over what was found are plain conjunctions, `any` several rules with one
conclusion. Negation is not in the part of it that answers right, so the driver asserts "not found" tokens when a stratum
is drained, as anyone would have to. Two-valued only.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import count, product
from typing import Any

import durable_rules_engine  # type: ignore[import-not-found, unused-ignore]  # a C module without type information

from benchmarks.contestants import PlainTest, Unsayable, known_values, record_tests, truths_of
from benchmarks.questions import Questions
from engine.compile.program import And, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Situation, Truth

SID = "1"
_numbers = count(1)
Body = tuple[str, ...]


class Durable:
    name = "durable-rules alone"
    batch = 1
    children: tuple[int, ...] = ()

    def __init__(self, questions: Questions) -> None:
        if questions.unknown:
            raise Unsayable("durable-rules is two-valued")
        program = questions.program
        self._rules = len(program.rules)
        self._heads: dict[str, str] = {}
        bodies = [
            (f"r{number}", body) for number, rule in enumerate(program.rules) for body in _bodies(rule.value, True)
        ]
        self._negated = tuple(sorted({token[1:] for _, body in bodies for token in body if token[0] == "-"}))
        self._strata = tuple(
            tuple(token for token in self._negated if _stratum(token, program) == stratum)
            for stratum in range(-1, program.strata)
        )
        self._read = frozenset(token for _, body in bodies for token in body)
        self._handle = durable_rules_engine.create_ruleset(
            f"alone-{next(_numbers)}", json.dumps(self._definition(program, bodies))
        )

    def _definition(self, program: Program, bodies: Sequence[tuple[str, Body]]) -> dict[str, Any]:
        definition: dict[str, Any] = {}
        for number, leaf in enumerate(program.leaves):
            for tests in product(*_alternatives(*record_tests(leaf))):
                name = f"x{len(definition)}"
                self._heads[name] = f"l{number}"
                definition[name] = {"all": [{"a0": tests[0] if len(tests) == 1 else {"$and": list(tests)}}]}
        for head, body in bodies:
            name = f"x{len(definition)}"
            self._heads[name] = head
            definition[name] = {"all": [{f"a{place}": {"t": token}} for place, token in enumerate(body)]}
        return definition

    def asked(self, situations: Sequence[Situation]) -> list[str]:
        (situation,) = situations
        facts = (
            {"id": number, "sid": SID, "kind": kind, **values}
            for number, (kind, values) in enumerate(known_values(situation), 1)
        )
        return [json.dumps(fact) for fact in facts]

    def answer(self, asked: list[str]) -> set[str]:
        held: set[str] = set()
        number = len(asked)
        for fact in asked:
            number = self._drained(fact, held, number)
        for negated in self._strata:
            for token in negated:
                if token not in held:
                    number = self._drained(self._token(f"-{token}", number + 1), held, number + 1)
        durable_rules_engine.delete_state(self._handle, SID)
        return held

    def truths(self, answer: set[str]) -> list[tuple[Truth, ...]]:
        held = {int(token[1:]) for token in answer if token[0] == "r"}
        return [truths_of(held, held, self._rules)]

    def close(self) -> None:
        durable_rules_engine.delete_ruleset(self._handle)

    def _token(self, token: str, number: int) -> str:
        return json.dumps({"id": number, "sid": SID, "t": token})

    def _drained(self, fact: str, held: set[str], number: int) -> int:
        """Asserts the fact and what follows from it; the number of the last fact asserted."""
        pending = [fact]
        while pending:
            code, state = durable_rules_engine.assert_fact(self._handle, pending.pop())
            if code > 1:
                raise RuntimeError(f"assert_fact answered {code}")
            if code == 1:
                continue
            answer = durable_rules_engine.start_action_for_state(self._handle, state)
            frame = answer[1] if answer else None
            while frame is not None:
                for name in json.loads(frame):
                    head = self._heads[name]
                    if head not in held:
                        held.add(head)
                        if head in self._read:
                            number += 1
                            pending.append(self._token(head, number))
                frame = durable_rules_engine.complete_and_start_action(self._handle, state)
        return number


def _bodies(node: Node, positive: bool) -> list[Body]:
    """The conjunctions that say the node, as tokens; "-" marks what was not found."""
    match node:
        case Inverse(child=child):
            return _bodies(child, not positive)
        case And(children=children) | Or(children=children):
            each = [_bodies(child, positive) for child in children]
            if isinstance(node, And) is not positive:
                return [body for bodies in each for body in bodies]
            return [tuple(dict.fromkeys(token for body in chosen for token in body)) for chosen in product(*each)]
        case LeafAt(index=index) | RuleAt(index=index):
            name = f"{'l' if isinstance(node, LeafAt) else 'r'}{index}"
            return [(name if positive else f"-{name}",)]
        case _:
            raise Unsayable(str(node))


def _stratum(token: str, program: Program) -> int:
    return -1 if token[0] == "l" else program.rules[int(token[1:])].stratum


def _alternatives(kind: str, tests: tuple[PlainTest, ...]) -> Iterator[list[dict[str, Any]]]:
    """For each test the ways to pass it; `in` has several, `between` is two tests."""
    yield [{"kind": kind}]
    for test in tests:
        match test.op:
            case "eq" | "in":
                yield [{test.field: value} for value in test.operands]
            case "between":
                yield [{"$gte": {test.field: test.operands[0]}}]
                yield [{"$lte": {test.field: test.operands[1]}}]
            case _:
                yield [{f"${test.op}": {test.field: test.operands[0]}}]
