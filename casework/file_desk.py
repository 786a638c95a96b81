"""The way in for files over an entry or a subject: opens one, takes its steps, and makes what follows for the entry.

One unit of work each; nothing half-written. Which kinds there are, and what their steps do, is data.
"""

from dataclasses import dataclass

from casework.docket import FileKind, FileRecord, StepRecord
from casework.errors import Refused
from casework.files import Hand, Setting, StepRequest, Steps, open_file, take_step
from casework.ports import Clock, Shelf, Store, UnitOfWork
from casework.proceeding_effects import apply_to_entry
from casework.proceedings import PROCEEDINGS
from casework.records import EntryRecord, EntryState
from casework.recusal import is_recused
from engine.pack import ListDef

OTHER_ROAD = {FileKind.RECONSIDERATION: FileKind.SUIT, FileKind.SUIT: FileKind.RECONSIDERATION}
DECIDED_HERE = ("accepted", "verified", "upheld", "rejected")
ONE_ROAD_LAW = "《中华人民共和国行政复议法》第二十九条"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDesk:
    """Where files are filed and worked on."""

    store: Store
    shelf: Shelf
    clock: Clock

    def file_on_entry(self, hand: Hand, kind: FileKind, entry_id: str, request: StepRequest) -> FileRecord:
        """A file over an entry in effect; Refused where none is, or where the same kind is already open."""
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
                setting=self._setting(kind, entry),
            )
            _require_contestable(work, file, entry)
            work.commit()
        return file

    def file_on_subject(
        self, hand: Hand, kind: FileKind, subject_id: str, department: str, request: StepRequest
    ) -> FileRecord:
        """A file over the subject itself, with the department that answers it."""
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
                setting=self._setting(kind, None),
            )
            work.commit()
        return file

    def step(self, hand: Hand, file_id: str, request: StepRequest) -> StepRecord:
        """One step, and what it does to the entry, in one unit of work. What is refused late is not committed."""
        with self.store.unit_of_work() as work:
            file = work.file(file_id)
            if file is None or (file.entry_id and is_recused(work, hand.account_id, file.entry_id)):
                raise Refused("not-found", zh="没有该案卷", en="no such file", status=404)
            entry = work.entry(file.entry_id) if file.entry_id else None
            step = take_step(work, self.clock, hand, file, request, self._setting(file.kind, entry))
            _require_own_road(file, entry, request)
            if entry is not None:
                apply_to_entry(work, self.clock, hand, file, request, entry)
            work.commit()
        return step

    def _setting(self, kind: FileKind, entry: EntryRecord | None) -> Setting:
        return Setting(
            steps=steps_of_kind(kind),
            list_def=self._list_def(entry) if entry else None,
            calendar=self.shelf.catalogue.calendar,
        )

    def _list_def(self, entry: EntryRecord) -> ListDef | None:
        today = self.clock.today()
        found = self.shelf.list_def(entry.list_id, today, today)
        return found[1] if found else None


def steps_of_kind(kind: FileKind) -> Steps:
    """The lawful steps of a kind of file; Refused for one that is not worked on here."""
    steps = PROCEEDINGS.get(kind)
    if steps is None:
        raise Refused("unknown-kind", zh="没有此类案卷", en=f"no files of kind {kind} are worked on here", status=422)
    return steps


def _require_contestable(work: UnitOfWork, file: FileRecord, entry: EntryRecord) -> None:
    """INVARIANT: asked after the hand was; whoever may not file learns nothing about the entry."""
    if entry.state is not EntryState.EFFECTIVE:
        raise Refused(
            "entry-not-effective",
            zh="该条目尚未生效或者已经移出；决定前的意见请作为陈述申辩提出",
            en="the entry is not in effect; before the decision, make a statement instead",
            status=409,
        )
    open_kinds = {
        other.kind
        for other in work.files_on(entry.id)
        if other.id != file.id and not work.steps_of(other.id)[-1].closes
    }
    if file.kind in open_kinds:
        raise Refused(
            "already-open",
            zh="该条目已有同类案卷在办，请以原受理号查询进展",
            en="a file of this kind is open on this entry already; follow it by its receipt number",
            status=409,
        )
    if OTHER_ROAD.get(file.kind) in open_kinds:
        raise Refused(
            "other-road-taken",
            zh="行政复议与行政诉讼不得同时进行：已受理其一的，不得再申请另一",
            en="reconsideration and suit do not run side by side; one of them has been accepted already",
            law=ONE_ROAD_LAW,
            status=409,
        )


def on_own_road(file: FileRecord, entry: EntryRecord | None, step: str) -> bool:
    """A mirrored entry is never re-decided here, and one determined here is not passed on."""
    if entry is None or file.kind is not FileKind.OBJECTION:
        return True
    return step not in (DECIDED_HERE if entry.mirrored else ("forwarded",))


def _require_own_road(file: FileRecord, entry: EntryRecord | None, request: StepRequest) -> None:
    if entry is None or on_own_road(file, entry, request.step):
        return
    if entry.mirrored:
        raise Refused(
            "mirrored",
            zh="该条目由其他机关认定，本平台只作镜像：异议应当转送认定机关，不在此处理",
            en="another authority decided this entry; forward the objection to it",
            hint_zh="请办理“转送认定机关”",
            hint_en="take the step forwarded",
            status=409,
        )
    raise Refused(
        "determined-here",
        zh="该条目由本单位认定，异议应当在此受理和答复",
        en="the entry was determined here; accept and answer the objection",
        status=409,
    )
