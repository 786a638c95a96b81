"""The invented office of the demonstration's human resources department."""

from pathlib import Path

from adapters.offices import read_offices

DEMO_OFFICES = Path(__file__).parents[2] / "adapters" / "demo" / "offices.yaml"
OFFICES = read_offices(DEMO_OFFICES)
