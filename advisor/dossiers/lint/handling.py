"""Rules about handling: secrecy, use, signature, contact, attachments, decisions, formalities, earlier requests."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.dates import moments
from advisor.dossiers.lint.measures import SECRET, SERVICE
from advisor.dossiers.lint.people import SOMEBODY
from advisor.dossiers.lint.reading import PEOPLE, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.values import EMAIL, PHONE, amounts
from advisor.dossiers.lint.walking import boxes_of
from advisor.dossiers.lint.wording import lines, said_of

QUIET = re.compile(
    r"\bconfidential\w*|\bsecre(?:t|cy|tly)\b|\bsealed\b|\bdiscre\w+|\btip\w*[- ]off\b|\brestricted\b|\bgag\b"
    r"|\b(?:not|never|without|neither|nor|only|(?:nobody|no one)(?! else))\b[^.]{0,60}\b(?:inform\w*|told"
    r"|tell\w*|learns?\b|notif\w*"
    r"|disclos\w*|aware|reveal\w*|communicat\w+|warn\w*|alert\w*|mention\w*|made public"
    r"|know(?:ledge)? (?:of|about|that) (?:this|the|our) (?:request|order|letter|measure|certificate"
    r"|search|investigation))\b"
    r"|\bcovert\w*",
    re.I,
)  # fmt: skip
CONSENT = re.compile(
    r"\b(?:consent|permission|permit|agree\w*|authoris\w+|leave|not|never|only for this|neither)\b", re.I
)
REFERENCE = re.compile(
    r"\b(annex(?:es|e)?|exhibits?|enclosures?|appendi(?:x|ces)|attachments?|anlage|allegato|anexo)\s+(?:no\.?\s*"
    r"|nr\.?\s*)?([A-Z]{1,3}[/-]?\d{1,3}|\d{1,3}|[A-Z]|[IVX]{1,4})\b(?!\w)",
    re.I,
)  # fmt: skip
OF_A_LAW = re.compile(
    r"\b(?:annex|appendix)\s+\w+\s+(?:of|to) (?:the )?(?:Directive|Regulation|Convention|Framework|Decision"
    r"|Protocol|Agreement|form)\b",
    re.I,
)
OURS = ("A", "B", "C", "D", "E")
GOES_ON = re.compile(r"(?:It|They|That|This|Its|Dated|Ref\w*|The (?:request|letter|order|number|reference))\b")
DECISION = re.compile(
    r"\b(?:order|warrant|decision|judgment|judgement|authori[sz]ation|ordinance|resolution|nomination|mandate"
    r"|injunction|verfügung|postanowienie|mandat|arrêt|jugement|réquisition|resolución|provvedimento|ruling|decree"
    r"|indictment|writ|beschluss"
    r"|ordonnance|auto|decreto|sentence)\b",
    re.I,
)  # fmt: skip
DECIDED = re.compile(
    r"\b(?:court|judge|magistrate|tribunal|prosecut\w+|chamber)\b[^.]{0,60}\b(?:ordered|authori[sz]ed"
    r"|granted|allowed|decreed|issued|permitted|approved|decided)\b"
    r"|\b(?:ordered|authori[sz]ed|granted|allowed|decreed|issued|permitted|approved"
    r"|decided)\b[^.]{0,30}\bby\b[^.]{0,40}"
    r"\b(?:court|judge|magistrate|tribunal|prosecut\w+|chamber)\b",
    re.I,
)
OF_A_DECISION = re.compile(r"(?:order|warrant|decision|judgment)-")
BY_COURT = re.compile(
    r"\b(?:of|by|from|issued|dated|no\.?|number|attached|court|judge|prosecut\w+|magistrate|grand jury|tribunal)\b",
    re.I,
)
FORMAL = re.compile(
    r"\b(?:oath|sworn|affirm\w*|rights?\b|warn\w*|caution\w*|instruct\w*|recorded|recording"
    r"|(?:a|signed|written|verbatim|full) record\w*|(?:draw|make|made|keep|kept|take|taken|read|sign"
    r"|write)\w*\b[^.]{0,30}"
    r"\brecord\w*|\brecord\w*\b[^.]{0,30}\b(?:drawn|read|made|kept|taken|word)"
    r"|signed|verbatim|(?:his|her|their|a|own|defence|of a) (?:lawyer|counsel|attorney)"
    r"|video\w*|silence|refuse|privilege|interpreter|verbatim transcript|minutes)\b",
    re.I,
)  # fmt: skip


@rule("confidentiality-not-asked")
def confidentiality_not_asked(draft: Draft) -> Iterator[Place]:
    place = draft.place("marking") or draft.where("procedure", "particulars")
    by_law = not draft.place("marking") and str(draft.option["instrument"]) != "eio"
    if by_law or not draft.kinds.among(SECRET) or not (draft.kinds.formal or draft.matter.kind == "letter"):
        return
    quiet_of = ("account", "persons") if draft.place("marking") else ("persons",)
    asked = [one for one in draft.of("marking") if not draft.nothing(one.text)]
    if asked or any(QUIET.search(one.text) for one in draft.prose if one.role not in quiet_of):
        return
    yield place, draft.all_text("marking")


@rule("use-beyond-case")
def use_beyond_case(draft: Draft) -> Iterator[Place]:
    for line in lines(draft, without=("account", "conduct", "classification", "persons", "questions")):
        span = said_of(line, "use_beyond", unless="use_unless")
        if span and not CONSENT.search(line.text):
            yield line.one.place, line.shown(span)


@rule("signature-missing")
def signature_missing(draft: Draft) -> Iterator[Place]:
    places = [draft.place(role) for role in ("name", "official", "approved") if draft.place(role)]
    if places and not draft.of("name", "official", "approved"):
        yield places[0], ""


@rule("contact-missing")
def contact_missing(draft: Draft) -> Iterator[Place]:
    place = draft.place("contact")
    texts = draft.all_text("contact", "official", "address", "name")
    if place and not EMAIL.search(texts) and not PHONE.search(texts):
        yield place, draft.all_text("contact")


@rule("attachment-unlisted")
def attachment_unlisted(draft: Draft) -> Iterator[Place]:
    listed = {("exhibit", str(row["number"])) for row in draft.inputs.get("exhibits") or []}
    references: list[tuple[str, tuple[str, str], str]] = []
    for one in draft.said:
        for match in REFERENCE.finditer(one.text):
            mark = (_kind(match[1]), match[2].upper())
            if OF_A_LAW.match(one.text, match.start()) or (mark[0] == "annex" and mark[1] in OURS):
                continue
            after, before = one.text[match.end() : match.end() + 24], one.text[: match.start()][-24:]
            if re.search(r"\b(?:with|including|and)\s+$", before) and draft.kinds.among(SERVICE):
                continue  # the paper to be served has annexes of its own
            described = re.match(r"\s*(?:[:–—-]|\(|is\b|are\b|contains?\b)\s*\S", after)
            described = described or re.search(r"\b(?:as|is|are|marked)\s+$", before)
            if described or one.role in ("attachments", "more"):
                listed.add(mark)
            references.append((one.place, mark, match[0]))
    for place, mark, said in references:
        if mark not in listed:
            yield place, said


def _kind(word: str) -> str:
    return {"annexes": "annex", "annexe": "annex", "appendices": "appendix"}.get(word.lower(), word.lower().rstrip("s"))


@rule("decision-not-attached")
def decision_not_attached(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.needs_decision:
        return
    for one in draft.said:
        if one.role in PEOPLE or one.role in ("title", "classification"):
            continue
        numbered = re.search(r"\d{3,}", one.text) and not amounts(one.text)
        if OF_A_DECISION.search(one.place) and (moments(one.text) or numbered):
            return  # a box of the form asks for the decision itself
        for said in sentences(one.text):
            if (
                (match := DECISION.search(said) or DECIDED.search(said))
                and (BY_COURT.search(said[match.end() :][:60]) or DECIDED.search(said))
                and (moments(said) or re.search(r"\battached\b|\benclosed\b|\bannexed\b|\d{3,}", said, re.I))
            ):
                return
    based = (place for place in boxes_of(draft.document) if OF_A_DECISION.search(place))
    yield next(based, "") or draft.where("more", "procedure"), ""


@rule("formalities-missing")
def formalities_missing(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.hears_somebody or not (draft.place("procedure") or draft.place("questions")):
        return
    asked = draft.all_text("subject", "particulars", "other", "unplaced")
    if draft.kinds.measure == "civil.taking_of_evidence" and not SOMEBODY.search(asked):
        return
    texts = draft.of("procedure", "particulars", "other", "questions")
    told = (said for one in texts for said in sentences(one.text) if not said.endswith("?"))
    if not any(FORMAL.search(said) for said in told):
        yield draft.where("procedure", "questions"), ""


@rule("earlier-request-unreferenced")
def earlier_request_unreferenced(draft: Draft) -> Iterator[Place]:
    for line in lines(draft, without=("conduct", "classification", "questions")):
        told = f"{line.text} {line.after}" if GOES_ON.match(line.after) else line.text
        span = said_of(line, "earlier", unless="earlier_unless")
        if span and not moments(told) and not _numbered(told, line.words[span[0]].start):
            yield line.one.place, line.shown(span)


def _numbered(told: str, at: int) -> bool:
    """Whether a number or a reference stands with what is said from a place on, or in front of it by name."""
    return bool(
        re.search(r"\b\w*\d{3,}[\w/.-]*|\breference\b(?! to)", told[at:])
        or re.search(
            r"\b(?:reference|ref|number|no|nr|request|letter|order)\b\W{1,3}(?:no\W{1,3})?\w*\d[\w/.-]*",
            told[:at],
            re.I,
        )
    )
