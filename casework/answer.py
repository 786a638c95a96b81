"""The words of an answer: what a check returns, from what was found, and its canonical decision.

Only entries and bans that bring a measure to this matter are told; no identifier or name of a person ever is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.holdings import Found
from casework.masking import Veil
from casework.programs import ProgramBook
from casework.sources import kind_of_source, source_of_ban
from engine.catalogue import Matter
from engine.measures import AppliedMeasure, MeasureTable, Outcome, TableRow, is_legal_bar
from engine.pack import Effect, PackRef
from engine.working_days import WorkCalendar, last_day

NOTICE = "本结果为核查提示，不是行政决定"
DECIDED_PARTS = ("outcome", "match", "entries", "measures", "dropped", "indeterminate", "packs", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was looked at, so that "nothing found" says how much it is worth."""

    packs: tuple[PackRef, ...]
    freshness: Mapping[str, datetime]
    bans: Mapping[str, str]
    lists: tuple[str, ...]
    titles: Mapping[str, str]


def compose_answer(
    *,
    check_id: str,
    outcome: Outcome,
    match: str,
    warnings: Sequence[str],
    found: Found,
    applied: Sequence[AppliedMeasure],
    unknown: Sequence[Mapping[str, object]],
    looked: Looked,
    as_of: date,
    known_at: datetime,
    read_seq: int,
    calendar: WorkCalendar,
    veil: Veil,
) -> dict[str, object]:
    """The answer as plain JSON values (api.md, "Check before approve"). `veil`: over everybody who was looked at."""
    bringing = dict.fromkeys(one.holding.id for one in applied)
    return {
        "check_id": check_id,
        "outcome": str(outcome),
        "notice": NOTICE,
        "match": match,
        "warnings": list(warnings),
        "entries": [_holding_told(holding_id, found, looked, veil) for holding_id in bringing],
        "measures": [measure_told(one, as_of, calendar) for one in applied if one.counts],
        "dropped": [
            {**measure_told(one, as_of, calendar), "why": not_applied_because(one)} for one in applied if not one.counts
        ],
        "indeterminate": [dict(one) for one in unknown],
        "looked_at": looked_told(looked),
        "packs": [
            {"pack": ref.pack, "version": ref.version, "digest": ref.digest} for ref in sorted(looked.packs, key=str)
        ],
        "as_of": as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "store_sequence": read_seq,
        "data_as_of": {name: at.isoformat() for name, at in sorted(looked.freshness.items())},
        "valid_until": as_of.isoformat(),
    }


def not_applied_because(one: AppliedMeasure) -> str:
    """Why a measure that was found does not count; "" where it does. Nothing unknown and nothing suspended is executed."""
    if one.dropped:
        return one.dropped
    if not one.holding.certain:
        return "所依据的条目或者禁止的起止日期不明，不据此适用措施"
    return "所依据的条目在停止执行期间，措施同时停止" if one.holding.suspended else ""


def looked_told(looked: Looked) -> list[dict[str, object]]:
    """Every list with a measure in force, and each kind of decision that could bar here (null: never heard)."""
    told: list[dict[str, object]] = [
        {
            "list": list_id,
            "title": looked.titles.get(list_id, list_id),
            "data_as_of": _instant(looked.freshness.get(list_id)),
        }
        for list_id in looked.lists
    ]
    told += [
        {"list": source, "title": f"法定禁止：{title}", "data_as_of": _instant(looked.freshness.get(source))}
        for source, title in looked.bans.items()
    ]
    return told


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def measure_told(one: AppliedMeasure, feedback_from: date, calendar: WorkCalendar) -> dict[str, object]:
    """One measure with its articles, what it was lowered from and why, and whether it is a legal bar.

    `feedback_due` is null where it is counted in working days that the calendar does not know yet.
    """
    row = one.row
    feedback = row.measure.feedback
    due = last_day(feedback_from, feedback.due, calendar) if feedback else None
    return {
        "id": row.key,
        "version": row.ref.version,
        "effect": str(row.effect),
        "discretion": str(row.measure.discretion),
        "legal_bar": is_legal_bar(row) and one.counts,
        "title": row.measure.title,
        "instruction": row.measure.instruction,
        "executor": row.measure.executor,
        "basis": basis_told(row),
        "for": one.holding.role,
        "because_of": one.holding.id,
        "certain": one.holding.certain,
        "suspended": one.holding.suspended,
        "downgraded": [
            {"from": str(step.from_effect), "rule": step.rule, "reason": step.reason} for step in row.lowered
        ]
        or None,
        "feedback_due": _day(due),
        "feedback_due_is": "local_policy" if feedback else None,
    }


def basis_told(row: TableRow) -> list[dict[str, object]]:
    """The articles in force that day, best assurance first as written in the pack."""
    return [
        {
            "law": source.title,
            "document": source.document,
            "article": basis.article,
            "level": str(source.level),
            "assurance": str(basis.assurance),
        }
        for basis, source in row.basis
    ]


def _holding_told(holding_id: str, found: Found, looked: Looked, veil: Veil) -> dict[str, object]:
    entry = found.entries.get(holding_id)
    if entry:
        return {
            "id": entry.id,
            "kind": "entry",
            "list": entry.list_id,
            "title": looked.titles.get(entry.list_id, entry.list_id),
            "authority": entry.authority,
            "document": veil.text(entry.document),
            "effective": _day(entry.effective_on),
            "until": _day(entry.term_end),
            "until_known": entry.term_known,
            "suspended": entry.suspended,
            "why": veil.over(entry.finding.get("reasons", [])),
            "criteria": f"{entry.pack}@{entry.pack_version}" if entry.pack else None,
            "how_to_repair": entry.finding.get("remedy", "") or "请向作出认定的部门咨询信用修复",
        }
    ban = found.bans[holding_id]
    row = found.ban_rows[f"{ban.measure}@{ban.pack_version}"]
    decision = found.decisions.get(ban.id)
    document = decision.values.get("document") if decision else None
    return {
        "id": ban.id,
        "kind": "ban",
        "list": None,
        "title": row.measure.title,
        "authority": decision.department if decision else row.measure.executor,
        "document": veil.text(document) if isinstance(document, str) else "",
        "effective": _day(ban.start),
        "until": "终身" if ban.for_life else _day(ban.term_end),
        "until_known": ban.for_life or (ban.term_known and ban.term_end is not None),
        "suspended": False,
        "why": ["起算日按决定日推定（法条未写明起算）"] if ban.start_inferred else [],
        "criteria": f"{ban.measure}@{ban.pack_version}",
        "how_to_repair": row.measure.remedy or "期满自行终止；对原决定有异议的，向作出决定的机关提出",
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def uncovered_sources(
    table: MeasureTable, book: ProgramBook, freshness: Mapping[str, datetime], matter: str, stage: str
) -> list[Mapping[str, object]]:
    """Lists, and the bans, that could bring a bar, restriction or review here and whose source has never spoken to us."""
    titles = book.shelf.list_titles()
    silent: list[Mapping[str, object]] = [
        {"what": f"{titles.get(list_id, list_id)}：尚未接入数据", "missing": [f"list.{list_id}"]}
        for list_id, rows in sorted(table.upon_list.items())
        if list_id not in freshness and any(_heavy_here(row, matter, stage) for row in rows)
    ]
    silent += [
        {"what": f"{title}：尚未接入数据", "missing": [f"kind.{kind_of_source(source)}"]}
        for source, title in ban_sources(table, book, matter, stage).items()
        if source not in freshness
    ]
    return silent


def ban_sources(table: MeasureTable, book: ProgramBook, matter: str, stage: str) -> Mapping[str, str]:
    """The kinds of decision from which a ban could reach this matter: source -> the kind's title."""
    kinds = book.shelf.catalogue.kinds
    reaching = sorted({source_of_ban(row) for row in table.of_ban.values() if _heavy_here(row, matter, stage)})
    named = {source: kind_of_source(source) for source in reaching}
    return {source: kinds[kind].title if kind in kinds else kind for source, kind in named.items()}


def reward_sources_covered(
    table: MeasureTable, book: ProgramBook, freshness: Mapping[str, datetime], place: str
) -> bool:
    """Whether every list in force whose entry would bar a reward has a source that has spoken to us."""
    barring = {
        listed.id
        for pack in book.packs(table.on, table.on, place)
        for listed in pack.lists.values()
        for bar in table.reward_bars
        if listed.colour is bar.colour and (bar.gravity is None or listed.gravity is bar.gravity)
    }
    return barring <= freshness.keys()


def _heavy_here(row: TableRow, matter: str, stage: str) -> bool:
    applies = row.measure.applies
    return row.effect.weight <= Effect.REVIEW.weight and stage in applies.stages and applies.reaches(matter)


def required_roles(table: MeasureTable, matter: Matter, stage: str) -> Mapping[str, str]:
    """Roles other than the subject through which a list or ban could bar this matter: role -> Chinese title."""
    rows = [row for rows in table.upon_list.values() for row in rows] + list(table.of_ban.values())
    reached = {role for row in rows if _heavy_here(row, matter.id, stage) for role in row.measure.applies.roles}
    return {role: ROLE_NAMES.get(role, role) for role in matter.roles if role != "subject" and role in reached}


def canonical_decision(answer: Mapping[str, object]) -> bytes:
    """The part of an answer that replay compares: sorted JSON in UTF-8, no texts of the moment."""
    return json.dumps(
        {part: answer[part] for part in DECIDED_PARTS}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


ROLE_NAMES = {
    "legal_representative": "法定代表人",
    "principal": "主要负责人",
    "responsible_person": "直接责任人员",
    "director": "董事",
    "supervisor": "监事",
    "senior_manager": "高级管理人员",
    "partner": "合伙人",
}
