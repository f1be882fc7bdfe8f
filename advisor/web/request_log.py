"""One log line a request, without what was searched for: a query string may name a suspect."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class PathLogMiddleware(RequestMiddleware):
    """django-structlog's, with the path alone in place of the whole address."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"
