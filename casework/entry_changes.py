"""What a move changes about an entry beside its state: the decision with its term, the effect with its last day."""

from dataclasses import replace
from datetime import date

from casework.move_guards import chosen_term
from casework.occasion import Occasion, date_of
from casework.records import EntryRecord
from engine.periods import Period, add, parse_period

FIXED_WITH_THE_DECISION = ("term", "term_at_most", "lighter", "act_law", "decision_law", "judgement", "trace")


def unchanged(occasion: Occasion) -> EntryRecord:
    return occasion.entry


def returned(occasion: Occasion) -> EntryRecord:
    return replace(occasion.entry, document="", decided_on=None)


def decided(occasion: Occasion) -> EntryRecord:
    """The decision, under the law of its own day: the lighter term of act and decision is fixed here.

    Where the law gives a range, the officer's choice within it is the term.
    """
    entry, proposal = occasion.entry, occasion.still_met()
    assert proposal is not None  # grounds_still_hold has seen to it
    of_today = {name: proposal.finding[name] for name in FIXED_WITH_THE_DECISION}
    if chosen := chosen_term(occasion):
        of_today |= {"term": str(chosen)}
    return replace(
        entry,
        document=occasion.request.document,
        decided_on=occasion.request.law_date,
        finding={**entry.finding, **of_today},
        pack=proposal.ref.pack,
        pack_version=proposal.ref.version,
        pack_digest=proposal.ref.digest,
    )


def effective(occasion: Occasion) -> EntryRecord:
    start = occasion.request.law_date
    assert start is not None  # needed by the move
    term = _decided_term(occasion)
    ends = add(start, term) if term else None
    return replace(occasion.entry, effective_on=start, term_end=_no_later(occasion.entry, ends), term_known=True)


def _no_later(entry: EntryRecord, ends: date | None) -> date | None:
    """A case carried over from another subject brings what was left of its term, not a new one."""
    limit = date_of(entry.finding.get("ends_at_most"))
    return limit if limit and (ends is None or limit < ends) else ends


def _decided_term(occasion: Occasion) -> Period | None:
    """The term the decision fixed; None: no fixed end."""
    if "term" not in occasion.entry.finding:
        return occasion.list_def.term
    fixed = occasion.entry.finding["term"]
    return parse_period(fixed) if isinstance(fixed, str) else None
