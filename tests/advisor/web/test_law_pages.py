"""The pages of the law: what they say on which day, for whom, as what was known, and as files."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from advisor.web.views.law.tables import cell
from instruments import records
from instruments.models import Edition, Source
from tests.conftest import NOW, TODAY


def text_of(response):
    return response.content.decode()


def measure_part(shown, code):
    """The fold of one measure on a State page, as plain words."""
    part = shown.partition(f'id="{code}"')[2].partition("</details>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_a_state_says_for_each_measure_whether_and_how(desk, edition):
    shown = text_of(desk.get(reverse("catalogue-state", args=["DE"])))
    assert "What France can ask of Germany" in shown  # the agency of the reader asks
    for code in edition.rulebook.measures:
        assert f'id="{code}"' in shown, code
    part = measure_part(shown, "criminal.search_and_seizure")
    for words in ("EIO Directive", "On condition that", "Language", "Time limits", "Lower rungs"):
        assert words in part, words
    brazil = text_of(desk.get(reverse("catalogue-state", args=["BR"])))
    assert "Authority there Ministry of Justice" in measure_part(brazil, "civil.service_of_documents")


@pytest.mark.parametrize(
    ("state", "on", "measure", "words"),
    [
        ("GB", "2026-11-22", "criminal.search_and_seizure", "Ended on 31 Dec 2020 EIO Directive"),
        ("DK", "2026-11-22", "criminal.search_and_seizure", "Not bound EIO Directive"),
        ("DE", "2016-01-01", "criminal.search_and_seizure", "Not yet before 22 May 2017 EIO Directive"),
        ("DE", "2027-01-31", "criminal.transfer_of_proceedings", "Not yet before 1 Feb 2027"),
        ("DE", "2026-08-17", "criminal.electronic_evidence", "Not yet before 18 Aug 2026"),
    ],
)
def test_what_is_not_there_says_why_with_its_day(desk, state, on, measure, words):
    shown = text_of(desk.get(reverse("catalogue-state", args=[state]), {"on": on}))
    assert words in measure_part(shown, measure)
    assert "legal basis" not in shown


def test_a_later_day_is_the_law_as_it_is_known_now(desk):
    part = measure_part(
        text_of(desk.get(reverse("catalogue-state", args=["DE"]), {"on": "2027-02-01"})),
        "criminal.transfer_of_proceedings",
    )
    assert "Transfer" in part
    assert "Not yet before 1 Feb 2027" not in part


def test_another_state_asks(desk):
    address = reverse("catalogue-state", args=["FR"])
    assert "What Brazil can ask of France" in text_of(desk.get(address, {"from": "brésil"}))
    wrong = text_of(desk.get(address, {"from": "Atlantis"}))
    assert "“Atlantis” is not one State of the catalogue." in wrong
    assert "What France can ask of France" in wrong
    assert "Did you mean Brazil" in text_of(desk.get(address, {"from": "Brazzil"}))


def test_a_curator_without_agency_reads_the_pages(signed_in, curator, edition):
    assert "What France can ask of Italy" in text_of(signed_in(curator).get(reverse("catalogue-state", args=["IT"])))


def test_a_pair_shows_every_measure(desk, edition):
    shown = text_of(desk.get(reverse("catalogue-pair", args=["FR", "GB"]), {"on": "2026-11-22"}))
    assert "France asks United Kingdom" in shown
    for measure in edition.rulebook.measures.values():
        assert escape(measure.name) in shown, measure.code
    assert "EU-UK TCA" in shown
    assert desk.get(reverse("catalogue-pair", args=["FR", "QQ"])).status_code == 404


def test_a_pair_is_found_however_its_states_are_written(desk):
    response = desk.get("/catalogue/pairs/fr/brazil/?on=2020-01-01")
    assert response.url == "/catalogue/pairs/FR/BR/?on=2020-01-01"
    response = desk.get("/catalogue/pairs/FR/BR/?on=2020-01-01&from=United+States")
    assert response.url == "/catalogue/pairs/US/BR/?on=2020-01-01"


def test_the_same_pair_on_both_sides_of_a_succession(desk):
    address = reverse("catalogue-pair", args=["FR", "DE"])
    before = text_of(desk.get(address, {"on": "2022-06-30"}))
    after = text_of(desk.get(address, {"on": "2022-07-01"}))
    assert "Service Reg. 2007" in before
    assert "Service Reg. 2007" not in after
    assert "Service Reg" in after


def test_every_measure_has_a_page(desk, edition):
    for code in edition.rulebook.measures:
        assert desk.get(reverse("catalogue-measure", args=[code])).status_code == 200, code
    assert desk.get(reverse("catalogue-measure", args=["civil.magic"])).status_code == 404


def test_a_measure_names_instruments_states_and_ladder(desk):
    shown = text_of(desk.get(reverse("catalogue-measure", args=["criminal.search_and_seizure"])))
    for words in ("EIO Directive", "The ladder", "Seizure at home", "States bound together with France", "ETS 30"):
        assert words in shown, words
    assert "/catalogue/pairs/FR/JP/" in shown


def test_every_network_has_a_page(desk, edition):
    assert "on no recorded list" in text_of(desk.get(reverse("catalogue-networks")))
    for row in edition.document["networks"]:
        shown = text_of(desk.get(reverse("catalogue-network", args=[row["code"]])))
        for words in (row["who_may_use"], row["can_do"], row["limits"]):
            assert escape(words) in shown, row["code"]
    assert desk.get(reverse("catalogue-network", args=["eio"])).url == reverse("catalogue-instrument", args=["eio"])
    assert desk.get(reverse("catalogue-network", args=["nothing"])).status_code == 404


def test_the_parties_of_the_treaty_are_the_network_that_it_sets_up(desk, edition):
    """Budapest art. 35: each Party has a contact point; a State that only signed has none, before or after."""
    address = reverse("catalogue-network", args=["budapest-24-7"])
    rows = json.loads(desk.get(address, {"as": "json", "on": "2026-11-22"}).content)["rows"]
    member = {row["iso2"]: row["member"] for row in rows}
    assert (member["FR"], member["IE"]) == ("yes", "no")
    early = json.loads(desk.get(address, {"as": "json", "on": "2004-07-01"}).content)["rows"]
    assert {row["iso2"]: row["member"] for row in early}["FR"] != "yes"


def test_silence_about_membership_is_not_a_no(desk):
    shown = text_of(desk.get(reverse("catalogue-network", args=["amon"])))
    assert "whether a State is a member is asked in each case" in shown
    rows = json.loads(desk.get(reverse("catalogue-network", args=["amon"]), {"as": "json"}).content)["rows"]
    assert {row["member"] for row in rows} == {"not known"}


def test_an_instrument_shows_everything_it_holds(desk):
    citation = "https://eur-lex.europa.eu/eli/dir/2014/41/2022-03-13"
    Source.objects.create(citation=citation, kind="text", url=citation, checked_on=TODAY)
    shown = text_of(desk.get(reverse("catalogue-instrument", args=["eio"])))
    for words in (
        "25 States bound",
        "Before and after",
        "Grounds for refusal",
        "Time limits",
        "Which date decides",
        "read on 22 Nov 2026",
        "provisional",
        "world.svg#DE",
        "cannot opt in",
        "Declarations",
    ):
        assert words in shown, words


def published_with(edition, **changes):
    """A newer edition in which one instrument reads otherwise."""
    document = json.loads(records.canonical_bytes(edition.document))
    next(record for record in document["instruments"] if record["code"] == "eio").update(changes)
    data, sha256 = records.canonical_bytes(document), records.sha256_of(document)
    return Edition.objects.create(
        label="2026-11-22.9", sha256=sha256, document=data, published_at=NOW, published_by="test"
    )


def test_what_was_known_then_is_read_from_the_old_edition(desk, edition):
    address = reverse("catalogue-instrument", args=["eio"])
    old = edition.sha256[:10]
    published_with(edition, notes="Changed by a curator.")
    assert "Changed by a curator." in text_of(desk.get(address))
    then = text_of(desk.get(address, {"edition": old, "on": "2026-11-22"}))
    assert "Changed by a curator." not in then
    assert "what was known then" in then
    assert f"/catalogue/states/DE/?on=2026-11-22&amp;edition={old}" in then  # links stay in that edition
    for wrong in ("zzzzzz", old[:4], "0" * 12):
        assert "No one edition begins with" in text_of(desk.get(address, {"edition": wrong}))


def test_the_address_that_stays_names_day_edition_and_state(desk, edition):
    shown = text_of(desk.get(reverse("catalogue-state", args=["CY"])))
    address = re.search(r'class="rg-stays">.*?href="([^"]+)"', shown)[1].replace("&amp;", "&")
    assert address.startswith("/catalogue/states/CY/?on=")
    assert f"edition={edition.sha256[:12]}&from=FR" in address
    assert "What France can ask of Cyprus" in text_of(desk.get(address))


PAGES = [
    ("catalogue-state", ["BR"], 57),
    ("catalogue-pair", ["FR", "BR"], 57),
    ("catalogue-measure", ["civil.adr"], 207),
    ("catalogue-network", ["carin"], 208),
    ("catalogue-networks", [], None),
    ("catalogue-instrument", ["eio"], None),
]


@pytest.mark.parametrize(("name", "parts", "count"), PAGES)
def test_every_page_is_also_a_file(desk, edition, name, parts, count):
    address = reverse(name, args=parts)
    as_csv = desk.get(address, {"as": "csv", "on": "2026-11-22"})
    assert as_csv["Content-Disposition"].endswith('2026-11-22.csv"')
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    as_json = json.loads(desk.get(address, {"as": "json", "on": "2026-11-22"}).content)
    assert len(rows) - 1 == len(as_json["rows"]) > 0
    assert count is None or len(as_json["rows"]) == count
    assert {len(row) for row in rows} == {len(rows[0])}
    assert as_json["edition"]["sha256"] == edition.sha256
    assert not [text for row in rows for text in row if text.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(typed):
    assert cell(typed)[0] not in "=+-@\t\r\n"


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("655/2014", "/catalogue/instruments/eapo-655-2014/"),
        ("Budapest 29", "/catalogue/instruments/budapest-convention/"),
        ("rogatory", "/catalogue/instruments/letters-rogatory/"),
        ("règlement 2018/1805", "/catalogue/instruments/eu-2018-1805/"),
        ("carin", "/catalogue/networks/carin/"),
        ("small claims procedure", "/catalogue/measures/civil.small_claim/"),
        ("cyprus", "/catalogue/states/CY/"),
    ],
)
def test_a_search_leads_to_pages(desk, query, link):
    shown = text_of(desk.get(reverse("catalogue"), {"q": query, "on": "2020-01-01"}))
    assert f'href="{link}?on=2020-01-01"' in shown.partition('<h2 class="govuk-heading-l">Instruments')[0]


@pytest.mark.parametrize("name", ["catalogue-state", "catalogue-pair", "catalogue-measure", "catalogue-instrument"])
def test_queries_do_not_grow_with_what_is_shown(desk, edition, name):
    few, many = {
        "catalogue-state": (["TV"], ["DE"]),
        "catalogue-pair": (["TV", "KP"], ["FR", "DE"]),
        "catalogue-measure": (["civil.adr"], ["criminal.electronic_evidence"]),
        "catalogue-instrument": (["gdpr"], ["hague-service-1965"]),
    }[name]
    counts = []
    for parts in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            desk.get(reverse(name, args=parts))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


def test_hostile_input_is_read_calmly(desk):
    for query in (
        "on=2026-02-31",
        "on=0001-01-01",
        "edition=%00",
        "edition=" + "f" * 500,
        "from=" + "x" * 5000,
        "as=",
    ):
        for address in ("/catalogue/", "/catalogue/states/DE/", "/catalogue/networks/", "/catalogue/pairs/FR/DE/"):
            response = desk.get(f"{address}?{query}")
            assert response.status_code == 200, (address, query)
            assert "Traceback" not in text_of(response)
    assert TODAY.year == 2026


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as=exe", "“exe” is no form of a file. Write as=csv or as=json."),
        ("as=csv&on=2026-02-30", "“2026-02-30” is not a day between 1950 and 2100."),
        ("as=json&from=Atlantis", "“Atlantis” is not one State of the catalogue."),
        ("as=csv&edition=zzzzzz", "No one edition begins with “zzzzzz”."),
        ("as=csv&on=2026-W10-1", "“2026-W10-1” is not a day between 1950 and 2100."),
    ],
)
def test_a_file_is_refused_where_a_page_would_show_something_else(desk, edition, query, words):
    """A page says what it shows instead; a file that silently holds another day would only look right."""
    response = desk.get(f"{reverse('catalogue-state', args=['DE'])}?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert words in text_of(response)


def test_a_name_is_read_however_it_is_written(desk, edition):
    assert desk.get("/catalogue/states/Côte d’Ivoire/").url == "/catalogue/states/CI/"
    assert desk.get("/catalogue/measures/Criminal.JIT/").url == "/catalogue/measures/criminal.jit/"
    assert "“zzz” is not one State" in text_of(desk.get("/catalogue/?from=zzz"))
    assert desk.get("/catalogue/instruments/EIO/?on=2020-01-01").url == "/catalogue/instruments/eio/?on=2020-01-01"


def test_official_sources_come_first_and_others_are_marked(desk, edition):
    shown = text_of(desk.get(reverse("catalogue-instrument", args=["eio"]))).partition('id="sources"')[2]
    assert 0 < shown.index("eur-lex.europa.eu/eli/dir/2014/41") < shown.index("docslib.org")
    assert shown.index("Secondary source") > shown.index("legislation.gov.uk")
    assert "Not read in a source" in shown


def test_an_order_to_a_provider_says_whom_it_does_not_bind(desk, edition):
    shown = text_of(desk.get(reverse("catalogue-pair", args=["FR", "JP"]), {"on": "2026-11-22"}))
    assert "an order to a provider; does not bind Japan" in shown
    within = text_of(desk.get(reverse("catalogue-pair", args=["FR", "DE"]), {"on": "2026-11-22"}))
    assert "does not bind Germany" not in within
    state = text_of(desk.get(reverse("catalogue-state", args=["JP"]), {"on": "2026-11-22", "from": "FR"}))
    assert "It does not bind the requested State" in measure_part(state, "criminal.electronic_evidence")


def test_a_state_that_asks_itself_is_told_so(desk, edition):
    pair = text_of(desk.get(reverse("catalogue-pair", args=["FR", "FR"])))
    assert "both the requesting and the requested State" in pair
    assert "The same State asks and is asked" in text_of(desk.get(reverse("catalogue-state", args=["FR"])))
