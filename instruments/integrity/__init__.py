"""What must be true of the whole catalogue: small rules, run by `check_catalogue` and before every publication.

A rule is a class: its name is its code, its docstring its message, and a test of the same name shows it at work.
Every rule reads a book document, so the same rules judge the rows of the database and the files before they are
loaded.
"""

from instruments.integrity import (  # noqa: F401 - importing a module registers its rules
    conditions,
    participation,
    periods,
    precedence,
    provisions,
    references,
    sources,
)
from instruments.integrity.base import RULES, Finding, Rule, check_book

__all__ = ["RULES", "Finding", "Rule", "check_book"]
