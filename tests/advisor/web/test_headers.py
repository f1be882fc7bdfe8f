"""What lies outside the pages: static files, the log line of a request."""

import pytest
from django.test import RequestFactory

from advisor.web.request_log import PathLogMiddleware


@pytest.mark.parametrize("path", ["web/rogatory.css", "web/img/favicon.svg"])
def test_static_files_are_no_pages(client, db, path):
    answer = client.get(f"/static/{path}")
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_log_line_holds_no_search_words():
    request = RequestFactory().get("/cases/", {"q": "Ivan Suspect"})
    assert PathLogMiddleware.format_request(request) == "GET /cases/"
