"""The commands of the catalogue, as a curator or a script runs them."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from instruments.models import Edition, Instrument, ParticipationRow
from tests.instruments.test_from_fixtures import changed
from tests.instruments.test_round_trip import written

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_load_and_publish(folder):
    said = run("load_catalogue", "--from", str(folder), "--publish", "--by", "me")
    assert "records added, 0 updated, 0 removed, 0 unchanged." in said
    assert "Published edition " in said
    assert Edition.objects.get().published_by == "me"
    again = run("load_catalogue", "--from", str(folder), "--publish")
    assert "Already published: edition" in again
    assert Edition.objects.count() == 1


def test_load_lists_what_a_curator_holds(small):
    Instrument.objects.filter(pk="old-treaty").update(notes="Mine.")
    said = run("load_catalogue", "--from", str(small))
    assert "1 differ from the files and stay as they are:" in said
    assert "instruments/old-treaty.yaml:1: instrument:old-treaty: a curator changed it; kept (notes)" in said


def test_load_refuses_with_every_fault(folder):
    changed(folder, "participation.csv", "old-treaty,FR", "old-treaty,UK")
    with pytest.raises(CommandError, match=r"participation\.csv:2: iso2: unknown state 'UK'") as caught:
        run("load_catalogue", "--from", str(folder))
    assert caught.value.returncode == 1


def test_publishing_refuses_errors(small):
    Instrument.objects.filter(pk="old-treaty").update(superseded_by=["gone"])
    with pytest.raises(CommandError, match="nothing was published") as caught:
        run("publish_edition", "--by", "me", "--note", "x")
    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match="nothing was published"):
        run("load_catalogue", "--from", str(small), "--publish")


def test_publishing_tells_what_changed(small):
    run("publish_edition", "--by", "me", "--note", "first")
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(until="2026-12-31")
    said = run("publish_edition", "--by", "me", "--note", "France leaves", "--label", "leave")
    assert "Published edition leave" in said
    assert "for France, Old-Treaty (search and seizure) is binding; before: bound from 1 January 1991." in said


def test_check_of_the_rows(small):
    said = run("check_catalogue", "--on", "2026-11-22")
    assert "0 errors" in said
    assert "warning OpenVerdictOnMemory provision:" in said


def test_check_of_the_rows_finds_errors(small):
    Instrument.objects.filter(pk="old-treaty").update(superseded_by=["gone"])
    out = StringIO()
    with pytest.raises(CommandError, match="1 errors") as caught:
        call_command("check_catalogue", stdout=out)
    assert caught.value.returncode == 1
    assert "ERROR UnknownInstrument instrument:old-treaty: Only instruments of the book may be named." in out.getvalue()


def test_check_of_nothing_says_what_to_run():
    with pytest.raises(CommandError, match=r"The catalogue is empty. Run: python manage\.py load_catalogue"):
        run("check_catalogue")


def test_check_of_files_names_file_and_line(folder):
    changed(folder, "instruments/old-treaty.yaml", "superseded_by: []", "superseded_by: [help-net]")
    said = run("check_catalogue", "--files", str(folder), "--all")
    assert "warning instruments/old-treaty.yaml:1: SupersessionNotMutual instrument:old-treaty" in said


def test_check_of_files_refuses_faults(folder):
    changed(folder, "instruments/old-treaty.yaml", "kind: convention", "kind: treaty")
    with pytest.raises(CommandError, match="unknown code 'treaty'"):
        run("check_catalogue", "--files", str(folder))


def test_a_warning_of_one_rule_is_shown_three_times_unless_asked(shipped):
    said = run("check_catalogue", "--files", "--on", "2026-11-22")
    assert re.search(r"warning OpenVerdictOnMemory: \d+ more; --all shows them", said)
    assert "ScenarioMoved" not in said, "every scenario is answered as expected"
    assert re.search(r"0 errors, \d+ warnings, \d+ rules, \d+ scenarios\.", said)


def test_all_warnings_are_shown_when_asked(small):
    assert "--all shows them" in run("check_catalogue")
    assert "--all shows them" not in run("check_catalogue", "--all")


def test_export_writes_what_was_loaded(small, tmp_path: Path):
    said = run("export_catalogue", "--to", str(tmp_path / "out"))
    assert "files changed." in said
    assert written(tmp_path / "out") == written(small)
    assert "0 files changed." in run("export_catalogue", "--to", str(tmp_path / "out"))


def test_export_of_nothing_is_refused(tmp_path: Path):
    with pytest.raises(CommandError, match="The catalogue is empty: nothing was written"):
        run("export_catalogue", "--to", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_stale_sources(small):
    from instruments.models import Source

    Source.objects.create(citation="https://example.org/table", kind="table", checked_on="2026-10-01")
    Source.objects.create(citation="https://example.org/text", kind="text", checked_on="2026-10-01")
    Source.objects.create(citation="https://example.org/never", kind="other")
    ParticipationRow.objects.filter(jurisdiction_id="FR").update(source="https://example.org/table")
    said = run("list_stale_sources", "--on", "2026-11-22")
    assert said.splitlines() == [
        "    1 rows  table   2026-10-01   https://example.org/table",
        "    0 rows  other   never dated  https://example.org/never",
        "2 of 4 sources are due on 2026-11-22.",
    ]
