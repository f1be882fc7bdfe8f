"""The one door to WeasyPrint: inputs in, the bytes of a PDF out. Nothing else in the project may import it.

Reads: this folder's fonts and style sheet, and nothing that a document names: the fetcher refuses every address but the
one of the letterhead's picture, whose bytes it is given; there is no base address, no path comes from data, and the
fonts are those of fonts/fonts.conf alone. Writes: only bytes.

The file is tagged PDF/A-3a and PDF/UA-1 (pdf_finish.py) and carries one embedded file, dossier.json: the document
exactly as printed, with edition, hashes and the route step. Equal inputs give equal bytes.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from advisor.dossiers.build.bundle import bundle_document
from advisor.dossiers.build.heads import APPROVAL
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.codec import canonical_bytes, canonical_sha256
from advisor.dossiers.coverage import breakable, covers, drawable
from advisor.dossiers.document import Document, plain, respelled
from advisor.dossiers.errors import NoPango
from advisor.dossiers.limits import check_sizes
from advisor.dossiers.pairing import document_of
from advisor.dossiers.to_html import html_of
from advisor.setup import pango

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts" / "fonts.conf"
STYLE = HERE / "dossier.css"
EMBEDDED = "dossier.json"
LOGO = "letterhead:logo"
BUNDLE = "bundle"
_warm: dict[str, Any] = {}


@dataclass(frozen=True)
class Pages:
    """A finished PDF and its number of pages."""

    content: bytes
    pages: int


def warm_up() -> None:
    """Load Pango and WeasyPrint, parse the style and lay out one line; done once per process, children inherit it.

    Only the list of fonts is made anew for each dossier: newer Pango keeps a thread with it, and a fork loses threads.

    Raises NoPango when the libraries are not on this machine.
    """
    if _warm:
        return
    missing = pango.load()
    if missing:
        raise NoPango(missing)
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ClosedDoor(URLFetcher):  # type: ignore[misc]
        """Refuses every address but the letterhead's picture, whose bytes it holds. A subclass, because WeasyPrint
        reads private fields of its own fetcher."""

        logo = b""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            if url == LOGO and self.logo:
                return URLFetcherResponse(url, self.logo, {"Content-Type": "image/png"})
            raise FatalURLFetchingError(f"a dossier fetches nothing, and was told to fetch {url[:80]!r}")

    _tags_say_their_language()
    fonts = FontConfiguration()
    door = ClosedDoor(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
    style = weasyprint.CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=door)
    covers(0)
    _warm.update(weasyprint=weasyprint, fonts=FontConfiguration, door=door, style=style)
    weasyprint.HTML(string="<p>warm</p>", url_fetcher=door).write_pdf(stylesheets=[style], font_config=fonts)


def _tags_say_their_language() -> None:
    """WeasyPrint's tags leave `lang` out; with it a screen reader reads each language as what it is."""
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def with_language(box: Any, *rest: Any, **named: Any) -> Iterator[Any]:
        said = None if box.element is None else box.element.attrib.get("lang")
        for element in build(box, *rest, **named):
            if said and "Lang" not in element:
                element["Lang"] = pydyf.String(said)
            yield element

    tags._build_box_tree = with_language


def render_pdf(inputs: Mapping[str, Any], version: int, progress: Callable[[str], None]) -> Pages:
    """The PDF of one job. `inputs` and `version` as stored in the job; `progress` is told each step.

    Raises FieldTooLong or DossierTooLong for too much text; whatever WeasyPrint raises passes through.
    """
    warm_up()
    check_sizes(inputs)
    inputs = cleaned(inputs)
    progress("Writing the document")
    make = bundle_document if inputs.get("kind") == BUNDLE else document_of
    document: Document = respelled(make(inputs, version), drawable)
    html = html_of(respelled(document, breakable))
    _warm["door"].logo = base64.b64decode(inputs.get("letterhead", {}).get("logo", ""))
    progress("Laying out the pages")
    laid_out, pages = _lay_out(html, embedded_json(document, inputs, version), str(document.dated))
    progress("Checking tags and metadata")
    from advisor.dossiers.pdf_finish import finished  # brings pikepdf, which a page that borrows our style never needs

    return Pages(finished(laid_out, document), pages)


def embedded_json(document: Document, inputs: Mapping[str, Any], version: int) -> bytes:
    """What is embedded in the file: the document as printed, and which law, route and step it comes from; in a bundle,
    which files it holds."""
    if inputs.get("kind") == BUNDLE:
        record = {"parts": inputs["parts"], "inputs_sha256": canonical_sha256(inputs), "version": version}
        return canonical_bytes({"format": 1, "document": plain(document), "record": record})
    route = inputs["route"]
    return canonical_bytes(
        {
            "format": 1,
            "document": plain(document),
            "record": {
                "edition": route["edition"],
                "engine_version": route["engine_version"],
                "on": route["on"],
                "route": {"number": route["number"], "sha256": route["sha256"]},
                "step": inputs["step"],
                "inputs_sha256": canonical_sha256(inputs),
                "version": version,
                **({"approved": {name: inputs[name] for name in APPROVAL}} if inputs.get("final") else {}),
            },
        }
    )


def _lay_out(html: str, embedded: bytes, dated: str) -> tuple[bytes, int]:
    weasyprint = _warm["weasyprint"]
    day = datetime.fromisoformat(dated).replace(tzinfo=UTC)
    laid_out = weasyprint.HTML(string=html, url_fetcher=_warm["door"]).render(
        stylesheets=[_warm["style"]], font_config=_warm["fonts"](), pdf_variant="pdf/a-3a"
    )
    attachment = weasyprint.Attachment(
        string=embedded,
        url_fetcher=_warm["door"],
        name=EMBEDDED,
        description="The document as data",
        created=day,
        modified=day,
        relationship="Data",
    )
    laid_out.metadata.attachments = [attachment]
    identifier = canonical_sha256(json.loads(embedded))[:32].encode()
    return laid_out.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=identifier), len(laid_out.pages)
