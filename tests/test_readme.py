"""What the README says is so: its files exist, its commands run, its sign-ins and routes are those of the demo.

That `python3 manage.py run` serves is proved in tests/boot/test_run.py; that its first case can be typed in, routed and
rendered in tests/browser/test_journey.py.
"""

import io
import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command, get_commands

from advisor.run.office import web_child
from instruments.places import CATALOGUE

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
LINKS = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
COMMANDS = re.findall(
    r"^(?:python3 )?manage\.py (.+?)(?:\s+#.*)?$|`(?:python3 )?manage\.py ([a-z_]+)", README, re.MULTILINE
)
OUTSIDE_DJANGO = {"test", "setup"}  # advisor/bootstrap.py answers these before Django is there


@pytest.mark.parametrize("link", LINKS)
def test_every_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_every_command_exists() -> None:
    named = {(whole or short).split()[0] for whole, short in COMMANDS}
    assert {"run", "test", "advise", "user_add", "load_catalogue"} <= named
    assert named - OUTSIDE_DJANGO <= set(get_commands())


def test_the_sign_ins_are_those_of_the_demo() -> None:
    demo = yaml.safe_load((ROOT / "fixtures" / "demo" / "users.yaml").read_text())
    rows = [line for line in README.splitlines() if line.startswith("|") and "@" in line]
    assert {email for row in rows for email in re.findall(r"\S+@[\w.]+", row)} == {u["email"] for u in demo["users"]}
    assert all(demo["password"] in row for row in rows)


def test_the_folders_of_the_table_are_there() -> None:
    named = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
    assert len(named) >= 7
    assert all((ROOT / name).exists() for name in named)
    assert all((ROOT / "tests" / name).is_dir() for name in re.findall(r"`(\w+)/` (?:drives|kill|runs)", README))


@pytest.mark.parametrize("line", [line for line in README.splitlines() if line.startswith("python3 manage.py advise")])
def test_the_advice_of_the_readme_is_given(line: str, edition: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out, err = io.StringIO(), io.StringIO()
    call_command(*shlex.split(line)[2:], stdout=out, stderr=err)
    assert "IPTV-2026-014" in out.getvalue()
    assert not err.getvalue()


def test_the_address_is_the_one_that_run_takes(tmp_path: Path) -> None:
    from advisor.management.commands.run import PORT

    assert f"http://127.0.0.1:{PORT}/" in README
    assert "gunicorn" in " ".join(web_child(host="127.0.0.1", port=PORT, logs=tmp_path).command)
    assert (CATALOGUE / "instruments").is_dir()
