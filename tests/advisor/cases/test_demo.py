"""The demo: the same after every start, the study's two cases, dossiers by the worker or a message that helps."""

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from advisor.accounts.models import Agency, User
from advisor.cases.demo import FOLDER, demo_read
from advisor.cases.models import Case, CaseRoute, Need
from advisor.dossiers.apart import Rendered
from advisor.dossiers.making import dossier_make
from advisor.dossiers.models import DossierJob
from advisor.management.commands import demo_once
from tests.conftest import NOW

PEOPLE = {
    "curator@rogatory.example": "admin",
    "curator2@rogatory.example": "admin",
    "investigator@milan.example": "investigator",
    "investigator@madrid.example": "investigator",
    "prosecutor@milan.example": "prosecutor",
    "prosecutor@madrid.example": "prosecutor",
}


def said(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in (Agency, User, Case, Need, CaseRoute)]


def test_seeding_twice_adds_nothing_the_second_time(edition):
    text = said("seed_demo")
    assert dict(User.objects.values_list("email", "role")) == PEOPLE
    assert all(email in text for email in PEOPLE)
    assert "rogatory-demo" in text
    assert all(user.check_password("rogatory-demo") for user in User.objects.all())
    assert dict(Agency.objects.values_list("code", "country")) == {"milan": "IT", "madrid": "ES"}
    assert set(Case.objects.values_list("agency__code", flat=True)) == {"milan", "madrid"}
    assert set(CaseRoute.objects.values_list("number", flat=True)) == {1}
    before = counts()
    assert said("seed_demo") == text
    assert counts() == before == [2, 6, 2, 51, 2]


def test_seeding_leaves_changes_alone(edition):
    said("seed_demo")
    User.objects.filter(email="prosecutor@milan.example").update(role="investigator")
    Case.objects.filter(reference="IPTV-2026-014").update(title="Mine")
    said("seed_demo")
    assert User.objects.get(email="prosecutor@milan.example").role == "investigator"
    assert Case.objects.get(reference="IPTV-2026-014").title == "Mine"


def test_quiet_when_asked(edition):
    assert said("seed_demo", verbosity=0) == ""


def test_no_public_password_where_people_work(edition, settings):
    settings.SESSION_COOKIE_SECURE = True
    with pytest.raises(CommandError, match="public"):
        said("seed_demo")
    assert not User.objects.exists()
    said("seed_demo", public_password=True)


def test_without_an_edition_it_says_what_to_run(db):
    with pytest.raises(CommandError, match=r"load_catalogue|publish"):
        said("seed_demo")
    assert not User.objects.exists()


@pytest.mark.parametrize("item", demo_read().cases, ids=lambda item: item["file"])
def test_demo_cases_are_the_acceptance_cases_without_their_answers(item):
    scenario = yaml.safe_load((FOLDER.parent / "scenarios" / item["file"]).read_text())
    shown = yaml.safe_load((FOLDER / "cases" / item["file"]).read_text())
    for key in ("entities", "rights"):  # what a new user sees of them; the acceptance cases say it in their summary
        assert len(shown.pop(key)) >= 1
    assert shown == {key: value for key, value in scenario.items() if key not in ("note", "on", "expect")}


def test_once_writes_a_file_for_each_dossier(edition, tmp_path: Path, monkeypatch):
    folder = tmp_path / "new" / "folder"

    def render(**asked: Any) -> Rendered:
        return Rendered(content=b"%PDF-1.7 demo", sha256="0" * 64, pages=1)

    def work(seconds: float) -> None:
        """Stands in for the worker: makes every job that waits."""
        for job in DossierJob.objects.filter(state="queued"):
            dossier_make(job_id=job.pk, now=lambda: NOW, render=render)

    monkeypatch.setattr(demo_once.time, "sleep", work)
    paths = [Path(line) for line in said("demo_once", out=folder, most=1).splitlines()]
    assert [path.parent for path in paths] == [folder, folder]
    assert all(path.read_bytes() == b"%PDF-1.7 demo" for path in paths)
    assert {path.name for path in folder.iterdir()} == {path.name for path in paths}


def test_once_says_that_no_worker_came(edition, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(demo_once, "NO_WORKER_SECONDS", -1)
    with pytest.raises(CommandError, match="No worker took any of the 2 dossiers"):
        said("demo_once", out=tmp_path, most=1)


def test_once_says_that_the_folder_cannot_be_made(edition, tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Give another --out"):
        said("demo_once", out=tmp_path / "file" / "sub")
