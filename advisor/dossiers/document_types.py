"""Which document each provision of an edition gives, before any case: the table of the docs and its check.

Reads: a rulebook. A provision with a formal request must give a document type of its own or the generic letter; what a
case's facts may turn it into besides (an interception that needs no help) is listed with it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.dossiers.build.matter import document_kind
from advisor.dossiers.build.prescribed import prescribed, rows_of
from routing.rulebook import Rulebook
from routing.rules import Provision

GENERIC = "generic"


@dataclass(frozen=True)
class DocumentType:
    """One provision and its paper. `named` is the entry of `prescribed` in the wording, `form` the code of the form
    whose boxes it has; both empty for the generic document of its kind. `others`: forms that facts may call for."""

    provision: str
    kind: str
    named: str
    form: str
    others: tuple[str, ...]


def document_types(rulebook: Rulebook) -> Iterator[DocumentType]:
    """The document type of every provision, in the order of the codes."""
    for code in sorted(rulebook.provisions):
        yield document_type(rulebook, rulebook.provisions[code])


def document_type(rulebook: Rulebook, provision: Provision) -> DocumentType:
    """The document type of one provision."""
    instrument = rulebook.instruments[provision.instrument].document
    kind = document_kind(
        tier=provision.tier,
        channel=str(provision.document.get("channel") or ""),
        measure=provision.measure,
        instrument_kind=str(instrument.get("kind") or ""),
    )
    form, code, measure = str(provision.document.get("form") or ""), provision.instrument, provision.measure
    found = prescribed(
        form=form, instrument=code, measure=measure, kind=str(instrument.get("kind") or ""), document=kind
    )
    row = found or {}
    candidates = rows_of(form=form, instrument=code, measure=measure)
    others = {other["form"] for other in candidates if other.get("facts") and "form" in other}
    return DocumentType(provision.id, kind, row.get("is", ""), row.get("form", ""), tuple(sorted(others)))


def type_counts(rulebook: Rulebook) -> Counter[str]:
    """How many provisions lead to each form; those without one count as `generic` and the kind of document."""
    return Counter(row.form or f"{GENERIC} {row.kind}" for row in document_types(rulebook))
