"""The second language of a dossier: which one the requested State accepts, and what is frozen for it.

Reads: the words frozen with the inputs (declarations, official languages), accepted translations of the step.
"""

from collections.abc import Mapping
from typing import Any

from advisor.dossiers.build.words import languages
from advisor.dossiers.errors import LanguageUnknown
from advisor.dossiers.models import Translation
from advisor.dossiers.packet.making import free_texts
from advisor.walk.models import Step

ACCEPTED = "languages_accepted"  # the topic of a declaration
AS_ACCEPTED = "accepted"  # asked for: the language that the State accepts, if it is another and has words


def inputs_beside(*, inputs: Mapping[str, Any], step: Step, beside: str) -> dict[str, Any]:
    """The frozen inputs of a document in two languages: with `beside`, and the translations that fit what it prints.

    Raises LanguageUnknown for a language without words, or for the document's own.
    """
    if beside not in languages() or beside == inputs["language"]:
        raise LanguageUnknown(beside, tuple(code for code in languages() if code != inputs["language"]))
    returned = Translation.objects.filter(step=step, language=beside, source_language=inputs["language"])
    known: dict[str, str] = {}
    for row in returned.order_by("returned_at"):
        known |= row.said
    said = {text: known[text] for text in free_texts(inputs) if text in known} if known else {}
    return {**inputs, "beside": {"language": beside, "said": said}}


def language_accepted(words: Mapping[str, Any], own: str) -> str:
    """The code of the language in which the State that acts accepts the document, of those that have words; empty where
    it is `own` or none is known. `words` as frozen with the inputs."""
    declared = [
        code.strip()
        for row in words["declarations"]
        if row["topic"] == ACCEPTED
        for code in str(row["value"]).replace(";", ",").split(",")
    ]
    official = words["states"].get(words["acting_state"], {}).get("languages") or []
    accepted = [code for code in declared or official if code in languages()]
    if own in accepted or not accepted:
        return ""
    return str(next((code for code in accepted if code in official), accepted[0]))
