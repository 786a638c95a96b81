"""A food licence revoked: the decision itself bars, five years by arithmetic, and nobody here decides it again."""

from datetime import UTC, date, datetime

import pytest

from casework.records import SubjectType
from tests.fakes.province import MARKET, PLACE, Province, party

REVOKED = {
    "decided_on": "2026-10-01",
    "licence": "food_production",
    "action": "revoked",
    "ground": "operation",
    "document": "食吊〔2026〕1号",
    "document_class": "penalty",
    "served": "yes",
    "final": "yes",
}


def answer_on(province: Province, day: date, firm, *related) -> dict:
    """The food licence matter, asked at noon of that day, every source having spoken."""
    province.clock.set(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
    province.know_sources()
    request = province.question(firm, "licence.food.production", related, department=MARKET.department, place=PLACE)
    return province.send(request, by=MARKET).answer


@pytest.mark.parametrize("role", ["legal_representative", "principal"])
def test_the_person_named_in_the_decision_is_barred_through_the_last_day(province: Province, role: str):
    """食品安全法 135(1): five years from the decision; the last day counts, the day after is free, and the firm never was."""
    person = province.register(SubjectType.NATURAL_PERSON, name="虚构戊")
    firm = province.register(name="虚构食品有限公司")
    province.load(province.row(person, "licence.sanction", {**REVOKED, "capacity": "legal_representative"}))
    [*bans] = province.determine(person).bans
    assert bans

    outcomes = {
        str(day): answer_on(province, day, firm, party(role, person), *_others(role))["outcome"]
        for day in (date(2027, 3, 1), date(2031, 10, 1), date(2031, 10, 2))
    }

    assert outcomes == {"2027-03-01": "legal_bar", "2031-10-01": "legal_bar", "2031-10-02": "proceed"}


def test_the_answer_names_the_law_and_not_the_person(province: Province):
    """Article, level, start and end; no name and no number of anybody."""
    person = province.register(SubjectType.NATURAL_PERSON, name="虚构己")
    firm = province.register()
    province.load(province.row(person, "licence.sanction", {**REVOKED, "capacity": "legal_representative"}))
    province.determine(person)

    answer = answer_on(province, date(2027, 3, 1), firm, party("legal_representative", person), *_others())

    [told] = [one for one in answer["entries"] if one["until"] == "2031-10-01"]
    [bar] = [one for one in answer["measures"] if one["because_of"] == told["id"]]
    assert (told["kind"], told["effective"], bar["for"]) == ("ban", "2026-10-01", "legal_representative")
    assert ("law", "135(1)") in {(one["level"], one["article"]) for one in bar["basis"]}
    assert person.code not in str(answer)
    assert person.name not in str(answer)


def _others(taken: str = "legal_representative"):
    """The other roles of the matter are known to be empty."""
    from casework.check import Party

    roles = {"legal_representative", "principal", "responsible_person", "senior_manager"} - {taken}
    return [Party(role=role, type="natural_person", code="", name="", absent=True) for role in sorted(roles)]
