"""What is known about citations: when somebody last read what stands there.

*Reads* the register of sources, which is beside the editions: reading a page again changes no law. *Writes* nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from instruments.models import RecordCheck, Source

Checked = dict[str, dict[str, Any]]


def sources_checked(citations: Iterable[str]) -> Checked:
    """Citation -> {kind, url, checked_on} of the register, in one query; a citation without an entry is left out."""
    rows = Source.objects.filter(citation__in=set(citations)).values("citation", "kind", "url", "checked_on")
    return {row["citation"]: dict(row) for row in rows}


def readings_known(citations: Iterable[str], hashes: Mapping[str, str]) -> tuple[dict[str, date], dict[str, date]]:
    """(citation -> day of the register, key of a record -> newest day on which it was read as it stands), one query.

    `hashes`: key -> hash of what the record says (`instruments.records.record_sha256`); what was read when it said
    something else does not count.
    """
    register = Source.objects.filter(citation__in=set(citations)).order_by()
    checks = RecordCheck.objects.filter(key__in=set(hashes)).order_by()
    rows = register.annotate(
        name=Cast("citation", TextField()), sha=Value("", TextField()), day=F("checked_on")
    ).values_list("name", "sha", "day")
    again = checks.annotate(
        name=Cast("key", TextField()), sha=Cast("sha256", TextField()), day=F("checked_on")
    ).values_list("name", "sha", "day")
    read: dict[str, date] = {}
    checked: dict[str, date] = {}
    for name, sha, day in rows.union(again, all=True):
        if day is None:
            continue
        if not sha:
            read[name] = day
        elif hashes[name] == sha:
            checked[name] = max(day, checked.get(name, day))
    return read, checked
