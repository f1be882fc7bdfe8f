"""advisor.web.states: what people type for a State."""

import pytest

from advisor.web.states import index_of, plain, states_read, suggestions


@pytest.fixture
def index(edition):
    return index_of(edition.rulebook.states, edition.sha256)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Ireland", ["IE"]),
        ("ie", ["IE"]),
        ("IRL", ["IE"]),
        ("Ireland (IE)", ["IE"]),
        ("Allemagne, GRÈCE", ["DE", "GR"]),
        ("UK, EL", ["GB", "GR"]),
        ("BG; RO\nCyprus", ["BG", "RO", "CY"]),
        ("FR, France, FRA", ["FR"]),
        ("  ", []),
        (",,;", []),
    ],
)
def test_states_are_read_as_people_write_them(index, typed, codes):
    assert states_read(typed, index) == (codes, [])


def test_an_unknown_word_is_named_with_its_nearest(index):
    codes, unknown = states_read("Irland, Atlantis, PT", index)
    assert codes == ["PT"]
    assert [(word.read, "IE" in word.near) for word in unknown] == [("Irland", True), ("Atlantis", False)]


def test_every_suggestion_is_understood(edition, index):
    for shown in suggestions(edition.rulebook.states):
        codes, unknown = states_read(shown, index)
        assert len(codes) == 1, shown
        assert not unknown, shown


def test_plain_takes_accents_and_case_away():
    assert plain("  CÔTE  d’Ivoire ") == "cote d’ivoire"
