"""What each reader is told of a worked example, and the fixture's text."""

import re
from collections.abc import Iterator

from engine.compile.program import Program
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge
from engine.explain import Audience, Sentence, why
from engine.facts import Situation, Truth
from tests.engine.explanations.building import (
    Example,
    program_of,
)
from tests.engine.explanations.law import CATALOGUE, KEY, F, T, U


def judged(program: Program, situation: Situation) -> Judgement:
    readings = compile_direct(program)(situation)
    return judge(program, situation, readings, readings)


def sentences(example: Example, truth: Truth, audience: Audience, lang: str) -> tuple[Sentence, ...]:
    program, situation = program_of(example), example.situations[truth]
    return why(program, situation, judged(program, situation), KEY, audience, lang, catalogue=CATALOGUE)


def written(example: Example) -> str:
    """The fixture's text: each truth, audience and language, sentences indented by depth, each with its articles."""
    return "\n".join(_lines(example)) + "\n"


_OF_THE_PROGRAM = re.compile(r"(程序摘要 |判断摘要 |program |judgement )sha256:[0-9a-f]{64}")
_CUT = r"\1sha256:…"
"""Digests over the whole program are left out: they change with the catalogue's form, not with what is told here."""


def _lines(example: Example) -> Iterator[str]:
    for truth in (T, F, U):
        for audience in Audience:
            for lang in ("zh", "en"):
                yield f"== {truth} · {audience} · {lang}"
                for one in sentences(example, truth, audience, lang):
                    yield f"{'  ' * one.depth}{_OF_THE_PROGRAM.sub(_CUT, one.text)} 〔{one.cited}〕"
                yield ""
