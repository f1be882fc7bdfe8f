"""A browser that fails the test on any console error (a breach of the Content-Security-Policy is one), and axe.

*Reads* axe.min.js beside this file. Pages are served by pytest-django's live server from the test database.
"""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (320, 768, 1440)
# axe cannot judge text inside a drawing ("contains an image node"): a test measures those itself.
RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations", "incomplete"] });
  const drawn = (node) => document.querySelector(node.target.join(" "))?.closest("svg[role=img]");
  const judged = (item) => ({ ...item, nodes: item.nodes.filter((node) => !drawn(node)) });
  const short = (items) => items.map((item) =>
    `${item.id}: ${item.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
  return {
    violations: short(found.violations),
    contrast: short(found.incomplete.filter((item) => item.id === "color-contrast").map(judged)
      .filter((item) => item.nodes.length)),
    passes: found.passes.length,
  };
}"""
# A page that is meant to be refused answers with its status, which Chromium repeats on the console.
REFUSALS = (
    "Status Error Code 403",
    "status of 404",
    "status of 403",
    "status of 422",
    "status of 409",
    "status of 503",
)


class Walker:
    """A page that remembers what went wrong on it."""

    def __init__(self, context: BrowserContext, base: str, *, scripts: bool = True) -> None:
        self.context, self.base, self.scripts = context, base, scripts
        self.wrong: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: dialog.accept())

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in REFUSALS):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def open(self, path: str, *, status: int = 200) -> Page:
        """Go to an address of the live server."""
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def sign_in(self, user: Any) -> "Walker":
        """Take over a session, without the form."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        name = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.base}])
        return self

    def accessible(self) -> None:
        """axe: no violation, and no contrast that it could not judge. It needs scripts: without them it never ends."""
        assert self.scripts, "axe waits for ever where scripts are off: open the page with another walker"
        self.page.evaluate(AXE)
        found = self.page.evaluate(RUN_AXE)
        assert found["violations"] == [], f"{self.page.url} at {self.page.viewport_size}"
        assert found["contrast"] == [], f"{self.page.url} at {self.page.viewport_size}"
        assert found["passes"] > 10

    def fits(self) -> None:
        """Nothing sticks out sideways at any width."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide at {width}"

    def checked(self) -> None:
        """Both, accessibility at the narrowest and the widest."""
        self.fits()
        self.accessible()
        self.page.set_viewport_size({"width": 320, "height": 900})
        self.accessible()
        self.page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def walker(browser: Browser, live_server: Any) -> Generator[Callable[..., Walker], None, None]:
    """Makes walkers: walker(user), walker(user, scripts=False). Whatever went wrong on the console fails the test."""
    made: list[Walker] = []

    def make(user: Any = None, *, scripts: bool = True) -> Walker:
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1440, "height": 900}, accept_downloads=True
        )
        context.set_default_timeout(15_000)
        found = Walker(context, live_server.url, scripts=scripts)
        made.append(found)
        return found.sign_in(user) if user else found

    yield make
    wrong = [line for found in made for line in found.wrong]
    for found in made:
        found.context.close()
    assert wrong == []
