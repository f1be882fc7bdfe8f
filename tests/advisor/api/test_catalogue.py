"""The published catalogue: filters, pages, days, editions, tags."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

LISTS = {
    "instruments": "code",
    "provisions": "id",
    "measures": "code",
    "facts": "name",
    "networks": "code",
    "precedence": "id",
    "states": "iso2",
    "participation": "instrument",
    "declarations": "instrument",
    "authorities": "instrument",
}
READS = {
    "instruments": "code",
    "measures": "code",
    "facts": "name",
    "networks": "code",
    "states": "iso2",
    "provisions": "id",
}


def rows(api: Client, path: str, **query: str) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    found: list[dict[str, Any]] = []
    link: str | None = f"/api/v1/{path}?page_size=200" + "".join(f"&{name}={value}" for name, value in query.items())
    while link:
        response = api.get(link)
        assert response.status_code == 200, response.content
        page = response.json()
        found += page["results"]
        link = page["next"]
    assert len(found) == page["count"]
    return found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_gives_the_whole_edition_page_by_page(api: Client, edition: Any, path: str) -> None:
    counts = {
        "instruments": len(edition.rulebook.instruments),
        "provisions": len(edition.rulebook.provisions),
        "measures": len(edition.rulebook.measures),
        "facts": len(edition.rulebook.facts),
        "states": len(edition.rulebook.states),
        "networks": len(edition.rulebook.networks),
        "precedence": len(edition.rulebook.precedence),
        "participation": sum(map(len, edition.rulebook.participation.values())),
        "declarations": sum(map(len, edition.rulebook.declarations.values())),
        "authorities": sum(map(len, edition.rulebook.authorities.values())),
    }
    found = rows(api, path)
    assert len(found) == counts[path] > 0
    assert all(LISTS[path] in row for row in found)
    assert all("_search" not in row for row in found)


@pytest.mark.parametrize("path", READS)
def test_each_record_can_be_read_alone(api: Client, path: str) -> None:
    for row in rows(api, path)[:5]:
        response = api.get(f"/api/v1/{path}/{row[READS[path]]}")
        assert response.status_code == 200
        assert response.json()[READS[path]] == row[READS[path]]
        assert "_search" not in response.content.decode()


def test_an_instrument_with_its_provisions_and_conditions(api: Client, edition: Any) -> None:
    answer = api.get("/api/v1/instruments/eio").json()
    published = edition.rulebook.instruments["eio"].document
    assert answer["short_title"] == published["short_title"]
    assert answer["transition"]["mode"] == "by_receipt"
    assert answer["pairing"]["rule"] == "multilateral"
    assert len(answer["provisions"]) == len(edition.rulebook.instruments["eio"].document["provisions"])
    search = next(p for p in answer["provisions"] if p["id"] == "eio/search-and-seizure")
    assert search["tier"] == "formal"
    assert search["conditions"][0]["fact"] == "pair.bound_instruments"
    assert search["conditions"][0]["value"] == ["eio"]
    assert answer == api.get("/api/v1/instruments/eio?edition=2026-11-22.1").json()
    assert answer == api.get(f"/api/v1/instruments/eio?edition={edition.sha256}").json()


def holds(shown: Any, published: Any) -> bool:
    """Whether everything published is shown; keys that are shown beside it are null or derived."""
    if isinstance(published, dict):
        return all(key in shown and holds(shown[key], value) for key, value in published.items())
    if isinstance(published, list):
        return len(shown) == len(published) and all(map(holds, shown, published))
    return bool(shown == published)


def test_nothing_of_a_published_record_is_lost(api: Client, edition: Any) -> None:
    """Explicit fields must not silently drop what a curator wrote."""
    for code, instrument in edition.rulebook.instruments.items():
        assert holds(api.get(f"/api/v1/instruments/{code}").json(), instrument.document), code
    for path in ("facts", "networks", "precedence"):
        assert holds(rows(api, path), edition.document[path]), path


def test_search_and_filters(api: Client) -> None:
    assert rows(api, "instruments", q="655/2014")[0]["code"] == "eapo-655-2014"
    assert rows(api, "instruments", q="nothing like this") == []
    assert {row["iso2"] for row in rows(api, "states", q="ireland")} >= {"IE"}
    formal = rows(api, "instruments", track="criminal", tier="formal", measure="criminal.search_and_seizure")
    assert "eio" in {row["code"] for row in formal}
    assert all("criminal.search_and_seizure" in row["measures"] for row in formal)
    assert {row["measure"] for row in rows(api, "provisions", measure="civil.jurisdiction")} == {"civil.jurisdiction"}
    assert {row["scope"] for row in rows(api, "facts", scope="pair")} == {"pair"}
    assert {row["track"] for row in rows(api, "measures", track="voluntary")} == {"voluntary"}
    assert {row["iso2"] for row in rows(api, "declarations", state="FR")} == {"FR"}
    assert all("eio" in {*row["prefer"], *row["over"]} for row in rows(api, "precedence", instrument="eio"))


def test_the_law_of_a_day(api: Client) -> None:
    assert "eio" not in {row["code"] for row in rows(api, "instruments", on="2017-05-21")}
    assert "eio" in {row["code"] for row in rows(api, "instruments", on="2017-05-22")}
    assert "GB" in {row["iso2"] for row in rows(api, "participation", instrument="eio", on="2020-12-31")}
    assert "GB" not in {row["iso2"] for row in rows(api, "participation", instrument="eio", on="2021-01-01")}
    for day, bound in (("2020-12-31", "yes"), ("2021-01-01", "no")):
        answer = api.get(f"/api/v1/states/GB?on={day}").json()
        assert answer["on"] == day
        assert {row["bound"] for row in answer["participation"] if row["instrument"] == "eio"} == {bound}


def test_every_fault_of_a_query_at_once(api: Client) -> None:
    response = api.get("/api/v1/instruments?colour=red&on=20261122&page=0&track=penal&tier=formal&tier=formal")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    places = [fault["where"] for fault in response.json()["faults"]]
    assert sorted(places) == ['query "colour"', "query on", "query page", "query tier", "query track"]
    allowed = next(fault for fault in response.json()["faults"] if "colour" in fault["where"])["allowed"]
    assert allowed == ("this name is not known; allowed: page, page_size, edition, q, track, tier, measure, on")


@pytest.mark.parametrize(
    "path",
    [
        "instruments/none",
        "provisions/eio/none",
        "measures/none",
        "facts/none",
        "networks/none",
        "states/ZZ",
        "states/fr",
        "editions/none",
        "instruments?page=9999",
        "instruments?edition=none",
        "nothing/here",
        "nothing%0Ahere",
        "instruments/eio%0A",
        "states/FR%0A",
        "instruments/",
        "",
    ],
)
def test_what_is_not_there_is_told_as_a_problem(api: Client, path: str) -> None:
    response = api.get(f"/api/v1/{path}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_a_client_that_holds_the_record_gets_304(api: Client) -> None:
    first = api.get("/api/v1/instruments/eio")
    assert first["Cache-Control"] == "no-store, private"
    assert api.get("/api/v1/instruments/eio", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert api.get("/api/v1/instruments/eaw", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_editions(api: Client, edition: Any) -> None:
    from instruments import records
    from instruments.models import Edition

    document = {**edition.document, "networks": edition.document["networks"][:-1]}
    data, sha256 = records.canonical_bytes(document), records.sha256_of(document)
    Edition.objects.create(
        label="2026-11-23.1",
        sha256=sha256,
        document=data,
        published_at=edition.published_at + timedelta(days=1),
        published_by="tests",
        note="one network less",
    )
    listed = api.get("/api/v1/editions").json()
    assert [(row["label"], row["current"]) for row in listed["results"]] == [
        ("2026-11-23.1", True),
        ("2026-11-22.1", False),
    ]
    assert api.get("/api/v1/editions/current").json()["sha256"] == sha256
    assert api.get("/api/v1/editions/2026-11-22.1").json()["sha256"] == edition.sha256
    now, then = (api.get(f"/api/v1/networks{query}").json() for query in ("", "?edition=2026-11-22.1"))
    assert now["count"] == then["count"] - 1
    assert then["edition"] == {"label": "2026-11-22.1", "sha256": edition.sha256}


def test_without_an_edition_it_says_what_to_run(db: Any, investigator: Any, by_token: Any) -> None:
    response = by_token(investigator).get("/api/v1/instruments")
    assert response.status_code == 503
    assert "load_catalogue --publish" in response.json()["detail"]
