"""`manage.py run`: prepare the data, start web server and worker, say where to look, and keep both alive.

Reads: ADVISOR_DATA, DATABASE_URL, REDIS_URL (by the settings). Writes: the data folder; stdout.
"""

import argparse
import contextlib
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from advisor.accounts.models import User
from advisor.cases.demo import demo_read
from advisor.run.children import GRACE_SECONDS, GaveUpError, Supervisor
from advisor.run.office import LOOPBACK, port_check, port_free, web_answers, web_child, worker_child
from advisor.run.prepare import RunError, data_claim, data_prepare

PORT = 8000
READY_SECONDS = 60
ONCE_SECONDS = 300


class Command(BaseCommand):
    """Start everything; stays until Ctrl-C."""

    help = "Set up, migrate, load the catalogue and the demo, then serve the pages with a worker beside them."
    requires_system_checks: list[str] = []  # the children run the checks; this start stays quick

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Where to listen, and whether to go after one round."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, help=f"port to listen on (default {PORT})")
        parser.add_argument(
            "--once",
            action="store_true",
            help="route both demo cases, let the worker render their dossiers, print the files' paths and stop",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run until stopped; CommandError says what went wrong and what to do."""
        try:
            self._run(host=options["host"], port=options["port"], once=options["once"])
        except (RunError, GaveUpError) as problem:
            raise CommandError(str(problem)) from None
        except DatabaseError as error:
            raise CommandError(
                f"the database does not answer as it should: {str(error).strip()}\n"
                "With DATABASE_URL set, see that the server runs and the role may create tables. Without it, the data\n"
                f"lies in {settings.DATA_DIR}: move that folder away to start afresh."
            ) from None

    def _run(self, *, host: str, port: int | None, once: bool) -> None:
        data = Path(settings.DATA_DIR)
        claim = data_claim(folder=data)
        if claim is None:
            if once:
                return self._once(data)
            raise RunError(
                f"another `manage.py run` already works on {data}.\n"
                "Use that one, stop it first, or set ADVISOR_DATA to another folder."
            )
        if port is None:
            port = port_free(host=host) if once else PORT
        port_check(host=host, port=port)
        logging.disable(logging.INFO)  # for a person, the steps that are said are enough
        data_prepare(say=self._say, demo=True)
        logging.disable(logging.NOTSET)
        logs = data / "log"
        logs.mkdir(exist_ok=True)
        children = [web_child(host=host, port=port, logs=logs), worker_child(logs=logs, say=self._say)]
        supervisor = Supervisor(children, say=self._say)
        supervisor.watch_signals()
        try:
            self._serve(supervisor, host=host, port=port, once=once)
        finally:
            # After one round nothing is under way, so there is nothing to wait for.
            supervisor.stop(grace=1 if once else GRACE_SECONDS)
            os.close(claim)
        if not once:
            self._say("stopped")

    def _serve(self, supervisor: Supervisor, *, host: str, port: int, once: bool) -> None:
        self._say("starting the web server and the worker ...")
        supervisor.start()
        if not supervisor.until(lambda: web_answers(host=host, port=port), seconds=READY_SECONDS):
            if supervisor.stopping:
                return
            web = supervisor.children[0]
            raise RunError(f"the web server does not answer. The end of {web.log}:\n{web.tail()}")
        if once:
            return self._once(Path(settings.DATA_DIR), supervisor)
        self._greet(host=host, port=port)
        supervisor.until(lambda: False)
        self._say("stopping ...")

    def _once(self, data: Path, supervisor: Supervisor | None = None) -> None:
        """Hand the two demo cases to the worker and pass on what `demo_once` says."""
        manage = str(Path(__file__).resolve().parents[3] / "manage.py")
        command = [sys.executable, manage, "demo_once", "--out", str(data / "demo")]
        demo = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            if supervisor is None:
                demo.wait(timeout=ONCE_SECONDS)
            else:
                supervisor.until(lambda: demo.poll() is not None, seconds=ONCE_SECONDS)
        except subprocess.TimeoutExpired:
            pass  # said below, as for the supervisor's own limit
        finally:
            if demo.poll() is None:
                demo.kill()
                demo.wait()
        if demo.returncode:
            raise RunError(
                f"the demo did not come through (status {demo.returncode}).\n"
                f"The worker's log: {data / 'log' / 'worker.log'}"
            )

    def _greet(self, *, host: str, port: int) -> None:
        shown = f"[{host}]" if ":" in host else host
        lines = ["", f"  Rogatory is open:  http://{shown}:{port}/", ""]
        demo = demo_read()
        known = [item["email"] for item in demo.users]
        people = User.objects.filter(email__in=known, is_active=True).order_by("email")
        if people:
            lines += [f"  Sign in with the password {demo.password} as"]
            lines += [f"    {user.email:<32} {user.get_role_display()}" for user in people]
        if host not in LOOPBACK:
            lines += [
                "",
                "  Others can reach this address, and the demo's password is public: change it.",
            ]
        lines += ["", f"  Data and logs: {settings.DATA_DIR}", "  Ctrl-C stops.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def _say(self, text: str) -> None:
        with contextlib.suppress(OSError):  # the terminal is gone; the stop that this causes goes on
            print(f"rogatory: {text}", file=sys.stderr, flush=True)
