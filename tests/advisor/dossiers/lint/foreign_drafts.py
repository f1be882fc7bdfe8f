"""Drafts that somebody else keeps: a folder in the format of drafts/README.md, read with one message for each fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from advisor.dossiers.lint.codes import codes
from tests.advisor.dossiers.lint.freezing import rulebook
from tests.advisor.dossiers.lint.measured_drafts import Score, take_draft
from tests.advisor.dossiers.lint.reading_drafts import OF_THE_CASE, SETS, TAILS, drafts, whole_of

KEYS = {*OF_THE_CASE, "name", "like", "without", "max", "texts", "nexus", "expect"}
TEXTS = {*TAILS, "particulars", "boxes"}
NEEDED = ("states", "provision", "title", "texts", "expect")


def folder_measured(folder: Path) -> tuple[Score, list[str]]:
    """The score over every draft of a folder that can be read, and the faults of the others."""
    score, faults = Score(), []
    paths = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml")))
    if not paths:
        return score, [f"{folder}: no such folder, or no file *.yaml in it; name a folder with drafts"]
    known = {draft["name"]: draft for draft in drafts(*SETS)}
    for path in paths:
        for row in _rows(path, faults):
            found = list(_faults(row, known))
            if not found:
                try:
                    take_draft(score, whole_of(row, known))
                except (LookupError, ValueError, TypeError, AttributeError) as error:
                    found = [f"cannot be routed or filled: {type(error).__name__}: {error}"]
            name = row.get("name", "?") if isinstance(row, dict) else "?"
            faults += [f"{path.name}, {name}: {fault}" for fault in found]
    return score, faults


def _rows(path: Path, faults: list[str]) -> list[Any]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        faults.append(f"{path.name}: is no YAML in UTF-8: {' '.join(str(error).split())}")
        return []
    if not isinstance(rows, list):
        faults.append(f"{path.name}: holds no list of drafts; begin each draft with '- name: ...'")
        return []
    return rows


def _faults(row: Any, known: dict[str, dict[str, Any]]) -> Iterator[str]:
    """What is wrong with one draft, in words."""
    if not isinstance(row, dict):
        yield f"is no draft but {type(row).__name__}; write keys and values"
        return
    if not isinstance(row.get("name"), str):
        yield "has no name; give each draft one of its own"
        return
    if "like" in row and row["like"] not in known:
        yield f"is like {row['like']!r}, which stands nowhere before it"
        return
    whole = {**known.get(row.get("like", ""), {}), **row}
    yield from (f"key {key!r} is not known; known are {', '.join(sorted(KEYS))}" for key in set(row) - KEYS)
    yield from (f"{key!r} is missing" for key in NEEDED if key not in whole)
    texts = row.get("texts") or {}
    if not isinstance(texts, dict):
        yield "texts is no table of name and text"
        return
    yield from (f"text {name!r} is not known; known are {', '.join(sorted(TEXTS))}" for name in set(texts) - TEXTS)
    if "particulars" in texts and not isinstance(texts["particulars"], list):
        yield "particulars is no list"
    if not isinstance(whole.get("expect", []), list):
        yield "expect is no list of codes"
    else:
        unknown = set(map(str, whole.get("expect", []))) - set(codes())
        yield from (f"expects {code!r}, which is no code of codes.yaml" for code in sorted(unknown))
    if whole.get("provision") not in rulebook().provisions:
        yield f"provision {whole.get('provision')!r} is not in the catalogue"
