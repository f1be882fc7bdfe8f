"""What fills a box of a form: each name stands for something that the frozen inputs hold, or for a blank.

A fill never guesses: where the inputs hold nothing, it returns a blank that says what belongs there, and the box of the
form may say that better (its own `blank`).
"""

from collections.abc import Callable, Mapping

from advisor.dossiers.build import frame_parts, law_parts
from advisor.dossiers.build.case_parts import dual_said, maximum_said, quoted
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.nexus import addresses_said, link_said, online_said, people_said
from advisor.dossiers.build.senders import sender_said
from advisor.dossiers.build.words import first_up, humane
from advisor.dossiers.document import Run, Runs, runs

Filled = tuple[Runs, ...]


def _blank(key: str) -> Callable[[Matter], Filled]:
    def fill(matter: Matter) -> Filled:
        return (runs(matter.words.blank(key)),)

    return fill


def _agency(matter: Matter) -> Filled:
    return (runs(sender_said(matter), ", ", matter.state(matter.inputs["agency"]["country"])),)


def _file(matter: Matter) -> Filled:
    return (runs(Run(str(matter.case["reference"]), "quote")),)


def _title(matter: Matter) -> Filled:
    return (runs(Run(str(matter.case["title"]), "quote"), " (", Run(str(matter.case["reference"]), "quote"), ")"),)


def _stage(matter: Matter) -> Filled:
    said = str(matter.words.raw(f"stages.{matter.case['stage']}"))
    return (runs(said[:1].upper() + said[1:]),)


def _ask(matter: Matter) -> Filled:
    return (runs(first_up(matter.ask()), "."),)


def _subject(matter: Matter) -> Filled:
    said = str(matter.need.get("subject") or "")
    return tuple(quoted(said))


def _variant(matter: Matter) -> Filled:
    said = str(matter.need.get("variant") or "")
    return (runs(matter.words.kept(humane(said))),) if said else ()


def _account(matter: Matter) -> Filled:
    """The case's summary is the office's: a letter to a private party asks for an account of its own."""
    if matter.kind == "letter":
        return (runs(matter.words.blank("facts.account_blank")),)
    summary = tuple(quoted(str(matter.case.get("summary") or "")))
    return (*summary, runs(matter.words.blank("facts.account_blank")))


def _relied(matter: Matter) -> Filled:
    if not matter.recorded:
        return (matter.words("facts.none"),)
    return tuple(_point(matter, row["fact"]) for row in matter.recorded if matter.point(row["fact"]))


def _point(matter: Matter, fact: str) -> Runs:
    """'Wilful infringement: yes'."""
    return runs(f"{matter.point(fact)}: ", matter.answer(fact, matter.inputs["facts"][fact]))


def _dual(matter: Matter) -> Filled:
    said, cited = dual_said(matter)
    if not said:
        return (matter.words("frame.nothing_recorded"),)
    return (runs(said, " (", cited, ")") if cited else said,)


def _conduct(matter: Matter) -> Filled:
    return (runs(matter.words.blank("offence.conduct_blank", state=matter.there)),)


def _urgency(matter: Matter) -> Filled:
    words = matter.words
    kept = matter.inputs["facts"].get("data.retention_until")
    known = (words("time.retention", day=words.day(str(kept))),) if kept else ()
    return (*known, runs(words.blank("time.urgency_blank")))


def _procedure(matter: Matter) -> Filled:
    return (runs(matter.words.blank("measures.procedure_blank", state=matter.in_text(matter.home))),)


def _issuing(matter: Matter) -> Filled:
    stated = matter.inputs["facts"].get("order.issuing_authority")
    known = (runs(matter.answer("order.issuing_authority", stated)),) if stated else ()
    return known or (runs(matter.words.blank("authorities.official_blank")),)


def _confidentiality(matter: Matter) -> Filled:
    said = matter.words(f"confidentiality.{matter.kind}")
    return (said, runs(matter.words.blank("confidentiality.marking_blank")))


def _particulars(matter: Matter) -> Filled:
    return tuple(runs(item) for item in matter.words.particulars(matter.measure))


def _basis(matter: Matter) -> Filled:
    cited = Run(matter.words.articles(list(matter.option["articles"])), "cite")
    return (runs(Run(matter.instrument, "strong", lang=matter.catalogue_language), ", ", cited),)


def _translation(matter: Matter) -> Filled:
    return (*law_parts.language_said(matter), runs(matter.words.blank("form.translation_blank")))


def _attachments(matter: Matter) -> Filled:
    return tuple(runs(item) for item in frame_parts.attached(matter, boxed=True))


def _stated(matter: Matter, fill: str) -> Filled:
    """The stated values of a fill's facts; a single fact is what its box is about, several say which they are."""
    stated, names = matter.inputs["facts"], FACTS_OF_FILLS[fill]
    if len(names) == 1:
        return tuple(runs(matter.answer(name, stated[name])) for name in names if name in stated)
    return tuple(_point(matter, name) for name in names if name in stated)


def _right(matter: Matter) -> Filled:
    return (*_stated(matter, "right"), runs(matter.words.blank("boxes.right_blank")))


def _document_kind(matter: Matter) -> Filled:
    return (*_stated(matter, "document_kind"), runs(matter.words.blank("boxes.document_blank")))


# The facts that a fill looks at, so that they are frozen with the inputs even if no condition asks for them.
FACTS_OF_FILLS: Mapping[str, tuple[str, ...]] = {
    "maximum": ("offence.max_penalty_months_requesting",),
    "urgency": ("data.retention_until",),
    "issuing_authority": ("order.issuing_authority",),
    "issuer": ("order.issuing_authority",),
    "right": ("right.kind",),
    "document_kind": ("document.kind",),
    "convention_scope": (
        "offence.budapest_arts_2_to_11",
        "offence.involves_electronic_evidence",
        "offence.serious_crime",
        "offence.transnational",
        "offence.organised_criminal_group",
    ),
    "facts_creditor": ("creditor.has_title", "creditor.security_provided", "claim.enforcement_at_risk"),
    "judgment_day": ("judgment.given_on",),
}

FILLS: Mapping[str, Callable[[Matter], Filled]] = {
    "home": lambda matter: (runs(matter.home),),
    "acting": lambda matter: (runs(matter.acting),),
    "both_states": lambda matter: (runs(matter.home), runs(matter.acting)),
    "agency": _agency,
    "issuer": _agency,  # of an order: senders.py asks who issues it
    "receiver": lambda matter: (law_parts.receiver_of(matter),),
    "official": _blank("authorities.official_blank"),
    "address": _blank("authorities.address_blank"),
    "contact": _blank("authorities.contact_blank"),
    "file": _file,
    "title": _title,
    "stage": _stage,
    "ask": _ask,
    "subject": _subject,
    "identified": online_said,  # an address, a number: the need's subject is none
    "ip_addresses": addresses_said,
    "variant": _variant,
    "account": _account,
    "relied": _relied,
    "people": people_said,
    "persons": lambda matter: (*people_said(matter), runs(matter.words.blank("facts.persons_blank"))),
    "link": link_said,
    "necessity": _blank("measures.necessity_blank"),
    "classification": _blank("offence.classification_blank"),
    "maximum": lambda matter: (maximum_said(matter),),
    "dual": _dual,
    "conduct": _conduct,
    "urgency": _urgency,
    "wanted": _blank("time.wanted_blank"),
    "procedure": _procedure,
    "issuing_authority": _issuing,
    "confidentiality": _confidentiality,
    "use": lambda matter: (matter.words("confidentiality.use"),),
    "costs": lambda matter: (frame_parts.costs_said(matter),),
    "particulars": _particulars,
    "basis": _basis,
    "translation": _translation,
    "attachments": _attachments,
    "nothing": lambda matter: (matter.words("boxes.not_applicable"),),
    "right": _right,
    "document_kind": _document_kind,
    "convention_scope": lambda matter: _stated(matter, "convention_scope"),
    "facts_creditor": lambda matter: _stated(matter, "facts_creditor"),
    "judgment_day": lambda matter: _stated(matter, "judgment_day"),
}
