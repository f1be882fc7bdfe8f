"""Compile the locks anew from pyproject.toml: `.venv/bin/python requirements/refresh.py [--upgrade]`.

Reads: pyproject.toml, the present locks (their pins stay unless --upgrade). Writes: requirements/{run,test,dev,uv}.txt.
The options keep the locks free of hosts and valid for Python 3.11 to 3.13 on every system.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]


def compile_lock(name: str, *arguments: str) -> None:
    """Compile one lock with uv; its own messages say what does not resolve."""
    own = Path(sys.executable).with_name("uv")
    uv = own if own.exists() else "uv"
    command = [str(uv), "pip", "compile", *OPTIONS, *arguments, "-o", f"{name}.txt", "--quiet"]
    done = subprocess.run(command, cwd=FOLDER)
    if done.returncode:
        raise SystemExit(f"{name}.txt could not be compiled; see uv's message above.")


def main(arguments: list[str]) -> None:
    """Smallest first: each larger lock takes the pins of the one before it as constraints."""
    project = "../pyproject.toml"
    compile_lock("run", project, *arguments)
    compile_lock("test", project, "--group", f"{project}:test", "-c", "run.txt", *arguments)
    compile_lock("dev", project, "--group", f"{project}:dev", "-c", "test.txt", *arguments)
    compile_lock("uv", "uv.in", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
