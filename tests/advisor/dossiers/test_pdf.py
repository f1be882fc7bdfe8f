"""The PDF itself: tags, metadata, fonts, the embedded file, and that equal inputs give equal bytes."""

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.document import texts
from advisor.dossiers.to_pdf import EMBEDDED, render_pdf
from tests.advisor.dossiers.pdf_text import elements, opened, shown
from tests.advisor.dossiers.samples import NAMES, sample

ROOT = Path(__file__).resolve().parents[3]
FURNITURE = {
    "labels",
    "type",
    "kind",
    "place",
    "places",
    "language",
    "anchor",
    "widths",
    "dated",
    "version",
    "status",
    "watermark",
    "logo_sha256",
    "logo_says",
    "author",
    "subject",
}


@cache
def made(name: str) -> bytes:
    return render_pdf(sample(name), 1, lambda _: None).content


@pytest.mark.parametrize("name", NAMES)
class TestEveryKind:
    """What holds for each kind of document."""

    def test_claims_pdf_a_3a_and_pdf_ua_1(self, name: str) -> None:
        with opened(made(name)) as pdf, pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
            private = name.startswith(("letter", "order"))  # a private party is told the reference alone
            assert sample(name)["case"]["reference" if private else "title"] in metadata["dc:title"]

    def test_root_says_language_title_and_marking(self, name: str) -> None:
        with opened(made(name)) as pdf:
            assert str(pdf.Root.Lang) == "en"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()
            assert all(page.obj.Tabs == "/S" for page in pdf.pages)
            with pdf.open_outline() as outline:
                assert len(outline.root) >= 10

    def test_everything_shown_is_tagged_or_an_artifact(self, name: str) -> None:
        with opened(made(name)) as pdf:
            owned: dict[Any, set[int]] = {}
            for element in elements(pdf):
                kids = element.get("/K")
                for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                    if isinstance(kid, int):
                        owned.setdefault(element.Pg.objgen, set()).add(int(kid))
            for page in pdf.pages:
                depth = 0
                for instruction in pikepdf.parse_content_stream(page):
                    operator = str(instruction.operator)
                    if operator == "BDC":
                        assert int(instruction.operands[1].MCID) in owned[page.obj.objgen]
                    depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
                    if operator in ("Tj", "TJ", "Do"):
                        assert depth > 0

    def test_header_cells_have_a_scope(self, name: str) -> None:
        with opened(made(name)) as pdf:
            heads = [element for element in elements(pdf) if element.S == "/TH"]
            assert {str(head.A.Scope) for head in heads} == {"/Column", "/Row"}

    def test_one_title_and_headings_in_order(self, name: str) -> None:
        with opened(made(name)) as pdf:
            kinds = [str(element.S) for element in elements(pdf)]
            assert kinds.count("/H1") == 1
            assert kinds.count("/H2") >= 8

    def test_fonts_are_embedded_and_ours(self, name: str) -> None:
        with opened(made(name)) as pdf:
            fonts = {font.BaseFont for page in pdf.pages for font in page.obj.Resources.Font.values()}
            assert {str(font).partition("+")[2] for font in fonts} <= {
                "Noto-Sans",
                "Noto-Sans-Bold",
                "Noto-Sans-Italic",
                "Noto-Sans-Bold-Italic",
            }
            for page in pdf.pages:
                for font in page.obj.Resources.Font.values():
                    descriptor = font.DescendantFonts[0].FontDescriptor
                    assert any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))

    def test_the_embedded_file_is_the_document_as_printed_and_no_more(self, name: str) -> None:
        with opened(made(name)) as pdf:
            assert list(pdf.attachments) == [EMBEDDED]
            embedded = json.loads(pdf.attachments[EMBEDDED].get_file().read_bytes())
            printed = shown(pdf, artifacts=False)
        for key, part in embedded["document"].items():
            if key in FURNITURE or key == "title":  # the title of the file; its two halves are printed apart
                continue
            for text in _said(part):
                assert "".join(text.split()) in printed, text
        left = printed
        said = _said(embedded["document"]) + [word for _, word in embedded["document"]["labels"]]
        for text in sorted({"".join(text.split()) for text in said}, key=len, reverse=True):
            left = left.replace(text, "")
        assert not set(left) - set("0123456789.[]·abcdefgh•"), left
        assert embedded["record"]["inputs_sha256"] == canonical_sha256(sample(name))
        assert embedded["record"]["edition"] == sample(name)["route"]["edition"]
        assert set(embedded) == {"format", "document", "record"}

    def test_no_link_script_or_action(self, name: str) -> None:
        with opened(made(name)) as pdf:
            assert "/OpenAction" not in pdf.Root
            assert "/AA" not in pdf.Root
            assert "/JavaScript" not in pdf.Root.get("/Names", {})
            assert not [page for page in pdf.pages if "/Annots" in page]


def _said(part: Any) -> list[str]:
    """The texts of a JSON part that are meant to be read."""
    if isinstance(part, dict):
        return [text for key, value in part.items() if key not in FURNITURE for text in _said(value)]
    if isinstance(part, list):
        return [text for item in part for text in _said(item)]
    return [part] if isinstance(part, str) and part else []


def test_equal_inputs_give_equal_bytes_in_every_process() -> None:
    script = (
        "import os, django, hashlib; os.environ['DJANGO_SETTINGS_MODULE'] = 'advisor.settings.test'; django.setup()\n"
        "from tests.advisor.dossiers.samples import sample\n"
        "from advisor.dossiers.to_pdf import render_pdf\n"
        "print(hashlib.sha256(render_pdf(sample(), 1, lambda _: None).content).hexdigest())"
    )
    seen = {hashlib.sha256(made("request-eio")).hexdigest()}
    for seed, zone in (("1", "Asia/Kathmandu"), ("4711", "America/St_Johns")):
        surroundings = dict(os.environ, PYTHONHASHSEED=seed, TZ=zone, LANG="C")
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=surroundings, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        seen.add(done.stdout.strip().splitlines()[-1])
    assert len(seen) == 1


def test_another_version_is_another_file() -> None:
    assert render_pdf(sample(), 2, lambda _: None).content != made("request-eio")


def test_texts_reads_a_document_in_order() -> None:
    assert list(texts(("a", ("b", "c")))) == ["a", "b", "c"]
