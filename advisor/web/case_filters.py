"""Which cases a list shows, from the address of its page: words, state, track, stage, States, measure, mine, law.

Reads cases through the gate. What an address says that no case can be is taken for nothing said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from advisor.cases.finding import cases_found, texts_renew
from advisor.cases.models import Case, CaseState, Stage, Track
from advisor.cases.roles import WRITERS
from advisor.cases.selectors import cases_for, members_for, needs_for, routes_for

MOST_ASKED = 100
ALL, DRAFTS, CHANGED = "all", "drafts", "changed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; empty texts ask for nothing. `state`: open, closed or all; `only`: drafts; `law`: changed."""

    q: str = ""
    state: str = CaseState.OPEN.value
    track: str = ""
    stage: str = ""
    country: str = ""
    measure: str = ""
    mine: str = ""
    only: str = ""
    law: str = ""

    def address(self, **changes: str) -> str:
        """The query of an address that asks for this, with changes; ends with '&' unless it is empty."""
        said = {name: getattr(self, name) for name in self.__slots__} | changes
        if said["state"] == (ALL if said["q"] else CaseState.OPEN):
            said["state"] = ""
        pairs = {name: value for name, value in said.items() if value}
        return f"{urlencode(pairs)}&" if pairs else ""

    @property
    def filtered(self) -> bool:
        """Whether more than words was asked for."""
        return bool(self.track or self.stage or self.country or self.measure or self.mine or self.law)


def wanted_of(given: Mapping[str, str], *, states: Any, measures: Any) -> Wanted:
    """What an address asks for. `states`, `measures`: the codes that there are."""
    query = " ".join(given.get("q", "").split())[:MOST_ASKED]

    def one_of(name: str, allowed: Any, otherwise: str = "") -> str:
        value = given.get(name, "")
        return value if value in allowed else otherwise

    return Wanted(
        q=query,
        state=one_of("state", (*CaseState.values, ALL), ALL if query else CaseState.OPEN.value),
        track=one_of("track", Track.values),
        stage=one_of("stage", Stage.values),
        country=one_of("country", states),
        measure=one_of("measure", measures),
        mine=one_of("mine", ("yes",)),
        only=one_of("only", (DRAFTS,)),
        law=one_of("law", (CHANGED,)),
    )


def own_cases(user: Any, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of `rows` that are the user's business: they are a member, or opened it and it has no members."""
    members = members_for(user)
    opened = Q(created_by=user) & ~Q(pk__in=members.values("case_id"))
    return rows.filter(Q(pk__in=members.filter(user=user).values("case_id")) | opened)


def cases_concerning(user: Any, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of `rows` that may need the user: they are a member, or nobody who works on the case is."""
    members = members_for(user)
    workers = members.filter(role__in=WRITERS, user__is_active=True)
    return rows.filter(Q(pk__in=members.filter(user=user).values("case_id")) | ~Q(pk__in=workers.values("case_id")))


def law_changed(user: Any, rows: QuerySet[Case], sha256: str) -> QuerySet[Case]:
    """Those of `rows` whose newest route was made by another edition than the one of that hash."""
    newest = routes_for(user).filter(case=OuterRef("pk")).order_by("-number").values("edition_sha256")[:1]
    return (
        rows.annotate(edition_of_route=Subquery(newest)).exclude(edition_of_route=sha256).exclude(edition_of_route=None)
    )


def cases_wanted(user: Any, wanted: Wanted, *, sha256: str) -> QuerySet[Case]:
    """The cases of the user that fit, in no order. `sha256`: of the edition in use. Words make the search's texts anew
    where a case was changed since."""
    rows = cases_for(user)
    if wanted.q:
        texts_renew(rows)
        rows = cases_found(rows, wanted.q)
    if wanted.state != ALL:
        rows = rows.filter(state=wanted.state)
    for column in ("track", "stage"):
        if getattr(wanted, column):
            rows = rows.filter(**{column: getattr(wanted, column)})
    if wanted.country:
        there = needs_for(user).filter(requested_state=wanted.country).values("case_id")
        rows = rows.filter(Q(requesting_state=wanted.country) | Q(pk__in=there))
    if wanted.measure:
        rows = rows.filter(pk__in=needs_for(user).filter(measure=wanted.measure).values("case_id"))
    if wanted.mine:
        rows = own_cases(user, rows)
    if wanted.law:
        rows = law_changed(user, rows, sha256)
    return rows


def drafts_of(user: Any, rows: QuerySet[Case]) -> QuerySet[Case]:
    """Those of `rows` that have no route yet."""
    return rows.exclude(Exists(routes_for(user).filter(case=OuterRef("pk"))))
