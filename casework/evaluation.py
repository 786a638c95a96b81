"""The engine as a calculator: facts in, findings out, nothing stored and nothing decided.

For policy staff, tests and the curious: the question is a case of the packs' own tests without `expect` (docs/pack-format.md),
`as_of` chooses law and situation, and the answer says which release and article each finding rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.act_law import ActLaw, AtAct
from casework.answer import measure_told, not_applied_because
from casework.errors import FieldFault, Refused
from casework.evaluation_scope import EVERYTHING, Scope
from casework.finding_telling import FindingTelling
from casework.ports import Clock, Evaluator
from casework.programs import ProgramBook
from casework.supposed_holdings import supposed_holdings
from engine.cases.case import refuse_act_after_decision
from engine.cases.situation import AS_OF, Reading, only_keys, read_situation
from engine.catalogue import Catalogue, Matter
from engine.compile.program import Program
from engine.evaluate import Finding, Judgement, judge
from engine.explain import Audience, trace_of
from engine.facts import Situation, Truth
from engine.issues import Issue
from engine.measures import AppliedMeasure, applied_measures, outcome_of
from engine.pack import Mode, Pack, Propose
from engine.parse.faults import Faults
from engine.parse.nodes import MapNode
from engine.parse.reader import day, mapping, needed
from engine.parse.yaml_text import load_yaml
from engine.working_days import WorkCalendar

KEYS = (
    "as_of",
    "law_at",
    "acted_on",
    "subject",
    "facts",
    "entries",
    "bans",
    "related",
    "not_covered",
    "matter",
    "stage",
    "place",
)

NOTICE = {"zh": "推演结果，不登记、不产生任何效力", "en": "a calculation: nothing is recorded and nothing takes effect"}
NEEDS = {
    Mode.DETERMINED_HERE: {
        "zh": "告知、决定、批准后方可生效",
        "en": "takes effect only after notice, decision and approval",
    },
    Mode.MIRRORED: {
        "zh": "由认定机关依法定程序认定，本平台只作镜像，不予认定",
        "en": "for the authority to determine in its own procedure; mirrored here, never determined",
    },
}
"""What a proposal still needs, by who determines the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One evaluation. `law_at` None: as_of. `acted_on` None: as the records say. `matter` "": no measures asked."""

    situation: Situation
    law_at: date | None
    acted_on: date | None
    place: str
    matter: str
    stage: str


def parse_question(text: str, file: str, catalogue: Catalogue) -> Question:
    """The question of a JSON or YAML text; Refused with every fault and its line otherwise."""
    faults = Faults(file)
    root = load_yaml(text, faults)
    if root is None:
        raise _refused(faults.in_order())
    node = mapping(faults, root)
    only_keys(faults, node, KEYS)
    as_of = day(faults, needed(faults, node, "as_of", *AS_OF)) or date.min
    question = Question(
        situation=read_situation(Reading(faults, catalogue), node, as_of),
        law_at=day(faults, node.get("law_at")),
        acted_on=day(faults, node.get("acted_on")),
        place=_plain(node, "place") or "520000",
        matter=_plain(node, "matter"),
        stage=_plain(node, "stage") or _first_stage(catalogue, _plain(node, "matter")),
    )
    decided_on = question.law_at or as_of
    if question.acted_on and question.acted_on > decided_on:
        refuse_act_after_decision(faults, node, question.acted_on, decided_on)
    if not re.fullmatch(r"\d{6}", question.place):
        faults.add("place", node, "办理地应为6位行政区划代码", "place is a six-digit area code")
    matter = catalogue.matters.get(question.matter)
    if question.matter and matter is None:
        faults.add("unknown-matter", node, f"未知的事项“{question.matter}”", f'no such matter "{question.matter}"')
    if matter and question.stage not in matter.stages:
        stages = "、".join(matter.stages)
        faults.add(
            "unknown-stage", node, f"该事项没有“{question.stage}”环节，可用：{stages}", f"the stages are {stages}"
        )
    if faults.any_error:
        raise _refused(faults.in_order())
    return question


def _first_stage(catalogue: Catalogue, matter_id: str) -> str:
    """The review where the matter has one, else its first stage."""
    matter = catalogue.matters.get(matter_id)
    return "review" if matter is None or "review" in matter.stages else matter.stages[0]


def _plain(node: MapNode, key: str) -> str:
    value = node.get(key)
    return str(getattr(value, "text", "") or "")


def _refused(issues: Sequence[Issue]) -> Refused:
    return Refused(
        "evaluation-faulty",
        zh=f"推演请求有{len(issues)}处错误",
        en=f"the evaluation request has {len(issues)} faults",
        hint_zh="请按下列位置更正",
        hint_en="correct the places named below",
        faults=tuple(
            FieldFault(where=str(one.where), zh=one.zh + one.hint_zh, en=f"{one.en} {one.hint_en}".strip())
            for one in issues
        ),
    )


def evaluate_question(
    book: ProgramBook,
    evaluator: Evaluator,
    clock: Clock,
    question: Question,
    audience: Audience | None = None,
    lang: str = "zh",
    scope: Scope = EVERYTHING,
) -> dict[str, object]:
    """Findings of both engines, the proposals they would make, and the measures those would bring to the matter.

    A rule that would propose an entry is asked under the law of its act, too, as the determination does (spec 12.2).
    With an `audience` each finding is explained for it in `lang` ("zh", "en"), instead of the plain reasons. A narrow
    `scope` leaves out what does not concern it, and the answer says so (`only`).
    """
    law_at = question.law_at or question.situation.as_of
    today = clock.today()
    program = book.program(law_at, today, question.place)
    [(direct, rete)] = evaluator.evaluate(program, [question.situation])
    judgement = judge(program, question.situation, direct, rete)
    at_act = _at_act(book, evaluator, today, question, program, judgement)
    packs = {pack.ref: pack for pack in book.packs(law_at, today, question.place)}
    proposals = tuple(_under_lighter_law(judgement, at_act))
    said_in = lang if audience else "zh"
    telling = FindingTelling(
        catalogue=book.shelf.catalogue,
        program=program,
        situation=question.situation,
        judgement=judgement,
        at_act=at_act,
        audience=audience,
        lang=lang,
    )
    told: dict[str, object] = {
        "as_of": question.situation.as_of.isoformat(),
        "law_at": law_at.isoformat(),
        "place": question.place,
        "notice": NOTICE[said_in],
        "agreed": not any(_is_doubtful(one) for one in (judgement, *(each.judgement for each in at_act.values()))),
        "degraded": judgement.degraded,
        "findings": [telling.told(one, packs[one.ref]) for one in judgement.findings if scope.takes_finding(one)],
        "proposals": [_proposal_told(one, packs[one.ref], said_in) for one in proposals if scope.takes_finding(one)],
        "packs": [{"pack": ref.pack, "version": ref.version, "digest": ref.digest} for ref in sorted(packs, key=str)],
        "digest": judgement.digest,
        **scope.told(),
    }
    if audience in (Audience.OFFICER, Audience.AUDITOR):
        told["trace"] = trace_of(program, question.situation, judgement).digest
    if question.matter:
        matter = book.shelf.catalogue.matters[question.matter]
        told |= _measures_told(book, question, program, judgement, proposals, matter, today, scope)
    return told


def _at_act(
    book: ProgramBook,
    evaluator: Evaluator,
    today: date,
    question: Question,
    program: Program,
    judgement: Judgement,
) -> dict[str, AtAct]:
    """By rule: each that would propose an entry, under the law of the act that the question or else its records name."""
    law = ActLaw(book=book, evaluator=evaluator, today=today, place=question.place)
    situation, named = question.situation, question.acted_on
    would_list = [one for one in judgement.findings if one.truth is Truth.MET and isinstance(one.then, Propose)]
    asked = (
        law.on(named, one.key, situation, judgement) if named else law.of(one, program, situation, judgement)
        for one in would_list
    )
    return {each.both.key: each for each in asked if each is not None}


def _is_doubtful(judgement: Judgement) -> bool:
    return bool(judgement.differences) or judgement.degraded


def _under_lighter_law(judgement: Judgement, at_act: Mapping[str, AtAct]) -> Iterator[Finding]:
    """The proposals that the law of the act bears as well, each with the lighter term."""
    for finding in judgement.proposals:
        if finding.key not in at_act:
            yield finding
        elif lighter := at_act[finding.key].both.proposal:
            yield finding._replace(then=lighter)


def _proposal_told(finding: Finding, pack: Pack, lang: str) -> dict[str, object]:
    return {
        "list": finding.then.list_id if isinstance(finding.then, Propose) else "",
        "title": finding.listed.title if finding.listed else "",
        "rule": finding.key,
        "release": str(finding.ref),
        "term": str(finding.term) if finding.term else None,
        "term_at_most": str(finding.term_at_most) if finding.term_at_most else None,
        "mode": str(pack.mode),
        "authority": pack.authority,
        "needs": NEEDS[pack.mode][lang],
    }


def _measures_told(
    book: ProgramBook,
    question: Question,
    program: Program,
    judgement: Judgement,
    proposals: Sequence[Finding],
    matter: Matter,
    today: date,
    scope: Scope,
) -> Mapping[str, object]:
    """What the proposals (were they decided), the entries and the bans given would bring to the matter at as_of.

    The outcome is that of all measures, told or not.
    """
    as_of, packs = question.situation.as_of, book.packs(judgement.law_at, today, question.place)
    table = book.table(as_of, today, question.place)
    holdings = supposed_holdings(book, table, program, question.situation, judgement, proposals, packs)
    uncovered = question.situation.not_covered & {"entry", "ban"}
    applied = applied_measures(
        table, holdings, matter=matter.id, stage=question.stage, covered="entry" not in uncovered
    )
    return {
        "matter": matter.id,
        "stage": question.stage,
        "outcome_if_effective": str(outcome_of(applied, uncovered=bool(uncovered))),
        "measures": [
            _told(one, as_of, book.shelf.catalogue.calendar) for one in applied if scope.takes_measure(one, packs)
        ],
    }


def _told(one: AppliedMeasure, as_of: date, calendar: WorkCalendar) -> dict[str, object]:
    return {**measure_told(one, as_of, calendar), "dropped": not_applied_because(one) or None}
