"""advisor.web.states: what people type for a State."""

import pytest
from django.urls import reverse
from django.utils import translation

from advisor.cases.selectors import cases_for, entities_for, needs_for
from advisor.languages.found import languages_found
from advisor.languages.words import locale_of
from advisor.web.forms.cases import state_shown, unknown_states
from advisor.web.states import index_of, plain, state_of, states_read, suggestions
from instruments.search_names import STATES

SPOKEN = [code for code, _ in languages_found()]


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


def test_two_letters_get_no_guess_and_two_words_are_said_as_two(edition, index):
    _codes, unknown = states_read("XX, Narnia", index)
    assert unknown[0].near == ()
    with translation.override("en"):
        assert "are not States in the catalogue" in str(unknown_states(unknown, edition.rulebook))
        assert "“XX” is not a State in the catalogue" in str(unknown_states(unknown[:1], edition.rulebook))


def test_every_suggestion_is_understood(edition, index):
    for shown in suggestions(edition.rulebook.states):
        codes, unknown = states_read(shown, index)
        assert len(codes) == 1, shown
        assert not unknown, shown


@pytest.mark.parametrize("language", SPOKEN)
def test_what_a_page_shows_of_a_state_is_understood_in_every_language(edition, index, language):
    states = edition.rulebook.states
    with translation.override(language):
        shown = {state_shown(edition.rulebook, code): code for code in states}
        assert sorted(shown) == sorted(suggestions(states))
    for reader in SPOKEN:
        with translation.override(reader):
            wrong = {text: states_read(text, index) for text, code in shown.items() if state_of(text, index) != code}
            assert wrong == {}
            assert all(states_read(text, index) == ([code], []) for text, code in shown.items())


@pytest.mark.parametrize("language", SPOKEN)
def test_a_bare_name_is_understood_in_every_language(edition, index, language):
    names = locale_of(language.replace("-", "_")).territories
    for code, state in edition.rulebook.states.items():
        assert state_of(names.get(code, state.name), index) == code
        assert state_of(state.name.upper(), index) == code


def test_everyday_names_may_bear_the_code_too(edition, index):
    for alias, code in STATES.items():
        if code in edition.rulebook.states:
            assert state_of(f"{alias} ({code})", index) == code


def test_a_name_with_the_code_of_another_state_is_not_guessed(index):
    assert state_of("Italie (FR)", index) is None
    assert states_read("Italie (FR)", index)[0] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", SPOKEN)
def test_a_case_is_opened_and_filled_with_states_as_the_page_shows_them(desk, prosecutor, edition, language):
    prosecutor.language = language
    prosecutor.save()

    def shown(code: str) -> str:
        with translation.override(language):
            return state_shown(edition.rulebook, code)

    page = desk.get(reverse("case-new")).content.decode()
    assert f'value="{shown(prosecutor.agency.country)}"' in page
    about = {
        "title": "Étals", "reference": f"L-{language}", "requesting_state": shown(prosecutor.agency.country),
        "track": "criminal", "stage": "investigation", "opened_on_0": "5", "opened_on_1": "10", "opened_on_2": "2026",
    }  # fmt: skip
    assert desk.post(reverse("case-new"), about).status_code == 302
    [case] = cases_for(prosecutor).filter(reference=f"L-{language}")
    added = {"value": "8.8.8.8", "state": shown("GR")}
    assert desk.post(reverse("case-entity-add", args=[case.pk, "ip"]), added).status_code == 302
    assert [row.state for row in entities_for(prosecutor).filter(case=case)] == ["GR"]
    lines = {
        "line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "line-0-measure": "criminal.preservation",
        "line-0-states": f"{shown('DE')}, {shown('NL')}", "line-0-subject": "logs", "action": "save",
    }  # fmt: skip
    assert desk.post(reverse("case-needs-add", args=[case.pk]), lines).status_code == 302
    assert [need.requested_state for need in needs_for(prosecutor).filter(case=case)] == ["DE", "NL"]
    again = about | {"version": str(cases_for(prosecutor).get(pk=case.pk).version)}
    assert desk.post(reverse("case-about", args=[case.pk]), again).status_code == 302


def test_plain_takes_accents_and_case_away():
    assert plain("  CÔTE  d’Ivoire ") == plain("Cote d'Ivoire") == "cote d'ivoire"
