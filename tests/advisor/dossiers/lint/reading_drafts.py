"""The drafts in drafts*/*.yaml, or in any folder, as frozen inputs: each text put at the place that asks for it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from advisor.dossiers.places import places_of
from tests.advisor.dossiers.lint.freezing import FACT, frozen, made

HERE = Path(__file__).parent
FIRST, SECOND, THIRD = "drafts", "drafts_second", "drafts_third"
FOURTH, FIFTH, SIXTH, SEVENTH = "drafts_fourth", "drafts_fifth", "drafts_sixth", "drafts_seventh"
SETS = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH)
OF_THE_CASE = (
    "states",
    "provision",
    "title",
    "reference",
    "summary",
    "subject",
    "variant",
    "track",
    "stage",
    "on",
    "facts",
)
TAILS = {
    "account": "account_blank", "persons": "persons_blank", "link": "link_blank", "necessity": "necessity_blank",
    "classification": "classification_blank", "conduct": "conduct_blank", "urgency": "urgency_blank",
    "wanted": "wanted_blank", "procedure": "procedure_blank", "translation": "translation_blank",
    "official": "official_blank", "contact": "contact_blank", "address": "address_blank", "marking": "marking_blank",
    "place": "place_blank", "name": "name_blank", "more": "more_blank", "attachments": "attachments",
}  # fmt: skip
INSTEAD = {"conduct": "classification", "more": "account", "attachments": "account"}


def drafts(*folders: str) -> Iterator[dict[str, Any]]:
    """Every draft of the folders (the first set where none is named), with what it takes over from another put in."""
    known: dict[str, dict[str, Any]] = {}
    for path in (path for folder in SETS for path in sorted((HERE / folder).glob("*.yaml"))):
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            whole = whole_of(row, known)
            if path.parent.name in (folders or (FIRST,)):
                yield whole


def whole_of(row: Mapping[str, Any], known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A draft with what it takes over from another put in; `known` keeps it for those that follow. `without` names
    texts that are left empty."""
    whole = {**known[row["like"]], **row} if "like" in row else dict(row)
    if "like" in row:
        whole["texts"] = {**known[row["like"]]["texts"], **(row.get("texts") or {})}
    for name in row.get("without") or ():
        whole["texts"] = {key: text for key, text in whole["texts"].items() if key != name}
    known[row["name"]] = whole
    return whole


def inputs_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen inputs of a draft."""
    given = {key: draft[key] for key in OF_THE_CASE if key in draft}
    inputs = frozen(**given, maximum=draft.get("max"))
    inputs["nexus"] = [{"fact": FACT, "need": "n1", "sentence": said} for said in draft.get("nexus", [])]
    inputs["typed"] = _typed(inputs, draft["texts"])
    return inputs


def _typed(inputs: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, str]:
    """The texts by place. One whose place the document has not goes where INSTEAD says, at last into the account."""
    places = [place for place in places_of(made({**inputs, "nexus": []})) if place.kind in ("blank", "box")]
    typed: dict[str, list[str]] = {}
    for name, text in texts.items():
        if name == "particulars":
            listed = _numbered(places)
            for number, said in enumerate(text):
                if said:
                    typed.setdefault(listed[number] if number < len(listed) else "", []).append(said)
        elif name == "boxes":
            for label, said in text.items():
                found = _boxes_for(label.lower(), places)
                typed.setdefault(found[0] if found else "", []).append(said)
        elif text:
            for place in _places_for(name, places):
                typed.setdefault(place, []).append(text)
    extra = typed.pop("", [])
    if extra:
        account = _places_for("account", places)
        typed.setdefault(account[0] or "without-a-place", []).extend(extra)
    return {place: "\n\n".join(said) for place, said in typed.items()}


def _boxes_for(label: str, places: list[Any]) -> list[str]:
    """The boxes whose label has these words; one that is called so, or begins so, before one that only mentions them."""
    labelled = [(place.place, place.label.lower().strip(" .:")) for place in places if place.kind == "blank"]
    held = [(name != label, not name.startswith(label), place) for place, name in labelled if label in name]
    if not held:  # a form that has been worded anew since the draft was written: the box that shares most of its words
        wanted = set(re.findall(r"\w{3,}", label))
        shared = [(len(wanted & set(re.findall(r"\w{3,}", name))), place) for place, name in labelled]
        most, place = max(shared, default=(0, ""))
        return [place] if 2 * most > len(wanted) else []
    return [place for _, _, place in sorted(held, key=lambda row: row[:2])]


def _numbered(places: list[Any]) -> list[str]:
    return [place.place for place in places if place.place.rpartition(".")[2].isdigit()]


def _places_for(name: str, places: list[Any]) -> list[str]:
    tail = TAILS[name]
    found = [place.place for place in places if place.place.rpartition(".")[2].startswith(tail)]
    if found:
        return found
    if name == "contact":
        found = [place.place for place in places if "phone" in f"{place.wants} {place.label}".lower()]
        return found[:1] or [""]
    return _places_for(INSTEAD[name], places) if name in INSTEAD else [""]
