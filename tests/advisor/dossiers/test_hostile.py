"""Text from outside cannot open files, call hosts, run code or put anything into the file but itself."""

import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.dossiers import to_html, to_pdf
from advisor.dossiers.build import document_from
from advisor.dossiers.press import sandbox
from advisor.dossiers.to_docx import docx_of
from advisor.dossiers.to_pdf import EMBEDDED, render_pdf
from tests.advisor.dossiers.pdf_text import decoded_streams, elements, opened
from tests.advisor.dossiers.samples import sample
from tests.advisor.dossiers.vectors import VECTORS

CANARY = "canary-7f1d5c"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that nothing may read."""
    path = tmp_path / "secret.css"
    path.write_text(CANARY)
    return path


@pytest.fixture
def visitors() -> Iterator[tuple[str, list[str]]]:
    """(address of a host, the paths that were asked for): nobody may visit it."""
    seen: list[str] = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()


def poisoned(name: str, secret: Path, host: str) -> dict[str, Any]:
    """The sample with every vector in every text field, one after the other (codes and hashes stay)."""
    texts = [vector.format(path=secret.as_uri(), host=host) for vector in VECTORS]
    inputs = sample(name)
    turn = iter(range(10**6))

    def spoil(text: str) -> str:
        return f"{text} {texts[next(turn) % len(texts)]}"

    everything = "\n\n".join(texts)
    inputs["case"]["title"] += everything[:900]
    inputs["case"]["summary"] = everything
    inputs["case"]["reference"] += texts[0]
    inputs["need"]["subject"] = everything
    inputs["reason"] = everything
    inputs["agency"]["name"] += everything[:500]
    inputs["option"]["channel"] = everything
    for key in ("form", "languages", "costs"):
        inputs["option"][key] = spoil(str(inputs["option"].get(key)))
    for group in ("because", "time_limits", "refusal_grounds"):
        for row in inputs["option"].get(group) or []:
            for key in ("text", "article", "event", "note"):
                if isinstance(row.get(key), str):
                    row[key] = spoil(row[key])
    for fact in inputs["words"]["facts"].values():
        fact["question"] = spoil(fact["question"])
    for key in ("title", "short_title", "url"):
        inputs["words"]["instrument"][key] = spoil(inputs["words"]["instrument"].get(key, ""))
    for state in inputs["words"]["states"].values():
        state["name"] = spoil(state["name"])
    inputs["words"]["measure"] = spoil(inputs["words"]["measure"])
    return inputs


@pytest.mark.parametrize("name", ["request-hague", "letter-registrant", "note-blocking"])
def test_every_vector_in_every_field_is_only_text(name: str, secret: Path, visitors: tuple[str, list[str]]) -> None:
    host, seen = visitors
    content = render_pdf(poisoned(name, secret, host), 1, lambda _: None).content
    with opened(content) as pdf:
        assert list(pdf.attachments) == [EMBEDDED]
        names = pdf.Root.Names
        assert set(names.keys()) == {"/Dests", "/EmbeddedFiles"}
        kinds = {str(item.get("/Type")) for item in pdf.objects if hasattr(item, "get") and "/Type" in item}
        assert not kinds & {"/Action", "/Annot", "/XObject"}
        assert CANARY.encode() not in decoded_streams(pdf)
        assert not {str(element.S) for element in elements(pdf)} & {"/Link", "/Figure", "/Form"}
    assert CANARY.encode() not in content
    assert seen == []


def test_the_word_file_takes_every_vector_as_text(secret: Path, visitors: tuple[str, list[str]]) -> None:
    host, seen = visitors
    content = docx_of(document_from(poisoned("request-eio", secret, host), 1))
    assert CANARY.encode() not in content
    assert seen == []


class TestEachFenceHoldsAlone:
    """One of the two fences is taken away; the other still lets nothing through."""

    def test_without_escaping_the_door_refuses_and_the_dossier_fails(
        self, secret: Path, visitors: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from django.utils.safestring import SafeString
        from weasyprint.urls import FatalURLFetchingError

        host, seen = visitors
        raw = "".join(vector.format(path=secret.as_uri(), host=host) for vector in VECTORS if "\ud800" not in vector)
        monkeypatch.setattr(to_pdf, "html_of", lambda document: SafeString(to_html.html_of(document) + raw))
        try:
            content = render_pdf(sample(), 1, lambda _: None).content
        except FatalURLFetchingError as error:
            assert "fetches nothing" in str(error)  # noqa: PT017 - failing closed is as good as rendering without it
        else:
            with opened(content) as pdf:
                assert CANARY.encode() not in decoded_streams(pdf)
        assert seen == []

    def test_with_weasyprints_own_fetcher_escaping_lets_nothing_through(
        self, secret: Path, visitors: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from weasyprint.urls import URLFetcher

        to_pdf.warm_up()
        host, seen = visitors
        monkeypatch.setitem(to_pdf._warm, "door", URLFetcher())
        content = render_pdf(poisoned("request-eio", secret, host), 1, lambda _: None).content
        with opened(content) as pdf:
            assert CANARY.encode() not in decoded_streams(pdf)
        assert seen == []


def test_a_render_opens_no_file_but_its_own_and_no_socket(secret: Path) -> None:
    """An audit hook in a process of its own sees every open and connect that Python makes while it renders."""
    script = f"""
import os, sys, json
os.environ['DJANGO_SETTINGS_MODULE'] = 'advisor.settings.test'
import django; django.setup()
from pathlib import Path
from tests.advisor.dossiers.test_hostile import poisoned
from advisor.dossiers import to_pdf
to_pdf.warm_up()
inputs = poisoned('request-eio', Path({str(secret)!r}), 'http://127.0.0.1:9')
seen, watching = [], True
watched = ('open', 'socket.', 'subprocess.', 'os.exec', 'os.system', 'os.fork')
def hook(event, args):
    if watching and event.startswith(watched):
        seen.append([event, str(args[0]) if args else ''])
sys.addaudithook(hook)
to_pdf.render_pdf(inputs, 1, lambda _: None)
watching = False
print(json.dumps(seen))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    import json

    allowed = (str(ROOT / "templates" / "dossiers"), str(ROOT / "advisor" / "dossiers"), sys.prefix, sys.base_prefix)
    for event, target in json.loads(done.stdout.strip().splitlines()[-1]):
        assert event == "open", (event, target)
        assert target.startswith(allowed), target


def test_templates_mark_nothing_safe() -> None:
    for path in (ROOT / "templates" / "dossiers").rglob("*.html"):
        source = path.read_text(encoding="utf-8").replace(
            'src="letterhead:logo"', ""
        )  # the one address, and a constant
        for forbidden in ("|safe", "autoescape", "mark_safe", "href=", "src=", "url("):
            assert forbidden not in source, f"{path.name}: {forbidden}"
    assert "url(" not in (ROOT / "advisor" / "dossiers" / "dossier.css").read_text(encoding="utf-8").replace(
        "no url() in here", ""
    )


def test_weasyprint_has_one_door() -> None:
    for path in (ROOT / "advisor").rglob("*.py"):
        if path.name != "to_pdf.py":
            assert "import weasyprint" not in path.read_text(encoding="utf-8"), path
            assert "from weasyprint" not in path.read_text(encoding="utf-8"), path


def test_the_web_process_never_loads_weasyprint() -> None:
    script = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'advisor.settings.test'\n"
        "import advisor.wsgi, django.urls\n"
        "django.urls.get_resolver().url_patterns\n"
        "import advisor.dossiers.services, advisor.dossiers.showing, advisor.dossiers.tasks\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('weasyprint', 'pikepdf')))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="no bubblewrap on this machine")
def test_with_escaping_and_the_door_taken_away_the_sandbox_lets_nothing_through(
    secret: Path, visitors: tuple[str, list[str]]
) -> None:
    """The third fence alone, under bubblewrap: raw markup, WeasyPrint's own fetcher; nothing is read, nobody called."""
    host, seen = visitors
    raw = "".join(vector.format(path=secret.as_uri(), host=host) for vector in VECTORS if "\ud800" not in vector)
    script = f"""
import sys, weasyprint
from advisor.setup import pango
try:
    made = weasyprint.HTML(string={raw!r}).write_pdf()
except Exception as error:
    made = str(error).encode()
sys.stdout.buffer.write(made)
"""
    done = subprocess.run(sandbox([sys.executable, "-c", script]), capture_output=True)
    assert done.returncode == 0, done.stderr
    assert seen == []
    if done.stdout.startswith(b"%PDF-"):
        with opened(done.stdout) as pdf:
            assert CANARY.encode() not in decoded_streams(pdf)
    assert CANARY.encode() not in done.stdout


@pytest.mark.parametrize("vector", ["{path}", "{host}/logo.png", "letterhead:logo", "<img src='{path}'>"])
def test_a_letterhead_is_text_and_its_picture_is_ours_alone(
    vector: str, secret: Path, visitors: tuple[str, list[str]]
) -> None:
    host, seen = visitors
    text = vector.format(path=secret.as_uri(), host=host)
    inputs = sample("note-blocking") | {"letterhead": {"lines": [text], "address": [text], "logo": ""}}
    with opened(render_pdf(inputs, 1, lambda _: None).content) as pdf:
        assert CANARY.encode() not in decoded_streams(pdf)
        assert not {str(element.S) for element in elements(pdf)} & {"/Link", "/Figure"}
    assert seen == []
