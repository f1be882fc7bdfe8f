"""Change an account: who left, who moved, who lost a phone or a password."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from advisor.accounts import changes
from advisor.accounts.models import Role, User
from advisor.accounts.passwords import password_asked
from advisor.accounts.people import agency_named, user_named
from advisor.accounts.services import AccountFault

OPTIONS = ("active", "agency", "role", "name", "end_sessions", "reset_second_factor", "password", "password_stdin")
CHANGED_TO = {"is_active": "Active", "role": "Role", "agency": "Agency", "name": "Name"}


class Command(BaseCommand):
    """`user_change EMAIL` with at least one change; all of them together or, when one is refused, none."""

    help = "Change an account. What a person may do is read with every request, so it counts at the next one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        active = parser.add_mutually_exclusive_group()
        active.add_argument(
            "--deactivate", dest="active", action="store_false", default=None, help="end sessions and tokens for good"
        )
        active.add_argument("--activate", dest="active", action="store_true", default=None, help="let them in again")
        parser.add_argument("--agency", metavar="CODE", help="move the person there: ends sessions and API tokens")
        parser.add_argument("--role", choices=Role.values, help="ends sessions")
        parser.add_argument("--name", help="how the person is called on pages")
        parser.add_argument("--end-sessions", action="store_true", help="sign the person out everywhere")
        parser.add_argument("--reset-second-factor", action="store_true", help="forget a lost one: ends sessions")
        password = parser.add_mutually_exclusive_group()
        password.add_argument("--password", action="store_true", help="ask for a new password: ends sessions")
        password.add_argument("--password-stdin", action="store_true", help="read it from standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if all(options[name] in (None, False) for name in OPTIONS if name != "active") and options["active"] is None:
            raise CommandError("Say what to change: --deactivate, --agency CODE, --end-sessions ... (see --help).")
        try:
            user, password = user_named(options["email"]), None
            if options["password"] or options["password_stdin"]:
                password = password_asked(user, from_input=options["password_stdin"])
            with transaction.atomic():
                lines = list(self._changed(user, options, password, timezone.now()))
        except AccountFault as fault:
            raise CommandError(str(fault)) from fault
        for line in lines:
            self.stdout.write(line)

    def _changed(self, user: User, options: dict[str, Any], password: str | None, now: datetime) -> Iterator[str]:
        """Makes the changes one after the other and says each; the sessions and tokens they ended come last."""
        done = changes.user_change(
            user=user,
            active=options["active"],
            role=options["role"],
            agency=agency_named(options["agency"]) if options["agency"] else None,
            name=options["name"],
            now=now,
        )
        made = [done]
        for field in done.fields:
            yield f"{CHANGED_TO[field]}: {_shown(done.user, field)}."
        if options["reset_second_factor"]:
            made.append(changes.user_second_factor_reset(user=user, now=now))
            yield "The second factor is forgotten: the password alone opens the account until a new one is set up."
        if password is not None:
            made.append(changes.user_password_set(user=user, password=password, now=now))
            yield "The new password holds."
        sessions, tokens = sum(part.sessions for part in made), sum(part.tokens for part in made)
        if options["end_sessions"]:
            sessions += changes.user_sessions_end(user=user, now=now)
        if not any(part.fields for part in made) and not options["end_sessions"]:
            yield f"Nothing changed: {user.email} is so already."
        else:
            yield f"{user.email}: sessions ended {sessions}, API tokens revoked {tokens}."


def _shown(user: User, field: str) -> str:
    if field == "role":
        return user.get_role_display()
    value = getattr(user, field)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value) or "(none)"
