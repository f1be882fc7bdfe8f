"""Takes out of the queue's folder what is no message, before the worker starts and stumbles over it.

Reads and moves: files of ADVISOR_DATA/queue. kombu ends the whole worker at a file it cannot read, for example a stump
that a full disk leaves. Nothing is lost with it: the job's row is the record, and the sweeper rings for it again.
"""

import json
from collections.abc import Callable
from pathlib import Path

ENDING = ".msg"
ASIDE = "set-aside"


def mailbox_tidy(*, queue: Path, say: Callable[[str], None]) -> int:
    """Move what the worker could not read into a folder beside the queue; returns how many there were."""
    moved = 0
    for path in sorted(queue.glob(f"*{ENDING}")):
        if _readable(path):
            continue
        aside = queue.with_name(f"{queue.name}-{ASIDE}")
        aside.mkdir(mode=0o700, exist_ok=True)
        path.replace(aside / f"{moved}-{path.stat().st_mtime_ns}-{path.name}")
        moved += 1
    if moved:
        say(f"{moved} file(s) in {queue} are no messages; set aside in {queue.name}-{ASIDE}")
    return moved


def _readable(path: Path) -> bool:
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return True  # taken by a worker in the meantime
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and {"body", "headers", "properties"} <= content.keys()
