"""Rules about persons and papers: who is meant, what they are asked, which documents are served."""

import re
from collections.abc import Iterator

from advisor.dossiers.lint.dates import moments
from advisor.dossiers.lint.measures import RECORDS, SERVICE
from advisor.dossiers.lint.names import names
from advisor.dossiers.lint.places import place_named
from advisor.dossiers.lint.reading import ASKING, Draft
from advisor.dossiers.lint.rules import Place, rule
from advisor.dossiers.lint.sentences import sentences
from advisor.dossiers.lint.values import AMOUNT

BORN = re.compile(
    r"\b(?:born|date of birth|d\.?o\.?b\.?|née?|geboren|nacid[oa]|nat[oa]|né le|passport|identity card|id card"
    r"|social security|registration number|registered in|company number|trade register|register(?:ed)?(?: number)?"
    r"|HRB|VAT)\b",
    re.I,
)  # fmt: skip
PARTY = re.compile(r"\b(?:claimant|plaintiff|defendant|applicant|creditor|debtor)\b", re.I)
SUSPECTED = re.compile(r"\b(?:accused|suspect(?:ed)?|defendant|charged|indicted|under investigation)\b", re.I)
SOMEBODY = re.compile(
    r"\b(?:witness\w*|hearing|heard|hear|experts?|persons?|examin\w+|depos\w+|testimony|testif\w+"
    r"|interview\w*|question\w*|oral)\b",
    re.I,
)
QUESTIONS = re.compile(
    r"\b(?:question|topic|interrogat|subject[- ]matter|points? (?:to be|on which)|matters? on which|frage|fragen"
    r"|domand|pregunt|to be asked|be asked|asked about|asked whether)",
    re.I,
)  # fmt: skip
PAPER = re.compile(
    r"\b(?:claim|summons|judgment|order|writ|decision|notice|petition|application|indictment|decree|ruling"
    r"|statement|sentence|penalty order|transcript|extract|record|certificate|complaint|copy of the file|file"
    r"|minutes)\b",
    re.I,
)  # fmt: skip
OF_A_HEARING = re.compile(
    r"\b(?:hearing|trial|session|sitting|appear\w*|audience)\s+(?:of|on|at|for)\s+[^,;.]{4,40}", re.I
)
BORN_ON = re.compile(r"\b(?:born|birth)\b[^;)]{0,30}?\b(?:19|20)\d\d\b", re.I)
NUMBERED = re.compile(
    r"\b(?:no\.?|number|nr\.?)\s*\S*\d|\b\d+\s*(?:pages?|sheets?|folios?)\b|\b[A-Z]{1,4}[ .-]?\d+[\w/-]*", re.I
)
ASKED_FOR = {"criminal.extradition", "criminal.transfer_of_proceedings", "criminal.depositions", *SERVICE}


def _wanted(draft: Draft) -> str:
    """What a letter on evidence asks for, with the boxes of its form that say it."""
    return draft.all_text("subject", "particulars", "other", "unplaced")


@rule("person-unidentified")
def person_unidentified(draft: Draft) -> Iterator[Place]:
    kinds = draft.kinds
    civil = kinds.measure == "civil.taking_of_evidence"
    if civil and not SOMEBODY.search(_wanted(draft)):
        return
    if not civil and kinds.measure not in ASKED_FOR and draft.matter.prescribed != "records_request":
        return
    place = draft.where("persons", "particulars")
    roles = ASKING | {"persons", "other", "documents", "receiver"}
    texts = [one.text for one in draft.said if one.role in roles]
    if civil:
        texts = [said for text in texts for said in sentences(text) if not PARTY.search(said)]
    if (
        kinds.hears_somebody
        and not civil
        and re.search(r"\b(?:witness|expert|victim)", draft.all_text("subject", "persons"), re.I)
    ):
        apart = [said for text in texts for said in sentences(text) if not SUSPECTED.search(said)]
        texts = apart or texts
    if any(names(text) and _marked(text) for text in texts):
        return
    told = [said for text in (draft.all_text("account"),) for said in sentences(text) if not PARTY.search(said)]
    if not civil and any(names(said) and BORN.search(said) and re.search(r"\d", said) for said in told):
        return
    yield place, draft.all_text("persons") or draft.all_text("subject")


def _marked(text: str) -> bool:
    """A day of birth, a number or an address beside the name."""
    return bool((BORN.search(text) and re.search(r"\d", text)) or place_named(text) or re.search(r"\d{6,}", text))


@rule("questions-missing")
def questions_missing(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.hears_somebody:
        return
    if draft.kinds.measure == "civil.taking_of_evidence" and not SOMEBODY.search(_wanted(draft)):
        return
    if draft.of("questions"):
        return
    texts = [one for one in draft.said if one.role not in ("title", "account") or one.place.startswith("box")]
    if not any(QUESTIONS.search(one.text) for one in texts):
        yield draft.where("questions", "particulars", "procedure"), ""


@rule("documents-not-described")
def documents_not_described(draft: Draft) -> Iterator[Place]:
    if not draft.kinds.among(SERVICE, RECORDS) or draft.matter.prescribed == "records_request":
        return
    roles = ASKING | {"documents", "other", "attachments", "more"}
    texts = [
        AMOUNT.sub(" ", BORN_ON.sub(" ", OF_A_HEARING.sub(" ", one.text))) for one in draft.said if one.role in roles
    ]
    described = any(PAPER.search(text) and (moments(text) or NUMBERED.search(text)) for text in texts)
    if not described:
        yield draft.where("documents", "particulars"), draft.all_text("subject")
