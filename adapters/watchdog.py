"""Ends what takes too long: one thread that sleeps until the earliest time it may have to act.

A thread for each question would cost more than many a question. It never ends anything after the watch was over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Event, Thread
from time import monotonic


class Watchdog:
    """Calls `bite` once where a watch lasts longer than its seconds; one watch at a time. `stop` ends the thread."""

    def __init__(self, bite: Callable[[], None]) -> None:
        self._bite = bite
        self._changed = Condition()
        self._deadline: float | None = None
        self._late = Event()
        self._wakes_at: float | None = None  # None: only when told
        self._stopped = False
        Thread(target=self._run, name="shangfa-watchdog", daemon=True).start()

    @contextmanager
    def watch(self, seconds: float) -> Iterator[Event]:
        """Watches the block; the event says afterwards whether it was too late."""
        with self._changed:
            self._late = late = Event()
            self._deadline = monotonic() + seconds
            if self._wakes_at is None or self._deadline < self._wakes_at:
                self._changed.notify()
        try:
            yield late
        finally:
            with self._changed:
                self._deadline = None

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                if self._deadline is not None and self._deadline <= monotonic():
                    self._deadline = None
                    self._late.set()
                    self._bite()
                self._wakes_at = self._deadline
                self._changed.wait(None if self._deadline is None else max(0.0, self._deadline - monotonic()))
