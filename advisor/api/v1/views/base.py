"""What every read of the catalogue shares: the query, the page, the edition's stamp, the tag by which a client may ask
whether anything changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from advisor.api.errors import PROBLEM_JSON
from advisor.api.pagination import page_of
from advisor.api.v1.catalogue import Catalogue, catalogue_named
from advisor.api.v1.queries import query_read
from advisor.api.v1.serializers.base import Problem, Record, page_shape
from instruments.searching import query_words, weight

Json = dict[str, Any]
REFUSALS = {
    400: "The query has faults",
    401: "Neither signed in nor a token",
    403: "The role may not",
    404: "Not found",
    429: "Too many requests",
    503: "No edition is published",
}


def refusals(*codes: int) -> dict[Any, Any]:
    """The problem documents that an operation may answer with."""
    return {(code, PROBLEM_JSON): OpenApiResponse(Problem, REFUSALS.get(code, "Refused")) for code in codes}


def documented(operation: str, *, query: type[Serializer[Any]], shape: type[Record], summary: str) -> Any:
    """The OpenAPI description of a read."""
    described = extend_schema(
        operation_id=operation,
        summary=summary,
        parameters=[query],
        responses={200: shape, **refusals(400, 401, 403, 404, 429, 503)},
        tags=["catalogue"],
    )
    return extend_schema_view(get=described)


class CatalogueView(APIView):
    """Reads one edition; answers with its stamp and a tag."""

    query: ClassVar[type[Serializer[Any]]]
    http_method_names = ("get", "head", "options")

    def answered(self, request: Request, book: Catalogue, data: Any) -> HttpResponse:
        """The data, or 304 when the client holds it already: an edition never changes."""
        tag = hashlib.sha256(f"{book.label}\n{book.sha256}\n{request.get_full_path()}".encode()).hexdigest()
        response = Response(data, headers={"ETag": f'"{tag}"', "Rogatory-Edition": book.label})
        return get_conditional_response(request, etag=f'"{tag}"', response=response) or response


class ListView(CatalogueView):
    """A list of records. Subclasses say which rows, in which order."""

    row: ClassVar[type[Record]]

    def rows(self, book: Catalogue, query: Json) -> Iterable[Json]:
        """The records that the query asks for."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponse:
        """One page of the list."""
        query = query_read(request, self.query)
        book = catalogue_named(query.get("edition"))
        asked = {name: value for name, value in request.query_params.dict().items() if name != "page"}
        rows = list(self.rows(book, query))
        page = page_of(rows, number=query["page"], size=query["page_size"], path=request.path, query=asked)
        shape = page_shape(self.row)
        data = shape({"edition": {"label": book.label, "sha256": book.sha256}, **page}).data
        return self.answered(request, book, data)


def found(rows: Iterable[Json], query: Json) -> Iterable[Json]:
    """The rows that answer `q`, the best first; all of them, in their order, without one."""
    if "q" not in query:
        return rows
    words = query_words(query["q"])
    weighed = [(weight(row["_search"], words), row) for row in rows] if words else []
    return [row for weight_, row in sorted(weighed, key=lambda pair: -pair[0]) if weight_]


def matching(rows: Iterable[Json], query: Json, **columns: str) -> Iterable[Json]:
    """The rows that agree with the query: `columns` maps a name of the query to the row's key."""
    wanted = {key: query[name] for name, key in columns.items() if name in query}
    return (row for row in rows if all(row.get(key) == value for key, value in wanted.items()))
