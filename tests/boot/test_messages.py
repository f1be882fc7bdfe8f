"""The translations are compiled at the set-up and in the image, by the very commands, and a text is looked up."""

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.setup.messages import compile_command, compile_messages
from advisor.setup.place import Place

ROOT = Path(__file__).resolve().parents[2]
BOOKS = sorted((ROOT / "advisor" / "locale").glob("*/LC_MESSAGES/django.po"))
FRENCH = Path("advisor", "locale", "fr", "LC_MESSAGES", "django.po")
FUZZY = '#, fuzzy\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Save"\nmsgstr "Gem"\n'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A checkout with the real files of translations, nothing compiled, and this interpreter."""
    for book in BOOKS:
        copy = tmp_path / book.relative_to(ROOT)
        copy.parent.mkdir(parents=True)
        shutil.copy(book, copy)
    fresh = Place(tmp_path)
    fresh.python = Path(sys.executable)
    return fresh


def said(compiled: Path, text: str) -> str:
    with compiled.open("rb") as book:
        return gettext.GNUTranslations(book).gettext(text)


def test_the_set_up_makes_french(place: Place):
    compile_messages(place)
    assert said((place.root / FRENCH).with_suffix(".mo"), "Sign in") == "Se connecter"
    assert all((place.root / book.relative_to(ROOT)).with_suffix(".mo").exists() for book in BOOKS)


def test_one_file_compiles_by_itself(tmp_path: Path):
    target = tmp_path / "fr.mo"
    subprocess.run([str(part) for part in compile_command(Path(sys.executable), ROOT / FRENCH, target)], check=True)
    assert said(target, "Sign in") == "Se connecter"


def test_a_file_that_is_left_out_ends_the_start(place: Place, capsys: pytest.CaptureFixture[str]):
    left_out = place.root / FRENCH
    left_out.write_text(FUZZY, encoding="utf-8")
    with pytest.raises(SystemExit):
        compile_messages(place)
    assert f"the translation {left_out} could not be compiled to django.mo; mend that file." in capsys.readouterr().err


def test_an_old_result_does_not_count(place: Place):
    compiled = (place.root / FRENCH).with_suffix(".mo")
    compiled.write_bytes(b"")
    os.utime(compiled, (0, 0))
    (place.root / FRENCH).write_text(FUZZY, encoding="utf-8")
    with pytest.raises(SystemExit):
        compile_messages(place)


def image_command() -> str:
    """The loop of the Dockerfile that compiles, with this interpreter."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    loop = text[text.index("for book in") :]
    return loop[: loop.index("done") + 4].replace("/opt/venv/bin/python", sys.executable)


def test_the_image_makes_french(place: Place):
    subprocess.run(["sh", "-ec", image_command()], cwd=place.root, check=True, capture_output=True)
    assert said((place.root / FRENCH).with_suffix(".mo"), "Sign in") == "Se connecter"


def test_the_image_is_not_built_without_a_language(place: Place):
    (place.root / FRENCH).write_text(FUZZY, encoding="utf-8")
    done = subprocess.run(["sh", "-ec", image_command()], cwd=place.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"the translation {FRENCH} could not be compiled" in done.stdout
