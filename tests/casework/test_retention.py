"""What was kept long enough goes, by date; nothing under an open matter, nothing in force; each person whole or not at all."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.codes import uscc_check
from casework.docket import FileKind
from casework.feedback import own_check
from casework.file_desk import FileDesk
from casework.files import Hand, StepRequest
from casework.looks import dossier_opened
from casework.masking import IDENTITY_ERASED, shown
from casework.records import Account, EntryRecord, Move, Role, SubjectRecord, SubjectType
from casework.retention import RETENTION, SHORTEST, Fate, Kept, Standing
from casework.retention_due import last_day
from casework.retention_round import carry_out, what_is_due
from casework.retention_telling import contents_erased, erasures_told
from casework.reveal import reveal
from tests.fakes.province import FINANCE, FIRM, OFFICER, TAX_CLERK, Province, refusal
from tests.fakes.records import ban, fact, related

NAME = "欧阳测试甲"
BEGUN = date(2027, 3, 1)
_TRADER = "92520103MA0000001"
TRADER = _TRADER + uscc_check(_TRADER)
VIEWER = Account(id="viewer", name="查看人", department="tax", roles=frozenset({Role.IDENTITY_VIEWER}))
TAX_OFFICER_HAND = Hand(account_id="tax-officer", department="tax", roles=OFFICER.roles)


def stand(province: Province, day: date) -> None:
    province.clock.set(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def due(province: Province) -> dict[Kept, list[str]]:
    """Scopes of what is due today, by kind."""
    found: dict[Kept, list[str]] = {}
    for one in what_is_due(province.store, province.clock.today()):
        found.setdefault(one.kind, []).append(one.scope)
    return found


def write(province: Province, *writes: tuple[str, Any]) -> None:
    with province.store.unit_of_work() as work:
        work.draw_seq()
        for method, record in writes:
            getattr(work, method)(record)
        work.commit()


@pytest.fixture
def person(province: Province) -> SubjectRecord:
    stand(province, BEGUN)
    province.know_sources()
    return province.register(SubjectType.NATURAL_PERSON, name=NAME)


@pytest.fixture
def ended(province: Province, person: SubjectRecord) -> EntryRecord:
    """Mirrored for the person, and removed on 1 March 2027."""
    return province.remove(province.mirror(person))


def asked(province: Province, about: SubjectRecord, **changed: object) -> str:
    body = {"subject": {"type": str(about.type), "code": about.code, "name": about.name}, **changed}
    return str(province.ask(about, body=body).answer["check_id"])


def test_a_period_of_years_ends_with_its_corresponding_day() -> None:
    """Kept on the last day, due on the next; 29 February ends on the 28th."""
    assert last_day(Kept.CASE, date(2026, 11, 2)) == date(2031, 11, 2)
    assert last_day(Kept.LOOK, date(2024, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize("kind", [SubjectType.NATURAL_PERSON, SubjectType.SOLE_TRADER])
def test_an_ended_entry_is_kept_five_years_and_then_loses_its_texts(province: Province, kind: SubjectType) -> None:
    """Steps, hands and days stay; document, reasons, finding and details go, and with them the identity, nothing else being left."""
    stand(province, BEGUN)
    province.know_sources()
    person = province.register(kind, name=NAME)
    entry = province.remove(province.mirror(person))

    stand(province, date(2032, 3, 1))
    assert (due(province), carry_out(province.store, province.clock).rows) == ({}, 0)
    stand(province, date(2032, 3, 2))
    assert due(province) == {Kept.CASE: [entry.id], Kept.PERSON: [person.id]}
    done = carry_out(province.store, province.clock)

    assert dict(done.erased) == {Kept.CASE: 1, Kept.PERSON: 1}
    with province.store.reader() as reader:
        after, moves, known = reader.entry(entry.id), reader.moves_of(entry.id), reader.subject(person.id)
    assert after is not None
    assert known is not None
    assert (after.document, after.end_reason, after.state, after.ended_on) == ("", "", entry.state, entry.ended_on)
    assert {(one.document, len(one.details)) for one in moves} == {("", 0)}
    assert (shown(known).name, shown(known).code) == (IDENTITY_ERASED, "")


def test_a_firm_is_no_person(province: Province) -> None:
    """Personal information is what the page is about; a firm's case stays."""
    stand(province, BEGUN)
    province.know_sources()
    province.remove(province.mirror(province.register()))

    stand(province, date(2040, 1, 1))

    assert due(province) == {}


def test_what_was_erased_is_not_due_again(province: Province, ended: EntryRecord) -> None:
    """One round a day for ever must not write an erasure a day."""
    stand(province, date(2033, 1, 1))
    carry_out(province.store, province.clock)

    assert due(province) == {}
    assert carry_out(province.store, province.clock).rows == 0


def test_an_open_objection_holds_everything_back(province: Province, ended: EntryRecord) -> None:
    """Also when it was filed after the list was looked at: the round looks again under the lock."""
    desk = FileDesk(store=province.store, shelf=province.shelf, clock=province.clock)
    stand(province, date(2032, 4, 1))
    assert due(province)[Kept.CASE] == [ended.id]
    request = StepRequest(step="filed", law_date=province.clock.today(), details={"grounds": "从未欠税"})
    desk.file_on_subject(TAX_OFFICER_HAND, FileKind.MATCH_OBJECTION, ended.subject_id, "tax", request)

    assert due(province) == {}
    assert carry_out(province.store, province.clock).rows == 0


def test_a_stay_holds_everything_back(province: Province, person: SubjectRecord, ended: EntryRecord) -> None:
    """Whatever rests upon an order may still be needed by the court."""
    standing = province.mirror(person, effective_on=date(2026, 11, 1), document="税公-2")
    details = {"order": "court"}
    today = province.clock.today()
    province.move(TAX_CLERK, standing.id, Move.SUSPEND, document="行停-1", law_date=today, details=details)

    stand(province, date(2040, 1, 1))

    assert due(province) == {}


def test_what_is_in_force_keeps_the_identity_but_not_what_ended_before(
    province: Province, person: SubjectRecord, ended: EntryRecord
) -> None:
    """The standing entry and whom it names stay; the ended one goes at its own time."""
    province.mirror(person, effective_on=date(2026, 11, 1), document="税公-2")

    stand(province, date(2040, 1, 1))

    assert due(province) == {Kept.CASE: [ended.id]}


@pytest.mark.parametrize(
    ("changed", "held"),
    [
        ({"for_life": True, "term_end": None}, True),
        ({"term_end": None, "term_known": False}, True),
        ({"term_end": date(2041, 1, 1)}, True),
        ({"term_end": date(2030, 6, 30)}, False),
        ({"for_life": True, "term_end": None, "ended_on": date(2030, 6, 30), "ended_seq": 3}, False),
    ],
)
def test_a_ban_in_force_or_of_unknown_end_keeps_the_identity(
    province: Province, person: SubjectRecord, changed: dict[str, Any], held: bool
) -> None:
    """What binds somebody must say whom."""
    write(province, ("add_facts", [fact(subject_id=person.id)]), ("add_ban", ban(subject_id=person.id, **changed)))

    stand(province, date(2040, 1, 1))

    assert (Kept.PERSON in due(province)) is not held


def test_a_role_held_keeps_the_identity(province: Province, person: SubjectRecord) -> None:
    """A director of a living firm is asked about; five years after the last role the name goes."""
    firm = province.register(name=FIRM)
    holds = related(subject_id=firm.id, person_id=person.id, start=date(2020, 1, 1), end=None)
    write(province, ("add_related", holds))
    stand(province, date(2040, 1, 1))
    assert due(province) == {}

    write(province, ("add_related", related(**{name: getattr(holds, name) for name in ("subject_id", "person_id", "start")}, end=date(2034, 12, 31))))  # fmt: skip

    stand(province, date(2039, 12, 31))
    assert due(province) == {}
    stand(province, date(2040, 1, 1))
    assert due(province) == {Kept.PERSON: [person.id]}


def test_a_corrected_record_goes_before_the_one_that_stands(province: Province, person: SubjectRecord) -> None:
    """Three years, as long as the answers given on it; unless a ban still rests on it."""
    old = fact(id="old", subject_id=person.id, recorded_at=province.clock.now())
    new = fact(id="new", subject_id=person.id, source_key="L-9", supersedes="old", recorded_at=province.clock.now())
    with province.store.unit_of_work() as work:
        work.add_facts([old])
        work.supersede_fact("old", work.draw_seq())
        work.add_facts([new])
        work.commit()

    stand(province, date(2030, 3, 2))

    assert due(province) == {Kept.CORRECTED: ["old"]}
    carry_out(province.store, province.clock)
    with province.store.reader() as reader:
        assert [one.id for one in reader.every_fact_of(person.id)] == ["new"]


def test_a_rejected_proposal_goes_after_a_year(province: Province) -> None:
    """Nothing came of it; the facts and the person stay for their own time."""
    stand(province, BEGUN)
    province.know_sources()
    trader = province.register(SubjectType.SOLE_TRADER, code=TRADER, name=NAME)
    case = province.proposed(trader)
    province.move(OFFICER, case.id, Move.REJECT, reasons="已于立案前付清")

    stand(province, date(2028, 3, 2))
    done = carry_out(province.store, province.clock)

    assert dict(done.erased) == {Kept.PROPOSAL: 1}
    after = province.entry(case.id)
    assert (dict(after.finding), after.state) == ({}, province.entry(case.id).state)


def test_questions_that_name_a_person_go_after_three_years(province: Province, person: SubjectRecord) -> None:
    """As subject or in a role, known to the register or not; a question about a firm alone stays."""
    firm = province.register(name=FIRM)
    stranger = {"type": "natural_person", "code": "", "name": "无名氏"}
    about = asked(province, person)
    in_a_role = asked(province, firm, related=[{**stranger, "role": "director"}])
    alone = asked(province, firm)

    stand(province, date(2030, 3, 2))
    assert sorted(due(province)[Kept.CHECK]) == sorted([about, in_a_role])
    carry_out(province.store, province.clock)

    with province.store.reader() as reader:
        assert own_check(reader, FINANCE, alone).id == alone
        gone = refusal(own_check, reader, FINANCE, about)
    assert (gone.code, gone.status) == ("contents-erased", 410)
    assert "3年" in gone.zh
    assert "2030-03-02" in gone.en


def test_the_words_of_a_look_go_after_three_years(province: Province, person: SubjectRecord) -> None:
    """Which department looked when stays; what it said does not."""
    dossier_opened(province.store, province.clock, OFFICER, person, f"查阅{NAME}案件")

    stand(province, date(2030, 3, 2))
    done = carry_out(province.store, province.clock)

    assert dict(done.erased) == {Kept.LOOK: 1}
    with province.store.reader() as reader:
        assert [(one.purpose, one.department) for one in reader.looks_at(person.id)] == [("", OFFICER.department)]


def test_each_erasure_is_a_link_of_the_chain_that_names_nobody(province: Province, ended: EntryRecord) -> None:
    """Which rule, which case, how many rows, on which day."""
    stand(province, date(2032, 3, 2))
    carry_out(province.store, province.clock)

    told = [one.payload for one in province.store.links if one.kind == "record.erased"]
    assert [(one["rule"], one["scope"], one["on"]) for one in told] == [
        ("case", ended.id, "2032-03-02"),
        ("person", ended.subject_id, "2032-03-02"),
    ]
    assert NAME not in str(told)


def test_a_case_says_when_and_under_which_period_it_was_erased(province: Province, ended: EntryRecord) -> None:
    """Nobody is to wonder whether something was lost."""
    stand(province, date(2032, 3, 2))
    carry_out(province.store, province.clock)

    with province.store.reader() as reader:
        of_case, of_person = erasures_told(reader, ended)
        words = contents_erased(reader.erasures_of(ended.id))

    assert (of_case.on, of_case.began_on, of_case.row.years) == (date(2032, 3, 2), BEGUN, 5)
    assert of_person.row.kind is Kept.PERSON
    assert SHORTEST in words.law


def test_nothing_is_revealed_that_is_not_there(province: Province, ended: EntryRecord) -> None:
    """The right to see a name ends with the name, and the refusal says when that was."""
    stand(province, date(2032, 3, 2))
    carry_out(province.store, province.clock)
    why = ("serve_document", "邮件退回，改为直接送达")

    gone = refusal(reveal, province.store, province.clock, VIEWER, ended.subject_id, *why)

    assert (gone.code, gone.status) == ("contents-erased", 410)


def test_the_page_is_whole_and_says_what_is_no_law() -> None:
    """One row a kind; identifiers go with the last; nothing that is ours is passed off as law."""
    assert [one.kind for one in RETENTION] == list(Kept)
    assert [one.kind for one in RETENTION if one.fate is Fate.IDENTIFIERS] == [Kept.PERSON]
    assert {one.kind for one in RETENTION if one.standing is Standing.MINIMUM} == {Kept.LOOK}
    assert all(one.years >= 3 for one in RETENTION if one.standing is Standing.MINIMUM)
