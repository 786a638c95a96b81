"""What every audience's writer needs: the rule asked about, its explanation, its titles, and how a sentence is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.compile.program import CompiledRule, Program
from engine.direct.intervals import Span
from engine.evaluate import BothLaws, Finding, Judgement
from engine.explain.audience_words import OWN_PRACTICE, TERMS, WHO_KNOWS
from engine.explain.explanation import Compared, Explanation, Place
from engine.explain.printing import cited, printed_period
from engine.explain.sentence import Sentence
from engine.explain.titles import Titles
from engine.explain.walk import Walk
from engine.explain.words import MISSING
from engine.facts import UNKNOWN, Fact, Truth
from engine.pack import Basis
from engine.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One rule of one judgement, as it is to be told.

    `both`: the rule under the law of the act and of the decision; `act_law`: the program of the former, for its sources.
    """

    rule: CompiledRule
    finding: Finding
    judgement: Judgement
    explanation: Explanation
    walk: Walk
    titles: Titles
    both: BothLaws | None
    act_law: Program | None

    @property
    def truth(self) -> Truth:
        """As far as it may be told: under both laws where both were asked; of one engine alone, unknown (it proposes nothing)."""
        if self.judgement.degraded:
            return Truth.UNKNOWN
        return self.both.truth if self.both else self.finding.truth

    @property
    def is_barred(self) -> bool:
        """Whether the law of the act keeps from the finding what the law of the decision would make of it."""
        return self.truth is not self.finding.truth and not self.judgement.degraded

    @property
    def proposed_term(self) -> tuple[Period | None, Period | None]:
        """Term and longest term: of the lighter law, where both were asked."""
        proposal = self.both.proposal if self.both else None
        return (proposal.term, proposal.term_at_most) if proposal else (self.finding.term, self.finding.term_at_most)

    @property
    def articles(self) -> tuple[str, ...]:
        """Every article cited for the rule, its exceptions and the figures compared, as the packs write them."""
        clauses = (basis for clause in self.rule.rule.unless for basis in clause.basis)
        figures = (basis for one in self.explanation.compared for basis in basis_of(one))
        return tuple(dict.fromkeys(basis.article for basis in (*self.rule.rule.basis, *clauses, *figures)))

    def sentence(
        self,
        texts: tuple[str, str],
        basis: Sequence[Basis] = (),
        *,
        truth: Truth | None = None,
        depth: int = 0,
        rule: str = "",
        **values: object,
    ) -> Sentence:
        """The filled-in text as a sentence; its articles are the rule's own where it has no others."""
        return self.plain(
            self.titles.ended(self.titles.say(texts, **values)), basis, truth=truth, depth=depth, rule=rule
        )

    def plain(
        self, text: str, basis: Sequence[Basis] = (), *, truth: Truth | None = None, depth: int = 0, rule: str = ""
    ) -> Sentence:
        """A sentence that is already whole. `rule`: the key of the rule whose pack names the sources of `basis`."""
        key = rule or self.rule.key
        articles = tuple(basis) or self.titles.rules[key].rule.basis
        return Sentence(text=text, basis=articles, cited=self.titles.cited(key, articles), truth=truth, depth=depth)

    def ours(self, said: str) -> Sentence:
        """What is this service's own practice: marked as such, and no article stands beside it."""
        text = self.titles.ended(self.titles.say(OWN_PRACTICE["said"], said=said))
        return Sentence(text=text, basis=(), cited=self.titles.say(OWN_PRACTICE["cited"]))

    def under_act_law(self, sentence: Sentence, finding: Finding) -> Sentence:
        """The sentence with the articles of the act's release, as that release names its sources."""
        if self.act_law is None:
            return sentence
        sources = self.act_law.sources.get(finding.ref.pack, {})
        articles = finding.rule.basis
        return replace(sentence, basis=articles, cited=cited(articles, sources, self.titles.lang))

    def facts(self, ids: Iterable[str]) -> tuple[Fact, ...]:
        wanted = set(ids)
        return tuple(fact for fact in self.titles.situation.facts if fact.id in wanted)

    def about(self, fact_id: str) -> str:
        """Which record a value is of, by its document and date; "" where it is none of the subject's records."""
        found = self.facts((fact_id,))
        return self.titles.record(found[0]) if found else ""

    def unknown(self, kind: str, field: str, of: str = "") -> str:
        """That a fact is missing, without its stop. `of`: what the kind is called here."""
        named = of or self.titles.kind(kind)
        return (
            self.titles.say(MISSING[field], kind=named) if field in MISSING else self.titles.unknown(kind, field, named)
        )

    def who_knows(self, place: Place) -> str:
        """Who can supply a missing fact, in words."""
        reporters = self.titles.reporters(place.kind)
        if reporters:
            return self.titles.say(WHO_KNOWS["reporters"], departments=reporters)
        register = "role" if place.kind.startswith("role:") else place.kind
        return self.titles.say(WHO_KNOWS.get(register, WHO_KNOWS["record"]))

    def term(self, term: Period | None, at_most: Period | None) -> str:
        if term is None:
            return self.titles.say(TERMS["open"])
        shortest = printed_period(str(term), self.titles.lang)
        if at_most is None:
            return self.titles.say(TERMS["fixed"], term=shortest)
        return self.titles.say(TERMS["range"], term=shortest, at_most=printed_period(str(at_most), self.titles.lang))


def basis_of(one: Compared) -> tuple[Basis, ...]:
    """The articles of the parameters that the value was compared with."""
    return tuple(dict.fromkeys(basis for operand in one.operands for basis in operand.basis))


def is_told(one: Compared) -> bool:
    """Whether there is a value to tell of; an unknown one is told as missing."""
    return isinstance(one.value, Span) or one.value is not UNKNOWN
