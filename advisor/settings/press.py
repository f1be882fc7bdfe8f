"""What the renderer's own process knows (advisor/dossiers/press.py): where the templates are, and nothing else.

No database, no secret, no queue, no mail: reads no environment variable and no file.
"""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
DATABASES: dict[str, object] = {}
USE_TZ = True
USE_I18N = False
INSTALLED_APPS: list[str] = []  # no model is ever loaded: that is a third of the process's memory
