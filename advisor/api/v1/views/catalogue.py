"""The catalogue, read-only: instruments, provisions, measures, facts, networks and the rules between them."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from advisor.api.v1 import queries
from advisor.api.v1.catalogue import Catalogue, catalogue_named
from advisor.api.v1.serializers import catalogue as shapes
from advisor.api.v1.serializers.base import page_shape
from advisor.api.v1.views.base import CatalogueView, Json, ListView, documented, found, matching

CLOSED_ALWAYS = frozenset({"not_in_force", "under_negotiation"})


@documented(
    "instruments_list",
    query=queries.InstrumentsQuery,
    shape=page_shape(shapes.InstrumentRow),
    summary="Instruments, networks and practices",
)
class InstrumentList(ListView):
    """Search and filter instruments."""

    query, row = queries.InstrumentsQuery, shapes.InstrumentRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By code."""
        for record in found(book.instruments.values(), query):
            tiers = {record["tier"], *(provision["tier"] for provision in record["provisions"])}
            if (
                query.get("track", record["track"][0]) in record["track"]
                and query.get("tier", record["tier"]) in tiers
                and ("measure" not in query or query["measure"] in record["measures"])
                and ("on" not in query or self._applies(book, record, query))
            ):
                yield record

    def _applies(self, book: Catalogue, record: Json, query: Json) -> bool:
        if record["status"] in CLOSED_ALWAYS:
            return False
        return book.rulebook.instruments[record["code"]].period.contains(query["on"])


@documented(
    "instruments_read",
    query=queries.EditionQuery,
    shape=shapes.InstrumentDetail,
    summary="One instrument with its provisions and conditions",
)
class InstrumentRead(CatalogueView):
    """One instrument."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """The record of an instrument."""
        book = catalogue_named(queries.query_read(request, queries.EditionQuery).get("edition"))
        return self.answered(request, book, shapes.InstrumentDetail(_or_404(book.instruments, code)).data)


@documented(
    "provisions_list",
    query=queries.ProvisionsQuery,
    shape=page_shape(shapes.ProvisionRow),
    summary="What instruments offer for measures",
)
class ProvisionList(ListView):
    """Search and filter provisions."""

    query, row = queries.ProvisionsQuery, shapes.ProvisionRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By instrument and place in its record."""
        rows = matching(
            found(book.provisions.values(), query), query, instrument="instrument", measure="measure", tier="tier"
        )
        for record in rows:
            if "on" not in query or book.rulebook.provisions[record["id"]].period.contains(query["on"]):
                yield record


@documented(
    "provisions_read",
    query=queries.EditionQuery,
    shape=shapes.ProvisionDetail,
    summary="One provision with its conditions",
)
class ProvisionRead(CatalogueView):
    """One provision."""

    def get(self, request: Request, instrument: str, name: str) -> HttpResponse:
        """The record of a provision."""
        book = catalogue_named(queries.query_read(request, queries.EditionQuery).get("edition"))
        return self.answered(
            request, book, shapes.ProvisionDetail(_or_404(book.provisions, f"{instrument}/{name}")).data
        )


@documented(
    "measures_list",
    query=queries.MeasuresQuery,
    shape=page_shape(shapes.MeasureRow),
    summary="Measures with their ladder",
)
class MeasureList(ListView):
    """Search and filter measures."""

    query, row = queries.MeasuresQuery, shapes.MeasureRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By code."""
        return matching(found(book.measures.values(), query), query, track="track")


@documented("measures_read", query=queries.EditionQuery, shape=shapes.MeasureRow, summary="One measure")
class MeasureRead(CatalogueView):
    """One measure."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """The record of a measure."""
        book = catalogue_named(queries.query_read(request, queries.EditionQuery).get("edition"))
        return self.answered(request, book, shapes.MeasureRow(_or_404(book.measures, code)).data)


@documented("facts_list", query=queries.FactsQuery, shape=page_shape(shapes.FactRow), summary="The vocabulary of facts")
class FactList(ListView):
    """Search and filter facts."""

    query, row = queries.FactsQuery, shapes.FactRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """In the order of the vocabulary."""
        return matching(found(book.facts.values(), query), query, scope="scope", source="source")


@documented("facts_read", query=queries.EditionQuery, shape=shapes.FactRow, summary="One fact")
class FactRead(CatalogueView):
    """One fact."""

    def get(self, request: Request, name: str) -> HttpResponse:
        """The record of a fact."""
        book = catalogue_named(queries.query_read(request, queries.EditionQuery).get("edition"))
        return self.answered(request, book, shapes.FactRow(_or_404(book.facts, name)).data)


@documented(
    "networks_list", query=queries.SearchQuery, shape=page_shape(shapes.NetworkRow), summary="Networks of practitioners"
)
class NetworkList(ListView):
    """Search networks."""

    query, row = queries.SearchQuery, shapes.NetworkRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """By code."""
        return found(book.networks.values(), query)


@documented("networks_read", query=queries.EditionQuery, shape=shapes.NetworkRow, summary="One network")
class NetworkRead(CatalogueView):
    """One network."""

    def get(self, request: Request, code: str) -> HttpResponse:
        """The record of a network."""
        book = catalogue_named(queries.query_read(request, queries.EditionQuery).get("edition"))
        return self.answered(request, book, shapes.NetworkRow(_or_404(book.networks, code)).data)


@documented(
    "precedence_list",
    query=queries.PrecedenceQuery,
    shape=page_shape(shapes.PrecedenceRow),
    summary="Which instrument goes first",
)
class PrecedenceList(ListView):
    """Filter rules of precedence."""

    query, row = queries.PrecedenceQuery, shapes.PrecedenceRow

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """In the order of the book."""
        for rule in matching(book.precedence, query, kind="kind"):
            named = {*rule["prefer"], *rule["over"]}
            measures = rule.get("measures") or []
            if (
                ("instrument" not in query or query["instrument"] in named)
                and ("measure" not in query or not measures or query["measure"] in measures)
                and ("on" not in query or _valid(rule, query["on"].isoformat()))
            ):
                yield rule


def _valid(rule: Json, day: str) -> bool:
    first, last = rule.get("valid_from") or "", rule.get("valid_until") or "9999-12-31"
    return bool(first <= day <= last)


def _or_404(records: object, key: str) -> Json:
    try:
        return records[key]  # type: ignore[index,no-any-return]
    except KeyError:
        raise Http404 from None
