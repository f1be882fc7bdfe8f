"""The servers of the test run, and the plugin that starts them: real, without rights, gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from tests import plugin, services
from tests.boot.processes import runs
from tests.services import PREFIX, ServiceError, Services

ROOT = Path(__file__).resolve().parents[2]
TEST_FILE = """
import os, pathlib, time
import pytest

def test_passes():
    pathlib.Path({note!r}).write_text(os.environ["DATABASE_URL"])
    time.sleep({seconds})

@pytest.mark.slow
def test_slow():
    pass
"""
SKIPPING = """
import pytest

@pytest.mark.browser
def test_page():
    pass

@pytest.mark.skip(reason="not today")
def test_other():
    pass
"""


def pytest_in(folder: Path, text: str, *words: str, **environment: str) -> subprocess.Popen[str]:
    """A test run of its own, on a file outside of tests/, with its output in one pipe."""
    (folder / "test_it.py").write_text(text)
    base = {key: value for key, value in os.environ.items() if key not in ("CI", "PYTEST_CURRENT_TEST")}
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugin", "-c", "/dev/null"]
    for other in ("django", "schemathesis", "playwright", "hypothesispytest"):  # only our plugin is looked at
        command += ["-p", f"no:{other}"]
    return subprocess.Popen(
        [*command, "--rootdir", str(folder), str(folder / "test_it.py"), *words],
        cwd=ROOT,
        env={**base, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def output_of(run: subprocess.Popen[str]) -> str:
    out, _ = run.communicate(timeout=120)
    return out


def test_the_application_talks_to_a_real_postgresql_as_an_ordinary_role() -> None:
    from django.db import connection

    assert connection.vendor == "postgresql"
    parameters = connection.get_connection_params()
    with psycopg2.connect(host=parameters["host"], user=parameters["user"], dbname="postgres") as own:
        cursor = own.cursor()
        cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, True)
        cursor.execute("SELECT lower('ÉÄΣЖ')")
        assert cursor.fetchone() == ("éäσж",), "case folds beyond ASCII, as in production"
    own.close()


def test_redis_is_real() -> None:
    client = redis.from_url(os.environ["REDIS_URL"])
    assert client.ping()
    assert client.info("server")["redis_version"]


def test_servers_keep_their_data_over_a_kill_and_leave_nothing() -> None:
    with Services(durable=True) as own:
        folder = own.folder
        client = redis.from_url(own.redis_url)
        client.set("key", "value")
        connection = psycopg2.connect(host=str(folder), user="rogatory", dbname="rogatory")
        connection.cursor().execute("CREATE TABLE kept (id int)")
        connection.commit()
        assert own.postgres
        assert own.redis
        for process in (own.postgres, own.redis):
            process.kill()
            process.wait()
        own.start_postgres()
        own.start_redis()
        again = psycopg2.connect(host=str(folder), user="rogatory", dbname="rogatory")
        again.cursor().execute("SELECT * FROM kept")
        again.close()
        connection.close()
        time.sleep(0.1)
        assert client.ping()
        pids = [own.postgres.pid, own.redis.pid]
    assert not folder.exists()
    assert not any(runs(pid) for pid in pids)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ServiceError, match="may be `bundled` or `system`"):
        Services("docker")


def test_a_killed_runs_servers_and_folder_are_gone_after_the_next_start(tmp_path: Path) -> None:
    note = tmp_path / "note"
    text = TEST_FILE.format(note=str(note), seconds=60)
    environment = {"DATABASE_URL": "", "REDIS_URL": "", "TMPDIR": os.environ.get("TMPDIR", "/tmp")}
    run = pytest_in(tmp_path, text, **environment)
    limit = time.monotonic() + 60
    while not note.exists():
        assert run.poll() is None, output_of(run)
        assert time.monotonic() < limit
        time.sleep(0.1)
    folder = Path(note.read_text().partition("host=")[2])
    assert folder.name.startswith(PREFIX)
    server = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert run.stdout
    run.stdout.close()
    assert folder in list(services.sweep())
    assert not folder.exists()
    limit = time.monotonic() + 10
    while runs(server):
        assert time.monotonic() < limit, "PostgreSQL outlived its test run"
        time.sleep(0.1)


def test_a_polite_end_stops_the_servers_at_once(tmp_path: Path) -> None:
    note = tmp_path / "note"
    text = TEST_FILE.format(note=str(note), seconds=60)
    run = pytest_in(tmp_path, text, DATABASE_URL="", REDIS_URL="")
    limit = time.monotonic() + 60
    while not note.exists():
        assert time.monotonic() < limit
        time.sleep(0.1)
    folder = Path(note.read_text().partition("host=")[2])
    run.terminate()
    output_of(run)
    assert not folder.exists()


def test_the_sweep_leaves_living_runs_alone() -> None:
    sweeping = "from tests.services import sweep; list(sweep())"
    with Services() as own:
        list(services.sweep())
        subprocess.run([sys.executable, "-c", sweeping], cwd=ROOT, check=True)
        assert own.folder.exists()
        assert redis.from_url(own.redis_url).ping()


def test_slow_tests_are_deselected_not_skipped(tmp_path: Path) -> None:
    text = TEST_FILE.format(note=str(tmp_path / "note"), seconds=0)
    out = output_of(pytest_in(tmp_path, text, "-q"))
    assert "1 passed, 1 deselected" in out
    out = output_of(pytest_in(tmp_path, text, "-q", "--slow"))
    assert "2 passed" in out


def test_without_chromium_browser_tests_are_counted_and_named_in_the_last_line(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    run = pytest_in(tmp_path, SKIPPING, "-q", PATH=str(tmp_path / "bin"))
    last = output_of(run).strip().splitlines()[-1]
    assert run.returncode == 0
    assert last.startswith("not run: 2 skipped")
    assert "no Chromium" in last
    assert "test_it.py::test_page" in last


def test_in_ci_a_skip_fails_the_run(tmp_path: Path) -> None:
    run = pytest_in(tmp_path, SKIPPING, "-q", CI="true")
    last = output_of(run).strip().splitlines()[-1]
    assert run.returncode == 1
    assert "CI is set, so this run has failed" in last


def test_the_browser_may_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHROMIUM", "/opt/chrome")
    assert plugin.chromium() == "/opt/chrome"
