"""Rules about the law of the option: penalty, dual criminality, conditions, what is provisional."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.dossiers.lint.phrases import phrases
from advisor.dossiers.lint.reading import Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Said, lines_of
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.wording import concrete

PENALTY = "offence.max_penalty_months_requesting"
NOT_ASKED = ("none", "not_applicable", "n/a", "not_required", "none_for_hearing")
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "twenty-five": 25, "thirty": 30,
}  # fmt: skip
PRISON = re.compile(
    r"\b(?:imprison\w*|prison|custodial|detention|punishable|penalty|maximum|sentence|deprivation of liberty)\b",
    re.I,
)  # fmt: skip
SPAN = re.compile(rf"\b(\d{{1,3}}|{'|'.join(NUMBERS)})[ -](years?|months?)\b", re.I)
LOWER = re.compile(r"\b(?:minimum|at least|not less than|no less than|from)\s*$|\bminimum\b", re.I)
PROVISION = re.compile(
    r"(?:\b(?:art(?:icle|icolo|ículo|\.)?s?|section|sections|sec\.?|s\.|ss\.|§§?|para(?:graph)?s?\.?|rule"
    r"|reg(?:ulation)?\.?|title|chapter|cl(?:ause)?\.?)|§)\s*\S*\d"
    r"|\b\d+[\w.()/-]*\s*(?:§|(?:of the\s+)?(?:\w+\s+){0,4}(?:Code|Act|Law|Statute|StGB|UrhG|CP|c\.p\.|U\.S\.C\.))"
    r"|\b(?:StGB|UrhG|MarkenG|Sr|CP|CPP|BGB|StPO)\b\s*\S*\d",
    re.I,
)  # fmt: skip
ACTS = 3  # words of its own that an account of conduct needs


@rule("conduct-missing")
def conduct_missing(draft: Draft) -> Iterator[Place]:
    rule_said = str((draft.option.get("dual_criminality") or {}).get("rule") or "")
    place = draft.blank("conduct")
    if not draft.kinds.criminal or rule_said in NOT_ASKED:
        return
    if place and not (
        draft.option["instrument"] == "eaw" and draft.of("account")
    ):  # an offence of the list needs no more
        yield place, ""
    elif rule_said and not draft.place("conduct") and not draft.of("account", "conduct"):
        yield draft.where("account", "classification"), ""  # the account has room for it


@rule("conduct-by-label")
def conduct_by_label(draft: Draft) -> Iterator[Place]:
    for one in draft.of("conduct"):
        read = tuple(lines_of((Said(one.place, one.role, _without_laws(one.text)),)))
        told = {word for line in read for word in concrete(line, "legal_label", "small", "formula")}
        if len(told) < (1 if any(phrases("somebody_did").inside(line.words) for line in read) else ACTS):
            yield one.place, one.text


def _without_laws(text: str) -> str:
    """A text without names of laws and authorities: words with a capital that begin no sentence."""
    return "\n".join(re.sub(r"(?<=\S)\s+[A-ZÀ-Þ][\w'’-]*", " ", said) for said in sentences(text))


@rule("offence-without-provision")
def offence_without_provision(draft: Draft) -> Iterator[Place]:
    place = draft.place("classification")
    if not draft.kinds.criminal or not place:
        return
    texts = draft.of("classification")
    if any(PROVISION.search(one.text) for one in (*texts, *draft.of("conduct", "account"))):
        return
    yield texts[0].place if texts else place, texts[0].text if texts else ""


@rule("maximum-missing")
def maximum_missing(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.criminal or draft.facts.get(PENALTY) is not None:
        return
    place = draft.place("maximum")
    said = [one for one in draft.of("maximum") if not draft.nothing(one.text)]
    if place and not said and not any(_typed(one.text) for one in draft.prose):
        yield place, ""


def _typed(text: str) -> list[int]:
    """Maximum penalties of a text, in months."""
    found = []
    for said in sentences(text):
        if not PRISON.search(said) or (re.search(r"\bmaximum\b", said, re.I) is None and LOWER.search(said)):
            continue
        for match in SPAN.finditer(said):
            if LOWER.search(said[: match.start()][-18:]):
                continue
            number = NUMBERS.get(match[1].lower()) or int(match[1])
            found.append(number * (12 if match[2].lower().startswith("year") else 1))
    return found


@rule("maximum-below-threshold")
def maximum_below_threshold(draft: Draft) -> Iterator[Place]:
    stated = draft.facts.get(PENALTY)
    typed = [months for one in draft.of("classification", "maximum") for months in _typed(one.text)]
    for row in draft.option.get("because") or []:
        if row["fact"] != PENALTY or row["effect"] not in ("required", "discretionary_refusal"):
            continue
        failed = row["verdict"] == "fails" if row["effect"] == "required" else row["verdict"] == "holds"
        if (stated is not None and failed) or (stated is None and typed and _below(row, max(typed))):
            yield draft.where("maximum", "classification"), f"{stated if stated is not None else max(typed)}"


def _below(row: Mapping[str, Any], months: int) -> bool:
    value = row.get("value")
    return row["op"] in ("gte", "at_least", ">=") and isinstance(value, int | float) and months < value


@rule("maximum-differs")
def maximum_differs(draft: Draft) -> Iterator[Place]:
    stated = draft.facts.get(PENALTY)
    if stated is None:
        return
    typed = [
        (one, months)
        for one in draft.of("classification", "maximum", "conduct", "account", "particulars", "other")
        for months in _typed(one.text)
    ]
    if typed and all(months != stated for _, months in typed):
        yield typed[0][0].place, f"{typed[0][1]}, {stated}"


@rule("law-provisional")
def law_provisional(draft: Draft) -> Iterator[Place]:
    names = draft.matter.names
    rows = [draft.option, *names["participation"], *names["declarations"], *(draft.option.get("time_limits") or [])]
    if any(row.get("confidence", row.get("basis")) == "memory" for row in rows):
        yield "checks", ""


@rule("condition-open")
def condition_open(draft: Draft) -> Iterator[Place]:
    known = draft.matter.names["facts"]
    asked = [str(fact) for fact in draft.option.get("missing") or [] if known.get(fact, {}).get("source") != "derived"]
    if asked:
        yield "checks", ", ".join(draft.matter.question(fact) for fact in asked[:5])


@rule("condition-fails")
def condition_fails(draft: Draft) -> Iterator[Place]:
    if draft.option.get("verdict") == "closed":
        closing = [row for row in draft.option.get("because") or [] if _closes(row)]
        yield "trace", draft.matter.spelled(str(closing[0]["text"])) if closing else ""


def _closes(row: Mapping[str, Any]) -> bool:
    return (row["effect"], row["verdict"]) in (("required", "fails"), ("bar", "holds"))
