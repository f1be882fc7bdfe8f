"""What a dossier says: whole documents against golden files, and the rules that no document may break."""

import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from advisor.dossiers.build import document_from
from advisor.dossiers.build.case_parts import MOST_PARAGRAPHS, quoted
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.prescribed import rows as prescribed_rows
from advisor.dossiers.build.words import wording
from advisor.dossiers.cleaning import cleaned
from advisor.dossiers.document import Signature, plain, texts
from advisor.dossiers.to_html import html_of
from tests.advisor.dossiers.reading import CODE_SHOWN, runs_in, said_by, strings
from tests.advisor.dossiers.samples import NAMES, sample


class GoldenHtml(SingleFileSnapshotExtension):
    """One readable HTML file for each sample, beside the tests; `--snapshot-update` writes them anew."""

    file_extension = "html"
    _write_mode = WriteMode.TEXT


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, snapshot: SnapshotAssertion) -> None:
    assert html_of(document_from(sample(name), 1)) == snapshot(name=name, extension_class=GoldenHtml)


@pytest.mark.parametrize("name", NAMES)
class TestEveryDocument:
    """Rules that hold for each kind."""

    def test_says_no_code(self, name: str) -> None:
        """People read it: no fact name, no code of a measure or value, no ISO day outside the record."""
        for text in said_by(document_from(sample(name), 1)):
            assert not CODE_SHOWN.search(text), text

    def test_has_holes_only_where_it_says_so(self, name: str) -> None:
        for text in said_by(document_from(sample(name), 1)):
            assert "{" not in text
            assert "None" not in text

    def test_numbers_its_paragraphs_in_order_or_leaves_a_form_its_own_marks(self, name: str) -> None:
        numbers = [
            block.number
            for section in document_from(sample(name), 1).sections
            for block in section.blocks
            if block.type == "paragraph"
        ]
        wanted = [""] * len(numbers) if Matter(sample(name), 1).form else [str(n + 1) for n in range(len(numbers))]
        assert numbers == wanted

    def test_signs_nothing_itself(self, name: str) -> None:
        document = document_from(sample(name), 1)
        blocks = [block for section in document.sections for block in section.blocks]
        signed = [block for block in blocks if isinstance(block, Signature)]
        assert 1 <= len(signed) <= 2  # a form with a validating authority has its lines as well
        assert all(run.kind == "blank" for block in signed for _, line in block.lines for run in line)
        assert document.status == "DRAFT"

    def test_equal_inputs_give_equal_documents(self, name: str) -> None:
        assert document_from(sample(name), 1) == document_from(sample(name), 1)

    def test_every_blank_is_on_the_working_sheet(self, name: str) -> None:
        document = document_from(sample(name), 1)
        listed = {run.text for run in runs_in(document.working)}
        for run in runs_in(document.sections):
            assert run.kind != "blank" or run.text in listed, run.text

    def test_shows_each_condition_with_its_article(self, name: str) -> None:
        inputs = sample(name)
        document = document_from(inputs, 1)
        trace = next(part for part in (*document.annexes, *document.working) if part.anchor == "trace")
        table = next(block for block in trace.blocks if block.type == "table")
        assert len(table.rows) == len(inputs["option"]["because"])


def test_each_kind_has_its_own_title() -> None:
    titles = {name: document_from(sample(name), 1).cover.title for name in NAMES}
    assert titles == {
        "contact-prosecutors": "Message to a contact point",
        "letter-registrant": "Request for the disclosure of domain name registration data",
        "note-blocking": "Note on a step under the law of Portugal",
        "order-epoc": "European Production Order Certificate (EPOC), Annex I",
        "request-eio": "European Investigation Order (EIO), Annex A",
        "request-hague": "Request for service abroad of judicial or extrajudicial documents",
        "request-jit": "Agreement on a joint investigation team: draft",
    }


@pytest.mark.parametrize(
    ("code", "kind", "measure", "form", "title", "kicker"),
    [
        ("eio", "eu-directive", "criminal.depositions", "Annex A", "European Investigation Order", "Judicial decision"),
        ("eu-2018-1805", "eu-regulation", "criminal.asset_freezing", "Annex I (freezing certificate)",
         "Freezing certificate, Annex I", "Certificate"),
        ("eu-2018-1805", "eu-regulation", "criminal.confiscation", "Annex II (confiscation certificate)",
         "Confiscation certificate, Annex II", "Certificate"),
        ("eaw", "eu-framework-decision", "criminal.extradition", "EAW form (Annex)",
         "European arrest warrant", "Judicial decision"),
        ("jit-fd-2002-465", "eu-framework-decision", "criminal.jit", "Model agreement",
         "Agreement on a joint investigation team", "Draft"),
        ("eapo-655-2014", "eu-regulation", "civil.account_preservation", "Implementing Reg. 2016/1823: application",
         "Application for a European Account Preservation Order", "Application to a court"),
        ("eu-2020-1784", "eu-regulation", "civil.service_of_documents", "Annex I form A (request)",
         "Request for service of documents", "Request on the prescribed form"),
        ("coe-mla-1959", "convention", "criminal.depositions", "letter rogatory",
         "Request for judicial assistance in a criminal matter", "Letter of request"),
    ],
)  # fmt: skip
def test_a_document_names_itself_by_its_form(
    code: str, kind: str, measure: str, form: str, title: str, kicker: str
) -> None:
    inputs = sample()
    inputs["option"] |= {"instrument": code, "measure": measure, "form": form, "channel": "direct"}
    inputs["words"]["instrument"]["kind"] = kind
    document = document_from(inputs, 1)
    assert document.cover.title.startswith(title)
    assert document.title.startswith(title)
    assert document.cover.kicker.startswith(kicker)


def test_every_row_of_forms_has_words_and_every_word_a_row() -> None:
    assert {row["is"] for row in prescribed_rows()} == set(wording("en").raw("prescribed"))


def _read_in_its_source() -> dict[str, Any]:
    inputs = sample()
    inputs["option"]["confidence"] = "verified"
    for row in (
        *inputs["option"]["because"],
        *inputs["option"]["time_limits"],
        *inputs["option"]["refusal_grounds"],
    ):
        row["basis"] = "verified"
    for row in (*inputs["words"]["declarations"], *inputs["words"]["participation"]):
        row["confidence"] = "verified"
    return inputs


ALL_READ = "Every entry used here was read"


def test_what_was_read_in_its_source_is_said_to_be() -> None:
    document = document_from(_read_in_its_source(), 1)
    assert any(text.startswith(ALL_READ) for text in texts(document.working))


@pytest.mark.parametrize(
    ("part", "rows", "key"),
    [
        ("words", "declarations", "confidence"),
        ("words", "participation", "confidence"),
        ("option", "time_limits", "basis"),
    ],
)
def test_one_printed_entry_from_memory_forbids_that_sentence(part: str, rows: str, key: str) -> None:
    inputs = _read_in_its_source()
    inputs[part][rows][0][key] = "memory"
    said = list(texts(document_from(inputs, 1).working))
    assert not any(text.startswith(ALL_READ) for text in said)
    assert any("before you rely on it" in text for text in said)


def test_the_language_is_the_one_that_the_requested_state_declared() -> None:
    said = _part("accompanying", sample())
    assert "As declared by Bulgaria: Bulgarian" in said
    assert "2021 survey" not in said


def test_without_a_declaration_the_rule_on_languages_is_printed() -> None:
    inputs = sample()
    inputs["words"]["declarations"] = []
    assert "2021 survey" in _part("accompanying", inputs)


def test_neither_operators_nor_labels_twice_nor_codes_are_printed() -> None:
    said = " ".join(said_by(document_from(sample(), 1)))
    assert "at least 3 years" in said
    for wrong in (">=", "OJ OJ", "eu-2018-1805", "1 weeks"):
        assert wrong not in said


def _part(anchor: str, inputs: dict[str, Any]) -> str:
    document = document_from(inputs, 1)
    section = next(part for part in (*document.sections, *document.annexes) if part.anchor == anchor)
    return "".join(texts(section))


def test_provisional_law_is_marked_with_the_article_to_check() -> None:
    document = document_from(sample("request-eio"), 1)
    said = [" ".join(strings(plain(section))) for section in document.working]
    assert any("Provisional: check 2(c)" in " ".join(text.split()) for text in said) or any(
        "2(c)" in text and "before you rely on it" in text for text in said
    )


def test_an_assumed_day_is_named_as_assumed() -> None:
    trace = document_from(sample("request-eio"), 1).annexes[0]
    assert "assumed" in strings(plain(trace))


def test_an_option_with_open_questions_says_so_on_page_one_unless_a_private_party_reads_it() -> None:
    inputs = sample("request-eio")
    inputs["option"] |= {"verdict": "needs_facts", "missing": ["offence.max_penalty_months_requesting"]}
    cover = document_from(inputs, 1).cover
    assert any("still open: 1" in "".join(run.text for run in said) for said in cover.summary)
    private = document_from(sample("order-epoc"), 1)
    assert not any("still open" in "".join(run.text for run in said) for said in private.cover.summary)
    assert sample("order-epoc")["option"]["missing"]
    assert "Not for the addressee" in strings(plain(private.working[0]))


def test_the_reason_for_the_choice_is_repeated() -> None:
    inputs = sample() | {"reason": "The host does not answer voluntary requests."}
    assert "The host does not answer voluntary requests." in list(texts(document_from(inputs, 1)))


@pytest.mark.parametrize("text", ["\ud800", "a\x00b", "\u202egpj.exe", "\ufffe", "x\r\ny"])
def test_cleaning_takes_out_what_cannot_be_printed_or_hides(text: str) -> None:
    once = cleaned({"k": [text]})
    assert cleaned(once) == once
    assert not re.search("[\x00\ud800-\udfff\u202a-\u202e\ufffe\r]", once["k"][0])


def test_cleaning_leaves_names_alone() -> None:
    names = "Ελένη Παπαδοπούλου, Юрий Ковальчук, שרה לוי, محمد علي, 山田太郎, Łukasz Żółć, e\u0301"
    assert cleaned(names) == names


@pytest.mark.parametrize(
    ("given", "mark"), [({}, "C"), ({"measure": "administrative.product_safety", "form": "none"}, "4")]
)
def test_a_long_subject_is_cut_on_page_one_and_stands_in_full_in_its_part(given: dict[str, Any], mark: str) -> None:
    inputs = sample() | {"option": sample()["option"] | given}
    inputs["need"]["subject"] = "premises and containers " * 40
    document = document_from(inputs, 1)
    assert f"(in full in part {mark})" in " ".join(strings(plain(document.cover.key)))
    assert document.sections[3].number == mark
    assert inputs["need"]["subject"].strip() in strings(plain(document.sections[3]))


def test_text_with_very_many_paragraphs_keeps_all_words_in_few_of_them() -> None:
    parts = quoted("\n\n".join(f"p{number}" for number in range(6000)))
    assert len(parts) == MOST_PARAGRAPHS
    assert parts[-1][0].text.endswith("p5999")


@pytest.mark.parametrize(
    ("tier", "measure", "channel", "network", "kind"),
    [
        ("formal", "criminal.jit", "central authorities", False, "request"),
        ("formal", "criminal.electronic_evidence", "provider-direct: EPOC", False, "order"),
        ("voluntary", "voluntary.takedown", "anyone -> host", False, "letter"),
        ("voluntary", "criminal.electronic_evidence", "provider-direct, voluntary", False, "letter"),
        ("voluntary", "criminal.preservation", "24/7 contact point", True, "contact"),
        ("voluntary", "voluntary.authority_exchange", "meeting", False, "contact"),
        ("voluntary", "civil.adr", "WIPO Center", False, "note"),
        ("single_jurisdiction", "domestic.site_blocking", "right holder -> court", False, "note"),
    ],
)
def test_the_kind_follows_who_receives_it(tier: str, measure: str, channel: str, network: bool, kind: str) -> None:
    inputs = sample()
    inputs["option"] |= {"tier": tier, "measure": measure, "channel": channel}
    inputs["words"]["instrument"]["kind"] = "network" if network else "convention"
    assert Matter(inputs, 1).kind == kind
    assert document_from(inputs, 1).sections
