"""What is stated stands in its own place: persons and companies linked to a need, its subject, and no more."""

from dataclasses import replace
from typing import Any

import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.document import Rows, Run
from advisor.dossiers.forms import form
from advisor.dossiers.pairing import document_of, names_of
from tests.advisor.dossiers.reading import runs_in
from tests.advisor.dossiers.samples import sample

THINGS: list[dict[str, Any]] = [
    {"key": "t1", "kind": "person", "value": "Ada Rossi", "details": {}, "state": "ES", "certainty": "believed"},
    {"key": "t2", "kind": "company", "value": "Veloce Srl", "details": {"number": "MI-118"}, "state": "",
     "certainty": ""},
    {"key": "t3", "kind": "domain", "value": "veloce.example", "details": {}, "state": "", "certainty": ""},
]  # fmt: skip


def linked(name: str) -> dict[str, Any]:
    return {**sample(name), "things": THINGS}


def said_in(inputs: dict[str, Any]) -> list[tuple[Run, ...]]:
    """The content of the boxes and rows of the parts that name the person."""
    blocks = [block for part in document_from(inputs, 1).sections for block in part.blocks if isinstance(block, Rows)]
    return [
        said for block in blocks for _, said in block.rows if any("Ada Rossi" in run.text for p in said for run in p)
    ]


@pytest.mark.parametrize("name", ["request-eio", "note-blocking", "request-hague"])
def test_they_stand_where_persons_are_asked_for(name: str) -> None:
    boxes = said_in(linked(name))
    assert boxes
    for box in boxes:
        lines = ["".join(run.text for run in part) for part in box]  # type: ignore[union-attr]
        assert lines[0].startswith("Ada Rossi, thought to be in Spain") or lines[0].startswith("Ada Rossi, thought to")
        assert lines[1] == "Veloce Srl, number MI-118"
        assert not any("veloce.example" in line for line in lines)


def test_the_blank_goes_on_to_ask_for_the_rest() -> None:
    [box] = said_in(linked("note-blocking"))
    assert box[-1][0].kind == "blank"  # type: ignore[index, union-attr]


def test_nothing_is_said_where_nobody_is_linked() -> None:
    before = [run.text for run in runs_in(document_from(sample(), 1)) if run.kind == "blank"]
    none = {**sample(), "things": [THINGS[2]]}
    assert [run.text for run in runs_in(document_from(none, 1)) if run.kind == "blank"] == before


def test_their_names_are_the_same_in_both_languages() -> None:
    inputs = {**linked("request-eio"), "beside": {"language": "de", "said": {}}}
    assert {"Ada Rossi", "Veloce Srl"} <= names_of(inputs)
    assert sum(run.text == "Ada Rossi" for run in runs_in(document_of(inputs, 1))) >= 2


def test_a_subject_is_not_printed_as_address_or_identity() -> None:
    inputs = {**sample("request-hague")}
    inputs["need"] = {**inputs["need"], "subject": "claim on the reseller"}
    sections = document_from(inputs, 1).sections
    rows = [row for part in sections for block in part.blocks if isinstance(block, Rows) for row in block.rows]
    identity = next(said for label, said in rows if label.startswith("Identity and address of the addressee"))
    assert [run.kind for part in identity for run in part] == ["blank"]


def test_page_one_says_the_object_that_was_typed_for_this_document() -> None:
    inputs = sample()
    part = next(part for part in form("eio-annex-a").sections if any(box.fill == "subject" for box in part.boxes))
    place = next(box.place for box in part.boxes if box.fill == "subject")
    inputs["typed"] = {place: "the servers in hall 4 alone"}
    document = document_from(inputs, 1)
    cover = [run.text for run in runs_in(document.cover)]
    assert "the servers in hall 4 alone" in cover
    assert inputs["need"]["subject"] not in cover


def test_a_long_subject_without_a_box_of_its_own_stands_whole_on_page_one() -> None:
    inputs = sample("request-hague")
    inputs["need"] = {**inputs["need"], "subject": "served on the reseller " * 30}
    cover = " ".join(run.text for run in runs_in(document_from(inputs, 1).cover))
    assert "served on the reseller " * 29 in cover


def test_what_is_not_for_the_addressee_has_sheets_of_its_own() -> None:
    document = document_from(sample("order-epoc"), 1)
    assert [part.number for part in document.working if part.anchor.endswith("-apart")] == ["M"]
    assert "M" not in [part.number for part in document.sections]


def test_addresses_stand_where_a_form_asks_for_them() -> None:
    """What a provider has to find the data by stands on what is sent, not in an annex that stays here."""
    moment = {"at": "2026-11-03T21:14:05", "zone": "Europe/Rome"}
    ip = {"key": "t4", "kind": "ip", "value": "203.0.113.7", "details": moment, "state": "", "certainty": ""}
    for name, value in (("order-epoc", "203.0.113.7"), ("letter-registrant", "veloce.example")):
        made = document_from({**linked(name), "things": [*THINGS, ip]}, 1)
        assert value in [run.text for run in runs_in(replace(made, working=()))]


def test_a_letter_to_a_private_party_does_not_tell_the_case() -> None:
    inputs = sample("letter-registrant")
    inputs["case"] = {**inputs["case"], "summary": "What nobody outside may read."}
    assert not any("nobody outside" in run.text for run in runs_in(document_from(inputs, 1)))
