"""The question before approval: outcome, who is looked at, twins, and what never leaves the house."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casework.check import Party
from casework.errors import Refused
from casework.ports import StoreBusy, StoreUnwritable
from casework.records import RelatedRecord, Role, SubjectType
from engine.facts import NONE
from tests.fakes.province import (
    FINANCE,
    MARKET,
    TODAY,
    Province,
    firm_code,
    party,
    person_code,
    refusal,
)

PROCUREMENT = "government-procurement.qualification"
CHANGE = "company.legal-representative-change"
PENALTY = {
    "decided_on": "2026-10-01",
    "act": "false_material",
    "document": "罚-1",
    "document_class": "penalty",
    "served": "yes",
    "final": "yes",
}


def barred(province: Province, subject, until: object = "2028-09-30"):
    """A supplier barred from government procurement by a decision that names its last day."""
    [measure] = [
        measure
        for pack in province.shelf.packs()
        for measure in pack.measures
        if getattr(measure.lasts, "lasts_field", None) and PROCUREMENT in measure.applies.matters
    ][:1]
    values = {"decided_on": "2026-10-01", measure.lasts.lasts_field: until, "document": "虚构财采罚〔2026〕1号"}
    for test in measure.when.records.where:
        wanted = test.operands[0].value
        if test.field not in values:
            values[test.field] = ("yes" if wanted else "no") if isinstance(wanted, bool) else str(wanted)
    province.load(province.row(subject, measure.when.records.kind, values))
    province.determine(subject)


def disqualified(province: Province, person) -> None:
    """A person who may not be a legal representative: a judgment for bribery, sentence served last year."""
    judgment = {"effective_on": "2023-05-01", "served_on": "2026-05-01", "crime": "bribery", "sentence": "fixed_term"}
    judgment |= {"probation": "no", "final": "yes", "document": "刑-1", "document_class": "judgment"}
    judgment |= {"political_rights_deprived": "no"}
    province.load(province.row(person, "crime.judgment", judgment))
    province.determine(person)


def holds(province: Province, firm, person, role: str, end: date | None = None) -> None:
    with province.store.unit_of_work() as work:
        seq = work.draw_seq()
        work.add_related(
            RelatedRecord(
                subject_id=firm.id, person_id=person.id, role=role, start=date(2020, 1, 1), end=end, recorded_seq=seq
            )
        )
        work.commit()


def lines(answer) -> str:
    return json.dumps(answer, ensure_ascii=False)


# outcomes


def test_nothing_found_is_said_with_what_was_looked_at(province):
    """proceed, explicitly, with every list and how fresh it is."""
    province.know_sources()

    answer = province.ask(province.register()).answer

    assert (answer["outcome"], answer["match"], answer["measures"]) == ("proceed", "exact", [])
    assert {one["list"] for one in answer["looked_at"]} >= {
        "wage-arrears",
        "tax-major-violation",
        "ban:procurement.bar",
    }
    assert all(one["data_as_of"] for one in answer["looked_at"])
    assert answer["notice"] == "本结果为核查提示，不是行政决定"


def test_a_decided_bar_is_a_legal_bar_with_its_article(province):
    """A statute says must: the answer names law, article and level."""
    province.know_sources()
    firm = province.register()
    barred(province, firm)

    answer = province.ask(firm).answer

    assert answer["outcome"] == "legal_bar"
    [bar] = [one for one in answer["measures"] if one["legal_bar"]]
    assert any(one["law"] and one["article"] and one["level"] in ("law", "admin_regulation") for one in bar["basis"])


@pytest.mark.parametrize("until", [None, NONE], ids=["not known", "named none"])
def test_a_bar_without_a_last_day_bars_nobody_and_says_what_is_missing(province, until):
    """Refusal 4: indeterminate, with the missing fact, and no measure that a host could execute."""
    province.know_sources()
    firm = province.register()
    barred(province, firm, until)

    answer = province.ask(firm).answer

    assert (answer["outcome"], answer["measures"]) == ("indeterminate", [])
    assert answer["indeterminate"][0]["missing"] == ["ban.term"]
    assert [one["legal_bar"] for one in answer["dropped"]] == [False]
    assert "不明" in answer["dropped"][0]["why"]


@pytest.mark.parametrize("silent", ["kind:procurement.bar", "wage-arrears", "tax-major-violation"])
def test_a_source_that_never_spoke_leaves_the_answer_open(province, silent):
    """An uncovered source could hold a bar: indeterminate, never a silent proceed; bans are a source like any list."""
    province.know_sources(but=silent)

    answer = province.ask(province.register()).answer

    missing = silent.replace(":", ".") if ":" in silent else f"list.{silent}"
    assert answer["outcome"] == "indeterminate"
    assert [one["missing"] for one in answer["indeterminate"]] == [[missing]]


def test_a_matter_no_measure_touches_needs_no_source(province):
    """Where nothing could come from a silent source, its silence does not matter."""
    answer = province.ask(province.register(), "seal.engraving-filing", stage="decision").answer

    assert (answer["outcome"], answer["indeterminate"]) == ("proceed", [])


def test_a_role_that_a_bar_could_reach_and_nobody_named_is_said(province):
    """An unknown related person: indeterminate; a role known to be empty is not unknown."""
    province.know_sources()
    firm = province.register()
    empty = Party(role="legal_representative", type="natural_person", code="", name="", absent=True)

    open_ = province.send(_change(province, firm), by=MARKET).answer
    closed = province.send(_change(province, firm, empty), by=MARKET).answer

    assert (open_["outcome"], open_["indeterminate"][0]["missing"]) == (
        "indeterminate",
        ["related.legal_representative"],
    )
    assert closed["outcome"] == "proceed"


def _change(province: Province, firm, *related: Party):
    return province.question(firm, CHANGE, related, department=MARKET.department)


def test_a_suspended_entry_rests_with_its_measures_and_a_person_looks(province):
    """A stay order suspends entry and measures together: review, and nothing to execute."""
    province.know_sources()
    firm = province.register()
    entry = province.mirror(firm)
    entries = province.store.state.entries
    entries[entry.id] = replace(entries[entry.id], suspended=True)

    answer = province.ask(firm).answer

    assert (answer["outcome"], answer["measures"]) == ("review", [])
    assert all("停止执行" in one["why"] for one in answer["dropped"])


def test_an_effective_wage_entry_brings_its_measures_and_is_no_bar(province):
    """Order 724 says 限制, not 不予: review, with the article; the reasons of the entry stand beside it."""
    province.know_sources()
    firm = province.register()
    entry = province.listed(firm)

    answer = province.ask(firm).answer

    assert answer["outcome"] == "review"
    assert [one["id"] for one in answer["entries"]] == [entry.id]
    assert {one["because_of"] for one in answer["measures"]} == {entry.id}
    assert not [one for one in answer["measures"] if one["legal_bar"]]


@pytest.mark.parametrize(("days", "outcome"), [(0, "review"), (1, "proceed")], ids=["last day", "day after"])
def test_an_entry_binds_through_its_last_day(province, days, outcome):
    """Terms bind while as_of ≤ start + term (spec chapter 7)."""
    firm = province.register()
    entry = province.mirror(firm)
    province.clock.set(datetime(2029, 10, 10, 4, tzinfo=UTC) + timedelta(days=days))
    province.know_sources()

    assert entry.term_end == date(2029, 10, 10)
    assert province.ask(firm).answer["outcome"] == outcome


# rewards


def test_a_reward_is_given_where_no_serious_entry_can_stand(province):
    """Guard of the next two: the reward is there to be dropped."""
    answer = _rewarded(province)

    assert [one["effect"] for one in answer["measures"]] == ["fast_track", "accept_incomplete"]


def test_a_reward_is_dropped_while_a_list_that_would_bar_it_is_silent(province):
    """The specification: a reward needs the serious entry to be definitely absent."""
    answer = _rewarded(province, silent="wage-arrears")

    assert answer["measures"] == []
    assert all("不能确认不存在" in one["why"] for one in answer["dropped"])


def test_a_reward_is_dropped_under_a_serious_entry_and_says_why(province):
    """The honoured taxpayer who owes wages gets no green channel."""
    answer = _rewarded(province, listed=True)

    assert not [one for one in answer["measures"] if one["effect"] == "fast_track"]
    assert [one["effect"] for one in answer["dropped"]] == ["fast_track", "accept_incomplete"]


def _rewarded(province: Province, silent: str = "", *, listed: bool = False):
    firm = province.register()
    honour = {"list_id": "tax-credit-a", "document": "A级-1"}
    province.mirror(firm, **honour, decided_on=date(2027, 3, 1), effective_on=date(2027, 3, 1))
    if listed:
        province.mirror(firm)
    province.know_sources(but=silent)
    request = province.question(firm, "company.change", department=MARKET.department)
    return province.send(request, by=MARKET).answer


# who is looked at


def test_a_name_without_code_never_bars(province):
    """Exact code decides: a namesake of a barred firm answers review with match weak, and shows nothing of the firm."""
    province.know_sources()
    firm = province.register(name="虚构同名公司")
    barred(province, firm)
    named = Party(role="subject", type="enterprise", code=" ", name=firm.name)

    answer = province.ask(firm, subject=named).answer

    assert (answer["outcome"], answer["match"], answer["entries"]) == ("review", "weak", [])
    assert firm.code not in lines(answer)


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("institution", firm_code(1), "不符"),
        ("natural_person", firm_code(1), "公民身份号码"),
        ("enterprise", person_code(1), "前两位"),
        ("enterprise", firm_code(1)[:17] + "I", "不使用的字符"),
        ("enterprise", "9152", "18位"),
        ("company", firm_code(1), "未知的主体类型"),
    ],
)
def test_a_code_that_contradicts_its_type_is_refused_with_the_reason(province, kind, code, words):
    """422 saying why; nothing was checked and nothing recorded."""
    asked = Party(role="subject", type=kind, code=code, name="虚构")

    refused = refusal(province.ask, province.register(), subject=asked)

    assert (refused.status, words in refused.zh) == (422, True)
    assert province.store.state.checks == {}


def test_a_person_is_looked_at_only_in_a_role_the_matter_declares(province):
    """Refusal 7: the director of a bidder is none of procurement's business."""
    person = province.register(SubjectType.NATURAL_PERSON)

    refused = refusal(province.ask, province.register(), related=[party("director", person)])

    assert (refused.code, refused.status, "第六条" in refused.law) == ("role-not-declared", 403, True)


def test_a_related_party_is_never_a_second_subject(province):
    """Wrong-subject: the entry of another firm, handed in as 'subject' beside the first, would count as its own."""
    other = province.register()
    barred(province, other)

    refused = refusal(province.ask, province.register(), related=[party("subject", other)])

    assert [fault.where for fault in refused.faults] == ["/related/0/role"]


def test_the_firm_is_not_the_person_nor_the_person_the_firm(province):
    """Refusal 5: a firm's bar is not its representative's, and the representative's own stands only in the role."""
    province.know_sources()
    firm, person = province.register(), province.register(SubjectType.NATURAL_PERSON)
    disqualified(province, person)
    holds(province, firm, person, "legal_representative")

    change = province.send(_change(province, firm), by=MARKET).answer
    procurement = province.ask(firm).answer

    assert (change["outcome"], {one["for"] for one in change["measures"]}) == (
        "legal_bar",
        {"legal_representative"},
    )
    assert (procurement["outcome"], procurement["entries"]) == ("proceed", [])


def test_whom_a_change_takes_out_of_office_does_not_bar_the_change(province):
    """The law wants the barred representative gone: only the one who is named is looked at, and that is said."""
    province.know_sources()
    firm = province.register()
    old, new = (province.register(SubjectType.NATURAL_PERSON) for _ in range(2))
    disqualified(province, old)
    holds(province, firm, old, "legal_representative")

    answer = province.send(_change(province, firm, party("legal_representative", new)), by=MARKET).answer

    assert answer["outcome"] == "proceed"
    assert "另有人担任" in answer["warnings"][0]


def test_who_has_left_office_is_not_looked_at(province):
    """Related persons are dated: who held the post, not who once did."""
    province.know_sources()
    firm, person = province.register(), province.register(SubjectType.NATURAL_PERSON)
    disqualified(province, person)
    holds(province, firm, person, "legal_representative", end=TODAY)

    answer = province.send(_change(province, firm), by=MARKET).answer

    assert answer["indeterminate"][0]["missing"] == ["related.legal_representative"]


def test_no_name_and_no_code_of_a_person_leaves_the_house(province):
    """Refusal 7: not in the answer, not in the chain, not in the outbox."""
    province.know_sources()
    firm, person = province.register(), province.register(SubjectType.NATURAL_PERSON, name="虚构丁")
    disqualified(province, person)
    request = _change(province, firm, replace(party("legal_representative", person), name="虚构丁"))

    answer = province.send(request, by=MARKET).answer

    told = lines(answer)
    told += "".join(str(dict(link.payload)) for link in province.store.links)
    told += "".join(str(dict(message.payload)) for message in province.store.outbox)
    assert answer["outcome"] == "legal_bar"
    assert [word for word in (person.code, person.name, firm.code) if word in told] == []


# admissible


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"stage": "decision"}, "/matter/stage"),
        ({"department": "tax"}, "/department"),
        ({"purpose": "  "}, "/purpose"),
        ({"place": "5201"}, "/place"),
        ({"as_of": TODAY - timedelta(days=1)}, "/as_of"),
        ({"as_of": TODAY + timedelta(days=1)}, "/as_of"),
    ],
)
def test_what_makes_a_question_inadmissible_is_named(province, changed, where):
    """A past or future day is for evaluations; a department asks for itself."""
    refused = refusal(province.ask, province.register(), **changed)

    assert [fault.where for fault in refused.faults] == [where]


def test_only_an_approval_system_asks(province):
    """An officer does not look people up."""
    account = replace(FINANCE, roles=frozenset(Role) - {Role.INTEGRATOR})

    assert refusal(province.send, province.question(province.register()), by=account).code == "role-missing"


def test_an_unknown_matter_is_refused(province):
    """With where the catalogue is."""
    assert refusal(province.ask, province.register(), "no.such").code == "unknown-matter"


# twins


def test_the_same_key_and_body_give_the_stored_answer_for_good(province):
    """Also a year later: the host asks what it was told."""
    request = province.question(province.register())
    first = province.send(request, key="k")
    province.clock.move(days=400)

    second = province.send(request, key="k")

    assert (second.replayed, second.answer) == (True, first.answer)
    assert len(province.store.state.checks) == 1


def test_the_same_key_with_another_body_is_refused(province):
    """A new question needs a new key."""
    province.send(province.question(province.register()), key="k")

    refused = refusal(province.send, province.question(province.register()), key="k")

    assert (refused.code, refused.status) == ("idempotency-key-reused", 422)


def test_one_accounts_key_is_not_anothers(province):
    """Keys are the client's own; another client's answer is never handed out under it."""
    request = province.question(province.register())
    other = replace(FINANCE, id="other-host")

    answers = [province.send(request, by=account, key="k") for account in (FINANCE, other)]

    assert [one.replayed for one in answers] == [False, False]
    assert answers[0].answer["check_id"] != answers[1].answer["check_id"]


@pytest.mark.parametrize(
    ("seconds", "replayed"), [(0, True), (599, True), (600, False)], ids=["at once", "in the window", "after it"]
)
@pytest.mark.parametrize("start", [0, 300, 599])
def test_without_a_key_an_equal_question_within_ten_minutes_is_a_twin(province, start, seconds, replayed):
    """Hosts retry badly; ten minutes count from the question, wherever in the hour it falls."""
    province.clock.move(seconds=start)
    request = province.question(province.register())
    first = province.send(request)
    province.clock.move(seconds=seconds)

    second = province.send(request)

    assert second.replayed is replayed
    assert (second.answer["check_id"] == first.answer["check_id"]) is replayed


def test_a_twin_never_repeats_what_the_source_has_removed(province):
    """Removal at the source beats everything, also the ten minutes."""
    province.know_sources()
    firm = province.register()
    entry = province.mirror(firm)
    request = province.question(firm)
    before = province.send(request)
    province.clock.move(minutes=1)
    province.remove(entry)

    after, again = province.send(request), province.send(request)

    assert (before.answer["outcome"], after.answer["outcome"], after.replayed) == ("review", "proceed", False)
    assert (again.replayed, again.answer["check_id"]) == (True, after.answer["check_id"])


def test_a_twin_does_not_reach_over_midnight(province):
    """The law of the check's day: 23:58 and 00:02 in Shanghai are two days."""
    province.clock.set(datetime(2027, 3, 1, 15, 58, tzinfo=UTC))
    request = province.question(province.register())
    first = province.send(request)
    province.clock.move(minutes=4)

    second = province.send(request)

    assert [one.answer["as_of"] for one in (first, second)] == ["2027-03-01", "2027-03-02"]


@pytest.mark.parametrize("key", ["", "k"])
def test_twins_at_the_same_moment_are_one_recorded_check(province, key):
    """Camunda asks three times at once: one insert or nothing, the others wait for the answer; never 409."""
    province.store._wait = 20
    request = province.question(province.register())
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(province.send(request, key=key))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.answer["check_id"] for one in answers}) == 1
    assert sorted(one.replayed for one in answers) == [False, True, True]
    assert len(province.store.state.checks) == 1


# on disk before the answer leaves


@pytest.mark.parametrize(("fault", "error"), [("full", StoreUnwritable), ("busy", StoreBusy)])
def test_no_answer_leaves_that_could_not_be_kept(province, fault, error):
    """The question is on disk before the answer leaves; if that fails, there is none, and the next one works."""
    request = province.question(province.register())
    setattr(province.store, fault, True)
    with pytest.raises(error):
        province.send(request)
    setattr(province.store, fault, False)

    assert province.store.state.checks == {}
    assert province.send(request).replayed is False


def test_the_stored_check_is_the_answer_and_what_it_read(province):
    """Replay rests on it: the sequence read, the digest of the decision, the answer itself."""
    firm = province.register()
    answer = province.ask(firm).answer

    [check] = province.store.state.checks.values()
    assert (check.id, check.subject_id, check.read_seq) == (answer["check_id"], firm.id, answer["store_sequence"])
    [link] = [link for link in province.store.links if link.kind == "check.answered"]
    assert link.payload["decision"] == check.decision_digest


def test_a_bar_names_the_decision_it_rests_on(province):
    """Who refuses on a bar must be able to cite the authority's own decision, not only the article."""
    province.know_sources()
    firm = province.register()
    barred(province, firm)

    [ban] = province.ask(firm).answer["entries"]

    with province.store.reader() as reader:
        [fact] = reader.facts_of([firm.id])[firm.id]
    assert (ban["document"], ban["authority"]) == (fact.values["document"], fact.department)
    assert ban["document"]


def test_a_role_cannot_be_empty_and_filled_at_once(province):
    """A barred person behind "nobody holds this role" would be hidden: refused, with the place."""
    person = Party(role="legal_representative", type="natural_person", code=person_code(7), name="", absent=True)
    firm = province.register()

    with pytest.raises(Refused) as refused:
        province.ask(firm, matter="company.officer-registration", related=(person,))

    assert [fault.where for fault in refused.value.faults] == ["/related/0/none"]


def test_a_place_outside_the_jurisdiction_is_refused(province):
    """Another place's packs are not ours to apply, and 000000 is no place to approve anything in."""
    for place in ("110101", "000000", "52010３"):
        with pytest.raises(Refused) as refused:
            province.ask(province.register(), place=place)

        assert [fault.where for fault in refused.value.faults] == ["/place"]


def test_a_name_alone_looks_at_nothing_and_says_so(province):
    """Naming sources under "what was looked at" when nothing was looked up would lend the answer a weight it lacks."""
    province.know_sources()
    named = Party(role="subject", type="enterprise", code="", name="虚构某公司")

    answer = province.ask(province.register(), subject=named).answer

    assert (answer["outcome"], answer["looked_at"]) == ("review", [])
