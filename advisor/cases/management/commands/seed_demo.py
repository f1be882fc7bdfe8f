"""Add the demo's agencies, people and cases. Running it again adds what is missing and changes nothing else."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from advisor.cases.demo import demo_cases, demo_people, demo_read
from instruments.errors import NoEdition


class Command(BaseCommand):
    """`seed_demo`; refused behind TLS, where real people work, unless it is asked for."""

    help = "Add the demo's agencies, people (with a public password) and the two mock cases, routed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--public-password", action="store_true", help="yes, on a served installation")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SESSION_COOKIE_SECURE and not options["public_password"]:
            raise CommandError(
                "The demo's password is public, and this installation is served behind TLS. Make real accounts with "
                "user_add; if the demo is meant to be here, say --public-password."
            )
        now, demo = timezone.now(), demo_read()
        try:
            with transaction.atomic():
                people = demo_people(demo, now=now)
                cases = demo_cases(demo, now=now)
        except NoEdition as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] == 0:
            return
        self.stdout.write(f"Password of all demo accounts: {demo.password}")
        for person in people:
            self.stdout.write(f"  {person.email:<32} {person.get_role_display()}")
        for case in cases:
            self.stdout.write(f"Case {case.reference}: {case.title}")
