"""Recusal (回避): the head of the organ decides that an officer keeps away from one case; the officer then neither sees nor moves it."""

from collections.abc import Sequence

from casework.move_laws import RECUSAL_LAW
from casework.occasion import Occasion, refuse
from casework.ports import Clock, Reader, UnitOfWork
from casework.records import EntryRecord, RecusalRecord

GRANTED = "granted"


def is_recused(reader: Reader, account_id: str, entry_id: str) -> bool:
    """Whether the last decision about this officer in this case keeps them away."""
    return account_id in recused_from(reader.recusals_of(entry_id))


def recused_from(recusals: Sequence[RecusalRecord]) -> frozenset[str]:
    """The accounts kept away, of one case's recusals in their order."""
    last = {one.account_id: one.granted for one in recusals}
    return frozenset(account for account, granted in last.items() if granted)


def recusal_is_anothers(occasion: Occasion) -> None:
    """About an officer of the same department, and not about the one who decides."""
    officer = occasion.reader.account(occasion.said("officer"))
    if officer is None or officer.department != occasion.entry.authority:
        refuse("officer-unknown", "本部门没有该账户", "this department has no such account", RECUSAL_LAW)
    if officer.id == occasion.account.id:
        refuse("own-recusal", "本人的回避不得由本人决定", "nobody decides on their own recusal", RECUSAL_LAW)


def note_recusal(work: UnitOfWork, _clock: Clock, occasion: Occasion, moved: EntryRecord) -> None:
    """Writes whom the move just made keeps away, or no longer does."""
    work.add_recusal(
        RecusalRecord(
            entry_id=moved.id,
            number=moved.version,
            account_id=occasion.said("officer"),
            granted=occasion.said("recusal") == GRANTED,
            seq=work.last_seq(),
        )
    )
