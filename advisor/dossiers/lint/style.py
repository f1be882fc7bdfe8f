"""Rules about wording: what is left over, cut short, too long, figurative, or known in one State alone."""

import re
from collections.abc import Iterator
from itertools import chain

from advisor.dossiers.lint.foreign import foreign_words
from advisor.dossiers.lint.language import foreign_sentence
from advisor.dossiers.lint.phrases import idioms
from advisor.dossiers.lint.reading import Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Said
from advisor.dossiers.lint.sentences import WORD, sentences
from advisor.dossiers.lint.wording import lines
from advisor.dossiers.lint.wordlists import known_acronyms, national_terms

MOST_WORDS = 35
LEFT = re.compile(
    r"\.{3,},|,\.{3,}|\.{3}\s*\(?(?:EUR|USD|GBP|CHF)|(?:EUR|USD|GBP|CHF)\s*\.{2,}|\((?:[a-z]+ ){0,3}[a-z]+\?\)"
    r"|(?<!\S)@[A-Z][a-z]+\b|\b(?:please|pls) (?:check|verify|confirm|insert|fill in|add|complete) (?:this|here"
    r"|date|name|amount|the (?:date|name|amount|address))\b|"
    r"\b(?:date|name|number|amount|address|details|copy|text|more|figures?) (?:to follow|to come|follows later"
    r"|still to come)\b"
    r"|(?:^|(?<=[.;:]\s))(?:[Ii]nsert|[Ff]ill in) (?:the )?(?:date|name|number|amount|address|court|reference"
    r"|details)\b"
    r"|\(\s*(?:to )?(?:check|ask|verify|confirm|clarify|clear up|discuss)\b[^)]*\)|(?<![.\w])\.\. ?(?=[A-Z])"
    r"|\bNB:? (?:ask|check|add)\b|\b(?:ask|check with) [A-Z]\w+ (?:before|first|again)\b|\bnote to self\b|\b(?:name"
    r"|date|address|amount|number) here\b|\[\s*(?:name|date|amount|address|place|number)\b|"
    r"\bX{2,}\b|(?<![\w.])x{3,}(?!\w)|\bTB[DCA]\b|\bT\.B\.[DC]\.|\?{2,}|_{3,}|\.{4,}|…{2,}|\blorem ipsum\b"
    r"|\bto be (?:completed|added|inserted|filled in|confirmed|checked|determined)\b|\bN\.?N\.?(?=[\s,;)])"
    r"|\bTODO\b|\bFIXME\b"
    r"|[\[<{(]\s*(?:insert|complete|add|fill in|fill|todo|tbd|xx+|to be|\.{2,}|…|\?)\b[^\])>}]*[\])>}]"
    r"|[\[<{«](?:\s*(?:insert|complete|add|fill|check|date|name|amount|address|place|number|todo|tbd|please|xx+"
    r"|to be|\.{2,}|…|\?)[^\])>}»]*)[\])>}»]|\[\s*\]|<[^<>@/\d][^<>@/]{6,160}>|\[[a-z][^\]]{0,60}\b(?:follows?|ask"
    r"|check|later|pending|unknown)\b[^\]]{0,60}\]",
    re.I,
)  # fmt: skip
CAPITALS = re.compile(r"(?<![\w./+&@])(?<![\da-z]-)[^\W\d_a-zà-ž]{2,9}(?=s?(?![\w@&]|[./]\w|-[a-z\d]))")
TOLD = frozenset({"account", "link", "necessity", "conduct", "urgency", "procedure", "reason", "more"})
# Two small words around a foreign joint, small words with foreign letters, German compounds of procedure.
FOREIGN = re.compile(
    r"(?<![\w'\"“«(@./-])(?:[a-zà-ž]{4,} (?:degli|delle|della|dello|dei|del|di|des|du|de la|de los|de las|da|do|dos"
    r"|van de|van het)"
    r" [a-zà-ž]{4,}|[a-zà-ž]*[ąćęłńśźżßåæøščřžđőűıșțăãõ][a-zà-ž]+"
    r"|(?:Straf|Haft|Ermittlungs|Gerichts|Verfahrens|Amts|Oberlandes|Landes|Bundes|Kriminal|Steuer|Zoll|Beweis"
    r"|Durchsuchungs)"
    r"(?!\w*(?:straße|strasse|platz|weg|allee|ring|ufer)\b)[a-zäöüß]{5,}(?! [A-ZÄÖÜ][a-zäöüß]+ [A-ZÄÖÜ])"
    r"|[A-ZÄÖÜ][a-zäöüß]{2,}(?:verfahren|beschluss|gericht|anwaltschaft|behörde|befehl|haft|klage|urteil|verhandlung"
    r"|anordnung"
    r"|prüfung|ermittlung|schrift|vollstreckung|beschwerde|verteidiger))(?![\w'@-])",
)
ROMAN = re.compile(r"[IVXLC]+")
WRITTEN_OUT = 12


@rule("placeholder-left")
def placeholder_left(draft: Draft) -> Iterator[Place]:
    for one in draft.said:
        if match := LEFT.search(one.text):
            yield one.place, match[0]


@rule("acronym-undefined")
def acronym_undefined(draft: Draft) -> Iterator[Place]:
    whole = draft.all_text()
    own = str(draft.matter.case["reference"])
    for one in draft.prose:
        for match in CAPITALS.finditer(one.text):
            said = match[0]
            if (
                LEFT.fullmatch(said)
                or _known(draft, said)
                or said in own
                or _surname(one, match, whole)
                or _beside_figures(one, match)
                or explained(said, whole)
            ):
                continue
            yield one.place, said


def _known(draft: Draft, said: str) -> bool:
    return (
        said in known_acronyms()
        or bool(ROMAN.fullmatch(said))
        or said in draft.matter.short
        or said in draft.matter.instrument
    )


def _surname(one: Said, match: re.Match[str], whole: str) -> bool:
    """A family name in capitals, as many offices write it: in a place for persons, or in small letters elsewhere."""
    if len(match[0]) < 3:
        return False
    beside = re.match(r",? [A-ZÀ-Þ][a-zà-ž]+", one.text[match.end() :]) or re.search(
        r"[A-ZÀ-Þ][a-zà-ž]+,? $", one.text[: match.start()]
    )
    in_persons = one.role in ("persons", "person") or "name" in one.place.rpartition(".")[2]
    return (in_persons and (bool(beside) or one.text.strip() == match[0])) or re.search(
        rf"\b{match[0].capitalize()}\b", whole
    ) is not None


def _beside_figures(one: Said, match: re.Match[str]) -> bool:
    """Part of a number: 'HRB 118822', 'BS 118 402', '4 KLs 12'."""
    after, before = one.text[match.end() :][:12], one.text[: match.start()][-2:]
    return bool(re.match(r"(?:-[A-Z]{1,3})?[ .-]?\d", after) or re.search(r"\d[ .-]?$", before))


def explained(said: str, whole: str) -> bool:
    """Whether an abbreviation is written out: 'Office of X (ABC)', 'ABC (Office of X)', 'ABC, the Office of X'."""
    mark = re.escape(said)
    if re.search(rf"\w[^().;]{{3,}}\(\s*(?:the\s+)?[\"“']?{mark}[\"”']?\s*[),;]", whole):
        return True
    return bool(
        re.search(
            rf"\b{mark}\s*(?:\([^)]{{{WRITTEN_OUT},}}\)|,? (?:that is|i\.e\.|meaning|which stands for|short for"
            rf"|stands for)\b|, the \w|: \w)",
            whole,
        )
    )


@rule("sentence-long")
def sentence_long(draft: Draft) -> Iterator[Place]:
    for one in draft.prose:
        for said in sentences(one.text):
            if counted(said) > MOST_WORDS:
                yield one.place, f"{said[:80]}…"


def counted(said: str) -> int:
    """Words of a sentence without names, figures and quoted words: a list of ten accounts is not hard to read."""
    plain = re.sub(r"[\"“«][^\"”»]*[\"”»]|\([^)]*\)", " ", said)
    found = WORD.findall(re.sub(r"\S*\d\S*|\S+@\S+", " ", plain))
    return sum(place == 0 or not word[:1].isupper() for place, word in enumerate(found))


@rule("idiom")
def idiom(draft: Draft) -> Iterator[Place]:
    for line in lines(draft):
        for span in idioms().finds(line.words):
            if not any(word.is_name for word in line.words[span[0] : span[1]]):
                yield line.one.place, line.shown(span)
                break


@rule("national-term")
def national_term(draft: Draft) -> Iterator[Place]:
    whole = draft.all_text()
    for one in draft.prose:
        for match in chain(national_terms().finditer(one.text), _foreign_terms(one)):
            if (
                not foreign_sentence(draft.document.language, one.text, match.start())
                and not _part_of_a_name(one, match)
                and not _glossed(match[0], whole)
            ):
                yield one.place, match[0]


def _part_of_a_name(one: Said, match: re.Match[str]) -> bool:
    """A court or an office by its name: 'Westminster Magistrates' Court', 'Amtsgericht Kassel'."""
    if not match[0][:1].isupper():
        return False
    before, after = one.text[: match.start()][-24:], one.text[match.end() :][:24]
    if re.match(
        r"(?:\s+(?:no\.?|nr\.?|n\.?º|number)?\s*\d+)?\s+(?:(?:de|di|of|at|in|zu|van|te|w)\s+)?[A-ZÀ-ÞŁŚŻ]", after
    ):
        return True
    return bool(re.search(r"(?<![.!?]\s)[A-ZÀ-ÞŁŚŻ][\w'’-]+\s$", before)) and not re.search(
        r"(?:^|[.!?] )The $", before
    )


def _foreign_terms(one: Said) -> Iterator[re.Match[str]]:
    """Words that are no English by their build, where facts and reasons are told: 'registro degli indagati'."""
    if one.role in TOLD:
        yield from FOREIGN.finditer(one.text)
        yield from foreign_words(one.text)


def _glossed(term: str, whole: str) -> bool:
    """Whether a term is explained where it stands: brackets after it, or it in brackets after its explanation."""
    mark = re.escape(term)
    return bool(
        re.search(
            rf"{mark}\w*[\"”'’]?(?:\s+(?-i:[A-ZÀ-Þ])[\w'’-]+){{0,3}}\s*(?:\([^)]{{4,}}\)|, (?:the|an?|which"
            rf"|that is|i\.e\.|or|meaning"
            rf"|public|investigating|examining|known)\b|[,:;–—-]\s*(?:that is|i\.e\.|in other words|meaning|an? |the "
            rf"|which)| (?:is|means|denotes|corresponds to|refers to|being) (?:an?|the|similar|roughly)\b)",
            whole,
            re.I,
        )
        or re.search(rf"\w\s*\(\s*[^()]{{0,30}}{mark}\w*[^()]{{0,40}}\)", whole, re.I)
        or re.search(rf"[\"“]{mark}\w*[\"”] (?:means|is)\b", whole, re.I)
    )
