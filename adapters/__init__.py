"""The world: one file or folder per outside thing, each behind a Protocol of `casework.ports`.

Only `api.wiring` chooses among them.
"""
