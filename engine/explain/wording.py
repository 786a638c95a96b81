"""An explanation in plain sentences, Chinese or English, each with its article.

It says nothing that the explanation does not hold.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from engine.compile.program import Program
from engine.explain.comparison_words import compared_sentence
from engine.explain.explanation import Explanation, Place, StandingRead
from engine.explain.letter_style import in_western_marks
from engine.explain.template import filled
from engine.explain.titles import Titles
from engine.explain.words import (
    DISPUTED,
    EXCEPTIONS,
    FAILED,
    FIELD_FAILED,
    FIELD_MISSING,
    HEADS,
    LOOKED_AT,
    MISSING,
    NOT_COUNTED,
    NOT_STANDING,
    OF_NOBODY,
    STANDS,
    STANDS_OF_OTHER,
    UNTIL,
)
from engine.facts import UNKNOWN, Mark, Situation, Truth


def reasons(program: Program, situation: Situation, explanation: Explanation, lang: str = "zh") -> tuple[str, ...]:
    """The explanation as sentences in "zh" or "en": the head with its basis, then one per record, value or gap.

    KeyError where the program does not have the rule.
    """
    rules = {rule.key: rule for rule in program.rules}
    titles = Titles(program=program, situation=situation, lang=lang, rules=rules)
    told = dict.fromkeys(_sentences(explanation, titles))
    return tuple(told if lang == "zh" else dict.fromkeys(in_western_marks(one) for one in told))


def _sentences(explanation: Explanation, titles: Titles) -> Iterator[str]:
    rule = titles.rules[explanation.key]
    basis = titles.cited(rule.key, explanation.basis)
    head = DISPUTED if explanation.disputed else HEADS[explanation.truth]
    yield titles.say(head, title=rule.rule.title, basis=basis)
    if explanation.truth is Truth.MET and rule.rule.explain:
        yield from filled(rule.rule.explain, explanation, titles)
    for exception in rule.rule.unless:
        if exception.id in explanation.exceptions:
            applies = explanation.truth is Truth.NOT_MET
            cited = titles.cited(rule.key, exception.basis)
            yield titles.say(EXCEPTIONS[applies], title=exception.title, basis=cited)
    if explanation.truth is Truth.MET:
        yield from (standing_sentence(one, titles) for one in explanation.standing if one.truth is Truth.MET)
    yield from (compared_sentence(one, titles) for one in explanation.compared if one.value is not UNKNOWN)
    yield from (missing_sentence(place, titles) for place in explanation.missing)
    yield from (failed_sentence(place, titles) for place in not_said(explanation))


def not_said(explanation: Explanation) -> tuple[Place, ...]:
    """The failed places that no comparison tells of already."""
    told = tuple(one for one in explanation.compared if one.value is not UNKNOWN)
    said = {(one.kind, one.fact, one.field or one.figure) for one in told}
    said |= {(one.kind, one.fact, one.figure) for one in told}
    said |= {(one.kind, "*", one.field) for one in told if one.truth is Truth.NOT_MET}
    return tuple(place for place in explanation.failed if tuple(place) not in said)


def missing_sentence(place: Place, titles: Titles) -> str:
    if place.field not in MISSING and not (place.fact == "*" and place.kind in NOT_STANDING):
        return titles.ended(titles.unknown(place.kind, place.field))
    return _placed(place, MISSING, FIELD_MISSING, titles)


def failed_sentence(place: Place, titles: Titles) -> str:
    return _placed(place, FAILED, FIELD_FAILED, titles)


def _placed(place: Place, texts: Mapping[str, tuple[str, str]], of_field: tuple[str, str], titles: Titles) -> str:
    """A missing or failed fact as a sentence."""
    if place.fact == "*" and place.kind in NOT_STANDING and place.field != "coverage":
        named = titles.standing(place.kind, place.field)
        return titles.ended(titles.say(NOT_STANDING[place.kind], named=named))
    pattern = texts.get(place.field, of_field)
    kind, field = titles.kind(place.kind), titles.field(place.kind, place.field)
    return titles.ended(titles.say(pattern, kind=kind, field=field))


def standing_sentence(one: StandingRead, titles: Titles) -> str:
    """An entry or a ban that binds: from when to when, whose, and on which day the role was held.

    Of another person a masked sentence tells no more than that there is one.
    """
    hidden = titles.masked and one.role
    pattern = STANDS_OF_OTHER[one.kind] if hidden else STANDS[one.kind, bool(one.role)]
    return titles.ended(
        titles.say(
            pattern,
            named=titles.standing(one.kind, one.named),
            role=titles.role(one.role),
            held_on=titles.value(one.held_on, None),
            start=titles.value(one.start, None),
            until=_until(one.term_end, titles),
        )
    )


def _until(end: date | Mark, titles: Titles) -> str:
    if isinstance(end, Mark):
        return titles.say(UNTIL[end.value])
    return titles.say(UNTIL["day"], day=titles.day(end))


def looked_at_sentence(one: StandingRead, titles: Titles) -> str:
    """An entry or a ban that does not count, and why."""
    return titles.ended(
        titles.say(
            LOOKED_AT,
            named=titles.standing(one.kind, one.named),
            kind=titles.kind(one.kind),
            start=titles.value(one.start, None),
            why=titles.listed(_why_not(one, titles)),
        )
    )


def _why_not(one: StandingRead, titles: Titles) -> Iterator[str]:
    as_of = titles.situation.as_of
    if one.held is Truth.NOT_MET:
        held_on = titles.value(one.held_on, None)
        yield titles.say(NOT_COUNTED["role"], role=titles.role(one.role), held_on=held_on)
    if one.ended_on is not None and one.ended_on <= as_of:
        yield titles.say(NOT_COUNTED["ended"], day=titles.day(one.ended_on))
    elif one.suspended:
        yield titles.say(NOT_COUNTED["suspended"])
    elif one.effective is Truth.NOT_MET:
        over = isinstance(one.term_end, date) and one.term_end < as_of
        yield titles.say(NOT_COUNTED["over" if over else "not_begun"], day=titles.value(one.term_end, None))
    elif one.held is not Truth.NOT_MET:
        yield titles.say(NOT_COUNTED["other"])


def of_nobody_sentence(register: str, role: str, named: str, titles: Titles) -> str:
    """That nobody in the role has such an entry or ban; says nothing about any person."""
    words = {"role": titles.role(role), "named": titles.standing(register, named)}
    return titles.ended(titles.say(OF_NOBODY[register], **words))
