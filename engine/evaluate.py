"""Two engines' readings become findings: what holds, what does not, what is unknown.

INVARIANT: a difference between the engines is never shipped: every rule it touches is unknown and says so. Without
the second engine the judgement is degraded and proposes nothing.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.compile.canonical import digest_of
from engine.compile.program import And, Constant, Inverse, LeafAt, Node, Or, Program, Readings, RuleAt
from engine.facts import Situation, Truth
from engine.pack import Conclude, ListDef, PackRef, Propose, Rule
from engine.periods import Period, add


class Finding(NamedTuple):
    """The truth of one rule about one subject. `agreed` False: the engines differed, so the truth is UNKNOWN.

    `listed` is the list that `then` proposes, as its pack defines it at `law_at`; None where `then` only concludes.
    A NamedTuple, because every judgement makes one for each rule.
    """

    key: str
    ref: PackRef
    truth: Truth
    agreed: bool
    rule: Rule
    then: Propose | Conclude
    listed: ListDef | None
    law_at: date
    as_of: date

    @property
    def term(self) -> Period | None:
        """The proposed term, the shortest where the law gives a range; the rule's own, else the list's; None: no fixed end."""
        return self._proposed[0]

    @property
    def term_at_most(self) -> Period | None:
        """The longest term that may be decided, where the law gives a range; None where it does not."""
        return self._proposed[1]

    @property
    def _proposed(self) -> tuple[Period | None, Period | None]:
        if isinstance(self.then, Propose) and self.then.own_term:
            return self.then.term, self.then.term_at_most
        return (self.listed.term, self.listed.term_at_most) if self.listed else (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the engines' readings differ: a leaf or a rule by its index in the program; `rules`: the keys it makes unknown."""

    what: str
    index: int
    direct: Truth
    rete: Truth
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All findings about one subject under one law, in the program's order.

    `degraded`: only one engine answered. `digest`: "sha256:<hex>" over program, subject, dates and every finding.
    """

    subject_id: str
    as_of: date
    law_at: date
    program: str
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...]
    degraded: bool
    digest: str

    @property
    def proposals(self) -> tuple[Finding, ...]:
        """The met findings that propose an entry; none from one engine alone (spec chapter 11, engine limits)."""
        if self.degraded:
            return ()
        return tuple(each for each in self.findings if each.truth is Truth.MET and isinstance(each.then, Propose))

    def finding(self, key: str) -> Finding | None:
        """The finding of the rule "pack#rule"; None where no release in force has it."""
        return next((each for each in self.findings if each.key == key), None)


def judge(program: Program, situation: Situation, direct: Readings, rete: Readings | None) -> Judgement:
    """The judgement from both engines' readings of this situation; ValueError where readings are of another program."""
    _refuse_foreign(program, direct)
    if rete is not None:
        _refuse_foreign(program, rete)
    differences = _differences(program, direct, rete or direct)
    findings = _findings(program, situation, direct, {key for each in differences for key in each.rules})
    return Judgement(
        subject_id=situation.subject_id,
        as_of=situation.as_of,
        law_at=program.law_at,
        program=program.digest,
        findings=findings,
        differences=differences,
        degraded=rete is None,
        digest=_digest(program, situation, findings, rete is None),
    )


def _refuse_foreign(program: Program, readings: Readings) -> None:
    if not readings.fit(program):
        raise ValueError(f"readings of another program than {program.digest}")


def _findings(
    program: Program, situation: Situation, readings: Readings, disputed: AbstractSet[str]
) -> tuple[Finding, ...]:
    """One for each rule, in the program's order; a disputed one is unknown."""
    law_at, as_of = program.law_at, situation.as_of
    findings = []
    for rule, read in zip(program.rules, readings.rules, strict=True):
        agreed = not disputed or rule.key not in disputed
        truth = read if agreed else Truth.UNKNOWN
        then = rule.then
        listed = _listed(program, rule.ref, then) if isinstance(then, Propose) else None
        findings.append(Finding(rule.key, rule.ref, truth, agreed, rule.rule, then, listed, law_at, as_of))
    return tuple(findings)


def _listed(program: Program, ref: PackRef, then: Propose) -> ListDef | None:
    return program.lists.get(ref.pack, {}).get(then.list_id)


def _digest(program: Program, situation: Situation, findings: tuple[Finding, ...], degraded: bool) -> str:
    """The program's digest stands for the rules and their order, so each finding need only say its truth, or "?" if disputed."""
    told = "".join([each.truth[0] if each.agreed else "?" for each in findings])
    return digest_of((program.digest, situation.subject_id, situation.as_of, program.law_at, degraded, told))


def _differences(program: Program, direct: Readings, rete: Readings) -> tuple[Difference, ...]:
    if direct == rete:
        return ()
    pairs = (("leaf", direct.leaves, rete.leaves), ("rule", direct.rules, rete.rules))
    return tuple(
        Difference(what=what, index=index, direct=one, rete=other, rules=_touched(program, what, index))
        for what, ours, theirs in pairs
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True))
        if one is not other
    )


def _touched(program: Program, what: str, index: int) -> tuple[str, ...]:
    """The rules that read this leaf or conclusion, directly or through others, and the rule itself."""
    touched = {(what, index)}
    for number, rule in enumerate(program.rules):  # in order of strata, so one walk finds them all
        if not touched.isdisjoint(_reads(rule.value)):
            touched.add(("rule", number))
    return tuple(rule.key for number, rule in enumerate(program.rules) if ("rule", number) in touched)


def _reads(node: Node) -> Iterator[tuple[str, int]]:
    match node:
        case LeafAt(index=index):
            yield "leaf", index
        case RuleAt(index=index):
            yield "rule", index
        case And(children=children) | Or(children=children):
            for child in children:
                yield from _reads(child)
        case Inverse(child=child):
            yield from _reads(child)
        case Constant():
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class BothLaws:
    """One rule under the law of the act and the law of the decision (从旧兼从轻, 行政处罚法 art. 37 by analogy).

    `act` or `decision` None: no release in force then has the rule, which is not met (spec chapter 11). `proposal`: what
    may be proposed, with the lighter term (and its longest, where it is a range) as its own (None: no fixed end);
    None unless both are met and both judgements stand on two engines. `lighter`: "act", "decision" or "same": whose
    term that is.
    """

    key: str
    truth: Truth
    act: Finding | None
    decision: Finding | None
    proposal: Propose | None
    lighter: str


def under_both_laws(act: Judgement, decision: Judgement) -> tuple[BothLaws, ...]:
    """Each rule of either judgement, by key: proposes if both are met, unknown if neither is not met and one is unknown.

    Both judge the same subject at the same as_of; ValueError otherwise. The entry goes on the list of the decision's
    law. Take the law of the act at `explain.date_of_act`.
    """
    if (act.subject_id, act.as_of) != (decision.subject_id, decision.as_of):
        raise ValueError("the two judgements are about different subjects or dates")
    old, new = ({each.key: each for each in judgement.findings} for judgement in (act, decision))
    sure = not (act.degraded or decision.degraded)
    return tuple(_combined(key, old.get(key), new.get(key), sure) for key in sorted(old.keys() | new.keys()))


def _combined(key: str, act: Finding | None, decision: Finding | None, sure: bool) -> BothLaws:
    truth = _both((act, decision))
    lighter = _lighter(act, decision) if act and decision else "same"
    proposal = None
    if sure and truth is Truth.MET and act and decision and isinstance(decision.then, Propose):
        law = act if lighter == "act" else decision
        proposal = Propose(list_id=decision.then.list_id, term=law.term, term_at_most=law.term_at_most, own_term=True)
    return BothLaws(key=key, truth=truth, act=act, decision=decision, proposal=proposal, lighter=lighter)


def _both(findings: Sequence[Finding | None]) -> Truth:
    truths = {each.truth if each else Truth.NOT_MET for each in findings}
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.MET


def _lighter(act: Finding, decision: Finding) -> str:
    """Whose longest term ends first when both start on the day asked about; of equal ones, whose shortest does."""
    old, new = (_ends(each) for each in (act, decision))
    return "same" if old == new else "act" if old < new else "decision"


def _ends(law: Finding) -> tuple[date, date]:
    """The last day of the longest and of the shortest term."""
    return _last_day(law.term_at_most or law.term, law.as_of), _last_day(law.term, law.as_of)


def _last_day(term: Period | None, start: date) -> date:
    return date.max if term is None else add(start, term)
