"""Rules about reasons: the account of the facts, the link to the measure, necessity, hopes, presumed innocence."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.dates import moments
from advisor.dossiers.lint.measures import DATA, PLACED, PLAIN
from advisor.dossiers.lint.names import names
from advisor.dossiers.lint.phrases import family, phrases
from advisor.dossiers.lint.places import place_named
from advisor.dossiers.lint.reading import NEXUS, SUMMARY, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.said import Line, Said, Span, lines_of
from advisor.dossiers.lint.sentences import sentences, words
from advisor.dossiers.lint.times import ABOUT_A_PAPER, BIRTH
from advisor.dossiers.lint.values import identifiers
from advisor.dossiers.lint.wording import concrete, hedged, lines, said_of
from advisor.dossiers.lint.wordlists import months_pattern, word_set

FEWEST = 12
AFTER_A_COMMA = re.compile(r"[A-ZÀ-Þ][\w.&’'-]*, ([A-ZÀ-ÞŁŚŻŠČŽ][\w'’-]{2,})(?=[,.;)])")
OF_SOMEBODY = frozenset(("of", "from", "to", "via", "between", "de", "di", "of", "around", "towards"))
WHERE = re.compile(
    r"(?:\b(?:in|at|near|from|to|outside|around|between|off|via|towards|of|à|en|au|aux|aus|nach|bei|a|da|di|de|em|w|i"
    r"|v)\s+(?:the\s+)?(?:(?:town|city|region|port|village|district|State|province|county|canton"
    r"|island)\s+of\s+)?)(?P<name>[A-ZÀ-ÞŁŚŻŠČŽ][\w'’-]+)",
)  # fmt: skip
SAYS, WEIGHS = 4, 3  # words of its own that a link, or a weighing, needs where it names nothing
OF_A_LAW = frozenset(
    ("article", "articles", "art", "section", "sections", "sec", "paragraph", "paragraphs", "directive", "no", "number")
)
NO_NAME = frozenset(
    ("eio", "state", "directive", "mla", "eu", "european", "union", "convention", "code", "act", "treaty")
)
ADDRESSED = re.compile(
    r"\bprivileg\w*|\bsecrecy\b|\bprofessional(?:ly)? secre\w*|\bsecret professionnel\b|\bberufsgeheimnis\b"
    r"|\bconfidential (?:communications|client|sources)\b|\bprotection of sources\b|\bsource protection\b"
    r"|\bmedical confidential\w*|\bindependent (?:lawyer|counsel)\b|\bsealed\b",
    re.I,
)  # fmt: skip
PRESS = re.compile(
    r"\b(?:broadcast\w*|journalis\w*|reporters?|editor\w*|newspapers?|newsrooms?|press|magazines?|publish\w*"
    r"|television|TV|radio|news\w*|daily|weekly)\b",
    re.I,
)  # fmt: skip
INJURED = re.compile(
    r"\b(?:rights?[- ]?(?:holders?|owners?)|owns? (?:the )?rights?|injured|victims?|creditors?|claimants?|applicants?"
    r"|complainants?|complain\w*|licen[cs]\w*|infring\w*|(?:damage|harm|loss\w*) (?:to|of|for))\b",
    re.I,
)  # fmt: skip
OF_SECRETS = re.compile(
    r"\b(?:law (?:firm|office)|lawyers?|attorneys?|solicitors?|barristers?|advocates?|counsel|notar\w+|doctors?"
    r"|medical|clinics?|hospitals?|patients?|clerg\w+|priests?|pastors?|psych\w+)\b",
    re.I,
)  # fmt: skip
OF_THE_PRESS = re.compile(
    r"\b(?:mailbox\w*|inbox\w*|accounts?|premises|newsrooms?|studios?|offices?|search\w*|seiz\w*|suspect\w*|accused"
    r"|servers?|devices?|computers?|laptops?|tele?phones?|mobiles?|correspondence|archives?|sources?|works? (?:for"
    r"|as)"
    r"|run by|used by|belong\w*)\b",
    re.I,
)  # fmt: skip
STATED_REASON = re.compile(
    r"\bproportiona\w*|\bnecess\w*|\bmilder\b|\bless intrusive\b|\bno other (?:way|means|measure)\b"
    r"|\bcannot be (?:learnt|obtained|had|established) (?:otherwise|in (?:a|any))",
    re.I,
)  # fmt: skip


@rule("facts-missing")
def facts_missing(draft: Draft) -> Iterator[Place]:
    if draft.place("account") and len(words("\n".join(_account(draft)))) < FEWEST:
        yield draft.place("account"), draft.all_text("account")


def _account(draft: Draft) -> list[str]:
    """The account as it was typed; it stands instead of the summary of the case."""
    typed = [one.text for one in draft.of("account") if one.place != SUMMARY]
    return typed or [one.text for one in draft.of("account")]


def _told(draft: Draft) -> str:
    """The account without what it says of papers of the proceedings: the day of a warrant is no day of the acts."""
    said = [BIRTH.sub(" ", said) for text in _account(draft) for said in sentences(text)]
    return "\n".join(one for one in said if not ABOUT_A_PAPER.search(one)) or "\n".join(said)


@rule("facts-without-when")
def facts_without_when(draft: Draft) -> Iterator[Place]:
    text = _told(draft)
    if text and draft.place("account") and not moments(text) and not months_pattern().search(text):
        yield draft.place("account"), text[:120]


@rule("facts-without-where")
def facts_without_where(draft: Draft) -> Iterator[Place]:
    text = _told(draft)
    if not text or not draft.place("account") or place_named(text):
        return
    online = any(item.kind in ("ip", "domain", "url", "email") for item in identifiers(text))
    whose = " ".join(name.text for name in names(text) if name.form)
    named = any(_is_place(match["name"]) and not _of_somebody(match, whose) for match in WHERE.finditer(text))
    named = named or any(_is_place(match[1]) for match in AFTER_A_COMMA.finditer(text))
    if not online and not named and not _states(draft, text):
        yield draft.place("account"), text[:120]


def _of_somebody(match: re.Match[str], whose: str) -> bool:
    """'rooms of Orolux Sagl', 'sent to Nordlys AS': a firm, no place."""
    return match[0].split()[0].lower() in OF_SOMEBODY and match["name"] in whose


def _is_place(name: str) -> bool:
    return not months_pattern().fullmatch(name) and not name.isupper() and name.lower() not in word_set("common")


def _states(draft: Draft, text: str) -> bool:
    return any(str(row["name"]) in text for row in draft.matter.names["states"].values())


@rule("link-missing")
def link_missing(draft: Draft) -> Iterator[Place]:
    if draft.kinds.among(PLAIN) or not draft.place("link") or draft.of("link"):
        return
    if re.search(r"\bbecause\b", draft.all_text("reason"), re.I):
        return
    yield draft.place("link"), ""


@rule("link-empty")
def link_empty(draft: Draft) -> Iterator[Place]:
    if draft.kinds.among(PLAIN):
        return
    for one in draft.of("link"):
        if not _says_something(draft, one):
            yield one.place if one.place != NEXUS else draft.where("link"), one.text


def _says_something(draft: Draft, one: Said) -> bool:
    """A name, figure, address or object of the case."""
    if identifiers(one.text):
        return True
    told: set[str] = set()
    for line in lines_of((one,)):
        told |= concrete(line, "formula", "weighing")
        if _named(draft, line, "formula"):
            return True
    return len(told) >= SAYS


def _named(draft: Draft, line: Line, *families: str) -> bool:
    """A figure, or a name that is no State's, no law's and no authority's of this request."""
    states = {word for row in draft.matter.names["states"].values() for word in str(row["name"]).lower().split()}
    signs = [family(name) for name in families]
    for place, word in enumerate(line.words):
        before = line.words[place - 1].form if place else ""
        if word.is_number and before not in OF_A_LAW:
            return True
        own = word.is_name and word.form not in states and word.form not in NO_NAME
        if own and not any(sign.takes(word) for sign in signs):
            return True
    return False


@rule("necessity-missing")
def necessity_missing(draft: Draft) -> Iterator[Place]:
    place = draft.blank("necessity")
    if not place or draft.kinds.among(PLAIN) or not (draft.kinds.formal or draft.matter.kind == "note"):
        return
    if draft.matter.kind == "note" and not draft.kinds.criminal and "blocking" not in draft.kinds.measure:
        return
    if not any(STATED_REASON.search(one.text) for one in draft.prose):
        yield place, ""


@rule("necessity-empty")
def necessity_empty(draft: Draft) -> Iterator[Place]:
    if draft.kinds.among(PLAIN):
        return
    for one in draft.of("necessity"):
        read = tuple(lines_of((one,)))
        told = len({word for line in read for word in concrete(line, "formula", "weighing")})
        told += 2 * sum(family("number").takes(word) for line in read for word in line.words)  # a limit
        if told < WEIGHS and not any(_named(draft, line, "formula", "weighing") for line in read):
            yield one.place, one.text


@rule("fishing")
def fishing(draft: Draft) -> Iterator[Place]:
    for line in lines(draft, without=("account", "conduct", "classification", "persons", "questions", "wanted")):
        if span := said_of(line, "fishing", unless="fishing_unless"):
            yield line.one.place, line.shown(span)


@rule("guilt-asserted")
def guilt_asserted(draft: Draft) -> Iterator[Place]:
    if draft.inputs["case"].get("stage") == "enforcement":
        return
    for line in lines(draft):
        for span in phrases("guilt").finds(line.words):
            if not hedged(line, span) and not _of_a_thing(line, span):
                yield line.one.place, line.shown(span)
                break


def _of_a_thing(line: Line, span: Span) -> bool:
    """Whether the word for a wrongdoer only describes another: 'a criminal case', 'a pirate site'."""
    doers = [place for place in range(*span) if family("doer").takes(line.words[place])]
    behind = [line.words[place + 1] for place in doers if place + 1 < len(line.words)]
    written_large = any(line.words[place].is_name for place in doers)  # part of a name: 'the Third Criminal Court'
    return written_large or any(family("not_person").takes(word) for word in behind)


@rule("privilege-unaddressed")
def privilege_unaddressed(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(DATA, PLACED, {"criminal.interception"}) or ADDRESSED.search(draft.all_text()):
        return
    asked = {one.place for one in (*draft.asked, *draft.of("location"))}
    for line in lines(
        draft, without=("title", "official", "more", "attachments", "contact", "translation", "questions")
    ):
        span = said_of(line, "privilege", unless="privilege_unless")
        if not span or (PRESS.search(line.text) and not _press_searched(line, asked=line.one.place in asked)):
            continue
        if line.one.place in asked or line.near(span, "theirs", before=6, after=6):
            yield line.one.place, line.shown(span)


def _press_searched(line: Line, *, asked: bool) -> bool:
    """Whether the press in a sentence is who is searched or whose data are asked for: not a broadcaster whose rights
    were infringed. A lawyer or doctor in the same sentence is looked at as ever."""
    if OF_SECRETS.search(line.text):
        return True
    return not INJURED.search(line.text) and (asked or bool(OF_THE_PRESS.search(line.text)))
