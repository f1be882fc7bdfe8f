"""Alive, and able to work: what a proxy or a container asks."""

from collections import namedtuple
from unittest import mock

import pytest
from django.db import DatabaseError
from redis import RedisError

Usage = namedtuple("Usage", "total used free")


def asked(client, what="ready"):
    answer = client.get(f"/health/{what}")
    return answer.status_code, answer.json()


@pytest.fixture
def servers(settings):
    """As with PostgreSQL and Redis."""
    settings.DATABASE_URL, settings.REDIS_URL = "postgres://x", "redis://x"
    with mock.patch("advisor.web.health.Redis.from_url") as made:
        yield made


@pytest.fixture
def embedded(settings, tmp_path):
    settings.DATABASE_URL, settings.REDIS_URL, settings.DATA_DIR = "", "", tmp_path


def test_servers_that_answer_are_ready(client, db, servers):
    assert asked(client) == (200, {"status": "ready", "database": "ok", "redis": "ok"})


def test_a_server_that_is_down_is_named(client, db, servers):
    servers.side_effect = RedisError
    assert asked(client) == (503, {"status": "not ready", "database": "ok", "redis": "down"})
    with mock.patch("advisor.web.health.connection.cursor", side_effect=DatabaseError):
        assert asked(client)[1]["database"] == "down"
    assert asked(client, "live") == (200, {"status": "live"})


def test_the_embedded_default_needs_room_on_its_disk(client, db, embedded, settings):
    assert asked(client) == (200, {"status": "ready", "database": "ok", "disk": "ok"})
    with mock.patch("advisor.web.health.shutil.disk_usage", return_value=Usage(48 << 20, 48 << 20, 4096)):
        assert asked(client) == (503, {"status": "not ready", "database": "ok", "disk": "down"})
    settings.DATA_DIR = settings.DATA_DIR / "gone"
    assert asked(client)[0] == 503
