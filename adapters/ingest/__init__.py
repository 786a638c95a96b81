"""Files in: CSV and JSON Lines to rows that casework can judge, every fault with its line and column.

Reads form only: encoding, cells, columns, spelling. What a value may be and what the register allows is judged in
`casework.intake` and `casework.mirrored_batch`. No file, however broken, makes a reader raise.
"""

from adapters.ingest.encoding import Encoding
from adapters.ingest.entry_file import EndBatch, EntryBatch, read_ends, read_entries
from adapters.ingest.fact_file import FactBatch, read_facts
from adapters.ingest.faults import RowFault
from adapters.ingest.opening import Format

__all__ = [
    "Encoding",
    "EndBatch",
    "EntryBatch",
    "FactBatch",
    "Format",
    "RowFault",
    "read_ends",
    "read_entries",
    "read_facts",
]
