"""What can be asked: matters, packs in force, and whether the service is well. No account needed; nothing here is about a subject."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.documented import refusals
from api.http.house import InHouse
from api.http.schemas import LawDate

router = APIRouter(tags=["catalogue"])


@router.get("/v1/matters", summary="The matters that can be checked", responses=refusals())
def get_matters(house: InHouse) -> dict[str, Any]:
    matters = sorted(house.book.shelf.catalogue.matters.values(), key=lambda matter: matter.id)
    return {
        "matters": [
            {
                "code": matter.id,
                "title": matter.title,
                "department": matter.department,
                "stages": list(matter.stages),
                "roles": list(matter.roles),
                "on_indeterminate": matter.on_indeterminate,
            }
            for matter in matters
        ]
    }


@router.get("/v1/packs", summary="Every loaded release, and which is in force on a day", responses=refusals(422))
def get_packs(
    house: InHouse,
    on: Annotated[LawDate | None, Query(description="law date; default today")] = None,
    place: Annotated[str, Query(pattern=r"^[0-9]{6}$")] = "520000",
) -> dict[str, Any]:
    today = house.clock.today()
    standing = {pack.ref for pack in house.book.packs(on or today, today, place)}
    return {
        "on": (on or today).isoformat(),
        "packs": [
            {
                "pack": pack.ref.pack,
                "version": pack.ref.version,
                "digest": pack.ref.digest,
                "kind": str(pack.kind),
                "title": pack.title,
                "from": pack.in_force.start.isoformat() if pack.in_force.start else None,
                "until": pack.in_force.until.isoformat() if pack.in_force.until else None,
                "in_force": pack.ref in standing,
                "gaps": list(pack.gaps),
            }
            for pack in house.book.shelf.packs()
        ],
    }


@router.get("/health/live", summary="The process answers", tags=["health"], responses=refusals())
def live() -> dict[str, str]:
    return {"status": "live"}


@router.get(
    "/health/ready", summary="Packs are loaded and the store can be read", tags=["health"], responses=refusals()
)
def ready(house: InHouse) -> dict[str, Any]:
    """503 where the store cannot be read; it writes nothing."""
    with house.store.reader() as reader:
        seq = reader.last_seq()
    return {"status": "ready", "store_sequence": seq, "packs": len(house.book.shelf.packs())}
