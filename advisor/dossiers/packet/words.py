"""The word lists that the packet's readers share. Reads: words.yaml beside this file."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yaml")


@cache
def known_words(key: str) -> frozenset[str]:
    """The words under a key, in lower case."""
    return frozenset(str(yaml.safe_load(FILE.read_text(encoding="utf-8"))[key]).split())
