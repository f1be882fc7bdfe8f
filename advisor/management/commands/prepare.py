"""`manage.py prepare`: schema, cache table, and the catalogue with its first edition if there is none.

The one-shot service of docker-compose.yml; `manage.py run` does the same and adds the demo.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advisor.run.prepare import RunError, data_prepare


class Command(BaseCommand):
    """Bring the database up to date; safe to repeat."""

    help = "Migrate, and load and publish the catalogue if there is no edition yet."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say each step on stderr."""
        try:
            data_prepare(say=lambda text: print(text, file=sys.stderr, flush=True), demo=False)
        except RunError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("ready")
