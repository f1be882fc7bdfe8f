"""Form fields that a curator can fill without knowing JSON: lists as lines, the value of a condition as plain words."""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from instruments.cell_rules import allowed_codes
from instruments.yaml_lines import PLAIN_INT, PLAIN_NUMBER

Codes = Callable[[], Collection[str]]


class LinesField(forms.CharField):
    """A list of texts, one a line. Left empty it is None where the column may be NULL, else an empty list."""

    widget = forms.Textarea

    def __init__(self, *, codes: Codes | None = None, null: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "cols": 80}))
        super().__init__(**{"required": False, **kwargs})
        self.codes = codes
        self.null = null

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines as a list."""
        lines = value if isinstance(value, list) else [line.strip() for line in (value or "").splitlines()]
        items = [line for line in lines if line]
        return None if self.null and not items else items

    def validate(self, value: Any) -> None:
        """Required means: at least one line. Each line is one of the codes, and each only once."""
        if self.required and not value:
            raise ValidationError("At least one line is needed.")
        known = self.codes() if self.codes else None
        for item in value or []:
            if known is not None and item not in known:
                raise ValidationError(f"{item} is not known. Allowed: {allowed_codes(known)}.")
        if known is not None and len(set(value or [])) < len(value or []):
            raise ValidationError("Each code may stand once.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists, so that spaces at line ends do not count."""
        return bool(self.to_python(initial) != self.to_python(data))


class ValueField(forms.CharField):
    """The value of a condition in plain words: true, 36, 2026-11-22, a code; several codes on a line each."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 1, "cols": 24}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The stored value as a curator reads it."""
        if isinstance(value, list):
            return "\n".join(str(item) for item in value)
        return str(value).lower() if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as words."""
        return str(self.prepare_value(initial) or "").split() != str(data or "").split()


def value_from_words(words: str, *, many: bool) -> Any:
    """What a curator wrote as a typed value. `many` says that the operator takes a list."""
    items = [item.strip() for line in words.splitlines() for item in line.split(",") if item.strip()]
    if many:
        return items
    word = words.strip()
    if word in {"true", "false"}:
        return word == "true"
    if PLAIN_INT.fullmatch(word):
        return int(word)
    return float(word) if PLAIN_NUMBER.fullmatch(word) else word
