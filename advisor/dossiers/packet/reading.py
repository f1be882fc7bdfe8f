"""What a translator sends back, read without trusting it: no document type, no entities, no network, no huge trees.

Returns plain values; nothing is compared here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from advisor.dossiers.packet.writing import NAMESPACE

LARGEST = 2 << 20  # bytes of a file
MOST_SEGMENTS = 5000


class Unreadable(ValueError):
    """A file that is no return of a packet; the message says what was read and what to do."""


@dataclass(frozen=True)
class Segment:
    """One segment of a return. `mark`: the sentence numbers that stand in its target, in order."""

    id: str
    source: str
    target: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True)
class Return:
    """What came back. `packet` is the hash of the packet that the file says it answers."""

    packet: str
    source_language: str
    target_language: str
    segments: tuple[Segment, ...]


def return_from(content: bytes) -> Return:
    """Read a returned file. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file has more than 2 MB. A return has only the sentences of its packet."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            _("This is not well-formed XML (%(why)s). Export the file again as XLIFF 2.0.") % {"why": error.msg}
        ) from error
    if root.getroottree().docinfo.doctype or any(isinstance(item, etree._Entity) for item in root.iter()):
        raise Unreadable(_("The file declares a document type or entities. A return has none; export it again."))
    if root.tag != f"{{{NAMESPACE}}}xliff" or not str(root.get("version", "")).startswith("2."):
        raise Unreadable(
            _("This is not XLIFF 2.0 (it begins with %(what)s). Export the file in the format of the packet.")
            % {"what": str(root.tag)[:80]}
        )
    file = root.find(f"{{{NAMESPACE}}}file")
    if file is None:
        raise Unreadable(_("The file holds no translation. Send back the packet itself, with its targets filled in."))
    segments = tuple(_segments(root))
    if len(segments) > MOST_SEGMENTS:
        raise Unreadable(_("The file has more than 5,000 segments. A return has only the sentences of its packet."))
    return Return(str(file.get("original", "")), str(root.get("srcLang", "")), str(root.get("trgLang", "")), segments)


def _segments(root: etree._Element) -> list[Segment]:
    found = []
    for item in root.iter(f"{{{NAMESPACE}}}segment"):
        source, target = item.find(f"{{{NAMESPACE}}}source"), item.find(f"{{{NAMESPACE}}}target")
        marks = () if target is None else tuple(str(code.get("id")) for code in target.iter(f"{{{NAMESPACE}}}ph"))
        found.append(
            Segment(
                str(item.get("id", "")),
                "" if source is None else _text(source),
                None if target is None else _text(target),
                marks,
            )
        )
    return found


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
