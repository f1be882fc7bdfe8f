"""What `manage.py run` starts: the web server and the worker, with their commands, and how to see that they are up.

The container images start the same two programs (docker-compose.yml; tests/advisor/test_compose.py).
"""

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings

from advisor.run.children import Child
from advisor.run.mailbox import mailbox_tidy
from advisor.run.prepare import RunError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def web_child(*, host: str, port: int, logs: Path) -> Child:
    """gunicorn with one process of several threads: enough for one machine, and SQLite has one writer anyway."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [sys.executable, "-m", "gunicorn", "advisor.wsgi:application", "--bind", bind]
    command += ["--worker-class", "gthread", "--threads", "8", "--timeout", "60", "--graceful-timeout", "5"]
    command += ["--no-control-socket", "--log-level", "warning", "--limit-request-line", "8190"]
    return Child("web server", command, logs / "web.log", _environment(host))


def worker_child(*, logs: Path, say: Callable[[str], None]) -> Child:
    """Celery with one process for the work and the clock (`-B`) inside. The pages stay up without it."""
    command = [sys.executable, "-m", "celery", "-A", "advisor", "worker", "-B", "-c", "1", "--loglevel", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    environment = _environment("127.0.0.1")
    if os.geteuid() == 0:
        environment["C_FORCE_ROOT"] = "1"  # the worker accepts JSON only, which is what Celery's warning is about
    scratch = settings.DATA_DIR / "tmp"  # kombu moves each message through it: not through a folder that others read
    scratch.mkdir(mode=0o700, exist_ok=True)
    environment["TMPDIR"] = str(scratch)
    tidy = partial(mailbox_tidy, queue=settings.DATA_DIR / "queue", say=say)
    return Child("worker", command, logs / "worker.log", environment, essential=False, before=tidy)


def _environment(host: str) -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(paths), PYTHONUNBUFFERED="1")
    environment.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings.local")
    if host not in LOOPBACK:
        environment.setdefault("ALLOWED_HOSTS", ",".join(_names_of(host)))
    return environment


def _names_of(host: str) -> list[str]:
    """The names under which browsers may reach a server bound to this address."""
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return [*LOOPBACK, host]
    name = socket.gethostname()
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        addresses = set()
    return [*LOOPBACK, name, *sorted(addresses)]


def port_check(*, host: str, port: int) -> None:
    """Raise RunError when nothing can listen there, with what to do about it."""
    if not 0 < port < 65536:
        raise RunError(f"{port} is not a port; choose one from 1 to 65535 (8000 is usual).")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RunError(
                f"cannot listen on {host}:{port} ({error.strerror}).\n"
                f"If another program uses the port, choose a free one: `python3 manage.py run --port {port + 1}`."
            ) from None


def port_free(*, host: str) -> int:
    """A port that is free now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def web_answers(*, host: str, port: int) -> bool:
    """True when the web server says that it can do its work."""
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    shown = f"[{shown}]" if ":" in shown else shown
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy has no business on this machine
    try:
        with opener.open(f"http://{shown}:{port}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
