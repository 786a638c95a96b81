"""The engine as a calculator: facts in, findings out, nothing stored and nothing decided.

For policy staff, tests and the curious: the question is a case of the packs' own tests without `expect` (docs/pack-format.md),
`as_of` chooses law and situation, and the answer says which release and article each finding rests on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.answer import measure_told, not_applied_because
from casework.bans import bans_brought
from casework.errors import FieldFault, Refused
from casework.finding_telling import FindingTelling
from casework.holdings import ban_stands
from casework.ports import Clock, Evaluator
from casework.programs import ProgramBook
from engine.cases.situation import Reading, only_keys, read_situation
from engine.catalogue import Catalogue, Matter
from engine.compile.program import Program
from engine.direct.standing import held
from engine.evaluate import Finding, Judgement, judge
from engine.explain import Audience, trace_of
from engine.facts import UNKNOWN, BanFact, EntryFact, RelatedSubject, Situation, Truth
from engine.issues import Issue
from engine.measures import AppliedMeasure, Holding, MeasureTable, applied_measures, outcome_of
from engine.pack import Colour, Gravity, Mode, Pack, Propose
from engine.parse.faults import Faults
from engine.parse.nodes import MapNode
from engine.parse.reader import day, mapping, required
from engine.parse.yaml_text import load_yaml
from engine.working_days import WorkCalendar

KEYS = ("as_of", "law_at", "subject", "facts", "entries", "bans", "related", "not_covered", "matter", "stage", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One evaluation. `law_at` None: as_of. `matter` "": no measures asked."""

    situation: Situation
    law_at: date | None
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
    as_of = day(faults, required(faults, node, "as_of")) or date.min
    question = Question(
        situation=read_situation(Reading(faults, catalogue), node, as_of),
        law_at=day(faults, node.get("law_at")),
        place=_plain(node, "place") or "520000",
        matter=_plain(node, "matter"),
        stage=_plain(node, "stage") or _first_stage(catalogue, _plain(node, "matter")),
    )
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
) -> dict[str, object]:
    """Findings of both engines, the proposals they would make, and the measures those would bring to the matter.

    With an `audience` each finding is explained for it in `lang` ("zh", "en"), instead of the plain reasons.
    """
    law_at = question.law_at or question.situation.as_of
    today = clock.today()
    program = book.program(law_at, today, question.place)
    [(direct, rete)] = evaluator.evaluate(program, [question.situation])
    judgement = judge(program, question.situation, direct, rete)
    packs = {pack.ref: pack for pack in book.packs(law_at, today, question.place)}
    telling = FindingTelling(
        book=book,
        evaluator=evaluator,
        today=today,
        place=question.place,
        program=program,
        situation=question.situation,
        judgement=judgement,
        audience=audience,
        lang=lang,
    )
    told: dict[str, object] = {
        "as_of": question.situation.as_of.isoformat(),
        "law_at": law_at.isoformat(),
        "place": question.place,
        "notice": "推演结果，不登记、不产生任何效力",
        "agreed": not judgement.differences and not judgement.degraded,
        "degraded": judgement.degraded,
        "findings": [telling.told(finding, packs[finding.ref]) for finding in judgement.findings],
        "proposals": [_proposal_told(finding, packs[finding.ref]) for finding in judgement.proposals],
        "packs": [{"pack": ref.pack, "version": ref.version, "digest": ref.digest} for ref in sorted(packs, key=str)],
        "digest": judgement.digest,
    }
    if audience in (Audience.OFFICER, Audience.AUDITOR):
        told["trace"] = trace_of(program, question.situation, judgement).digest
    if question.matter:
        matter = book.shelf.catalogue.matters[question.matter]
        told |= _measures_told(book, question, program, judgement, matter, today)
    return told


def _proposal_told(finding: Finding, pack: Pack) -> dict[str, object]:
    here = pack.mode is Mode.DETERMINED_HERE
    return {
        "list": finding.then.list_id if isinstance(finding.then, Propose) else "",
        "title": finding.listed.title if finding.listed else "",
        "rule": finding.key,
        "release": str(finding.ref),
        "term": str(finding.term) if finding.term else None,
        "term_at_most": str(finding.term_at_most) if finding.term_at_most else None,
        "mode": str(pack.mode),
        "authority": pack.authority,
        "needs": "告知、决定、批准后方可生效" if here else "由认定机关依法定程序认定，本平台只作镜像，不予认定",
    }


def _measures_told(
    book: ProgramBook, question: Question, program: Program, judgement: Judgement, matter: Matter, today: date
) -> Mapping[str, object]:
    """What the proposals (were they decided), the entries and the bans given would bring to the matter at as_of."""
    as_of = question.situation.as_of
    table = book.table(as_of, today, question.place)
    holdings = [
        *_would_be_listed(judgement),
        *_would_be_banned(program, question.situation, judgement, book.packs(judgement.law_at, today, question.place)),
        *_given(book, question.situation),
        *_given_bans(table, question.situation),
    ]
    uncovered = question.situation.not_covered & {"entry", "ban"}
    applied = applied_measures(
        table, holdings, matter=matter.id, stage=question.stage, covered="entry" not in uncovered
    )
    return {
        "matter": matter.id,
        "stage": question.stage,
        "outcome_if_effective": str(outcome_of(applied, uncovered=bool(uncovered))),
        "measures": [_told(one, as_of, book.shelf.catalogue.calendar) for one in applied],
    }


def _told(one: AppliedMeasure, as_of: date, calendar: WorkCalendar) -> dict[str, object]:
    return {**measure_told(one, as_of, calendar), "dropped": not_applied_because(one) or None}


def _would_be_listed(judgement: Judgement) -> list[Holding]:
    listed = {finding.listed.id: finding.listed for finding in judgement.proposals if finding.listed}
    return [
        Holding(
            id=f"proposal:{one.id}", kind="entry", key=one.id, colour=one.colour, gravity=one.gravity, role="subject"
        )
        for one in listed.values()
    ]


def _would_be_banned(
    program: Program, situation: Situation, judgement: Judgement, packs: Sequence[Pack]
) -> list[Holding]:
    """The bans that the records bring and that run, or may run, at as_of; none where one engine alone speaks."""
    if judgement.degraded:
        return []
    brought = bans_brought(program, situation, judgement, packs)
    return [
        _ban_holding(f"ban:{ban.measure}:{ban.fact_id}", ban.measure, "subject", certain=stands is Truth.MET)
        for ban in brought
        if (stands := ban_stands(ban, situation.as_of)) is not Truth.NOT_MET
    ]


def _ban_holding(holding_id: str, measure: str, role: str, *, certain: bool, suspended: bool = False) -> Holding:
    return Holding(
        id=holding_id,
        kind="ban",
        key=measure,
        colour=Colour.BLACK,
        gravity=Gravity.ORDINARY,
        role=role,
        certain=certain,
        suspended=suspended,
    )


def _given_bans(table: MeasureTable, situation: Situation) -> list[Holding]:
    """The given bans that are effective, or may be, at as_of; `measure` names "pack#measure" or the measure alone."""
    own = [("subject", True, ban) for ban in situation.bans]
    others = [(person.role, sure, ban) for person, sure in _holders(situation) for ban in person.bans]
    keys = {name: key for key in table.of_ban for name in (key, key.partition("#")[2])}
    return [
        _ban_holding(ban.id, keys[ban.ban_id], role, certain=sure and _certain(ban), suspended=ban.suspended)
        for role, sure, ban in (*own, *others)
        if ban.ban_id in keys and _may_stand(ban, situation.as_of)
    ]


def _holders(situation: Situation) -> list[tuple[RelatedSubject, bool]]:
    """Who holds a role at as_of, or may, and whether they surely do (spec chapter 11)."""
    found = ((person, held(person, situation.as_of)) for person in situation.related)
    return [(person, surely) for person, (surely, possibly) in found if possibly]


def _may_stand(given: EntryFact | BanFact, as_of: date) -> bool:
    """Whether it is effective at as_of, or may be (spec chapter 11)."""
    if given.ended_on is not None and given.ended_on <= as_of:
        return False
    if isinstance(given.start, date) and as_of < given.start:
        return False
    return not (isinstance(given.term_end, date) and given.term_end < as_of)


def _certain(given: EntryFact | BanFact) -> bool:
    return isinstance(given.start, date) and given.term_end is not UNKNOWN


def _given(book: ProgramBook, situation: Situation) -> list[Holding]:
    own = [("subject", True, entry) for entry in situation.entries]
    others = [(person.role, sure, entry) for person, sure in _holders(situation) for entry in person.entries]
    return [
        standing
        for role, sure, entry in (*own, *others)
        if (standing := _entry_holding(book, role, entry, situation.as_of, surely_held=sure))
    ]


def _entry_holding(book: ProgramBook, role: str, entry: EntryFact, as_of: date, *, surely_held: bool) -> Holding | None:
    """The given entry where it is effective, or may be, at as_of."""
    if not _may_stand(entry, as_of):
        return None
    definition = next((pack.lists[entry.list_id] for pack in book.shelf.packs() if entry.list_id in pack.lists), None)
    if definition is None:
        return None
    return Holding(
        id=entry.id,
        kind="entry",
        key=entry.list_id,
        colour=definition.colour,
        gravity=definition.gravity,
        role=role,
        certain=surely_held and _certain(entry),
        suspended=entry.suspended,
    )
