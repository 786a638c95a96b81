"""A thread beside the server that does its round again and again, and tells when one fails; the next begins all the same."""

from collections.abc import Callable
from threading import Event, Thread

Round = Callable[[], object]


class Keeper:
    """Does `round_` at once and then every `seconds` until stopped; a fault goes to `tell_fault` and ends no keeper."""

    def __init__(self, round_: Round, tell_fault: Callable[[Exception], None], seconds: float, name: str) -> None:
        self._round, self._tell_fault, self._seconds = round_, tell_fault, seconds
        self._stopped = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Lets a round that has begun come to its end."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                self._round()
            except Exception as fault:  # whatever it was, the next round must come; it is told, not hidden
                self._tell_fault(fault)
            if self._stopped.wait(self._seconds):
                return
