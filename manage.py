#!/usr/bin/env python3
"""`python3 manage.py run`, `python3 manage.py test` and every Django command.

Runs advisor/bootstrap.py by path, because importing the package `advisor` needs Celery, which the bootstrap installs.
"""

import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Go on inside `.venv` with the packages of the command there, then hand over to Django."""
    runpy.run_path(str(ROOT / "advisor" / "bootstrap.py"))["main"](ROOT, sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
