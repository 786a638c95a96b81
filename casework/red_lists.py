"""Red entries beside the others: nobody enters who stands, or may stand, on a black or watch list, and nobody stays.

Unknown counts as no: an adverse list that never spoke to us cannot vouch that the subject is not on it. A mirrored red
entry is its authority's to end; it is told, and the rewards rest meanwhile (engine.measures, reward bars).
"""

from dataclasses import dataclass, replace
from datetime import date

from casework.colours import ADVERSE, adverse_lists, colour_of
from casework.entry_clocks import end_clocks
from casework.holdings import entry_stands
from casework.move_guards import end_of_step
from casework.move_laws import PUBLICITY_LAW, RED_LAW
from casework.move_records import record_move
from casework.occasion import MoveRequest, Occasion, date_of, refuse
from casework.ports import Clock, Reader, Shelf, UnitOfWork
from casework.records import Account, EndKind, EntryRecord, EntryState, Move, Role
from engine.facts import Truth
from engine.pack import Colour
from engine.periods import Period, add

NO_PERIOD = Period(days=1)
OVERTAKEN = "列入严重失信主体名单或者重点关注名单，退出守信名单"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCheck:
    """What stands against a red entry: titles of the adverse lists the subject is, or may be, on; of those that never spoke."""

    standing: tuple[str, ...]
    unheard: tuple[str, ...]

    @property
    def passes(self) -> bool:
        return not self.standing and not self.unheard


def cross_checked(reader: Reader, shelf: Shelf, subject_id: str, on: date) -> CrossCheck:
    """The subject against every black and watch list in force."""
    titles = shelf.list_titles()
    entries = reader.entries_of([subject_id])[subject_id]
    adverse = [entry for entry in entries if colour_of(shelf, entry)[0] in ADVERSE]
    standing = [entry.list_id for entry in adverse if entry_stands(entry, on) is not Truth.NOT_MET]
    heard = reader.freshness()
    return CrossCheck(
        standing=tuple(dict.fromkeys(titles.get(one, one) for one in standing)),
        unheard=tuple(one.title for one in adverse_lists(shelf, on) if one.id not in heard),
    )


def stands_on_no_adverse_list(occasion: Occasion) -> None:
    """Cross-checked today: on no black or watch list, and every one of them has spoken."""
    crossed = cross_checked(occasion.reader, occasion.shelf, occasion.entry.subject_id, occasion.today)
    if crossed.standing:
        shown = "、".join(f"“{title}”" for title in crossed.standing)
        refuse(
            "stands-on-adverse-list",
            f"交叉比对：该主体在{shown}上，不得列入守信名单",
            f"cross-check: the subject stands, or may stand, on {len(crossed.standing)} black or watch lists",
            RED_LAW,
            hint_zh="请不予列入；移出上述名单后可以重新认定",
            hint_en="reject the proposal; it can be determined anew once the subject is off those lists",
        )
    if crossed.unheard:
        shown = "、".join(f"“{title}”" for title in crossed.unheard)
        refuse(
            "adverse-list-unheard",
            f"交叉比对：{shown}尚未接入数据，不能确认该主体不在其上",
            f"cross-check: {len(crossed.unheard)} black or watch lists never spoke; absence cannot be assumed",
            RED_LAW,
            hint_zh="请先接入上述名单的数据后再办理",
            hint_en="connect the sources of those lists first",
        )


def publicity_period_is_given(occasion: Occasion) -> None:
    """The last day for remarks lies no earlier than the list's procedure gives (without a period there: the next day)."""
    until, shown = date_of(occasion.said("public_until")), occasion.request.law_date
    earliest = (end_of_step(occasion, "publicity", shown) or add(shown, NO_PERIOD)) if shown else None
    if until is None or earliest is None or until < earliest:
        refuse(
            "publicity-period-short",
            f"公示截止日不得早于{earliest or '公示次日'}",
            f"the last day of publicity may not lie before {earliest or 'the day after it begins'}",
            PUBLICITY_LAW,
        )


def publicity_period_is_over(occasion: Occasion) -> None:
    """Decided after the last day of publicity."""
    shown = occasion.last(Move.PUBLICISE)
    until = date_of(shown.details.get("public_until")) if shown else None
    day = occasion.request.law_date
    if until is None or day is None or day <= until:
        refuse(
            "publicity-period-running",
            f"公示期至{until}届满，期满前不得作出决定" if until else "尚未公示，不得作出决定",
            f"the publicity runs until {until}; nothing is decided before" if until else "nothing has been publicised",
            PUBLICITY_LAW,
        )


def red_entries_end(work: UnitOfWork, clock: Clock, occasion: Occasion, moved: EntryRecord) -> None:
    """A black or watch entry that takes effect ends the subject's red ones."""
    end_red_entries(work, clock, occasion.shelf, occasion.account, moved, Role.LIST_OFFICER)


def end_red_entries(
    work: UnitOfWork, clock: Clock, shelf: Shelf, account: Account, cause: EntryRecord, role: str
) -> None:
    """What an entry taking effect does to the subject's red ones, in the same unit of work. `role`: in which it took effect."""
    if colour_of(shelf, cause)[0] not in ADVERSE:
        return
    for entry in work.entries_of([cause.subject_id])[cause.subject_id]:
        is_red = colour_of(shelf, entry)[0] is Colour.RED
        if is_red and entry.state is EntryState.EFFECTIVE and _is_overtaken(entry, cause, clock.today()):
            _end_or_tell(work, clock, account, entry, cause, role)


def _is_overtaken(red: EntryRecord, cause: EntryRecord, today: date) -> bool:
    """The adverse entry stands today; where its end is not known, it must at least have begun while the red one stood."""
    if red.effective_on is None or cause.effective_on is None or entry_stands(red, today) is Truth.NOT_MET:
        return False
    stands = entry_stands(cause, today)
    return stands is Truth.MET or (stands is Truth.UNKNOWN and cause.effective_on >= red.effective_on)


def _end_or_tell(
    work: UnitOfWork, clock: Clock, account: Account, entry: EntryRecord, cause: EntryRecord, role: str
) -> None:
    if entry.mirrored:
        told = {"entry": entry.id, "list": entry.list_id, "authority": entry.authority, "because": cause.id}
        seq = work.draw_seq()
        work.log("red.overtaken", seq, told)
        work.post("red.overtaken", seq, told)
        return
    assert cause.effective_on is not None  # _is_overtaken has seen to both
    assert entry.effective_on is not None
    day = max(cause.effective_on, entry.effective_on)
    request = MoveRequest(
        move=Move.END,
        version=entry.version,
        document=cause.document,
        law_date=day,
        reasons=OVERTAKEN,
        details={"kind": str(EndKind.ADVERSE_ENTRY), "because": cause.id, "law": RED_LAW},
    )
    ended = replace(
        entry,
        state=EntryState.ENDED,
        version=entry.version + 1,
        ended_on=day,
        end_reason=OVERTAKEN,
        end_kind=EndKind.ADVERSE_ENTRY,
    )
    ended = record_move(work, clock, account, ended, request, role)
    end_clocks(work, ended, (), clock.today(), fired=False)
