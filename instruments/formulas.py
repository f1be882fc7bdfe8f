"""Cells that a spreadsheet would run as a formula: told, disarmed with an apostrophe, given back as they were. Pure.

One list of signs for every table that leaves the house (the catalogue's rows, its pages, the office's lists).
"""

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BLANKS = " \u00a0\u3000"  # a spreadsheet skips these before it looks for a sign
SHIELD = "'"


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula."""
    return text.startswith(SIGNS) or text.lstrip(BLANKS).startswith(SIGNS)


def shielded(text: str) -> str:
    """A text as a spreadsheet shows it and never runs it: with an apostrophe before what looks like a formula."""
    return f"{SHIELD}{text}" if is_formula(text) else text


def unshielded(text: str) -> str:
    """A text of a file that `shielded` may have changed."""
    return text[1:] if text.startswith(SHIELD) and is_formula(text[1:]) else text
