"""Words for codes: groups of facts and values of the vocabulary as a person reads them, in the language spoken.

Reads the active translation. A code without an entry is its own words, with spaces for underscores and a capital.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.languages.extract import Found, vocabulary_codes
from advisor.languages.words import worded

GROUPS = {
    "requester": "Who you are",
    "requesting_state": "Your State",
    "matter": "What the matter is about",
    "proceedings": "The proceedings",
    "offence": "The offence",
    "sentence": "The sentence",
    "right": "The right that is infringed",
    "infringement": "The infringement",
    "infringer": "The infringer",
    "goods": "The goods",
    "product": "The product",
    "site": "The website",
    "case": "Urgency and secrecy",
    "claim": "The claim",
    "creditor": "The creditor",
    "defendant": "The defendant",
    "agreement": "Agreements between the parties",
    "jit": "A joint team",
    "request": "The request",
    "measure": "The measure",
    "order": "The order",
    "data": "The data",
    "provider": "The provider",
    "domain": "The domain name",
    "evidence": "The evidence",
    "hearing": "The hearing",
    "person": "The person",
    "surrender": "The surrender",
    "target": "The target",
    "interception": "The interception",
    "financial": "The financial information",
    "account": "The account",
    "property": "The property",
    "payment": "The payment",
    "purchase": "The test purchase",
    "document": "The document",
    "addressee": "The addressee",
    "service": "Service of documents",
    "judgment": "The judgment",
    "settlement": "The settlement",
    "forum": "The court or authority you go to",
    "notice": "The notice",
    "transfer": "The transfer of proceedings",
    "requested_state": "The other State",
    "pair": "Between the two States",
    "instrument": "The instrument",
}

VALUES = {
    "ip_office": "Intellectual property office",
    "ip_infringement": "Infringement of an intellectual property right",
    "ip_numbering": "Registry of IP addresses",
    "dsc": "Digital Services Coordinator",
    "fiu": "Financial intelligence unit",
    "gi_authority": "Authority for geographical indications",
    "gi_agri": "Geographical indication (agricultural product, wine, spirit drink)",
    "gi_craft": "Geographical indication (craft or industrial product)",
    "eu_trade_mark": "EU trade mark",
    "eu_design": "EU design",
    "ep_patent": "European patent",
    "spc": "Supplementary protection certificate",
    "rights_holder": "Right holder",
    "cdn": "Content delivery network or reverse proxy",
    "gtld": "Generic (.com, .net, .shop ...)",
    "cctld": "Country code",
    "adopting_cctld": "Country code whose registry uses the UDRP",
    "eu": ".eu",
    "app_store": "App store",
    "privacy_proxy": "Privacy or proxy service",
    "access": "Internet access provider",
    "search": "Search engine",
    "registration": "Domain registration data",
    "subscriber": "Subscriber data",
    "user_identification": "Data to identify the user (log-in address and time)",
    "traffic": "Traffic data",
    "content": "Content",
    "public": "Public",
    "in_person_by_executing_authority": "In person, by the executing authority",
    "within_jit": "Evidence gathered inside a joint team",
    "validated_other_authority": "Another authority, validated by a judge or prosecutor",
    "eu_member_state": "In a Member State of the European Union",
    "lugano_state": "In Switzerland, Norway or Iceland",
    "alicante": "Court at the seat of the Office (Alicante)",
    "criminal_court_seised": "The criminal court that is seised",
    "medical_product": "Medicine or medical device",
    "none": "None",
    "other": "Something else",
}


def label_of(code: str) -> str:
    """A code in words."""
    return worded(_english(code))


def _english(code: str) -> str:
    if code in VALUES:
        return VALUES[code]
    words = code.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def group_of(fact: str) -> str:
    """The group a fact belongs to: its subject, the part before the dot."""
    return fact.partition(".")[0]


def group_label(group: str) -> str:
    """The heading of a group."""
    return worded(GROUPS[group]) if group in GROUPS else label_of(group)


def unit_label(unit: str) -> str:
    """The unit of a number beside its field: 'months', 'EUR'."""
    return worded(unit)


def labels_found() -> Iterator[Found]:
    """Every label that a code becomes, for the files of translations."""
    for text in (*GROUPS.values(), *VALUES.values(), *(_english(code) for code in vocabulary_codes()), "months"):
        yield text, None, "labels.py"
