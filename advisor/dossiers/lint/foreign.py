"""Words that are no English by their build. Reads: lists/english_vowels.txt.

English seldom ends a word in a, i, o or u: those that it has taken in are a list. What ends so and is not on it, or
ends or is built as words of another language are, is a term that a reader elsewhere may not know.
"""

import re
from collections.abc import Iterator
from functools import cache

from advisor.dossiers.lint.wordlists import FOLDER

ENDING = (
    r"[a-zà-ž]{4,}[aiou]|[a-zà-ž]{2,}(?:oirie|schikking|zione|zioni|mente|enie|anie|aniu|owy|owego|ości?|ción|ções"
    r"|ção|tät|schap"
    r"|heid|rätt"
    r"|kort|skild|loven|retten|eté|ité|mento|ziale|tore|dor|yön|lık|lik|ması|nost|stvo|stvi|ství|ně|iyet)"
    r"|[a-zà-ž]*(?:aa|nha|uur|oek|ij[kdlnvzs]|oui|szcz|prz|trz|rzy|krz|dzi|wsk|zcz|skj|dj[aeu]|tj[aeu]|ksj|ujo|lje"
    r"|hui[sz]|eux|euil|eille|chia|chie|glia|cció|ñ|ß|ø|å|æ)[a-zà-ž]*"
)
LOWER = re.compile(rf"(?<![\w'’\"“«(@./-])(?<![A-ZÀ-Þ]\w\s)(?:{ENDING})(?![\w'’@./-]?\w)(?!\s+[A-ZÀ-ÞŁŚŻ])")
# A noun that German writes large, in the middle of English small words.
LARGE = re.compile(
    r"(?:(?<=\bthe )|(?<=\bThe )|(?<=\ba )|(?<=\bA )|(?<=\ban )|(?<=\bof )|(?<=\bhis )|(?<=\bher ))"
    r"(?:[A-ZÄÖÜ][a-zäöüß]{3,}(?:ung|ungen|keit|heit|schaft|nahme|recht|gesetz|amt|sache|grund|schutz|stelle|akte"
    r"|akten"
    r"|frist|mittel|zeuge|bescheid|antrag|bericht|protokoll|spruch|anwalt|anwältin|anzeige|richter|beamter|leiter"
    r"|führer|ständige|ständiger))(?=[,.;)]|\s+[a-z])"
    r"|(?:(?<=\bthe )|(?<=\bThe )|(?<=\ba )|(?<=\bA ))[A-ZÄÖÜ][a-z]*[äöüß][a-zäöüß]{2,}(?=[,.;)]|\s+[a-z])"
)
ENGLISH_BUILT = re.compile(
    r"(?:.*(?:size|prize|seize|trize|matrix)\w*|bijou\w*|hijack\w*|afghan\w*|bazaars?|aardvarks?|salaam|kraal"
    r"|afrikaans|naan|laager|isaac|enhanc\w*|inhal\w*|inhabit\w*|unha\w*|genie|beanie|memento|pimento"
    r"|segment\w*|commentary|store|tore|motore|before|restore|therefore|corridor|matador|labrador|ambassador|vendor"
    r"|condor|ardor|candor|splendor|tudor|odor|escort|sort|like|[a-z]+like|silk|milk|garlic|dislike|alike|unlike"
    r"|malik|clementine|lasagna|lasagne|campaign\w*|sovereign\w*|cognac|reseller|champagne|cologne|magna|signal"
    r"|assign\w*|design\w*|sign\w*|magn\w*|cigna\w*|recogn\w*|stagna\w*|pregna\w*|repugna\w*|vigne\w*|igno\w*"
    r"|diagno\w*"
    r"|prognos\w*|malign\w*|benign\w*|ligni\w*|dignit\w*|indigna\w*|cogniz\w*|incogni\w*|physiogno\w*|agnos\w*)"
)


@cache
def _taken_in() -> frozenset[str]:
    text = (FOLDER / "english_vowels.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith(";") for word in line.split())


def foreign_words(text: str) -> Iterator[re.Match[str]]:
    """Words of a text that another language built."""
    for match in LOWER.finditer(text):
        if match[0][0].islower() and match[0] not in _taken_in() and not ENGLISH_BUILT.fullmatch(match[0]):
            yield match
    yield from LARGE.finditer(text)
