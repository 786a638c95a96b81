"""Doors: HTTP, console, command line. `api.wiring` alone chooses adapters."""
