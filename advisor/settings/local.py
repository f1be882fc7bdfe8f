"""`manage.py run` on one's own machine: plain http on 127.0.0.1, data under var/, mails on the console."""

import contextlib
import os
import secrets

from .base import *  # noqa: F403
from .base import DATA_DIR, env


def _local_secret_key() -> str:
    """One key per data folder, made once and readable for its owner alone; of two starts at once the first one wins."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        draft = path.with_name(f"secret_key.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over one that is there
        draft.unlink()
    return path.read_text()


try:
    for folder in (DATA_DIR, DATA_DIR / "queue", DATA_DIR / "queue-control"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    SECRET_KEY = env("SECRET_KEY", default="") or _local_secret_key()
except OSError as error:
    raise SystemExit(
        f"rogatory: cannot write to the data folder {DATA_DIR} ({error.strerror}).\n"
        "          Set ADVISOR_DATA to a folder of your own and start again."
    ) from None
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
