"""`manage.py run` on one's own machine: plain http on 127.0.0.1, data under var/, mails on the console."""

import contextlib
import os
import secrets
import tempfile

from .base import *  # noqa: F403
from .base import DATA_DIR, env


def _local_secret_key() -> str:
    """One key per data folder, made once and kept readable for its owner alone."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=DATA_DIR)  # mkstemp gives 0600
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another process of the same start was first: its key counts
            os.link(fresh, path)
        os.unlink(fresh)
    return path.read_text()


DATA_DIR.mkdir(parents=True, exist_ok=True)
(DATA_DIR / "queue").mkdir(exist_ok=True)
(DATA_DIR / "queue-control").mkdir(exist_ok=True)
SECRET_KEY = env("SECRET_KEY", default="") or _local_secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
