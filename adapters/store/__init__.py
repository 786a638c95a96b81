"""The book of record on SQLite or PostgreSQL: tables, mapping, reader, unit of work, migrations.

`open_store` in `adapters.store.book` is the way in.
"""
