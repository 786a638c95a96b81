"""What an evaluation tells of one finding: the plain reasons, or the explanation for one audience."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from casework.errors import Refused
from casework.ports import Evaluator
from casework.programs import ProgramBook
from casework.records import Account, Role
from engine.compile.program import Program
from engine.evaluate import BothLaws, Finding, Judgement, judge, under_both_laws
from engine.explain import Audience, Explanation, Sentence, date_of_act, explain, reasons, why
from engine.facts import Situation, Truth
from engine.pack import Basis, Pack, Propose

TRUTHS = {Truth.MET: "met", Truth.NOT_MET: "not_met", Truth.UNKNOWN: "indeterminate"}
CONTROLLERS = frozenset({Role.AUDITOR, Role.SUPERVISOR})
"""Who may ask for the auditor's view."""


def refuse_audience(account: Account, audience: Audience | None) -> None:
    """Refused (403) where the account may not see what is told to that audience."""
    if audience is Audience.AUDITOR and not CONTROLLERS & account.roles:
        raise Refused(
            "role-missing",
            zh="审计说明仅供审计、监督账户查看",
            en="the auditor's view belongs to the roles auditor and supervisor",
            status=403,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTelling:
    """One judgement and the way its findings are told; `audience` None: reasons in both languages."""

    book: ProgramBook
    evaluator: Evaluator
    today: date
    place: str
    program: Program
    situation: Situation
    judgement: Judgement
    audience: Audience | None
    lang: str

    def told(self, finding: Finding, pack: Pack) -> dict[str, object]:
        explanation = explain(self.program, self.situation, self.judgement, finding.key)
        told: dict[str, object] = {
            "rule": finding.key,
            "release": str(finding.ref),
            "title": finding.rule.title,
            "truth": TRUTHS[finding.truth],
            "agreed": finding.agreed,
            "basis": [_basis_told(one, pack) for one in finding.rule.basis],
        }
        if self.audience is None:
            return {**told, **self._reasons(explanation)}
        return {**told, "explanation": self._sentences(finding, explanation, self.audience)}

    def _reasons(self, explanation: Explanation) -> Mapping[str, object]:
        return {
            "why": list(reasons(self.program, self.situation, explanation, "zh")),
            "why_en": list(reasons(self.program, self.situation, explanation, "en")),
            "records": list(explanation.support),
            "missing": list(dict.fromkeys(f"{place.kind}.{place.field}" for place in explanation.missing)),
        }

    def _sentences(self, finding: Finding, explanation: Explanation, audience: Audience) -> list[dict[str, object]]:
        act_law = None if audience is Audience.SUBJECT else self._act_law(finding, explanation)
        sentences = why(
            self.program,
            self.situation,
            self.judgement,
            finding.key,
            audience,
            self.lang,
            catalogue=self.book.shelf.catalogue,
            both=self._both_laws(finding, act_law) if act_law else None,
            act_law=act_law,
        )
        return [_sentence_told(one) for one in sentences]

    def _act_law(self, finding: Finding, explanation: Explanation) -> Program | None:
        """The law of the act, where a met finding would propose an entry and a record says when the act was."""
        acted_on = date_of_act(explanation, self.situation)
        if finding.truth is not Truth.MET or not isinstance(finding.then, Propose) or acted_on is None:
            return None
        return self.book.program(acted_on, self.today, self.place)

    def _both_laws(self, finding: Finding, act_law: Program) -> BothLaws:
        [(direct, rete)] = self.evaluator.evaluate(act_law, [self.situation])
        at_act = judge(act_law, self.situation, direct, rete)
        return next(one for one in under_both_laws(at_act, self.judgement) if one.key == finding.key)


def _sentence_told(sentence: Sentence) -> dict[str, object]:
    told: dict[str, object] = {"text": sentence.text, "basis": sentence.cited, "depth": sentence.depth}
    return told | ({"truth": TRUTHS[sentence.truth]} if sentence.truth else {})


def _basis_told(basis: Basis, pack: Pack) -> dict[str, object]:
    source = pack.sources[basis.source]
    return {
        "title": source.title,
        "document": source.document,
        "article": basis.article,
        "level": str(source.level),
        "assurance": str(basis.assurance),
    }
