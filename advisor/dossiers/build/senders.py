"""Who a document says it comes from: the agency, or a blank where the case says that another must be named there.

Reads: `agency` of the inputs (with `kind`, what the case says we are, where it says so), and the stated facts
`requester.kind` (whose request this need is) and `order.issuing_authority`. A judge's order is no order of a
prosecution office, and a right holder's claim is no claim of it: neither may stand under the agency's name.
"""

from advisor.dossiers.build.matter import Matter
from advisor.dossiers.document import Run, Runs, runs

JUDGES = frozenset({"judge", "court", "investigating_judge"})
COURTS = frozenset({"court", "judicial_officer"})
PRIVATE = frozenset({"rights_holder", "licensee", "private_party", "trusted_flagger"})
ISSUER = "issuer"  # the fill of a form's box for the authority that issues it
# A party does not send these itself: who may is for the law of its State (Hague Service Convention, article 3;
# Regulation (EU) 2020/1784, article 3; Regulation (EU) 2020/1783, article 3).
WHO_SENDS = (
    ("service_of_documents", "senders.forwarder.agency_blank"),
    ("taking_of_evidence", "senders.court.agency_blank"),
)
BLANKS = frozenset(f"senders.{who}.agency_blank" for who in ("judge", "court", "claimant", "forwarder", "authority"))


def sender_said(matter: Matter) -> Runs:
    """The name of whoever sends or issues the document, without the State; a blank where it is not the agency."""
    key = another(matter)
    return runs(matter.words.blank(key) if key else Run(str(matter.inputs["agency"]["name"]), "quote"))


def another(matter: Matter) -> str:
    """The key of the blank for whoever must be named instead of the agency; empty where the agency is right."""
    return _party(matter) or (_judge(matter) if _issues(matter) else "")


def for_a_party(matter: Matter) -> bool:
    """Whether the need is a private party's."""
    return matter.inputs["facts"].get("requester.kind") in PRIVATE


def _issues(matter: Matter) -> bool:
    """Whether the document is itself the order: whoever orders is whoever it comes from."""
    parts = matter.form.sections if matter.form is not None else ()
    boxes = any(box.fill == ISSUER for part in parts for box in part.boxes)
    return boxes or (matter.form is None and matter.kind == "order")


def _judge(matter: Matter) -> str:
    orders = matter.inputs["facts"].get("order.issuing_authority") in JUDGES
    return "senders.judge.agency_blank" if orders and _ours(matter) not in COURTS else ""


def _party(matter: Matter) -> str:
    """A need that is another's than ours: a private party's, a court's, another authority's."""
    asks, ours = str(matter.inputs["facts"].get("requester.kind") or ""), _ours(matter)
    if asks in PRIVATE:  # an agency is an authority, so never this party
        return next((key for end, key in WHO_SENDS if matter.measure.endswith(end)), "senders.claimant.agency_blank")
    if not asks or not ours or asks == ours or {asks, ours} <= COURTS:
        return ""
    return "senders.court.agency_blank" if asks in COURTS else "senders.authority.agency_blank"


def _ours(matter: Matter) -> str:
    """What the case says that we are; empty where it does not."""
    return str(matter.inputs["agency"].get("kind") or "")
