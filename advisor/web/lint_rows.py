"""Findings and divergences as pages show them: in words, with the place to go to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.dossiers.consistency import Divergence
from advisor.dossiers.lint import Finding
from advisor.dossiers.lint.codes import SEVERITIES
from advisor.dossiers.places import Place
from advisor.languages.words import day_worded
from advisor.walk.models import Step

FIELD = "id_"  # what Django puts before a field's name in its id
LONGEST = 160


def severity_word(severity: str) -> str:
    """The heading of a group of findings."""
    return {
        "blocker": _("Stops a final"),
        "warning": _("Invites questions or a refusal"),
        "note": _("Worth a look"),
    }[severity]


def lint_words(counts: Mapping[str, int] | None) -> str:
    """How many findings a dossier had when it was made, in one line; empty where that was not counted."""
    if counts is None:
        return ""
    blockers, warnings = counts.get("blocker", 0), counts.get("warning", 0)
    said = [
        ngettext("%(n)s finding stops a final", "%(n)s findings stop a final", blockers) % {"n": blockers},
        ngettext("%(n)s warning", "%(n)s warnings", warnings) % {"n": warnings},
    ]
    return ", ".join(words for words, n in zip(said, (blockers, warnings), strict=True) if n) or _("Nothing found")


def finding_groups(
    findings: Iterable[Finding], *, step: Step, inputs: Mapping[str, Any], places: Iterable[Place]
) -> list[dict[str, Any]]:
    """The findings by severity, each with its place's name and address, and the ground in the provision's words."""
    known = {place.place: place for place in places}
    grounds = {row["code"]: row for row in inputs["option"].get("refusal_grounds") or []}
    rows: dict[str, list[dict[str, Any]]] = {severity: [] for severity in SEVERITIES}
    for finding in findings:
        place = known.get(finding.where)
        rows[finding.severity].append(
            {
                "code": finding.code,
                "sentence": _(finding.sentence),
                "fix": _(finding.fix),
                "found": finding.found[:LONGEST],
                "place": _place_word(finding.where, place),
                "url": _address(finding.where, place, step),
                "ground": grounds.get(finding.ground),
            }
        )
    return [
        {"severity": severity, "title": severity_word(severity), "rows": rows[severity]}
        for severity in SEVERITIES
        if rows[severity]
    ]


def _place_word(where: str, place: Place | None) -> str:
    if place is not None:
        return place.label or place.wants
    named = {
        "case.summary": _("Summary of the case"),
        "case.title": _("Title of the case"),
        "need.subject": _("Subject of the need"),
        "step.reason": _("Reason for the step"),
        "nexus": _("Facts and measures"),
        "things": _("Things"),
        "trace": _("How the conditions were examined"),
        "checks": _("Before this is sent"),
    }
    return named.get(where, _("Write the draft"))


def _address(where: str, place: Place | None, step: Step) -> str:
    """Where it is mended."""
    case = step.case_id
    if place is not None:
        return f"{reverse('case-draft', args=[case, step.pk])}#{FIELD}{place.place}"
    if where in ("case.summary", "case.title"):
        return reverse("case-about", args=[case])
    if where == "need.subject":
        return reverse("case-need-about", args=[case, step.need_key])
    if where == "nexus":
        return reverse("case-nexus-step", args=[case, step.pk])
    if where == "things":
        return reverse("case-entities", args=[case])
    if where in ("trace", "checks"):
        return reverse("case-route-need", args=[case, step.route.number, step.need_key])
    return reverse("case-draft", args=[case, step.pk])


def counted(findings: Iterable[Finding]) -> str:
    """'2 blockers, 1 warning' in words; empty for none."""
    numbers = {severity: 0 for severity in SEVERITIES}
    for finding in findings:
        numbers[finding.severity] += 1
    said = []
    if n := numbers["blocker"]:
        said.append(ngettext("%(n)s stops a final", "%(n)s stop a final", n) % {"n": n})
    if n := numbers["warning"]:
        said.append(ngettext("%(n)s warning", "%(n)s warnings", n) % {"n": n})
    if n := numbers["note"]:
        said.append(ngettext("%(n)s note", "%(n)s notes", n) % {"n": n})
    return ", ".join(said)


def divergence_rows(found: Iterable[Divergence], questions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Divergences as the page names them."""
    return [
        {
            "title": _kind_word(row, questions),
            "values": [
                {
                    "value": _value(row, one.value),
                    "where": [
                        {"dossier": label, "place": _place_short(place, questions)} for label, place in one.places
                    ],
                }
                for one in row.values
            ],
        }
        for row in found
    ]


def _kind_word(row: Divergence, questions: Mapping[str, str]) -> str:
    words = {
        "name": _("A name that may be one, written in two ways"),
        "spelling": _("One name in two spellings"),
        "amount": _("Two amounts that differ by a figure"),
        "date": _("Two days for what may be one event"),
        "identifier": _("Two identifiers that differ by a character"),
        "offence": _("The offence is classified in more than one way"),
        "penalty": _("The maximum penalty differs"),
        "fact": _("A fact of the case has more than one value"),
        "case": _("The case is described in more than one way"),
    }
    about = questions.get(row.about, "") or (_head(row.about) if row.kind == "case" else "")
    return f"{words[row.kind]}: {about}" if about else words[row.kind]


def _head(name: str) -> str:
    return {
        "reference": _("reference"),
        "title": _("title"),
        "summary": _("summary"),
        "requesting_state": _("requesting State"),
        "stage": _("stage"),
        "opened_on": _("opened on"),
    }.get(name, name)


def _place_short(place: str, questions: Mapping[str, str]) -> str:
    named = {
        "case.summary": _("Summary of the case"),
        "need.subject": _("Subject of the need"),
        "nexus": _("Facts and measures"),
    }
    if place.startswith("case."):
        return named.get(place, "")
    return (
        named.get(place) or questions.get(place, "") or (_("Things") if place == "things" else _("Typed in the draft"))
    )


def _value(row: Divergence, value: str) -> str:
    from datetime import date

    if row.kind == "date":
        return day_worded(date.fromisoformat(value))
    return value[:LONGEST] or "–"


def parts_said(parts: Iterable[str], questions: Mapping[str, str]) -> list[str]:
    """What differs between a dossier and the case of now, in words."""
    named = {
        "typed": _("what was typed in the draft"),
        "nexus": _("facts and measures"),
        "things": _("things"),
        "exhibits": _("exhibits"),
        "contacts": _("informal contacts"),
        "letterhead": _("the letterhead"),
        "reason": _("the reason for the step"),
        "option": _("what the law says of this option"),
    }
    said = []
    for part in parts:
        area, _dot, name = part.partition(".")
        if area == "facts":
            said.append(questions.get(name, name))
        elif area == "case":
            said.append(_head(name))
        elif area == "need":
            said.append(_("the need: %(what)s") % {"what": _head(name) if name != "subject" else _("subject")})
        else:
            said.append(named.get(part, part))
    return list(dict.fromkeys(said))
