"""Does a local pack make national law milder: a rule that lists fewer, a shorter term, a lighter effect?

Compared are parts that rest on the same article of the same document or lead to the same list. National packs stay in
force beside a local one, so a local part that says less would only mislead its readers and those who decide by it.
What a condition lists is the solver's to say; a shorter stated term and a lighter effect can be read off.
"""

from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase

from engine.articles import may_be_one
from engine.conditions import AnyOf, RecordLeaf
from engine.issues import Issue, Severity
from engine.pack import Basis, ListDef, Measure, Pack, Propose, Rule
from engine.periods import Period, add
from engine.releases import intersection, reaches
from engine.solver import Answer, Verdict, can_be_met, subsumes
from engine.validate.library import Library, Text, issue, list_definitions
from engine.validate.times import Asked

Article = tuple[str, str]
_FROM = date(2001, 1, 1)
_LOOSENS = "loosens-national-law"


def local_terms_are_not_shorter(library: Library) -> Iterator[Issue]:
    """A local rule that proposes a list of a higher pack does not give it a shorter term than that pack does."""
    for pack in library.packs:
        for rule in pack.rules:
            for home, listed in list_definitions(library):
                if _stands_above(home, pack) and _shorter_than_the_list(rule, listed):
                    yield issue(
                        pack,
                        rule.line,
                        _LOOSENS,
                        Text(
                            f"规则“{rule.id}”给名单“{listed.id}”定的期限短于上级规则包“{home.ref.pack}”的期限。",
                            f"Rule “{rule.id}” gives list “{listed.id}” a shorter term than {home.ref.pack} does.",
                        ),
                        _NOT_LOCAL,
                    )
                    break


def local_measures_are_not_milder(library: Library) -> Iterator[Issue]:
    """A local measure upon the same cause and article as a higher one has no lighter effect and no more discretion."""
    for pack in library.packs:
        for measure in pack.measures:
            for home, other in _all_measures(library):
                if _stands_above(home, pack) and _same_bite((pack, measure), (home, other)):
                    yield issue(
                        pack,
                        measure.line,
                        _LOOSENS,
                        Text(
                            f"措施“{measure.id}”与上级规则包的措施“{home.ref.pack}#{other.id}”依据同一条款，效果却更轻"
                            f"（{other.effect} → {measure.effect}）。",
                            f"Measure “{measure.id}” rests on the same article as {home.ref.pack}#{other.id} and is milder"
                            f" ({other.effect} → {measure.effect}).",
                        ),
                        _NOT_LOCAL,
                    )
                    break


def local_rule_loosens(asked: Asked, above: Asked, beside: tuple[Asked, ...], library: Library) -> Answer | None:
    """Whether a local rule lists fewer than the higher rule it repeats; None where the two are not about one thing.

    `beside`: the local rules of the same pack, which together may list what the higher one lists. It repeats it where
    whoever meets the local rule meets the higher one.
    """
    if not _stands_above(above.pack, asked.pack) or not _about_one_thing(asked, above):
        return None
    within = subsumes(asked.criterion.condition, above.criterion.condition, library.catalogue)
    if within.verdict is not Verdict.YES:
        return None if within.verdict is Verdict.NO else within
    alike = (each for each in beside if _about_one_thing(each, above))
    together = AnyOf(children=tuple(each.criterion.condition for each in alike))
    return _turned(subsumes(above.criterion.condition, together, library.catalogue))


def local_term_is_shorter(asked: Asked, above: Asked, library: Library) -> Answer | None:
    """Whether a local rule lists for a shorter time whom a higher rule of the same article lists too."""
    if not _stands_above(above.pack, asked.pack) or not _rest_on_one_article(asked, above):
        return None
    one, other = _term_of(asked, library), _term_of(above, library)
    if one is None or other is None or one[0] >= other[0]:
        return None
    return can_be_met((*asked.criterion.clauses, *above.criterion.clauses), library.catalogue)


def loosening_issue(asked: Asked, above: Asked, answer: Answer, *, what: Text) -> Issue:
    """The refusal for a YES, a warning for what cannot be told."""
    if answer.verdict is Verdict.YES:
        told = Text(
            f"地方规则“{asked.rule.id}”与上级规则“{above.name}”同一依据或者同一名单，{what.zh}。",
            f"Local rule “{asked.rule.id}” has the article or list of “{above.name}” and {what.en}.",
        )
        return issue(asked.pack, asked.rule.line, _LOOSENS, told, _NOT_LOCAL)
    because = Text(f"（{answer.reason.zh}）", f" ({answer.reason.en})") if answer.reason else Text("", "")
    told = Text(
        f"求解器无法判断地方规则“{asked.rule.id}”是否比上级规则“{above.name}”宽松{because.zh}。",
        f"The solver cannot tell whether local rule “{asked.rule.id}” is looser than “{above.name}”{because.en}.",
    )
    remedy = Text("请由人工核对两条规则。", "A person must compare the two rules.")
    return issue(asked.pack, asked.rule.line, "solver-cannot-tell", told, remedy, severity=Severity.WARNING)


_NOT_LOCAL = Text(
    "地方不得放宽国家规定：请改为与国家规定一致，或者删去，由上级规则包直接适用。",
    "A local pack may not loosen national law: say the same, or leave it to the higher pack.",
)


def _stands_above(home: Pack, pack: Pack) -> bool:
    return (
        home.jurisdiction != pack.jurisdiction
        and reaches(home.jurisdiction, pack.jurisdiction)
        and intersection(home.in_force, pack.in_force) is not None
    )


def _shorter_than_the_list(rule: Rule, listed: ListDef) -> bool:
    then = rule.then
    if not isinstance(then, Propose) or then.list_id != listed.id or not then.own_term:
        return False
    return _ends(then.term, then.term_at_most)[0] < _ends(listed.term, listed.term_at_most)[0]


def _ends(term: Period | None, at_most: Period | None) -> tuple[date, date]:
    """The longest and the shortest possible end of a term; none at all is the longest."""
    if term is None:
        return date.max, date.max
    return add(_FROM, at_most or term), add(_FROM, term)


def _term_of(asked: Asked, library: Library) -> tuple[date, date] | None:
    then = asked.rule.then
    if not isinstance(then, Propose):
        return None
    if then.own_term:
        return _ends(then.term, then.term_at_most)
    for home, listed in list_definitions(library):
        if listed.id == then.list_id and intersection(home.in_force, asked.pack.in_force) is not None:
            return _ends(listed.term, listed.term_at_most)
    return None


def _all_measures(library: Library) -> Iterator[tuple[Pack, Measure]]:
    return ((pack, measure) for pack in library.packs for measure in pack.measures)


def _same_bite(one: tuple[Pack, Measure], other: tuple[Pack, Measure]) -> bool:
    (pack, measure), (home, above) = one, other
    same_cause = measure.upon == above.upon if measure.upon or above.upon else _kind(measure) == _kind(above)
    milder = measure.effect.weight > above.effect.weight
    burdens = not measure.effect.is_reward and not above.effect.is_reward
    shared = _share_an_article(_articles(pack, measure.basis), _articles(home, above.basis))
    return burdens and milder and same_cause and shared and _meet(measure, above)


def _kind(measure: Measure) -> str | None:
    return measure.when.records.kind if isinstance(measure.when, RecordLeaf) else None


def _meet(one: Measure, other: Measure) -> bool:
    """Whether they bear on the same matters, stages and roles anywhere."""
    matters = any(fnmatchcase(a, b) or fnmatchcase(b, a) for a in one.applies.matters for b in other.applies.matters)
    stages = not set(one.applies.stages).isdisjoint(other.applies.stages)
    return matters and stages and not set(one.applies.roles).isdisjoint(other.applies.roles)


def _about_one_thing(asked: Asked, above: Asked) -> bool:
    one, other = asked.rule.then, above.rule.then
    if not isinstance(one, Propose) or not isinstance(other, Propose):
        return False
    return one.list_id == other.list_id or _rest_on_one_article(asked, above)


def _rest_on_one_article(asked: Asked, above: Asked) -> bool:
    return _share_an_article(_articles(asked.pack, asked.rule.basis), _articles(above.pack, above.rule.basis))


def _share_an_article(ones: frozenset[Article], others: frozenset[Article]) -> bool:
    """Whether both cite one part of one document, as far as their citations tell."""
    return any(one[0] == other[0] and may_be_one(one[1], other[1]) for one in ones for other in others)


def _articles(pack: Pack, basis: tuple[Basis, ...]) -> frozenset[Article]:
    """Document and article of each basis that names one."""
    named = ((pack.sources.get(each.source), each.article) for each in basis if each.article)
    return frozenset((source.document, article) for source, article in named if source is not None)


def _turned(answer: Answer) -> Answer:
    """A NO of "takes in" is the YES of "lists fewer"."""
    turned = {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES, Verdict.UNKNOWN: Verdict.UNKNOWN}
    return Answer(verdict=turned[answer.verdict], witness=answer.witness, reason=answer.reason)
