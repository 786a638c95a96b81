"""Another implementation as a process that answers each line with one line. Whatever it does, its case is told and the next asked.

A program that ends, hangs or answers what cannot be read is started again for the next case; after so many losses in a
row it is given up, and the cases left are told as not asked.
"""

import json
import os
import selectors
import shlex
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Self

from tests.conformance.kit_reading import Question

SECONDS = 30.0
LOSSES = 5
MOST_BYTES = 16_000_000
_SHOWN = 80


class CannotStart(Exception):
    """The command is none, or cannot be started here."""


class Unanswered(Exception):
    """There is no answer to compare; `str()` says why. `asked`: whether the program was asked at all."""

    def __init__(self, why: str, *, asked: bool = True) -> None:
        super().__init__(why)
        self.asked = asked


class Program:
    """A command, started when first asked; close it, or use it in a `with` block. CannotStart where it is none."""

    def __init__(self, command: str, seconds: float = SECONDS) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as fault:
            raise CannotStart(f"“{command}” is no command: {fault}") from fault
        if not self._words:
            raise CannotStart("the command of --implementation is empty")
        self._seconds, self._losses, self._why = seconds, 0, ""
        self._process: subprocess.Popen[bytes] | None = None
        self._read = b""
        self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, question: Question) -> Mapping[str, Any]:
        """The answer, of whatever shape JSON has; Unanswered where there is none."""
        if self._losses >= LOSSES:
            raise Unanswered(f"not asked: {LOSSES} cases in a row had no answer ({self._why})", asked=False)
        try:
            answer: Mapping[str, Any] = _parsed(self._exchange(json.dumps(question, ensure_ascii=False).encode()))
        except Unanswered as lost:
            self._losses, self._why = self._losses + 1, str(lost)
            self.close(kill=True)
            raise
        self._losses = 0
        return answer

    def close(self, *, kill: bool = False) -> None:
        """Ends its input, waits a little, then ends it."""
        process, self._process, self._read = self._process, None, b""
        if process is None or process.stdin is None or process.stdout is None:
            return
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(0 if kill else 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            try:
                self._process = subprocess.Popen(  # the caller's own command, started without a shell
                    self._words, stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            except OSError as fault:
                raise CannotStart(f"“{self._words[0]}” cannot be started: {fault.strerror}") from fault
        return self._process

    def _exchange(self, question: bytes) -> bytes:
        """One line out, one line in, within the time."""
        process = self._started()
        if process.stdin is None or process.stdout is None:
            raise CannotStart("the program has no standard input or output")
        if self._read:
            raise Unanswered(f"it wrote more than one line for the case before: {_cut(self._read)}")
        to, out, back = process.stdin.fileno(), memoryview(question + b"\n"), process.stdout.fileno()
        os.set_blocking(to, False)
        end = time.monotonic() + self._seconds
        with selectors.DefaultSelector() as waiting:
            waiting.register(to, selectors.EVENT_WRITE)
            waiting.register(back, selectors.EVENT_READ)
            while b"\n" not in self._read:
                ready = [key.fd for key, _ in waiting.select(max(0.0, end - time.monotonic()))]
                if not ready and time.monotonic() >= end:
                    raise Unanswered(f"no answer within {self._seconds:g} seconds (--timeout)")
                if back in ready:
                    self._take(back, process)
                elif to in ready:
                    out = out[self._give(to, out, process) :]
                    if not out:
                        waiting.unregister(to)
        line, _, self._read = self._read.partition(b"\n")
        return line

    def _give(self, to: int, out: memoryview, process: "subprocess.Popen[bytes]") -> int:
        try:
            return os.write(to, out[:65_536])
        except BlockingIOError:
            return 0
        except OSError as fault:
            raise Unanswered(_ended(process)) from fault

    def _take(self, back: int, process: "subprocess.Popen[bytes]") -> None:
        piece = os.read(back, 65_536)
        if not piece:
            raise Unanswered(_ended(process))
        self._read += piece
        if len(self._read) > MOST_BYTES:
            raise Unanswered(f"its answer is longer than {MOST_BYTES} bytes")


def _ended(process: "subprocess.Popen[bytes]") -> str:
    try:
        code = process.wait(1)
    except subprocess.TimeoutExpired:
        return "the program closed its input or output instead of answering; it must answer until its input ends"
    return f"the program ended instead of answering (exit code {code}); it must answer until its input ends"


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unanswered(f"its answer is not UTF-8: {_cut(line)}") from None
    except RecursionError:
        raise Unanswered("its answer is nested too deeply") from None
    except ValueError:
        raise Unanswered(f"its answer is not JSON: {_cut(line)}") from None


def _cut(line: bytes) -> str:
    text = line.decode("utf-8", "backslashreplace").strip()
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
