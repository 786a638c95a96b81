"""`as_of` chooses the law: ninety ordinary invoices of two million yuan, asked about in 2020 and in 2023."""

import json

import pytest

from casework.evaluation import evaluate_question, parse_question
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
