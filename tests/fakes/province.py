"""A small province: the repository's own packs, a book, both engines, a clock, and the people who work there.

Codes are valid by their check characters and belong to nobody; names are plainly invented.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from adapters.pack_shelf import LoadedShelf, load
from casework.check import Answered, CheckRequest, Party, ask
from casework.codes import resident_id_check, uscc_check
from casework.determination import Determined, determine, still_met
from casework.entry import MoveRequest, move_entry
from casework.errors import Refused
from casework.intake import IncomingFact, Intake, record_facts
from casework.mirror import MirroredEntry, end_mirrored, mirror_entry
from casework.ports import Evaluator, Shelf, Store
from casework.programs import ProgramBook
from casework.records import Account, CodeKind, EntryRecord, Move, Role, SubjectRecord, SubjectType
from casework.sources import source_of_kind
from tests.fakes.clock import FakeClock
from tests.fakes.evaluator import BothEngines
from tests.fakes.store import FakeStore

ROOT = Path(__file__).parents[2]
TODAY = date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
PLACE = "520103"
FIRM = "虚构一号工程有限公司"
WAGE = "wage-arrears"
TAX = "tax-major-violation"

CLERK = Account(id="clerk", name="报送员", department="human-resources", roles=frozenset({Role.DATA_CLERK}))
OFFICER = Account(id="officer", name="经办人", department="human-resources", roles=frozenset({Role.LIST_OFFICER}))
SECOND = Account(id="second", name="批准人", department="human-resources", roles=frozenset({Role.APPROVING_OFFICER}))
ALONE = Account(
    id="alone",
    name="兼任者",
    department="human-resources",
    roles=frozenset({Role.LIST_OFFICER, Role.APPROVING_OFFICER}),
)
LAWYER = Account(id="lawyer", name="法制审核人员", department="human-resources", roles=frozenset({Role.LEGAL_REVIEWER}))
HEAD = Account(id="head", name="机关负责人", department="human-resources", roles=frozenset({Role.HEAD}))
TAX_CLERK = Account(id="tax-clerk", name="税务报送员", department="tax", roles=frozenset({Role.DATA_CLERK}))
FINANCE = Account(id="host", name="采购审批系统", department="finance", roles=frozenset({Role.INTEGRATOR}))
MARKET = Account(id="market", name="登记系统", department="market-regulation", roles=frozenset({Role.INTEGRATOR}))


@cache
def repository_shelf() -> LoadedShelf:
    """The packs of this repository, read once; for the years in which the tests play, plain weekends are supposed."""
    loading = load(ROOT, TODAY)
    assert loading.shelf is not None, [issue.line() for issue in loading.issues]
    return with_calendar_until(loading.shelf, date(2030, 12, 31))


def with_calendar_until(shelf: LoadedShelf, last: date) -> LoadedShelf:
    """The shelf with a calendar that ends on that day; a year that nobody has announced has no holidays in it."""
    catalogue = shelf.catalogue
    return replace(shelf, catalogue=replace(catalogue, calendar=replace(catalogue.calendar, last=last)))


def firm_code(number: int) -> str:
    body = f"91520103MA{number:07d}"
    return body + uscc_check(body)


def person_code(number: int, born: str = "19800101") -> str:
    body = f"520103{born}{number:03d}"
    return body + resident_id_check(body)


@dataclass(slots=True)
class Province:
    """Everything a story needs. Each helper is what a door would do, no more."""

    store: Store = field(default_factory=FakeStore)
    shelf: Shelf = field(default_factory=repository_shelf)
    evaluator: Evaluator = field(default_factory=BothEngines)
    clock: FakeClock = field(default_factory=lambda: FakeClock(NOON))
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _book: ProgramBook | None = None

    @property
    def book(self) -> ProgramBook:
        if self._book is None:
            self._book = ProgramBook(shelf=self.shelf)
        return self._book

    # the register

    def register(
        self, kind: SubjectType = SubjectType.ENTERPRISE, code: str = "", name: str = FIRM, region: str = PLACE
    ) -> SubjectRecord:
        """A subject of which nothing is known but that it exists."""
        number = next(self._numbers)
        natural = kind is SubjectType.NATURAL_PERSON
        subject = SubjectRecord(
            id=f"subject-{number}",
            type=kind,
            code=code or (person_code(number) if natural else firm_code(number)),
            code_kind=CodeKind.RESIDENT_ID if natural else CodeKind.USCC,
            name=name,
            region=region,
        )
        with self.store.unit_of_work() as work:
            work.draw_seq()
            work.add_subject(subject)
            work.commit()
        return subject

    def know_sources(self, *, but: str = "") -> None:
        """Every source but this one has spoken to us: lists, kinds of record, and a determination by both engines."""
        every = (*self.shelf.list_titles(), "ban", *map(source_of_kind, self.shelf.catalogue.kinds))
        with self.store.unit_of_work() as work:
            for name in every:
                if name != but:
                    work.touch_source(name, self.clock.now())
            work.commit()

    # facts and determination

    def row(self, subject: SubjectRecord, kind: str, values: Mapping[str, object], **more: object) -> IncomingFact:
        return replace(
            IncomingFact(
                where=f"第{next(self._numbers)}行",
                subject_type=str(subject.type),
                code=subject.code,
                name=subject.name,
                region=subject.region,
                kind=kind,
                source_key=f"{kind}-{next(self._numbers)}",
                values=values,
            ),
            **more,
        )

    def load(self, *rows: IncomingFact, by: Account | None = None) -> Intake:
        """By this account, or else by the clerk of a department that reports the kind of the first row."""
        return record_facts(self.store, self.shelf.catalogue, self.clock, by or self.clerk_for(rows), rows)

    def clerk_for(self, rows: Sequence[IncomingFact]) -> Account:
        kind = self.shelf.catalogue.kinds.get(rows[0].kind) if rows else None
        if kind is None or not kind.reported_by or CLERK.department in kind.reported_by:
            return CLERK
        department = kind.reported_by[0]
        return replace(CLERK, id=f"{department}-clerk", department=department)

    def determine(self, *subjects: SubjectRecord) -> Determined:
        return determine(self.store, self.book, self.evaluator, self.clock, [subject.id for subject in subjects])

    def wage_facts(
        self, subject: SubjectRecord, case_no: str = "W-1", issued: str = "2026-09-01"
    ) -> list[IncomingFact]:
        """An order to pay ten workers 60 000 yuan, served, and unpaid when it fell due."""
        order = {
            "case_no": case_no,
            "issued_on": issued,
            "document_class": "administrative_decision",
            "document": f"责令-{case_no}",
            "area": PLACE,
            "nature": "unjustified",
            "served": "yes",
            "pay_by": "2026-09-30",
            "rural_workers": "10",
            "rural_total": "60000",
        }
        default = {"case_no": case_no, "verified_on": "2026-10-08", "paid_in_time": "no"}
        return [self.row(subject, "wage.order", order), self.row(subject, "wage.default", default)]

    def proposed(self, subject: SubjectRecord) -> EntryRecord:
        """The open case after the facts of a wage arrear were loaded and judged."""
        self.load(*self.wage_facts(subject))
        [case] = self.determine(subject).proposed
        return self.entry(case)

    # moves

    def entry(self, entry_id: str) -> EntryRecord:
        with self.store.reader() as reader:
            found = reader.entry(entry_id)
        assert found is not None
        return found

    def move(
        self, account: Account, entry_id: str, move: Move, version: int | None = None, **said: object
    ) -> EntryRecord:
        """One move, on the version that stands unless another is named."""
        with self.store.unit_of_work() as work:
            entry = work.entry(entry_id)
            assert entry is not None
            request = MoveRequest(move=move, version=entry.version if version is None else version, **said)
            today = self.clock.today()
            judged = lambda: still_met(work, self.book, self.evaluator, today, entry)  # noqa: E731  # the door's own wiring
            moved = move_entry(work, self.clock, account, entry, request, self.shelf, judged)
            work.commit()
        return moved

    def notice(self, entry_id: str, **changed: object) -> EntryRecord:
        """Served today; the statement period runs ten days."""
        said = {
            "document": "告知-1",
            "law_date": self.clock.today(),
            "details": {"service": "direct", "proof": "回证-1", "statement_until": "2027-03-11"},
        }
        return self.move(OFFICER, entry_id, Move.SERVE_NOTICE, **{**said, **changed})

    def decide(self, entry_id: str, **changed: object) -> EntryRecord:
        said = {"document": "决定-1", "law_date": self.clock.today(), "reasons": "责令限期支付逾期未付"}
        return self.move(OFFICER, entry_id, Move.DECIDE, **{**said, **changed})

    def approve(self, entry_id: str, by: Account = SECOND, **changed: object) -> EntryRecord:
        return self.move(by, entry_id, Move.APPROVE, **{"law_date": self.clock.today(), **changed})

    def serve(self, entry_id: str, **changed: object) -> EntryRecord:
        said = {
            "document": "送达-1",
            "law_date": self.clock.today(),
            "details": {"service": "direct", "proof": "回证-2"},
        }
        return self.move(OFFICER, entry_id, Move.TAKE_EFFECT, **{**said, **changed})

    def listed(self, subject: SubjectRecord) -> EntryRecord:
        """The whole way to an effective entry, eleven days long."""
        case = self.proposed(subject).id
        self.notice(case)
        self.clock.move(days=11)
        self.decide(case)
        self.approve(case)
        return self.serve(case)

    # mirrored entries

    def mirror(self, subject: SubjectRecord, by: Account = TAX_CLERK, **changed: object) -> EntryRecord:
        incoming = MirroredEntry(
            subject_id=subject.id,
            list_id=TAX,
            document="税公-1",
            decided_on=date(2026, 10, 9),
            effective_on=date(2026, 10, 10),
        )
        return mirror_entry(self.store, self.shelf, self.clock, by, replace(incoming, **changed))

    def remove(self, entry: EntryRecord, by: Account = TAX_CLERK, on: date | None = None) -> EntryRecord:
        day = on or self.clock.today()
        return end_mirrored(self.store, self.clock, by, entry.id, entry.version, "税移-1", day, "已缴清")

    # checks

    def question(
        self,
        about: SubjectRecord,
        matter: str = "government-procurement.qualification",
        related: Sequence[Party] = (),
        **changed: object,
    ) -> CheckRequest:
        """What procurement asks about the subject; every part can be changed, `subject` too."""
        request = CheckRequest(
            subject=party("subject", about),
            related=tuple(related),
            matter=matter,
            stage="review",
            department=FINANCE.department,
            place=PLACE,
            purpose="资格审查",
            business_no="B-1",
            as_of=None,
            body={},
        )
        request = replace(request, **changed)
        return replace(request, body=request.body or {"asked": str((request.subject, request.matter, request.related))})

    def ask(
        self, about: SubjectRecord, matter: str = "government-procurement.qualification", **changed: object
    ) -> Answered:
        return self.send(self.question(about, matter, **changed))

    def send(self, request: CheckRequest, by: Account = FINANCE, key: str = "") -> Answered:
        return ask(self.store, self.book, self.clock, by, request, key)


def party(role: str, subject: SubjectRecord) -> Party:
    return Party(role=role, type=str(subject.type), code=subject.code, name=subject.name)


def refusal(call: object, *args: object, **said: object) -> Refused:
    """The refusal that this call meets; AssertionError where it goes through."""
    assert callable(call)
    try:
        call(*args, **said)
    except Refused as refused:
        return refused
    raise AssertionError("nothing refused this")
