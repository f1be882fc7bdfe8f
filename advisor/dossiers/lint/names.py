"""Names of persons and firms in a text, and whether two of them are one name written in two ways."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from advisor.dossiers.lint.months import months, weekdays
from advisor.dossiers.lint.values import near
from advisor.dossiers.lint.wordlists import word_set

# The legal form, whatever dots it is written with, under one name: 'Ltd' and 'Limited' are one form in two spellings.
FORMS = {
    "ltd": "limited", "limited": "limited", "plc": "plc", "inc": "inc", "incorporated": "inc", "corp": "corp",
    "corporation": "corp", "llc": "llc", "llp": "llp", "gmbh": "gmbh", "ag": "ag", "kg": "kg", "og": "og", "ug": "ug",
    "sa": "sa", "sarl": "sarl", "sas": "sas", "srl": "srl", "spa": "spa", "sl": "sl", "slu": "sl",
    "bv": "bv", "nv": "nv",
    "sprl": "sprl", "bvba": "bvba", "ab": "ab", "oy": "oy", "oyj": "oyj", "as": "as", "asa": "asa",
    "aps": "aps", "ou": "ou",
    "sro": "sro", "spzoo": "spzoo", "kft": "kft", "zrt": "zrt", "doo": "doo", "dd": "dd", "uab": "uab", "sia": "sia",
    "ltda": "ltda", "lda": "lda", "pcl": "pcl", "coltd": "co limited", "sagl": "sagl", "eood": "eood", "ood": "ood",
    "companylimited": "co limited", "companyltd": "co limited", "kk": "kk", "pte": "pte",
    "company": "company", "co": "company", "jsc": "jsc", "snc": "snc", "ltdsti": "ltd sti", "sdnbhd": "sdn bhd",
    "bhd": "bhd", "pvtltd": "pvt limited", "privatelimited": "pvt limited", "ptyltd": "pty limited", "fze": "fze",
    "pteltd": "pte limited", "fzco": "fzco", "ek": "ek", "eg": "eg", "ooo": "ooo", "zao": "zao", "tov": "tov",
    "se": "se", "sca": "sca", "scs": "scs", "ae": "ae", "epe": "epe",
}  # fmt: skip
FORM = (
    r"(?:A\.Ş\.|Ltd\. ?Şti\.|S\.n\.c\.|Sdn\.? Bhd\.?|Pvt\.? Ltd\.?|Private Limited|Pty\.? Ltd\.?"
    r"|Pte\.? Ltd\.?|FZE|FZCO|e\.K\.|eG|OOO|ZAO|TOV|SE"
    r"|Co(?:mpany|\.)?,? (?:Limited|Ltd)\.?|[Ss]p\. ?z ?o\.? ?o\.?|s\.r\.o\."
    r"|[SDdsp]\.?[Pp]?\.?[RrAaOoLl]\.?[AaLlOo]?\.?|GmbH|AG|KG|OG|UG|Ltd\.?|Limited|PLC|plc|Inc\.?|Incorporated"
    r"|Corp(?:oration|\.)?|LLC|LLP|SARL|SAS|SRL|SpA|S\.p\.A\.|S\.L\.U?\.?|S\.A\.|SA|SL|B\.V\.|BV|N\.V\.|NV|SPRL"
    r"|BVBA|AB|Oyj?|ASA|AS|ApS|OÜ|Kft\.?|Zrt\.?|d\.o\.o\.|UAB|SIA|Ltda\.?|Lda\.?|PCL|Sagl|EOOD|OOD|K\.K\.|KK|Pte\.?)"
)
# A name begins where a word begins and is taken whole, never given back letter by letter: a long run of letters costs
# its length and not its square.
WORD = r"(?<!\w)[A-ZÀ-ÞĀ-ŽȘȚ](?=[\w'’\-À-ž]{0,40}[a-zß-žșț])[\w'’\-À-ž]{1,81}+"
FIRM = re.compile(
    rf"((?:(?:{WORD}|(?<!\w)[A-Z]{{2,40}}+)\s+(?:&\s+|und\s+|et\s+|y\s+|of\s+|du\s+|de\s+"
    rf"|do\s+)?){{1,5}}){FORM}(?![\w])"
)
PERSON = re.compile(
    rf"{WORD}(?:[ ]+(?:de|del|della|der|den|van|von|la|le|el|al|bin|da|dos|di|du|zu)){{0,2}}(?:[ ]+{WORD}){{1,3}}"
)
TITLES = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "mme",
    "m",
    "maître",
    "sr",
    "sra",
    "herr",
    "frau",
    "dott",
    "ing",
    "prof",
    "judge",
    "prosecutor",
}
# Words that begin a sentence or stand in names of authorities, streets and laws: no part of a person's name.
COMMON = word_set("common")


@dataclass(frozen=True)
class Name:
    """A name as typed; `form`: a firm's legal form in one spelling, or empty for a person."""

    text: str
    stem: str
    form: str = ""


def names(text: str) -> tuple[Name, ...]:
    """Firms, then persons of two words or more."""
    firms = [_firm(match[0]) for match in FIRM.finditer(text)]
    rest = FIRM.sub(lambda match: "." * len(match[0]), text)
    people = []
    for match in PERSON.finditer(rest):
        words = [word for word in match[0].split() if word.lower().rstrip(".") not in TITLES]
        while words and _common(words[0]):
            words.pop(0)
        if len(words) >= 2 and not any(_common(word) for word in words):
            people.append(Name(" ".join(words), _plain(" ".join(words))))
    return tuple(firm for firm in firms if len(firm.stem) >= 4) + tuple(people)


def _common(word: str) -> bool:
    return _known(word.lower().rstrip(".,"))


@cache
def _known(word: str) -> bool:
    return (
        word in COMMON
        or word in months()
        or word in weekdays()
        or word.endswith(("straße", "strasse", "gatan", "katu"))
    )


def _firm(text: str) -> Name:
    words = text.split()
    taken = max((count for count in (3, 2, 1) if _form("".join(words[-count:])) and len(words) > count), default=1)
    stem = [word for word in words[:-taken]]
    while len(stem) > 1 and stem[0].lower() in COMMON:
        stem.pop(0)
    return Name(" ".join((*stem, *words[-taken:])), _plain(" ".join(stem)), _form("".join(words[-taken:])) or "?")


def _form(text: str) -> str:
    return FORMS.get(_plain(text).replace(" ", ""), "")


def _plain(text: str) -> str:
    """Small letters without accents or signs: what two spellings share."""
    bare = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return " ".join(re.sub(r"[^\w\s]", "", "".join(c for c in bare if not unicodedata.combining(c))).lower().split())


def written_out(text: str) -> str:
    """Umlauts as two letters: Müller and Mueller are one name."""
    for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe"), ("æ", "ae")):
        text = text.lower().replace(letter, two)
    return _plain(text)


def variants(one: Name, other: Name) -> bool:
    """Whether two names look like one, written in two ways."""
    if one.text == other.text:
        return False
    if one.form or other.form:
        return bool(one.form and other.form) and _firms_alike(one, other)
    return _people_alike(one, other)


def _firms_alike(one: Name, other: Name) -> bool:
    same = one.stem.replace(" ", "") == other.stem.replace(" ", "")
    if same:
        return re.sub(r"[.,]", "", one.text) != re.sub(r"[.,]", "", other.text)
    return len(one.stem) >= 5 and _slip(one.stem, other.stem) and one.form == other.form


def _people_alike(one: Name, other: Name) -> bool:
    mine, theirs = one.stem.split(), other.stem.split()
    if written_out(one.text) == written_out(other.text) or sorted(mine) == sorted(theirs):
        return one.text.lower() != other.text.lower()
    short, long = sorted((mine, theirs), key=len)
    shared = sum(word in long for word in short)
    apart = [word for word in short if word not in long]
    return (
        shared >= len(short) - 1 >= 1
        and len(apart) == 1
        and any(_slip(apart[0], word) for word in long if word not in short)
    )


def _slip(one: str, other: str) -> bool:
    """One or two letters apart, and long enough to be a slip."""
    if min(len(one), len(other)) < 4:
        return False
    if near(one, other):
        return True
    return len(one) == len(other) >= 7 and sum(a != b for a, b in zip(one, other, strict=True)) == 2
