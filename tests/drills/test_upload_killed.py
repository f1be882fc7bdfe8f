"""kill -9 in the middle of an upload: what has a name in the store is whole, and what the list names is there.

A process of its own keeps files and adds exhibits as fast as it can; it is killed at odd moments, twenty times.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from advisor.cases.exhibit_store import DRAFT, file_open
from advisor.cases.selectors import exhibits_for
from tests.drills.harness import ROOT, database_url

KILLS = 20
WORK = """
import os, sys, datetime
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from advisor.accounts.models import User
from advisor.cases.selectors import cases_for
from advisor.cases.services import exhibit_add, exhibit_receive
user = User.objects.get(pk=sys.argv[1])
case = cases_for(user).get(pk=sys.argv[2])
now = datetime.datetime.now(datetime.UTC)
values = {"title": "t", "captured_by": "c", "captured_how": "h", "captured_on": now.date()}
print("ready", flush=True)
while True:
    content = os.urandom(1_000_000).hex().encode()
    received = exhibit_receive(case=case, user=user, file=SimpleUploadedFile("a.txt", content))
    exhibit_add(case=case, user=user, values=values, now=now, file=received)
    print("added", flush=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_uploads_leave_no_half_file(open_case: Any, investigator: Any, settings: Any, tmp_path: Path) -> None:
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    case = open_case(investigator)
    environment = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "advisor.settings.local",
        "ADVISOR_DATA": str(tmp_path),
        "EXHIBITS_DIR": str(settings.EXHIBITS_DIR),
        "DATABASE_URL": database_url(),
        "REDIS_URL": os.environ["REDIS_URL"],
    }
    added = 0
    for number in range(KILLS):
        command = [sys.executable, "-c", WORK, str(investigator.pk), str(case.pk)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.013 * number)
        process.send_signal(signal.SIGKILL)
        added += process.stdout.read().count(b"added")
        process.wait()
    whole = [path for path in settings.EXHIBITS_DIR.rglob("*") if path.is_file() and not path.name.startswith(DRAFT)]
    assert [path for path in whole if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []
    listed = list(exhibits_for(investigator).filter(case=case))
    for exhibit in listed:
        file_open(exhibit.agency_id, exhibit.sha256, exhibit.size or 0).close()
        assert exhibit.custody.count() == 1
    assert [exhibit.number for exhibit in listed] == list(range(1, len(listed) + 1))
    assert added <= len(listed) <= added + KILLS, "what was confirmed is there"
    assert added
