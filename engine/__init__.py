"""Law and facts in, findings and reasons out.

Pure: no files, clock, database, logs or HTTP. Everything it needs is an argument.
"""
