"""Both engines in this process, for tests that want real readings; and engines that fail or contradict each other."""

from collections.abc import Callable, Sequence

from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.facts import Situation, Truth
from engine.rete import ReteEngine

Answer = tuple[Readings, Readings | None]


class BothEngines:
    """An Evaluator over the closures and the C engine; engines are kept by program until `close`."""

    def __init__(self) -> None:
        self._engines: dict[str, tuple[Callable[[Situation], Readings], ReteEngine]] = {}

    def evaluate(self, program: Program, situations: Sequence[Situation]) -> Sequence[Answer]:
        if program.digest not in self._engines:
            self._engines[program.digest] = (compile_direct(program), ReteEngine(program))
        direct, rete = self._engines[program.digest]
        return [(direct(situation), rete.evaluate(situation)) for situation in situations]

    def close(self) -> None:
        for _, rete in self._engines.values():
            rete.close()
        self._engines.clear()


class OneEngine:
    """The C engine is out of service."""

    def evaluate(self, program: Program, situations: Sequence[Situation]) -> Sequence[Answer]:
        direct = compile_direct(program)
        return [(direct(situation), None) for situation in situations]


class Contrary:
    """The C engine says the opposite of whatever rule is named by the end of its key."""

    def __init__(self, disputed: str) -> None:
        self._disputed = disputed

    def evaluate(self, program: Program, situations: Sequence[Situation]) -> Sequence[Answer]:
        direct = compile_direct(program)
        answers = [direct(situation) for situation in situations]
        return [(readings, self._contradicted(program, readings)) for readings in answers]

    def _contradicted(self, program: Program, readings: Readings) -> Readings:
        turned = {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET, Truth.UNKNOWN: Truth.NOT_MET}
        rules = tuple(
            turned[truth] if rule.key.endswith(self._disputed) else truth
            for rule, truth in zip(program.rules, readings.rules, strict=True)
        )
        return Readings.of(readings.leaves, rules)
