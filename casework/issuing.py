"""The desk that issues letters: looks at one before it is made, and makes it with its number, record, chain link and message.

One unit of work each. INVARIANT: refusals come first and the number is drawn last, so that a sequence has no gap.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from casework.docket import LetterRecord
from casework.errors import Refused
from casework.letter import LETTER_TITLES, Letter, LetterKind
from casework.letter_grounds import found_of, law_of, party_of, publication_of, term_of
from casework.letter_inputs import NUMBER_PENDING, Envelope
from casework.letter_notices import intention_letter
from casework.letter_numbers import SERIES, letter_number
from casework.letter_plain import to_plain
from casework.letter_preview import masked_preview
from casework.masking import persons_around
from casework.move_laws import NOTICE_LAW
from casework.move_titles import ROLE_TITLES, STATE_TITLES
from casework.offices import Office, Offices, office_of
from casework.ports import Clock, Reader, Shelf, Store, UnitOfWork
from casework.records import Account, EntryRecord, EntryState, Role
from casework.recusal import is_recused
from engine.pack import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDesk:
    """Where letters are made. `offices`: this deployment's own organs."""

    store: Store
    shelf: Shelf
    clock: Clock
    offices: Offices

    def preview(self, account: Account, entry_id: str, kind: LetterKind) -> Letter:
        """The letter as it would be made today: masked, without a number, of no effect; Refused as `issue` would."""
        with self.store.reader() as reader:
            entry = self._entry(reader, account, entry_id, kind)
            letter = self._composed(reader, entry, office_of(self.offices, entry.authority))
            subject = reader.subject(entry.subject_id)
            return masked_preview(letter, persons_around(reader, subject) if subject else ())

    def issue(self, account: Account, entry_id: str, kind: LetterKind) -> LetterRecord:
        """The letter with its number, on record; nothing of it where anything is missing."""
        with self.store.unit_of_work() as work:
            entry = self._entry(work, account, entry_id, kind)
            office = office_of(self.offices, entry.authority)
            record = self._recorded(work, account, entry, office, self._composed(work, entry, office))
            work.commit()
        return record

    def _entry(self, reader: Reader, account: Account, entry_id: str, kind: LetterKind) -> EntryRecord:
        """The department's own proposal, for which no such letter has been made yet."""
        entry = reader.entry(entry_id)
        if entry is None or entry.authority != account.department or is_recused(reader, account.id, entry_id):
            raise Refused("not-found", zh="没有该案件", en="no such case", status=404)
        require_list_officer(account)
        if kind is not LetterKind.INTENTION:
            raise Refused(
                "letter-not-issued-here",
                zh=f"平台目前只制发拟列入告知书；{LETTER_TITLES[kind]}请另行制作，并以其文号登记",
                en=f"only the notice of intention is issued here; make the letter ({kind}) elsewhere and record its number",
                status=409,
            )
        if entry.mirrored or entry.state is not EntryState.PROPOSED:
            raise _not_before(entry)
        if law_of(self.shelf, self.clock, entry).list_def.colour is Colour.RED:
            raise Refused(
                "publicity-instead",
                zh="红名单以公示代替拟列入告知",
                en="a red list is publicised, not noticed",
                status=409,
            )
        _refuse_second(reader, entry, kind)
        return entry

    def _composed(self, reader: Reader, entry: EntryRecord, office: Office, number: str = NUMBER_PENDING) -> Letter:
        law = law_of(self.shelf, self.clock, entry)
        envelope = Envelope(
            number=number,
            dated=self.clock.today(),
            department=office.title,
            contact=office.contact,
            party=party_of(reader, entry),
        )
        found, term = found_of(self.shelf, entry), term_of(entry, law)
        return intention_letter(envelope, law, found, term, publication_of(law, office))

    def _recorded(
        self, work: UnitOfWork, account: Account, entry: EntryRecord, office: Office, pending: Letter
    ) -> LetterRecord:
        """The pending letter, which nothing refuses any more, numbered and written."""
        series, year = SERIES[pending.kind], pending.dated.year
        serial = work.next_serial(entry.authority, series, year)
        number = letter_number(office.word, pending.kind, year, serial)
        body = to_plain(self._composed(work, entry, office, number))
        seq = work.draw_seq()
        record = LetterRecord(
            id=uuid.uuid4().hex,
            kind=str(pending.kind),
            series=series,
            year=year,
            serial=serial,
            number=number,
            department=entry.authority,
            subject_id=entry.subject_id,
            entry_id=entry.id,
            file_id=None,
            made_by=account.id,
            at=self.clock.now(),
            seq=seq,
            law_date=pending.dated,
            body=body,
            digest=digest_of(body),
        )
        work.add_letter(record)
        told = {"letter": record.id, "kind": record.kind, "entry": entry.id, "by": account.id, "digest": record.digest}
        work.log("letter.issued", seq, told)
        work.post("letter.issued", seq, told)
        return record


def digest_of(body: Mapping[str, object]) -> str:
    """sha256 over the letter's content as canonical JSON: what was issued can be told from anything else."""
    return sha256(json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def require_list_officer(account: Account) -> None:
    if Role.LIST_OFFICER not in account.roles:
        raise Refused(
            "role-missing",
            zh=f"文书须由{ROLE_TITLES[Role.LIST_OFFICER]}制发和送达",
            en="letters are made and served by the role list_officer",
            hint_zh="请由具备该角色的人员登录办理",
            hint_en="sign in with an account that has it",
            status=403,
        )


def _not_before(entry: EntryRecord) -> Refused:
    return Refused(
        "letter-not-lawful",
        zh=f"条目当前状态为“{STATE_TITLES[entry.state]}”，拟列入告知书只在提出之后、告知之前制发",
        en=f"the entry is {entry.state}; a notice of intention is made for a proposal only",
        law=NOTICE_LAW,
        status=409,
    )


def _refuse_second(reader: Reader, entry: EntryRecord, kind: LetterKind) -> None:
    """INVARIANT: one notice per proposal; two would run two periods."""
    for earlier in reader.letters_of(entry.subject_id):
        if earlier.entry_id == entry.id and earlier.kind == kind:
            raise Refused(
                "letter-issued-already",
                zh=f"本条已制发{LETTER_TITLES[kind]}（{earlier.number}），请送达该文书",
                en=f"the letter has been issued already ({earlier.number}); serve that one",
                status=409,
            )
