"""From facts to proposals: both engines, both laws, never twice from the same records."""

from dataclasses import replace

import pytest

from casework.records import EntryState, Move
from tests.fakes.evaluator import BothEngines, Contrary, OneEngine
from tests.fakes.province import OFFICER, TAX, TAX_CLERK, WAGE, Province


def proposals(province: Province, firm) -> int:
    return len(province.determine(firm).proposed)


def test_a_met_criterion_opens_one_case_and_only_one(province):
    """A second determination finds the case open."""
    firm = province.register()
    province.load(*province.wage_facts(firm))

    assert [proposals(province, firm), proposals(province, firm)] == [1, 0]


@pytest.mark.parametrize("field", ["served", "nature", "rural_workers", "rural_total", "area"])
def test_nothing_unknown_counts_against_anyone(province, field):
    """Each fact the rule reads, left unknown: the rule is indeterminate and proposes nothing."""
    firm = province.register()
    order, default = province.wage_facts(firm)
    values = {name: value for name, value in order.values.items() if name != field}
    province.load(replace(order, values=values), default)

    assert proposals(province, firm) == 0


@pytest.mark.parametrize("evaluator", [OneEngine(), Contrary("wage-arrears#crime-amount")], ids=["one", "contrary"])
def test_one_engine_alone_and_two_that_differ_propose_nothing(province, evaluator):
    """engine.md: a difference is never shipped, and degraded mode proposes nothing against anyone."""
    firm = province.register()
    province.load(*province.wage_facts(firm))
    province.evaluator = evaluator

    done = province.determine(firm)

    assert done.proposed == ()
    assert (done.degraded, done.disputed) == ((True, 0) if isinstance(evaluator, OneEngine) else (False, 1))


def test_a_difference_is_logged_with_what_replays_it(province):
    """The alarm names subject, program and rule, and nobody's name."""
    firm = province.register()
    province.load(*province.wage_facts(firm))
    province.evaluator = Contrary("wage-arrears#crime-amount")

    province.determine(firm)

    [dispute] = [link.payload for link in province.store.links if link.kind == "engine.disagreement"]
    assert dispute["subject"] == firm.id
    assert {dispute["direct"], dispute["rete"]} == {"met", "not_met"}


def test_a_degraded_determination_vouches_for_no_source(province):
    """One engine proposes nothing, so its silence must not make a list look covered."""
    firm = province.register()
    province.evaluator = OneEngine()

    province.determine(firm)

    with province.store.reader() as reader:
        assert reader.freshness() == {}


def test_a_mirrored_list_is_never_proposed_for_here(province):
    """The tax office decides in its own system; here its criteria only answer evaluations."""
    firm = province.register()
    finding = {"case_no": "T-1", "committed_on": "2026-05-01", "violation": "ordinary_invoices", "invoice_count": "500"}
    finding |= {"invoice_amount": "9000000", "document": "税-1"}
    decision = {"case_no": "T-1", "decided_on": "2026-08-01", "served": "yes", "final": "yes"}
    decision |= {"document_class": "penalty", "document": "税-1"}
    province.load(
        province.row(firm, "tax.finding", finding), province.row(firm, "tax.decision", decision), by=TAX_CLERK
    )

    assert proposals(province, firm) == 0


def test_a_rejected_case_is_not_opened_again_from_the_same_records(province):
    """The officer has answered for these facts; other facts are another question."""
    firm = province.register()
    case = province.proposed(firm).id
    province.move(OFFICER, case, Move.REJECT, reasons="已另行处理")

    again = proposals(province, firm)
    province.load(*province.wage_facts(firm, "W-2"))

    assert [again, proposals(province, firm)] == [0, 1]


def test_an_ended_entry_is_not_proposed_again_from_the_same_records(province):
    """Repaired is repaired: the old order does not list the firm a second time."""
    firm = province.register()
    entry = province.listed(firm)
    province.move(OFFICER, entry.id, Move.END, document="移出", law_date=province.clock.today(), reasons="已修复")

    again = proposals(province, firm)
    province.load(*province.wage_facts(firm, "W-2"))

    assert [again, proposals(province, firm)] == [0, 1]


def test_an_entry_past_its_last_day_does_not_shield_from_new_facts(province):
    """Nobody has ended it, but it runs no more; the old facts are spent all the same."""
    firm = province.register()
    entry = province.listed(firm)
    assert entry.term_end is not None
    province.clock.move(days=(entry.term_end - province.clock.today()).days)
    on_last_day = proposals(province, firm)
    province.load(*province.wage_facts(firm, "W-2"))
    still_listed = proposals(province, firm)
    province.clock.move(days=1)

    assert [on_last_day, still_listed, proposals(province, firm)] == [0, 0, 1]


def test_another_rule_is_not_hidden_by_a_rejected_one(province):
    """Both limbs are met; the first was rejected, the second stands on records of its own."""
    firm = province.register()
    case = province.proposed(firm).id
    province.move(OFFICER, case, Move.REJECT, reasons="数额有误")
    event = {"case_no": "W-1", "occurred_on": "2026-10-20", "event": "mass", "caused_by_arrears": "yes"}
    province.load(province.row(firm, "wage.mass_event", event | {"grave_effect": "yes", "document": "认-1"}))

    [again] = province.determine(firm).proposed

    assert province.entry(again).finding["rule"] == "rules/guizhou/wage-arrears#mass-event"


def test_a_proposal_says_its_rule_its_records_and_both_laws(province):
    """Every move under which pack digest; the finding is what the officer and the subject read."""
    firm = province.register()
    entry = province.proposed(firm)

    assert entry.state is EntryState.PROPOSED
    assert entry.finding["rule"] == "rules/guizhou/wage-arrears#crime-amount"
    assert (len(entry.finding["support"]), len(entry.finding["partners"])) == (1, 1)
    assert entry.finding["act_law"] == entry.finding["decision_law"] == "rules/guizhou/wage-arrears@2022.1"
    assert entry.pack_digest.startswith("sha256:")
    assert "责令-W-1" in "".join(entry.finding["reasons"])


def test_an_act_before_the_law_proposes_nothing(province):
    """The order of 2021 is not met by a standard of 2022: both laws must be met."""
    firm = province.register()
    order, default = province.wage_facts(firm)
    before = {**order.values, "issued_on": "2021-10-01", "pay_by": "2021-10-31"}
    province.load(
        replace(order, values=before), replace(default, values={**default.values, "verified_on": "2021-11-05"})
    )

    assert proposals(province, firm) == 0


def test_a_firm_registered_elsewhere_is_judged_by_what_the_provinces_organs_ordered(province):
    """Whose standard applies follows the organ that ordered payment, not the place of registration."""
    visitor = province.register(region="110101")
    province.load(*province.wage_facts(visitor))

    assert proposals(province, visitor) == 1


def test_an_order_from_another_province_is_not_judged_by_this_provinces_standard(province):
    """The other province has its own threshold, and its own officers."""
    visitor = province.register(region="110101")
    order, default = province.wage_facts(visitor)
    province.load(replace(order, values={**order.values, "area": "110101"}), default)

    assert proposals(province, visitor) == 0


def test_what_was_overtaken_between_judging_and_writing_is_not_written(engines):
    """Judged outside the lock, written inside it: a twin has written the ban in between."""
    province = Province()
    firm = province.register()
    values = {"decided_on": "2026-10-01", "licence": "food_production", "action": "revoked", "ground": "operation"}
    values |= {"capacity": "holder", "document": "吊-1", "document_class": "penalty", "served": "yes", "final": "yes"}
    province.load(province.row(firm, "licence.sanction", values))

    class Slow(BothEngines):
        """While it thinks, somebody else determines the same subject."""

        def evaluate(self, program, situations):
            answers = super().evaluate(program, situations)
            if province.evaluator is self:
                province.evaluator = engines
                province.determine(firm)
            return answers

    province.evaluator = slow = Slow()
    province.determine(firm)
    slow.close()

    with province.store.reader() as reader:
        bans = reader.bans_of([firm.id])[firm.id]
    assert len(bans) == len({(ban.fact_id, ban.measure) for ban in bans}) > 0


def test_lists_are_told_apart_by_who_decides(province):
    """Guard of the others: the wage list is determined here, the tax list is not."""
    modes = {pack.ref.pack.split("/")[-1]: str(pack.mode) for pack in province.shelf.packs() if pack.rules}

    assert (modes[WAGE], modes[TAX]) == ("determined_here", "mirrored")
