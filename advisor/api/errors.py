"""Every refusal of the API is a problem document (RFC 9457) that says what was read, what is wrong, what to do.

`faults` lists all that is wrong at once. An unexpected failure is logged with an id and answered with the same id,
never with a traceback.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from advisor.intake.reading import MAX_BYTES
from instruments.errors import NoEdition
from routing.errors import CaseFaults, Fault

PROBLEM_JSON = "application/problem+json"
TITLES = {
    400: "The request cannot be answered as it stands",
    401: "Sign in or send a token",
    403: "Not allowed",
    404: "Not found",
    405: "This address does not take this method",
    406: "Only JSON is answered here",
    413: "The request is too large",
    415: "Only JSON is read here",
    429: "Too many requests",
    500: "A fault of the program",
    503: "No edition of the catalogue is published",
}
log = structlog.get_logger(__name__)


class TooLarge(exceptions.APIException):
    """A body beyond the size of a case."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A case has at most {MAX_BYTES} bytes: keep exhibits outside of it."


class QueryFaults(exceptions.APIException):
    """What is wrong with the query of an address; all of it."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("The query of this address has faults; see `faults`.")


def problem(code: int, detail: str, faults: Iterable[Fault] = (), **more: Any) -> dict[str, Any]:
    """The problem document for a status code."""
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(code, "Refused"),
        "status": code,
        "detail": detail,
    }
    listed = [{"where": fault.where, "read": fault.read, "allowed": fault.allowed} for fault in faults]
    if listed:
        document["faults"] = listed
    return document | more


def problem_handler(error: Exception, context: dict[str, Any]) -> Response:
    """rest_framework's EXCEPTION_HANDLER: any exception of a view becomes a problem document."""
    set_rollback()
    if isinstance(error, CaseFaults):
        return _answer(400, f"{len(error.faults)} fault(s) in the case; no route was made.", faults=error.faults)
    if isinstance(error, NoEdition):
        return _answer(503, str(error))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        error_id = uuid.uuid4().hex
        log.error("api_failed", error_id=error_id, path=context["request"].path, exc_info=error)
        said = "It was written down under the error id; nothing was changed. Tell the operator the id."
        return _answer(500, said, error_id=error_id)
    faults = error.faults if isinstance(error, QueryFaults) else tuple(_field_faults(error.detail))
    detail = error.detail if isinstance(error.detail, str) else "See `faults`."
    response = _answer(error.status_code, str(detail), faults=faults)
    if challenge := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def not_found() -> JsonResponse:
    """The answer for an address that the API does not have."""
    return JsonResponse(problem(404, "There is nothing at this address."), status=404, content_type=PROBLEM_JSON)


def _answer(code: int, detail: str, faults: Iterable[Fault] = (), **more: Any) -> Response:
    return Response(problem(code, detail, faults, **more), status=code, content_type=PROBLEM_JSON)


def _field_faults(detail: Any, where: str = "") -> Iterator[Fault]:
    """rest_framework's nested messages as faults; a plain text has none."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            yield from _field_faults(value, f"{where}.{key}" if where else str(key))
    elif isinstance(detail, list):
        for value in detail:
            if where:
                yield Fault(where=where, read="what was sent", allowed=str(value))
