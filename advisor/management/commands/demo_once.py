"""Route both demo cases, let the worker render dossiers of their open formal ways, and print the files' paths.

Reads the demo's cases and routes them, unless their newest routes say the same. Writes steps, dossier jobs, and one
PDF a dossier into --out.
"""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from advisor.accounts.models import Role, User
from advisor.cases.demo import demo_cases, demo_people, demo_read
from advisor.cases.models import Case, CaseRoute
from advisor.cases.services import case_route
from advisor.dossiers.models import Dossier, DossierJob, JobState
from advisor.dossiers.selectors import dossiers_for, jobs_for
from advisor.dossiers.services import dossier_request
from advisor.walk.models import Step
from advisor.walk.services import Choice, steps_choose
from instruments.errors import CatalogueError
from routing.errors import RoutingError

REASON = "Chosen for the demonstration, to show the formal request; the simpler ways stay open beside it."
NO_WORKER_SECONDS = 45
ENDED = (JobState.DONE, JobState.FAILED)


@dataclass(frozen=True)
class Work:
    """The dossiers of one case, and the person of its agency who asked for them."""

    user: User
    jobs: list[DossierJob]

    def dossiers(self) -> QuerySet[Dossier]:
        return dossiers_for(self.user).select_related("job__step", "case").filter(job__in=self.jobs)


def _prosecutor(case: Case) -> User:
    people = User.objects.filter(agency_id=case.agency_id, role=Role.PROSECUTOR, is_active=True)
    if (person := people.order_by("email").first()) is None:
        raise CommandError(f"The agency of {case.reference} has no active prosecutor; make one with user_add.")
    return person


def _as_they_stand(work: Sequence[Work]) -> list[DossierJob]:
    return [
        row
        for part in work
        for row in jobs_for(part.user).select_related("step").filter(pk__in=[job.pk for job in part.jobs])
    ]


def chosen(answer: Mapping[str, Any], most: int) -> list[Choice]:
    """The first open formal way of each need's own measure, at most `most`."""
    found = []
    for need in answer["needs"]:
        rows = [row for row in need["plan"] if row["tier"] == "formal" and row["measure"] == need["measure"]]
        found += [Choice(need["id"], row["provision"], REASON) for row in rows if row["verdict"] == "open"][:1]
    return found[:most]


class Command(BaseCommand):
    """`demo_once --out FOLDER [--most N] [--wait SECONDS]`; exit status 1 when a dossier is not made."""

    help = "Route the two demo cases, have their dossiers rendered by the worker, and print where they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="folder for the PDFs; made if it is missing")
        parser.add_argument("--most", type=int, default=4, help="dossiers a case (default 4)")
        parser.add_argument("--wait", type=int, default=240, help="seconds to wait for the worker (default 240)")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"cannot make the folder {out}: {error.strerror}. Give another --out.") from error
        now, demo = timezone.now(), demo_read()
        try:
            demo_people(demo, now=now)
            cases = demo_cases(demo, now=now)
            work = [self._requested(case, _prosecutor(case), options["most"], now) for case in cases]
        except (CatalogueError, RoutingError) as error:
            raise CommandError(str(error)) from error
        self._awaited(work, options["wait"])
        for path in self._written(work, out):
            self.stdout.write(str(path))

    def _requested(self, case: Case, user: User, most: int, now: datetime) -> Work:
        route = case_route(case=case, user=user, on=now.date(), now=now)
        self.stderr.write(f"{case.reference}: {_summary(route)}")
        choices = chosen(route.document["answer"], most)
        if not choices:
            raise CommandError(f"{case.reference} has no open formal way on {route.on}; no dossier can be made.")
        steps: Sequence[Step] = steps_choose(route=route, user=user, choices=choices, now=now)
        return Work(user, [dossier_request(step=step, language="en", user=user, now=now) for step in steps])

    def _awaited(self, work: list[Work], seconds: int) -> None:
        """Wait for all jobs, saying what changes. Raises CommandError when nobody works or time is up."""
        started, said = time.monotonic(), ""
        wanted = sum(len(part.jobs) for part in work)
        while True:
            states = [row.state for row in _as_they_stand(work)]
            done = sum(state in ENDED for state in states)
            line = f"{done} of {wanted} dossiers made"
            if line != said:
                self.stderr.write(line)
                said = line
            if done == wanted:
                return
            waited = time.monotonic() - started
            if waited > NO_WORKER_SECONDS and set(states) == {JobState.QUEUED}:
                raise CommandError(
                    f"No worker took any of the {wanted} dossiers in {NO_WORKER_SECONDS} seconds. Start one: "
                    "`manage.py run` does, or `celery -A advisor.celery worker` beside a server of your own."
                )
            if waited > seconds:
                raise CommandError(
                    f"After {seconds} seconds {done} of {wanted} dossiers are made. They go on in the worker; "
                    "look at its log, or give more time with --wait."
                )
            time.sleep(0.3)

    def _written(self, work: list[Work], out: Path) -> list[Path]:
        failed = [job for job in _as_they_stand(work) if job.state == JobState.FAILED]
        if failed:
            raise CommandError("\n".join(f"{job.step.provision}: {job.error}" for job in failed))
        made: dict[UUID, Path] = {}
        for dossier in (row for part in work for row in part.dossiers()):
            step = dossier.job.step
            name = f"{dossier.case.reference}-{step.need_key}-{step.instrument}.pdf"
            path = out / "".join(c if c.isalnum() or c in "-._" else "-" for c in name)
            partial = path.with_suffix(".part")
            partial.write_bytes(bytes(dossier.content))
            os.replace(partial, path)
            made[dossier.job_id] = path
        return [made[job.pk] for part in work for job in part.jobs]


def _summary(route: CaseRoute) -> str:
    needs = route.document["answer"]["needs"]
    routed = sum(need["status"] == "routed" for need in needs)
    return f"{routed} of {len(needs)} needs routed with edition {route.edition_label} on {route.on}"
