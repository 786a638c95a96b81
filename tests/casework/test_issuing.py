"""Letters issued and served: numbers without gaps, proof before any next step, publication last."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.determination import still_met
from casework.docket import LetterRecord, ServiceOutcome, ServiceWay
from casework.issuing import LetterDesk, digest_of
from casework.letter import LetterKind
from casework.letter_inputs import NUMBER_PENDING
from casework.letter_plain import from_plain, to_plain
from casework.letter_text import text_of
from casework.move_laws import LOCAL
from casework.ports import StoreUnwritable
from casework.records import EntryState, Move
from casework.serving import PUBLICATION_DAYS, ServiceDesk, ServiceRequest
from tests.fakes.offices import OFFICES
from tests.fakes.province import FIRM, OFFICER, SECOND, TAX_CLERK, TODAY, Province, refusal

INTENTION = LetterKind.INTENTION


@pytest.fixture
def desk(province: Province) -> LetterDesk:
    return LetterDesk(store=province.store, shelf=province.shelf, clock=province.clock, offices=OFFICES)


@pytest.fixture
def counter(province: Province) -> ServiceDesk:
    return ServiceDesk(
        store=province.store,
        shelf=province.shelf,
        clock=province.clock,
        still_met=lambda reader, entry: still_met(
            reader, province.book, province.evaluator, province.clock.today(), entry
        ),
    )


@pytest.fixture
def letter(province: Province, desk: LetterDesk) -> LetterRecord:
    return desk.issue(OFFICER, province.proposed(province.register()).id, INTENTION)


def by_post(outcome: ServiceOutcome = ServiceOutcome.SERVED, on: date = TODAY, **changed: object) -> ServiceRequest:
    request = ServiceRequest(way=ServiceWay.POST, outcome=outcome, on=on, proof="邮件回执-1（虚构）")
    return replace(request, **changed)


def test_a_preview_is_masked_and_draws_no_number(province, desk):
    """Looking changes nothing."""
    case = province.proposed(province.register()).id
    before = province.store.state.seq

    seen = desk.preview(OFFICER, case, INTENTION)

    assert (seen.preview, seen.number) == (True, NUMBER_PENDING)
    assert province.store.state.seq == before


def test_an_issued_letter_says_what_was_found_and_is_on_record(province, letter):
    """Facts, articles, number and digest; the chain holds no name."""
    made = from_plain(letter.body)
    [link] = [one for one in province.store.links if one.kind == "letter.issued"]

    assert letter.number == f"演示人社信告〔{TODAY.year}〕1号"
    assert FIRM in text_of(made)
    assert "责令" in text_of(made)
    assert "《保障农民工工资支付条例》" in text_of(made)
    assert "演示省人力资源和社会保障厅" in text_of(made)
    assert to_plain(made) == dict(letter.body)
    assert letter.digest == digest_of(letter.body)
    assert FIRM not in str(link.payload)
    assert province.store.outbox[-1].topic == "letter.issued"


def test_refusals_and_rollbacks_leave_no_gap(province, desk, letter):
    """A number that was drawn for nothing would have to be explained for ever."""
    cases = [province.proposed(province.register()).id for _ in range(2)]
    bare = replace(desk, offices={})
    blank = replace(desk, offices={OFFICER.department: replace(OFFICES[OFFICER.department], contact="")})

    codes = [refusal(one.issue, OFFICER, cases[0], INTENTION).code for one in (bare, blank)]
    province.store.full = True
    with pytest.raises(StoreUnwritable):
        desk.issue(OFFICER, cases[0], INTENTION)
    province.store.full = False
    made = [desk.issue(OFFICER, case, INTENTION).serial for case in cases]

    assert codes == ["office-missing", "letter-incomplete"]
    assert (letter.serial, made) == (1, [2, 3])


def test_one_proposal_gets_one_notice(desk, letter):
    """Two would run two periods."""
    assert refusal(desk.issue, OFFICER, letter.entry_id, INTENTION).code == "letter-issued-already"


def test_only_the_own_departments_list_officer_issues_and_serves(province, desk, counter, letter):
    """The second officer approves; another department sees nothing."""
    case = province.proposed(province.register()).id

    issued = [refusal(desk.issue, who, case, INTENTION).code for who in (SECOND, TAX_CLERK)]
    served = [refusal(counter.serve, who, letter.id, by_post()).code for who in (SECOND, TAX_CLERK)]

    assert issued == served == ["role-missing", "not-found"]


def test_a_served_notice_makes_the_move_and_starts_the_statement_period(province, counter, letter):
    """One act, one record of it: document, way, proof and the last day come from the letter and its service."""
    counter.serve(OFFICER, letter.id, by_post())

    with province.store.reader() as reader:
        move = reader.moves_of(letter.entry_id)[-1]
        clocks = {one.kind: one.due_on for one in reader.clocks_on(entry_id=letter.entry_id) if one.ended_seq is None}
    assert province.entry(letter.entry_id).state is EntryState.NOTICED
    assert (move.move, move.document, move.law_date) == (Move.SERVE_NOTICE, letter.number, TODAY)
    assert (move.details["service"], move.details["proof"]) == ("post", "邮件回执-1（虚构）")
    assert move.details["statement_until"] == "2027-03-11"
    assert clocks["statement"] == date(2027, 3, 11)


def test_what_was_sent_or_came_back_moves_nothing(province, counter, letter):
    """Only what was served starts a clock."""
    counter.serve(OFFICER, letter.id, by_post(ServiceOutcome.SENT))
    counter.serve(OFFICER, letter.id, by_post(ServiceOutcome.RETURNED))

    assert province.entry(letter.entry_id).state is EntryState.PROPOSED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"proof": "  "}, "service-proof-missing"),
        ({"way": ServiceWay.ELECTRONIC}, "address-confirmation-missing"),
        ({"on": TODAY + timedelta(days=1)}, "date-in-future"),
        ({"on": TODAY - timedelta(days=1)}, "service-before-letter"),
        ({"way": ServiceWay.PUBLICATION}, "publication-too-early"),
    ],
    ids=["no proof", "no confirmation", "tomorrow", "before the letter", "published at once"],
)
def test_service_that_shows_nothing_is_refused_and_not_recorded(province, counter, letter, changed, code):
    """No proof, no next step."""
    before = province.store.state.seq

    assert refusal(counter.serve, OFFICER, letter.id, by_post(**changed)).code == code
    assert province.store.state.seq == before


def test_a_letter_is_served_once(counter, letter):
    """A second service would run a second period."""
    counter.serve(OFFICER, letter.id, by_post())

    assert refusal(counter.serve, OFFICER, letter.id, by_post()).code == "served-already"


def test_publication_follows_returned_mail_and_runs_its_own_period(province, counter, letter):
    """Published on the first, served after its days and not before; the period is ours and says so."""
    published, over = TODAY, TODAY + timedelta(days=PUBLICATION_DAYS)
    counter.serve(OFFICER, letter.id, by_post(ServiceOutcome.RETURNED))
    notice = by_post(ServiceOutcome.SENT, published, way=ServiceWay.PUBLICATION)
    counter.serve(OFFICER, letter.id, notice)
    province.clock.move(days=PUBLICATION_DAYS)

    early = replace(notice, outcome=ServiceOutcome.SERVED, on=over - timedelta(days=1))
    refused = refusal(counter.serve, OFFICER, letter.id, early)
    counter.serve(OFFICER, letter.id, replace(early, on=over))

    assert (refused.code, refused.law) == ("publication-running", LOCAL)
    assert province.entry(letter.entry_id).state is EntryState.NOTICED


def test_a_service_whose_move_is_refused_is_not_recorded(province, counter, letter):
    """Service and move stand or fall together."""
    province.move(OFFICER, letter.entry_id, Move.REJECT, reasons="不予列入")

    assert refusal(counter.serve, OFFICER, letter.id, by_post()).code == "move-not-lawful"
    with province.store.reader() as reader:
        assert not reader.services_of(letter.id)
