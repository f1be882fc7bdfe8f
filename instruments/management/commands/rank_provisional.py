"""List the facts that rest on memory, those that carry the most verdicts first."""

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from instruments.ranking import KINDS, provisional_ranked
from instruments.to_rulebook import document_from_rows, rulebook_of
from routing.rules import TIERS


class Command(BaseCommand):
    """`rank_provisional [--on DAY] [--top N] [--kind KIND] [--tier TIER]`: what to read before anything else."""

    help = "List the facts marked memory by the number of (pair of States, measure) cells whose verdict uses them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day whose law is asked (default: today)")
        parser.add_argument("--top", type=int, default=60, help="how many to list (default: 60)")
        parser.add_argument("--kind", choices=KINDS, help="facts of one kind only")
        parser.add_argument("--tier", choices=TIERS, help="provisions of one tier only")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        document = document_from_rows()
        if not document["instruments"]:
            raise CommandError("The catalogue is empty. Run: python manage.py load_catalogue", returncode=1)
        rulebook = rulebook_of(document, label="rows", sha256="")
        ranked = provisional_ranked(rulebook, on=on, tiers=[options["tier"]] if options["tier"] else TIERS)
        shown = [weight for weight in ranked if options["kind"] in (None, weight.kind)]
        for weight in shown[: options["top"]]:
            self.stdout.write(f"{weight.cells:6d} cells  {weight.kind:14s}  {weight.where}  {weight.what}")
        counted = ", ".join(f"{count} {kind}" for kind, count in Counter(w.kind for w in shown).most_common())
        self.stdout.write(f"{len(shown)} facts rest on memory on {on.isoformat()}: {counted or 'none'}.")
