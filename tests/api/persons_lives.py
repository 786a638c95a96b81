"""The two persons go on living: renamed, corrected, deregistered, and what follows on the officers' pages."""

from casework.records import CodeKind
from tests.api.persons_story import (
    CLERK,
    NEW_NAME,
    OF_TRADER,
    OFFICER,
    PERSON,
    PERSON_NAME,
    SAID,
    TAX_CLERK,
    TRADED,
    TRADER,
    TRADER_NAME,
    Story,
)
from tests.api.town import account_name, password_of, wage_facts


def lives_told(story: Story) -> None:
    """The person renamed, a record of the trader's corrected, the trader deregistered; what follows is read and worked on."""
    register, tax = story.town.store, TAX_CLERK
    with register.reader() as reader:
        person = reader.subject_by_code(CodeKind.RESIDENT_ID, PERSON)
        trader = reader.subject_by_code(CodeKind.USCC, TRADER)
    assert person is not None
    assert trader is not None
    renamed = {
        "kind": "renamed",
        "on": "2026-06-03",
        "document": f"户籍{SAID[:100]}",
        "name": NEW_NAME,
        "reasons": SAID,
    }
    story.ids["subject_id"] = person.id
    assert story.ask("POST /v1/subjects/{subject_id}/events", role=tax, json=renamed).status_code == 201
    for wrong in ({**renamed, "kind": "recoded", "code": PERSON}, {**renamed, "other_code": PERSON, "kind": "merged"}):
        assert story.ask("POST /v1/subjects/{subject_id}/events", role=tax, json=wrong).status_code == 422
    assert story.ask("GET /v1/subjects/{subject_id}/life", role=tax).status_code == 200
    for known in ({"code": PERSON}, {"name": PERSON_NAME}, {"name": NEW_NAME, "as_of": "2026-01-01"}):
        found = story.ask("POST /v1/subjects/resolve", role=tax, json={"type": "natural_person", **known})
        assert found.json()["subjects"], known
    order = wage_facts(TRADER, "W-1", rural_workers=11)[0]
    corrected = {**order, **OF_TRADER, "correction_reason": TRADED, "correction_document": f"更正{TRADED[:150]}"}
    assert story.ask("POST /v1/facts", role=CLERK, json={"facts": [corrected]}).json()["corrected"] == 1
    story.ids["subject_id"] = trader.id
    gone = {"kind": "deregistered", "on": "2026-11-01", "document": f"注销{TRADED[:150]}", "reasons": TRADED}
    assert story.ask("POST /v1/subjects/{subject_id}/events", role=CLERK, json=gone).status_code == 201
    assert story.ask("GET /v1/subjects/{subject_id}/life", role=CLERK).status_code == 200
    items = story.ask("GET /v1/reviews", role=OFFICER).json()["reviews"]
    assert [one["kind"] for one in items] == ["correction", "succession"]
    kept = story.ids["file_id"]
    for one in items:
        story.ids["file_id"] = one["file_id"]
        looked = {
            "step": "examined",
            "seen": 1 + (one["kind"] == "correction"),
            "law_date": story.today,
            "details": {"findings": TRADED},
        }
        assert story.ask("POST /v1/files/{file_id}/steps", role=OFFICER, json=looked).status_code == 201
        assert story.ask("GET /v1/files/{file_id}", role=OFFICER).status_code == 200
        assert story.ask("GET /v1/files/{file_id}/rejudgement", role=OFFICER).status_code == 200
    story.ids["file_id"] = kept


def lives_opened(story: Story) -> None:
    """The officers' pages of reviews and of subjects' lives: found by code, opened, an event recorded."""
    client, name = story.town.client, account_name(*OFFICER)
    client.post("/login", data={"name": name, "password": password_of(name)})
    token = client.get("/subjects").text.split('name="token" value="')[1].split('"')[0]
    assert client.get("/reviews").status_code == 200
    for known in ({"code": TRADER}, {"name": TRADER_NAME, "as_of": "2026-06-01"}):
        found = client.post("/subjects", data={"type": "sole_trader", "token": token, **known})
        assert (found.status_code, "/subjects/" in found.text) == (200, True)
    with story.town.store.reader() as reader:
        trader = reader.subject_by_code(CodeKind.USCC, TRADER)
    assert trader is not None
    address = f"/subjects/{trader.id}"
    page = client.get(address)
    assert page.status_code == 200
    event = page.text.split('name="withdraws"')[1].split('<option value="')[2].split('"')[0]
    back = {
        "kind": "withdrawn",
        "withdraws": event,
        "document": f"更正{TRADED[:100]}",
        "reasons": TRADED,
        "token": token,
    }
    assert client.post(f"{address}/events", data=back).status_code == 303
    assert client.get(address).status_code == 200
    client.post("/logout", data={"token": token})
