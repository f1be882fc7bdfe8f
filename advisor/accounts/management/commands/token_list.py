"""Show a person's API tokens: their ids, what they are for, and whether they still open anything."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advisor.accounts.models import ApiToken
from advisor.accounts.people import user_named
from advisor.accounts.services import AccountFault


class Command(BaseCommand):
    """`token_list EMAIL`. One line a token, the newest first; secrets are kept nowhere and not shown."""

    help = "Show a person's API tokens, with the ids that token_revoke takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = user_named(options["email"])
        except AccountFault as fault:
            raise CommandError(str(fault)) from fault
        now, tokens = timezone.now(), list(user.api_tokens.all())
        for token in tokens:
            self.stdout.write(f"{token.pk}  {_state(token, now):22}  {_use(token):22}  {token.label}")
        if not tokens:
            self.stderr.write(f"{user.email} has no API token.")
        elif not user.is_active:
            self.stderr.write(f"The account {user.email} is not active: none of its tokens opens anything.")


def _state(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    return f"{'until' if token.expires_at > now else 'expired'} {token.expires_at:%Y-%m-%d}"


def _use(token: ApiToken) -> str:
    return f"last used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
