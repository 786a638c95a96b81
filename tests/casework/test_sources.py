"""Which sources count as heard: one fact loaded must not vouch for kinds that nobody has ever sent."""

from datetime import timedelta

from casework.sources import source_of_kind, sources_heard
from tests.fakes.clock import NOON


def test_one_kind_loaded_connects_only_what_rests_on_it(province):
    """A province that has connected wage records only knows nothing of procurement bars."""
    firm = province.register()
    province.load(*province.wage_facts(firm))
    province.determine(firm)

    with province.store.reader() as reader:
        heard = sources_heard(province.shelf, reader.freshness())
    assert set(heard) == {"wage-arrears", "ban:wage.order", "ban:wage.default"}
    answer = province.ask(province.register()).answer
    assert answer["outcome"] == "indeterminate"
    assert ["kind.procurement.bar"] in [one["missing"] for one in answer["indeterminate"]]


def test_records_that_nobody_has_judged_connect_nothing(province):
    """Loaded but not determined: neither list nor ban can be vouched for."""
    heard = sources_heard(province.shelf, {source_of_kind("wage.order"): NOON, source_of_kind("procurement.bar"): NOON})

    assert heard == {}


def test_a_determined_list_is_as_fresh_as_the_records_it_was_judged_on(province):
    """A determination of today over records of last month is no news of today."""
    month = NOON - timedelta(days=30)
    heard = sources_heard(province.shelf, {"wage-arrears": NOON, source_of_kind("wage.order"): month})

    assert heard == {"wage-arrears": month}


def test_a_mirrored_list_speaks_for_itself(province):
    """Its entries come by document, not by facts."""
    assert sources_heard(province.shelf, {"tax-major-violation": NOON}) == {"tax-major-violation": NOON}
