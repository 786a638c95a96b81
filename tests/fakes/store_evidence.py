"""What a unit of work on the book in memory tells the chain of its rows: the real link's shape, digests over values."""

import hashlib
from collections.abc import Collection

from adapters.store.evidence import FORM, part_digest
from tests.fakes.store_reader import BookState


def rows_payload(before: BookState, after: BookState) -> dict[str, object]:
    """The payload for what `after` records beyond `before`."""
    told = {name: fresh for name, fresh in _written(before, after).items() if fresh}
    tables = {name: {"rows": len(fresh), "digest": _digest(fresh)} for name, fresh in told.items()}
    return {"form": FORM, "first": before.seq + 1, "last": after.seq, "tables": tables}


def wrote_rows(before: BookState, after: BookState) -> bool:
    return any(_written(before, after).values())


def _written(before: BookState, after: BookState) -> dict[str, Collection[object]]:
    superseded = {fact.id for fact in before.facts.values() if fact.superseded_seq is not None}
    ended = {ban.id for ban in before.bans.values() if ban.ended_seq is not None}
    clocks_ended = {clock.id for clock in before.clocks.values() if clock.ended_seq is not None}
    return {
        "subject": [s for key, s in after.subjects.items() if key not in before.subjects],
        "subject_event": after.events[len(before.events) :],
        "fact": [f for key, f in after.facts.items() if key not in before.facts],
        "fact.superseded": [
            (f.id, f.superseded_seq) for f in after.facts.values() if f.superseded_seq and f.id not in superseded
        ],
        "entry_version": after.entry_versions[len(before.entry_versions) :],
        "entry_move": after.moves[len(before.moves) :],
        "entry_recusal": after.recusals[len(before.recusals) :],
        "ban": [b for key, b in after.bans.items() if key not in before.bans],
        "ban.end": [(b.id, b.ended_on) for b in after.bans.values() if b.ended_seq and b.id not in ended],
        "related": after.related[len(before.related) :],
        "case_file": [f for key, f in after.files.items() if key not in before.files],
        "file_step": after.steps[len(before.steps) :],
        "case_clock": [c for key, c in after.clocks.items() if key not in before.clocks],
        "case_clock.end": [
            (c.id, c.ended_seq) for c in after.clocks.values() if c.ended_seq and c.id not in clocks_ended
        ],
        "letter": [one for key, one in after.letters.items() if key not in before.letters],
        "letter_service": after.services[len(before.services) :],
        "look": after.looks[len(before.looks) :],
        "check_log": [c for key, c in after.checks.items() if key not in before.checks],
        "check_view": after.views[len(before.views) :],
        "check_outcome": [o for key, o in after.outcomes.items() if key not in before.outcomes],
        "erasure": after.erasures[len(before.erasures) :],
        "erased_row": list(after.emptied.items())[len(before.emptied) :],
        "outbox": after.outbox[len(before.outbox) :],
        "book_instant": after.instants[len(before.instants) :],
    }


def _digest(records: Collection[object]) -> str:
    return part_digest(hashlib.sha256(repr(record).encode("utf-8", "surrogatepass")).digest() for record in records)
