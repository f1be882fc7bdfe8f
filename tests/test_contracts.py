"""The import laws of the house, and that each of them can see: an offence planted against every contract is refused.

The offences are written into a copy of the source and judged by the real `lint-imports`, half of them deferred into a
function or hidden under TYPE_CHECKING, because such imports count too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("advisor", "instruments", "routing")
DEFERRED = "def later() -> None:\n    {line}\n"
TYPES = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {line}\n"
PLAIN = "{line}\n"

# contract -> [(planted module, how, import, the link that must be named)]
OFFENCES: dict[str, list[tuple[str, str, str, str]]] = {
    "house": [
        ("routing.planted_house", DEFERRED, "import instruments.codes", "instruments.codes"),
        ("instruments.planted_house", TYPES, "import advisor.cases.models", "advisor.cases.models"),
    ],
    "rooms": [
        ("advisor.cases.planted_rooms", DEFERRED, "import advisor.dossiers.models", "advisor.dossiers.models"),
        ("advisor.intake.planted_rooms", TYPES, "import advisor.cases.models", "advisor.cases.models"),
        ("advisor.web.planted_rooms", PLAIN, "import advisor.api.errors", "advisor.api.errors"),
        ("advisor.accounts.planted_rooms", PLAIN, "import advisor.walk.models", "advisor.walk.models"),
    ],
    "views": [("advisor.dossiers.planted_views", DEFERRED, "import advisor.walk.views", "advisor.walk.views")],
    "pure-engine": [
        ("routing.planted_pure", DEFERRED, "import django.db", "django"),
        ("routing.planted_yaml", TYPES, "import yaml", "yaml"),
    ],
    "inside-the-engine": [("routing.rules", DEFERRED, "import routing.evaluation", "routing.evaluation")],
    "pure-intake": [("advisor.intake.planted_pure", DEFERRED, "import django.db", "django")],
    "one-evaluation-path": [
        ("advisor.dossiers.planted_engine", DEFERRED, "import routing.engine", "routing.engine"),
        ("advisor.web.planted_engine", TYPES, "from routing.engine import route", "routing.engine"),
    ],
    "one-door-to-weasyprint": [("advisor.dossiers.planted_pdf", DEFERRED, "import weasyprint", "weasyprint")],
    "framework-of-the-api": [("advisor.cases.planted_api", DEFERRED, "import rest_framework", "rest_framework")],
    "settings": [("advisor.walk.planted_settings", DEFERRED, "import advisor.settings.base", "advisor.settings.base")],
    "no-cycles": [
        ("advisor.audit.planted_two", TYPES, "import advisor.audit.planted_one", "planted_one"),
    ],
}
ALSO = {
    "advisor.walk.views": '"""Planted."""\n',
    "advisor.audit.planted_one": DEFERRED.format(line="import advisor.audit.planted_two"),
}

IO_MODULES = {"asyncio", "builtins", "ctypes", "http", "importlib", "io", "logging", "multiprocessing", "os", "pathlib"}
IO_MODULES |= {"pickle", "random", "secrets", "shutil", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile"}
IO_MODULES |= {"threading", "time", "urllib", "uuid"}
NAMELESS = frozenset({"utils", "util", "core", "common", "helpers", "misc"})


def contracts() -> dict[str, str]:
    """Id -> name of every contract in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    return {contract["id"]: contract["name"] for contract in settings["contracts"]}


def lint(folder: Path) -> tuple[int, str]:
    """`lint-imports` in a folder: its status and its report in one line of words."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def copied(folder: Path) -> Path:
    """The Python source in a folder of its own."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=lambda where, names: [
                name for name in names if not name.endswith(".py") and not (Path(where) / name).is_dir()
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def broken(report: str) -> dict[str, str]:
    """Name of each broken contract -> what is told about it."""
    told = " ".join(report.partition("Broken contracts")[2].split())
    places = sorted((told.find(f"{name} ---"), name) for name in contracts().values() if f"{name} ---" in told)
    ends = [place for place, _ in places[1:]] + [len(told)]
    return {name: told[place:end] for (place, name), end in zip(places, ends, strict=True)}


def test_the_source_keeps_every_contract(tmp_path: Path) -> None:
    status, report = lint(copied(tmp_path))
    assert status == 0, report
    assert f"Contracts: {len(contracts())} kept, 0 broken." in report


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, dict[str, str]]:
    """All offences planted in one copy: the status of the lint, and what it says of each broken contract."""
    folder = copied(tmp_path_factory.mktemp("planted"))
    for module, text in ALSO.items():
        (folder / Path(*module.split("."))).with_suffix(".py").write_text(text)
    for offences in OFFENCES.values():
        for module, how, line, _ in offences:
            path = (folder / Path(*module.split("."))).with_suffix(".py")
            before = path.read_text(encoding="utf-8") if path.exists() else '"""Planted."""\n'
            path.write_text(before + "\n\n" + how.format(line=line), encoding="utf-8")
    status, report = lint(folder)
    return status, broken(report)


def test_every_contract_has_its_offence() -> None:
    assert set(OFFENCES) == set(contracts())


@pytest.mark.parametrize("contract", OFFENCES)
def test_a_planted_offence_is_refused(contract: str, refused: tuple[int, dict[str, str]]) -> None:
    status, told = refused
    assert status != 0
    said = told.get(contracts()[contract], "")
    for module, _, _, imported in OFFENCES[contract]:
        short = module.rpartition(".")[2] if contract == "no-cycles" else module
        assert re.search(rf"{re.escape(short)}\b.*?{re.escape(imported)}\b", said), (module, said)


def test_the_engine_imports_the_standard_library_alone_and_nothing_that_reads_or_ticks() -> None:
    graph = grimp.build_graph("routing", include_external_packages=True, cache_dir=None)
    outside = {
        imported.partition(".")[0]
        for module in graph.modules
        if module.startswith("routing")
        for imported in graph.find_modules_directly_imported_by(module)
    } - {"routing"}
    assert outside <= sys.stdlib_module_names
    assert outside & IO_MODULES == set()


def test_no_module_is_called_after_nothing() -> None:
    names = {path.stem for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    assert names & NAMELESS == set()
