"""docker-compose.yml and Dockerfile: every promise read from the files, and the same processes started natively.

Where these tests run there is no container engine, so the last class starts what the file starts, with its commands,
environment and health checks, on a real PostgreSQL and a real Redis-protocol server with the file's own access list.
"""

import http.client
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from django.core.management import call_command

from advisor.setup.make_secrets import secrets_make
from advisor.setup.pango import PACKAGES
from instruments.exchange_file import own_key
from tests.services import Services

ROOT = Path(__file__).resolve().parents[2]
HOST = "rogatory.example"
COMPOSE: dict[str, Any] = yaml.safe_load(
    re.sub(
        r"\$\{(\w+):([-?])([^}]*)\}",
        lambda found: HOST if found[1] == "ROGATORY_HOST" else found[3],
        (ROOT / "docker-compose.yml").read_text(),
    )
)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = {name for name, service in SERVICES.items() if "build" in service}
STAGES = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.M)[1:]

every_service = pytest.mark.parametrize("name", sorted(SERVICES))


def test_the_services_are_those_that_the_application_needs() -> None:
    assert set(SERVICES) == {"prepare", "web", "worker", "database", "queue"}
    assert {"prepare", "web", "worker"} == OWN


@every_service
def test_no_service_runs_as_root_or_can_become_it(name: str) -> None:
    service = SERVICES[name]
    user, _, group = service["user"].partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "network_mode", "userns_mode"} & set(service)


@every_service
def test_the_root_filesystem_is_read_only_and_nothing_is_mounted_from_the_machine(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    for volume in service.get("volumes", []):
        assert volume.partition(":")[0] in COMPOSE["volumes"], f"{volume} is not a named volume"
    for mount in service["tmpfs"]:
        assert "nosuid" in mount
        assert "nodev" in mount


@every_service
def test_every_service_has_limits(name: str) -> None:
    limits = SERVICES[name]["deploy"]["resources"]["limits"]
    assert float(limits["cpus"]) > 0
    assert re.fullmatch(r"\d+[MG]", limits["memory"])
    assert limits["pids"] > 0
    assert SERVICES[name]["logging"]["options"]["max-size"]


@every_service
def test_images_are_pinned_by_tag(name: str) -> None:
    image, _, tag = SERVICES[name]["image"].rpartition(":")
    assert image
    assert re.match(r"\d", tag), f"{SERVICES[name]['image']} has no version"


@every_service
def test_every_lasting_service_has_a_health_check_and_waits_for_healthy_ones(name: str) -> None:
    service = SERVICES[name]
    if service["restart"] == "no":
        assert name == "prepare"
    else:
        assert service["healthcheck"]["test"][0] == "CMD"
        assert service["healthcheck"]["interval"]
    for other, wanted in service.get("depends_on", {}).items():
        once = SERVICES[other]["restart"] == "no"
        assert wanted["condition"] == ("service_completed_successfully" if once else "service_healthy")


@every_service
def test_secrets_come_from_files(name: str) -> None:
    service = SERVICES[name]
    for variable, value in service.get("environment", {}).items():
        if variable == "EXCHANGE_KEY_FILE":
            continue  # it is made in a volume: the test below
        if variable.endswith("_FILE"):
            secret = value.removeprefix("/run/secrets/")
            assert secret in service["secrets"]
        else:
            assert not re.search(r"PASSWORD$|SECRET|_KEY|^(DATABASE|REDIS)_URL", variable)
            assert "@" not in str(value), f"{variable} looks like an address with a password"
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])


def test_the_key_that_signs_editions_lies_in_a_volume_of_the_web_server_alone(tmp_path: Path) -> None:
    """Made there by the command that the file names; the image gives the folder to the user who runs it."""
    web = SERVICES["web"]["environment"]
    key, trusted = Path(web["EXCHANGE_KEY_FILE"]), Path(web["EXCHANGE_TRUSTED_DIR"])
    assert key.parent == trusted.parent == Path("/exchange")
    assert [name for name, service in SERVICES.items() if "exchange:/exchange" in service.get("volumes", [])] == ["web"]
    assert f"-o advisor -g advisor /exhibits {key.parent} {trusted}" in STAGES[-1]
    told = re.search(r"manage\.py make_exchange_key (\S+) --to (\S+)", (ROOT / "docker-compose.yml").read_text())
    assert told
    assert (Path(told[2]) / f"{told[1]}.key") == key
    call_command("make_exchange_key", told[1], "--to", str(tmp_path), stdout=io.StringIO())
    assert own_key(str(tmp_path / key.name))
    assert (tmp_path / key.name).stat().st_mode & 0o777 == 0o600
    assert own_key(str(tmp_path / "none.key")) is None


def test_secret_files_stay_out_of_the_repository_and_the_image() -> None:
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    patterns = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in patterns if line and not line.startswith("#")]
    assert rules[0] == "*", "an allow-list: what is not named does not go in"
    assert not {"!secrets", "!var", "!.git", "!.venv", "!tests"} & set(rules)
    assert {"!advisor", "!instruments", "!routing", "!templates", "!fixtures", "!manage.py"} <= set(rules)


def test_only_the_web_server_is_published_and_only_on_this_machines_own_address() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_database_queue_and_worker_reach_no_network_but_ours() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in set(SERVICES) - {"web"}:
        assert SERVICES[name]["networks"] == ["inside"]
    assert set(SERVICES["web"]["networks"]) == {"front", "inside"}


def test_nothing_is_installed_when_a_container_starts() -> None:
    assert all(SERVICES[name]["environment"]["ADVISOR_SETUP"] == "off" for name in OWN)
    assert "ADVISOR_SETUP=off" in STAGES[-1]


def test_the_image_is_pinned_hashed_and_not_root() -> None:
    last = STAGES[-1]
    for stage in STAGES:
        assert re.match(r"python:3\.1[123]-slim-\w+", stage), "a pinned Python that we test"
    assert re.findall(r"^USER (\S+)$", last, flags=re.M) == [SERVICES["web"]["user"]]
    assert last.index("\nUSER ") > last.rindex("\nCOPY "), "the code belongs to root, the process is not root"
    installs = re.findall(r"pip install [^\n\\]*", STAGES[0])
    assert installs
    assert all("--require-hashes" in line for line in installs)
    assert "pip install" not in last
    assert not re.search(r"curl|wget|^ADD ", "".join(STAGES), flags=re.M)
    assert all(package in last for package in PACKAGES)


def test_the_queues_access_list_lets_nobody_in_without_a_name(tmp_path: Path) -> None:
    made = secrets_make(folder=tmp_path / "secrets")
    assert {path.name for path in made} == set(COMPOSE["secrets"])
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    lines = (tmp_path / "secrets" / "queue_acl").read_text().splitlines()
    assert lines[0] == "user default off"
    assert "-@admin -@dangerous" in lines[1]
    assert secrets_make(folder=tmp_path / "secrets") == [], "a second run keeps what is there"


# --- the same processes, natively -------------------------------------------------------------------------------------
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """The file's processes with their ports and paths turned into this machine's, and nothing else changed."""

    def __init__(self, services: Services, folder: Path) -> None:
        self.services, self.folder = services, folder
        self.ports = {"8000": str(free_port()), "6379": str(free_port())}
        self.secrets = folder / "secrets"
        secrets_make(folder=self.secrets, queue="127.0.0.1")
        url = self.secrets / "queue_url"
        url.chmod(0o600)
        url.write_text(url.read_text().replace("6379", self.ports["6379"]))
        url = self.secrets / "database_url"
        url.chmod(0o600)
        url.write_text(services.database_url)
        self.running: list[subprocess.Popen[bytes]] = []

    def command(self, words: list[str]) -> list[str]:
        """The command of the file, with the programs of this machine."""
        programs = {
            "python": [sys.executable],
            "gunicorn": [sys.executable, "-m", "gunicorn"],
            "celery": [sys.executable, "-m", "celery"],
            "valkey-server": [self.services.redis_program(), "--port", self.ports["6379"], "--bind", "127.0.0.1"],
        }
        rest = [self.here(word).replace("0.0.0.0:8000", "127.0.0.1:8000") for word in words[1:]]
        rest = [word.replace(":8000", ":" + self.ports["8000"]) for word in rest]
        return [*programs[words[0]], *rest]

    def here(self, text: str) -> str:
        """A path inside the container, as a value or after an option's `=`, turned into one of this machine."""
        places = {"/run/secrets": str(self.secrets), "/tmp": str(self.folder)}
        return re.sub(r"^(--[\w-]+=)?(/run/secrets|/tmp)(?=/|$)", lambda m: (m[1] or "") + places[m[2]], text)

    def environment(self, name: str) -> dict[str, str]:
        """Only what the file gives, plus what the image's own environment has."""
        given = {key: self.here(str(value)) for key, value in SERVICES[name].get("environment", {}).items()}
        if name == "web":
            given["DJANGO_SETTINGS_MODULE"] = "tests.advisor.compose_settings"
        return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **given}

    def collect_static(self) -> None:
        """What the image's build does; a stylesheet that names a missing file fails here."""
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=self.environment("web"), check=True)

    def start(self, name: str) -> subprocess.Popen[bytes]:
        """Start a service's command; its output goes to a log that a failed assertion shows."""
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                self.command(SERVICES[name]["command"]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder if name == "queue" else ROOT,
                env=self.environment(name),
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def healthy(self, name: str, *, seconds: float = 60) -> bool:
        """True as soon as the file's own health check of the service succeeds."""
        limit = time.monotonic() + seconds
        while True:
            done = subprocess.run(
                self.command(SERVICES[name]["healthcheck"]["test"][1:]),
                cwd=ROOT,
                env=self.environment(name),
                capture_output=True,
            )
            if done.returncode == 0 or time.monotonic() > limit:
                return done.returncode == 0
            time.sleep(0.3)

    def get(self, path: str, *, host: str, proto: str) -> http.client.HTTPResponse:
        """One request as the proxy would pass it on."""
        connection = http.client.HTTPConnection("127.0.0.1", int(self.ports["8000"]), timeout=10)
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": proto, "Connection": "close"})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        for process in reversed(self.running):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Database, queue, preparation, web server and worker, in the order of the file's `depends_on`."""
    with Services() as services:
        stack = Stack(services, tmp_path_factory.mktemp("compose"))
        try:
            queue = stack.start("queue")
            time.sleep(0.3)
            assert queue.poll() is None, stack.log("queue")
            prepare = stack.start("prepare")
            assert prepare.wait(timeout=300) == 0, stack.log("prepare")
            stack.collect_static()
            stack.start("web")
            stack.start("worker")
            yield stack
        finally:
            stack.stop()


class TestNatively:
    """What compose would start works with exactly that configuration."""

    def test_the_web_server_is_ready_by_its_own_health_check(self, stack: Stack) -> None:
        assert stack.healthy("web"), stack.log("web")

    def test_the_worker_is_healthy_by_its_own_health_check(self, stack: Stack) -> None:
        assert stack.healthy("worker"), stack.log("worker")

    def test_preparing_again_changes_nothing(self, stack: Stack) -> None:
        again = stack.start("prepare")
        assert again.wait(timeout=120) == 0, stack.log("prepare")
        assert stack.log("prepare").splitlines()[-1] == "ready"
        assert "loading" not in stack.log("prepare")

    def test_plain_http_is_sent_to_https_and_other_names_are_refused(self, stack: Stack) -> None:
        assert stack.healthy("web")
        assert stack.get("/", host=HOST, proto="http").status == 301
        assert stack.get("/", host="evil.example", proto="https").status == 400

    def test_the_sign_in_page_answers_behind_the_proxy(self, stack: Stack) -> None:
        assert stack.healthy("web")
        answer = stack.get("/account/login/", host=HOST, proto="https")
        assert answer.status == 200
        assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert all("Secure" in cookie for cookie in answer.headers.get_all("Set-Cookie", []))

    def test_the_queue_refuses_strangers_and_dangerous_commands(self, stack: Stack) -> None:
        port = int(stack.ports["6379"])
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(port=port).ping()
        words = SERVICES["queue"]["healthcheck"]["test"]
        name, word = words[words.index("--user") + 1], words[words.index("--pass") + 1]
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            probe.sendall(f"AUTH {name} {word}\r\nPING\r\nGET x\r\nQUIT\r\n".encode())
            answers = probe.makefile().read().splitlines()
        assert answers[:2] == ["+OK", "+PONG"]
        assert answers[2].startswith("-NOPERM")
        own = redis.from_url((stack.secrets / "queue_url").read_text())
        with pytest.raises(redis.exceptions.NoPermissionError):
            own.config_get("*")
        with pytest.raises(redis.exceptions.NoPermissionError):
            own.flushall()

    def test_the_web_server_says_when_the_queue_is_down(self, stack: Stack) -> None:
        queue = stack.running[0]
        os.killpg(queue.pid, signal.SIGKILL)
        queue.wait()
        assert not stack.healthy("web", seconds=0)
        stack.running[0] = stack.start("queue")
        stack.running.pop()
        assert stack.healthy("web", seconds=30), stack.log("web")
