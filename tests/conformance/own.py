"""Our three evaluators as implementations of the kit: the direct engine, the forward-chaining engine, the oracle.

They share the parser, the checks and the choice of releases; only what a rule means is computed three times. The oracle
tells findings and proposals, neither what is missing nor terms under two laws nor bans.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine.cases.case import Case, Expectation
from engine.cases.situation import Reading, read_situation
from engine.cases.verdict import bans_brought
from engine.catalogue import Catalogue
from engine.compile import ProgramRefused, compile_program
from engine.compile.program import Program, Readings
from engine.direct import compile_direct
from engine.evaluate import Judgement, judge, under_both_laws
from engine.explain import explain
from engine.facts import NONE, UNKNOWN, Mark, Situation, Truth
from engine.issues import Issue, Severity
from engine.pack import Pack, Propose
from engine.parse import load_yaml, parse_pack
from engine.parse.faults import Faults
from engine.parse.nodes import MapNode
from engine.periods import Period
from engine.releases import in_force, reaches
from engine.rete import ReteEngine
from engine.validate import validate
from tests.conformance.catalogue import read_catalogue
from tests.conformance.kit_reading import Question
from tests.conformance.runner import Answer, Implementation
from tests.engine.oracle import truth


class Refused(Exception):
    """The packs or the facts are refused; the messages say why."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__(str(issues))
        self.messages = [f"{issue.code}: {issue.en}" for issue in issues]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A question as values; `packs` are all that were published by known_at and reach the place."""

    catalogue: Catalogue
    packs: tuple[Pack, ...]
    situation: Situation
    law_at: date
    acted_on: date | None

    def standing(self, law_at: date) -> tuple[Pack, ...]:
        return in_force(self.packs, law_at)


def by_direct(question: Question) -> Answer:
    return _answered(question, lambda program, situation: compile_direct(program)(situation))


def by_rete(question: Question) -> Answer:
    def evaluate(program: Program, situation: Situation) -> Readings:
        with ReteEngine(program) as engine:
            return engine.evaluate(situation)

    return _answered(question, evaluate)


def by_oracle(question: Question) -> Answer:
    try:
        read = _read(question)
        _compiled(read, read.law_at)  # refuses what no evaluator is asked about
    except Refused as refused:
        return {"refused": refused.messages}
    days = [read.law_at] if read.acted_on is None else [read.acted_on, read.law_at]
    laws = [truth(read.standing(day), read.catalogue, day, read.situation) for day in days]
    keys = {key for law in laws for key in law}
    return {"rules": {key: _least(law.get(key, Truth.NOT_MET) for law in laws) for key in sorted(keys)}}


IMPLEMENTATIONS: Mapping[str, Implementation] = {"direct": by_direct, "rete": by_rete, "oracle": by_oracle}


def _least(truths: Iterator[Truth]) -> Truth:
    return min(truths, key=[Truth.NOT_MET, Truth.UNKNOWN, Truth.MET].index)


def _answered(question: Question, evaluate: Any) -> Answer:
    try:
        read = _read(question)
        if read.acted_on is not None:
            return _under_both_laws(read, evaluate)
        program = _compiled(read, read.law_at)
    except Refused as refused:
        return {"refused": refused.messages}
    readings = evaluate(program, read.situation)
    judgement = judge(program, read.situation, readings, readings)
    return {
        "rules": {finding.key: str(finding.truth) for finding in judgement.findings},
        "missing": _missing(program, read.situation, judgement),
        "support": _support(program, read.situation, judgement),
        "proposals": [
            _proposal(each.key, each.then.list_id, each.term, each.term_at_most)
            for each in judgement.proposals
            if isinstance(each.then, Propose)
        ],
        "bans": list(_bans(read, program)),
    }


def _under_both_laws(read: Read, evaluate: Any) -> Answer:
    judgements = []
    for day in (read.acted_on, read.law_at):
        assert day is not None
        program = _compiled(read, day)
        readings = evaluate(program, read.situation)
        judgements.append(judge(program, read.situation, readings, readings))
    found = under_both_laws(*judgements)
    return {
        "rules": {each.key: str(each.truth) for each in found},
        "proposals": [
            _proposal(each.key, each.proposal.list_id, each.proposal.term, each.proposal.term_at_most)
            for each in found
            if each.proposal is not None
        ],
    }


def _compiled(read: Read, law_at: date) -> Program:
    try:
        return compile_program(read.standing(law_at), read.catalogue, law_at)
    except ProgramRefused as refused:
        raise Refused([refused.issue]) from None


def _missing(program: Program, situation: Situation, judgement: Judgement) -> dict[str, list[str]]:
    unknown = [finding.key for finding in judgement.findings if finding.truth is Truth.UNKNOWN]
    return {
        key: sorted({f"{place.kind}.{place.field}" for place in explain(program, situation, judgement, key).missing})
        for key in unknown
    }


def _support(program: Program, situation: Situation, judgement: Judgement) -> dict[str, list[str]]:
    """The supporting records by their place among the facts, from 1 (the reader of cases calls them f1, f2 ...)."""
    met = [finding.key for finding in judgement.findings if finding.truth is Truth.MET]
    return {
        key: [fact.removeprefix("f") for fact in explain(program, situation, judgement, key).support] for key in met
    }


def _proposal(rule: str, list_id: str, term: Period | None, at_most: Period | None) -> dict[str, str]:
    told = {"rule": rule, "list": list_id, "term": str(term) if term else "none"}
    return {**told, "at_most": str(at_most)} if at_most else told


def _bans(read: Read, program: Program) -> Iterator[dict[str, str]]:
    for pack in read.standing(read.law_at):
        for ban in bans_brought(pack, program, _as_case(pack, read.situation)):
            yield {"measure": f"{pack.ref.pack}#{ban.measure}", "start": _day(ban.start), "until": _day(ban.until)}


def _as_case(pack: Pack, situation: Situation) -> Case:
    return Case(
        title="kit",
        pack=pack.ref.pack,
        file="kit",
        line=1,
        releases=(),
        law_at=situation.as_of,
        situation=situation,
        expect=Expectation(),
    )


def _day(day: date | Mark) -> str:
    return "life" if day is NONE else "unknown" if day is UNKNOWN else str(day)


def _read(question: Question) -> Read:
    as_of = date.fromisoformat(question["as_of"])
    known_at = date.fromisoformat(question.get("known_at", "9999-12-31"))
    catalogue = read_catalogue(question["catalogue"])
    packs, issues = _packs(question, catalogue, known_at)
    issues += [each for each in validate(packs, catalogue, as_of) if each.severity is Severity.ERROR]
    if issues:
        raise Refused(issues)
    place = question.get("place")
    return Read(
        catalogue=catalogue,
        packs=tuple(pack for pack in packs if place is None or reaches(pack.jurisdiction, place)),
        situation=_situation(question, catalogue, as_of, known_at),
        law_at=date.fromisoformat(question.get("law_at", question["as_of"])),
        acted_on=date.fromisoformat(question["acted_on"]) if "acted_on" in question else None,
    )


def _packs(question: Question, catalogue: Catalogue, known_at: date) -> tuple[list[Pack], list[Issue]]:
    """The releases published by then, and every error in them."""
    packs, issues = [], []
    for number, written in enumerate(question["packs"], start=1):
        if date.fromisoformat(written.get("published_at", "1900-01-01")) <= known_at:
            pack, found = parse_pack(written["text"], f"pack-{number}.yaml", catalogue)
            issues += [each for each in found if each.severity is Severity.ERROR]
            packs += [pack] if pack else []
    return packs, issues


def _situation(question: Question, catalogue: Catalogue, as_of: date, known_at: date) -> Situation:
    """The situation as known by then, read by the same reader as the packs' own cases (each value is text)."""
    asked = {key: question[key] for key in ("subject", "entries", "bans", "related", "not_covered") if key in question}
    asked["facts"] = [_body(each) for each in question.get("facts", []) if _is_known(each, known_at)]
    faults = Faults("question")
    root = load_yaml(json.dumps(asked, ensure_ascii=False), faults)
    found = read_situation(Reading(faults, catalogue), root, as_of) if isinstance(root, MapNode) else None
    if found is None or faults.any_error:
        raise Refused(faults.in_order())
    return replace(found, subject_id="subject")


def _is_known(written: Mapping[str, Any], known_at: date) -> bool:
    """Recorded by then, and not superseded by then (4.3)."""
    recorded, superseded = (written.get(key) for key in ("recorded_on", "superseded_on"))
    return not (recorded and date.fromisoformat(recorded) > known_at) and not (
        superseded and date.fromisoformat(superseded) <= known_at
    )


def _body(written: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in written.items() if key not in ("recorded_on", "superseded_on")}


def main() -> None:
    """Answers one question a line with the direct engine: how any implementation can be asked."""
    for line in sys.stdin:
        try:
            answer = by_direct(json.loads(line))
        except (ValueError, RecursionError) as fault:
            answer = {"refused": [f"the question cannot be read: {type(fault).__name__}"]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
