"""From a bare `python3` to the interpreter of `.venv` with everything a command needs. Standard library only.

Run by path from manage.py, never imported as part of the package. It must parse under an old Python too, since telling
that the Python is too old is one of its jobs.

Reads: requirements/{uv,run,test,dev}.txt, ADVISOR_SETUP (`off`: the packages are there, as in the
container image).
Writes: .venv/ (packages, Pango's libraries, one stamp for each lock), locale/**/*.mo.

Commands: `run` and `test` install what they need; `setup [run|test|dev]` installs and stops; all others never install.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import runpy
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = ("run", "test", "dev")  # each is a superset of the one before it
COMMANDS = {"run": "run", "test": "test"}
TAIL_LINES = 15
HERE = "{}.{}".format(*sys.version_info[:2])


def say(text):
    """One line of progress for a person; stderr, so that a command's own output stays clean."""
    print(f"rogatory: {text}", file=sys.stderr, flush=True)


def fail(*lines):
    """Say what is wrong and what to do, and end with status 1."""
    print("\n".join(("rogatory: " + lines[0], *("          " + line for line in lines[1:]))), file=sys.stderr)
    raise SystemExit(1)


def call(command, **options):
    """Run one command with no input; returns (worked, its output), and never raises for a missing program."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except OSError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout


def tail(output):
    """The last lines of a failed command, for the reader of the message."""
    return ["  | " + line for line in output.strip().splitlines()[-TAIL_LINES:]]


@contextlib.contextmanager
def step(text):
    """Announce a step; say how long it took if that was over a second."""
    say(text + " ...")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds > 1:
        say(f"  done in {seconds:.0f} s")


# --- which Python ---------------------------------------------------------------------------------------------------
def version_of(python):
    """(major, minor) of an interpreter, or None if it does not start (a pyenv shim without that version, say)."""
    worked, output = call([python, "-c", "import sys; print('%d %d' % sys.version_info[:2])"])
    try:
        return tuple(int(part) for part in output.split()) if worked else None
    except ValueError:
        return None


def require_python(root, argv):
    """Go on with Python 3.11 to 3.13: this one, else another on the PATH, else say what is missing."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    own = root / ".venv" / "bin" / "python"
    names = [str(own)] + [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for name in names:
        python = shutil.which(name)
        found = version_of(python) if python else None
        if found and OLDEST <= found <= NEWEST:
            os.execv(python, [python, *argv])
    fail(
        f"this is Python {HERE} ({sys.executable}); Rogatory needs Python 3.11, 3.12 or 3.13.",
        "None of python3.13, python3.12 and python3.11 is on the PATH either. Install one of them, for example",
        "on Debian 12 or newer with `apt-get install python3`, then give the same command again.",
    )


# --- .venv ----------------------------------------------------------------------------------------------------------
class Place:
    """The paths of one checkout's `.venv`."""

    def __init__(self, root):
        """`root` is the folder that holds manage.py."""
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"

    def lock(self, name):
        """The file with the pinned, hashed packages of a lock."""
        return self.root / "requirements" / (name + ".txt")

    def stamp(self, name):
        """(path, wanted content) of the file that says: exactly this lock is installed."""
        return self.venv / (".installed-" + name), hashlib.sha256(self.lock(name).read_bytes()).hexdigest()

    def installed(self, name):
        """True if the stamp is that of the lock as it is now and the interpreter is still there."""
        path, wanted = self.stamp(name)
        return path.is_file() and path.read_text() == wanted and os.access(str(self.python), os.X_OK)

    def inside(self):
        """True if this process already runs in `.venv`."""
        return os.path.realpath(sys.prefix) == os.path.realpath(str(self.venv))


@contextlib.contextmanager
def only_one(root):
    """Hold the checkout's set-up lock, so that two starts at once do not disturb each other."""
    handle = os.open(str(root), os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another start is setting up this checkout; waiting for it ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    except OSError as error:
        fail(f"the set-up in {root} failed: {error}", "Check the disk's space and the folder's rights.")
    finally:
        os.close(handle)


def apt(*arguments):
    """apt-get as root, without questions; the package lists are fetched when the first try fails without them."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "-y", "-q", "-o", "Acquire::Retries=1", *arguments]
    worked, output = call(command, env=environment)
    if not worked and shutil.which("apt-get"):
        call(["apt-get", "-q", "update"], env=environment)
        worked, output = call(command, env=environment)
    return worked, output


def make_venv(place):
    """Make `.venv`, or take the one that is there and works; one left half-made by a crash is made again."""
    found = version_of(place.python) if place.python.exists() else None
    if found and OLDEST <= found <= NEWEST:
        return
    if not os.access(str(place.root), os.W_OK):
        fail(
            f"cannot write to {place.root}, where `.venv` has to be.",
            f"Copy the checkout to a folder of your own (`cp -r {place.root} ~/rogatory`) and start it there.",
        )
    if place.venv.is_symlink() or place.venv.is_file():
        fail(f"{place.venv} is not a folder.", "Remove it and give the same command again.")
    shutil.rmtree(str(place.venv), ignore_errors=True)
    with step(f"making .venv with Python {HERE}"):
        uv = shutil.which("uv")
        if uv and call([uv, "venv", "--quiet", "--python", sys.executable, place.venv])[0]:
            return
        worked, output = call([sys.executable, "-m", "venv", "--without-pip", place.venv])
    if not worked:
        fail(
            f"Python's venv module could not make {place.venv}:",
            *tail(output),
            "On Debian `apt-get install python3-venv` brings the module; a path with a colon does not work either.",
        )


def make_pip(place):
    """Bring pip into `.venv`: Python's own copy, by root's apt, or the wheel of Debian's python3-pip-whl."""
    if call([place.python, "-m", "pip", "--version"])[0]:
        return
    package = f"python{HERE}-venv"
    bring = [place.python, "-m", "ensurepip", "--default-pip"]
    worked, output = call(bring)
    if not worked and os.geteuid() == 0 and shutil.which("apt-get"):
        with step(f"installing Debian's {package}"):
            apt("install", "--no-install-recommends", package)
        worked, output = call(bring)
    if not worked:
        with step("fetching pip from Debian's python3-pip-whl, without root"):
            worked, output = pip_from_debian(place)
    if not worked:
        fail(
            "this Python has no pip, and pip could not be fetched:",
            *tail(output),
            "Install it (Debian: `apt-get install python3-venv`) or check the network, then try again.",
        )


def pip_from_debian(place):
    """Unpack pip's wheel from Debian's own package into `.venv`; returns (worked, message)."""
    folder = place.venv / "debian"
    worked, output = pango_module(place.root)["unpack"](["python3-pip-whl"], folder, reinstall=True)
    wheels = sorted(folder.glob("usr/share/python-wheels/pip-*.whl"))
    if not worked or not wheels:
        return False, output
    site = next(place.venv.glob("lib/python3.*/site-packages"))
    with zipfile.ZipFile(str(wheels[-1])) as wheel:
        wheel.extractall(str(site))
    shutil.rmtree(str(folder), ignore_errors=True)
    return True, ""


def install(place, name):
    """Install one hash-locked set: with uv, fetched by pip, because it is several times faster; else with pip."""
    lock = place.lock(name)
    environment = dict(os.environ, VIRTUAL_ENV=str(place.venv), PIP_DISABLE_PIP_VERSION_CHECK="1")
    home = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~"))
    if not os.access(str(home), os.W_OK):
        environment["UV_CACHE_DIR"] = str(place.venv / "cache")
    uv = uv_of(place, environment)
    worked, output = False, ""
    if uv:
        with step(f"installing the packages of requirements/{name}.txt"):
            worked, output = call(
                [uv, "pip", "install", "--python", place.python, "--require-hashes", "-r", lock],
                env=environment,
            )
    if not worked:
        make_pip(place)
        with step(f"installing the packages of requirements/{name}.txt with pip (a minute or two)"):
            worked, output = call(
                [place.python, "-m", "pip", "install", "--require-hashes", "-r", lock], env=environment
            )
    if not worked:
        fail(
            f"the packages of requirements/{name}.txt could not be installed:",
            *tail(output),
            "Check the network (pip's own settings, PIP_INDEX_URL for one, are honoured) and the disk's space,",
            "then give the same command again: it goes on where it stopped.",
        )


def uv_of(place, environment):
    """The path of uv: one on the PATH, the one in `.venv`, or one that pip fetches there now; else None."""
    own = place.venv / "bin" / "uv"
    for candidate in (shutil.which("uv"), str(own) if own.exists() else None):
        if candidate and call([candidate, "--version"])[0]:
            return candidate
    make_pip(place)
    with step("fetching uv, the installer"):
        worked, _ = call(
            [place.python, "-m", "pip", "install", "--require-hashes", "-r", place.lock("uv")],
            env=environment,
        )
    return str(own) if worked and own.exists() else None


def set_up(place, name):
    """Bring `.venv` to the state of one lock; costs nothing when its stamp says so already."""
    if place.installed(name):
        return
    with only_one(place.root):
        if place.installed(name):
            return
        make_venv(place)
        install(place, name)
        worked, output = call([place.python, "-c", "import django, celery, lxml.etree, cryptography.fernet"])
        if not worked:
            fail(
                "the installed packages do not load:",
                *tail(output),
                f"If {place.root} lies on a disk mounted `noexec`, move the checkout; else remove .venv and try again.",
            )
        for lock in LOCKS[: LOCKS.index(name) + 1]:
            path, content = place.stamp(lock)
            path.write_text(content)


# --- what is not a Python package -----------------------------------------------------------------------------------
def pango_module(root):
    """The functions of advisor/pango.py, run by path like this file."""
    return runpy.run_path(str(root / "advisor" / "pango.py"))


def bring_pango(place):
    """See that WeasyPrint's libraries load; without them everything but PDFs works, so this never ends the start."""
    pango = pango_module(place.root)
    if not pango["missing"](place.venv):
        return
    output = ""
    with only_one(place.root):
        if os.geteuid() == 0 and shutil.which("apt-get"):
            with step("installing Pango, which lays out the PDFs, with apt-get"):
                apt("install", "--no-install-recommends", *pango["PACKAGES"])
        if pango["missing"](place.venv) and shutil.which("apt-get"):
            with step("fetching Pango, which lays out the PDFs, from Debian's packages without root"):
                _, output = pango["unpack"](pango["PACKAGES"], place.venv / "pango")
    missing = pango["missing"](place.venv)
    if missing:
        names, packages = ", ".join(missing), " ".join(pango["PACKAGES"])
        say(f"PDFs cannot be made here: {names} could not be loaded. All other pages work.")
        for line in tail(output):
            say(line)
        say(f"Install Pango and start again (Debian: apt-get install {packages}; macOS: brew install pango).")


def compile_messages(place):
    """Compile translations whose .po is newer than its .mo; Babel does it without gettext's own tools."""
    for source in place.root.glob("*/locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        command = [place.python, "-m", "babel.messages.frontend", "compile", "-i", source, "-o", target]
        worked, output = call(command)
        if not worked:
            say(f"the translation {source} could not be compiled, its texts stay in English:")
            for line in tail(output):
                say(line)


# --- the ways on ----------------------------------------------------------------------------------------------------
def go_on(place, python, argv):
    """Replace this process by the command: pytest for `test`, Django for the rest."""
    if len(argv) > 1 and argv[1] == "test":
        os.chdir(str(place.root))
        os.execv(python, [python, "-m", "pytest", "-p", "tests.plugin", *argv[2:]])
    if not place.inside() and os.environ.get("ADVISOR_SETUP") != "off":
        os.execv(python, [python, str(place.root / "manage.py"), *argv[1:]])


def main(root, argv):
    """Returns when Django may take over in this very process; otherwise replaces the process or ends it."""
    place = Place(root)
    command = argv[1] if len(argv) > 1 else ""
    if os.environ.get("ADVISOR_SETUP") == "off":
        return go_on(place, sys.executable, argv)
    require_python(root, argv)
    name = COMMANDS.get(command)
    if command == "setup":
        name = argv[2] if len(argv) > 2 else "run"
        if name not in LOCKS:
            fail(
                f"`setup {name}`: there is no such set of packages.",
                "Say one of: setup run, setup test, setup dev.",
            )
    if name:
        set_up(place, name)
        bring_pango(place)
        compile_messages(place)
    elif not place.inside() and not place.python.exists():
        if importlib.util.find_spec("django"):
            return None
        fail(
            "this checkout is not set up yet.",
            "`python3 manage.py run` sets it up and starts it; `setup` only sets it up.",
        )
    if command == "setup":
        say(f"set up: {place.venv}")
        raise SystemExit(0)
    return go_on(place, str(place.python), argv)
