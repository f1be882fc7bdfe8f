"""The lint by its list: every code has one rule, the table of the docs is the list, drafts and mutations hold the bars."""

from collections import Counter
from itertools import islice
from pathlib import Path
from time import process_time

import pytest
import yaml

from advisor.dossiers.lint import blockers, findings_of
from advisor.dossiers.lint.codes import SEVERITIES, codes
from advisor.dossiers.lint.findings import Finding
from advisor.dossiers.lint.rules import RULES
from instruments.places import CATALOGUE
from tests.advisor.dossiers.lint.clean import Clean, clean_dossiers, provisions_by_type
from tests.advisor.dossiers.lint.foreign_drafts import folder_measured
from tests.advisor.dossiers.lint.freezing import made
from tests.advisor.dossiers.lint.measured import mutations_measured
from tests.advisor.dossiers.lint.measured_drafts import Score, drafts_measured
from tests.advisor.dossiers.lint.mutations import ALL
from tests.advisor.dossiers.lint.reading_drafts import FIFTH, FOURTH, SECOND, SEVENTH, SIXTH, THIRD, drafts, inputs_of

README = Path(__file__).resolve().parents[4] / "advisor/dossiers/lint/README.md"
RECALL, FALSE = 0.95, 0.5
SAMPLE = ("eio-annex-a", "mla-letter", "hague-service-1965", "epoc", "registrant-data", "eapo-application")


@pytest.fixture(scope="module")
def score() -> Score:
    return drafts_measured()


def test_every_code_has_one_rule_and_every_rule_a_code() -> None:
    assert set(RULES) == set(codes())
    assert len(codes()) >= 35


def test_codes_invite_grounds_of_the_vocabulary() -> None:
    rows = yaml.safe_load((CATALOGUE / "vocabulary/refusal_grounds.yaml").read_text(encoding="utf-8"))
    known = {row["code"] for row in rows}
    for code in codes().values():
        assert set(code.invites) <= known, code.code
        assert code.severity in SEVERITIES
        assert code.sentence.endswith("."), code.code
        assert code.fix.endswith("."), code.code


def test_the_table_of_the_docs_is_the_list() -> None:
    written = README.read_text(encoding="utf-8")
    for code in codes().values():
        assert f"| {code.code} | {code.severity} | {code.sentence} |" in written, code.code


def test_every_code_has_a_draft_or_an_operator() -> None:
    tried = {mutation.code for mutation in ALL} | {code for draft in drafts() for code in draft["expect"]}
    assert tried == set(codes())
    assert len(ALL) >= 20


def test_drafts_written_before_the_rules(score: Score) -> None:
    assert score.many >= 60
    assert score.recall >= RECALL, score.lines
    assert score.false_per_clean <= FALSE, score.lines


def test_drafts_of_another_hand() -> None:
    """Sixty drafts by somebody who had read no rule, and wordings written after them."""
    seen = drafts_measured(SECOND, THIRD)
    assert seen.clean >= 30
    assert seen.many - seen.clean >= 60
    assert seen.recall >= RECALL, seen.lines
    assert seen.false_per_clean <= FALSE, seen.lines


def test_drafts_of_four_more_hands() -> None:
    """Four sets, each written from the list of codes alone; the README says what they gave at first sight."""
    seen = drafts_measured(FOURTH, FIFTH, SIXTH, SEVENTH)
    assert seen.clean >= 72
    assert sum(seen.wanted.values()) >= 435
    assert seen.recall >= RECALL, seen.lines
    assert seen.false_per_clean <= FALSE, seen.lines


def test_a_folder_of_drafts_is_measured_with_a_message_for_each_fault(tmp_path: Path) -> None:
    good = next(one for one in drafts() if not one["expect"])
    rows = [{**good, "name": "mine"}, {"name": "thin", "states": "IT>ES"}, {"name": "odd", "like": "nobody"}]
    (tmp_path / "rows.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    (tmp_path / "torn.yaml").write_text("- {name: [", encoding="utf-8")
    score, faults = folder_measured(tmp_path)
    assert (score.many, score.clean) == (1, 1)
    assert [fault.partition(":")[0].partition(",")[0] for fault in faults] == ["rows.yaml"] * 6 + ["torn.yaml"]
    assert "like 'nobody'" in faults[-2]
    assert folder_measured(tmp_path / "none")[1] == [
        f"{tmp_path / 'none'}: no such folder, or no file *.yaml in it; name a folder with drafts"
    ]


def test_a_finding_names_a_place_a_ground_of_its_provision_and_a_fix() -> None:
    for draft in islice(drafts(), 0, None, 7):
        inputs = inputs_of(draft)
        grounds = {row["code"] for row in inputs["option"]["refusal_grounds"]} | {""}
        for found in findings_of(inputs, made(inputs)):
            assert found.where
            assert found.fix
            assert found.ground in grounds


def test_blockers_are_the_blockers() -> None:
    rows = [Finding("a", severity, "x", "s", "", "f") for severity in SEVERITIES]
    assert [row.severity for row in blockers(rows)] == ["blocker"]


def test_an_unknown_authority_is_to_be_confirmed_never_wrong() -> None:
    code = codes()["authority-unconfirmed"]
    assert code.severity == "note"
    assert "confirm before sending" in code.sentence
    assert "wrong" not in code.sentence


def test_rules_on_words_are_silent_in_languages_that_they_do_not_read() -> None:
    draft = next(one for one in drafts() if one["name"] == "it-es-warehouse-rough")
    inputs = inputs_of(draft) | {"language": "fr"}
    document = made(inputs_of(draft))
    from dataclasses import replace

    found = {one.code for one in findings_of(inputs, replace(document, language="fr"))}
    assert "idiom" not in found
    assert "placeholder-left" in found


def _seconds(text: str) -> float:
    """Processor time of the lint with one text of 20,000 characters in the account."""
    one = Clean(provision="eio/search-and-seizure", states="IT>ES", number=3)
    place = next(place for place in one.inputs["typed"] if place.endswith("account_blank"))
    inputs = one.inputs | {"typed": one.inputs["typed"] | {place: (text * 20_000)[:20_000]}}
    document = made(inputs)
    begun = process_time()
    findings_of(inputs, document)
    return process_time() - begun


def test_a_text_made_to_be_slow_costs_no_more_than_a_few_ordinary_ones() -> None:
    usual = _seconds("The parcels of the shop were sent to buyers in Modena on 3 May 2026. ")  # reads the lists too
    assert max(_seconds(text) for text in ("a\n", "Aa ", "(", "1.", "a-", "12/", "Ab de ", "A ")) < 4 * usual + 1


def test_a_sample_of_mutations() -> None:
    seen = mutations_measured(clean_dossiers(pairs=1, types=SAMPLE), every=2)
    assert seen.recall >= RECALL, seen.lines
    assert seen.false_per_clean <= FALSE, seen.lines


@pytest.mark.slow
def test_all_mutations() -> None:
    """Every document type, fifteen pairs of States, every operator: minutes."""
    seen = mutations_measured(clean_dossiers(pairs=15))
    assert seen.types == set(provisions_by_type())
    assert len(seen.pairs) >= 15
    assert seen.recall >= RECALL, Counter(line.rsplit(" ", 1)[-1] for line in seen.lines)
    assert seen.false_per_clean <= FALSE, seen.lines
