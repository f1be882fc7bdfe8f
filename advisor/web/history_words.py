"""What the audit's events are called on the page of everything that happened, and into which groups they fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Group:
    """A group that the page can show alone: its name, and the first words of its events."""

    label: Any
    actions: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "case": Group(_("The case itself"), ("case",)),
    "needs": Group(_("Needs, answers, things, rights"), ("need", "needs", "answers", "entity", "entities", "right")),
    "evidence": Group(_("Evidence"), ("exhibit",)),
    "routes": Group(_("Routes"), ("route", "collision")),
    "steps": Group(_("Steps and answers to them"), ("step", "refusal", "ledger", "limit")),
    "dossiers": Group(_("Drafts and dossiers"), ("dossier", "draft", "letterhead", "bundle", "packet")),
    "people": Group(_("Notes, contacts, members"), ("note", "contact", "member")),
}
ROUTED = frozenset({"case.routed"})
ACTIONS: Mapping[str, Any] = {
    "case.opened": _("The case was opened"),
    "case.changed": _("The case's description was changed"),
    "case.copied": _("The case was begun from another one"),
    "case.read_from_file": _("The case was read from a file"),
    "case.routed": _("A route was asked for"),
    "case.closed": _("The case was closed"),
    "case.reopened": _("The case was opened again"),
    "case.handed_over": _("The case was handed over"),
    "case.restricted": _("The case was shown to its members only"),
    "case.unrestricted": _("The case was shown to the whole agency"),
    "answers.saved": _("Answers were saved"),
    "need.added": _("A need was added"),
    "need.changed": _("A need was changed"),
    "need.removed": _("A need was taken out"),
    "need.things_set": _("Things were chosen for a need"),
    "entity.added": _("A thing was added"),
    "entity.changed": _("A thing was changed"),
    "entity.removed": _("A thing was taken out"),
    "right.added": _("A right was added"),
    "right.changed": _("A right was changed"),
    "right.removed": _("A right was taken out"),
    "exhibit.added": _("An exhibit was added"),
    "exhibit.custody": _("A line was added to a chain of custody"),
    "exhibit.downloaded": _("An exhibit was downloaded"),
    "exhibit.withdrawn": _("An exhibit was withdrawn"),
    "route.kept": _("A route stays as it is"),
    "route.renewed": _("A new route replaces an older one"),
    "collision.accepted": _("A collision was accepted"),
    "refusal.point": _("A ground of a refusal was noted"),
    "dossier.request": _("A dossier was asked for"),
    "dossier.approved": _("A draft was approved as final"),
    "dossier.cancelled": _("A dossier was cancelled"),
    "dossier.retried": _("A dossier was tried again"),
    "dossier.packet": _("A packet was made for translation"),
    "bundle.request": _("A bundle was asked for"),
    "draft.saved": _("Texts of a draft were saved"),
    "note.added": _("A note was added"),
    "note.withdrawn": _("A note was taken back"),
    "contact.added": _("An informal contact was noted"),
    "contact.corrected": _("An informal contact was corrected"),
    "contact.withdrawn": _("An informal contact was withdrawn"),
    "member.added": _("A member was added"),
    "member.changed": _("A member got another part"),
    "member.removed": _("A member was taken out"),
}


def group_of(action: str) -> str:
    """The group of an event; what no group names belongs to the case itself."""
    if action in ROUTED:
        return "routes"
    first = action.partition(".")[0]
    return next((name for name, group in GROUPS.items() if first in group.actions), "case")
