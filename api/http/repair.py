"""GET /v1/cases/{entry_id}/repair: may this entry be repaired today, and if not, why and from when."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter

from api.http.cases import own_entry
from api.http.documented import SIGNED_IN, refusals
from api.http.house import InHouse, SignedIn
from casework.bilingual import Bilingual
from casework.errors import Refused
from casework.records import EntryState
from casework.repair_case import Eligibility
from casework.repair_record import classes_on, eligibility_on, open_application, regimes_on, said_on
from casework.repair_words import MISSING, for_officer, for_subject

router = APIRouter(prefix="/v1/cases", tags=["cases"])


@router.get(
    "/{entry_id}/repair",
    summary="Whether the entry may be repaired today, or why not yet and from when",
    responses=refusals(*SIGNED_IN, 403, 404, 409),
)
def get_repair(entry_id: str, house: InHouse, account: SignedIn) -> dict[str, Any]:
    """By the regime of today and the list's own rules, with what is said on an open application. It decides nothing."""
    today, shelf = house.clock.today(), house.book.shelf
    with house.store.reader() as reader:
        entry = own_entry(reader, account, entry_id)
        if entry.state not in (EntryState.EFFECTIVE, EntryState.ENDED):
            raise Refused(
                "entry-not-effective",
                zh="该条目尚未生效，没有可以修复的内容",
                en="the entry is not in effect, so there is nothing to repair",
                status=409,
            )
        file = open_application(reader, entry)
        said = said_on(reader.steps_of(file.id)) if file else {}
        found = eligibility_on(reader, shelf, entry, said, today, today)
        subject = reader.subject(entry.subject_id)
    assert subject is not None
    return {
        "case_id": entry.id,
        "on": today.isoformat(),
        **eligibility_told(found),
        "classes": dict(classes_on(regimes_on(shelf, subject, today, today), entry)),
        "file_id": file.id if file else None,
        "notice": "供办理参考，不是处理决定",
    }


def eligibility_told(found: Eligibility) -> dict[str, Any]:
    """The verdict with its reasons, and the sentences for the subject and for the officer in both languages."""
    return {
        "verdict": str(found.verdict),
        "from_day": found.from_day.isoformat() if found.from_day else None,
        "until": found.until.isoformat() if found.until else None,
        "missing": [{"what": each, "title": MISSING[each].zh, "title_en": MISSING[each].en} for each in found.missing],
        "reasons": [{**_said(reason.said), "law": reason.law.zh, "law_en": reason.law.en} for reason in found.reasons],
        "materials": [{"id": part.id, "title": part.title} for part in found.materials],
        "windows": [{"id": part.id, "title": part.title} for part in found.windows],
        "for_subject": _both(for_subject(found)),
        "for_officer": _both(for_officer(found)),
        "regimes": list(found.regimes),
    }


def _said(said: Bilingual) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _both(sentences: Iterable[Bilingual]) -> list[dict[str, str]]:
    return [_said(each) for each in sentences]
