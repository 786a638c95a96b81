"""From a finding to its explanation: the records behind it, the values compared, what is missing, what stands against it."""

from collections.abc import Iterable
from datetime import date

from engine.compile.program import Program, RuleAt
from engine.evaluate import Judgement
from engine.explain.comparing import comparisons
from engine.explain.explanation import Explanation, Place
from engine.explain.walk import Walk
from engine.facts import Fact, Mark, Situation


def explain(program: Program, situation: Situation, judgement: Judgement, key: str) -> Explanation:
    """Why the rule "pack#rule" is met, not met or unknown in this judgement; KeyError where the program lacks it.

    The judgement must be of this program and situation. A rule on which the engines differed is `disputed` and has
    no support, no missing and no failed facts.
    """
    index = next((number for number, rule in enumerate(program.rules) if rule.key == key), None)
    finding = judgement.finding(key)
    if index is None or finding is None:
        raise KeyError(key)
    rule = program.rules[index]
    if not finding.agreed:
        return Explanation(key=key, truth=finding.truth, basis=rule.rule.basis, disputed=True)
    walk = Walk(program=program, situation=situation)
    accounts = tuple(walk.accounts(RuleAt(index), key))
    excepted = (reason.id for reason, node in zip(rule.rule.unless, rule.unless, strict=True) if walk.bits(node)[1])
    when_possible = walk.bits(rule.when)[1]
    return Explanation(
        key=key,
        truth=finding.truth,
        support=_in_order(fact for each in accounts for fact in each.support),
        partners=_in_order(fact for each in accounts for fact in each.partners),
        missing=_places((place for each in accounts for place in each.account.missing), situation),
        failed=_places((place for each in accounts for place in each.failed), situation),
        compared=tuple(dict.fromkeys(one for each in accounts for one in comparisons(each, program))),
        standing=tuple(dict.fromkeys(one for each in accounts for one in each.account.standing)),
        exceptions=tuple(excepted) if when_possible else (),
        basis=rule.rule.basis,
    )


def date_of_act(explanation: Explanation, situation: Situation) -> date | None:
    """The law date of the latest record that supports the finding: whose law is the law of the act.

    None where no record of the subject supports it (an entry or an attribute does), so only the decision's law applies.
    """
    supporting = (fact for fact in situation.facts if fact.id in explanation.support)
    dates = [fact.law_date for fact in supporting if not isinstance(fact.law_date, Mark)]
    return max(dates, default=None)


def _in_order(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Ids by kind, law date, id, each once (spec chapter 14)."""
    unique = {fact.id: fact for fact in facts}
    return tuple(each.id for each in sorted(unique.values(), key=lambda fact: (fact.kind, _dated(fact), fact.id)))


def _places(places: Iterable[Place], situation: Situation) -> tuple[Place, ...]:
    """By kind, law date, id, field, each once; what belongs to no single record comes last of its kind."""
    dates = {fact.id: _dated(fact) for fact in situation.facts}
    return tuple(
        sorted(set(places), key=lambda place: (place.kind, dates.get(place.fact, date.max), place.fact, place.field))
    )


def _dated(fact: Fact) -> date:
    return date.max if isinstance(fact.law_date, Mark) else fact.law_date
