"""A signature does not stand alone on a sheet: the line above it is held to the rows before and to the signature."""

from pathlib import Path

from advisor.dossiers import to_html
from advisor.dossiers.build import document_from
from tests.advisor.dossiers.samples import sample

CSS = Path(to_html.__file__).with_name("dossier.css")


def test_the_line_above_a_signature_breaks_on_neither_side() -> None:
    html = to_html.html_of(document_from(sample("request-eio"), 1))
    line = "Signature of the issuing authority and/or its representative"
    before = html[: html.index(line)]
    assert before[before.rindex("<p") :].startswith('<p class="text plain before-signature">')
    assert ".before-signature { break-before: avoid; break-after: avoid; }" in CSS.read_text(encoding="utf-8")
