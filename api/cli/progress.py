"""Signs of life on a terminal while something takes long: one line on standard error, overwritten, gone at the end.

Into a file or a pipe nothing is written, so that logs and scripts see results only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_EVERY = 5


class Progress:
    """The current step, and how many questions it has answered."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        self._stream, self._lang, self._shown = stream, lang, stream.isatty()
        self._step = ""

    def step(self, zh: str, en: str) -> None:
        self._step = en if self._lang == "en" else zh
        self._write(f"{self._step}…")

    def count(self, number: int) -> None:
        if number % _EVERY == 0:
            self._write(f"{self._step}… {number}")

    def clear(self) -> None:
        self._write("")

    def _write(self, text: str) -> None:
        if self._shown:
            self._stream.write(f"\r\x1b[2K{text}")
            self._stream.flush()


@contextmanager
def progress_on(stream: TextIO, lang: str) -> Iterator[Progress]:
    """Progress that leaves a clean line however the work ends."""
    progress = Progress(stream, lang)
    try:
        yield progress
    finally:
        progress.clear()
