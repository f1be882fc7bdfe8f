"""Official places first: told by host, by second-hand words, by the act that a citation names."""

import pytest

from instruments.source_kinds import source_kind, sources_cited, sources_for_paper

OFFICIAL = "https://eur-lex.europa.eu/eli/dir/2014/41/2022-03-13"
OTHER = "https://docslib.org/doc/7608909/practical-information"


@pytest.mark.parametrize(
    ("citation", "kind"),
    [
        (OFFICIAL, "official"),
        ("http://data.europa.eu/eli/reg/2014/655/oj", "official"),
        ("https://www.hcch.net/en/states/authorities/details3/?aid=403", "official"),
        ("https://www.gov.uk/guidance/requests", "official"),
        ("https://www.homeaffairs.gov.au/x", "official"),
        ("https://www.ris.bka.gv.at/x", "official"),
        ("Regulation (EC) No 805/2004", "official"),
        ("Regulation (EU) 2018/1805; application date at https://www.ejn-crimjust.europa.eu/x", "official"),
        (OTHER, "secondary"),
        ("https://treio.eu/a/about-eio", "secondary"),
        ("https://fake-europa.eu.example.com/x", "secondary"),
        ("https://notgov.uk.example/x", "secondary"),
        (f"{OFFICIAL} and https://en.wikipedia.org/wiki/x", "secondary"),
        ("HCCH status table as copied in github.com/someone/repo (2021)", "secondary"),
        ("inferred: https://www.hcch.net/x", "secondary"),
        ("github.com/legalize-dev/legalize-eu", "secondary"),
        ("MEDICRIME encyclopedia page of July 2016", "secondary"),
        ("memory", "memory"),
        ("memory (articles)", "memory"),
    ],
)
def test_a_citation_is_as_good_as_its_worst_address(citation, kind):
    assert source_kind(citation) == kind


def test_official_sources_come_first_each_once():
    found = sources_cited([OTHER, "memory", OFFICIAL, OTHER])
    assert [item.kind for item in found] == ["official", "secondary", "memory"]
    assert found[0].url == OFFICIAL
    assert sources_cited(["", "Regulation (EC) No 805/2004"])[0].url == ""


def test_a_paper_cites_others_only_where_there_is_no_official_one():
    assert sources_for_paper([OTHER, OFFICIAL, "memory"]) == [OFFICIAL]
    assert sources_for_paper(["memory", OTHER]) == [OTHER]
    assert sources_for_paper(["memory"]) == []
