"""Make an account, and its agency if it is new. Accounts are made by the operator: nobody signs themselves up."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from advisor.accounts.models import Agency, Role, User
from advisor.accounts.passwords import password_asked
from advisor.accounts.services import AccountFault, agency_create, user_create


class Command(BaseCommand):
    """`user_add EMAIL --role ROLE [--agency CODE [--agency-name NAME --country XX]]`."""

    help = "Make an account. The password is asked for, or read from standard input with --password-stdin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="how the person is called on pages")
        parser.add_argument("--agency", help="code of the agency; needed for everybody but a curator")
        parser.add_argument("--agency-name", help="makes the agency, if there is none with that code")
        parser.add_argument("--country", help="its country, two letters of ISO 3166-1 (GB and GR)")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            agency = self._known(options)
            probe = User(email=options["email"], name=options["name"])
            password = password_asked(probe, from_input=options["password_stdin"])
            with transaction.atomic():
                if agency is None and options["agency"]:
                    agency = agency_create(
                        code=options["agency"], name=options["agency_name"], country=options["country"], now=now
                    )
                user = user_create(
                    email=options["email"],
                    password=password,
                    role=options["role"],
                    agency=agency,
                    name=options["name"],
                    now=now,
                )
        except AccountFault as fault:
            raise CommandError(str(fault)) from fault
        where = f" of {agency}" if agency else ""
        self.stdout.write(f"{user.email} may sign in as {user.get_role_display()}{where}.")

    def _known(self, options: dict[str, Any]) -> Agency | None:
        """The agency that is there; None when none is named, or when all is given to make it."""
        code = options["agency"]
        if not code:
            return None
        agency = Agency.objects.filter(code=code).first()
        if agency is None and not (options["agency_name"] and options["country"]):
            known = ", ".join(Agency.objects.values_list("code", flat=True)) or "none yet"
            raise AccountFault(
                f"There is no agency with the code {code} (known: {known}). To make it, add "
                f'--agency-name "..." --country XX.'
            )
        return agency
