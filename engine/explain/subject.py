"""What the party itself is told: what was found about it, from which document, under which article, and what would change it.

INVARIANT: adverse words come from met findings of both engines only; while anything is unknown, only what is missing is
told. No ids, no other person's name or number. What is our own practice is marked as such and cites no article.
"""

from collections.abc import Iterator

from engine.explain.audience_words import SUBJECT
from engine.explain.comparison_words import compared_sentence
from engine.explain.explanation import Compared, Place
from engine.explain.gaps import gaps
from engine.explain.own_practice import own_practice, parted_step, remedy_told
from engine.explain.sentence import Sentence
from engine.explain.telling import Asked, basis_of, is_told
from engine.explain.template import filled
from engine.explain.wording import failed_sentence, not_said, of_nobody_sentence, standing_sentence
from engine.facts import Truth

RIGHTS = ("notice", "statement", "objection", "repair", "removal")
"""The steps of a list's procedure that are the party's own concern."""


def for_subject(asked: Asked) -> Iterator[Sentence]:
    """The sentences, most important first."""
    yield asked.sentence(SUBJECT[asked.truth], truth=asked.truth, title=asked.rule.rule.title)
    if asked.is_barred:
        yield from _barred(asked)
        return
    match asked.truth:
        case Truth.MET:
            yield from _found(asked)
            yield from _exceptions_left(asked)
            yield from _what_to_do(asked)
        case Truth.NOT_MET:
            yield from _exceptions_applied(asked)
            yield from _fell_short(asked)
        case Truth.UNKNOWN:
            yield from _missing(asked)


def _barred(asked: Asked) -> Iterator[Sentence]:
    """That the law of the act has no such rule, or is not met: nothing of what a later law would say is held against it."""
    act = asked.both.act if asked.both else None
    day = asked.titles.day(asked.act_law.law_at) if asked.act_law else ""
    texts = SUBJECT[f"act_{act.truth}" if act else "act_none"]
    told = asked.sentence(texts, day=day)
    yield asked.under_act_law(told, act) if act else told


def _found(asked: Asked) -> Iterator[Sentence]:
    """The documents, what the rule says of them, and each value beside its standard."""
    titles, told = asked.titles, asked.explanation
    for fact in asked.facts((*told.support, *told.partners)):
        yield asked.sentence(SUBJECT["record"], record=titles.record(fact))
    if asked.rule.rule.explain:
        yield from (
            asked.plain(titles.ended(text.rstrip("。"))) for text in filled(asked.rule.rule.explain, told, titles)
        )
    for standing in told.standing:
        if standing.truth is Truth.MET:
            yield asked.plain(standing_sentence(standing, titles))
    for one in told.compared:
        if is_told(one) and one.truth is Truth.MET and not one.turned and not _of_another(one, asked):
            yield asked.plain(compared_sentence(one, titles, of=asked.about(one.fact)), basis_of(one), rule=one.rule)


def _of_another(one: Compared, asked: Asked) -> bool:
    """Whether the value belongs to a related person's entry or ban."""
    return any(standing.fact == one.fact and standing.role for standing in asked.explanation.standing)


def _exceptions_left(asked: Asked) -> Iterator[Sentence]:
    """What would change it: the exceptions in law, none of which was found to apply."""
    for clause in asked.rule.rule.unless:
        yield asked.sentence(SUBJECT["exception_left"], clause.basis, title=clause.title)


def _what_to_do(asked: Asked) -> Iterator[Sentence]:
    """The list's own steps and remedy, where the rule proposes an entry: the law with its article, our practice without."""
    listed = asked.finding.listed
    if listed is None:
        return
    yield asked.sentence(SUBJECT["listed"], named=listed.title, term=asked.term(*asked.proposed_term))
    for step in listed.procedure:
        if step.step in RIGHTS:
            told = parted_step(step)
            if told.of_law:
                yield asked.sentence(SUBJECT["step"], step.basis, title=told.named)
            yield from own_practice(told, asked, every_remark=False)
    yield from remedy_told(listed, SUBJECT["remedy"], asked)


def _exceptions_applied(asked: Asked) -> Iterator[Sentence]:
    for clause in asked.rule.rule.unless:
        if clause.id in asked.explanation.exceptions:
            yield asked.sentence(SUBJECT["exception"], clause.basis, title=clause.title)


def _fell_short(asked: Asked) -> Iterator[Sentence]:
    """Which condition fails, by how much; what is not there."""
    told = asked.explanation
    for one in told.compared:
        if is_told(one) and (one.truth is Truth.NOT_MET or one.turned) and not _of_another(one, asked):
            text = compared_sentence(one, asked.titles, gap=True, of=asked.about(one.fact))
            yield asked.plain(text, basis_of(one), truth=Truth.NOT_MET, rule=one.rule)
    others = {standing.fact for standing in told.standing if standing.role}
    for kind, role, named in dict.fromkeys((each.kind, each.role, each.named) for each in told.standing if each.role):
        yield asked.plain(of_nobody_sentence(kind, role, named, asked.titles), truth=Truth.NOT_MET)
    for place in not_said(told):
        if place.fact not in others:
            yield asked.plain(failed_sentence(place, asked.titles), truth=Truth.NOT_MET)


def _missing(asked: Asked) -> Iterator[Sentence]:
    """What is not known, and who can supply it; of other persons the same words whatever it is."""
    if asked.explanation.disputed or asked.judgement.degraded:
        yield asked.sentence(SUBJECT["unsure"])
    found, titles = gaps(asked), asked.titles
    for gap in found:
        if not gap.role:
            what = asked.unknown(gap.kind, gap.field)
            yield asked.sentence(SUBJECT["missing"], truth=Truth.UNKNOWN, what=what, who=asked.who_knows(gap.places[0]))
    for role in dict.fromkeys(gap.role for gap in found if gap.role):
        what = titles.say(SUBJECT["missing_of_other"], kind=titles.kind(f"role:{role}"))
        who = asked.who_knows(Place(f"role:{role}", "*", "coverage"))
        yield asked.sentence(SUBJECT["missing"], truth=Truth.UNKNOWN, what=what, who=who)
