"""Column types of the catalogue: text that may be absent, and JSON lists of codes.

The source book tells "no such key" from "an empty text", and a round trip must keep the two apart: an absent key is
NULL.
"""

from typing import Any

from django.db import models


class OptionalText(models.TextField):  # type: ignore[type-arg]
    """Text that the book may leave out (null=True, blank=True); a form that is left empty stores NULL, never ''."""

    def formfield(self, **kwargs: Any) -> Any:
        """An empty form field means: the key is absent."""
        return super().formfield(**{"empty_value": None, **kwargs})


class OptionalCode(models.CharField):  # type: ignore[type-arg]
    """A code that the book may leave out (then the instrument's own value counts, or none)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)
