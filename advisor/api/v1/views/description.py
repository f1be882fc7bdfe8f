"""The description of the API for programs (OpenAPI, JSON) and for people (Swagger UI under our own policy, no CDN)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from advisor.api import schema
from advisor.api.errors import not_found
from advisor.api.permissions import PolicyPermission

SCHEMES = (schema.TokenScheme,)  # importing the module is what registers them
PERMISSIONS: tuple[type[BasePermission], ...] = (PolicyPermission,)


class Description(SpectacularAPIView):
    """OpenAPI 3, as JSON."""

    permission_classes = PERMISSIONS
    renderer_classes = [OpenApiJsonRenderer]
    http_method_names = ("get", "head", "options")

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The description."""
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]


class DescriptionPage(SpectacularSwaggerSplitView):
    """The same for people: try it out with the session or a token."""

    permission_classes = PERMISSIONS
    http_method_names = ("get", "head", "options")
    url_name = "api:schema"
    template_name = "api/docs.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The page, or its script."""
        return super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]

    def handle_exception(self, exc: Exception) -> Any:
        """Whoever is not signed in is sent to the sign-in page; a program gets the problem document."""
        if isinstance(exc, NotAuthenticated):
            return redirect_to_login(self.request.get_full_path())
        response = super().handle_exception(exc)
        return JsonResponse(response.data, status=response.status_code, content_type=response.content_type)


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address below the API that does not exist."""
    return not_found()
