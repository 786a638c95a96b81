"""The OpenAPI document is true: what it declares is what is served, its examples are taken, what it forbids is refused.

The other tests of this folder hold every answer they see against the document (conftest.require_documented).
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.http.problems import PROBLEM_TYPE
from api.http.schemas import ProblemOut
from casework.records import Role
from tests.api.conftest import require_documented
from tests.api.town import Town, as_role, basic, check_body, credit_code, resident_id

OPEN_ROUTES = {"/v1/matters", "/v1/packs", "/health/live", "/health/ready"}
TWO_ROLES = {"/v1/cases/mirrored": ("tax", Role.DATA_CLERK), "/v1/cases/{entry_id}/removal": ("tax", Role.DATA_CLERK)}


@pytest.fixture
def document(town: Town) -> dict[str, Any]:
    answer = town.client.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def headers_for(path: str) -> dict[str, str]:
    """An account that has the right to use the route."""
    if path in TWO_ROLES:
        return as_role(*TWO_ROLES[path])
    if path == "/v1/facts":
        return as_role("human-resources", Role.DATA_CLERK)
    if path.startswith("/v1/subjects") and not path.endswith("/reveal"):
        return as_role("tax", Role.DATA_CLERK)
    if path.startswith("/v1/subjects"):
        return as_role("tax", Role.IDENTITY_VIEWER)
    if path.startswith("/v1/cases"):
        return as_role("human-resources", Role.LIST_OFFICER)
    return as_role("finance", Role.INTEGRATOR)


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its definitions beside it, so that references find them."""
    return {**schema, "components": document["components"]}


def test_basic_is_declared_and_applied(document: dict[str, Any]) -> None:
    """A generated client knows how to sign in, and where it needs not."""
    schemes = document["components"]["securitySchemes"]
    secured = {path for _, path, operation in operations(document) if operation.get("security")}
    open_to_all = {path for _, path, operation in operations(document) if not operation.get("security")}

    assert schemes["HTTPBasic"]["type"] == "http"
    assert schemes["HTTPBasic"]["scheme"] == "basic"
    assert open_to_all == OPEN_ROUTES
    assert secured.isdisjoint(OPEN_ROUTES)


def test_every_refusal_is_a_problem_document(document: dict[str, Any]) -> None:
    """No status without description; every 4xx and 5xx has the one media type and the one form."""
    for method, path, operation in operations(document):
        for status, response in operation["responses"].items():
            assert response["description"], (method, path, status)
            if int(status) >= 400:
                assert response["content"] == {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}, (
                    method,
                    path,
                    status,
                )
        if operation.get("security"):
            assert {"401", "429", "503"} <= set(operation["responses"])
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_reference_resolves(document: dict[str, Any]) -> None:
    """A dangling reference breaks every generator."""
    text = json.dumps(document)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}

    assert names - set(document["components"]["schemas"]) == set()


def test_problems_have_the_documented_form(town: Town) -> None:
    """What comes as a problem document is one, in each of its kinds."""
    answers = [
        town.client.get("/v1/checks/0"),
        town.client.get("/v1/checks/0", headers=headers_for("/v1/checks")),
        town.client.post("/v1/checks", json={}, headers=headers_for("/v1/checks")),
        town.check(check_body("123")),
        town.client.get("/v1/nowhere"),
        town.client.post("/v1/evaluations", content=b"\xff", headers=headers_for("/v1/evaluations")),
    ]

    for answer in answers:
        problem = ProblemOut.model_validate(answer.json())
        assert problem.status == answer.status_code
        assert problem.type == f"urn:shangfa:problem:{problem.code}"
        assert problem.what_to_do


def examples(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Each request body's schema and each of its examples."""
    for method, path, operation in operations(document):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is None:
            continue
        schema = body["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        given_examples = [*schema.get("examples", []), *(one["value"] for one in body.get("examples", {}).values())]
        assert given_examples, f"{method} {path} has no example"
        for example in given_examples:
            yield method, path, schema, example


def test_every_example_is_sound_and_its_answer_documented(town: Town, document: dict[str, Any]) -> None:
    """Integrators copy examples: each fits its schema and is answered, never with "malformed"."""
    statuses: dict[str, int] = {}
    for method, path, schema, example in examples(document):
        Draft202012Validator(resolved(document, schema)).validate(example)
        address = path.replace("{check_id}", "0").replace("{entry_id}", "0").replace("{subject_id}", "0")
        answer = town.client.request(method, address, json=example, headers=headers_for(path))
        require_documented(document, answer)
        assert answer.status_code < 500
        assert answer.json().get("code") != "request-malformed", (path, answer.text)
        statuses[path] = answer.status_code

    assert statuses["/v1/checks"] == 200
    assert statuses["/v1/evaluations"] == 200
    assert statuses["/v1/facts"] == 201
    assert statuses["/v1/cases/mirrored"] in (201, 422)


def test_the_schema_of_an_evaluation_refuses_what_the_door_refuses(document: dict[str, Any]) -> None:
    """The hand-written schema is no empty shell: unknown keys, a missing day and two kinds in one fact do not fit."""
    body = document["paths"]["/v1/evaluations"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(body)

    for wrong in ({}, {"as_of": "2020-01-01", "colour": 1}, {"as_of": "2020-01-01", "facts": [{"a": {}, "b": {}}]}):
        assert not validator.is_valid(wrong)


WORDS = st.sampled_from(
    ["", "x", "enterprise", "natural_person", credit_code(1), resident_id(1), "2026-06-01", "9999-12-31", "0001-01-01",
     "520103", "finance", "review", "tax-major-violation", "wage.default", "\u0000", "\ud800", "中文", "١٢٣", "null"]
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def near(schema: dict[str, Any], document: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that mostly fit the schema, so that the fuzz gets past the first validation, and sometimes anything."""
    return st.one_of(*[_fitting(schema, document)] * 7, ANYTHING)


def _fitting(schema: dict[str, Any], document: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return near(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], document)
    if "anyOf" in schema:
        return st.one_of(*(near(one, document) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kind = schema.get("type")
    if kind == "object":
        known = schema.get("properties", {})
        needed = {name: near(known[name], document) for name in schema.get("required", ()) if name in known}
        optional = {name: near(one, document) for name, one in known.items() if name not in needed}
        return st.fixed_dictionaries(needed, optional=optional)
    if kind == "array":
        return st.lists(near(schema.get("items", {}), document), max_size=3)
    if kind == "integer":
        return st.integers(-1, 3)
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        return WORDS | st.sampled_from(schema.get("examples", ["x"]))
    return ANYTHING


@pytest.mark.parametrize(
    "path",
    [
        "/v1/checks",
        "/v1/checks/{check_id}/outcome",
        "/v1/facts",
        "/v1/cases/{entry_id}/moves",
        "/v1/cases/mirrored",
        "/v1/cases/{entry_id}/removal",
        "/v1/subjects/{subject_id}/reveal",
        "/v1/subjects/{subject_id}/events",
        "/v1/subjects/resolve",
        "/v1/evaluations",
    ],
)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_generated_bodies_get_documented_answers(town: Town, path: str, data: st.DataObject) -> None:
    """Bodies drawn near the schema: never a 5xx, never a status or media type that the document does not have."""
    document = town.client.app.openapi()
    body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    drawn = data.draw(near(body, document))
    content = json.dumps(drawn, ensure_ascii=True).encode()

    address = path.replace("{check_id}", "0").replace("{entry_id}", "0").replace("{subject_id}", "0")
    answer = town.client.post(
        address, content=content, headers={**headers_for(path), "Content-Type": "application/json"}
    )

    require_documented(document, answer)
    assert answer.status_code < 500, content


@pytest.mark.parametrize("query", ["on=x", "on=0", "place=52", "place=abcdef", "on=2026-02-30", "place=%00"])
def test_a_faulty_query_is_named(town: Town, query: str) -> None:
    """Open routes judge their parameters as strictly."""
    answer = town.client.get(f"/v1/packs?{query}")

    assert answer.status_code == 422
    assert answer.json()["faults"][0]["where"] in ("/on", "/place")


def test_the_open_routes_tell_what_they_promise(town: Town) -> None:
    """Matters with stages and roles, releases with what is in force on a day, readiness with the sequence."""
    matters = town.client.get("/v1/matters").json()["matters"]
    old = town.client.get("/v1/packs?on=2020-06-30").json()["packs"]
    ready = town.client.get("/health/ready").json()

    assert {"government-procurement.qualification"} <= {one["code"] for one in matters}
    assert all(one["stages"] and one["roles"] for one in matters)
    standing = {f"{one['pack']}@{one['version']}" for one in old if one["in_force"]}
    assert "rules/cn/tax-major-violation@2018.1" in standing
    assert "rules/cn/tax-major-violation@2022.1" not in standing
    assert ready["status"] == "ready"
    assert town.client.get("/v1/checks/0", headers=basic("finance.integrator")).status_code == 404
