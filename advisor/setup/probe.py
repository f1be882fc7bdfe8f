"""The web container's health check: `python advisor/setup/probe.py URL`, status 0 on a 200. Standard library only.

Reads: ALLOWED_HOSTS, because Django answers only under its own names; the first of them is sent as `Host`.
"""

import os
import sys
import urllib.request


def main(url: str) -> int:
    """Ask once; the reason for a failure goes to stderr, which `docker inspect` shows."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except OSError as error:
        print(f"{url}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
