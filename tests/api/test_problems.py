"""Refusals: problem documents in two languages, and bodies nobody should send."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from api.http.headers import BODY_LIMIT
from api.http.problems import PROBLEM_TYPE, masked
from casework.records import Role
from tests.api.town import INTEGRATOR, PERSON_NAME, Town, as_role, check_body, credit_code, resident_id

JSON = {"Content-Type": "application/json"}
POSTS = {
    "/v1/checks": INTEGRATOR,
    "/v1/checks/0/outcome": INTEGRATOR,
    "/v1/facts": as_role("human-resources", Role.DATA_CLERK),
    "/v1/cases/0/moves": as_role("human-resources", Role.LIST_OFFICER),
    "/v1/cases/mirrored": as_role("tax", Role.DATA_CLERK),
    "/v1/cases/0/removal": as_role("tax", Role.DATA_CLERK),
    "/v1/subjects/0/reveal": as_role("tax", Role.IDENTITY_VIEWER),
    "/v1/evaluations": INTEGRATOR,
}
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "broken": b'{"subject": ',
    "a list": b"[]",
    "a number": b"1",
    "null": b"null",
    "NaN": b'{"version": NaN, "as_of": NaN, "facts": [NaN], "subject": NaN}',
    "infinity": b'{"version": Infinity, "facts": [{"values": {"a": 1e999}}]}',
    "deep lists": b"[" * 100_000,
    "deep closed lists": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "as deep as the reader goes": b'{"body": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}",
    "values that deep": b'{"facts": [{"values": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}]}",
    "values half that deep": b'{"facts": [{"values": {"a": ' + b"[" * 300 + b"1" + b"]" * 300 + b"}}]}",
    "invalid UTF-8": b'{"subject": {"name": "\xff\xfe"}}',
    "UTF-16": '{"subject": {}}'.encode("utf-16"),
    "NUL": b'{"subject": {"name": "\\u0000"}, "as_of": "\\u0000"}\x00',
    "lone surrogate": b'{"subject": {"name": "\\ud800"}, "as_of": "\\ud800", "facts": [{"name": "\\udfff"}]}',
    "huge number": b'{"version": ' + b"9" * 10_000 + b"}",
    "many fields": json.dumps({f"field{number}": number for number in range(20_000)}).encode(),
    "duplicate keys": b'{"as_of": "2020-01-01", "as_of": "2021-01-01"}',
}


@pytest.mark.parametrize("path", POSTS)
def test_no_body_breaks_the_server(town: Town, path: str) -> None:
    """Whatever comes in, the answer is a 4xx problem document, nothing is recorded and the next question is answered."""
    before = town.recorded()

    answers = {
        name: town.client.post(path, content=body, headers={**POSTS[path], **JSON}) for name, body in BODIES.items()
    }

    assert {name: answer.status_code for name, answer in answers.items() if not 400 <= answer.status_code < 500} == {}
    assert {answer.headers["content-type"] for answer in answers.values()} == {PROBLEM_TYPE}
    assert all(answer.json()["what_to_do"] for answer in answers.values())
    assert town.recorded() == before


def one_wrong_field() -> list[dict[str, Any]]:
    sound = check_body(credit_code(1))
    return [
        {**sound, "colour": "red"},
        {**sound, "subject": {**sound["subject"], "shoe_size": 42}},
        {**sound, "purpose": 7},
        {**sound, "matter": "x"},
        {**sound, "subject": []},
        {**sound, "as_of": 0},
        {**sound, "as_of": "2026-12-15T00:00:00Z"},
        {**sound, "as_of": True},
        {**sound, "place": "\uff15\uff12\uff10\uff11\uff10\uff13"},
        {**sound, "purpose": "a\u0000b"},
        {**sound, "department": "财政"},
        {**sound, "subject": {**sound["subject"], "name": "x" * 201}},
        {**sound, "subject": {**sound["subject"], "related": [{"role": "director"}] * 51}},
        {**sound, "matter": {"code": PERSON_NAME, "stage": "review"}},
        {**sound, "matter": {"code": resident_id(1), "stage": "review"}},
        {**sound, "matter": {**sound["matter"], "stage": PERSON_NAME}},
        {**sound, "subject": {**sound["subject"], "type": PERSON_NAME}},
        {**sound, PERSON_NAME: resident_id(1)},
        {**sound, resident_id(1): 1},
    ]


@pytest.mark.parametrize("number", range(len(one_wrong_field())))
def test_each_wrong_field_is_named_and_its_value_never_echoed(town: Town, number: int) -> None:
    """An integrator finds the field in either language; an identifier in the wrong place does not come back."""
    body = one_wrong_field()[number]

    for language in ("zh", "en"):
        answer = town.check(body, **{"Accept-Language": language})

        assert answer.status_code == 422
        assert answer.json()["code"] == "request-malformed"
        assert answer.json()["faults"]
        assert not [word for word in (PERSON_NAME, resident_id(1), 'shoe_size":42') if word in answer.text]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fr, en;q=0.5", "en"),
        ("zh;q=0.1, en;q=0.9", "en"),
        ("de", "zh-CN"),
        (";;;,q=,\x01", "zh-CN"),
    ],
)
def test_the_language_is_the_one_preferred(town: Town, asked: str, language: str) -> None:
    """Chinese unless the client prefers English; the code stays the same in both."""
    answer = town.client.get("/v1/checks/0", headers={"Accept-Language": asked})

    assert answer.headers["Content-Language"] == language
    assert answer.json()["code"] == "not-signed-in"
    assert answer.json()["title"].isascii() == (language == "en")


def test_an_address_that_is_none_and_a_method_that_is_none(town: Town) -> None:
    """404 and 405 are problem documents, too; 405 says what would do."""
    nowhere = town.client.get("/v1/nowhere")
    deleted = town.client.delete("/v1/checks")

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "http-404")
    assert (deleted.status_code, deleted.json()["code"]) == (405, "http-405")
    assert deleted.headers["allow"] == "POST"
    assert {nowhere.headers["content-type"], deleted.headers["content-type"]} == {PROBLEM_TYPE}


def test_a_body_beyond_the_limit_is_413_announced_or_not(town: Town) -> None:
    """A huge body is refused before it is parsed; one sent in pieces without its length is counted."""
    piece = b" " * 2**16

    def pieces() -> Any:
        for _ in range(BODY_LIMIT // len(piece) + 1):
            yield piece

    for path, headers in POSTS.items():
        announced = town.client.post(path, content=b" " * (BODY_LIMIT + 1), headers={**headers, **JSON})
        counted = town.client.post(path, content=pieces(), headers={**headers, **JSON})

        assert (announced.status_code, counted.status_code) == (413, 413)
        assert announced.json() == counted.json()
        assert announced.headers["content-type"] == PROBLEM_TYPE


def test_a_length_that_is_no_number_does_no_harm(town: Town) -> None:
    """Digits of other scripts are no length; the bytes count."""
    answer = town.client.post("/v1/checks", content=b"{}", headers={**INTEGRATOR, **JSON, "Content-Length": "9" * 30})

    assert answer.status_code == 413


def test_an_unexpected_fault_tells_nothing_and_leaves_the_server_alive(town_of: Callable[..., Town]) -> None:
    """A mistake of our own is a 500 without a word of the inside, with every security header, and the next check works."""

    class Broken:
        """A store that fails in its own way, with an identifier in its mouth."""

        def unit_of_work(self) -> Any:
            raise KeyError(resident_id(1))

        def reader(self) -> Any:
            return sound.store.reader()

    sound = town_of()
    object.__setattr__(sound.house, "store", Broken())
    broken = sound.check(check_body(credit_code(1)))
    object.__setattr__(sound.house, "store", sound.store)
    healthy = sound.check(check_body(credit_code(1)))

    assert (broken.status_code, broken.json()["code"]) == (500, "internal-error")
    assert not [word for word in (resident_id(1), "KeyError", "Traceback", ".py") if word in broken.text]
    assert healthy.status_code == 200


def test_masking_knows_codes_and_leaves_words_alone() -> None:
    """The last net: codes in any text are masked, case numbers and our own ids are not."""
    for code in (credit_code(1), credit_code(1).lower(), resident_id(1), "520103800101001"):
        assert masked(f"“{code}”不是日期") == "“***”不是日期"
    for word in ("e4620a5664f845cdafb769d90e1501ad", "2026-06-01", "黔人社发〔2022〕30号", "W-1-order", "520103"):
        assert masked(word) == word


def test_a_foreign_host_header_changes_nothing(town: Town) -> None:
    """No address of ours is built from what the client calls us."""
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"}

    page = town.client.get("/", headers=evil)
    answer = town.check(check_body(credit_code(1)), **evil)

    assert page.headers["location"] == "/login"
    assert "evil.example" not in answer.text + page.text
    assert answer.status_code == 200
