"""The algebra of jobs on the embedded default, SQLite in WAL mode; run by test_jobs_sqlite.py in a process of its own.

Reads: ADVISOR_DATA, an empty folder. Writes: the database in it. Prints one line of JSON.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models.functions import Now  # noqa: E402

from advisor.dossiers import services  # noqa: E402
from advisor.dossiers.errors import LeaseLost  # noqa: E402
from advisor.dossiers.models import Dossier, DossierJob  # noqa: E402
from tests.advisor.dossiers.conftest import SMALL  # noqa: E402
from tests.advisor.dossiers.rows import NOW, prosecutor, step_of, stored_route  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    rung: list[str] = []
    services.app.send_task = lambda name, args, **_: rung.append(args[0])  # type: ignore[method-assign]
    services.dossier_inputs = lambda *, step, language: {"text": "x", "language": language}  # type: ignore[assignment]
    services.inputs_dated = lambda inputs, *, on: inputs  # the specimen is of no edition
    user = prosecutor()
    need = SMALL["answer"]["needs"][0]
    step = step_of(stored_route(user, SMALL), need, need["options"][0])

    def request(_: int) -> object:
        try:
            return services.dossier_request(step=step, language="en", user=user, now=NOW).pk
        finally:
            connection.close()

    def take(_: int) -> services.Lease | None:
        try:
            return services.job_take(job_id=job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        asked = set(pool.map(request, range(6)))
        job = DossierJob.objects.get()
        first = [lease for lease in pool.map(take, range(6)) if lease]
    quiet = services.jobs_sweep()
    past = {"leased_until": Now() - timedelta(seconds=1), "announced_at": Now() - timedelta(minutes=5)}
    DossierJob.objects.update(**past)
    found = services.jobs_sweep()
    with ThreadPoolExecutor(6) as pool:
        second = [lease for lease in pool.map(take, range(6)) if lease]
    refused = False
    try:
        with transaction.atomic():
            services.job_finish(lease=first[0], content=b"old", sha256="0", pages=1, now=NOW)
    except LeaseLost:
        refused = True
    services.job_keep(lease=second[0], progress="half way")
    services.job_finish(lease=second[0], content=b"new", sha256="0", pages=1, now=NOW)
    outcome = {
        "jobs": len(asked), "first": len(first), "quiet": quiet, "found": found, "second": len(second),
        "stale_refused": refused, "dossiers": [bytes(row.content).decode() for row in Dossier.objects.all()],
        "state": DossierJob.objects.get().state, "engine": connection.vendor,
    }  # fmt: skip
    print(json.dumps(outcome))


if __name__ == "__main__":
    main()
