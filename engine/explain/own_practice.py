"""What a list's procedure and remedy say of the law, apart from what is this service's own practice (local policy).

INVARIANT: no word of our own practice stands in a sentence that cites an article. A step marked `local_policy` rests on
the law only where it has a basis; its term and the bracket that closes its title are then ours. In any text the clauses
and brackets that speak of 本平台 are ours, marked or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.explain.audience_words import OWN_PRACTICE
from engine.explain.printing import printed_period
from engine.explain.sentence import Sentence
from engine.explain.telling import Asked
from engine.pack import ListDef, Step
from engine.periods import Period

_SELF = "本平台"
_CLAUSE = re.compile(r"(?:（[^（）]*）|[^；。：（])+[；。：]?|[（；。：]")
_OWN_BRACKET = re.compile(rf"（([^（）]*{_SELF}[^（）]*)）")
_LAST_BRACKET = re.compile(r"（([^（）]*)）$")
_ENDS = "；。：，"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """The law's words, without a stop at the end, and each remark of our own."""

    law: str
    ours: tuple[str, ...]


def parted(text: str) -> Parted:
    """The text without the clauses and brackets that speak of this service, and those.

    >>> parted("海关公示；本平台只登记来源文书")
    Parted(law='海关公示', ours=('本平台只登记来源文书',))
    """
    law, ours = "", []
    for clause in _CLAUSE.findall(text.strip()):
        ours += _OWN_BRACKET.findall(clause)
        rest = _OWN_BRACKET.sub("", clause)
        if _SELF in rest:
            ours.append(rest.strip(_ENDS))
        else:
            law += rest
    return Parted(law=law.strip(_ENDS), ours=tuple(ours))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedStep:
    """A step: what it is called, whether the law asks for it, the term that is ours, and our own remarks."""

    named: str
    of_law: bool
    term: Period | None
    remarks: tuple[str, ...]


def parted_step(step: Step) -> PartedStep:
    """What of the step is law and what is ours. Marked as ours without saying what: all of it is."""
    said = parted(step.title)
    if not step.local_policy:
        return PartedStep(named=said.law, of_law=bool(step.basis and said.law), term=None, remarks=said.ours)
    named = _LAST_BRACKET.sub("", said.law)
    remarks = (*_LAST_BRACKET.findall(said.law), *said.ours)
    if step.basis and named and (step.term or remarks):
        return PartedStep(named=named, of_law=True, term=step.term, remarks=remarks)
    return PartedStep(named=step.title, of_law=False, term=step.term, remarks=() if step.term else (step.title,))


def own_practice(step: PartedStep, asked: Asked, *, every_remark: bool) -> Iterator[Sentence]:
    """The term and the remarks that are ours, each marked as such; beside a term the remarks only if `every_remark`."""
    if step.term is not None:
        term = printed_period(str(step.term), asked.titles.lang)
        yield asked.ours(asked.titles.say(OWN_PRACTICE["term"], title=step.named, term=term))
    if step.term is None or every_remark:
        yield from map(asked.ours, step.remarks)


def remedy_told(listed: ListDef, texts: tuple[str, str], asked: Asked) -> Iterator[Sentence]:
    """The list's remedy under its articles, and what it says of this service apart; nothing where it has no article."""
    if not listed.remedy or not listed.remedy_basis:
        return
    told = parted(listed.remedy)
    if told.law:
        yield asked.sentence(texts, listed.remedy_basis, remedy=told.law)
    yield from map(asked.ours, told.ours)
