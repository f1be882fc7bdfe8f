"""The pages in a language of brackets: what a person reads stands in ⟦ ⟧, says that it is English, or is theirs."""

import re
from html.parser import HTMLParser

import pytest
from babel import Locale
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from advisor.cases.exercises import exercises
from advisor.cases.services import case_from_document, case_route, entities_add
from advisor.cases.services.entities import Given
from advisor.intake.entities.kinds import KINDS
from advisor.web import marks
from advisor.web.urls import urlpatterns
from instruments.editions import edition_current
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
OWN = ("rg-typed", "rg-who__name")  # what people wrote themselves
CODE_TAGS = ("code", "bdi", "script", "style", "datalist", "option", "textarea")
WORD = re.compile(r"[A-Za-z]{3,}")
SPOKEN = ("title", "alt", "aria-label", "placeholder")


class Read(HTMLParser):
    """Texts of a page outside what is marked as English, as typed, or as code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        quiet = tag in CODE_TAGS or (tag != "html" and "lang" in found)
        quiet = quiet or any(name in found.get("class", "").split() for name in OWN)
        if not quiet and not any(self.open):
            self.found += [found[name] for name in SPOKEN if name in found]
        if tag not in VOID:
            self.open.append(quiet)

    def handle_endtag(self, tag):
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data):
        if not any(self.open):
            self.found.append(data)


def english_of(html: str, known: frozenset[str]) -> list[str]:
    """What of a page is not in brackets and no name that may stand in any language."""
    page = Read()
    page.feed(html)
    left = []
    for text in page.found:
        text = re.sub(r"⟦[^⟦⟧]*(⟦[^⟦⟧]*⟧[^⟦⟧]*)*⟧", " ", text)
        text = re.sub(r"^⟦[^⟧]*$|^[^⟦]*⟧$", " ", text.strip())  # a label of a picture that stands on two lines
        text = re.sub(r"\w+…", " ", text)  # the label of a State that is cut for its room
        words = [word for word in WORD.findall(text) if word not in known]
        if words:
            left.append(" ".join(text.split())[:160])
    return left


@pytest.fixture
def brackets(monkeypatch):
    """Every translation is the English in brackets; Babel's names and days are French."""
    plain = trans_real.DjangoTranslation.gettext
    kind = trans_real.DjangoTranslation
    monkeypatch.setattr(kind, "gettext", lambda self, text: f"⟦{text}⟧" if text else plain(self, text))
    monkeypatch.setattr(kind, "ngettext", lambda self, one, many, n: f"⟦{one if n == 1 else many}⟧")
    kept = (marks._verdict_tag, marks._tier_badge)  # by language, and French is another one here
    for cached in kept:
        cached.cache_clear()
    with translation.override("fr"):
        yield
    for cached in kept:
        cached.cache_clear()


KNOWN = frozenset(["Rogatory", "UTC", "YAML", "JSON", "CSV", "PDF", "SHA", "EUR"])


def pages(case, route):
    """Every page that needs nothing but a case, whoever made it, and those of one need, one question, one route."""
    for name, parameters in addresses():
        if not parameters:
            yield reverse(name)
        elif parameters == {"case_id"} and name != "practice-compare":
            yield reverse(name, args=[case.pk])
    yield reverse("case-questions", args=[case.pk]) + "?further"
    yield reverse("case-need", args=[case.pk, "n1"])
    yield reverse("case-need-questions", args=[case.pk, "n1"]) + "?further"
    yield reverse("case-question", args=[case.pk, "case.tipping_off_risk"])
    yield reverse("case-question", args=[case.pk, "request.sent_on"])
    yield reverse("case-questions-page", args=[case.pk, "offence"])
    yield reverse("case-route", args=[case.pk, route.number])
    yield reverse("case-route-need", args=[case.pk, route.number, "n1"])
    yield reverse("case-steps-choose", args=[case.pk, route.number])


def addresses():
    """(name, names of parameters) of the pages of cases."""
    for pattern in urlpatterns:
        if (getattr(pattern, "name", None) or "").startswith(("case", "practice")):
            yield pattern.name, set(pattern.pattern.converters)


def test_no_english_is_left_of_a_comparison(desk, prosecutor, edition, brackets):
    exercise = exercises()[0]
    facts = {**exercise.key["facts"], "measure.available_in_requesting_state": False}
    needs = [*exercise.key["needs"][:20], {"id": "x", "measure": "criminal.depositions", "requested_state": "ES"}]
    document = {**exercise.key, "facts": facts, "needs": needs, "reference": "PRACTICE-IPTV-1", "stage": "trial"}
    with translation.override("en"):
        case = case_from_document(user=prosecutor, document=document, now=NOW)
    desk.cookies["rogatory_language"] = "fr"
    html = desk.get(reverse("practice-compare", args=[case.pk])).content.decode()
    known = KNOWN | frozenset(WORD.findall(f"{prosecutor.get_full_name()} {prosecutor.agency.name} {case.reference}"))
    assert english_of(html, known | frozenset(WORD.findall(" ".join(translation_names())))) == []


def test_the_reader_reads():
    html = '<main><p>⟦Fine⟧ <b>bare word</b></p><p lang="en">Law text</p><a title="also bare" class="rg-typed">own</a>'
    assert english_of(html + "<br><p>⟦a ⟦b⟧ c⟧ France</p></main>", frozenset({"France"})) == ["bare word"]


@pytest.mark.parametrize("scenario", ["mock-iptv", "mock-medicines"])
def test_no_english_is_left_on_the_pages_of_a_case(desk, prosecutor, scenario_case, brackets, scenario):
    with translation.override("en"):
        case = scenario_case(prosecutor, scenario)
        route = case_route(case=case, user=prosecutor, on=TODAY, now=NOW)
    left = {}
    desk.cookies["rogatory_language"] = "fr"
    own = f"{case.reference} {case.title} {prosecutor.get_full_name()} {prosecutor.agency.name}"
    # A picture's own words name instruments as the catalogue does; what is said beside them is translated.
    own += " " + " ".join(record.short_title for record in edition_current().rulebook.instruments.values())
    known = KNOWN | MONTHS | frozenset(WORD.findall(own)) | frozenset(WORD.findall(" ".join(translation_names())))
    for address in pages(case, route):
        answer = desk.get(address)
        if answer.status_code in (302, 405):  # a page that only takes what is sent to it
            continue
        assert answer.status_code == 200, address
        if not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        assert html.count("⟦") > 10
        found = english_of(html, known)
        if found:
            left[address.replace(str(case.pk), "")] = found
    assert "\n".join(f"{a}: {t}" for a, texts in left.items() for t in texts) == ""


def test_no_english_is_left_of_the_needs_that_things_call_for(desk, prosecutor, scenario_case, brackets):
    with translation.override("en"):
        case = scenario_case(prosecutor, "mock-iptv")
        given = [
            Given(kind.code, {"value": value}, state, "", ())
            for kind, value, state in [
                (KINDS["domain"], "example.com", "US"), (KINDS["ip"], "8.8.8.8", ""), (KINDS["premises"], "12", "FR"),
                (KINDS["bank_account"], "LT121000011101001000", "LT"), (KINDS["person"], "Jane", "IE"),
                (KINDS["company"], "Ltd", "IE"), (KINDS["account"], "@x", "US"), (KINDS["listing"], "12", "DE"),
            ]
        ]  # fmt: skip
        entities_add(case=case, user=prosecutor, given=given, now=NOW)
    desk.cookies["rogatory_language"] = "fr"
    html = desk.get(reverse("case-needs-suggested", args=[case.pk])).content.decode()
    assert html.count('name="need"') > 10
    assert "⟦It tells who is behind it.⟧" in html
    own = f"{case.reference} {case.title} {prosecutor.get_full_name()} {prosecutor.agency.name}"
    known = KNOWN | frozenset(WORD.findall(f"{own} {' '.join(translation_names())}"))
    assert english_of(html, known) == []


MONTHS = frozenset(WORD.findall(" ".join(Locale("fr").months["format"]["wide"].values())))


def translation_names() -> list[str]:
    """French names of countries and languages, which are data of Babel and not messages."""
    locale = Locale("fr")
    return [*locale.territories.values(), *locale.languages.values()]
