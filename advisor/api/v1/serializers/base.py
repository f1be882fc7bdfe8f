"""What every shape shares: a record is a mapping, an absent key is left out, nothing is written.

The makers of text fields answer Any: records have fields called `label` and `source`, as a Field has attributes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from rest_framework import serializers


class Record(serializers.Serializer[Any]):
    """A read-only record. Fields are declared one by one; `required=False` means that the key may be absent."""


def plain(**options: Any) -> Any:
    """A text that is always there."""
    return serializers.CharField(**options)


def maybe(**options: Any) -> Any:
    """A text that may be null or absent."""
    return serializers.CharField(required=False, allow_null=True, **options)


def plains(**options: Any) -> serializers.ListField:
    """A list of texts."""
    return serializers.ListField(child=serializers.CharField(), **options)


def maybe_day(**options: Any) -> serializers.DateField:
    """A day, or null, or absent. The book holds ISO text, which goes out as it is."""
    return serializers.DateField(required=False, allow_null=True, **options)


class EditionStamp(Record):
    """Which edition an answer comes from."""

    label = plain()
    sha256 = plain()


@cache
def page_shape(row: type[Record]) -> type[Record]:
    """The shape of one page of rows."""
    fields = {
        "edition": EditionStamp(),
        "count": serializers.IntegerField(),
        "next": serializers.CharField(allow_null=True, help_text="Path of the next page."),
        "previous": serializers.CharField(allow_null=True, help_text="Path of the page before."),
        "results": row(many=True),
    }
    return type(f"{row.__name__}Page", (Record,), {"__doc__": f"One page: {row.__doc__}", **fields})


class FaultShape(Record):
    """One thing wrong."""

    where = plain()
    read = plain()
    allowed = plain()


class Problem(Record):
    """A refusal (RFC 9457)."""

    type = plain()
    title = plain()
    status = serializers.IntegerField()
    detail = plain()
    faults = FaultShape(many=True, required=False)
    error_id = serializers.CharField(required=False)
