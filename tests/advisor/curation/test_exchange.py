"""The shipped book through an exchange file: fixtures, database, file, database, fixtures, and not a byte differs."""

import io
import shutil

import pytest
from django.core.management import CommandError, call_command

from advisor.curation.errors import CurationError
from advisor.curation.models import ChangeSet, Origin
from advisor.curation.services import change_confirm, changeset_publish, changeset_submit, edition_receive
from instruments.editions import compiled, edition_publish
from instruments.exchange_file import edition_packed, edition_unpacked, key_made
from instruments.from_fixtures import book_read
from instruments.from_rows import book_from_rows
from instruments.loading import catalogue_load
from instruments.models import Edition
from instruments.places import CATALOGUE
from instruments.to_fixtures import book_texts
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def said(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def folder_texts(folder):
    """Every file of the catalogue with its text."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".yaml", ".csv")
    }


def test_the_shipped_book_comes_back_byte_for_byte(db, tmp_path, settings, author, reviewer):
    """This installation has the shipped files; another, with three rows fewer, receives them by review."""
    compiled.clear()
    catalogue_load(book_read(CATALOGUE), now=NOW)
    first = edition_publish(by="tests", note="First.", now=NOW)
    told = said("make_exchange_key", "lyon", to=tmp_path / "keys")
    assert "EXCHANGE_KEY_FILE" in told
    assert (tmp_path / "keys" / "lyon.key").stat().st_mode & 0o077 == 0
    settings.EXCHANGE_KEY_FILE = str(tmp_path / "keys" / "lyon.key")
    settings.EXCHANGE_TRUSTED_DIR = str(tmp_path / "keys")
    file = tmp_path / "edition.zip"
    assert first.sha256 in said("export_edition", to=file)

    other = tmp_path / "other"
    shutil.copytree(CATALOGUE, other)
    table = other / "participation.csv"
    table.write_text("\n".join(table.read_text(encoding="utf-8").splitlines()[:-3]) + "\n", encoding="utf-8")
    catalogue_load(book_read(other), now=NOW)
    assert edition_publish(by="tests", note="Three rows fewer.", now=NOW).sha256 != first.sha256
    assert "Nothing was changed" in said("import_edition", str(file))
    assert not ChangeSet.objects.exists()
    assert "waits for review" in said("import_edition", str(file), by=author.email)
    own = ChangeSet.objects.get()
    assert own.origin == Origin.EXCHANGE
    changeset_submit(changeset=own, user=author, now=NOW)
    keys = list(own.changes.values_list("key", flat=True))
    change_confirm(changeset=own, keys=keys, user=reviewer, now=NOW)
    edition = changeset_publish(changeset=own, note="", user=reviewer, now=NOW)
    assert edition.sha256 == first.sha256
    assert book_texts(book_from_rows()) == folder_texts(CATALOGUE)


def test_a_received_edition_becomes_one_here(small, author, reviewer, tmp_path):
    """What another installation changed is reviewed here like any other set, and has the same hash then."""
    secret, shown = key_made()
    here = {**book_from_rows()}
    file = edition_packed(small, private_pem=secret, installation="Lyon")
    received = edition_unpacked(file, trusted={"lyon": shown})
    with pytest.raises(CurationError, match="already"):
        edition_receive(received=received, user=author, now=NOW)
    changed = {**received.book, "jurisdictions": received.book["jurisdictions"], "instruments": [
        {**record, "notes": "Read again in Lyon."} if record["code"] == "old-treaty" else record
        for record in received.book["instruments"]
    ]}  # fmt: skip
    other = type(received)(received.manifest, changed, "lyon")
    own = edition_receive(received=other, user=author, now=NOW)
    changeset_submit(changeset=own, user=author, now=NOW)
    change_confirm(changeset=own, keys=list(own.changes.values_list("key", flat=True)), user=reviewer, now=NOW)
    edition = changeset_publish(changeset=own, note="", user=reviewer, now=NOW)
    assert Edition.objects.count() == 2
    assert edition.sha256 != small.sha256
    after = book_from_rows()
    assert [r["code"] for r in after["instruments"]] == [r["code"] for r in here["instruments"]]
    assert next(r for r in after["instruments"] if r["code"] == "old-treaty")["notes"] == "Read again in Lyon."


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("make_exchange_key", "../x", "--to", "."), "letters, digits"),
        (("export_edition", "--to", "x.zip", "--edition", "none"), "no such edition"),
        (("import_edition", "/nowhere/at/all.zip"), "cannot be read"),
    ],
)
def test_the_commands_say_what_is_wrong(small, arguments, says):
    with pytest.raises(CommandError, match=says):
        said(*arguments)


def test_without_a_key_nothing_is_signed(small, settings, tmp_path):
    settings.EXCHANGE_KEY_FILE = ""
    with pytest.raises(CommandError, match="make_exchange_key"):
        said("export_edition", to=tmp_path / "x.zip")


def test_a_key_is_never_overwritten(tmp_path):
    said("make_exchange_key", "lyon", to=tmp_path)
    with pytest.raises(CommandError, match="exists already"):
        said("make_exchange_key", "lyon", to=tmp_path)


def test_who_is_no_curator_opens_no_set(small, settings, tmp_path, investigator):
    said("make_exchange_key", "lyon", to=tmp_path)
    settings.EXCHANGE_KEY_FILE, settings.EXCHANGE_TRUSTED_DIR = str(tmp_path / "lyon.key"), str(tmp_path)
    file = tmp_path / "x.zip"
    said("export_edition", to=file)
    with pytest.raises(CommandError, match="no active curator"):
        said("import_edition", str(file), by=investigator.email)
