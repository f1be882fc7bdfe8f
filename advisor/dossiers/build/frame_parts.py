"""The parts that frame a document: confidentiality, costs, attachments, signature."""

from dataclasses import replace

from advisor.dossiers.build.law_parts import form_name
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.document import Block, Listing, Paragraph, Rows, Runs, Signature, runs
from advisor.dossiers.places import COUNTERSIGNED

ACCOMPANYING_ANNEX = "C"


def confidentiality(matter: Matter) -> list[Block]:
    """What is asked about secrecy, and what the results will be used for."""
    words = matter.words
    blocks: list[Block] = [Paragraph(words(f"confidentiality.{matter.kind}"))]
    if matter.formal or matter.kind == "contact":
        blocks.append(Paragraph(words("confidentiality.use")))
    blocks.append(
        Rows(((str(words.raw("confidentiality.marking")), (runs(words.blank("confidentiality.marking_blank")),)),))
    )
    return blocks


def costs_said(matter: Matter) -> Runs:
    """Who bears the costs, as recorded."""
    words = matter.words
    said = words.article(matter.option.get("costs"))
    return words("costs.rule", costs=matter.spelled(said)) if said else words("costs.none")


def costs(matter: Matter) -> list[Block]:
    """Who bears the costs, as recorded."""
    return [Paragraph(costs_said(matter))]


def attached(matter: Matter, *, boxed: bool = False) -> list[str]:
    """What belongs to the document, by kind of measure; the same list on page one and in its part.

    A provider that is ordered gets the certificate alone: neither the order behind it nor the exhibits.
    In a box of the form (`boxed`) the form is not an attachment of itself.
    """
    words = matter.words
    wanted = []
    named = form_name(matter)
    if matter.formal and not boxed and named != words.raw("form.free"):
        wanted.append(words.text("attachments.form", form=named))
    ordered = matter.private and matter.formal
    if matter.formal and matter.track == "criminal" and not ordered:
        wanted += [words.text("attachments.order"), words.text("attachments.provisions")]
    if matter.measure.endswith("service_of_documents"):
        wanted.append(words.text("attachments.document"))
    if matter.kind == "letter":
        wanted += [words.text("attachments.capture"), words.text("attachments.title")]
    if not ordered:
        wanted.append(words.text("attachments.exhibits"))
    if matter.formal:
        wanted.append(_translation(matter))
    return wanted


def _translation(matter: Matter) -> str:
    words = matter.words
    if matter.private:
        return words.text("attachments.translation_own")
    if matter.form is not None:
        return words.text("attachments.translation_annex", annex=ACCOMPANYING_ANNEX)
    return words.text("attachments.translation", part="7" if matter.track == "criminal" else "6")


def attachments(matter: Matter) -> list[Block]:
    """The list of attachments."""
    items: tuple[Runs, ...] = tuple(runs(item) for item in attached(matter))
    return [Listing(items, ordered=True)]


def signature(matter: Matter) -> list[Block]:
    """Where it is signed; everything in it is to be completed."""
    words = matter.words
    lines = [(name, f"{name}_blank") for name in ("place", "name", "sign")]
    if matter.kind == "note":
        lines = [("approved", "approved_blank"), ("sign", "sign_blank")]
    return [
        Signature(
            tuple(
                (str(words.raw(f"signature.{name}")), runs(words.blank(f"signature.{blank}"))) for name, blank in lines
            ),
            seal="" if matter.kind == "note" else str(words.raw("frame.seal")),
        )
    ]


def certified(matter: Matter, who: str) -> list[Block]:
    """Where a form is signed as the EU's annexes have it: name, post, date, signature, official stamp. `who` is the
    officer who issues it, or the validator, another authority, whose lines are all left to its own hand."""
    words = matter.words
    lines = []
    for name, own in (("own_name", "name"), ("post", "post"), ("day", "place"), ("sign", "sign")):
        place = f"signature.{own}_blank" if who == "officer" else f"{COUNTERSIGNED}{own}_blank"
        lines.append(
            (str(words.raw(f"signature.{name}")), runs(replace(words.blank(f"signature.{name}_blank"), place=place)))
        )
    return [Signature(tuple(lines), seal=str(words.raw("signature.stamp")))]
