"""Production's settings for test_compose.py, with two differences: where the static files lie, and that they are only
hashed, not compressed, which takes half a minute and only the image's build does."""

import os

from advisor.settings.production import *  # noqa: F403
from advisor.settings.production import STORAGES

STATIC_ROOT = os.environ["ADVISOR_DATA"] + "/static"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
