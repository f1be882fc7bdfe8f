"""Advice on a case that is sent along and not kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from advisor.api.parsers import CaseParser
from advisor.api.throttling import AdviceThrottle, WorkThrottle, work_done
from advisor.api.v1.catalogue import edition_named
from advisor.api.v1.queries import AdviceQuery, query_read
from advisor.api.v1.serializers.advice import Answer, CaseShape
from advisor.api.v1.views.base import refusals
from advisor.cases.services.advice import advice_give, advice_line
from advisor.intake.from_file import CaseFile, case_file_read

EXAMPLE = OpenApiExample(
    "A warehouse to search",
    request_only=True,
    value={
        "format": 1,
        "reference": "SHOES-2026-003",
        "title": "Counterfeit shoes in a warehouse",
        "requesting_state": "FR",
        "track": "criminal",
        "stage": "investigation",
        "opened_on": "2026-10-05",
        "facts": {"requester.kind": "prosecutor", "offence.max_penalty_months_requesting": 60},
        "needs": [
            {
                "id": "n1",
                "measure": "criminal.search_and_seizure",
                "requested_state": "ES",
                "subject": "warehouse near Valencia",
                "facts": {"measure.purpose": "evidence"},
            }
        ],
    },
)


class Advise(APIView):
    """The route of a case, without keeping the case."""

    http_method_names = ("post", "options")
    parser_classes = (CaseParser,)
    throttle_classes = (AdviceThrottle, WorkThrottle)

    @extend_schema(
        operation_id="advise",
        summary="The route of a case: which door to knock on first, what law opens it, what is missing",
        parameters=[AdviceQuery],
        request={"application/json": CaseShape},
        examples=[EXAMPLE],
        responses={200: Answer, **refusals(400, 401, 403, 404, 413, 415, 429, 503)},
        tags=["advice"],
    )
    def post(self, request: Request) -> HttpResponse:
        """The contract's answer, byte for byte what the command line prints."""
        query = query_read(request, AdviceQuery)
        edition = edition_named(query.get("edition"))
        case: Any = request.data
        if not isinstance(case, CaseFile):  # without a body no parser runs
            case = case_file_read(b"", name="case.json")
        answer = advice_give(case=case, edition=edition, on=query.get("on") or timezone.localdate())
        work_done(request, answer)
        response = HttpResponse(advice_line(answer), content_type="application/json")
        response["Rogatory-Edition"] = edition.label
        return response
