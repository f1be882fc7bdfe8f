"""Two questions of a container or a proxy: does the process live, and can it do its work?"""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

ROOM = 16 * 1024 * 1024  # bytes: some saved routes and dossiers


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database and (where configured) Redis answer, else 503 naming which of them does not.

    Where the database is a file of ours, its disk must have room as well: on a full one it reads and cannot write.
    """
    checks = {"database": _database_answers()}
    if not settings.DATABASE_URL:
        checks["disk"] = _disk_has_room()
    if settings.REDIS_URL:
        checks["redis"] = _redis_answers()
    fine = all(checks.values())
    body = {
        "status": "ready" if fine else "not ready",
        **{k: "ok" if v else "down" for k, v in checks.items()},
    }
    return JsonResponse(body, status=200 if fine else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _disk_has_room() -> bool:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free >= ROOM
    except OSError:
        return False


def _redis_answers() -> bool:
    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except (RedisError, OSError):
        return False
