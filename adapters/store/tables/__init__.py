"""The tables of the book, by concern.

What is in clear: ids, codes of the catalogues, dates, states, sequence numbers. Every identifier, name, free text and
JSON body stands in a `sealed` column; what must be found by an identifier has a keyed look-up column beside it.
"""

from sqlmodel import SQLModel

from adapters.store.tables.accounts import ACCOUNT
from adapters.store.tables.book import BOOK, BOOK_INSTANT, CHAIN_LINK, OUTBOX, SOURCE
from adapters.store.tables.checks import CHECK_LOG, CHECK_OUTCOME, CHECK_VIEW
from adapters.store.tables.docket import CASE_CLOCK, CASE_FILE, FILE_STEP, LETTER, LETTER_SERVICE, LOOK
from adapters.store.tables.entries import BAN, ENTRY, ENTRY_MOVE, ENTRY_RECUSAL, ENTRY_VERSION
from adapters.store.tables.erasures import ERASED_ROW, ERASURE
from adapters.store.tables.facts import FACT
from adapters.store.tables.subjects import RELATED, SUBJECT, SUBJECT_EVENT

METADATA = SQLModel.metadata

__all__ = [
    "ACCOUNT",
    "BAN",
    "BOOK",
    "BOOK_INSTANT",
    "CASE_CLOCK",
    "CASE_FILE",
    "CHAIN_LINK",
    "CHECK_LOG",
    "CHECK_OUTCOME",
    "CHECK_VIEW",
    "ENTRY",
    "ENTRY_MOVE",
    "ENTRY_RECUSAL",
    "ENTRY_VERSION",
    "ERASED_ROW",
    "ERASURE",
    "FACT",
    "FILE_STEP",
    "LETTER",
    "LETTER_SERVICE",
    "LOOK",
    "METADATA",
    "OUTBOX",
    "RELATED",
    "SOURCE",
    "SUBJECT",
    "SUBJECT_EVENT",
]
