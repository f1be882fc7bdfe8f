"""`manage.py exhibits_check`: the store held against the lists."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from advisor.cases.exhibit_store import file_keep, path_of
from advisor.cases.services import exhibit_add, exhibit_receive
from tests.advisor.cases.test_exhibit_kinds import PDF
from tests.advisor.cases.test_exhibits import VALUES
from tests.conftest import NOW


@pytest.fixture
def exhibit(settings, tmp_path, open_case, investigator):
    settings.EXHIBITS_DIR = tmp_path / "exhibits"
    case = open_case(investigator)
    file = exhibit_receive(case=case, user=investigator, file=SimpleUploadedFile("a.pdf", PDF))
    return exhibit_add(case=case, user=investigator, values=VALUES, now=NOW, file=file)


def test_all_is_well(exhibit, capsys):
    call_command("exhibits_check")
    assert "1 files are named by evidence lists, 0 of their exhibits" in capsys.readouterr().out


def test_a_changed_and_a_missing_file_are_named_and_end_with_a_fault(exhibit, capsys):
    path = path_of(exhibit.agency_id, exhibit.sha256)
    for spoil in (lambda: (path.chmod(0o600), path.write_bytes(b"x")), path.unlink):
        spoil()
        with pytest.raises(CommandError, match="Restore EXHIBITS_DIR"):
            call_command("exhibits_check")
        assert str(exhibit.pk) in capsys.readouterr().err


def test_only_old_files_that_nobody_names_are_removed(exhibit, capsys):
    old, young = (file_keep(exhibit.agency_id, [data], most=10) for data in (b"old", b"young"))
    os.utime(path_of(exhibit.agency_id, old.sha256), (1, 1))
    os.utime(path_of(exhibit.agency_id, exhibit.sha256), (1, 1))
    call_command("exhibits_check")
    assert path_of(exhibit.agency_id, old.sha256).exists()
    call_command("exhibits_check", remove=True)
    assert "2 files are named by none, 1 of them removed" in capsys.readouterr().out
    assert not path_of(exhibit.agency_id, old.sha256).exists()
    assert path_of(exhibit.agency_id, young.sha256).exists()
    assert path_of(exhibit.agency_id, exhibit.sha256).exists()
