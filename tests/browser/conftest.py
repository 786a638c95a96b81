"""A real server on a small demonstration province, and a real Chromium looking at it.

Only used with `-m browser`; the server is started once, on a free port, in a folder of its own.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A running demonstration server and what it told of its accounts: name -> password."""

    address: str
    passwords: Mapping[str, str]


@pytest.fixture(scope="session")
def address(province: Province) -> str:
    return province.address


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """A demonstration server with 500 subjects."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("province")
    environ = {
        **os.environ,
        "SHANGFA_MODE": "demo",
        "SHANGFA_DATA": str(folder),
        "SHANGFA_PORT": str(port),
        "SHANGFA_DEMO_SUBJECTS": "500",
    }
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "api", "demo", "--serve"],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(f"http://127.0.0.1:{port}", server, folder / "server.log")
            told = (folder / "server.log").read_text()
            passwords = dict(re.findall(r"│ (demo-\S+) .*│ (\S+) +│$", told, re.MULTILINE))
            yield Province(address=f"http://127.0.0.1:{port}", passwords=passwords)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(f"{address}/health/ready", timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not get ready: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh visitor's page, desktop size; every console error and failed request fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    opened.set_default_timeout(10_000)
    yield opened
    context.close()
    unexpected = [fault for fault in faults if not any(status in fault for status in ("404", "409", "422"))]
    assert unexpected == []
