"""The frame of a Word file: page, styles, header, footer, letterhead, a draft's mark, and the same bytes each time.

Reads and writes only the file that is being made. The header says on every page what the PDF says: the reference, and
whether this is a draft or approved; a draft has its mark behind the text as well, a final has none.
"""

import io
import zipfile
from datetime import datetime
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from advisor.dossiers.document import Document, Letterhead

INK, BLUE, RED, GREY = (RGBColor.from_string(tone) for tone in ("14202B", "16324F", "8A1C1C", "43505C"))
FONT = "Noto Sans"
STYLES = (("Title", 17.5), ("Heading 1", 12.5), ("Heading 2", 10.5), ("Heading 3", 9.5), ("Caption", 9.0))
LONGEST_PROPERTY = 255
LOGO_BOX = (Mm(59), Mm(20))
AFTER_MARGINS = ("w:tblLook", "w:tblCaption", "w:tblDescription")  # what the schema wants behind an element
AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", *AFTER_MARGINS)
AFTER_LANG = ("w:eastAsianLayout", "w:specVanish", "w:oMath")
MARK_SHAPE = (
    '<w:pict {spaces} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m0,0l21600,0m0,21600l21600,21600e">'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="draft-mark" type="#_x0000_t136" o:allowincell="f" fillcolor="#ecdada" stroked="f" style="'
    "position:absolute;width:400pt;height:80pt;rotation:315;z-index:-1;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
    '"><v:textpath style="font-family:\'Noto Sans\';font-size:1pt"/></v:shape></w:pict>'
)


def frame_set(file: Any, document: Document) -> None:
    """Page, styles, properties, header and footer of a new file."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(22), Mm(24), Mm(22)
    _styles(file)
    _header(page.header.paragraphs[0], document)
    _footer(page.footer.paragraphs[0], document)
    core = file.core_properties
    core.title, core.author = document.title[:LONGEST_PROPERTY], document.author[:LONGEST_PROPERTY]
    core.subject = document.subject[:LONGEST_PROPERTY]
    core.language, core.comments = document.language, ""
    core.created = core.modified = datetime.fromisoformat(document.dated)
    file.styles.element.xpath("//w:rPrDefault//w:lang")[0].set(qn("w:val"), document.language)


def _styles(file: Any) -> None:
    style = file.styles["Normal"]
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(9.5), INK
    for name, size in STYLES:
        heading = file.styles[name]
        heading.font.name, heading.font.size, heading.font.color.rgb = FONT, Pt(size), BLUE
        heading.font.bold, heading.font.italic = True, False
        heading.paragraph_format.keep_with_next = True
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in [found for found in fonts.attrib if found.endswith("Theme")]:
            del fonts.attrib[attribute]


def _header(paragraph: Any, document: Document) -> None:
    paragraph.add_run(f"{document.reference}\t\t").font.color.rgb = GREY
    status = paragraph.add_run(document.status)
    status.bold, status.font.color.rgb = True, RED if document.watermark else INK
    if document.watermark:
        mark = parse_xml(MARK_SHAPE.format(spaces=nsdecls("w")))
        mark[1].set("alt", document.watermark)
        mark[1][0].set("string", document.watermark)
        paragraph.add_run()._r.append(mark)
    speak(paragraph._p, document.language)


def _footer(paragraph: Any, document: Document) -> None:
    """Title and page of pages; the numbers are Word's own fields."""
    paragraph.add_run(f"{document.cover.title} · {document.cover.subtitle}\t\t").font.color.rgb = GREY
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")
    speak(paragraph._p, document.language)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


def letterhead_put(file: Any, head: Letterhead, logo: bytes) -> None:
    """The agency's logo, lines and address at the head of page one. `logo`: its PNG, or nothing."""
    if logo and head.logo_sha256:
        picture = file.add_picture(io.BytesIO(logo))
        scale = min(1.0, LOGO_BOX[0] / picture.width, LOGO_BOX[1] / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture._inline.docPr.set("descr", head.logo_says)
    for line in head.lines:
        file.add_paragraph().add_run(line).bold = True
    if head.address:
        file.add_paragraph().add_run(" · ".join(head.address)).font.color.rgb = GREY


def ruled(table: Any) -> None:
    """Hairlines between the rows and none between the columns, and air above and below a line, as on the pages."""
    rule = 'w:val="single" w:sz="4" w:space="0" w:color="C3CCD4"'
    sides = (("top", rule), ("left", 'w:val="nil"'), ("bottom", rule), ("right", 'w:val="nil"'), ("insideH", rule))
    drawn = "".join(f"<w:{side} {said}/>" for side, said in sides)
    borders = f'<w:tblBorders {nsdecls("w")}>{drawn}<w:insideV w:val="nil"/></w:tblBorders>'
    margins = (
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:left w:w="40" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
    )
    for made in (borders, margins):
        table._tbl.tblPr.insert_element_before(parse_xml(made), *(AFTER_BORDERS if made is borders else AFTER_MARGINS))


def shaded(cell: Any) -> None:
    """The ground of a heading row."""
    ground = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E3E9EE"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(ground))


def speak(element: Any, lang: str) -> None:
    """Every run of an element that has no language yet in this one."""
    for run in element.iter(qn("w:r")):
        speak_run(run, lang)


def speak_run(run: Any, lang: str) -> None:
    """A run's language, where it has none; the tag stands where the schema wants it."""
    properties = run.get_or_add_rPr()
    if properties.find(qn("w:lang")) is None:
        told = OxmlElement("w:lang")
        told.set(qn("w:val"), lang)
        properties.insert_element_before(told, *AFTER_LANG)


def same_every_time(content: bytes, dated: str) -> bytes:
    """The same archive with every entry's time set to the document's day."""
    day = datetime.fromisoformat(dated)
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, stamp), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
