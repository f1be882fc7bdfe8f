"""Finding cases by their words, the same on PostgreSQL and on SQLite.

Reads the gate; writes CaseText, which is made from a case's rows and made anew when the case was changed since. A case
is found by its reference, title and summary, its needs' subjects, its things (as typed and as meant), the names,
numbers and holders of its rights, notes that were not taken back, and informal contacts that may be cited. A
confidential contact is not among them: what is searched could be exported, logged or guessed at from outside.

Words are folded here, for both databases alike: small letters, no accents, a space for all but letters and digits. A
case is found when each word of the question begins one of its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from advisor.cases.models import Case, CaseNote, CaseText, Entity, Need, Right
from advisor.cases.word_index import VECTOR
from advisor.intake.entities.fang import refanged

BATCH = 200
LONGEST_WORD = 100
MOST_WORDS = 20_000
MOST_ASKED = 8
_APART = re.compile(r"[\W_]+")
# Letters that no accent makes: what a person types who has not got them on the keyboard.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def folded(text: str) -> list[str]:
    """The words of a text: 'Žižkov, evil[.]example' -> ['zizkov', 'evil', 'example'], an address as it is meant."""
    plain = refanged(text)
    for _twice in range(2):  # taking a sign apart may bring a capital letter to light
        plain = unicodedata.normalize("NFKD", plain.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LETTERS)
    return [word[:LONGEST_WORD] for word in _APART.split(bare) if word]


def text_of(parts: Iterable[str]) -> str:
    """Texts as CaseText keeps them: each word once, a space before each."""
    found: dict[str, None] = {}
    for part in parts:
        for word in folded(part):
            found.setdefault(word)
        if len(found) > MOST_WORDS:
            break
    return "".join(f" {word}" for word in sorted(found))


def _grouped(rows: Iterable[tuple[Any, ...]], into: dict[Any, list[str]]) -> None:
    for case_id, *values in rows:
        into[case_id] += [str(value) for value in values if value]


def texts_renew(cases: QuerySet[Case], *, most: int = 5_000) -> int:
    """Make the words of those among `cases` whose rows were changed since they were made. Returns how many.

    `cases`: any cases; a person's through the gate. A round takes `most` at the most, in batches of BATCH.
    """
    stale = Q(casetexts__isnull=True) | Q(casetexts__of__lt=F("updated_at"))
    waiting = list(cases.filter(stale).order_by().values_list("pk", flat=True)[:most])
    for start in range(0, len(waiting), BATCH):
        _renewed(waiting[start : start + BATCH])
    return len(waiting)


def _renewed(keys: list[Any]) -> None:
    rows = {case.pk: case for case in Case.objects.filter(pk__in=keys)}
    words: dict[Any, list[str]] = {pk: [case.reference, case.title, case.summary] for pk, case in rows.items()}
    of = {"case__in": list(rows)}
    _grouped(Need.objects.filter(**of).order_by().values_list("case_id", "key", "subject"), words)
    _grouped(Entity.objects.filter(**of).order_by().values_list("case_id", "value", "note", "details"), words)
    _grouped(Right.objects.filter(**of).order_by().values_list("case_id", "name", "number", "holder", "offence"), words)
    _grouped(CaseNote.objects.filter(**of, withdrawn_at=None).order_by().values_list("case_id", "text"), words)
    for more in SOURCES:
        _grouped(more(list(rows)), words)
    CaseText.objects.bulk_create(
        [
            CaseText(case_id=pk, agency_id=case.agency_id, words=text_of(words[pk]), of=case.updated_at)
            for pk, case in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["words", "of"],
    )


# Rooms above this one add what they know of a case: (ids of cases) -> (case id, text, ...). See advisor/walk/apps.py.
SOURCES: list[Any] = []


def cases_found(cases: QuerySet[Case], question: str) -> QuerySet[Case]:
    """Those of `cases` in which each word of the question begins a word. A question without any word finds nothing."""
    asked = list(dict.fromkeys(folded(question)))[:MOST_ASKED]
    if not asked:
        return cases.none()
    if connection.vendor == "postgresql":
        return cases.filter(casetexts__in=_by_index(asked))
    for word in asked:
        cases = cases.filter(casetexts__words__contains=f" {word}")
    return cases


def _by_index(asked: list[str]) -> QuerySet[CaseText]:
    """Words are letters and digits alone (`folded`), so that nothing in them can be an operator of the query."""
    query = " & ".join(f"'{word}':*" for word in asked)
    vector = VECTOR.format(words="cases_casetext.words")
    matches = RawSQL(f"{vector} @@ %s::tsquery", [query])  # noqa: S611 - the only value is bound
    return CaseText.objects.annotate(found=matches).filter(found=True)
