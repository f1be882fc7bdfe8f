"""Where the shipped files lie."""

from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
CATALOGUE = FIXTURES / "catalogue"
SCENARIOS = FIXTURES / "scenarios"
