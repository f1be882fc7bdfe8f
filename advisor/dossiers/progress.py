"""The steps of making a dossier, in order: what a job's `progress` says, as pages count and translate it."""

from django.utils.translation import gettext_lazy as _

# Key: as the worker writes it into the job. A step that a job leaves out (no key, no signing) is simply passed over.
STEPS = {
    "Waiting for a worker": _("Waiting for a worker"),
    "Taken by a worker": _("Taken by a worker"),
    "Writing the document": _("Writing the document"),
    "Laying out the pages": _("Laying out the pages"),
    "Checking tags and metadata": _("Checking tags and metadata"),
    "Signing": _("Signing"),
    "Storing the dossier": _("Storing the dossier"),
}
OTHERS = {"Waiting for another try": _("Waiting for another try")}


def step_of(progress: str) -> tuple[int, int, str]:
    """(number of the step, of how many, its words); number 0 for what is no step."""
    names = list(STEPS)
    number = names.index(progress) + 1 if progress in STEPS else 0
    return number, len(names), str({**STEPS, **OTHERS}.get(progress, progress))
