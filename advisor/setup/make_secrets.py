"""Make the secrets of docker-compose.yml: `python3 advisor/setup/make_secrets.py [FOLDER]`. Standard library only.

Writes: FOLDER (default secrets/) with secret_key, database_password, database_url, queue_url and queue_acl. The folder
is 0700; the files are readable for the containers' users, and the folder alone keeps others on the machine away. Files
that are there already are kept, so a second run changes nothing; remove one to have it, and its twin, made anew.
"""

import hashlib
import secrets
import sys
from pathlib import Path

# What Celery, kombu and Django's cache use, and nothing that reads the configuration, other users or another database.
QUEUE_RIGHTS = "~* &* +@all -@admin -@dangerous +info"


def secrets_make(*, folder: Path, database: str = "database", queue: str = "queue") -> list[Path]:
    """Write what is missing; returns the files made. `database` and `queue` are the two servers' host names."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made: list[Path] = []
    _keep(folder / "secret_key", secrets.token_urlsafe(64), made)
    if not (folder / "database_password").exists():
        (folder / "database_url").unlink(missing_ok=True)
    password = _keep(folder / "database_password", secrets.token_urlsafe(32), made)
    _keep(folder / "database_url", f"postgres://rogatory:{password}@{database}:5432/rogatory", made)
    word = secrets.token_urlsafe(32)
    pair = [folder / "queue_url", folder / "queue_acl"]
    if not all(path.exists() for path in pair):
        for path in pair:
            path.unlink(missing_ok=True)
    _keep(folder / "queue_url", f"redis://rogatory:{word}@{queue}:6379/0", made)
    _keep(folder / "queue_acl", _acl(word), made)
    return made


def _acl(word: str) -> str:
    """Users of the queue: nobody without a name, the application by its password, the health check for PING alone."""
    digest = hashlib.sha256(word.encode()).hexdigest()
    lines = ["user default off", f"user rogatory on #{digest} {QUEUE_RIGHTS}", "user probe on >probe -@all +ping"]
    return "\n".join(lines) + "\n"


def _keep(path: Path, text: str, made: list[Path]) -> str:
    if path.exists():
        return path.read_text()
    path.write_text(text)
    path.chmod(0o444)
    made.append(path)
    return text


if __name__ == "__main__":
    for path in secrets_make(folder=Path(sys.argv[1] if len(sys.argv) > 1 else "secrets")):
        print(f"made {path}")
