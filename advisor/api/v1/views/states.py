"""States and what binds them: positions, declarations and authorities, read-only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from advisor.api.v1 import queries
from advisor.api.v1.catalogue import Catalogue, catalogue_named
from advisor.api.v1.serializers import states as shapes
from advisor.api.v1.serializers.base import page_shape
from advisor.api.v1.views.base import CatalogueView, Json, ListView, documented, found, matching
from routing.conditions import Verdict
from routing.participation import state_binding

SAID = {Verdict.HOLDS: "yes", Verdict.FAILS: "no", Verdict.UNKNOWN: "unknown"}


@documented(
    "states_list", query=queries.SearchQuery, shape=page_shape(shapes.StateRow), summary="States and territories"
)
class StateList(ListView):
    """Search States."""

    query, row = queries.SearchQuery, shapes.StateRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By code."""
        return found(book.states.values(), query)


@documented(
    "states_read",
    query=queries.StateQuery,
    shape=shapes.StateDetail,
    summary="One State with its position under every instrument on a day",
)
class StateRead(CatalogueView):
    """One State."""

    def get(self, request: Request, iso2: str) -> HttpResponse:
        """The State and its positions, by instrument."""
        query = queries.query_read(request, queries.StateQuery)
        book = catalogue_named(query.get("edition"))
        if iso2 not in book.states:
            raise Http404
        on = query.get("on") or timezone.localdate()
        positions = [_position(book, row, on) for row in book.participation if row["iso2"] == iso2]
        record = {**book.states[iso2], "on": on, "participation": positions}
        return self.answered(request, book, shapes.StateDetail(record).data)


def _position(book: Catalogue, row: Json, on: date) -> Json:
    binding = state_binding(book.rulebook, row["instrument"], row["iso2"], on)
    return {**row, "bound": SAID[binding.verdict], "reason": binding.reason}


@documented(
    "participation_list",
    query=queries.ParticipationQuery,
    shape=page_shape(shapes.ParticipationRow),
    summary="Which State is bound by what, from when to when",
)
class ParticipationList(ListView):
    """Filter rows of participation."""

    query, row = queries.ParticipationQuery, shapes.ParticipationRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By instrument and State."""
        rows = matching(book.participation, query, instrument="instrument", state="iso2", status="status")
        if "on" not in query:
            return rows
        day = query["on"].isoformat()
        return (row for row in rows if row["status"] == "bound" and _holds(row, day))


def _holds(row: Json, day: str) -> bool:
    return (row["since"] or "") <= day <= (row["until"] or "9999-12-31")


@documented(
    "declarations_list",
    query=queries.TableQuery,
    shape=page_shape(shapes.DeclarationRow),
    summary="What States declared under instruments",
)
class DeclarationList(ListView):
    """Filter declarations."""

    query, row = queries.TableQuery, shapes.DeclarationRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By instrument and State."""
        return matching(book.declarations, query, instrument="instrument", state="iso2")


@documented(
    "authorities_list",
    query=queries.TableQuery,
    shape=page_shape(shapes.AuthorityRow),
    summary="Authorities of States under instruments",
)
class AuthorityList(ListView):
    """Filter authorities."""

    query, row = queries.TableQuery, shapes.AuthorityRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By instrument and State."""
        return matching(book.authorities, query, instrument="instrument", state="iso2")
