"""The kit: nothing inline, nothing from elsewhere, nothing of the United Kingdom's branding."""

import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "advisor" / "web" / "static" / "web"
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "dossiers" not in path.parts)
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<style|<script(?![^>]*\ssrc=)|hx-on|\sjs:""", re.I
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_holds_an_inline_script_or_style(path):
    found = INLINE.findall(path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


def test_the_style_sheet_loads_our_fonts_and_nothing_else():
    css = (STATIC / "rogatory.css").read_text(encoding="utf-8")
    urls = re.findall(r"url\(([^)]*)\)", css)
    for url in urls:
        assert (STATIC / url.strip("\"'")).is_file(), url
    assert "data:" not in css
    assert "GDS Transport" not in css
    assert "@import" not in css


def test_fonts_come_with_their_licence():
    for folder in (STATIC / "fonts", ROOT / "advisor" / "dossiers" / "fonts"):
        assert "SIL Open Font License" in (folder / "OFL.txt").read_text(encoding="utf-8").replace(
            "SIL OPEN", "SIL Open"
        )
        assert list(folder.glob("*.woff2")) or list(folder.glob("*.ttf"))


def test_the_lock_names_no_host():
    vendor = ROOT / "advisor" / "web" / "vendor"
    lock = (vendor / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    wanted = json.loads((vendor / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    held = json.loads(lock)["packages"]
    assert {name: held[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in entry for name, entry in held.items() if name)


def test_the_map_draws_every_state_of_the_catalogue(edition):
    drawn = set(re.findall(r' id="([A-Z]{2})"', (STATIC / "img" / "world.svg").read_text(encoding="utf-8")))
    assert set(edition.rulebook.states) <= drawn


def test_scripts_evaluate_nothing():
    for path in (STATIC / "js").iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function\(|innerHTML\s*=\s*[^\"'`]*location", text), path.name


def test_browsers_find_the_sign_where_they_look_for_it_themselves(client, db):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/web/img/favicon.svg")
    assert client.get(answer.url).headers["Content-Type"] == "image/svg+xml"
