"""The shipped acceptance cases, as documents without what only the checker reads."""

from pathlib import Path
from typing import Any

from advisor.intake.from_file import case_file_read

SCENARIOS = Path(__file__).parents[3] / "fixtures" / "scenarios"
NAMES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


def scenario(name: str) -> dict[str, Any]:
    """One case's document; days are ISO texts."""
    path = SCENARIOS / f"{name}.yaml"
    document = case_file_read(path.read_bytes(), name=path.name).document
    return {key: value for key, value in document.items() if key not in ("expect", "note", "on")}
