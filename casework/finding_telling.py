"""What an evaluation tells of one finding: the plain reasons, or the explanation for one audience."""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.act_law import AtAct
from casework.errors import Refused
from casework.records import Account, Role
from engine.catalogue import Catalogue
from engine.compile.program import Program
from engine.evaluate import Finding, Judgement
from engine.explain import Audience, Explanation, Sentence, explain, reasons, why
from engine.facts import Situation, Truth
from engine.pack import Basis, Pack

TRUTHS = {Truth.MET: "met", Truth.NOT_MET: "not_met", Truth.UNKNOWN: "indeterminate"}
BARRED = {
    None: (
        "行为日 {day} 施行的规定没有这一规则，两法合并的结论为不符合，不提请；以下是所查法律的条件。",
        "the law in force on the day of the act, {day}, has no such rule: not met under both laws, nothing is proposed; "
        "below, the conditions of the law asked about.",
    ),
    Truth.NOT_MET: (
        "按行为日 {day} 施行的规定不符合，两法合并的结论为不符合，不提请；以下是所查法律的条件。",
        "not met under the law in force on the day of the act, {day}: nothing is proposed; below, the conditions of the "
        "law asked about.",
    ),
    Truth.UNKNOWN: (
        "按行为日 {day} 施行的规定无法判断，不提请；以下是所查法律的条件。",
        "unknown under the law in force on the day of the act, {day}: nothing is proposed; below, the conditions of the "
        "law asked about.",
    ),
}
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

    catalogue: Catalogue
    program: Program
    situation: Situation
    judgement: Judgement
    at_act: Mapping[str, AtAct]
    audience: Audience | None
    lang: str

    def told(self, finding: Finding, pack: Pack) -> dict[str, object]:
        at_act = self.at_act.get(finding.key)
        explanation = explain(self.program, self.situation, self.judgement, finding.key)
        told: dict[str, object] = {
            "rule": finding.key,
            "release": str(finding.ref),
            "title": finding.rule.title,
            "truth": TRUTHS[at_act.both.truth if at_act else finding.truth],
            "agreed": finding.agreed and not (at_act and _disputed(at_act)),
            "basis": [_basis_told(one, pack) for one in finding.rule.basis],
        }
        if at_act:
            told["laws"] = _laws_told(at_act)
        if self.audience is None:
            return {**told, **self._reasons(explanation, at_act)}
        return {**told, "explanation": self._sentences(finding, at_act, self.audience)}

    def _reasons(self, explanation: Explanation, at_act: AtAct | None) -> Mapping[str, object]:
        """What bars a finding under the law of the act comes first: the reasons are those of the law asked about."""
        return {
            "why": [*_barred(at_act, 0), *reasons(self.program, self.situation, explanation, "zh")],
            "why_en": [*_barred(at_act, 1), *reasons(self.program, self.situation, explanation, "en")],
            "records": list(explanation.support),
            "missing": list(dict.fromkeys(f"{place.kind}.{place.field}" for place in explanation.missing)),
        }

    def _sentences(self, finding: Finding, at_act: AtAct | None, audience: Audience) -> list[dict[str, object]]:
        sentences = why(
            self.program,
            self.situation,
            self.judgement,
            finding.key,
            audience,
            self.lang,
            catalogue=self.catalogue,
            both=at_act.both if at_act else None,
            act_law=at_act.program if at_act else None,
        )
        return [_sentence_told(one) for one in sentences]


def _laws_told(at_act: AtAct) -> dict[str, object]:
    """Both laws, as the determination asks them; `act` or `decision` None: that day's law has no such rule."""
    both = at_act.both
    return {
        "acted_on": at_act.acted_on.isoformat(),
        "act": {"release": str(both.act.ref), "truth": TRUTHS[both.act.truth]} if both.act else None,
        "decision": {"release": str(both.decision.ref), "truth": TRUTHS[both.decision.truth]}
        if both.decision
        else None,
        "lighter": both.lighter,
        "judgement_at_act": at_act.judgement.digest,
    }


def _disputed(at_act: AtAct) -> bool:
    return bool(at_act.both.act and not at_act.both.act.agreed)


def _barred(at_act: AtAct | None, lang: int) -> list[str]:
    """The sentence that an older law does not bear the finding, or may not."""
    if at_act is None or at_act.both.truth is Truth.MET:
        return []
    standing = at_act.both.act.truth if at_act.both.act else None
    return [BARRED[standing][lang].format(day=at_act.acted_on)]


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
