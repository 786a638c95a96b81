"""Nothing that identifies a subject, and no secret, stands on a line of log."""

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from adapters.logs import configure_logs, masked, masked_text

USCC, RESIDENT, OLD_RESIDENT = "91520103MA6DKX7Q6F", "52010319800101001X", "520103800101001"
WIDE = USCC.translate({ord(c): ord(c) + 0xFEE0 for c in USCC})
DIGEST = "56df313b8fe3ab75c62c53f4fd6d0fee871038aa6972cb4cc0482a0130790082"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Logs of the process go here; afterwards everything is as before."""
    root, names = logging.getLogger(), ("uvicorn", "uvicorn.access", "uvicorn.error")
    before = root.handlers[:], root.level
    kept = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).propagate) for name in names}
    lines = io.StringIO()
    configure_logs(stream=lines)
    yield lines
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()
    for name, (handlers, propagate) in kept.items():
        logging.getLogger(name).handlers[:], logging.getLogger(name).propagate = handlers, propagate


def events(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    "code",
    [USCC, USCC.lower(), RESIDENT, OLD_RESIDENT, WIDE, f"ID{RESIDENT}", f"{RESIDENT}abc"],
)
def test_a_code_is_masked_wherever_it_stands(code: str) -> None:
    """Between Chinese words, in a path, in quotes, typed small or full width, glued to a word."""
    for text in (f"主体{code}已存在", f"/v1/subjects/{code}?x=1", f"'{code}'", f"({code},1)", code):
        assert code not in masked_text(text)


@pytest.mark.parametrize(
    "text",
    [DIGEST, "2026-11-02T04:00:00.123456Z", "memoranda/cn/tax-2016#no-procurement", "misrepresentations", "520103"],
)
def test_what_is_no_code_stays_readable(text: str) -> None:
    """Digests, instants, pack ids and area codes are what an operator reads a log for."""
    assert masked_text(text) == text


def test_telling_keys_are_masked_whole_and_deep() -> None:
    """A name cannot be told from other words; its key tells it."""
    event = {
        "subject": [{"Name": "虚构甲", "person_name": "虚构乙", "status_code": 200}],
        "X-Api-Key": "k",
        "n": 520103800101001,
    }

    assert masked(event) == {
        "subject": [{"Name": "***", "person_name": "***", "status_code": 200}],
        "X-Api-Key": "***",
        "n": "***",
    }


@pytest.mark.parametrize(
    "text",
    [
        "SubjectRecord(id='1', name='虚构甲')",
        "{'name': '虚构甲'}",
        '{"name":"虚构甲"}',
        "GET /x?name=虚构甲&page=2",
        "?subject_name=虚构甲",
    ],
)
def test_a_name_that_its_word_introduces_is_masked_in_text(text: str) -> None:
    """Records are printed whole in exceptions by mistake."""
    assert "虚构甲" not in masked_text(text)


def test_our_own_lines_are_masked_json(stream: io.StringIO) -> None:
    """Event, values and bound context alike."""
    structlog.get_logger("casework").info(f"checked {USCC}", code=RESIDENT, subject={"name": "虚构甲"}, check="check-1")

    (event,) = events(stream)
    assert (event["event"], event["level"], event["check"]) == ("checked ***", "info", "check-1")
    assert not any(secret in stream.getvalue() for secret in (USCC, RESIDENT, "虚构甲"))


def test_exceptions_are_masked_after_they_have_become_text(stream: io.StringIO) -> None:
    """An exception quotes what it could not digest, and its cause quotes it again."""
    try:
        try:
            raise KeyError(RESIDENT)
        except KeyError as error:
            raise ValueError(f"name='虚构甲' code {USCC}") from error
    except ValueError:
        structlog.get_logger("x").exception("failed")
        logging.getLogger("y").exception("failed too")

    assert len(events(stream)) == 2
    assert "ValueError" in str(events(stream)[0]["exception"])
    assert not any(secret in stream.getvalue() for secret in (USCC, RESIDENT, "虚构甲"))


def test_access_lines_of_the_server_are_masked(stream: io.StringIO) -> None:
    """Somebody will put an identifier into a URL, whatever the documents say."""
    arguments = ("127.0.0.1:1", "GET", f"/v1/subjects/{USCC}?name=虚构甲", "1.1", 200)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *arguments)

    (event,) = events(stream)
    assert event["event"] == '127.0.0.1:1 - "GET /v1/subjects/***?name=*** HTTP/1.1" 200'


def test_warnings_go_the_same_way(stream: io.StringIO) -> None:
    """Libraries warn with the value they warn about."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"odd value {USCC}", stacklevel=1)

    assert len(events(stream)) == 1
    assert USCC not in stream.getvalue()
