"""The words of an entry's life: its states, its moves, and the kinds of its end. Words only; what is lawful stands in `lawful_moves`."""

from enum import StrEnum


class EntryState(StrEnum):
    """proposed → noticed (a red entry: publicised) → decided → approved → effective → ended; rejected and lapsed are kept."""

    PROPOSED = "proposed"
    NOTICED = "noticed"
    PUBLICISED = "publicised"
    DECIDED = "decided"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    ENDED = "ended"

    @property
    def is_closed(self) -> bool:
        """Whether no move leads out of it."""
        return self in (EntryState.REJECTED, EntryState.LAPSED, EntryState.ENDED)


class Move(StrEnum):
    PROPOSE = "propose"
    REJECT = "reject"
    LAPSE = "lapse"
    RECUSE = "recuse"
    SERVE_NOTICE = "serve_notice"
    PUBLICISE = "publicise"
    RECORD_STATEMENT = "record_statement"
    REQUEST_HEARING = "request_hearing"
    HOLD_HEARING = "hold_hearing"
    LEGAL_REVIEW = "legal_review"
    DISCUSS = "discuss"
    SUPERIOR_CONSENT = "superior_consent"
    RECORD_STEP = "record_step"
    DECIDE = "decide"
    RETURN_DECISION = "return_decision"
    APPROVE = "approve"
    HEAD_APPROVE = "head_approve"
    TAKE_EFFECT = "take_effect"
    MIRROR = "mirror"
    SUSPEND = "suspend"
    RESUME = "resume"
    AMEND = "amend"
    END = "end"
    EXPIRE = "expire"


class EndKind(StrEnum):
    """Why an entry ended.

    expired: its term is over. repaired: the subject earned it. revoked: the decision behind it fell. corrected: it was
    wrong. removed: by its authority for another reason, or at the source. adverse_entry: a red one, by a black or watch entry.
    subject_ended: the person died, or the subject is no more and nobody carries it.
    """

    EXPIRED = "expired"
    REPAIRED = "repaired"
    REVOKED = "revoked"
    CORRECTED = "corrected"
    REMOVED = "removed"
    ADVERSE_ENTRY = "adverse_entry"
    SUBJECT_ENDED = "subject_ended"
