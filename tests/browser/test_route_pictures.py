"""The pictures of a route in a browser: axe, 320 to 1440 px, contrast of drawn words, one sheet of A3."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from advisor.cases.models import CaseRoute
from advisor.cases.services import answers_save, case_from_file, case_route
from advisor.walk.accepting import collision_accept
from advisor.walk.ladders import collisions_open
from advisor.walk.moves import step_move
from advisor.walk.services import Choice, steps_choose
from tests.browser.test_law_pages import CONTRAST
from tests.conftest import NOW, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CASES = Path(__file__).parents[2] / "fixtures" / "demo" / "cases"
PURCHASE = "domestic-procedural-law/test-purchase"
A3 = (1190.5, 841.9)


@pytest.fixture
def demo(edition: Any, prosecutor: Any) -> Callable[[str], str]:
    """Routes a mock case; the address of its route."""

    def make(name: str) -> str:
        case = case_from_file(
            user=prosecutor, content=(CASES / f"{name}.yaml").read_bytes(), name=f"{name}.yaml", now=NOW
        )
        case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
        return f"/cases/{case.pk}/routes/1/"

    return make


def test_the_overview_and_its_pages(walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any) -> None:
    here, walk = demo("mock-iptv"), walker(prosecutor)
    for path in (
        "",
        "sheet",
        "needs/n11/",
        "needs/n12/why/eio/search-and-seizure/",
        "what-if?fact=case.tipping_off_risk&case.tipping_off_risk=no&on=1+3+2027&need=n12&state=Denmark",
        "what-if?need=n12&state=Atlantis",
        "again",
    ):
        walk.open(here + path, status=422 if "Atlantis" in path else 200)
        walk.checked()


def test_the_words_of_the_pictures_stand_out(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any
) -> None:
    """WCAG's 4.5 to 1 for words on the picture's own ground; words in boxes are measured against their box."""
    walk = walker(prosecutor)
    walk.open(demo("mock-iptv"))
    assert walk.page.locator(".rg-pic--gantt text").evaluate_all(CONTRAST) >= 4.5
    assert walk.page.locator(".rg-pic--ladder .rg-col text").evaluate_all(CONTRAST) >= 4.5
    boxed = """nodes => Math.min(...nodes.map(node => {
      const light = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
      const ink = light(getComputedStyle(node.querySelector("text")).fill);
      const ground = light(getComputedStyle(node.querySelector("rect")).fill);
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    }))"""
    for boxes in (".rg-chip", ".rg-place", ".rg-far", ".rg-band"):
        assert walk.page.locator(boxes).evaluate_all(boxed) >= 4.5, boxes


def test_every_picture_is_seen_at_every_width(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any
) -> None:
    walk = walker(prosecutor)
    walk.open(demo("mock-medicines"))
    for width in (320, 768, 1440):
        walk.page.set_viewport_size({"width": width, "height": 900})
        for picture in (".rg-pic--ladder", ".rg-pic--arcs", ".rg-pic--gantt"):
            box = walk.page.locator(picture).bounding_box()
            assert box is not None
            assert box["width"] > 400
            assert box["height"] > 150


def _closed_up(text: str) -> str:
    """*text* without any white space: a reader of PDFs puts a blank wherever two letters are kerned far apart."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", ["mock-iptv", "mock-medicines"])
def test_the_sheet_is_one_page_of_a3(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any, tmp_path: Path, name: str
) -> None:
    walk, file = walker(prosecutor), tmp_path / "sheet.pdf"
    walk.open(demo(name) + "sheet")
    walk.page.evaluate("document.fonts.ready.then(() => true)")
    walk.page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Pages:\s+1\n", told), told
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", told)
    assert size is not None
    assert abs(float(size[1]) - A3[0]) < 2
    assert abs(float(size[2]) - A3[1]) < 2
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    words = _closed_up(read)
    for said in ("What to do, in this order", "Where it leads", "The plan in time", "Least route, need by need"):
        assert _closed_up(said) in words
    last = {"mock-iptv": "28. Product-safety", "mock-medicines": "23. Service of documents"}[name]
    assert _closed_up(last) in words, "the last need is on the sheet"


@pytest.mark.parametrize(("name", "most"), [("mock-iptv", 6), ("mock-medicines", 6)])
def test_the_route_on_a4_flows(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any, tmp_path: Path, name: str, most: int
) -> None:
    """Pictures, then cards in two columns: few pages, each of them but the last well filled, and every need on one."""
    walk, file = walker(prosecutor), tmp_path / "route.pdf"
    walk.open(demo(name))
    walk.page.evaluate("document.fonts.ready.then(() => true)")
    walk.page.pdf(path=file, prefer_css_page_size=True)
    told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
    pages = re.search(r"Pages:\s+(\d+)\n", told)
    assert pages is not None
    assert int(pages[1]) <= most, told
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    sheets = [_closed_up(sheet) for sheet in read.split("\f")]
    assert all(len(sheet) > 900 for sheet in sheets[: int(pages[1]) - 1]), [len(sheet) for sheet in sheets]
    assert _closed_up("Who receives it: not in the catalogue") in "".join(sheets)


def test_what_happened_is_drawn_beside_the_plan(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any
) -> None:
    here, walk = demo("mock-iptv"), walker(prosecutor)
    route = CaseRoute.objects.get()
    choices = [Choice("n16", "eu-2020-1784/service-of-documents", "in vain"), Choice("n1", PURCHASE, "")]
    for step in steps_choose(route=route, user=prosecutor, choices=choices, now=NOW):
        for code in {row.code for row in collisions_open(prosecutor, step)}:
            collision_accept(route=route, code=code, user=prosecutor, reason="known", now=NOW)
        for days, to in ((60, "approved"), (50, "sent"), (45, "received")):
            step.refresh_from_db()
            day = TODAY - timedelta(days)
            step_move(step=step, to=to, user=prosecutor, happened_on=day, note="noted", now=NOW)
    for path in ("", "sheet"):
        walk.open(here + path)
        walk.checked()
    walk.open(here)
    assert walk.page.locator("[aria-labelledby='pic-walk-t pic-walk-d'] .rg-gantt__bar").count() >= 2
    assert walk.page.locator("[aria-labelledby='pic-walk-t pic-walk-d'] text").evaluate_all(CONTRAST) >= 4.5
    walk.page.click("text=What happened, as a table")
    assert "Received: 8 Oct 2026" in walk.page.inner_text("main")


def test_a_change_is_kept_and_a_route_decided_without_scripts(
    walker: Callable[..., Any], demo: Callable[[str], str], prosecutor: Any
) -> None:
    here, walk = demo("mock-medicines"), walker(prosecutor, scripts=False)
    walk.open(here)
    walk.page.click("main a:has-text('What if')")
    walk.page.select_option("#need", "n15")
    walk.page.fill("#state", "Portugal")
    walk.page.click("main button:has-text('See what moves')")
    assert "Portugal" in walk.page.inner_text(".rg-tried")
    walk.page.click("main button:has-text('Keep it')")
    assert walk.page.url.endswith("/routes/2/")
    walk.open(here)
    assert "Law or facts have changed" in walk.page.inner_text("main")
    walk.page.click("text=See what would differ")
    walk.page.fill("#reason", "sent already")
    walk.page.click("main button:has-text('Keep this route')")
    assert "sent already" in walk.page.inner_text(".rg-moved")
    walk.fits()
    seen = walker(prosecutor)
    seen.open(here)
    seen.checked()


def test_a_route_that_facts_left_behind_is_compared(
    walker: Callable[..., Any], routed_case: Callable[..., Any], prosecutor: Any
) -> None:
    case, _ = routed_case(prosecutor)
    answers_save(
        case=case, user=prosecutor, version=case.version, values={"measure.necessary_and_proportionate": False}, now=NOW
    )
    walk = walker(prosecutor)
    walk.open(f"/cases/{case.pk}/routes/1/again")
    assert walk.page.locator(".rg-sides").count() == 1
    walk.checked()
