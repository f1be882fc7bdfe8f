"""Pages of things, rights and suggested needs: what is shown, what is refused at its field, nothing typed is lost."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from advisor.cases.selectors import answers_for, cases_for, entities_for, needs_for, rights_for
from advisor.cases.services import case_to_document, entities_add, right_add
from advisor.cases.services.entities import Given
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
ONION = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
CYRILLIC = "\u0430\u0440\u0440\u04cf\u0435[.]com"
HOSTILE = "<script>alert(1)</script>=HYPERLINK(1) 🚢 שלום"


def text_of(answer: Any) -> str:
    """What a person reads on a page."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def thing(kind: str, value: str, state: str = "", needs: Any = ()) -> Given:
    return Given(kind, {"value": value}, state, "", needs)


@pytest.fixture
def case(open_case, prosecutor):
    return open_case(prosecutor, needs=[("criminal.search_and_seizure", "ES")])


@pytest.fixture
def page(case, desk):
    """Opens a page of the case: page('case-entities', 'e1', data={...})."""

    def go(name: str, *parts: str, data: Any = None) -> Any:
        address = reverse(name, args=[case.pk, *parts])
        return desk.get(address) if data is None else desk.post(address, data)

    return go


def test_a_thing_is_added_defanged_with_what_to_mind(page, prosecutor):
    answer = page("case-entity-add", "domain", data={"value": CYRILLIC, "state": "US", "needs": "n1"})
    assert answer.status_code == 302
    [row] = entities_for(prosecutor)
    assert (row.value, row.state, row.certainty) == ("xn--80ak6aa92e.com", "US", "believed")
    shown = text_of(page("case-entities"))
    assert "xn--80ak6aa92e[.]com" in shown
    assert "It can be taken for apple.com" in shown
    assert "United States" in shown
    assert "n1" in shown
    assert 'href="http' not in page("case-entities").content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("ip", {"value": "fe80::1%eth0"}, "network card"),
        ("ip", {"value": "8.8.8.8", "at": "3/11/2026 10:00", "zone": "UTC"}, "That can be 2026-11-03 or 2026-03-11"),
        ("ip", {"value": "8.8.8.8", "at": "2026-11-03 10:00"}, "Say in which time zone"),
        ("ip", {"value": "8.8.8.8", "zone": "UTC"}, "Say when"),
        ("ip", {"value": "8.8.8.8", "port": "99999"}, "1 to 65535"),
        ("bank_account", {"value": "LT12 1000 0111 0100 1001"}, "check digits"),
        ("onion", {"value": "a" * 56 + ".onion"}, "56 letters"),
        ("domain", {"value": "example"}, "has a dot"),
        ("domain", {"value": "x" * 20_000}, "20,000 characters"),
        ("person", {"value": "A\u202eB"}, "reading direction"),
        ("url", {"value": "javascript:alert(1)"}, "begins with https://"),
        ("domain", {"value": "example.com", "state": "Atlantis"}, "is not a State"),
        ("domain", {"value": "example.com", "note": "a\x00b"}, "Null characters"),
        ("company", {"value": ""}, "Enter it here"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_lost(page, prosecutor, kind, data, said):
    answer = page("case-entity-add", kind, data={"note": HOSTILE, **data})
    assert answer.status_code == 422
    assert said in text_of(answer)
    body = html.unescape(answer.content.decode())
    for typed in {"note": HOSTILE, **data}.values():
        assert typed in body
    assert "<script>alert" not in answer.content.decode()
    assert not entities_for(prosecutor).exists()


def test_all_faults_of_a_thing_stand_there_at_once(page, prosecutor):
    typed = {"value": "1.2.3", "at": "3/11/2026 10:00", "zone": "UTC", "port": "99999", "state": "Narnia"}
    answer = page("case-entity-add", "ip", data=typed)
    assert answer.status_code == 422
    body = answer.content.decode()
    for field in ("value", "at", "port", "state"):
        assert body.count(f'id="id_{field}_error"') == 1, field
    assert not entities_for(prosecutor).exists()


def test_a_thing_twice_is_said(page):
    assert page("case-entity-add", "person", data={"value": "Jane"}).status_code == 302
    again = page("case-entity-add", "person", data={"value": "JANE"})
    assert again.status_code == 422
    assert "has this already" in text_of(again)


def test_a_thing_is_changed_and_collides(page, case, prosecutor, desk):
    entities_add(case=case, user=prosecutor, given=[thing("ip", "8.8.8.8")], now=NOW)
    version = cases_for(prosecutor).get(pk=case.pk).version
    data = {"value": "8.8.8.8", "at": "2026-11-03 21:14:05", "zone": "europe/rome", "port": "51000", "version": version}
    assert page("case-entity", "e1", data=data).status_code == 302
    shown = text_of(page("case-entities"))
    assert "2026-11-03 21:14:05 Europe/Rome · that is 2026-11-03 20:14:05 UTC · port 51000" in shown
    stale = page("case-entity", "e1", data=data | {"value": "8.8.4.4"})
    assert stale.status_code == 409
    assert "Changed meanwhile" in text_of(stale)
    assert "8.8.4.4" in stale.content.decode()
    fresh = cases_for(prosecutor).get(pk=case.pk).version
    assert f'name="version" value="{fresh}"' in stale.content.decode()
    assert "Take this out?" in text_of(page("case-entity-remove", "e1"))
    assert page("case-entity-remove", "e1", data={"version": fresh}).status_code == 302
    assert not entities_for(prosecutor).exists()
    assert page("case-entity", "e1").status_code == 404


def test_the_kinds_are_chosen_on_a_page_of_their_own(page):
    for name, add, kind in (
        ("case-entity-kind", "case-entity-add", "parcel"),
        ("case-right-kind", "case-right-add", "spc"),
    ):
        assert page(name).status_code == 200
        answer = page(name).client.get(page(name).wsgi_request.path + f"?kind={kind}&go=1")
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/add/{kind}")
        empty = page(name).client.get(page(name).wsgi_request.path + "?go=1")
        assert empty.status_code == 422
        assert "Choose one of the kinds" in text_of(empty)
        assert page(add, "nothing").status_code == 404


PASTE = f"""On 2026-11-03 21:14:05 UTC the panel hxxps://panel[.]streams[.]example[.]com/x was used from 8.8.8.8.
Pay to LT12 1000 0111 0100 1000. Hidden at http://{ONION}/
kind;value;State;note
person;=HYPERLINK("http://evil.example","x");RO;<script>alert(1)</script>
company;Acme SRL;Atlantis;
ip;999.1.1.1;;
"""


def offered(answer: Any) -> dict[str, str]:
    """Value -> number of its line on the page."""
    return {
        html.unescape(value): number
        for number, value in re.findall(r'name="value-(\d+)" value="([^"]*)"', answer.content.decode())
    }


def hidden(answer: Any) -> dict[str, str]:
    """Every field of the page but the ticks."""
    found = re.findall(r'<input[^>]*name="([a-z]+-\d+)"[^>]*?value="([^"]*)"', answer.content.decode())
    return {name: html.unescape(value) for name, value in found}


def test_pasted_text_offers_and_adds_nothing_by_itself(page, prosecutor):
    answer = page("case-entities-find", data={"text": PASTE, "action": "find"})
    assert answer.status_code == 200
    assert not entities_for(prosecutor).exists()
    body = answer.content.decode()
    assert set(offered(answer)) >= {
        "8.8.8.8", "LT121000011101001000", ONION, "https://panel.streams.example.com/x", "example.com",
        '=HYPERLINK("http://evil.example","x")', "Acme SRL",
    }  # fmt: skip
    assert "<script>alert" not in body
    assert "checked" not in body.partition("<main")[2].partition("</main>")[0]
    assert "Line 6:" in text_of(answer)
    assert "no IP address" in text_of(answer)
    assert html.escape(PASTE.splitlines()[0]) in body


def test_ticked_things_are_added_all_or_none(page, prosecutor):
    answer = page("case-entities-find", data={"text": PASTE, "action": "find"})
    lines, fields = offered(answer), hidden(answer)
    assert fields[f"state-{lines['LT121000011101001000']}"] == "Lithuania (LT)"
    assert fields[f"at-{lines['8.8.8.8']}"] == "2026-11-03T21:14:05"
    wanted = [lines["8.8.8.8"], lines["Acme SRL"], lines["LT121000011101001000"]]
    refused = page("case-entities-find", data={**fields, "tick": wanted, "action": "add", "text": PASTE})
    assert refused.status_code == 422
    assert "“Atlantis” is not one State" in text_of(refused)
    assert not entities_for(prosecutor).exists()
    assert len(re.findall(r'name="tick"[^>]*checked', refused.content.decode())) == 3
    mended = hidden(refused) | {f"state-{lines['Acme SRL']}": "Romania"}
    assert page("case-entities-find", data={**mended, "tick": wanted, "action": "add"}).status_code == 302
    rows = {row.value: row for row in entities_for(prosecutor)}
    assert set(rows) == {"8.8.8.8", "Acme SRL", "LT121000011101001000"}
    assert rows["8.8.8.8"].details == {"at": "2026-11-03T21:14:05", "zone": "UTC"}
    assert (rows["Acme SRL"].state, rows["8.8.8.8"].state) == ("RO", "")
    again = page("case-entities-find", data={"text": "8.8.8.8", "action": "find"})
    assert "in the case already" in text_of(again)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "", "action": "find"}, "Paste a text"),
        ({"text": "a" * 100_001, "action": "find"}, "100,001 characters"),
        ({"action": "add"}, "Tick at least one"),
        ({"action": "add", "tick": "0", "kind-0": "ufo", "value-0": "x"}, "no such kind"),
        ({"action": "add", "tick": "0", "kind-0": "ip", "value-0": "<b>"}, "no IP address"),
    ],
)
def test_a_paste_that_cannot_be_used_is_said(page, prosecutor, data, said):
    answer = page("case-entities-find", data=data)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not entities_for(prosecutor).exists()


def test_rights_with_advice_that_changes_nothing(page, case, prosecutor):
    data = {
        "name": "ACME",
        "number": "18 123 456",
        "holder": HOSTILE,
        "territory": "EU, Spain",
        "registered_on_0": "31",
        "registered_on_1": "5",
        "registered_on_2": "2019",
        "conduct": ["medicines", "cybersquatting"],
        "offence": "art. 274 CP",
    }
    assert page("case-right-add", "eu_trade_mark", data=data).status_code == 302
    [right] = rights_for(prosecutor)
    assert (right.number, right.territory, str(right.registered_on)) == ("018123456", ["EU", "ES"], "2019-05-31")
    shown = text_of(page("case-rights"))
    for words in (
        "European Union, Spain",
        "MEDICRIME",
        "TRIPS art. 61",
        "UDRP",
        "art. 9(1)(a)",
        "usual",
        "not said yet",
    ):
        assert words in shown
    assert "<script>alert" not in page("case-rights").content.decode()
    assert cases_for(prosecutor).get(pk=case.pk).track == "criminal"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Say which one"),
        ({"name": "x", "territory": "Atlantis"}, "is not a State"),
        ({"name": "x", "registered_on_0": "31", "registered_on_1": "2", "registered_on_2": "2019"}, "is not a day"),
        ({"name": "x" * 20_000}, "20,000 characters"),
        ({"name": "\u202ex"}, "reading direction"),
    ],
)
def test_a_right_that_cannot_be_taken_is_said(page, prosecutor, data, said):
    answer = page("case-right-add", "eu_trade_mark", data=data)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not rights_for(prosecutor).exists()


def test_a_right_is_changed_collides_and_goes(page, case, prosecutor):
    right_add(case=case, user=prosecutor, values={"kind": "patent", "name": "Pump"}, now=NOW)
    version = cases_for(prosecutor).get(pk=case.pk).version
    assert page("case-right", "r1", data={"name": "Valve", "number": "EP1", "version": version}).status_code == 302
    stale = page("case-right", "r1", data={"name": "Hose", "version": version})
    assert stale.status_code == 409
    assert "Valve" in text_of(stale)
    assert page("case-right-remove", "r1", data={"version": version + 1}).status_code == 302
    assert not rights_for(prosecutor).exists()


def test_a_change_elsewhere_in_the_case_is_no_collision(page, case, prosecutor):
    entities_add(case=case, user=prosecutor, given=[thing("ip", "8.8.8.8")], now=NOW)
    right_add(case=case, user=prosecutor, values={"kind": "patent", "name": "Pump"}, now=NOW)
    for name, key, typed, other in (
        ("case-entity", "e1", {"value": "8.8.4.4"}, {"value": "1.1.1.1"}),
        ("case-right", "r1", {"name": "Valve"}, {"name": "Hose"}),
    ):
        opened = page(name, key).content.decode()
        sent = {f: html.unescape(re.search(rf'name="{f}" value="([^"]*)"', opened)[1]) for f in ("was", "version")}
        right_add(case=case, user=prosecutor, values={"kind": "patent", "name": "Other"}, now=NOW)
        assert page(name, key, data=typed | sent).status_code == 302
        assert page(name, key, data=other | sent).status_code == 409
    assert entities_for(prosecutor).get().value == "8.8.4.4"
    assert rights_for(prosecutor).get(key="r1").name == "Valve"


def test_scale_intent_and_penalty_on_one_page(page, case, prosecutor):
    first = page("case-offence")
    assert "TRIPS art. 61" in text_of(first)
    assert 'value="60"' not in first.content.decode(), "no default of a country"
    version = cases_for(prosecutor).get(pk=case.pk).version
    bad = page("case-offence", data={"offence.max_penalty_months_requesting": "five years", "version": version})
    assert bad.status_code == 422
    assert "five years" in bad.content.decode()
    data = {
        "infringement.commercial_scale": "yes",
        "infringement.wilful": "yes",
        "offence.max_penalty_months_requesting": "60",
        "version": version,
    }
    assert page("case-offence", data=data).status_code == 302
    facts = case_to_document(case=case, user=prosecutor)["facts"]
    assert facts["offence.max_penalty_months_requesting"] == 60
    assert page("case-offence", data=data | {"infringement.wilful": "no"}).status_code == 409
    right_add(case=case, user=prosecutor, values={"kind": "copyright", "name": "Film"}, now=NOW)
    assert "dual criminality is likely" in text_of(page("case-rights"))


def test_suggested_needs_are_offered_and_added_when_ticked(page, case, prosecutor):
    given = [
        thing("domain", "example.com", "US"),
        thing("domain", "example.net", "US"),
        thing("onion", ONION),
        thing("bank_account", "LT121000011101001000", "LT"),
        thing("premises", "Main street 1", "FR"),
    ]
    entities_add(case=case, user=prosecutor, given=given, now=NOW)
    answer = page("case-needs-suggested")
    body = answer.content.decode()
    tokens = [html.unescape(t) for t in re.findall(r'name="need" value="([^"]*)"', body)]
    assert "voluntary.registrant_data||US|e1,e2" in tokens
    assert "criminal.electronic_evidence|||e3" in tokens
    assert "domestic.seizure||FR|e5" in tokens
    assert needs_for(prosecutor).count() == 1
    assert page("case-needs-suggested", data={}).status_code == 422
    ticked = [t for t in tokens if t.split("|")[0] in ("voluntary.registrant_data", "criminal.electronic_evidence")]
    assert page("case-needs-suggested", data={"need": ticked}).status_code == 302
    document = case_to_document(case=case, user=prosecutor)
    added = {need["measure"]: need for need in document["needs"][1:]}
    assert added["criminal.electronic_evidence"]["requested_state"] is None
    assert "example.com, example.net" in added["voluntary.registrant_data"]["subject"]
    assert document["entities"][0]["needs"] == [added["voluntary.registrant_data"]["id"]]
    left = [
        html.unescape(t)
        for t in re.findall(r'name="need" value="([^"]*)"', page("case-needs-suggested").content.decode())
    ]
    assert not set(ticked) & set(left)
    shown = text_of(page("case-needs"))
    assert "example[.]com" in shown
    assert "Not known yet" in shown


def test_the_countdown_of_retention(page, case, prosecutor):
    entities_add(case=case, user=prosecutor, given=[thing("ip", "8.8.8.8")], now=NOW)
    version = cases_for(prosecutor).get(pk=case.pk).version
    data = {"things": ["e1"], "until_0": "31", "until_1": "12", "until_2": "2199", "version": version}
    assert page("case-need-about", "n1", data=data).status_code == 302
    assert answers_for(prosecutor).get(fact="data.retention_until").value == "2199-12-31"
    shown = text_of(page("case-needs"))
    assert "more days" in shown
    assert "8[.]8[.]8[.]8" in shown
    assert page("case-need-about", "n1", data=data).status_code == 409
    version = cases_for(prosecutor).get(pk=case.pk).version
    old = data | {"until_2": "2020", "version": version, "things": []}
    assert page("case-need-about", "n1", data=old).status_code == 302
    assert "Data no longer kept" in text_of(page("case-needs"))
    version = cases_for(prosecutor).get(pk=case.pk).version
    assert page("case-need-about", "n1", data={"version": version}).status_code == 302
    assert not answers_for(prosecutor).filter(fact="data.retention_until").exists()


def test_the_case_page_leads_to_things_and_rights(page, case, desk):
    body = desk.get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("case-entities", args=[case.pk]) in body
    assert reverse("case-rights", args=[case.pk]) in body
    for name in ("case-entities", "case-rights", "case-needs-suggested", "case-entities-find"):
        assert page(name).status_code == 200


def test_many_needs_say_which_things_they_are_about(page, case, prosecutor):
    assert "line-0-things" not in page("case-needs-add").content.decode()
    entities_add(case=case, user=prosecutor, given=[thing("ip", "8.8.8.8"), thing("domain", "example.com")], now=NOW)
    body = page("case-needs-add").content.decode()
    assert "e1 8[.]8[.]8[.]8" in body
    form = {
        "line-TOTAL_FORMS": "1",
        "line-INITIAL_FORMS": "0",
        "line-0-measure": "criminal.preservation",
        "line-0-states": "IE, NL",
        "line-0-subject": "logs",
        "line-0-things": "e1 8[.]8[.]8[.]8, e9",
        "action": "save",
    }
    refused = page("case-needs-add", data=form)
    assert refused.status_code == 422
    assert "“e9” is no thing of this case" in text_of(refused)
    assert "e1 8[.]8[.]8[.]8, e9" in refused.content.decode()
    assert page("case-needs-add", data=form | {"line-0-things": "e1 8[.]8[.]8[.]8, E2"}).status_code == 302
    listed = case_to_document(case=case, user=prosecutor)["entities"]
    assert [row["needs"] for row in listed] == [["n2", "n3"], ["n2", "n3"]]
    more = page("case-needs-add", data=form | {"action": "more"}).content.decode()
    assert 'value="e1 8[.]8[.]8[.]8, e9"' in more


def test_the_page_that_shows_everything_shows_things_and_rights(page, case, prosecutor):
    assert "No right is entered yet" in text_of(page("case-check"))
    entities_add(case=case, user=prosecutor, given=[thing("domain", "example.com", "US")], now=NOW)
    right_add(case=case, user=prosecutor, values={"kind": "copyright", "name": HOSTILE, "conduct": ["iptv"]}, now=NOW)
    answer = page("case-check")
    shown = text_of(answer)
    for words in ("example[.]com", "United States, Believed", "Copyright", "IPTV"):
        assert words in shown
    assert "<script>alert" not in answer.content.decode()


def test_as_many_things_as_are_offered_can_be_added_at_once(page, prosecutor):
    text = "kind;value;State;note\n" + "\n".join(
        f"ip;8.8.{n // 200}.{n % 200 + 1};FR;seen in the log" for n in range(230)
    )
    answer = page("case-entities-find", data={"text": text, "action": "find"})
    assert "30 more were left out" in text_of(answer)
    fields = hidden(answer)
    ticked = [str(n) for n in range(200)]
    assert page("case-entities-find", data={**fields, "tick": ticked, "action": "add", "text": text}).status_code == 302
    assert entities_for(prosecutor).count() == 200
    rest = page("case-entities-find", data={"text": text, "action": "find"})
    assert len(offered(rest)) == 30
