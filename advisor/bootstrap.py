"""From a bare `python3` to the interpreter of `.venv` with everything a command needs. Standard library only.

Run by path from manage.py, never imported as part of the package. This file alone must parse under old Pythons too,
since telling that the Python is too old is its first job; the steps themselves are in advisor/setup/.

Reads: ADVISOR_SETUP (`off`: the packages are there already, as in the container image).

Commands: `run` and `test` install what they need; `setup [run|test|dev]` installs and stops; all others never install.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

OLDEST, NEWEST = (3, 11), (3, 13)
INSTALLING = {"run": "run", "test": "test"}  # command: the set of packages it needs
STEPS = "rogatory_setup"


def require_python(root: Path, argv: "list[str]") -> None:
    """Go on with Python 3.11 to 3.13: this one, else another on the PATH, else say what is missing."""
    here = sys.version_info[:2]
    if OLDEST <= here <= NEWEST:
        return
    names = [str(root / ".venv" / "bin" / "python")]
    names += [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for name in names:
        python = shutil.which(name)
        if python and _fits(python):
            os.execv(python, [python, *argv])
    print(
        f"rogatory: this is Python {here[0]}.{here[1]} ({sys.executable}); Rogatory needs Python 3.11, 3.12 or 3.13.\n"
        "          None of python3.13, python3.12 and python3.11 is on the PATH either. Install one of them, for\n"
        "          example on Debian 12 or newer with `apt-get install python3`, then give the same command again.",
        file=sys.stderr,
    )
    raise SystemExit(1)


def _fits(python: str) -> bool:
    """True if this interpreter starts (a pyenv shim without that version does not) and is one of ours."""
    asked = f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"
    return subprocess.call([python, "-c", asked], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def load_steps(root: Path) -> ModuleType:
    """Load advisor/setup/ by path: importing `advisor` would import Celery, which is not there yet."""
    folder = root / "advisor" / "setup"
    spec = importlib.util.spec_from_file_location(
        STEPS, str(folder / "__init__.py"), submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise SystemExit("rogatory: advisor/setup/ is missing; get a whole checkout.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[STEPS] = module
    spec.loader.exec_module(module)
    return module


def go_on(root: Path, python: str, argv: "list[str]", *, stay: bool) -> None:
    """Replace this process by the command: pytest for `test`, else Django in `python`, unless it is to `stay` here."""
    if argv[1:2] == ["test"]:
        os.chdir(str(root))
        everything = ["-n", "2", "--dist", "loadfile"] if not argv[2:] and (os.cpu_count() or 1) > 1 else []
        os.execv(python, [python, "-m", "pytest", "-p", "tests.plugin", *everything, *argv[2:]])
    if not stay:
        os.execv(python, [python, str(root / "manage.py"), *argv[1:]])


def main(root: Path, argv: "list[str]") -> None:
    """Returns when Django may take over in this very process; otherwise replaces the process or ends it."""
    if os.environ.get("ADVISOR_SETUP") == "off":
        return go_on(root, sys.executable, argv, stay=True)
    require_python(root, argv)
    load_steps(root)
    from rogatory_setup import messages, packages, pango, place, talk

    here = place.Place(root)
    command = argv[1] if len(argv) > 1 else ""
    wanted = INSTALLING.get(command)
    if command == "setup":
        wanted = argv[2] if len(argv) > 2 else "run"
        if wanted not in place.LOCKS:
            talk.fail(f"`setup {wanted}`: there is no such set of packages.", "Say `setup run`, `test` or `dev`.")
    if wanted:
        packages.set_up(here, wanted)
        pango.bring(here)
        messages.compile_messages(here)
    elif not here.inside() and not here.usable():
        if importlib.util.find_spec("django"):
            return None
        talk.fail(
            "this checkout is not set up yet.",
            "`python3 manage.py run` sets it up and starts it; `python3 manage.py setup` only sets it up.",
        )
    if command == "setup":
        talk.say(f"set up: {here.venv}")
        raise SystemExit(0)
    return go_on(root, str(here.python), argv, stay=here.inside())
