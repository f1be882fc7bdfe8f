"""Networks of practitioners on a day: who, where, for what, and where they leave gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from advisor.languages.words import state_worded
from advisor.web.route_view import articles_words
from advisor.web.views.law.asked import Asked, asked
from advisor.web.views.law.maps import map_pictures
from advisor.web.views.law.tables import Table, download
from instruments.selectors import participation_on

LISTED, BY_ROWS, IN_WORDS = "listed", "rows", "words"
# A treaty that sets up the network: its Parties are the members (Budapest art. 35: each designates a contact point).
TREATIES = {"budapest-24-7": "budapest-convention"}
COLUMNS: Sequence[tuple[str, str]] = (
    ("network", "Network"),
    ("name", "Name"),
    ("iso2", "Code"),
    ("state", "State"),
    ("member", "Member"),
)


def members_of(network: dict[str, Any], a: Asked) -> tuple[str, frozenset[str]]:
    """How membership is known, and the members: a list in the vocabulary, rows of participation, or words alone."""
    if network.get("states"):
        return LISTED, frozenset(network["states"])
    code = TREATIES.get(network["code"], network["code"])
    if code in a.book.instruments:
        standings = participation_on(a.edition, code, on=a.on)
        bound = frozenset(s.iso2 for s in standings if s.verdict == "bound")
        if bound:
            return BY_ROWS, bound
    return IN_WORDS, frozenset()


def rows_of(network: dict[str, Any], a: Asked) -> list[dict[str, str]]:
    """Every State and whether it is a member, as text: yes, no (only of a closed list) or not known."""
    known, members = members_of(network, a)
    complete = known == BY_ROWS or (known == LISTED and bool(network.get("closed")))
    absent = "no" if complete else "not known"
    return [
        {
            "network": network["code"],
            "name": network["name"],
            "iso2": state.iso2,
            "state": state_worded(state.iso2, state.name),
            "member": "yes" if state.iso2 in members else absent,
        }
        for state in sorted(a.book.states.values(), key=lambda state: state.name)
    ]


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """All networks, and the States that none of the recorded lists holds."""
    a = asked(request)
    held: list[dict[str, Any]] = a.edition.document["networks"]
    if a.form:
        return download(Table("networks", COLUMNS, [row for network in held for row in rows_of(network, a)]), a)
    reached: set[str] = set()
    shown: list[dict[str, Any]] = []
    for network in held:
        known, members = members_of(network, a)
        reached |= members
        shown.append({"n": network, "known": known, "count": len(members)})
    context = {
        "a": a,
        "networks": sorted(shown, key=lambda row: row["n"]["name"].lower()),
        "alone": sorted(
            (state for state in a.book.states.values() if state.iso2 not in reached), key=lambda state: state.name
        ),
    }
    return render(request, "web/law/networks.html", context)


@require_safe
def network(request: HttpRequest, code: str) -> HttpResponse:
    """One network."""
    a = asked(request)
    found = next((row for row in a.edition.document["networks"] if row["code"] == code), None)
    if found is None:
        if code in a.book.instruments:
            return redirect(reverse("catalogue-instrument", args=[code]) + a.keep)
        raise Http404
    if a.form:
        return download(Table(f"network-{code}", COLUMNS, rows_of(found, a)), a)
    known, members = members_of(found, a)
    states = a.book.states
    context = {
        "a": a,
        "n": found,
        "known": known,
        "maps": map_pictures(sorted(iso2 for iso2 in members if iso2 in states)),
        "closed": known == BY_ROWS or bool(found.get("closed")),
        "members": sorted((states[iso2] for iso2 in members if iso2 in states), key=lambda state: state.name),
        "outside": sorted((s for s in states.values() if s.iso2 not in members), key=lambda state: state.name),
        "offers": [
            {
                "p": provision,
                "measure": a.book.measures[provision.measure],
                "articles": articles_words(provision.document.get("articles") or ()),
            }
            for provision in a.book.provisions.values()
            if provision.instrument == code or provision.id in found.get("provisions", ())
        ],
        "has_record": code in a.book.instruments,
    }
    return render(request, "web/law/network.html", context)
