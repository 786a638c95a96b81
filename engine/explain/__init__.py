"""Findings become reasons: the records behind them, the values compared, what is missing, what stands against it.

`explain` gives data (spec chapter 14), `reasons` plain sentences, `why` sentences for one audience, each with its article,
`trace_of` the canonical record of a judgement. Nothing here decides: readings are the direct engine's, truths the
judgement's.
"""

from engine.explain.explaining import date_of_act, explain
from engine.explain.explanation import Compared, ComparedOperand, Explanation, Place, StandingRead
from engine.explain.sentence import Audience, Sentence
from engine.explain.trace import RuleTrace, Trace, rule_trace, trace_of
from engine.explain.why import why
from engine.explain.wording import reasons

__all__ = [
    "Audience",
    "Compared",
    "ComparedOperand",
    "Explanation",
    "Place",
    "RuleTrace",
    "Sentence",
    "StandingRead",
    "Trace",
    "date_of_act",
    "explain",
    "reasons",
    "rule_trace",
    "trace_of",
    "why",
]
