"""The reminder in every language of the other letters: whole, in that language, with what is known and no more."""

import re
from datetime import date

import pytest

from advisor.dossiers.build.words import languages as dossier_languages
from advisor.walk.chasers import _books, chaser_docx, chaser_letter, languages
from advisor.walk.ledger_reading import chosen_for, ledger_for, ledger_steps
from advisor.walk.ledger_words import SORTS
from tests.conftest import NOW

# Due on Friday 27 November: a week after receipt on the 20th (EIO art. 16(1)).
SAID = {
    "en": ("sent on 18 November 2026 and received by you on 20 November 2026", "was due by 27 November 2026"),
    "fr": ("envoyée le 18 novembre 2026", "au plus tard le 27 novembre 2026"),
    "de": ("abgesandt am 18. November 2026", "war die Empfangsbestätigung bis zum 27. November 2026 fällig"),
    "es": ("enviada el 18 de noviembre de 2026", "el plazo para el acuse de recibo terminó el 27 de noviembre de 2026"),
    "it": ("inviata il 18 novembre 2026", "il termine per l’avviso di ricevimento è scaduto il 27 novembre 2026"),
}


def test_the_languages_are_those_of_the_other_letters():
    assert set(languages()) == set(dossier_languages()) == set(SAID)


def test_every_language_has_every_sentence_with_the_same_places():
    def shape(book):
        return {key: sorted(re.findall(r"{\w+}", text)) for key, text in book.items() if isinstance(text, str)}

    english = _books()["en"]
    for language, book in _books().items():
        assert shape(book) == shape(english), language
        assert set(book["what"]) == set(english["what"]) == set(SORTS) - {"by_hand", "retention"}, language


@pytest.mark.django_db
@pytest.mark.parametrize("language", sorted(SAID))
def test_a_letter_is_whole_in_its_language(sent_step, prosecutor, language):
    made = sent_step(received=date(2026, 11, 20))
    [step] = ledger_steps(prosecutor, made.case)
    lines = ledger_for(prosecutor, today=date(2026, 12, 2), case=made.case, now=NOW.replace(month=12, day=2))
    line = next(line for line in lines if line.sort == "acknowledgement")
    letter = chaser_letter(line, step, chosen_for([step])[step.pk], writer="A", office="B", language=language)
    for words in SAID[language]:
        assert words in letter.text
    assert made.case.reference in letter.subject
    assert "{" not in letter.text
    assert "None" not in letter.text
    assert chaser_docx(letter)[:2] == b"PK"
