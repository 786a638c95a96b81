"""A rule that would propose an entry, asked under the law of its act as well (从旧兼从轻, spec 12.2).

One answer for the determination and for the calculator: what the one would not propose, the other must not tell anybody.
"""

from dataclasses import dataclass
from datetime import date

from casework.ports import Evaluator
from casework.programs import ProgramBook
from engine.compile.program import Program
from engine.evaluate import BothLaws, Finding, Judgement, judge, under_both_laws
from engine.explain import date_of_act, explain
from engine.facts import Situation, Truth
from engine.pack import Propose


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAct:
    """One rule under two laws: the day of the act, that day's program and judgement, and both laws combined."""

    acted_on: date
    program: Program
    judgement: Judgement
    both: BothLaws


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLaw:
    """The question put again to the law of an act. `place`: area code whose packs apply; `today`: releases known by then."""

    book: ProgramBook
    evaluator: Evaluator
    today: date
    place: str

    def of(self, finding: Finding, program: Program, situation: Situation, decision: Judgement) -> AtAct | None:
        """The finding at the law of its act; None where it proposes no entry, or where no record says when the act was.

        A record dated after the law asked about has no older law: None, too.
        """
        if finding.truth is not Truth.MET or not isinstance(finding.then, Propose):
            return None
        acted_on = date_of_act(explain(program, situation, decision, finding.key), situation)
        if acted_on is None or acted_on > decision.law_at:
            return None
        return self.on(acted_on, finding.key, situation, decision)

    def on(self, acted_on: date, key: str, situation: Situation, decision: Judgement) -> AtAct:
        """The rule "pack#rule" under the law of `acted_on` and that of the decision."""
        program = self.book.program(acted_on, self.today, self.place)
        at_act = decision
        if program.digest != decision.program:
            [(direct, rete)] = self.evaluator.evaluate(program, [situation])
            at_act = judge(program, situation, direct, rete)
        both = next(one for one in under_both_laws(at_act, decision) if one.key == key)
        return AtAct(acted_on=acted_on, program=program, judgement=at_act, both=both)
