"""POST /v1/facts: facts in, all or nothing, and what they led to."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from api.http.house import InHouse, SignedIn
from api.http.schemas import FactIn, FactsIn
from casework.determination import determine
from casework.intake import IncomingFact, record_facts
from engine.facts import NONE

router = APIRouter(prefix="/v1/facts", tags=["facts"])


@router.post("", status_code=201, summary="Record facts and judge the subjects they are about")
def post_facts(sent: FactsIn, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """Every fault of every fact is named and nothing is recorded, or all are. Determination only ever proposes."""
    rows = [incoming(fact, f"/facts/{number}") for number, fact in enumerate(sent.facts)]
    intake = record_facts(house.store, house.book.shelf.catalogue, house.clock, account, rows)
    done = determine(house.store, house.book, house.evaluator, house.clock, intake.subjects)
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
    )


def _raw(value: object) -> object:
    if isinstance(value, Mapping):
        return NONE if dict(value) == {"none": True} else str(dict(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
