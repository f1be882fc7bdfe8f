"""Addresses of the desk: what needs somebody, lists, and a case's people. Every name has a row in cases/policy.py."""

from typing import Any

from django.urls import URLPattern, path

from advisor.web.views import case_list, contacts, notes, team, timeline, today
from advisor.web.views.entry import page


def at(address: str, view: Any, name: str) -> URLPattern:
    """A page of the desk or of a case."""
    return path(address, page(view), name=name)


CASE = "cases/<uuid:case_id>"
DESK = [
    at("desk", today.desk, "desk"),
    at("cases/", case_list.case_list, "case-list"),
    at("cases/many", case_list.case_bulk, "case-bulk"),
    at(f"{CASE}/team", team.team, "case-team"),
    at(f"{CASE}/team/<uuid:member_id>", team.member_edit, "case-member"),
    at(f"{CASE}/team/who-sees-it", team.restrict, "case-restrict"),
    at(f"{CASE}/team/hand-over", team.hand_over, "case-hand-over"),
    at(f"{CASE}/state", team.state, "case-state"),
    at(f"{CASE}/notes/", notes.notes, "case-notes"),
    at(f"{CASE}/notes/seen", notes.seen, "case-notes-seen"),
    at(f"{CASE}/notes/<uuid:note_id>/withdraw", notes.note_out, "case-note-withdraw"),
    at(f"{CASE}/contacts/", contacts.contacts, "case-contacts"),
    at(f"{CASE}/contacts/<uuid:contact_id>/", contacts.contact, "case-contact"),
    at(f"{CASE}/contacts/<uuid:contact_id>/withdraw", contacts.contact_out, "case-contact-withdraw"),
    at(f"{CASE}/history", timeline.timeline, "case-timeline"),
]
