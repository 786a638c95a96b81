"""Two engines' readings become findings: what holds, what does not, what is unknown.

INVARIANT: a difference between the engines is never shipped: every rule it touches is unknown and says so. Without
the second engine the judgement is degraded and proposes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.compile.canonical import digest_of
from engine.compile.program import And, CompiledRule, Constant, Inverse, LeafAt, Node, Or, Program, Readings, RuleAt
from engine.facts import Situation, Truth
from engine.pack import Conclude, ListDef, PackRef, Propose, Rule
from engine.periods import Period, add


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The truth of one rule about one subject. `agreed` False: the engines differed, so the truth is UNKNOWN.

    `listed` is the list that `then` proposes, as its pack defines it at `law_at`; None where `then` only concludes.
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
        """The proposed term: the rule's own, else the list's; None: no fixed end."""
        if isinstance(self.then, Propose) and self.then.term:
            return self.then.term
        return self.listed.term if self.listed else None


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
        """The met findings that propose an entry; none from one engine alone (Meaning 16, engine limits)."""
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
    disputed = frozenset(key for difference in differences for key in difference.rules)
    findings = tuple(
        _finding(program, rule, Truth.UNKNOWN if rule.key in disputed else truth, rule.key not in disputed, situation)
        for rule, truth in zip(program.rules, direct.rules, strict=True)
    )
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
    if (len(readings.leaves), len(readings.rules)) != (len(program.leaves), len(program.rules)):
        raise ValueError(f"readings of another program than {program.digest}")


def _finding(program: Program, rule: CompiledRule, truth: Truth, agreed: bool, situation: Situation) -> Finding:
    lists = program.lists.get(rule.ref.pack, {})
    return Finding(
        key=rule.key,
        ref=rule.ref,
        truth=truth,
        agreed=agreed,
        rule=rule.rule,
        then=rule.then,
        listed=lists.get(rule.then.list_id) if isinstance(rule.then, Propose) else None,
        law_at=program.law_at,
        as_of=situation.as_of,
    )


def _digest(program: Program, situation: Situation, findings: tuple[Finding, ...], degraded: bool) -> str:
    """The program's digest stands for the releases, so each finding need only say its rule and truth (one text: cheap)."""
    told = "\n".join(f"{each.key} {each.truth} {each.agreed}" for each in findings)
    return digest_of((program.digest, situation.subject_id, situation.as_of, program.law_at, degraded, told))


def _differences(program: Program, direct: Readings, rete: Readings) -> tuple[Difference, ...]:
    pairs = (("leaf", direct.leaves, rete.leaves), ("rule", direct.rules, rete.rules))
    return tuple(
        Difference(what=what, index=index, direct=one, rete=other, rules=_touched(program, what, index))
        for what, ours, theirs in pairs
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True))
        if one is not other
    )


def _touched(program: Program, what: str, index: int) -> tuple[str, ...]:
    """The rules that read this leaf or conclusion, directly or through others, and the rule itself."""
    touched = {index} if what == "rule" else set[int]()
    for number, rule in enumerate(program.rules):  # in order of strata, so one walk finds them all
        read = set(_reads(rule.value))
        if (what, index) in read or any(("rule", each) in read for each in touched):
            touched.add(number)
    return tuple(program.rules[number].key for number in sorted(touched))


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

    `act` or `decision` None: no release in force then has the rule, which is not met (Meaning 15). `proposal`: what
    may be proposed, with the lighter term written out (None: no fixed end); None unless both are met and both
    judgements stand on two engines. `lighter`: "act", "decision" or "same": whose term that is.
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
    keys = sorted({each.key for each in (*act.findings, *decision.findings)})
    sure = not (act.degraded or decision.degraded)
    return tuple(_combined(key, act.finding(key), decision.finding(key), sure) for key in keys)


def _combined(key: str, act: Finding | None, decision: Finding | None, sure: bool) -> BothLaws:
    truth = _both((act, decision))
    lighter = _lighter(act, decision) if act and decision else "same"
    proposal = None
    if sure and truth is Truth.MET and act and decision and isinstance(decision.then, Propose):
        term = act.term if lighter == "act" else decision.term
        proposal = Propose(list_id=decision.then.list_id, term=term)
    return BothLaws(key=key, truth=truth, act=act, decision=decision, proposal=proposal, lighter=lighter)


def _both(findings: Sequence[Finding | None]) -> Truth:
    truths = {each.truth if each else Truth.NOT_MET for each in findings}
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.MET


def _lighter(act: Finding, decision: Finding) -> str:
    """Whose term ends first when both start on the day asked about."""
    old, new = (_last_day(each.term, each.as_of) for each in (act, decision))
    return "same" if old == new else "act" if old < new else "decision"


def _last_day(term: Period | None, start: date) -> date:
    return date.max if term is None else add(start, term)
