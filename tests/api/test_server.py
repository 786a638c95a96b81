"""A real server in a process of its own: killed after an answer, its log read, its book opened again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from adapters.audit_chain import verify
from adapters.clock import SystemClock
from adapters.store.book import open_store
from casework.records import Role
from tests.api.conftest import ROOT
from tests.api.town import INTEGRATOR, PERSON_NAME, as_role, check_body, credit_code, procurement_bar, resident_id


@dataclass(frozen=True, kw_only=True)
class Server:
    """The process, its address and what it has logged."""

    process: subprocess.Popen[bytes]
    address: str
    folder: Path
    log: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def server(book_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("log") / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.api.server", str(book_folder), str(port)],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    started = Server(process=process, address=f"http://127.0.0.1:{port}", folder=book_folder, log=log)
    try:
        _wait_until_it_answers(started)
        yield started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_it_answers(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if httpx2.get(f"{server.address}/health/ready", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    pytest.fail("the server did not start:\n" + server.log.read_text("utf-8", "replace"))


def test_an_answer_that_left_is_in_the_book_after_a_kill(server: Server) -> None:
    """The question is on disk before its answer leaves: kill -9 right after the answer loses nothing, doubles nothing."""
    code = credit_code(1)
    clerk = as_role("finance", Role.DATA_CLERK)
    with httpx2.Client(base_url=server.address, timeout=30) as client:
        facts = {"facts": [procurement_bar(code, "P-1")]}
        assert client.post("/v1/facts", json=facts, headers=clerk).status_code == 201
        answers = [
            client.post("/v1/checks", json=check_body(code, business_no=str(number)), headers=INTEGRATOR).json()
            for number in range(5)
        ]
        server.kill()

    store = open_store(
        f"sqlite:///{server.folder / 'book.db'}", server.folder / "keys.json", SystemClock(), wait_seconds=1
    )
    with store.reader() as reader:
        kept = [reader.check(answer["check_id"]) for answer in answers]
        sound = verify(reader)
    store.close()

    assert [check.answer for check in kept if check] == answers
    assert sound.holds


def test_nothing_about_anybody_stands_in_the_log(server: Server) -> None:
    """Identifiers, names and passwords pass through bodies, headers and wrong fields, and none of them is logged."""
    code, person = credit_code(1), resident_id(1)
    told = check_body(code, subject={"name": PERSON_NAME, "related": [{"role": "director", "code": person}]})
    with httpx2.Client(base_url=server.address, timeout=30) as client:
        for body in (check_body(code), told, {**told, person: PERSON_NAME}, {"subject": PERSON_NAME}):
            client.post("/v1/checks", json=body, headers=INTEGRATOR)
        client.post("/v1/checks", content=f"{{{person}".encode(), headers=INTEGRATOR)
        client.post("/v1/evaluations", content=f"as_of: {person}".encode(), headers=INTEGRATOR)
        client.get(f"/v1/checks/{person}", headers=INTEGRATOR)
        client.get(f"/nowhere?code={person}&name={PERSON_NAME}")
        client.post("/login", data={"name": person, "password": "secret-of-somebody"})
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)

    text = server.log.read_text("utf-8")

    assert text.strip()
    found = [
        word
        for word in (code, person, PERSON_NAME, "secret-of-somebody", INTEGRATOR["Authorization"][6:])
        if word in text
    ]
    assert found == []
    assert re.search(r"%E6%AC%A7", text) is None
