"""How often something was guessed wrong of late: ten times within five minutes close it for five minutes."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

WRONG_LIMIT = 10
WRONG_WINDOW_SECONDS = 300.0
KEEP_AT_MOST = 4096


@dataclass(slots=True)
class WrongAttempts:
    """Wrong attempts by name, or by whatever else is to be closed; of this process alone."""

    _wrong: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, name: str) -> None:
        with self._lock:
            self._wrong.setdefault(name, []).append(time.monotonic())
            while len(self._wrong) > KEEP_AT_MOST:
                self._wrong.popitem(last=False)

    def is_closed(self, name: str) -> bool:
        since = time.monotonic() - WRONG_WINDOW_SECONDS
        with self._lock:
            recent = [at for at in self._wrong.get(name, ()) if at > since]
            if recent:
                self._wrong[name] = recent
            else:
                self._wrong.pop(name, None)
        return len(recent) >= WRONG_LIMIT
