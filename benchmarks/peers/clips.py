"""CLIPS (clipspy): one defrule per rule of the program, over records as facts; conclusions chain by salience.

With unknowns each rule is written twice, for what surely and for what possibly holds; an unknown slot is the symbol
`unknown`, which fails every sure test and passes every possible one; a negation in one reading reads the other.

clipspy 1.0.6 never releases a fact that it asserted (it calls ReleaseFact with an argument too many and swallows the error), so
that an environment grows slower with every subject. The facts are released here, which keeps the peer at its full speed.
"""

from collections.abc import Sequence
from typing import Any

import clips  # type: ignore[import-untyped, unused-ignore]  # it comes without type information

from benchmarks.contestants import PlainTest, Unsayable, known_values, record_tests, truths_of
from benchmarks.questions import FIELDS, Questions
from engine.compile.program import And, Inverse, LeafAt, Node, Or, Program, RuleAt
from engine.facts import Plain, Situation, Truth

release = clips.facts.lib.ReleaseFact
COMPARED = {"gt": "> {v} {0}", "gte": ">= {v} {0}", "lt": "< {v} {0}", "lte": "<= {v} {0}", "between": "<= {0} {v} {1}"}
READINGS = ("sure", "possible")


class Clips:
    name = "clipspy"
    batch = 1
    children: tuple[int, ...] = ()

    def __init__(self, questions: Questions) -> None:
        self._rules = len(questions.program.rules)
        self._readings = READINGS if questions.unknown else READINGS[:1]
        self._environment = clips.Environment()
        for construct in constructs(questions.program, self._readings):
            self._environment.build(construct)
        self._templates = {t.name: t for t in self._environment.templates()}

    def asked(self, situations: Sequence[Situation]) -> list[tuple[Any, dict[str, Any]]]:
        (situation,) = situations
        return [
            (self._templates[kind], {name: _slot_value(value) for name, value in values.items()})
            for kind, values in known_values(situation)
        ]

    def answer(self, asked: list[tuple[Any, dict[str, Any]]]) -> list[tuple[int, ...]]:
        environment = self._environment
        environment.reset()
        for template, values in asked:
            release(template.assert_fact(**values)._fact)  # what its own __del__ means to do
        environment.run()
        return [tuple(environment.eval(f"?*{reading}*")) for reading in self._readings]

    def truths(self, answer: list[tuple[int, ...]]) -> list[tuple[Truth, ...]]:
        return [truths_of(set(answer[0]), set(answer[-1]), self._rules)]

    def close(self) -> None:
        self._environment.clear()


def constructs(program: Program, readings: Sequence[str]) -> list[str]:
    """Templates, one global for each reading that collects the rules that hold, and the rules."""
    kinds = sorted({record_tests(leaf)[0] for leaf in program.leaves} | set(program.kinds) - {"subject", "entry"})
    slots = " ".join(f"(slot {name} (default unknown))" for name in FIELDS)
    built = [f"(deftemplate {kind} {slots})" for kind in kinds]
    for reading in readings:
        built += [f"(defglobal ?*{reading}* = (create$))", f"(deftemplate {reading} (slot rule))"]
    for number, rule in enumerate(program.rules):
        for reading in readings:
            condition = _Writer(program, reading, len(readings) > 1).condition(rule.value, True)
            then = f"(assert ({reading} (rule {number}))) (bind ?*{reading}* (create$ ?*{reading}* {number}))"
            twice_is_once = f"(not ({reading} (rule {number})))"
            built.append(
                f"(defrule {reading}{number} (declare (salience {-rule.stratum})) {condition} {twice_is_once} => {then})"
            )
    return built


class _Writer:
    def __init__(self, program: Program, reading: str, unknowns: bool) -> None:
        self._program, self._unknowns = program, unknowns
        self._readings = {True: reading, False: reading}
        if unknowns:
            self._readings[False] = READINGS[reading == READINGS[0]]
        self._variables = 0

    def condition(self, node: Node, positive: bool) -> str:
        match node:
            case And(children=children) | Or(children=children):
                word = "and" if isinstance(node, And) is positive else "or"
                return f"({word} {' '.join(self.condition(child, positive) for child in children)})"
            case Inverse(child=child):
                return self.condition(child, not positive)
            case LeafAt(index=index):
                return f"({'exists' if positive else 'not'} {self._record(index, self._readings[positive])})"
            case RuleAt(index=index):
                fact = f"({self._readings[positive]} (rule {index}))"
                return fact if positive else f"(not {fact})"
            case _:
                raise Unsayable(str(node))

    def _record(self, index: int, reading: str) -> str:
        kind, tests = record_tests(self._program.leaves[index])
        return f"({kind} {' '.join(self._slot(test, reading) for test in tests)})"

    def _slot(self, test: PlainTest, reading: str) -> str:
        values = [_literal(value) for value in test.operands]
        possible = reading == "possible" and self._unknowns
        if test.op in {"eq", "in"}:
            return f"({test.field} {'|'.join((*values, *['unknown'] * possible))})"
        self._variables += 1
        variable = f"?v{self._variables}"
        comparison = f"({COMPARED[test.op].format(*values, v=variable)})"
        if self._unknowns:
            known = f"(neq {variable} unknown)"
            comparison = f"(or (not {known}) {comparison})" if possible else f"(and {known} {comparison})"
        return f"({test.field} {variable}&:{comparison})"


def _literal(value: Plain) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)


def _slot_value(value: Plain) -> Any:
    return clips.Symbol(value) if isinstance(value, str) else value
