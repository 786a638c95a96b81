"""Entries other authorities decided, for the subjects whose story led to such a list: entered by invented document.

A story told under the law in force gets a document of the last two years; one told under repealed law gets the date its
own records suggest, so most of those terms have run out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from adapters.demo.stories import Story
from adapters.demo.subjects import DemoSubject
from casework.mirror import MirroredEntry, enter_mirrored
from casework.ports import Clock, Shelf, Store
from casework.records import Account, CodeKind, SubjectType
from engine.pack import Mode, Pack
from engine.releases import in_force

BATCH = 100
WEEKS_AGO = (5, 100)
RED_WEEKS_AGO = (5, 25)

AUTHORITY_MARKS = {"tax": "税", "court": "法"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One entry to mirror: the subject's code, the list, when it was decided."""

    code: str
    code_kind: CodeKind
    list_id: str
    authority: str
    number: int
    decided_on: date


def decided_elsewhere(subjects: Iterable[DemoSubject], packs: Sequence[Pack], anchor: date) -> Iterator[Decided]:
    """What the stories of these subjects led to on lists that are mirrored here; copies with drawn figures led to nothing."""
    newest = {pack.ref.pack: pack for pack in in_force(packs, anchor)}
    lists = {list_id: pack for pack in newest.values() if pack.mode is Mode.MIRRORED for list_id in pack.lists}
    first = {name: min(_starts(pack) for pack in packs if name in pack.lists) for name in lists}
    for subject in subjects:
        if subject.story is None or not subject.faithful:
            continue
        for list_id in subject.story.proposes:
            if list_id in lists:
                pack = lists[list_id]
                yield Decided(
                    code=subject.code,
                    code_kind=CodeKind.RESIDENT_ID if subject.type is SubjectType.NATURAL_PERSON else CodeKind.USCC,
                    list_id=list_id,
                    authority=pack.authority,
                    number=subject.number,
                    decided_on=max(first[list_id], _decided_on(subject.story, subject.number, pack, list_id, anchor)),
                )


def _starts(pack: Pack) -> date:
    """The first day of its law: nobody was listed under it before."""
    return pack.in_force.start or date.min


def _decided_on(story: Story, number: int, pack: Pack, list_id: str, anchor: date) -> date:
    if not story.is_told_under(pack.ref) and story.last_date > date.min:
        return min(story.last_date + timedelta(days=20), anchor)
    low, high = RED_WEEKS_AGO if pack.lists[list_id].colour == "red" else WEEKS_AGO
    return anchor - timedelta(weeks=low + number % (high - low))


def mirror_all(
    store: Store,
    shelf: Shelf,
    clock: Clock,
    clerks: Mapping[str, Account],
    decided: Sequence[Decided],
    progress: Callable[[int], None],
) -> None:
    """Enters them by document; a document entered before is one entry."""
    for first in range(0, len(decided), BATCH):
        batch = decided[first : first + BATCH]
        with store.unit_of_work() as work:
            for one in batch:
                subject = work.subject_by_code(one.code_kind, one.code)
                assert subject is not None
                enter_mirrored(work, shelf, clock, clerks[one.authority], _incoming(one, subject.id), clock.today())
            work.commit()
        progress(len(batch))


def _incoming(one: Decided, subject_id: str) -> MirroredEntry:
    return MirroredEntry(
        subject_id=subject_id,
        list_id=one.list_id,
        document=f"演示{AUTHORITY_MARKS.get(one.authority, '文')}〔{one.decided_on.year}〕{one.number:05d}号",
        decided_on=one.decided_on,
        effective_on=one.decided_on,
        reasons="演示数据：来源机关文书所载事由",
    )
