"""Everyday words for measures: what people type when they do not know the catalogue's names. Pure."""

from __future__ import annotations

import re

from routing.rulebook import Rulebook

MOST = 4
SHORTEST = 3  # letters a word must have to count
STEM = 5  # so many first letters make two words kin: freeze and freezing, seize and seizure

EVERYDAY: dict[str, str] = {
    "criminal.asset_freezing": "freeze wallet money crypto cryptocurrency assets proceeds balance account",
    "criminal.confiscation": "confiscate forfeit money crypto assets proceeds",
    "criminal.financial_information": "bank account payment transactions card statements money trail wallet",
    "criminal.electronic_evidence": "server data logs customer user content emails messages account image provider",
    "criminal.telephone_data": "phone calls mobile number location traffic",
    "criminal.interception": "wiretap tapping phone live monitoring",
    "criminal.preservation": "preserve keep save retain logs server data quick freeze",
    "criminal.search_and_seizure": "search raid house premises warehouse office seize server computers goods",
    "criminal.depositions": "hear question interview witness suspect expert statement testimony video hearing",
    "criminal.extradition": "arrest surrender extradite hand over warrant",
    "criminal.jit": "joint team common investigation",
    "criminal.controlled_delivery": "parcel shipment follow delivery",
    "criminal.covert_operation": "undercover agent infiltration",
    "criminal.cross_border_observation": "surveillance follow observe",
    "criminal.service_of_documents": "serve summons writ letter document notify",
    "criminal.judicial_records": "criminal record conviction file copy",
    "criminal.transfer_of_proceedings": "hand over take over case prosecution transfer",
    "criminal.foreign_law_information": "what law applies abroad text statute",
    "criminal.spontaneous_information": "tell pass on share warn",
    "voluntary.takedown": "remove delete take down notice listing content video link",
    "voluntary.subscriber_data": "customer user data who account holder name address IP identity",
    "voluntary.registrant_data": "whois domain owner holder who registered",
    "voluntary.preservation": "preserve keep save retain data logs provider",
    "voluntary.payment_termination": "stop payments card paypal merchant account cut off",
    "voluntary.advertising_termination": "stop adverts ads banners",
    "voluntary.search_delisting": "google search results delist remove",
    "voluntary.domain_suspension": "suspend take down domain website name",
    "voluntary.authority_exchange": "ask contact colleague police prosecutor network informal call",
    "domestic.site_blocking": "block website site access providers streams",
    "administrative.blocking_order": "block website site access streams regulator live",
    "domestic.test_purchase": "buy test order sample subscription purchase",
    "domestic.open_source_evidence": "screenshot capture internet osint research website",
    "domestic.production_order": "order provider hand over data subpoena logs",
    "domestic.bank_information": "bank account payments money transactions",
    "domestic.seizure": "seize goods server computers at home",
    "domestic.customs_action": "customs application border watch goods",
    "administrative.customs_detention": "customs border stop detain parcel shipment goods",
    "administrative.product_safety": "dangerous unsafe medicine toy recall warn",
    "civil.account_preservation": "freeze bank account money debtor",
    "civil.proceeds_seizure": "freeze money profit crypto wallet proceeds",
    "civil.goods_seizure": "seize goods stock warehouse machines",
    "civil.domain_seizure": "domain name transfer take over website",
    "civil.injunction": "stop forbid cease order court ban",
    "civil.taking_of_evidence": "witness logs documents evidence hearing disclosure",
    "civil.service_of_documents": "serve claim writ summons letter notify",
    "civil.recognition_enforcement": "enforce judgment recognise execute abroad",
    "civil.jurisdiction": "which court where sue competent",
    "civil.payment_order": "unpaid claim debt money order",
    "civil.small_claim": "small amount claim photo",
    "civil.adr": "mediation settle arbitration dispute agreement",
}


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[a-z]+", text.casefold()) if len(word) >= SHORTEST}


def measures_near(typed: str, rulebook: Rulebook) -> list[str]:
    """Codes of the measures that the typed words may mean, the likeliest first, at most MOST; [] when none is near.

    A word of the measure's own name counts twice an everyday one; `typed` is read up to 200 characters.
    """
    words = _stems(typed[:200])
    scores: dict[str, int] = {}
    for code, measure in rulebook.measures.items():
        score = 2 * len(words & _stems(measure.name)) + len(words & _stems(EVERYDAY.get(code, "")))
        if score:
            scores[code] = score
    best = max(scores.values(), default=0)
    order = {code: place for place, code in enumerate(rulebook.measures)}
    near = [code for code, score in scores.items() if 2 * score >= best]
    return sorted(near, key=lambda code: (-scores[code], order[code]))[:MOST]
