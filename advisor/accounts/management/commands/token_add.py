"""Make an API token for a person. Its secret is printed once and kept nowhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advisor.accounts.models import User
from advisor.accounts.services import TOKEN_DAYS, AccountFault, token_create


class Command(BaseCommand):
    """`token_add EMAIL --label NAME [--days N]`."""

    help = "Make an API token for a person and print its secret, which nobody can read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--label", required=True, help="what will use it")
        parser.add_argument("--days", type=int, default=TOKEN_DAYS, help=f"days until it ends (default {TOKEN_DAYS})")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"There is no account for {options['email']}. Make one with user_add.")
        try:
            token, secret = token_create(user=user, label=options["label"], days=options["days"], now=timezone.now())
        except AccountFault as fault:
            raise CommandError(str(fault)) from fault
        except PermissionDenied as error:
            raise CommandError(f"The account {user.email} is not active.") from error
        self.stdout.write(secret)
        self.stderr.write(f"For {user.email} until {token.expires_at:%d %B %Y}. Send it as: Authorization: Bearer ...")
