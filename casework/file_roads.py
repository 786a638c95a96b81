"""Which road a file may take: opened over an entry in effect, one of a kind at a time, decided by whoever decided the entry."""

from collections.abc import Mapping

from casework.docket import FileKind, FileRecord
from casework.errors import Refused
from casework.file_titles import FILE_TITLES
from casework.files import StepRequest
from casework.ports import UnitOfWork
from casework.records import EntryRecord, EntryState
from casework.review_roads import REVIEW_KINDS, on_review_road

OTHER_ROAD = {FileKind.RECONSIDERATION: FileKind.SUIT, FileKind.SUIT: FileKind.RECONSIDERATION}
ONE_ROAD_LAW = "《中华人民共和国行政复议法》第二十九条"
DECIDED_HERE: Mapping[FileKind, frozenset[str]] = {
    FileKind.OBJECTION: frozenset({"accepted", "verified", "upheld", "rejected"}),
    FileKind.REPAIR: frozenset({"accepted", "not_accepted", "examined", "granted", "refused"}),
}
"""Steps of whoever decided the entry; for an entry that is only mirrored here they are the source's."""


def require_contestable(work: UnitOfWork, file: FileRecord, entry: EntryRecord) -> None:
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
    """Whether the step lies on this entry's road: a mirrored one is never re-decided here, one determined here not passed on."""
    if file.kind in REVIEW_KINDS:
        return on_review_road(file, entry, step)
    here = DECIDED_HERE.get(file.kind)
    if here is None or entry is None:
        return True
    return step not in here if entry.mirrored else step != "forwarded"


def require_own_road(file: FileRecord, entry: EntryRecord, request: StepRequest) -> None:
    """A mirrored entry is never re-decided here, and one determined here is not passed on."""
    if on_own_road(file, entry, request.step):
        return
    if entry.mirrored:
        raise Refused(
            "mirrored",
            zh=f"该条目由其他机关认定，本平台只作镜像：{FILE_TITLES[file.kind]}应当转送认定机关，不在此处理",
            en=f"another authority decided this entry; forward the {file.kind} to it",
            hint_zh="请办理“转送认定机关”",
            hint_en="take the step forwarded",
            status=409,
        )
    raise Refused(
        "determined-here",
        zh=f"该条目由本单位认定，{FILE_TITLES[file.kind]}应当在此受理和答复",
        en=f"the entry was determined here; accept and answer the {file.kind}",
        status=409,
    )
