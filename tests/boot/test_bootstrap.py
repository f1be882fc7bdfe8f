"""The way from a bare python3 into `.venv`: what it decides and what it says. Installing itself is CI's set-up gate."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType

import pytest

from advisor import bootstrap
from advisor.setup import debian, packages, pango
from advisor.setup.place import Place

ROOT = Path(__file__).resolve().parents[2]


def checkout(folder: Path) -> Path:
    """A checkout with only what the bootstrap reads."""
    (folder / "advisor").mkdir(parents=True)
    shutil.copy(ROOT / "manage.py", folder)
    shutil.copy(ROOT / "advisor" / "bootstrap.py", folder / "advisor")
    shutil.copytree(
        ROOT / "advisor" / "setup", folder / "advisor" / "setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "requirements").mkdir()
    for name in ("run", "test", "dev", "uv"):
        (folder / "requirements" / f"{name}.txt").write_text(f"# {name}\n")
    return folder


def manage(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-S", "manage.py", *words],
        cwd=root,
        env={**base, **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_a_command_other_than_run_and_test_never_installs(tmp_path: Path) -> None:
    root = checkout(tmp_path / "new")
    done = manage(root, "migrate")
    assert done.returncode == 1
    assert "this checkout is not set up yet" in done.stderr
    assert "python3 manage.py run" in done.stderr
    assert not (root / ".venv").exists()


def test_a_half_made_venv_is_no_set_up_checkout(tmp_path: Path) -> None:
    root = checkout(tmp_path / "new")
    packages.make_venv(Place(root))
    done = manage(root, "migrate")
    assert done.returncode == 1
    assert "this checkout is not set up yet" in done.stderr


def test_an_unknown_set_is_named_with_those_that_exist(tmp_path: Path) -> None:
    done = manage(checkout(tmp_path / "new"), "setup", "nonsense")
    assert done.returncode == 1
    assert "`setup nonsense`" in done.stderr
    assert "setup run" in done.stderr


def test_an_old_python_is_told_what_is_missing(tmp_path: Path) -> None:
    root = checkout(tmp_path / "new")
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['manage.py', 'run']"
    code = f"{pretend}; runpy.run_path('manage.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env={"PATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "this is Python 3.9" in done.stderr
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_an_old_python_goes_on_with_a_newer_one_on_the_path(tmp_path: Path) -> None:
    root = checkout(tmp_path / "new")
    (tmp_path / "python3.13").write_text("#!/bin/sh\nexit 127\n")  # a shim without that version
    (tmp_path / "python3.12").symlink_to(sys.executable)
    (tmp_path / "python3.13").chmod(0o755)
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['manage.py', 'migrate']"
    code = f"{pretend}; runpy.run_path('manage.py', run_name='__main__')"
    environment = {"PATH": str(tmp_path), "PYTHONNOUSERSITE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
    assert "this is Python 3.9" not in done.stderr


def test_the_bootstrap_parses_under_pythons_that_are_too_old() -> None:
    import ast

    ast.parse((ROOT / "advisor" / "bootstrap.py").read_text(), feature_version=(3, 7))
    ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 7))


def test_setup_off_installs_nothing_and_stays_in_this_interpreter(tmp_path: Path) -> None:
    root = checkout(tmp_path / "new")
    done = manage(root, "run", ADVISOR_SETUP="off")
    assert "No module named 'django'" in done.stderr, "it went straight to Django"
    assert not (root / ".venv").exists()


class TestStamp:
    """The stamp says that exactly this lock is installed."""

    def test_a_larger_set_marks_the_smaller_ones(self, tmp_path: Path) -> None:
        place = self.ready(tmp_path)
        assert not place.installed("run")
        place.mark_installed("test")
        assert place.installed("run")
        assert place.installed("test")
        assert not place.installed("dev")

    def test_a_changed_lock_is_not_installed(self, tmp_path: Path) -> None:
        place = self.ready(tmp_path)
        place.mark_installed("run")
        place.lock("run").write_text("# another\n")
        assert not place.installed("run")

    def test_a_stamp_without_its_interpreter_does_not_count(self, tmp_path: Path) -> None:
        place = self.ready(tmp_path)
        place.mark_installed("run")
        place.python.unlink()
        assert not place.installed("run")

    def ready(self, folder: Path) -> Place:
        place = Place(checkout(folder / "new"))
        place.python.parent.mkdir(parents=True)
        place.python.symlink_to(sys.executable)
        return place


class TestVenv:
    """`.venv` is taken as it is when it works, and made again when it does not."""

    def test_a_half_made_one_is_made_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/usr/bin:/bin")
        place = Place(checkout(tmp_path / "new"))
        (place.venv / "lib").mkdir(parents=True)
        (place.venv / "left-behind").write_text("by a crash")
        packages.make_venv(place)
        assert subprocess.run([place.python, "-c", "pass"]).returncode == 0
        assert not (place.venv / "left-behind").exists()

    def test_a_working_one_is_kept(self, tmp_path: Path) -> None:
        place = Place(checkout(tmp_path / "new"))
        packages.make_venv(place)
        (place.venv / "mine").write_text("kept")
        packages.make_venv(place)
        assert (place.venv / "mine").exists()

    def test_a_file_in_its_place_is_not_removed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        place = Place(checkout(tmp_path / "new"))
        place.venv.write_text("somebody's file")
        with pytest.raises(SystemExit):
            packages.make_venv(place)
        assert "is not a folder" in capsys.readouterr().err
        assert place.venv.read_text() == "somebody's file"

    def test_a_read_only_checkout_is_told_to_move(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = Place(checkout(tmp_path / "new"))
        monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
        with pytest.raises(SystemExit):
            packages.make_venv(place)
        assert "cannot write to" in capsys.readouterr().err

    def test_a_failed_install_says_why_and_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        place = Place(checkout(tmp_path / "new"))
        monkeypatch.setattr(packages, "_uv", lambda place, environment: None)
        monkeypatch.setattr(packages, "make_pip", lambda place: None)
        monkeypatch.setattr(packages, "call", lambda command, environment=None: (False, "no route to the index"))
        with pytest.raises(SystemExit):
            packages.install(place, "run")
        said = capsys.readouterr().err
        assert "no route to the index" in said
        assert "Check the network" in said


def test_two_starts_at_once_wait_for_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = Place(checkout(tmp_path / "new"))
    order: list[str] = []

    def second() -> None:
        with place.only_one():
            order.append("second")

    thread = threading.Thread(target=second)
    with place.only_one():
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join(timeout=5)
    assert order == ["first", "second"]
    assert "another start is setting up this checkout" in capsys.readouterr().err


def test_without_apt_the_unpacking_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    worked, message = debian.unpack(["libpango-1.0-0"], tmp_path / "pango")
    assert not worked
    assert "no apt-get" in message


def test_missing_pango_is_told_and_does_not_stop_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pango, "load", lambda venv=None: ["libpango-1.0.so.0"])
    monkeypatch.setattr(debian, "may_install", lambda: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    pango.bring(Place(checkout(tmp_path / "new")))
    said = capsys.readouterr().err
    assert "libpango-1.0.so.0 could not be loaded. All other pages work." in said
    assert "apt-get install libpango-1.0-0" in said


def test_weasyprints_libraries_load_here() -> None:
    assert pango.load() == []


def test_the_steps_are_loaded_without_the_package_advisor() -> None:
    code = (
        "import runpy, sys, pathlib; root = pathlib.Path('.').resolve();"
        "runpy.run_path('advisor/bootstrap.py')['load_steps'](root);"
        "import rogatory_setup.packages; assert 'advisor' not in sys.modules and 'celery' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT).returncode == 0
    assert isinstance(bootstrap, ModuleType)
