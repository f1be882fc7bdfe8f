"""Where a change was read: citation, address, title, day, a few words of it, and who read it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.curation.errors import FieldFaults
from advisor.intake.text import TextFault, clean_text
from instruments import codes

QUOTATION_LONGEST = 300  # a few words, no copy of the text
TEXTS = {"citation": 300, "url": 500, "title": 300, "quotation": QUOTATION_LONGEST, "reader": 200}


def source_checked(values: Mapping[str, Any], *, reader: str, today: date) -> dict[str, Any]:
    """One source in the form that a change keeps: {citation, kind, url, title, read_on, quotation, reader}.

    `reader` is who read it when the form leaves that empty. Raises FieldFaults.
    """
    faults: dict[str, str] = {}
    found: dict[str, Any] = {}
    for name, longest in TEXTS.items():
        try:
            found[name] = clean_text(str(values.get(name) or ""), longest=longest)
        except TextFault as fault:
            faults[name] = str(fault)
    found["reader"] = found.get("reader") or reader
    if not found.get("citation") and "citation" not in faults:
        faults["citation"] = _("Enter where it can be read: the act with its number, or the address of the page.")
    if found.get("url") and not found["url"].startswith(("https://", "http://")):
        faults["url"] = _("Enter an address that begins with https:// or http://, or leave it empty.")
    found["kind"] = str(values.get("kind") or "text")
    if found["kind"] not in codes.SOURCE_KINDS or found["kind"] == "memory":
        faults["kind"] = _("Choose what kind of source it is.")
    found["read_on"], problem = _read_on(values.get("read_on"), today)
    if problem:
        faults["read_on"] = problem
    if faults:
        raise FieldFaults(faults)
    return found


def sources_checked(values: Iterable[Mapping[str, Any]], *, reader: str, today: date) -> list[dict[str, Any]]:
    """Several sources, each as `source_checked` has it; none stands twice. Faults are named `sources.<n>.<field>`."""
    found: list[dict[str, Any]] = []
    faults: dict[str, str] = {}
    for place, one in enumerate(values):
        try:
            source = source_checked(one, reader=reader, today=today)
        except FieldFaults as fault:
            faults |= {f"sources.{place}.{name}": said for name, said in fault.faults.items()}
            continue
        if any(source["citation"] == other["citation"] for other in found):
            faults[f"sources.{place}.citation"] = _("This source stands here already. Name each one once.")
        found.append(source)
    if faults:
        raise FieldFaults(faults)
    return found


def _read_on(value: Any, today: date) -> tuple[str, str]:
    """(the day as ISO text, what is wrong with it)."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value or ""))
    except ValueError:
        return "", _("Enter the day on which you read it, as YYYY-MM-DD.")
    if day > today:
        return "", _("Nobody has read it on a day that is still to come.")
    return day.isoformat(), ""
