"""One log line a request, without what was searched for: a query string may name a suspect, and a calendar address is
a secret."""

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

FEEDS = "/calendar/"


class PathLogMiddleware(RequestMiddleware):
    """django-structlog's, with the path alone in place of the whole address, and of a calendar's not even that."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        path = f"{FEEDS}…" if request.path.startswith(FEEDS) else request.path
        return f"{request.method} {path}"
