"""The frozen inputs of one dossier, with the questions that the parts of a document ask of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from advisor.dossiers.build.prescribed import prescribed
from advisor.dossiers.build.words import CATALOGUE, CODE, TERM, Words, humane, wording
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.document import Run, Runs, runs
from advisor.dossiers.forms import Form
from advisor.dossiers.forms.languages import form_in

TO_PROVIDERS = ("provider-direct", "designated authority")
FORMAL = ("request", "order")
PRIVATE = ("order", "letter")
STATE_SAYS = re.compile(r"\b([A-Z]{2})(?= (?:is|was|has)\b)|(?<=\()([A-Z]{2})(?=\))")
UNDERSCORED = re.compile(r"\b[a-z]+_[a-z0-9_]+\b")
SURE = ("verified", "")


def document_kind(*, tier: str, channel: str, measure: str, instrument_kind: str) -> str:
    """request: to an authority abroad; order: to a provider abroad; letter: to a private party; contact: between
    authorities, informal; note: a step that needs no request."""
    if tier == "formal":
        return "order" if channel.startswith(TO_PROVIDERS) else "request"
    if tier == "single_jurisdiction":
        return "note"
    if measure == "voluntary.authority_exchange" or instrument_kind == "network" or "contact point" in channel:
        return "contact"
    return "letter" if measure.startswith("voluntary.") or channel.startswith(TO_PROVIDERS) else "note"


def is_private(*, tier: str, channel: str, measure: str, instrument_kind: str) -> bool:
    """Whether a private party receives the document: an order to a provider, or a letter."""
    kind = document_kind(tier=tier, channel=channel, measure=measure, instrument_kind=instrument_kind)
    return kind in PRIVATE


@dataclass(frozen=True)
class Matter:
    """`inputs` as frozen in the job (see inputs.py), `version` the job's."""

    inputs: Mapping[str, Any]
    version: int

    @cached_property
    def inputs_sha256(self) -> str:
        """The hash under which the job keeps its inputs: one for both languages, so a second language (see pairing.py)
        is counted as the first."""
        frozen = dict(self.inputs)
        if own := frozen.pop("first_language", ""):
            frozen["language"] = own
        return canonical_sha256(frozen)

    @cached_property
    def words(self) -> Words:
        return wording(self.inputs["language"])

    @cached_property
    def kind(self) -> str:
        """The kind of document: see `document_kind`."""
        return document_kind(
            tier=str(self.option["tier"]),
            channel=str(self.option.get("channel") or ""),
            measure=self.measure,
            instrument_kind=str(self.names["instrument"].get("kind") or ""),
        )

    def named(self, part: str) -> str:
        """The `title`, `kicker` or `sender` of what this document is: by its prescribed form, else by its kind; an
        empty title means that the measure names it."""
        own = self.words.raw("prescribed")[self.prescribed] if self.prescribed else {}
        if part == "title":
            return str(own.get(part, ""))
        return str(own.get(part) or self.words.raw(f"kinds.{self.kind}")[part])

    @cached_property
    def _row(self) -> Mapping[str, Any]:
        row = prescribed(
            form=str(self.option.get("form") or ""),
            instrument=str(self.option["instrument"]),
            kind=str(self.names["instrument"].get("kind") or ""),
            measure=self.measure,
            document=self.kind,
            facts=self.inputs["facts"],
        )
        return row or {}

    @property
    def prescribed(self) -> str | None:
        """What the document is by its form: an entry of `prescribed` in the wording; None where nothing is."""
        return self._row.get("is")

    @cached_property
    def form(self) -> Form | None:
        """The form whose sections and boxes the document has; None where its parts are the generic ones."""
        code = self._row.get("form")
        return form_in(code, self.words.language) if code else None

    @property
    def outside_courts(self) -> bool:
        """Whether a note is about a body that the parties choose or accepted (arbitration, a domain panel)."""
        return self.kind == "note" and self.option["tier"] == "voluntary"

    @property
    def private(self) -> bool:
        """Whether a private party receives it: nothing of the office's own reasoning goes along."""
        return self.kind in PRIVATE or any(part.apart for part in (self.form.sections if self.form else ()))

    @property
    def formal(self) -> bool:
        """Whether the document asks with the force of law, not for a favour."""
        return self.kind in FORMAL

    @cached_property
    def option(self) -> Mapping[str, Any]:
        return dict(self.inputs["option"])

    @cached_property
    def case(self) -> Mapping[str, Any]:
        return dict(self.inputs["case"])

    @cached_property
    def need(self) -> Mapping[str, Any]:
        return dict(self.inputs["need"])

    @cached_property
    def names(self) -> Mapping[str, Any]:
        """The lexicon that was frozen with the inputs."""
        return dict(self.inputs["words"])

    @cached_property
    def typed(self) -> Mapping[str, str]:
        """What people typed for this draft: {place: text}."""
        return dict(self.inputs.get("typed") or {})

    @property
    def nexus(self) -> list[Mapping[str, Any]]:
        """Which facts and exhibits need this measure: [{"fact", "need", "sentence"}]."""
        return list(self.inputs.get("nexus") or [])

    @property
    def measure(self) -> str:
        return str(self.option["measure"])

    @property
    def measure_name(self) -> str:
        """The name of the measure."""
        return self.words.measure(self.measure, str(self.names["measure"]))

    @property
    def track(self) -> str:
        """The area of the measure, by its code."""
        return self.measure.partition(".")[0]

    @property
    def because(self) -> list[Mapping[str, Any]]:
        return list(self.option["because"])

    @cached_property
    def acting(self) -> str:
        """The name of the State that acts."""
        return self.state(self.names["acting_state"])

    @property
    def there(self) -> str:
        """The State that acts, as it stands inside a sentence."""
        return self.in_text(self.acting)

    @cached_property
    def home(self) -> str:
        """The name of the requesting State."""
        return self.state(self.case["requesting_state"])

    def state(self, code: str) -> str:
        """A State's name."""
        known = self.names["states"].get(code)
        return self.words.state(code, str(known["name"])) if known else code

    def in_text(self, name: str) -> str:
        """A State's name as it stands inside a sentence: 'the Netherlands'."""
        return f"{self.words.raw('article.word')} {name}" if name in self.words.raw("article.names") else name

    @cached_property
    def instrument(self) -> str:
        return self.words.kept(str(self.names["instrument"].get("title") or self.option["instrument"]))

    @property
    def catalogue_language(self) -> str:
        """The language mark of a text of the catalogue: empty where the document is in that language."""
        return "" if self.words.language == CATALOGUE else CATALOGUE

    @cached_property
    def short(self) -> str:
        return self.words.kept(str(self.names["instrument"].get("short_title") or self.instrument))

    def word(self, family: str) -> str:
        """A word that depends on the kind of document, such as a section's title."""
        entry = self.words.raw(family)
        return str(entry.get(self.kind) or entry["any"])

    def say(self, family: str, **values: str | Run | Runs) -> Runs:
        """A sentence that depends on the kind of document."""
        return self.words.fill(self.word(family), **values)

    def ask(self) -> Runs:
        """What is asked, as an infinitive."""
        return self.words.fill(self.words.get("ask", self.measure), measure=self.measure_name)

    def question(self, fact: str) -> str:
        """The plain question of a fact."""
        known = self.names["facts"].get(fact)
        return self.words.kept(str(known["question"]) if known else humane(fact.replace(".", ": ")))

    def point(self, fact: str) -> str:
        """A fact as a paper says it to whoever receives it, never as the question that was asked of us; empty for one
        that no paper states: what we asked of ourselves, and what the conditions say anyway."""
        return str(self.words.get("points", fact) or "")

    def answer(self, fact: str, found: Any) -> str:
        """A fact's value in the language of the paper."""
        if isinstance(found, list):
            return ", ".join(self.answer(fact, item) for item in found) or str(self.words.raw("frame.none"))
        said = self.words.get("point_values", found) if isinstance(found, str) else None
        return str(said) if said else self.value(fact, found)

    def stated(self, row: Mapping[str, Any]) -> str:
        """What was found for a condition, as a statement; by the condition's own text where the fact has no word."""
        name = self.point(row["fact"]) or self.spelled(str(row["text"])).rstrip(".")
        return f"{name}: {self.found(row) if row['verdict'] == 'unknown' else self.answer(row['fact'], row['found'])}"

    def value(self, fact: str, found: Any) -> str:
        """A fact's value in words."""
        if isinstance(found, bool):
            return str(self.words.raw("frame.yes" if found else "frame.no"))
        if found is None:
            return str(self.words.raw("frame.unknown"))
        if isinstance(found, list):
            return ", ".join(self.value(fact, item) for item in found) or str(self.words.raw("frame.none"))
        about = self.names["facts"].get(fact, {})
        if isinstance(found, int | float):
            unit = about.get("unit")
            return (
                self.words.text("frame.months", n=str(found))
                if unit == "months"
                else f"{self.words.number(found)} {unit or ''}".strip()
            )
        text = str(found)
        if about.get("type") == "date":
            return self.words.day(text)
        if text in self.names["states"]:
            return self.state(text)
        if text in self.names["instruments"]:
            return self.words.kept(str(self.names["instruments"][text]))
        return self.words.kept(humane(text)) if re.fullmatch(r"[a-z0-9_-]+", text) else self.spelled(text)

    def spelled(self, text: str) -> str:
        """A sentence of the engine or the catalogue with State codes, instrument codes and days in words."""
        english = wording(CATALOGUE)
        said = STATE_SAYS.sub(lambda match: self._english_state(match[1] or match[2]), text)
        said = CODE.sub(lambda match: str(self.names["instruments"].get(match[0], match[0])), said)
        said = TERM.sub(self._term, said)
        said = UNDERSCORED.sub(lambda match: humane(match[0]), said)
        return self.words.kept(english.operators_in(english.days_in(said)))

    def _english_state(self, code: str) -> str:
        known = self.names["states"].get(code)
        return str(known["name"]) if known else code

    def _term(self, match: re.Match[str]) -> str:
        """A fact's question, or a measure's name, for a code inside a text."""
        if match[0] in self.names["facts"]:
            return f"“{self.names['facts'][match[0]]['question']}”"
        return str(self.names.get("measures", {}).get(match[0], match[0]))

    def found(self, row: Mapping[str, Any]) -> str:
        """What was found for one condition."""
        if row["verdict"] == "unknown" and row["found"] is None:
            return str(self.words.raw("frame.unknown"))
        return self.value(row["fact"], row["found"])

    def mark(self, basis: str | None) -> Runs:
        """'verified', or the word that says it is provisional."""
        if (basis or "") in SURE:
            return runs(str(self.words.raw("frame.verified")))
        return runs(Run(str(self.words.raw("frame.provisional")), "mark"))

    @property
    def recorded(self) -> list[Mapping[str, Any]]:
        """The facts that a person stated and that this option looks at: rows of `because`, each fact once."""
        rows: dict[str, Mapping[str, Any]] = {}
        for row in self.because:
            if row["fact"] in self.inputs["facts"] and row["verdict"] != "unknown":
                rows.setdefault(row["fact"], row)
        return list(rows.values())
