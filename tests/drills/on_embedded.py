"""The kill drill on the embedded default: SQLite and the filesystem broker, in a process of its own.

Reads: ADVISOR_DATA, an empty folder. Writes: database, queue and worker.log in it. Prints one line of JSON.
"""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from advisor.dossiers import services  # noqa: E402
from advisor.dossiers.models import Dossier, DossierJob, JobState  # noqa: E402
from tests.advisor.dossiers.conftest import SMALL  # noqa: E402
from tests.advisor.dossiers.rows import NOW, prosecutor, step_of, stored_route  # noqa: E402
from tests.advisor.dossiers.samples import sample  # noqa: E402
from tests.drills.harness import Worker, wait_until  # noqa: E402

ASKED = 10


def main() -> None:
    call_command("migrate", verbosity=0)
    numbers = list(range(ASKED))

    def frozen(*, step: Any, language: str) -> dict[str, Any]:
        return sample("note-blocking") | {"number": numbers.pop()}

    services.dossier_inputs = frozen
    services.inputs_dated = lambda inputs, *, on: inputs  # the specimen is of no edition
    user = prosecutor()
    need = SMALL["answer"]["needs"][0]
    step = step_of(stored_route(user, SMALL), need, need["options"][0])
    worker = Worker(Path(os.environ["ADVISOR_DATA"]), "embedded")
    worker.start()
    try:
        for _ in range(ASKED):
            services.dossier_request(step=step, language="en", user=user, now=NOW)
        wait_until(lambda: done() >= 2, 60, "the first two dossiers", worker)
        worker.kill()
        before, killed = done(), time.monotonic()
        worker.start()
        wait_until(lambda: done() == ASKED, 90, "all dossiers", worker)
    finally:
        worker.stop()
    sound = [hashlib.sha256(bytes(row.content)).hexdigest() == row.sha256 for row in Dossier.objects.all()]
    outcome = {
        "drill": "worker killed", "broker": "filesystem", "database": "sqlite", "asked": ASKED, "done_before": before,
        "lost": ASKED - done(), "doubled": len(sound) - Dossier.objects.values("job").distinct().count(),
        "dossiers": len(sound), "sound": all(sound), "recovery_s": round(time.monotonic() - killed, 1),
    }  # fmt: skip
    print(json.dumps(outcome))


def done() -> int:
    return DossierJob.objects.filter(state=JobState.DONE).count()


if __name__ == "__main__":
    main()
