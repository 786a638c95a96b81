"""A disagreement of the engines, kept so that it can be asked again: a file about nobody, in the data folder.

It names program and releases by digest, holds the situation without identifiers, and what each engine said. At most
so many files are kept, so that a fault that repeats fills no disk.
"""

import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from adapters.replay_situation import masked_situation, situation_from_json, situation_to_json
from adapters.tried_packs import write_whole
from engine.compile.canonical import digest_of
from engine.compile.program import Program, Readings
from engine.facts import Situation, Truth
from engine.pack import PackRef

FORMAT = 1
FOLDER = "replays"
KEPT = 200


class ReplayFault(Exception):
    """The file is no replay of ours; `str()` says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One question on which the engines differed. `digest`: of the program they were asked with."""

    law_at: date
    packs: tuple[PackRef, ...]
    digest: str
    situation: Situation
    direct: Readings
    rete: Readings


class ReplayFolder:
    """The replays under a data folder. `keep` fits `adapters.engine_host` as what is called on a difference."""

    def __init__(self, data: Path, most: int = KEPT) -> None:
        self._folder = data / FOLDER
        self._most = most

    def keep(self, program: Program, situation: Situation, direct: Readings, rete: Readings) -> str:
        """The name of the file written, or already there for the same question; "" where none could be."""
        replay = Replay(
            law_at=program.law_at,
            packs=program.packs,
            digest=program.digest,
            situation=masked_situation(program, situation),
            direct=direct,
            rete=rete,
        )
        path = self._folder / f"{digest_of((program.digest, replay.situation))[7:31]}.json"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                if len(os.listdir(self._folder)) >= self._most:
                    return ""
                write_whole(path, written(replay))
        except OSError:
            return ""  # a full disk must not cost the answer; the alarm itself is logged either way
        return f"{FOLDER}/{path.name}"


def written(replay: Replay) -> str:
    """The text of a replay; `read_replay` reads it back."""
    return json.dumps(
        {
            "format": FORMAT,
            "law_at": replay.law_at.isoformat(),
            "program": replay.digest,
            "packs": [{"pack": ref.pack, "version": ref.version, "digest": ref.digest} for ref in replay.packs],
            "situation": situation_to_json(replay.situation),
            "direct": _readings_to_json(replay.direct),
            "rete": _readings_to_json(replay.rete),
        },
        ensure_ascii=False,
        indent=1,
    )


def read_replay(text: str) -> Replay:
    """The replay of a file's text; ReplayFault where it is none."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ReplayFault(f"format {told['format']!r} instead of {FORMAT}")
        return Replay(
            law_at=date.fromisoformat(told["law_at"]),
            packs=tuple(PackRef(**ref) for ref in told["packs"]),
            digest=told["program"],
            situation=situation_from_json(told["situation"]),
            direct=_readings_from_json(told["direct"]),
            rete=_readings_from_json(told["rete"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ReplayFault(f"{type(error).__name__}: {error}") from error


def _readings_to_json(readings: Readings) -> dict[str, list[str]]:
    return {"leaves": [str(truth) for truth in readings.leaves], "rules": [str(truth) for truth in readings.rules]}


def _readings_from_json(told: Any) -> Readings:
    return Readings.of(leaves=tuple(map(Truth, told["leaves"])), rules=tuple(map(Truth, told["rules"])))
