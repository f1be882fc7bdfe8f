"""What PDF/UA-1 and PDF/A-3a ask for, as far as the files themselves tell: tree, headings, tables, pictures, fonts.

One test a requirement, over a draft, a final with letterhead and logo, names in all scripts, two languages, a bundle's
cover and a signed file. veraPDF's word is still missing.
"""

import base64
import io
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from django.test import override_settings
from PIL import Image

from advisor.dossiers import signing
from advisor.dossiers.logos import logo_made
from advisor.dossiers.to_pdf import render_pdf
from tests.advisor.dossiers.keys import made_key
from tests.advisor.dossiers.pdf_text import elements, opened, shown
from tests.advisor.dossiers.samples import sample
from tests.advisor.dossiers.test_bundles import INPUTS
from tests.advisor.dossiers.test_coverage import NAMES as SCRIPTS

APPROVED = {"final": True, "approved_by": "G. Conti", "approved_on": "2026-11-22 14:05 UTC", "approved_version": 1}
KINDS = ("draft", "final", "scripts", "beside", "bundle", "signed")


def picture() -> str:
    written = io.BytesIO()
    Image.new("RGBA", (600, 200), (20, 60, 120, 90)).save(written, "PNG")
    return base64.b64encode(logo_made(written.getvalue())).decode()


def inputs_of(kind: str) -> dict[str, Any]:
    inputs = sample("request-eio")
    if kind == "final":
        head = {"lines": ["Repubblica Italiana"], "address": ["Via Freguglia 1", "Milano"], "logo": picture()}
        return inputs | APPROVED | {"letterhead": head}
    if kind == "scripts":
        inputs["case"]["summary"] = "\n\n".join((*SCRIPTS, "محمد عبد الله", "สมชาย ใจดี"))
    elif kind == "beside":
        return inputs | {"beside": {"language": "fr", "said": {}}}
    elif kind == "bundle":
        return dict(INPUTS)
    return inputs


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made_key(tmp_path_factory.mktemp("key"))


@cache
def rendered(kind: str) -> bytes:
    return render_pdf(inputs_of(kind), 1, lambda _: None).content


@pytest.fixture(params=KINDS)
def pdf(request: pytest.FixtureRequest, key: dict[str, str]) -> Any:
    if request.param == "signed":
        with override_settings(**key), opened(signing.signed(rendered("draft"), final=False)) as found:
            yield found
        return
    with opened(rendered(request.param)) as found:
        yield found


def kids(element: Any) -> list[Any]:
    held = element.get("/K")
    listed = [] if held is None else list(held) if isinstance(held, pikepdf.Array) else [held]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def in_order(element: Any) -> list[Any]:
    return [found for kid in kids(element) for found in (kid, *in_order(kid))]


def test_headings_begin_at_one_and_leave_no_level_out(pdf: Any) -> None:
    levels = [
        int(str(e.S)[2:]) for e in in_order(pdf.Root.StructTreeRoot) if str(e.S)[1:2] == "H" and str(e.S)[2:].isdigit()
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_are_whole_and_their_heads_say_their_direction(pdf: Any) -> None:
    tables = [element for element in elements(pdf) if element.S == "/Table"]
    assert tables
    for table in tables:
        rows = [element for element in in_order(table) if element.S == "/TR"]
        widths = {
            sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in kids(row) if str(cell.S) in ("/TH", "/TD"))
            for row in rows
        }
        assert len(widths) == 1
        assert {str(cell.S) for row in rows for cell in kids(row)} <= {"/TH", "/TD"}
        heads = [cell for row in rows for cell in kids(row) if cell.S == "/TH"]
        assert heads
        assert all(str(cell.A.Scope) in ("/Column", "/Row") for cell in heads)


def test_lists_hold_items_alone(pdf: Any) -> None:
    for element in elements(pdf):
        if element.S == "/L":
            assert {str(kid.S) for kid in kids(element)} <= {"/LI", "/Caption"}
        if element.S == "/LI":
            assert {str(kid.S) for kid in kids(element)} <= {"/Lbl", "/LBody"}


def test_pictures_say_what_they_are(pdf: Any) -> None:
    figures = [element for element in elements(pdf) if element.S == "/Figure"]
    for figure in figures:
        assert str(figure.Alt)
    drawn = [name for page in pdf.pages for name in page.obj.Resources.get("/XObject", {})]
    assert bool(drawn) == bool(figures)


def test_every_page_finds_its_tags_and_takes_its_tab_order_from_them(pdf: Any) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    table = {int(number) for number in list(numbers)[::2]}
    for page in pdf.pages:
        assert int(page.obj.StructParents) in table
        assert page.obj.Tabs == "/S"


def test_fonts_are_embedded_and_can_be_read(pdf: Any) -> None:
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", {}).values():
            assert "/ToUnicode" in font
            inner = font.DescendantFonts[0]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
            if inner.Subtype == "/CIDFontType2":
                assert "/CIDToGIDMap" in inner
            assert "/W" in inner


def test_nothing_is_see_through_and_colours_have_a_profile(pdf: Any) -> None:
    [intent] = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) == 3
    for page in pdf.pages:
        assert "/Group" not in page.obj
        for image in page.obj.Resources.get("/XObject", {}).values():
            assert "/SMask" not in image
            assert image.get("/Interpolate") is None or not image.Interpolate
        for state in page.obj.Resources.get("/ExtGState", {}).values():
            assert float(state.get("/ca", 1)) == float(state.get("/CA", 1)) == 1
            assert state.get("/BM", pikepdf.Name.Normal) == "/Normal"


def test_it_says_what_it_claims_to_be(pdf: Any) -> None:
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
    assert str(pdf.Root.Lang)
    assert pdf.Root.MarkInfo.Marked
    assert not pdf.Root.MarkInfo.get("/Suspects", False)
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert not pdf.is_encrypted


def test_the_embedded_file_says_what_it_is_to_the_document(pdf: Any) -> None:
    [file] = pdf.Root.AF
    assert str(file.AFRelationship) == "/Data"
    assert str(file.F) == str(file.UF) == "dossier.json"
    inner = file.EF.F
    assert "/Subtype" in inner
    assert "/ModDate" in inner.Params


def test_notes_on_pages_are_none_or_say_what_they_are(pdf: Any) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", []):
            if note.Subtype == "/Widget":  # a signature's field takes no room on the page
                assert [float(edge) for edge in note.Rect] == [0, 0, 0, 0] or int(note.F) & 2
            else:
                assert str(note.Contents)


def test_a_final_has_no_mark_of_a_draft_and_names_who_approved_it() -> None:
    with opened(rendered("final")) as final, opened(rendered("draft")) as draft:
        assert "DRAFT" in shown(draft, artifacts=True)
        assert "DRAFT" not in shown(final, artifacts=True)
        assert "ApprovedbyG.Contion22November2026,14:05UTC" in shown(final, artifacts=False)
        assert "Workingsheet" not in shown(final, artifacts=False)


def test_two_languages_say_where_each_is_spoken() -> None:
    with opened(rendered("beside")) as pdf:
        assert "fr" in {str(element.Lang) for element in elements(pdf) if "/Lang" in element}
