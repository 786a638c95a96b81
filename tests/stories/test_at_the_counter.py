"""What a counter sees that has nothing to refuse: nothing found, a name only, a wrong code, an honour that is lost."""

from datetime import date

from casework.check import Party
from casework.records import SubjectType
from tests.fakes.province import MARKET, Province, refusal


def test_a_matter_no_measure_touches_goes_ahead_and_says_what_was_looked_at(province: Province):
    """proceed is said explicitly, with the lists, their freshness and the packs in force."""
    firm = province.register()
    province.mirror(firm)
    province.know_sources()

    request = province.question(firm, "seal.engraving-filing", stage="decision")
    answer = province.send(request).answer

    assert (answer["outcome"], answer["entries"], answer["measures"]) == ("proceed", [], [])
    assert {"tax-major-violation", "wage-arrears"} <= {one["list"] for one in answer["looked_at"]}
    assert {one["pack"] for one in answer["packs"]} >= {"rules/cn/framework", "memoranda/cn/tax-2016"}
    assert all(one["digest"].startswith("sha256:") for one in answer["packs"])


def test_a_name_without_a_code_never_bars(province: Province):
    """Two firms of one name: the honest one must not pay for the other, so a name asks for a code and finds nobody."""
    listed = province.register(name="虚构重名有限公司")
    province.mirror(listed)
    province.know_sources()
    by_name = Party(role="subject", type="enterprise", code="", name="虚构重名有限公司")

    weak = province.ask(listed, "bidding.mandatory.qualification", subject=by_name).answer
    exact = province.ask(listed, "bidding.mandatory.qualification").answer

    assert (weak["outcome"], weak["match"], weak["entries"], weak["measures"]) == ("review", "weak", [], [])
    assert "请补充代码" in weak["warnings"][0]
    assert exact["match"] == "exact"
    assert exact["entries"] != []


def test_a_code_that_contradicts_its_type_is_refused_with_the_reason(province: Province):
    """422: a social organisation's type over a company's code; nothing was checked, nothing is on file."""
    firm = province.register()
    asked = Party(role="subject", type=str(SubjectType.SOCIAL_ORGANISATION), code=firm.code, name=firm.name)
    before = _last_seq(province)

    refused = refusal(province.ask, firm, subject=asked)

    assert (refused.code, refused.status) == ("subject-code-invalid", 422)
    assert "“91”属于企业，与所填主体类型“社会组织”不符" in refused.zh
    assert [fault.where for fault in refused.faults] == ["/subject/code"]
    assert _last_seq(province) == before


def _last_seq(province: Province) -> int:
    with province.store.reader() as reader:
        return reader.last_seq()


def test_an_honoured_taxpayer_on_a_serious_list_gets_no_reward(province: Province):
    """国办发〔2020〕49号 and 发改财金规〔2017〕1798号 art. 19: the green channel closes, and opens again with the removal."""
    firm = province.register()
    province.know_sources()
    today = date(2027, 3, 1)
    province.mirror(firm, list_id="tax-credit-a", document="A级", decided_on=today, effective_on=today)
    question = province.question(firm, "company.change", department=MARKET.department)

    honoured = province.send(question, by=MARKET).answer
    entry = province.mirror(firm)
    lost = province.send(question, by=MARKET).answer
    province.remove(entry)
    regained = province.send(question, by=MARKET).answer

    assert [one["effect"] for one in honoured["measures"]] == ["fast_track", "accept_incomplete"]
    assert [one["effect"] for one in lost["measures"] if one["effect"] in ("fast_track", "accept_incomplete")] == []
    assert all("不享受联合激励" in one["why"] for one in lost["dropped"] if one["effect"] == "fast_track")
    assert [one["effect"] for one in regained["measures"]] == ["fast_track", "accept_incomplete"]
