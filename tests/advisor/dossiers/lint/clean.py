"""Clean dossiers: every place of a document filled with an invented good text. Three voices, so that no rule is measured
on one way to write."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.dossiers.lint.measures import ONLINE, PLAIN, SERVICE
from advisor.dossiers.places import Place, places_of
from tests.advisor.dossiers.lint.casts import Cast
from tests.advisor.dossiers.lint.freezing import FACT, ON, frozen, made, rulebook

PERIODS = ("1 March 2026 to 31 May 2026", "12 January to 20 April 2026", "2026-02-01 to 2026-04-30")
HOURS = ("from {p}, 00:00 UTC", "from {p} (all hours in UTC)", "period: {p}, time zone UTC+1")


class Clean:
    """One clean dossier: its inputs, and which typed place plays which part."""

    def __init__(self, *, provision: str, states: str, number: int, on: str = ON) -> None:
        self.on = on
        self.provision, self.states, self.number = provision, states, number
        self.voice = number % 3
        home, acting = states.split(">")
        self.home, self.there = Cast(home, number), Cast(acting, number + 1)
        if self.there.state == self.home.state:
            self.there = Cast("", number + 1)
        self.measure = rulebook().provisions[provision].measure
        self.variant = "subscriber" if "subscriber" in provision else "content" if "content" in provision else ""
        if "user-identification" in provision:
            self.variant = "user_identification"
        self.inputs = self._filled()

    @property
    def criminal(self) -> bool:
        return self.measure.startswith("criminal.")

    @property
    def period(self) -> str:
        return PERIODS[self.voice]

    # --- what the case says -------------------------------------------------------------------------------------
    def subject(self) -> str:
        there, timed = self.there, HOURS[self.voice].format(p=self.period)
        stated = {
            "criminal.electronic_evidence": f"Data of the server {there.ip} and of the account 'moor.trade', kept by {there.firm}, {timed}",
            "criminal.telephone_data": f"Call records of the number +49 151 5550{self.number:04d}, operator {there.firm}, {timed}",
            "criminal.preservation": f"Stored data of the server {there.ip}, kept by {there.firm}, {timed}",
            "criminal.interception": f"Interception of the number +49 151 5550{self.number:04d}, operator {there.firm}, from 1 December 2026 to 31 December 2026",
            "criminal.financial_information": f"Account {there.account} with {there.bank}: statements {timed}",
            "criminal.asset_freezing": f"Account {there.account} with {there.bank}, EUR {41000 + self.number:,}",
            "criminal.confiscation": f"Account {there.account} with {there.bank}, EUR {41000 + self.number:,}",
            "criminal.search_and_seizure": f"Store room 5 at {there.address}, used by {there.firm}: packed goods and delivery notes from {self.period}",
            "criminal.cross_border_observation": f"Observation of the van parked at {there.address}, from 3 December 2026 to 6 December 2026",
            "criminal.controlled_delivery": f"Consignment 7718{self.number:03d} to {there.address}, from 3 December 2026 to 6 December 2026",
            "criminal.covert_operation": f"Meeting with the seller at {there.address}, between 3 December 2026 and 6 December 2026",
            "criminal.depositions": f"Hearing of {there.person}, born on 7 May 1982, {there.address}, as a witness",
            "civil.taking_of_evidence": f"Hearing of the witness {there.person}, born on 7 May 1982, {there.address}",
            "criminal.extradition": f"Surrender of {there.person}, born on 7 May 1982",
            "criminal.transfer_of_proceedings": f"Proceedings against {there.person}, born on 7 May 1982, {there.address}",
            "criminal.judicial_records": f"Certified copy of the judgment of 6 March 2025, number 4{self.number:03d}/25, against {there.person}, born on 7 May 1982",
            "criminal.service_of_documents": f"Summons of 2 November 2026, 3 pages, for {there.person}, {there.address}, hearing of 11 May 2027",
            "civil.service_of_documents": f"Statement of claim of 2 November 2026, 18 pages, for {there.firm}, {there.address}, hearing of 11 May 2027",
            "civil.account_preservation": f"Account {there.account} with {there.bank}, EUR {41000 + self.number:,}",
            "civil.recognition_enforcement": f"Judgment of 6 March 2026, number 4{self.number:03d}/25, against {there.firm}, {there.address}, EUR {41000 + self.number:,}",
            "administrative.customs_detention": f"Shoes with a false mark in container TGHU 55{self.number:04d} at the customs office of {there.town}",
            "domestic.customs_action": f"Shoes with a false mark in container TGHU 55{self.number:04d} at the customs office of {there.town}",
        }  # fmt: skip
        return stated.get(self.measure, f"The shop at {there.domain}, run by {there.firm}, {timed}")

    def decision(self) -> str:
        return f"order of the court of {self.home.town} of 12 November 2026, number 9{self.number:03d}/26"

    def account(self) -> str:
        home, there = self.home, self.there
        told = self._told(home, there)
        return f"{told} The {self.decision()} is attached." if self.measure == "criminal.extradition" else told

    def _told(self, home: Cast, there: Cast) -> str:
        return (
            f"From 2 January to 14 June 2026 shoes with a false mark were sold to buyers in {home.town} through {there.domain}. "
            f"On 18 June 2026 the parcels were traced to {there.address}. {there.firm} packed them.",
            f"{there.firm} of {there.town} sent 380 parcels with false goods to {home.town} between 2 January and 14 June 2026. "
            f"A test purchase of 9 March 2026 came from {there.address}. The shop is {there.domain}.",
            f"In {home.town}, customs opened a parcel on 14 June 2026. It held shoes with a false mark. The sender was {there.firm}, "
            f"{there.address}. The goods had been offered at {there.domain} since 2 January 2026.",
        )[self.voice]

    def link(self) -> str:
        there = self.there
        return (
            f"The parcels of 18 June 2026 came from {there.firm}; the measure is needed in {there.town} because the records are there.",
            f"All 380 parcels lead to {there.firm}, so what is asked for can be found only with it in {there.town}.",
            f"The parcel of 14 June 2026 names {there.firm} as sender, and only in {there.town} can its role be shown.",
        )[self.voice]

    def text(self, place: Place, tail: str) -> str:
        """What somebody would type at a place."""
        own = self._by_tail().get(tail)
        if own is not None:
            return own
        wants = f"{place.wants} {place.label}".lower()
        if tail.isdigit():
            return self._particular(wants)
        return self._box(wants)

    def _by_tail(self) -> dict[str, str]:
        home, there = self.home, self.there
        return {
            "account_blank": self.account(),
            "persons_blank": f"{there.person}, born on 7 May 1982 in {there.town}, {there.address}. {there.firm}, registration number 77812{self.number:03d}.",
            "link_blank": self.link(),
            "necessity_blank": (
                "Letters to the firm were not answered, and open sources show no buyer lists. One set of records for a few months is asked for.",
                "The carrier has given what it holds. Nothing milder shows who ordered the goods. Other firms are not touched.",
                "Two milder steps in spring 2026 had no result. What is asked is limited to one firm and one season of sales.",
            )[self.voice],
            "classification_blank": ("Trade mark offence, article 143 of the Trade Mark Act.", "Sale of counterfeit goods, section 92 of the Trade Marks Act 1994.", "Counterfeiting, article 716-9 of the Intellectual Property Code.")[self.voice],
            "conduct_blank": "The suspects put a mark that belongs to somebody else on shoes, sold them as genuine, and kept the money.",
            "urgency_blank": ("none", "The firm leaves its rooms on 31 January 2027 and the records are lost.", "The data are deleted after twelve months, the first of them on 2 January 2027.")[self.voice],
            "wanted_blank": ("15 March 2027", "2027-03-15", "1 April 2027")[self.voice],
            "procedure_blank": "Please inform the person of the right to silence, record question and answer, and have the record signed. "
            f"The {self.decision()} is attached.",
            "official_blank": f"Rosa {home.person.split()[-1]}, public prosecutor",
            "name_blank": f"Rosa {home.person.split()[-1]}, public prosecutor",
            "approved_blank": f"Rosa {home.person.split()[-1]}, 20 November 2026",
            "place_blank": f"{home.town}, 20 November 2026",
            "contact_blank": f"Rosa {home.person.split()[-1]}, +32 2 555 01 {self.number % 90 + 10}, office{self.number}@justice.example",
            "address_blank": home.address,
            "competent_blank": f"Competent court of {there.town}",
            "provider_blank": f"{there.firm}, {there.address}",
            "court_blank": f"Competent court of {there.town}",
            "translation_blank": self._translation(),
            "marking_blank": "Confidential: the person concerned must not learn of this before it is done.",
            "more_blank": f"Questions 1 to 9 and the {self.decision()} are attached.",
            "right_blank": f"Trade mark 0188{self.number:05d}, holder Corvina Shoes, European Union",
            "document_blank": "Statement of claim of 2 November 2026, 18 pages",
        }  # fmt: skip

    def _translation(self) -> str:
        spoken = rulebook().states[self.states.split(">")[1]].official_languages
        from babel import Locale

        name = Locale("en").languages.get(spoken[0], spoken[0]) if spoken else "English"
        return (f"{name}, by a sworn translator", f"A {name} translation is attached.", f"Translated into {name}.")[
            self.voice
        ]

    def _particular(self, wants: str) -> str:
        there = self.there
        if "period" in wants or "length" in wants:
            return HOURS[self.voice].format(p=self.period)
        if "question" in wants:
            return "nine questions, attached"
        if any(word in wants for word in ("rights", "oath", "special form")):
            return "right to silence; counsel may attend"
        if "document" in wants:
            return "statement of claim of 2 November 2026, 18 pages"
        if any(word in wants for word in ("provider", "institution", "operator", "holder", "occupier", "bank")):
            return f"{there.firm}, {there.town}; {there.bank}"
        if any(word in wants for word in ("url", "domain", "identifier", "account", "number", "names, addresses")):
            return f"https://{there.domain}/offers, account {there.account}"
        if any(word in wants for word in ("person", "addressee", "suspect:", "debtor", "parties")):
            return f"{there.person}, born on 7 May 1982, {there.address}"
        if any(word in wants for word in ("day", "hearing date")):
            return "11 May 2027"
        if any(word in wants for word in ("warrant", "order", "decision", "judgment", "court")):
            return f"order of the court of {self.home.town} of 12 November 2026, number 9{self.number:03d}/26"
        if any(word in wants for word in ("amount", "value")):
            return f"EUR {41000 + self.number:,}"
        if any(word in wants for word in ("address", "place", "premises", "route")):
            return there.address
        return "as described above"

    def _box(self, wants: str) -> str:
        if "phone" in wants or "e-mail" in wants:
            return f"+32 2 555 01 {self.number % 90 + 10}, office{self.number}@justice.example"
        if "warrant" in wants or "enforceable judgment" in wants:
            return f"order of the court of {self.home.town} of 12 November 2026, number 9{self.number:03d}/26"
        for said in (
            "'none'",
            "'not applicable'",
            "'not known'",
            "'the same'",
            "'not requested'",
            "'no earlier order'",
        ):
            if f"or {said}" in wants:
                return said.strip("'")
        if "question" in wants:
            return "1. From whom did you get the shoes? 2. What did you pay for them?"
        if any(word in wants for word in ("oath", "formalit")):
            return "no oath; the record is to be signed"
        return self._value_of(wants)

    def _value_of(self, wants: str) -> str:
        if "period" in wants and "from" in wants:
            return f"{self.there.ip}, {HOURS[self.voice].format(p=self.period)}"
        if any(word in wants for word in ("iban", "account", "identifier")):
            return f"{self.there.account}, {self.there.bank}"
        if "provider" in wants or "custodian" in wants or "bank" in wants:
            return f"{self.there.firm}, {self.there.town}"
        if "currency" in wants or "amount" in wants:
            return f"EUR {41000 + self.number:,}"
        if "day" in wants or "date" in wants:
            return "12 November 2026"
        if "language" in wants:
            return "English"
        if "address" in wants:
            return self.home.address
        return "as stated above"

    def dated(self, text: str) -> str:
        """A text with its years moved to those of the day of the document."""
        apart = int(self.on[:4]) - int(ON[:4])
        return re.sub(r"\b20(?:25|26|27)\b", lambda match: str(int(match[0]) + apart), text)

    # --- put together ---------------------------------------------------------------------------------------------
    def _filled(self) -> dict[str, Any]:
        inputs = frozen(
            states=self.states,
            provision=self.provision,
            title=f"Shoes with a false mark, file {self.number}",
            reference=f"LT-{self.number:04d}/26",
            summary=self.dated(self.account()) if self.voice == 1 else "",
            subject=self.dated(self.subject()),
            on=self.on,
            opened_on=self.dated("2026-10-05"),
            variant=self.variant,
            stage="trial"
            if "service" in self.measure
            else "prosecution"
            if "extradition" in self.measure
            else "investigation",
            maximum=60 if self.criminal else None,
            facts={"hearing.mode": "in_person_by_executing_authority", "order.issuing_authority": "judge"}
            if self.criminal
            else {},
        )
        typed: dict[str, str] = {}
        for place in places_of(made(inputs)):
            if place.kind == "blank":
                text = self.dated(self.text(place, place.place.rpartition(".")[2]))
                if text:
                    typed[place.place] = text
        inputs["typed"] = typed
        if self.voice != 2 and self.measure not in PLAIN:  # the nexus matrix says it: its sentences stand in the box
            for place in [place for place in typed if place.endswith("link_blank")]:
                del typed[place]
        if self.voice != 2 and self.measure not in PLAIN:
            inputs["nexus"] = [{"fact": FACT, "need": "n1", "sentence": self.dated(self.link())}]
        return inputs

    def places(self, *tails: str) -> list[str]:
        """The typed places whose names end like this."""
        return [place for place in self.inputs["typed"] if place.rpartition(".")[2] in tails]


def provisions_by_type() -> Mapping[str, list[str]]:
    """Provisions by the document that they give."""
    from advisor.dossiers.document_types import document_types

    found: dict[str, list[str]] = {}
    for row in document_types(rulebook()):
        found.setdefault(row.form or f"generic {row.kind}", []).append(row.provision)
    return found


PAIRS = [
    "IT>ES",
    "DE>NL",
    "FR>BE",
    "PL>DE",
    "AT>IT",
    "ES>PT",
    "NL>FR",
    "BE>PL",
    "PT>SE",
    "SE>GR",
    "GR>AT",
    "IT>CH",
    "DE>US",
    "FR>BR",
    "NL>GB",
    "NO>SE",
    "CH>DE",
    "US>DE",
    "JP>BE",
    "BR>PT",
    "GB>FR",
    "DE>AT",
    "FR>IT",
    "ES>DE",
    "IT>FR",
    "DE>JP",
    "FR>US",
    "PL>NO",
    "ES>GB",
    "AT>CH",
    "IT>BR",
    "FR>NL",
    "BE>ES",
    "IT>MA",
    "DE>TH",
    "FR>KR",
    "IT>UA",
    "PL>UA",
    "DE>LT",
    "IT>CY",
    "IT>RS",
]
AT_HOME = [
    "IT>IT",
    "ES>ES",
    "DE>DE",
    "FR>FR",
    "NL>NL",
    "BE>BE",
    "PL>PL",
    "AT>AT",
    "PT>PT",
    "SE>SE",
    "GR>GR",
    "LT>LT",
    "IE>IE",
    "FI>FI",
    "RO>RO",
]


# Forms of law that has ended or not begun, and pairs of their own.
DAYS = {
    "confiscation-certificate-2006": "2018-11-22", "freezing-certificate-2003": "2016-11-22",
    "evidence-1206-2001-a": "2018-11-22", "service-1393-2007": "2018-11-22", "service-1348-2000": "2006-11-22",
    "judgment-certificate-44-2001": "2012-11-22", "transfer-2024-3011": "2027-11-22",
}  # fmt: skip
MORE_PAIRS = [
    "US>GB",
    "GB>US",
    "US>AU",
    "AU>US",
    "BR>AR",
    "AR>BR",
    "MX>PE",
    "PE>MX",
    "CL>UY",
    "UY>CL",
    "EC>CO",
    "CO>EC",
]


def clean_dossiers(*, pairs: int, types: tuple[str, ...] = ()) -> Iterator[tuple[str, Clean]]:
    """(document type, clean dossier): each type with up to so many pairs of States for which an option is open."""
    number = 0
    for name, provisions in sorted(provisions_by_type().items()):
        if types and name not in types:
            continue
        for taken, made_one in enumerate(_of_type(provisions, number, pairs, DAYS.get(name, ON))):
            yield name, made_one
            number += 1
            if taken + 1 >= pairs:
                break


def _of_type(provisions: list[str], number: int, pairs: int, on: str) -> Iterator[Clean]:
    """Open options of one document type, pair after pair, a provision each in turn."""
    count = 0
    for states in (*PAIRS, *MORE_PAIRS, *AT_HOME):
        for offset in range(min(len(provisions), 6)):
            provision = provisions[(count + offset) % len(provisions)]
            measure = rulebook().provisions[provision].measure
            home, acting = states.split(">")
            if home == acting and measure.startswith(("criminal.", "civil.")):
                continue
            try:
                one = Clean(provision=provision, states=states, number=number + count, on=on)
            except (LookupError, ValueError):
                continue
            if one.inputs["option"]["verdict"] == "open":
                yield one
                count += 1
                break
        if count >= pairs:
            return


__all__ = ["ONLINE", "SERVICE", "Clean", "clean_dossiers", "provisions_by_type"]
