"""`as_of` chooses the law: ninety ordinary invoices of two million yuan, asked about in 2020 and in 2023."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from casework.errors import Refused
from casework.evaluation import evaluate_question, parse_question
from engine.explain import Audience
from tests.fakes.province import Province

FACTS = [
    {
        "tax.finding": {
            "case_no": "T-1",
            "committed_on": "2018-05-31",
            "document": "文书-T-1",
            "violation": "ordinary_invoices",
            "invoice_count": 90,
            "invoice_amount": 2000000,
        }
    },
    {
        "tax.decision": {
            "case_no": "T-1",
            "decided_on": "2018-10-08",
            "document_class": "penalty",
            "document": "文书-T-1",
            "served": "yes",
            "final": "yes",
        }
    },
]


@pytest.mark.parametrize(
    ("as_of", "release", "truth", "document"),
    [
        ("2020-06-30", "2018.1", "met", "国家税务总局公告2018年第54号"),
        ("2022-01-31", "2018.1", "met", "国家税务总局公告2018年第54号"),
        ("2022-02-01", "2022.1", "not_met", "国家税务总局令第54号"),
        ("2023-06-30", "2022.1", "not_met", "国家税务总局令第54号"),
    ],
)
def test_the_same_invoices_meet_the_old_bulletin_and_not_the_order(
    province: Province, as_of: str, release: str, truth: str, document: str
):
    """400 000 yuan under the bulletin of 2018, 4 000 000 under the order of 2022: the answer cites release and article."""
    question = {"as_of": as_of, "subject": {"type": "enterprise", "region": "520103"}, "facts": FACTS}
    parsed = parse_question(json.dumps(question), "question", province.shelf.catalogue)

    told = evaluate_question(province.book, province.evaluator, province.clock, parsed)

    key = "rules/cn/tax-major-violation"
    [finding] = [one for one in told["findings"] if one["rule"] == f"{key}#ordinary-invoices"]
    assert (told["agreed"], finding["truth"], finding["release"]) == (True, truth, f"{key}@{release}")
    assert document in {one["document"] for one in finding["basis"]}
    assert finding["why"]
    assert [one["rule"] for one in told["proposals"]] == ([f"{key}#ordinary-invoices"] if truth == "met" else [])


RULE = "rules/guizhou/wage-arrears#crime-amount"


def wages(province: Province, order: str, audience: Audience | None = None, lang: str = "zh", **asked: str) -> dict:
    """An order of that day to pay ten workers within a month, not obeyed; asked in June 2024."""
    on = date.fromisoformat(order)
    facts = [
        {"wage.order": {"case_no": "W-1", "issued_on": order, "document_class": "administrative_decision", "document": "责令-W-1",
                        "area": "520103", "nature": "unjustified", "served": "yes", "pay_by": str(on + timedelta(days=30)),
                        "rural_workers": 10, "rural_total": 50000}},
        {"wage.default": {"case_no": "W-1", "verified_on": str(on + timedelta(days=31)), "paid_in_time": "no"}},
    ]  # fmt: skip
    question = {
        "as_of": "2024-06-03", "subject": {"type": "enterprise", "region": "520103"}, "facts": facts,
        "matter": "government-procurement.qualification", **asked,
    }  # fmt: skip
    parsed = parse_question(json.dumps(question), "question", province.shelf.catalogue)
    return evaluate_question(province.book, province.evaluator, province.clock, parsed, audience, lang)


def found(told: dict) -> dict:
    [finding] = [one for one in told["findings"] if one["rule"] == RULE]
    return finding


def test_an_order_from_before_the_list_proposes_nothing(province: Province):
    """The list's law began on 2022-01-01: what was done in March 2021 is no ground for it, whoever asks today (spec 12.2)."""
    told = wages(province, "2021-03-01")

    finding = found(told)
    assert finding["truth"] == "not_met"
    assert finding["laws"]["act"] is None
    assert finding["laws"]["decision"] == {"release": "rules/guizhou/wage-arrears@2022.1", "truth": "met"}
    assert finding["why"][0].startswith(f"行为日 {finding['laws']['acted_on']} 施行的规定没有这一规则")
    assert told["proposals"] == []
    assert "wage-arrears" not in {one["upon"] for one in told["measures"]}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reader_is_told_the_same_of_an_act_before_the_law(province: Province, lang: str):
    """The party once read that it met the rule, while the officer read that it did not."""
    heads = {audience: found(wages(province, "2021-03-01", audience, lang))["explanation"] for audience in Audience}

    assert {each[0]["truth"] for audience, each in heads.items() if audience is not Audience.AUDITOR} == {"not_met"}
    party = "\n".join(one["text"] for one in heads[Audience.SUBJECT])
    words = "当时施行的规定没有这一情形" if lang == "zh" else "the law in force then had no such ground"
    assert words in party
    assert "50000" not in party.replace(" ", "")
    assert len(heads[Audience.SUBJECT]) == 2


def test_an_order_under_the_lists_law_is_met_under_both(province: Province):
    """The same order, three years later: proposed, and both laws are named."""
    told = wages(province, "2024-03-01")

    assert found(told)["truth"] == "met"
    assert found(told)["laws"]["act"] == found(told)["laws"]["decision"]
    assert [one["list"] for one in told["proposals"]] == ["wage-arrears"]


def test_the_day_of_the_act_may_be_named(province: Province):
    """`acted_on` takes the place of the records' dates, as in a case; equal to `law_at`, it asks that one law only."""
    before, same = (wages(province, "2024-03-01", acted_on=day) for day in ("2021-12-31", "2024-06-03"))

    assert (found(before)["truth"], before["proposals"]) == ("not_met", [])
    assert found(same)["truth"] == "met"
    assert found(wages(province, "2021-03-01", acted_on="2024-06-03"))["truth"] == "met"


def test_an_act_after_the_decision_is_refused_with_its_line(province: Province):
    """A slip in a date must not silently choose another law."""
    with pytest.raises(Refused) as refused:
        wages(province, "2024-03-01", acted_on="2024-06-04")

    assert "行为日 2024-06-04 晚于决定日 2024-06-03" in refused.value.faults[0].zh


def test_the_lighter_law_gives_the_term(province: Province):
    """Accidents of September 2023, decided in November: one year under the old measures, three under the new, so one."""
    cases = yaml.safe_load(Path("rules/cn/work-safety-severe/cases/old-or-new-law.yaml").read_text(encoding="utf-8"))
    question = {key: value for key, value in cases[0].items() if key not in ("case", "expect")}
    parsed = parse_question(json.dumps(question, default=str), "question", province.shelf.catalogue)

    told = evaluate_question(province.book, province.evaluator, province.clock, parsed)

    [proposal] = [one for one in told["proposals"] if one["rule"].endswith("#two-larger-accidents")]
    [finding] = [one for one in told["findings"] if one["rule"] == proposal["rule"]]
    assert (proposal["term"], finding["laws"]["lighter"]) == ("P1Y", "act")
