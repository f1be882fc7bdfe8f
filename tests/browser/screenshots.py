"""Makes the README's pictures from a running demo: `python -m tests.browser.screenshots [http://127.0.0.1:8000]`.

*Reads* the demo that `manage.py run` serves, as its prosecutor; asks for the route of the IPTV case, chooses steps
and waits for three dossiers where that was not done yet. *Writes* fixtures/demo/screenshots/*.png.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.plugin import chromium

OUT = Path(__file__).resolve().parents[2] / "fixtures" / "demo" / "screenshots"
PERSON, PASSWORD, CASE = "prosecutor@milan.example", "rogatory-demo", "IPTV piracy with resellers"
COLOURS = 128


def shoot(page: Page, name: str) -> None:
    """One picture, in few colours, so that the repository stays small."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(OUT / f"{name}.png", optimize=True)
    print(f"{name}.png")


def work(page: Page, case: str) -> None:
    """Route, steps and dossiers, where the demo has none yet."""
    page.goto(case)
    if page.locator("text=See the route").locator("xpath=ancestor::li").locator("a").count() == 0:
        page.click("text=Ask for the route")
    page.goto(f"{case}steps/")
    if page.locator("[name=step]").count() == 0:
        page.goto(f"{case}routes/1/steps")
        for box in reversed(page.locator("[name=option]:checked").all()[8:]):
            box.uncheck()
        page.click("text=Plan these steps >> nth=0")
        for box in page.locator("textarea:visible").all():
            box.fill("Prepared at the same time.")
        if page.locator("text=Plan these steps").count():
            page.click("text=Plan these steps >> nth=0")
    page.goto(f"{case}dossiers/")
    if page.locator("table").count() == 0:
        page.goto(f"{case}steps/")
        for box in reversed(page.locator("[name=step]:checked").all()[3:]):
            box.uncheck()
        page.click("text=Make dossiers for the ticked steps")
        page.wait_for_selector("text=dossiers are ready.", timeout=60_000)


def pictures(page: Page, base: str) -> None:
    """Every page worth showing."""
    page.goto(f"{base}/account/login/")
    shoot(page, "sign-in")
    page.fill("[name=login]", PERSON)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button:has-text('Sign in')")
    page.wait_for_url("**/desk")
    page.goto(f"{base}/cases/")
    shoot(page, "cases")
    page.click(f"main a:has-text('{CASE}')")
    case = page.url
    work(page, case)
    page.goto(f"{case}questions/")
    page.click("main a.govuk-button")
    for name, path in {
        "case": "",
        "needs": "needs/",
        "check": "check",
        "route": "routes/1/",
        "route-need": "routes/1/needs/n12/",
        "steps": "routes/1/steps",
        "dossiers": "dossiers/",
        "question": "facts/requester.kind",
    }.items():
        page.goto(case + path)
        shoot(page, name)
    page.goto(f"{base}/catalogue/instruments/budapest-convention/#bound")
    shoot(page, "instrument")
    page.goto(f"{base}/catalogue/states/IE/")
    shoot(page, "state")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{case}routes/1/")
    shoot(page, "route-narrow")


def main() -> None:
    """Start the browser, make the pictures."""
    base = (sys.argv[1:] or ["http://127.0.0.1:8000"])[0].rstrip("/")
    OUT.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 880})
        pictures(page, base)
        browser.close()


if __name__ == "__main__":
    main()
