"""S2: how long a worker waits for the router, against `django.setup()` with the project's settings.

Each is a process of its own that tells the processor time from its first import on. Reads: fixtures/catalogue, written
once as an edition document into a temporary file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.bench.frame import Bar, Pair
from tests.routing.conftest import ROOT, edition_document

READY = """
from time import process_time
start = process_time()
import json, sys
from routing.codec import rulebook_from_document
from routing.engine import route
from routing.masks import masks_of
masks_of(rulebook_from_document(json.loads(open(sys.argv[1], "rb").read()), label="x", sha256="0" * 64))
print(process_time() - start)
"""
SETUP = """
from time import process_time
start = process_time()
import django
django.setup()
print(process_time() - start)
"""
SETTINGS = {"DJANGO_SETTINGS_MODULE": "advisor.settings.test", "ADVISOR_SETUP": "off"}
STARTS = 7


def _seconds(code: str, *arguments: str) -> float:
    """What a fresh process says it took."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, **SETTINGS},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return float(done.stdout)


def _ready() -> Pair:
    """The rulebook of the shipped catalogue, loaded and ready to route, against `django.setup()`."""
    folder = Path(tempfile.mkdtemp(prefix="rogatory-bench-"))
    edition = folder / "edition.json"
    edition.write_text(json.dumps(edition_document(), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return Pair(partial(_seconds, READY, str(edition)), partial(_seconds, SETUP), own_clock=True, rounds=STARTS)


def bars() -> list[Bar]:
    """The bars of starting."""
    return [Bar("S2", "the rulebook loaded and ready to route, x django.setup()", 0.4, "x", _ready)]
