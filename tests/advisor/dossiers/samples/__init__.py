"""Frozen inputs of dossiers: one of each kind of document, made once from the two mock cases of the study."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def sample(name: str = "request-eio") -> dict[str, Any]:
    """Frozen inputs by name; a fresh copy each time."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded
