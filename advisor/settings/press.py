"""What the renderer's own process knows (advisor/dossiers/press.py): where the templates are, and nothing else.

No database, no secret, no queue, no mail: reads no environment variable and no file.
"""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
DATABASES: dict[str, object] = {}
USE_TZ = True
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
# The models that the builders' modules name; no row of them is ever read here.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "advisor.accounts",
    "advisor.audit",
    "advisor.cases",
]
