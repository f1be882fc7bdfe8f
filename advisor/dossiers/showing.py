"""A job's document without the PDF: the print page and the Word file, which need neither a worker nor Pango.

Reads: the frozen inputs of the job. The caller has reached the job through the query gate.
"""

import base64

from advisor.dossiers.build.words import languages
from advisor.dossiers.document import Document
from advisor.dossiers.limits import check_sizes
from advisor.dossiers.models import DossierJob
from advisor.dossiers.pairing import document_of, receiver_document
from advisor.dossiers.slip_pdf import slip_pdf
from advisor.dossiers.to_docx import docx_of
from advisor.dossiers.to_html import body_of


def dossier_languages() -> tuple[str, ...]:
    """The languages in which a dossier can be asked for."""
    return languages()


def job_document(*, job: DossierJob, own: bool = False) -> Document:
    """The document of a job; with `own` the sender's copy of one to a private party, with all that the addressee does
    not get. Raises FieldTooLong or DossierTooLong."""
    check_sizes(job.inputs)
    return document_of(job.inputs, job.version, own=own)


def job_html(*, job: DossierJob) -> str:
    """The document as HTML for a page of the site: the content of its body, escaped, without a style."""
    return body_of(job_document(job=job))


def job_docx(*, job: DossierJob, own: bool = False) -> bytes:
    """The document as a Word file to edit; the same job gives the same bytes. `own`: see `job_document`."""
    logo = base64.b64decode(job.inputs.get("letterhead", {}).get("logo", ""))
    return docx_of(job_document(job=job, own=own), logo)


def job_slip(*, job: DossierJob) -> bytes | None:
    """The reply slip as a form in the receiver's language; None for a document that asks for no answer."""
    check_sizes(job.inputs)
    return slip_pdf(receiver_document(job.inputs, job.version))
