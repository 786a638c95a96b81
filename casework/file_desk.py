"""The way in for files over an entry or a subject: opens one, takes its steps, and makes what follows for the entry.

One unit of work each; nothing half-written. Which kinds there are, and what their steps do, is data.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casework.docket import FileKind, FileRecord, StepRecord
from casework.errors import Refused
from casework.file_roads import require_contestable, require_own_road
from casework.file_titles import FILE_TITLES
from casework.files import Hand, Setting, StepRequest, Steps, open_file, take_step
from casework.places import place_of
from casework.ports import Clock, Reader, Shelf, Store
from casework.proceeding_effects import apply_to_entry
from casework.proceedings import PROCEEDINGS
from casework.records import EntryRecord
from casework.recusal import is_recused
from casework.repair_guards import answered, require_true_to_law, verdict_for
from casework.repairs import REORGANISATION, REPAIR
from casework.review_effects import apply_review
from casework.review_roads import REVIEW_KINDS, require_review_road, require_review_sound
from casework.reviews import REVIEWS
from casework.undertaking_effects import keep_commitment, record_undertaking
from casework.undertakings import UNDERTAKINGS
from engine.pack import ListDef

LAWFUL_STEPS: Mapping[FileKind, Steps] = {
    **PROCEEDINGS,
    FileKind.REPAIR: REPAIR,
    FileKind.REORGANISATION: REORGANISATION,
    **UNDERTAKINGS,
    **REVIEWS,
}
OVER_THE_SUBJECT = frozenset({FileKind.MATCH_OBJECTION, *UNDERTAKINGS})
"""All other kinds lie over an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDesk:
    """Where files are filed and worked on."""

    store: Store
    shelf: Shelf
    clock: Clock

    def file_on_entry(self, hand: Hand, kind: FileKind, entry_id: str, request: StepRequest) -> FileRecord:
        """A file over an entry in effect; Refused where none is, or where the same kind is already open."""
        _require_place(kind, over_subject=False)
        with self.store.unit_of_work() as work:
            entry = work.entry(entry_id)
            foreign = entry is None or (not hand.is_subject and entry.authority != hand.department)
            if entry is None or foreign or is_recused(work, hand.account_id, entry.id):
                raise Refused("not-found", zh="没有该条目", en="no such entry", status=404)
            file = open_file(
                work,
                self.clock,
                hand,
                kind,
                subject_id=entry.subject_id,
                entry=entry,
                department=entry.authority,
                request=request,
                setting=self._setting(work, kind, entry.subject_id, entry),
            )
            require_contestable(work, file, entry)
            require_true_to_law(work, self.shelf, self.clock.today(), file, entry, request, None)
            apply_to_entry(work, self.clock, hand, file, request, entry)
            work.commit()
        return file

    def file_on_subject(
        self, hand: Hand, kind: FileKind, subject_id: str, department: str, request: StepRequest
    ) -> FileRecord:
        """A file over the subject itself, with the department that answers it."""
        _require_place(kind, over_subject=True)
        with self.store.unit_of_work() as work:
            if work.subject(subject_id) is None:
                raise Refused("not-found", zh="没有该主体", en="no such subject", status=404)
            file = open_file(
                work,
                self.clock,
                hand,
                kind,
                subject_id=subject_id,
                entry=None,
                department=department,
                request=request,
                setting=self._setting(work, kind, subject_id, None),
            )
            record_undertaking(work, self.shelf.catalogue, self.clock, hand, file, request)
            work.commit()
        return file

    def step(self, hand: Hand, file_id: str, request: StepRequest) -> StepRecord:
        """One step, and what it does to the entry, in one unit of work. What is refused late is not committed."""
        with self.store.unit_of_work() as work:
            file = work.file(file_id)
            if file is None or (file.entry_id and is_recused(work, hand.account_id, file.entry_id)):
                raise Refused("not-found", zh="没有该案卷", en="no such file", status=404)
            entry = work.entry(file.entry_id) if file.entry_id else None
            found = verdict_for(work, self.shelf, self.clock.today(), file, entry, request)
            request = answered(request, found)
            step = take_step(
                work, self.clock, hand, file, request, self._setting(work, file.kind, file.subject_id, entry)
            )
            if file.kind in REVIEW_KINDS:
                require_review_road(file, entry, request.step)
                if entry is not None:
                    require_review_sound(work, file, entry, request)
                    apply_review(work, self.clock, self.shelf, hand, file, request, entry)
            elif entry is None:
                record_undertaking(work, self.shelf.catalogue, self.clock, hand, file, request)
            else:
                require_own_road(file, entry, request)
                require_true_to_law(work, self.shelf, self.clock.today(), file, entry, request, found)
                apply_to_entry(work, self.clock, hand, file, request, entry)
                keep_commitment(work, self.clock, hand, file, request)
            work.commit()
        return step

    def _setting(self, reader: Reader, kind: FileKind, subject_id: str, entry: EntryRecord | None) -> Setting:
        return Setting(
            steps=steps_of_kind(kind),
            list_def=self._list_def(entry) if entry else None,
            place=place_of(reader, self.shelf.catalogue, subject_id),
        )

    def _list_def(self, entry: EntryRecord) -> ListDef | None:
        today = self.clock.today()
        found = self.shelf.list_def(entry.list_id, today, today)
        return found[1] if found else None


def steps_of_kind(kind: FileKind) -> Steps:
    """The lawful steps of a kind of file; Refused for one that is not worked on here."""
    steps = LAWFUL_STEPS.get(kind)
    if steps is None:
        raise Refused("unknown-kind", zh="没有此类案卷", en=f"no files of kind {kind} are worked on here", status=422)
    return steps


def _require_place(kind: FileKind, *, over_subject: bool) -> None:
    if (kind in OVER_THE_SUBJECT) is not over_subject:
        raise Refused(
            "wrong-place",
            zh=f"{FILE_TITLES[kind]}{'针对主体本身' if kind in OVER_THE_SUBJECT else '须针对某一条目'}提出",
            en=f"a file of kind {kind} lies over {'the subject' if kind in OVER_THE_SUBJECT else 'an entry'}",
        )
