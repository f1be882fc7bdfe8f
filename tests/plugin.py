"""The test run's own pytest plugin, loaded by `manage.py test` as `-p tests.plugin`.

Reads: DATABASE_URL and REDIS_URL (both set: these servers are used and none is started), CI (any skip fails the run).
Writes: DATABASE_URL, REDIS_URL and DJANGO_SETTINGS_MODULE in the environment, before pytest-django reads the settings;
a conftest would be too late for that, and the tests would silently run on SQLite.
"""

import os
import shutil
import signal
import sys
from collections.abc import Generator
from typing import Any

import pytest

from tests.services import ServiceError, Services, sweep

WORKER = "PYTEST_XDIST_WORKER"  # set by xdist in the processes that run tests
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """The browser the tests drive: ADVISOR_CHROMIUM, else the first one on the PATH; None if there is none."""
    named = os.environ.get("ADVISOR_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--slow`: also the drills and mutation runs, which take minutes."""
    parser.addoption("--slow", action="store_true", help="run the tests marked `slow` as well")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, Any, Any]:
    """Start the servers and name them in the environment before any other plugin looks at it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "advisor.settings.test"
    # Playwright's synchronous interface leaves an event loop in the thread, which Django would refuse ever after.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    given = bool(os.environ.get("DATABASE_URL")) and bool(os.environ.get("REDIS_URL"))
    if _hands_out(early_config):
        os.environ["PYTEST_PLUGINS"] = "tests.plugin"  # xdist's workers read no `-p`; each starts servers of its own
    elif not given and not _only_tells(early_config):
        _start(early_config)
    return (yield)


def _only_tells(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(options.help or options.version)


def _hands_out(config: pytest.Config) -> bool:
    """True in the process that only hands tests to others (`-n 2`), which needs no servers itself."""
    return bool(getattr(config.known_args_namespace, "numprocesses", None)) and not os.environ.get(WORKER)


def _start(config: pytest.Config) -> None:
    for folder in sweep():
        print(f"removed {folder}, left by a test run that was killed", file=sys.stderr)
    services = Services()
    try:
        services.__enter__()
    except ServiceError as error:
        raise pytest.UsageError(str(error)) from None
    config.add_cleanup(services.stop)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    os.environ["DATABASE_URL"] = services.database_url
    os.environ["REDIS_URL"] = services.redis_url


def _interrupted(number: int, _frame: object) -> None:
    """A polite end of the test run from outside also stops the servers."""
    raise KeyboardInterrupt(f"signal {number}")


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers, and register the browser's fixtures last, so that they win over pytest-playwright's."""
    config.addinivalue_line("markers", "browser: needs Chromium")
    config.addinivalue_line("markers", "slow: takes minutes; only with --slow")
    config.pluginmanager.register(BrowserFixtures(), "rogatory-browser")
    config.pluginmanager.register(Skips(), "rogatory-skips")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is slow unless asked for, and skip browser tests where there is no browser."""
    if not config.getoption("--slow"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        if slow:
            config.hook.pytest_deselected(items=slow)
            items[:] = [item for item in items if not item.get_closest_marker("slow")]
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium (Debian: apt-get install chromium)"))


class BrowserFixtures:
    """pytest-playwright would download a browser of its own; ours is the system's."""

    @pytest.fixture(scope="session")
    def browser_type_launch_args(self) -> dict[str, Any]:
        """How Playwright starts the browser; root needs --no-sandbox, as in CI."""
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        return {"executable_path": chromium(), "headless": True, "args": [*arguments, "--disable-dev-shm-usage"]}


class Skips:
    """Counts what was skipped, names it in the very last line, and fails the run in CI."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A skipped test (an expected failure is not one)."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skipped[report.nodeid] = _reason(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A module that skipped itself as a whole."""
        if report.skipped:
            self.skipped[report.nodeid] = _reason(report)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """In CI a skip is a failure: nothing may go untested there unnoticed."""
        if self.skipped and os.environ.get("CI") and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return (yield)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Runs after pytest's own summary, so this is the last line of the run."""
        if not self.skipped or hasattr(config, "workerinput"):
            return
        verdict = "; CI is set, so this run has failed" if os.environ.get("CI") else ""
        reasons = "; ".join(sorted(set(self.skipped.values())))
        names = ", ".join(sorted({name.partition("[")[0] for name in self.skipped}))
        print(f"not run: {len(self.skipped)} skipped ({reasons}){verdict}: {names}")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    where = report.longrepr
    text = where[2] if isinstance(where, tuple) else str(where)
    return str(text).removeprefix("Skipped: ")
