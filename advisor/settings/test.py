"""The test run: real PostgreSQL and Redis by DATABASE_URL and REDIS_URL; tests/plugin.py sets them before this."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATA_DIR = Path(tempfile.gettempdir()) / "rogatory-tests"
EXHIBITS_DIR = DATA_DIR / "exhibits"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
ACCOUNT_RATE_LIMITS = False
WHITENOISE_AUTOREFRESH = True  # look for a static file when it is asked for: every test client would list them all
INSTALLED_APPS = list(INSTALLED_APPS)
