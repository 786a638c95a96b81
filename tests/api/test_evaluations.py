"""POST /v1/evaluations: `as_of` chooses the law, and faults come with their lines."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest

from api.http.evaluations import EXAMPLE, readable
from casework.records import Role
from tests.api.town import Town, as_role, check_body, credit_code, wage_facts

EDITOR = as_role("finance", Role.POLICY_EDITOR)
RULE = "rules/cn/tax-major-violation#ordinary-invoices"


def evaluate(town: Town, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    sent = {**EDITOR, "Content-Type": "application/json", **headers}
    return town.client.post("/v1/evaluations", content=content, headers=sent)


def invoices(as_of: str, **more: Any) -> dict[str, Any]:
    """Ninety ordinary invoices, two million yuan, decided and final."""
    return {**deepcopy(EXAMPLE), "as_of": as_of, **more}


def finding(answer: dict[str, Any]) -> dict[str, Any]:
    [found] = [one for one in answer["findings"] if one["rule"] == RULE]
    return dict(found)


@pytest.mark.parametrize(
    ("as_of", "truth", "release", "proposed"),
    [
        ("2020-06-30", "met", "rules/cn/tax-major-violation@2018.1", ["tax-major-violation"]),
        ("2022-01-31", "met", "rules/cn/tax-major-violation@2018.1", ["tax-major-violation"]),
        ("2022-02-01", "not_met", "rules/cn/tax-major-violation@2022.1", []),
        ("2023-06-30", "not_met", "rules/cn/tax-major-violation@2022.1", []),
    ],
)
def test_the_date_chooses_the_law(town: Town, as_of: str, truth: str, release: str, proposed: list[str]) -> None:
    """The same ninety invoices meet the criteria of 2020 and not those of 2023; release, article and reason are cited."""
    answer = evaluate(town, invoices(as_of)).json()

    found = finding(answer)
    assert (found["truth"], found["release"]) == (truth, release)
    assert [one["list"] for one in answer["proposals"]] == proposed
    assert all(one["document"] and one["assurance"] for one in found["basis"])
    assert any(one["article"] for one in found["basis"]) or as_of < "2022-02-01"  # the older bulletins have no articles
    assert found["why"]
    assert found["why_en"]
    assert answer["agreed"] is True
    assert answer["degraded"] is False


def test_an_old_case_may_be_judged_under_its_own_law(town: Town) -> None:
    """`law_at` apart from `as_of`: today's situation under the law of the decision's day."""
    answer = evaluate(town, invoices("2023-06-30", law_at="2018-10-08")).json()

    assert finding(answer)["truth"] == "met"
    assert answer["law_at"] == "2018-10-08"


def test_measures_are_told_for_a_matter(town: Town) -> None:
    """What the proposal would bring to the matter, were it decided; without a matter nothing is told of measures."""
    asked = evaluate(town, invoices("2020-06-30")).json()
    body = invoices("2020-06-30")
    del body["matter"]
    unasked = evaluate(town, body).json()

    assert asked["measures"]
    assert asked["outcome_if_effective"] != "proceed"
    assert "measures" not in unasked


def test_what_is_left_out_or_null_is_unknown(town: Town) -> None:
    """A missing count and a count of null are the same: unknown, and the field is named."""
    with_null, without = invoices("2020-06-30"), invoices("2020-06-30")
    for amount in ("invoice_count", "invoice_amount"):
        with_null["facts"][0]["tax.finding"][amount] = None
        del without["facts"][0]["tax.finding"][amount]

    answers = [evaluate(town, body).json() for body in (with_null, without)]

    assert [finding(answer)["truth"] for answer in answers] == ["indeterminate", "indeterminate"]
    assert "tax.finding.invoice_count" in finding(answers[0])["missing"]
    assert finding(answers[0]) == finding(answers[1])


def test_json_in_any_lawful_writing_is_read_alike(town: Town) -> None:
    """Tabs, no blanks, escaped Chinese and paired escapes beyond the basic plane are JSON, and are read as such."""
    body = invoices("2020-06-30")
    body["facts"][0]["tax.finding"]["document"] = '𠮷字〔2018〕1号 \\ud83d"null'
    writings = [
        json.dumps(body, ensure_ascii=False),
        json.dumps(body, ensure_ascii=True, separators=(",", ":")),
        json.dumps(body, indent="\t"),
    ]

    answers = [evaluate(town, text) for text in writings]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.content for answer in answers}) == 1


def test_reading_json_changes_nothing_but_its_writing() -> None:
    """Words inside texts stay: only a bare null, a tab and a paired escape are rewritten; what is no JSON stays whole."""
    assert readable('{"a":\tnull}') == '{"a": ""}'
    assert readable(r'["null", "\\ud83d\ude00", "\ud83d\ude00"]') == r'["null", "\\ud83d\ude00", "😀"]'
    assert readable("a: null\n\tb") == "a: null\n\tb"


def test_each_fault_comes_with_its_line(town: Town) -> None:
    """Policy staff correct a body as they correct a pack: all faults at once, each with its line."""
    lines = [
        "{",
        '"as_of": "2020-02-30",',
        '"subject": {"type": "enterprise", "shoe_size": 3},',
        '"facts": [',
        '{"tax.unheard-of": {}},',
        '{"tax.finding": {"invoice_count": "many"}}',
        "],",
        '"matter": "no.such-matter",',
        '"colour": "red"',
        "}",
    ]

    zh = evaluate(town, "\n".join(lines), **{"Accept-Language": "zh"}).json()
    en = evaluate(town, "\n".join(lines), **{"Accept-Language": "en"}).json()

    assert zh["code"] == "evaluation-faulty"
    assert {int(fault["where"].split(":")[1]) for fault in zh["faults"]} >= {2, 3, 5, 6, 9}
    assert len(en["faults"]) == len(zh["faults"])
    assert all(fault["what"].isascii() for fault in en["faults"])


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31", "1949-10-01"])
def test_the_ends_of_the_calendar_are_dates(town: Town, as_of: str) -> None:
    """A day on which no law of ours was in force, or the last one there is, is a question like any other."""
    answer = evaluate(town, invoices(as_of))

    assert answer.status_code == 200


@pytest.mark.parametrize("body", [{}, {"as_of": ""}, {"as_of": None}, {"as_of": "2020"}, {"as_of": {"none": True}}])
def test_without_a_day_there_is_no_law(town: Town, body: dict[str, Any]) -> None:
    """Nothing is guessed: no `as_of`, no answer."""
    assert evaluate(town, body).status_code == 422


def test_nothing_is_stored(town: Town) -> None:
    """A calculator leaves no trace, neither in the book nor in what a check finds."""
    before = town.recorded()

    assert evaluate(town, invoices("2020-06-30")).status_code == 200
    assert town.recorded() == before
    assert town.check(check_body(credit_code(1))).json()["match"] == "no_record"


def explained(town: Town, as_of: str, role: Role = Role.POLICY_EDITOR, **asked: str) -> Any:
    body = json.dumps(invoices(as_of))
    headers = {**as_role("finance", role), "Content-Type": "application/json"}
    return town.client.post("/v1/evaluations", content=body, headers=headers, params=asked)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("audience", ["subject", "officer", "auditor"])
def test_an_evaluation_is_explained_for_its_reader(town: Town, audience: str, lang: str) -> None:
    """Who reads it gets its own sentences, each with its article, in its language, instead of the plain reasons."""
    answer = explained(town, "2020-06-30", Role.AUDITOR, audience=audience, lang=lang).json()

    found = finding(answer)
    assert {"why", "why_en", "records", "missing"} & set(found) == set()
    assert found["explanation"]
    assert [one for one in found["explanation"] if not one["text"] or not one["basis"]] == []
    assert found["explanation"][0]["text"].endswith("。" if lang == "zh" else ".")
    assert ("trace" in answer) is (audience != "subject")


def test_each_reader_is_told_something_else(town: Town) -> None:
    """The party reads what was found and what it can do, the officer every condition, the auditor ids and digests."""
    party, officer, auditor = (
        "\n".join(
            one["text"]
            for one in finding(explained(town, "2020-06-30", Role.AUDITOR, audience=audience).json())["explanation"]
        )
        for audience in ("subject", "officer", "auditor")
    )

    assert "你（单位）" in party
    assert "rules/" not in party + officer
    assert "✓ " in officer
    assert "决定时的法" in officer
    assert RULE in auditor
    assert "sha256:" in auditor


def test_the_same_question_has_the_same_trace(town: Town) -> None:
    """A hash that is quoted must be found again; another day of law is another record."""
    first, again, later = (
        explained(town, as_of, audience="officer").json()["trace"]
        for as_of in ("2020-06-30", "2020-06-30", "2023-06-30")
    )

    assert first == again
    assert first != later
    assert first.startswith("sha256:")


TAX, COURT, MEMO = "rules/cn/tax-major-violation", "rules/cn/court-defaulter", "memoranda/cn/tax-2016"


def narrowed(town: Town, **asked: str | list[str]) -> Any:
    headers = {**EDITOR, "Content-Type": "application/json"}
    body = json.dumps(invoices("2020-06-30"))
    return town.client.post("/v1/evaluations", content=body, headers=headers, params=asked)


def concerned(answer: dict[str, Any]) -> tuple[set[str], set[str], set[str]]:
    """The packs of the findings, the lists proposed, the packs of the measures."""
    return (
        {one["rule"].partition("#")[0] for one in answer["findings"]},
        {one["list"] for one in answer["proposals"]},
        {one["id"].partition("#")[0] for one in answer["measures"]},
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"pack": TAX}, ({TAX}, {"tax-major-violation"}, {MEMO})),
        ({"pack": MEMO}, (set(), set(), {MEMO})),
        ({"list": "tax-major-violation"}, ({TAX}, {"tax-major-violation"}, {MEMO})),
        ({"list": "court-defaulter"}, ({COURT}, set(), set())),
        ({"pack": TAX, "list": "wage-arrears"}, (set(), set(), set())),
        ({"pack": MEMO, "list": "tax-major-violation"}, (set(), set(), {MEMO})),
        (
            {"list": ["court-defaulter", "tax-major-violation"]},
            ({TAX, COURT}, {"tax-major-violation"}, {MEMO}),
        ),
        ({"pack": "rules/cn/sme-payment"}, (set(), set(), set())),
    ],
    ids=("pack", "memorandum", "list", "list-alone", "both", "memorandum-of-list", "two-lists", "pack-alone"),
)
def test_only_what_concerns_a_pack_or_a_list_is_told(
    town: Town, asked: dict[str, str | list[str]], found: tuple[set[str], set[str], set[str]]
) -> None:
    """An editor of one pack reads its own findings, not sixty others; a pack not yet in force has none."""
    assert concerned(narrowed(town, **asked).json()) == found


def test_a_filter_narrows_what_is_told_and_nothing_else(town: Town) -> None:
    """A part that looks harmless must not read as if nothing else stood: outcome and digest are the whole question's."""
    whole, part = narrowed(town).json(), narrowed(town, list="wage-arrears").json()

    assert part["measures"] == part["proposals"] == []
    assert (part["outcome_if_effective"], part["digest"], part["packs"]) == (
        whole["outcome_if_effective"], whole["digest"], whole["packs"],
    )  # fmt: skip
    assert part["only"] == {"packs": [], "lists": ["wage-arrears"]}
    assert "only" not in whole


def test_an_unknown_pack_or_list_is_named_and_refused(town: Town) -> None:
    """A misspelt id would tell of nothing, and nothing reads like a clean record: both faults at once, each with what was meant."""
    asked = {"pack": "rules/cn/tax-major-violations", "list": ["wage-arears", ""]}

    zh, en = narrowed(town, **asked), evaluate_in_english(town, asked)

    assert (zh.status_code, zh.json()["code"]) == (422, "evaluation-scope-unknown")
    assert [one["where"] for one in zh.json()["faults"]] == ["pack", "list", "list"]
    assert zh.json()["faults"][0]["what"] == f"没有这个规则包，是否指 “{TAX}”？"
    assert zh.json()["faults"][1]["what"] == "没有这个名单，是否指 “wage-arrears”？"
    assert all(one["what"].isascii() for one in en.json()["faults"])
    assert "arears" not in zh.text


def evaluate_in_english(town: Town, asked: dict[str, Any]) -> Any:
    headers = {**EDITOR, "Content-Type": "application/json", "Accept-Language": "en"}
    return town.client.post(
        "/v1/evaluations", content=json.dumps(invoices("2020-06-30")), headers=headers, params=asked
    )


def test_no_letter_cites_the_law_for_what_is_our_own_rule(town: Town) -> None:
    """The ten days for a statement on the wage list are ours: the document cited beside the hearing names no number of days."""
    facts = [{one["kind"]: one["values"]} for one in wage_facts(credit_code(3), "W-3")]
    body = {"as_of": "2026-12-01", "subject": {"type": "enterprise", "region": "520103"}, "facts": facts}
    headers = {**EDITOR, "Content-Type": "application/json"}

    answer = town.client.post(
        "/v1/evaluations", content=json.dumps(body), headers=headers, params={"audience": "subject"}
    ).json()

    [met] = [one for one in answer["findings"] if one["truth"] == "met"]
    told = {one["text"]: one["basis"] for one in met["explanation"]}
    assert "49号" in told["程序和权利：听取并复核陈述申辩。"]
    [term] = [text for text in told if "10日" in text]
    assert term == "平台办理规则（不作为法律规定引用）：“听取并复核陈述申辩”的期限为10日。"
    assert told[term] == "平台办理规则，不作为法律规定引用"
    assert not any("本平台" in text for text in told)


@pytest.mark.parametrize("role", list(Role))
def test_the_auditors_view_belongs_to_those_who_control(town: Town, role: Role) -> None:
    """Releases, ids and raw values are for audit and supervision; the other two readers' texts are for any account."""
    statuses = {
        audience: explained(town, "2020-06-30", role, audience=audience).status_code
        for audience in ("subject", "officer", "auditor")
    }

    controls = role in {Role.AUDITOR, Role.SUPERVISOR}
    assert statuses == {"subject": 200, "officer": 200, "auditor": 200 if controls else 403}


@pytest.mark.parametrize("asked", [{"audience": "press"}, {"audience": ""}, {"audience": "subject", "lang": "fr"}])
def test_an_unknown_reader_or_language_is_refused(town: Town, asked: dict[str, str]) -> None:
    """A misspelt reader must not get another reader's text."""
    assert explained(town, "2020-06-30", **asked).status_code == 422


def test_without_a_reader_nothing_changes(town: Town) -> None:
    """`lang` alone asks for nothing: reasons come in both languages."""
    plain = explained(town, "2020-06-30")

    assert explained(town, "2020-06-30", lang="en").content == plain.content
    assert "trace" not in plain.json()
    assert finding(plain.json())["why"]


def test_the_readers_stand_in_the_document(town: Town) -> None:
    """Integrators read the OpenAPI document: values, defaults and the right that one of them needs."""
    operation = town.client.app.openapi()["paths"]["/v1/evaluations"]["post"]  # type: ignore[attr-defined]  # a FastAPI app

    parameters = {one["name"]: one for one in operation["parameters"]}
    assert set(parameters) == {"audience", "lang", "pack", "list"}
    assert all("422" in parameters[name]["description"] for name in ("pack", "list"))
    assert "auditor" in parameters["audience"]["description"]
    assert "403" in operation["responses"]


def test_a_case_keeps_the_hash_of_its_finding(town: Town) -> None:
    """What the engines found when a case was opened can be computed again and compared, years later."""
    [case_id] = town.load(wage_facts(credit_code(2), "W-1"))["determination"]["proposed"]

    found = town.client.get(f"/v1/cases/{case_id}", headers=as_role("human-resources", Role.LIST_OFFICER)).json()[
        "finding"
    ]

    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found["trace"])
