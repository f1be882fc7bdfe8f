"""Loading beside a curator: the file's rows follow the file, the curator's stay, and every difference is listed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from instruments.errors import CatalogueError
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.loading import LoadReport, catalogue_load
from instruments.models import (
    Authority,
    Condition,
    Declaration,
    Fact,
    Instrument,
    Jurisdiction,
    ParticipationRow,
    Provision,
    ShippedRecord,
    Source,
)
from instruments.origins import origin_of, origins
from tests.conftest import NOW
from tests.instruments.test_from_fixtures import FACTS, TREATY, changed

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 12, 1, tzinfo=UTC)


def load(folder: Path) -> LoadReport:
    return catalogue_load(book_read(folder), now=LATER)


def said(report: LoadReport) -> list[str]:
    return [str(difference) for difference in report.differences]


def test_the_first_load_brings_rows_history_and_ledger(small):
    treaty = Instrument.objects.get(pk="old-treaty")
    assert treaty.aliases == ["treaty-of-old"]
    assert [(entry.history_type, entry.history_change_reason) for entry in treaty.history.all()] == [
        ("+", "shipped file")
    ]
    assert Condition.objects.filter(provision_id="old-treaty/search").count() == 2
    entry = ShippedRecord.objects.get(pk="instrument:old-treaty")
    assert (entry.file, entry.loaded_at) == ("instruments/old-treaty.yaml", NOW)


def test_a_second_load_changes_nothing(small):
    before = {row.pk: row.history.count() for row in ParticipationRow.objects.all()}
    report = load(small)
    assert (report.added, report.updated, report.removed, report.differences) == ([], [], [], [])
    assert {row.pk: row.history.count() for row in ParticipationRow.objects.all()} == before


def test_a_row_of_the_files_follows_the_file(small):
    changed(small, TREATY, "notes: None.", "notes: Read again.")
    changed(small, TREATY, "value: true", "value: false")
    changed(small, "participation.csv", "2019-12-31", "2020-12-31")
    report = load(small)
    assert sorted(report.updated) == [
        "instrument:old-treaty",
        "participation:old-treaty/NO/1991-01-01",
        "provision:old-treaty/search",
    ]
    assert book_from_rows() == book_read(small).document
    assert [entry.history_type for entry in Instrument.objects.get(pk="old-treaty").history.all()] == ["~", "+"]


def test_a_curators_change_stays_and_is_listed(small):
    treaty = Instrument.objects.get(pk="old-treaty")
    treaty.notes = "The curator's."
    treaty.save()
    assert said(load(small)) == [
        "instruments/old-treaty.yaml:1: instrument:old-treaty: a curator changed it; kept (notes)"
    ]
    changed(small, TREATY, "notes: None.", "notes: The file's.")
    report = load(small)
    assert "a curator holds it otherwise, and the file is new; kept (notes)" in said(report)[0]
    assert report.updated == []
    assert Instrument.objects.get(pk="old-treaty").notes == "The curator's."
    assert said(load(small)), "it is listed until somebody settles it"


def test_a_curators_change_of_a_condition_keeps_its_provision(small):
    Condition.objects.filter(fact_id="offence.serious").update(effect="warning")
    changed(small, TREATY, "form: letter", "form: form A")
    report = load(small)
    assert [difference.key for difference in report.differences] == ["provision:old-treaty/search"]
    assert report.differences[0].keys == ("conditions", "form")
    assert Provision.objects.get(pk="old-treaty/search").form == "letter"


def test_what_a_curator_deleted_stays_deleted(small):
    Declaration.objects.all().delete()
    report = load(small)
    assert "a curator deleted it; it stays deleted" in said(report)[0]
    assert not Declaration.objects.exists()


def test_a_curator_and_a_file_that_agree_are_one(small):
    Instrument.objects.filter(pk="old-treaty").update(notes="Both.")
    changed(small, TREATY, "notes: None.", "notes: Both.")
    assert load(small).differences == []
    changed(small, TREATY, "notes: Both.", "notes: Newer.")
    assert load(small).updated == ["instrument:old-treaty"]


def test_a_row_that_a_curator_added_is_nobody_elses(small):
    row = ParticipationRow(instrument_id="old-treaty", jurisdiction_id="CZ", status="bound", confidence="memory")
    row.save()
    report = load(small)
    assert report.differences == []
    assert ParticipationRow.objects.filter(jurisdiction_id="CZ").exists()
    assert origin_of("participation:old-treaty/CZ/") == "curator"
    assert origin_of("participation:old-treaty/FR/1991-01-01") == "participation.csv"
    assert origins()["fact:offence.serious"] == "vocabulary/facts.yaml"


def test_what_the_files_drop_goes(small):
    for file in ("participation.csv", "declarations.csv", "authorities.csv"):
        path = small / file
        path.write_text(path.read_text().splitlines()[0] + "\n")
    (small / "precedence.yaml").write_text("[]\n")
    (small / "vocabulary" / "networks.yaml").write_text("[]\n")
    (small / "vocabulary" / "sources.yaml").write_text("[]\n")
    (small / "instruments" / "help-net.yaml").unlink()
    changed(small, FACTS, fact_text(small, "requester.kind"), "")
    changed(small, FACTS, fact_text(small, "request.sent_on"), "")
    report = load(small)
    assert "instrument:help-net" in report.removed
    assert not Authority.objects.exists()
    assert not Source.objects.exists()
    assert sorted(Fact.objects.values_list("pk", flat=True)) == ["offence.serious", "pair.bound_instruments"]
    assert book_from_rows() == book_read(small).document


def fact_text(folder: Path, name: str) -> str:
    """The lines of one fact."""
    records = (folder / FACTS).read_text().split("- name: ")
    return "- name: " + next(record for record in records if record.startswith(name))


def test_what_the_files_drop_stays_while_a_curator_needs_it(small):
    ParticipationRow.objects.create(instrument_id="help-net", jurisdiction_id="FR", status="bound", confidence="memory")
    (small / "precedence.yaml").write_text("[]\n")
    (small / "vocabulary" / "networks.yaml").write_text("[]\n")
    (small / "instruments" / "help-net.yaml").unlink()
    report = load(small)
    assert "a curator's rows need it, so it stays" in said(report)[0]
    assert Instrument.objects.filter(pk="help-net").exists()
    assert said(load(small)) == said(report)


def test_what_the_files_drop_stays_if_a_curator_changed_it(small):
    Authority.objects.update(city="Bergen")
    path = small / "authorities.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert "the files dropped it; a curator changed it, so it stays" in said(load(small))[0]


def test_a_refusal_of_the_database_leaves_everything_as_it_was(small):
    ParticipationRow.objects.create(
        instrument_id="old-treaty", jurisdiction_id="CZ", status="bound", since="1993-01-01", confidence="memory"
    )
    path = small / "participation.csv"
    path.write_text(path.read_text() + "old-treaty,CZ,bound,1995-01-01,,,,,memory\n")
    changed(small, TREATY, "notes: None.", "notes: New.")
    with pytest.raises(CatalogueError, match=r"nothing was loaded.*A curator's row probably stands in its way"):
        load(small)
    assert Instrument.objects.get(pk="old-treaty").notes == "None."


def test_a_period_can_be_split_by_the_files(small):
    changed(
        small, "participation.csv", "old-treaty,FR,bound,1991-01-01,,", "old-treaty,FR,bound,1991-01-01,2009-12-31,"
    )
    path = small / "participation.csv"
    path.write_text(path.read_text() + "old-treaty,FR,bound,2010-01-01,,,,,memory\n")
    report = load(small)
    assert len(report.added) == len(report.updated) == 1
    assert ParticipationRow.objects.filter(jurisdiction_id="FR").count() == 2


def test_a_new_state_and_its_row_come_together(small):
    path = small / "jurisdictions.csv"
    path.write_text(path.read_text() + "SE,SWE,Sweden,sv,1995-01-01,,yes,yes,civil,yes,\n")
    path = small / "participation.csv"
    path.write_text(path.read_text() + "old-treaty,SE,bound,1995-01-01,,,,,memory\n")
    assert sorted(load(small).added) == ["jurisdiction:SE", "participation:old-treaty/SE/1995-01-01"]
    assert Jurisdiction.objects.get(pk="SE").search_text.startswith(" sweden se swe ")


def test_saving_a_row_renews_its_search_text(small):
    treaty = Instrument.objects.get(pk="old-treaty")
    treaty.title = "Übereinkommen 655/2014"
    treaty.save()
    assert " ubereinkommen 655/2014 655 2014 " in treaty.search_text
    provision = Provision.objects.get(pk="old-treaty/search")
    provision.articles = ["29(1)"]
    provision.save()
    assert " art 29 1 " in provision.search_text
