"""POST /v1/facts: facts in, all or nothing, and what they led to."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from api.http.documented import SIGNED_IN, WITH_BODY, refusals
from api.http.house import InHouse, SignedIn
from api.http.schemas import FactIn, FactsIn, NoneIn
from casework.errors import Refused
from casework.intake import IncomingFact, record_facts
from casework.reevaluation import determine_and_review
from engine.facts import NONE

router = APIRouter(prefix="/v1/facts", tags=["facts"])

SHOWN = 40
"""How much of a value the value reader repeats (engine.parse.values)."""


@router.post(
    "",
    status_code=201,
    summary="Record facts and judge the subjects they are about",
    responses=refusals(*SIGNED_IN, *WITH_BODY, 403),
)
def post_facts(sent: FactsIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Every fault of every fact is named and nothing is recorded, or all are. Determination only ever proposes."""
    rows = [incoming(fact, f"/facts/{number}") for number, fact in enumerate(sent.facts)]
    try:
        intake = record_facts(house.store, house.book.shelf.catalogue, house.clock, account, rows)
    except Refused as refusal:
        raise _without_values(refusal, rows) from refusal
    done = determine_and_review(house.store, house.book, house.evaluator, house.clock, intake)
    return {
        "recorded": list(intake.recorded),
        "repeated": intake.repeated,
        "corrected": intake.corrected,
        "store_sequence": intake.seq,
        "determination": {
            "examined": done.examined,
            "proposed": list(done.proposed),
            "bans": list(done.bans),
            "disputed": done.disputed,
            "degraded": done.degraded,
        },
    }


def incoming(fact: FactIn, where: str) -> IncomingFact:
    """The fact in casework's words; {"none": true} becomes known-not-to-exist."""
    return IncomingFact(
        where=where,
        subject_type=fact.type,
        code=fact.code,
        name=fact.name,
        region=fact.region,
        kind=fact.kind,
        source_key=fact.source_key,
        values={name: _raw(value) for name, value in fact.values.items()},
        attributes={name: _raw(value) for name, value in fact.attributes.items()},
        suspended_from=fact.suspended_from,
        suspended_until=fact.suspended_until,
        correction_reason=fact.correction_reason,
        correction_document=fact.correction_document,
    )


def _raw(value: object) -> object:
    if isinstance(value, NoneIn):
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _without_values(refusal: Refused, rows: Sequence[IncomingFact]) -> Refused:
    """The refusal with what was sent left out of its texts: each fault names its place, and the sender knows the value."""
    sent = {str(value) for row in rows for value in (*row.values.values(), *row.attributes.values(), row.source_key)}
    forms = {form for value in sent if value for form in (value, value.strip(), unicodedata.normalize("NFKC", value))}
    quoted = sorted(forms, key=len, reverse=True)

    def bare(text: str) -> str:
        for value in quoted:
            cut = value if len(value) <= SHOWN else value[:SHOWN] + "…"
            text = text.replace(f"“{cut}”", "“…”").replace(f'"{cut}"', '"…"')
        return text

    return Refused(
        refusal.code,
        zh=refusal.zh,
        en=refusal.en,
        hint_zh=refusal.hint_zh,
        hint_en=refusal.hint_en,
        law=refusal.law,
        status=refusal.status,
        faults=tuple(replace(one, zh=bare(one.zh), en=bare(one.en)) for one in refusal.faults),
    )
