"""Published editions: which law an answer was given by."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from advisor.api.pagination import page_of
from advisor.api.v1.catalogue import edition_named
from advisor.api.v1.queries import NoQuery, PageQuery, query_read
from advisor.api.v1.serializers.base import page_shape
from advisor.api.v1.serializers.catalogue import EditionRow
from advisor.api.v1.views.base import Json, refusals
from instruments.editions import CurrentEdition, edition_current
from instruments.models import Edition

CURRENT = "current"


def _row(edition: Edition | CurrentEdition, current: str) -> Json:
    names = ("label", "sha256", "published_at", "published_by", "note")
    return {**{name: getattr(edition, name) for name in names}, "current": edition.label == current}


class EditionList(APIView):
    """All editions."""

    http_method_names = ("get", "head", "options")

    @extend_schema(
        operation_id="editions_list",
        summary="Published editions, the current one first",
        parameters=[PageQuery],
        responses={200: page_shape(EditionRow), **refusals(400, 401, 403, 404, 429, 503)},
        tags=["editions"],
    )
    def get(self, request: Request) -> HttpResponse:
        """One page of editions."""
        query = query_read(request, PageQuery)
        current = edition_current()
        rows = [_row(edition, current.label) for edition in Edition.objects.headers().order_by("-id")]
        asked = {name: value for name, value in request.query_params.dict().items() if name != "page"}
        page = page_of(rows, number=query["page"], size=query["page_size"], path=request.path, query=asked)
        stamp = {"label": current.label, "sha256": current.sha256}
        return Response(page_shape(EditionRow)({"edition": stamp, **page}).data)


class EditionRead(APIView):
    """One edition."""

    http_method_names = ("get", "head", "options")

    @extend_schema(
        operation_id="editions_read",
        summary="One edition by its label or hash, or the word current",
        responses={200: EditionRow, **refusals(400, 401, 403, 404, 429, 503)},
        tags=["editions"],
    )
    def get(self, request: Request, label: str) -> HttpResponse:
        """The header of an edition."""
        query_read(request, NoQuery)
        edition = edition_named(None if label == CURRENT else label)
        return Response(EditionRow(_row(edition, edition_current().label)).data)
