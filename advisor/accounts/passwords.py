"""A password as the operator gives it: typed twice without echo, or one line of standard input."""

from __future__ import annotations

import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from advisor.accounts.models import User
from advisor.accounts.services import AccountFault

LONGEST_INPUT = 1024


def password_asked(user: User, *, from_input: bool) -> str:
    """A password that is good enough for `user`, who need not be stored yet. Raises AccountFault.

    Waits for a person: call it outside of any transaction, or everybody else waits for them too.
    """
    if from_input:
        password = sys.stdin.readline(LONGEST_INPUT).rstrip("\n")
    else:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise AccountFault("The two passwords differ. Start again.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountFault(" ".join(error.messages)) from error
    return password
