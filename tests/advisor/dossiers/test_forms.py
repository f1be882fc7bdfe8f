"""Prescribed forms: their sections are those of the committed list, every provision has its paper, boxes are honest."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.dossiers import forms
from advisor.dossiers.build import document_from
from advisor.dossiers.build.boxed_facts import facts_of_boxes
from advisor.dossiers.build.fills import FACTS_OF_FILLS, FILLS
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.prescribed import rows
from advisor.dossiers.build.words import languages
from advisor.dossiers.document import Run, texts
from advisor.dossiers.forms import FormFault, form, form_codes
from advisor.dossiers.forms.languages import form_words, labels_of
from advisor.dossiers.places import places_open
from tests.advisor.dossiers.reading import runs_in
from tests.advisor.dossiers.samples import sample

LISTED: dict[str, Any] = yaml.safe_load((Path(__file__).with_name("form_sections.yaml")).read_text(encoding="utf-8"))


def test_every_form_is_in_the_committed_list_and_used_by_a_row() -> None:
    assert set(LISTED) == set(form_codes())
    assert {row["form"] for row in rows() if "form" in row} == set(form_codes())


@pytest.mark.parametrize("code", form_codes())
class TestEveryForm:
    """What holds for each form."""

    def test_has_the_marks_of_the_committed_list_in_order(self, code: str) -> None:
        assert [part.mark for part in form(code).sections] == [str(mark) for mark in LISTED[code]["marks"]]
        assert LISTED[code]["source"]

    def test_was_read_where_the_committed_list_says_so(self, code: str) -> None:
        assert (form(code).source.confidence == "verified") == bool(LISTED[code]["read"])
        assert form(code).source.checked_on == LISTED[code]["read"]
        assert bool(LISTED[code]["read"]) == bool(LISTED[code].get("read_in"))

    def test_names_its_source_and_whether_it_was_read(self, code: str) -> None:
        source = form(code).source
        assert source.title
        assert source.confidence in ("verified", "memory")
        assert (source.confidence == "verified") == bool(source.checked_on)
        assert not source.url or source.url.startswith("https://")

    def test_fills_only_by_names_that_exist(self, code: str) -> None:
        for part in form(code).sections:
            for box in part.boxes:
                assert not box.fill or box.fill in FILLS, box

    def test_names_the_file_or_the_sender_and_is_signed_once(self, code: str) -> None:
        boxes = [box for part in form(code).sections for box in part.boxes]
        signs = [box.signature for box in boxes if box.signature]
        assert sum(who in ("sender", "officer") for who in signs) == 1
        assert signs.count("validator") <= 1
        assert {box.fill for box in boxes} & {"agency", "issuer", "file", "title"}

    def test_looks_only_at_facts_of_the_vocabulary(self, code: str, vocabulary: dict[str, Any]) -> None:
        for part in form(code).sections:
            for box in part.boxes:
                for rule in (box.only, *(tick.when for tick in box.ticks)):
                    for name, wanted in (rule.facts if rule else {}).items():
                        known = vocabulary[name]
                        values = wanted if isinstance(wanted, list) else [wanted]
                        if known["type"] == "enum":
                            assert set(values) <= set(known["values"]), (code, name)
                    assert not rule or set(rule.rights) <= set(vocabulary["right.kind"]["values"])

    def test_makes_a_whole_document(self, code: str) -> None:
        document = document_from(_as(code), 1)
        sent = [part.heading for part in form(code).sections if not part.apart]
        assert [section.title for section in document.sections] == sent
        behind = (*document.annexes, *document.working)
        annex = next(part for part in behind if part.anchor == "accompanying")
        assert form(code).basis in list(texts(annex))


def test_a_list_of_answers_is_that_of_the_law_wherever_a_form_prints_it() -> None:
    """32 categories (Regulations 2018/1805, Annexes I and II; 2023/1543, Annex I, section M), the same in each form."""
    found = {
        code: [tick.label for part in form(code).sections for box in part.boxes for tick in box.ticks]
        for code in ("epoc", "freezing-certificate-2018", "confiscation-certificate-2018")
    }
    listed = [tick["label"] for tick in yaml.safe_load((forms.FOLDER / "lists/offences.yaml").read_text("utf-8"))]
    assert len(listed) == len(set(listed)) == 32
    for code, labels in found.items():
        first = labels.index(listed[0])
        assert labels[first : first + 32] == listed, code


def test_a_group_that_a_list_does_not_have_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/one.yaml").write_text("a: [{label: L}]", encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    assert forms._listed("x A", "one/a") == [{"label": "L"}]
    with pytest.raises(FormFault, match="'one' has no group 'b'"):
        forms._listed("x A", "one/b")


def official() -> list[tuple[str, str, str, str]]:
    """(form, language, English label, official label) of the committed list."""
    path = Path(__file__).with_name("form_labels.yaml")
    listed: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(entry["read"] and entry["read_in"] for said in listed.values() for entry in said.values())
    return [
        (code, language, label, text)
        for code, said in listed.items()
        for language, entry in said.items()
        for label, text in entry["labels"].items()
    ]


def test_the_labels_that_were_compared_are_those_of_the_official_text() -> None:
    for code, language, label, text in official():
        assert label in labels_of(code), (code, label)
        own = form_words(language).get("own", {}).get(code, {})
        assert (own.get(label) or form_words(language)["labels"][label]) == text, (code, language, label)
    compared = {(code, language) for code, language, _, _ in official()}
    for language in sorted(set(languages()) - {"en"}):
        assert {(code, language) for code in form_words(language)["standing"]} == {
            pair for pair in compared if pair[1] == language
        }


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "compared with its official text"), ("fr", "notre traduction de travail"), ("de", "soweit sie verglichen")],
)
def test_a_document_says_whose_words_its_labels_are(language: str, said: str) -> None:
    inputs = sample() | {"language": language}
    document = document_from(inputs, 1)
    annex = next(part for part in document.annexes if part.anchor == "accompanying")
    assert said in " ".join(texts(annex))
    assert said in " ".join(texts(document.working[0]))


def test_what_is_not_for_a_private_addressee_is_in_no_file_of_its_own() -> None:
    """Regulation (EU) 2023/1543, Annex I, section M, and our own annexes: neither printed nor embedded."""
    inputs = sample("order-epoc")
    secret = "the necessity as the court weighed it"
    grounds = document_from(inputs, 1)
    place = next(
        run.place for run in runs_in(grounds.working) if run.kind == "blank" and run.place.endswith("necessity_blank")
    )
    inputs["typed"] = {place: secret}
    inputs["nexus"] = [{"fact": "proceedings.type", "sentence": "this fact needs this measure because of a reason"}]
    final = document_from(inputs | {"final": True, "approved_by": "A. B.", "approved_on": "2026-11-22 10:00 UTC"}, 2)
    sent = " ".join(texts(final))
    assert secret not in sent
    assert "because of a reason" not in sent
    assert str(inputs["case"]["title"]) not in sent
    assert [part.anchor for part in final.annexes] == ["record", "reply"]
    assert "M" not in [part.number for part in final.sections]
    assert not final.working
    draft = document_from(inputs, 1)
    assert secret in " ".join(texts(draft.working))
    own = document_from(inputs, 1, own=True)
    assert secret in " ".join(texts(own.sections))
    assert [part.anchor for part in own.annexes] == ["trace", "record", "accompanying", "nexus"]
    assert [part.number for part in own.sections][-1] == "M"


@pytest.mark.parametrize("code", form_codes())
def test_no_box_for_an_address_or_a_number_is_filled_with_the_subject_in_words(code: str) -> None:
    technical = re.compile(r"URL|domain name|telephone number|account number|IBAN|address of the", re.I)
    for part in form(code).sections:
        for box in part.boxes:
            assert not (technical.search(box.label) and box.fill == "subject"), box.label


def test_an_investigation_order_is_signed_by_who_issues_and_who_validates() -> None:
    document = document_from(sample(), 1)
    signed = {part.number: _blocks([part], "signature") for part in document.sections}
    assert [number for number, blocks in signed.items() if blocks] == ["K", "L"]
    for number in "KL":
        block = signed[number][0]
        assert [label for label, _ in block.lines] == ["Name", "Post held (title/grade)", "Date", "Signature"]
        assert block.seal == "Official stamp (if available)"
    assert not [place for place in places_open(document) if place.place.startswith("countersignature")]


@pytest.mark.parametrize("code", [code for code, entry in LISTED.items() if "headings" in entry])
def test_the_headings_are_those_of_the_law(code: str) -> None:
    """Letter for letter but for capitals and a closing colon; null in the list: the heading is ours."""
    had = [part.heading for part in form(code).sections]
    for law, ours in zip(LISTED[code]["headings"], had, strict=True):
        assert law is None or ours.casefold() == law.rstrip(": ").casefold()


@pytest.fixture(scope="module")
def vocabulary() -> dict[str, Any]:
    path = Path(forms.FOLDER).parents[2] / "fixtures/catalogue/vocabulary/facts.yaml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    listed = read["facts"] if isinstance(read, dict) else read
    return {row["name"]: row for row in listed}


def test_a_fill_freezes_only_facts_of_the_vocabulary(vocabulary: dict[str, Any]) -> None:
    assert set(FACTS_OF_FILLS) <= set(FILLS)
    for names in FACTS_OF_FILLS.values():
        assert set(names) <= set(vocabulary)


def _as(code: str) -> dict[str, Any]:
    """The frozen inputs of the investigation order, led to another form."""
    inputs = sample()
    row = next(row for row in rows() if row.get("form") == code)
    measure = (row.get("measures") or ["criminal.depositions"])[0]
    documents = row.get("documents", ["request"])
    inputs["option"] |= {
        "instrument": (row.get("instruments") or ["another"])[0],
        "measure": measure + "depositions" if measure.endswith(".") else measure,
        "form": (row.get("forms") or ["none"])[0],
        "channel": "direct",
        "tier": "formal" if documents[0] in ("request", "order") else "voluntary",
    }
    if documents == ["letter"]:
        inputs["option"]["channel"] = "provider-direct"
    inputs["words"]["instrument"]["kind"] = (
        "network" if documents == ["contact"] else (row.get("kinds") or ["other"])[0]
    )
    inputs["facts"] |= row.get("facts", {})
    assert Matter(inputs, 1).form is form(code)
    return inputs


def _ticked(inputs: dict[str, Any]) -> list[str]:
    parts = document_from(inputs, 1).sections
    said = ["".join(texts(line)) for block in _blocks(parts, "rows") for _, lines in block.rows for line in lines]
    return [text for text in said if text.startswith("[x]")]


def _blocks(parts: Any, kind: str) -> list[Any]:
    return [block for part in parts for block in part.blocks if block.type == kind]


def test_ticks_say_what_the_case_says_and_no_more() -> None:
    inputs = sample()
    assert _ticked(inputs)[0].startswith("[x] (a) with respect to criminal")
    assert _ticked(inputs)[1:] == ["[x] judicial authority"]
    inputs["facts"] |= {"right.kind": ["trade_mark"], "case.urgency_lost_by_waiting": True}
    said = " ".join(_ticked(inputs))
    assert "counterfeiting and piracy of products" in said
    assert "Evidence being concealed or destroyed" in said
    inputs["facts"]["offence.max_penalty_months_requesting"] = 24
    assert "counterfeiting" not in " ".join(_ticked(inputs))
    inputs["facts"] |= {"right.kind": ["design"], "offence.max_penalty_months_requesting": 60}
    assert "counterfeiting" not in " ".join(_ticked(inputs))


def test_a_part_that_does_not_apply_is_said_and_stays_in_its_place() -> None:
    document = document_from(sample(), 1)
    part = next(section for section in document.sections if section.number == "H")
    said = " ".join(texts(part))
    assert "Section H1" in said
    assert "Not applicable to this measure." in said
    assert said.count("Not applicable to this measure.") == 7


def test_the_interception_that_needs_no_help_is_a_notice() -> None:
    inputs = sample()
    inputs["option"] |= {"measure": "criminal.interception", "form": "Annex A (technical assistance) / Annex C"}
    assert Matter(inputs, 1).form is form("eio-annex-a")
    inputs["facts"]["interception.technical_assistance_needed"] = False
    assert Matter(inputs, 1).form is form("eio-annex-c")
    wanted = facts_of_boxes(form="Annex A (technical assistance)", instrument="eio", measure="criminal.interception")
    assert "interception.technical_assistance_needed" in wanted


def test_an_empty_box_is_a_blank_and_never_text() -> None:
    inputs = sample()
    inputs["need"].pop("subject")
    document = document_from(inputs, 1)
    part = next(section for section in document.sections if section.number == "C")
    rows_said = [row for block in part.blocks if block.type == "rows" for row in block.rows]
    (subject,) = [said for label, said in rows_said if label == "Object of the measure"]
    assert subject == (
        (Run("object of the measure: place, person, account, item", "blank", "box-4.object-of-the-measure"),),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code: x\n", "keys"),
        ("{code: y, title: t, basis: b, sections: [], "
         "source: {title: t, url: '', checked_on: null, confidence: memory}}",
         "the file says it is y"),
        ("{code: x, title: t, basis: b, source: {title: t, url: '', checked_on: null, confidence: memory}, "
         "sections: [{mark: A, heading: H, boxes: [{label: L}]}]}", "'L' can never be answered"),
        ("{code: x, title: t, basis: b, source: {title: t, url: '', checked_on: null, confidence: memory}, "
         "sections: [{mark: A, heading: H, boxes: [{label: L, fil: home}]}]}", "unknown keys ['fil']"),
        ("{code: x, title: t, basis: b, source: {title: t, url: '', checked_on: null, confidence: memory}, "
         "sections: [{mark: A, heading: H, boxes: [{ticks: [{label: L, wen: 1}]}]}]}", "unknown keys ['wen']"),
        ("{code: x, title: t, basis: b, source: {title: t, url: '', checked_on: null, confidence: memory}, "
         "sections: [{mark: A, heading: H, boxes: [{fill: home, only: {fact: 1}}]}]}", "unknown keys ['fact']"),
        ("{code: x, title: t, basis: b, source: {title: t, url: '', checked_on: null, confidence: memory}, "
         "sections: [{mark: A, heading: H, boxes: [{ticks: none}]}]}", "there is no list 'none'"),
    ],
)  # fmt: skip
def test_a_form_that_is_wrong_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(forms, "FOLDER", tmp_path)
    forms.form_codes.cache_clear()
    forms.form.cache_clear()
    try:
        with pytest.raises(FormFault, match=re.escape(said)):
            form("x")
    finally:
        forms.form_codes.cache_clear()
        forms.form.cache_clear()


def test_another_instrument_may_annex_the_same_form() -> None:
    assert form("arrest-warrant-tca").sections == form("eaw").sections
    assert form("arrest-warrant-tca").basis != form("eaw").basis


@pytest.mark.parametrize("generic", [True, False])
def test_a_hearing_by_video_is_offered_where_the_provision_has_it(generic: bool) -> None:
    inputs = sample()
    if generic:
        inputs["option"] |= {"measure": "administrative.product_safety", "form": "none"}
    assert not [run for run in runs_in(document_from(inputs, 1)) if run.place.startswith("options.")]
    inputs["words"]["provision"]["options"] = {"videoconference": True}
    said = [run for run in runs_in(document_from(inputs, 1)) if run.place == "options.videoconference"]
    assert [run.text for run in said] == ["[ ]"]
    inputs["facts"]["hearing.mode"] = "videoconference"
    said = [run for run in runs_in(document_from(inputs, 1)) if run.place == "options.videoconference"]
    assert [run.text for run in said] == ["[x]"]
