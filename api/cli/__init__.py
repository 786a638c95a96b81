"""The command line: `shangfa`. The same rooms as HTTP, by another door."""

from api.cli.root import main

__all__ = ["main"]
