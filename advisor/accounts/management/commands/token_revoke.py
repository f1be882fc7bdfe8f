"""End an API token, or all of a person's, at once: for one that leaked or is needed no more."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advisor.accounts.models import ApiToken
from advisor.accounts.people import user_named
from advisor.accounts.services import AccountFault, tokens_revoke


class Command(BaseCommand):
    """`token_revoke ID` or `token_revoke --all EMAIL`."""

    help = "End an API token, or with --all every token of a person. The next request with it is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", help="the token's id, as token_list prints it")
        parser.add_argument("--all", metavar="EMAIL", dest="everything_of", help="every token of this person")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["id"]) == bool(options["everything_of"]):
            raise CommandError("Give the id of one token (token_list EMAIL prints them), or --all EMAIL.")
        try:
            said = self._one(options["id"]) if options["id"] else self._all(options["everything_of"])
        except AccountFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(said)

    def _one(self, written: str) -> str:
        token = ApiToken.objects.select_related("user").filter(pk=_id(written)).first()
        if token is None:
            raise AccountFault(f"There is no token {written}. token_list EMAIL prints a person's tokens.")
        said = f"The token '{token.label}' of {token.user.email}"
        if not tokens_revoke(user=token.user, token_id=token.pk, now=timezone.now()):
            return f"{said} was revoked before; nothing changed."
        return f"{said} is revoked: the next request with it is refused."

    def _all(self, email: str) -> str:
        user = user_named(email)
        count = len(tokens_revoke(user=user, now=timezone.now()))
        return f"{count} token{'' if count == 1 else 's'} of {user.email} revoked; no token of this person is left."


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise AccountFault(
            f"Read the token id '{written}'. Give the id that token_list EMAIL prints, not the secret itself."
        ) from None
