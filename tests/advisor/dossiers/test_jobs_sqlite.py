"""The embedded default keeps the same promises about jobs as PostgreSQL, with six threads at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_algebra_holds_on_sqlite(tmp_path: Path) -> None:
    told = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    told |= {"DJANGO_SETTINGS_MODULE": "advisor.settings.local", "ADVISOR_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "tests.advisor.dossiers.on_sqlite"]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.strip().splitlines()[-1]) == {
        "jobs": 1,
        "first": 1,
        "quiet": 0,
        "found": 1,
        "second": 1,
        "stale_refused": True,
        "dossiers": ["new"],
        "state": "done",
        "engine": "sqlite",
    }
