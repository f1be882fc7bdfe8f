"""What can go wrong with a dossier. Each message says what was read, what is wrong and what to do; it is shown as it
is.
"""

from collections.abc import Iterable

from advisor.cases.errors import OfficeError


class DossierError(OfficeError):
    """A dossier cannot be made. `final` means that trying again cannot help."""

    final = True
    field = ""  # the input at fault, by its path ('need: subject'), where one is


class FieldTooLong(DossierError):
    """One field holds more text than a dossier takes."""

    def __init__(self, field: str, size: int, limit: int) -> None:
        super().__init__(
            f"The field “{field}” holds {size:,} bytes of text; a dossier takes {limit:,} bytes in one field. "
            "Shorten it, or move the text into an attachment, and request the dossier again."
        )
        self.field = field


class DossierTooLong(DossierError):
    """All fields together hold more text than a dossier takes."""

    def __init__(self, size: int, limit: int, longest: str) -> None:
        super().__init__(
            f"The text of this dossier comes to {size:,} bytes; a dossier takes {limit:,}. The longest field is "
            f"“{longest}”. Shorten it, or move text into attachments, and request the dossier again."
        )
        self.field = longest


class StepNotInRoute(DossierError):
    """The step points at an option that its stored route does not hold."""

    def __init__(self, need: str, provision: str) -> None:
        super().__init__(
            f"The stored route has no option {provision} for need {need}. Choose the step again from the route's page."
        )


class LanguageUnknown(DossierError):
    """There are no words for a document in that language."""

    def __init__(self, language: str, known: Iterable[str]) -> None:
        super().__init__(
            f"Dossiers cannot be written in “{language}” yet. Choose one of: {', '.join(known)}; until then a sworn "
            "translation of the finished document is the way."
        )


class RenderFailed(DossierError):
    """The document could not be laid out; the cause is in the log."""

    def __init__(self, cause: str) -> None:
        super().__init__(
            f"The pages of this dossier could not be laid out ({cause}). The other dossiers are not affected. Look "
            "for unusual text in the case's fields, change it and request the dossier again; the print page still "
            "works."
        )


class RenderTimeout(DossierError):
    """Laying out took longer than the hard limit."""

    final = False

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"Laying out this dossier took longer than {seconds:.0f} s and was stopped. Shorten very long fields of "
            "the case and request the dossier again; the print page still works."
        )


class RenderCrashed(DossierError):
    """The process that laid out the document ended without an answer (out of memory, or killed)."""

    final = False

    def __init__(self, how: str) -> None:
        super().__init__(
            f"The process that lays out this dossier ended early ({how}). If it happens again, shorten very long "
            "fields of the case and request the dossier again."
        )


class NoPango(DossierError):
    """WeasyPrint's libraries are not on this machine."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"PDFs cannot be made here: {', '.join(names)} could not be loaded. Install Pango (Debian: apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), restart the worker and request the dossier again. "
            "The print page and the Word file work without it."
        )


class SigningFailed(DossierError):
    """The installation's key is configured and does not sign."""

    final = False

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The dossier was laid out but could not be signed with this installation's key ({why}). Nothing was "
            "stored. Tell whoever runs this installation; then try again."
        )


class TooLate(DossierError):
    """A job is not in the state that was seen: somebody, or the worker, was quicker."""


class NotReady(DossierError):
    """A draft cannot become final. `findings` are the sentences that stand in the way, where the lint does."""

    def __init__(self, message: str, findings: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class LogoRefused(DossierError):
    """A picture for the letterhead that is none, or too large."""


class LeaseLost(Exception):
    """Another worker took this job over, or it is finished: whoever sees this must stop and store nothing."""
