"""Mutation operators: one defect each, put into a clean dossier, with the code that it must get.

An operator returns the changed inputs, or None where the document has no room for its defect. Its words are those of
people who write badly; several voices each, chosen by the number of the dossier.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from advisor.dossiers.lint.measures import DATA, HEARING, MONEY, ONLINE, PLACED, PLAIN, PROPERTY, SECRET, SERVICE
from tests.advisor.dossiers.lint.clean import Clean
from tests.advisor.dossiers.lint.freezing import PENALTY, rulebook

Inputs = dict[str, Any]
DATED = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|November|December)(?: \d{4})?\b"
    r"|\b20\d\d-\d\d-\d\d\b|\b20\d\d\b"
)
FREE = ("account_blank", "link_blank", "necessity_blank", "procedure_blank", "conduct_blank", "urgency_blank")
FORMAL = ("request", "order")


@dataclass(frozen=True)
class Mutation:
    """One operator: its name, the code that its defect must get, what it does."""

    name: str
    code: str
    change: Callable[[Clean], Inputs | None]


ALL: list[Mutation] = []


def operator(code: str) -> Callable[[Callable[[Clean], Inputs | None]], Callable[[Clean], Inputs | None]]:
    """Puts an operator into the list."""

    def keep(function: Callable[[Clean], Inputs | None]) -> Callable[[Clean], Inputs | None]:
        ALL.append(Mutation(function.__name__, code, function))
        return function

    return keep


# --- tools ----------------------------------------------------------------------------------------------------------
def fresh(one: Clean) -> Inputs:
    return copy.deepcopy(one.inputs)


def texts(inputs: Inputs) -> Iterator[tuple[Callable[[str], None], str, str]]:
    """(how to write it back, tail of its place, text) of everything typed."""
    case, need = inputs["case"], inputs["need"]
    yield (lambda said: case.__setitem__("summary", said)), "summary", str(case.get("summary") or "")
    yield (lambda said: need.__setitem__("subject", said)), "subject", str(need.get("subject") or "")
    for place in list(inputs["typed"]):
        tail = place.rpartition(".")[2]
        yield (lambda said, place=place: inputs["typed"].__setitem__(place, said)), tail, inputs["typed"][place]
    for row in inputs["nexus"]:
        yield (lambda said, row=row: row.__setitem__("sentence", said)), "nexus", row["sentence"]


def everywhere(inputs: Inputs, change: Callable[[str], str], *tails: str) -> bool:
    """Changes every text, or those of these tails; whether anything changed."""
    done = False
    for write, tail, text in list(texts(inputs)):
        if (not tails or tail in tails or (tail.isdigit() and "digits" in tails)) and change(text) != text:
            write(change(text))
            done = True
    return done


def put(one: Clean, text: str, *tails: str) -> Inputs | None:
    """Adds a text behind the first place that has one of these tails."""
    inputs = fresh(one)
    for tail in tails:
        for place in inputs["typed"]:
            if place.rpartition(".")[2] == tail:
                inputs["typed"][place] = behind(inputs["typed"][place], text)
                return inputs
    if "subject" in tails:
        inputs["need"]["subject"] = behind(inputs["need"]["subject"], text)
        return inputs
    return None


def behind(before: str, text: str) -> str:
    """A sentence after another."""
    return f"{before}{'' if before.endswith(('.', ';')) else '.'} {text}" if before else text


def emptied(one: Clean, *tails: str) -> Inputs | None:
    """Takes what stands under these tails out; None where nothing does."""
    inputs = fresh(one)
    places = [place for place in inputs["typed"] if place.rpartition(".")[2] in tails]
    for place in places:
        del inputs["typed"][place]
    return inputs if places else None


def said(one: Clean, text: str, *tails: str) -> Inputs | None:
    """Puts another text under these tails; None where the document has none of them."""
    inputs = fresh(one)
    places = [place for place in inputs["typed"] if place.rpartition(".")[2] in tails]
    for place in places:
        inputs["typed"][place] = text
    return inputs if places else None


def voice(one: Clean, *sayings: str) -> str:
    return sayings[one.number % len(sayings)]


def kind_of(one: Clean) -> str:
    from advisor.dossiers.build.matter import Matter

    return Matter(one.inputs, 1).kind


def room(one: Clean) -> str:
    """The tail of a place for free words."""
    return next((tail for tail in FREE if one.places(tail)), "subject")


def sentence(one: Clean, text: str) -> Inputs | None:
    return put(one, text, room(one), "subject")


def first(text: str, pattern: str, new: str) -> str:
    return re.sub(pattern, new, text, count=1)


def in_period_measures(one: Clean) -> bool:
    return one.measure in DATA | MONEY and one.variant != "user_identification" and "registration" not in one.provision


# --- times ----------------------------------------------------------------------------------------------------------
@operator("period-missing")
def without_period(one: Clean) -> Inputs | None:
    if not in_period_measures(one):
        return None
    inputs = fresh(one)
    period = one.dated(one.period)
    everywhere(inputs, lambda text: re.sub(r"(?:,? ?\(?(?:from|period:)? ?)" + re.escape(period) + r"[^.;]*", "", text))
    return inputs


@operator("period-reversed")
def turned_period(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    begin, end = re.split(r" to ", one.dated(one.period))
    year = "" if re.search(r"\d{4}", begin) else f" {one.on[:4]}"
    changed = everywhere(inputs, lambda text: text.replace(one.dated(one.period), f"{end} to {begin}{year}"))
    return inputs if changed else None


@operator("period-too-long")
def decade(one: Clean) -> Inputs | None:
    if not in_period_measures(one):
        return None
    inputs = fresh(one)
    end = re.split(r" to ", one.dated(one.period))[1]
    start = f"1 January {int(one.on[:4]) - 9}"
    return (
        inputs
        if everywhere(
            inputs, lambda text: text.replace(one.dated(one.period), f"{start} to {end}"), "subject", "digits"
        )
        else None
    )


@operator("period-not-over")
def into_the_future(one: Clean) -> Inputs | None:
    if not in_period_measures(one):
        return None
    inputs = fresh(one)
    start = re.split(r" to ", one.dated(one.period))[0]
    year = "" if re.search(r"\d{4}", start) else f" {one.on[:4]}"
    later = f"{start}{year} to 30 June {int(one.on[:4]) + 1}"
    return (
        inputs
        if everywhere(inputs, lambda text: text.replace(one.dated(one.period), later), "subject", "digits")
        else None
    )


@operator("hours-without-zone")
def no_zone(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    everywhere(inputs, lambda text: re.sub(r"\(?all hours in UTC\)?|,? time zone UTC\+1|,? 00:00 UTC", "", text))
    put_back = voice(
        one,
        "The parcel was handed in at 14:35.",
        "He logged in at 09:12 and again at 22:47.",
        "The call began at 18.05h; the next at 6:30 pm.",
    )
    tail = room(one)
    for place in inputs["typed"]:
        if place.rpartition(".")[2] == tail:
            inputs["typed"][place] += f" {put_back}"
            return inputs
    inputs["need"]["subject"] += f". {put_back}"
    return inputs


@operator("date-impossible")
def no_such_day(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The invoice is of 31 June 2026.",
            "A second parcel came on 30 February 2026.",
            "The firm was founded on Monday, 4 February 2025.",
            "Delivered on 31.04.2026.",
        ),
    )


@operator("date-ambiguous")
def figures(one: Clean) -> Inputs | None:
    return sentence(
        one, voice(one, "The invoice is of 03/04/2026.", "Paid on 5/6/2026 in cash.", "Order received 07-08-2026.")
    )


@operator("relative-time")
def undated(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "Recently more parcels were seen.",
            "Last month the seller moved his office.",
            "The shop is currently closed.",
            "A few weeks ago the seller was questioned.",
        ),
    )


@operator("answer-day-missing")
def no_day_wanted(one: Clean) -> Inputs | None:
    return None if "spontaneous" in one.measure else emptied(one, "wanted_blank")


@operator("answer-day-past")
def day_gone(one: Clean) -> Inputs | None:
    return said(
        one, one.dated(voice(one, "1 October 2026", "2026-11-02", "no later than 20 November 2026")), "wanted_blank"
    )


@operator("urgency-without-reason")
def hurry(one: Clean) -> Inputs | None:
    return said(
        one,
        voice(
            one,
            "This request is very urgent.",
            "Please execute immediately.",
            "Utmost urgency, please treat as a priority.",
            "Your earliest attention would be appreciated, the matter is urgent.",
        ),
        "urgency_blank",
    )


@operator("service-day-near")
def near_hearing(one: Clean) -> Inputs | None:
    if one.measure not in SERVICE:
        return None
    inputs = fresh(one)
    return (
        inputs
        if everywhere(inputs, lambda text: text.replace(one.dated("11 May 2027"), one.dated("14 December 2026")))
        else None
    )


@operator("storage-ends-first")
def deleted_before(one: Clean) -> Inputs | None:
    if one.measure not in DATA | MONEY or (
        "preserv" in str(one.inputs).lower() and one.measure.endswith("preservation")
    ):
        return None
    if not one.places("wanted_blank"):
        return None
    inputs = fresh(one)
    inputs["facts"]["data.retention_until"] = one.dated("2026-12-10")
    everywhere(inputs, lambda text: re.sub(r"[Pp]reserv\w+", "kept", text))
    return inputs


@operator("time-bar-unsaid")
def long_ago(one: Clean) -> Inputs | None:
    if one.measure not in (
        "criminal.extradition",
        "criminal.transfer_of_proceedings",
        "criminal.confiscation",
    ) or not one.places("account_blank"):
        return None
    inputs = fresh(one)
    year = str(int(one.on[:4]) - 9)
    everywhere(inputs, lambda text: re.sub(r"\b20\d\d\b", year, text), "account_blank", "summary")
    everywhere(inputs, lambda text: "" if re.search("limitation", text, re.I) else text)
    for place in [place for place in inputs["typed"] if "limitation" in place]:
        del inputs["typed"][place]
    return inputs


# --- identifiers -----------------------------------------------------------------------------------------------------
@operator("identifier-missing")
def nameless(one: Clean) -> Inputs | None:
    if one.measure not in DATA | MONEY | PROPERTY | ONLINE | {"criminal.interception"}:
        return None
    inputs = fresh(one)
    there = one.there
    inputs["need"]["subject"] = voice(
        one,
        "The data of the suspect's account",
        "Everything needed on the seller's accounts",
        "The shop of the suspect",
    ).replace("Everything needed", "Statements")
    for secret in (there.account, there.ip, f"https://{there.domain}/offers", there.domain, "'moor.trade'"):
        everywhere(inputs, lambda text, secret=secret: text.replace(secret, "the account"))
    everywhere(inputs, lambda text: re.sub(r"\+49 151 5550\d+", "his telephone", text))
    return inputs


@operator("identifier-malformed")
def broken_number(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The server was also seen at 203.0.113.412.",
            "Money went to DE89 3704 0044 0532 0130 99.",
            "Write to the seller at shop@corvina.",
            "The telephone has the IMEI 490154203237519.",
        ),
    )


@operator("ip-without-time")
def bare_address(one: Clean) -> Inputs | None:
    if one.variant not in ("subscriber", "user_identification"):
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] = f"{voice(one, 'User', 'Subscriber', 'Customer')} of the IP address {one.there.ip}"
    everywhere(
        inputs, lambda text: re.sub(r",? ?\(?(?:all hours in UTC|00:00 UTC|time zone UTC\+1|from|period:)\)?", "", text)
    )
    return inputs


@operator("place-missing")
def nowhere(one: Clean) -> Inputs | None:
    if one.measure not in PLACED:
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] = voice(
        one, "The premises of the suspect", "The place where the goods are kept", "His home and his office"
    )
    everywhere(inputs, lambda text: text.replace(one.there.address, "the suspect's rooms"))
    everywhere(inputs, lambda text: re.sub(r"customs office of \w[\w' -]*", "the border", text))
    everywhere(inputs, lambda text: re.sub(r"container [A-Z]{4} \d+", "a container", text))
    return inputs


@operator("person-unidentified")
def somebody(one: Clean) -> Inputs | None:
    if one.measure not in HEARING | SERVICE | {"criminal.extradition", "criminal.transfer_of_proceedings"}:
        return None
    inputs = fresh(one)
    there = one.there
    for secret in (there.address, ", born on 7 May 1982", " in " + there.town):
        everywhere(inputs, lambda text, secret=secret: text.replace(secret, ""))
    everywhere(inputs, lambda text: re.sub(r", registration number \d+", "", text))
    everywhere(inputs, lambda text: text.replace(there.person, voice(one, "Haddad", "the witness", "a man called Luc")))
    return inputs


@operator("provider-unnamed")
def some_provider(one: Clean) -> Inputs | None:
    if one.measure not in DATA | MONEY | {"criminal.interception"} or kind_of(one) not in ("request",):
        return None
    inputs = fresh(one)
    for secret in (one.there.firm, one.there.bank, one.there.firm.split()[0]):
        everywhere(inputs, lambda text, secret=secret: text.replace(secret, "the firm"))
    for place in [
        place for place in inputs["typed"] if re.search(r"provider|custodian|receiv|competent_blank|court_blank", place)
    ]:
        del inputs["typed"][place]
    return inputs


@operator("whole-account")
def everything(one: Clean) -> Inputs | None:
    if one.measure not in DATA | MONEY:
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] += voice(
        one,
        ". Please disclose the entire content of the account.",
        ": all data held on this customer.",
        ". We ask for any and all records relating to him.",
        ". Kindly provide the complete mailbox and everything stored in the cloud.",
    )
    return inputs


@operator("items-unlimited")
def take_it_all(one: Clean) -> Inputs | None:
    if one.measure != "criminal.search_and_seizure":
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] += voice(
        one,
        ". All computers and telephones are to be taken.",
        "; please seize all documents.",
        ". Seize everything found there.",
        ". Any electronic devices should be seized.",
    )
    return inputs


@operator("amount-without-currency")
def bare_money(one: Clean) -> Inputs | None:
    return sentence(
        one, voice(one, "He was paid 12,400 for it.", "The goods were worth 7500.", "She transferred $3,900 to him.")
    )


@operator("questions-missing")
def no_questions(one: Clean) -> Inputs | None:
    if one.measure not in HEARING:
        return None
    inputs = fresh(one)
    everywhere(inputs, lambda text: re.sub(r"[^.;]*\b[Qq]uestions?\b[^.;]*[.;]?", "", text))
    for place in [place for place in inputs["typed"] if "question" in place or "From whom" in inputs["typed"][place]]:
        del inputs["typed"][place]
    return inputs


@operator("documents-not-described")
def some_papers(one: Clean) -> Inputs | None:
    if one.measure not in SERVICE | {"criminal.judicial_records"} or "ecris" in one.provision:
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] = (
        voice(one, "The enclosed papers", "Copies from the archive", "The documents of the case")
        + f" for {one.there.person}, born on 7 May 1982"
    )
    everywhere(
        inputs,
        lambda text: re.sub(
            r"[Ss]tatement of claim of 2 November \d{4}, 18 pages"
            r"|[Oo]rder of the court of [^,]*, number \S+|[Tt]he order of the court[^.]*\.",
            "the papers",
            text,
        ),
    )
    everywhere(inputs, lambda text: re.sub(r"^12 November \d{4}$|^judgment.*", "as enclosed", text))
    return inputs


# --- law -------------------------------------------------------------------------------------------------------------
@operator("conduct-missing")
def no_conduct(one: Clean) -> Inputs | None:
    rule = str((one.inputs["option"].get("dual_criminality") or {}).get("rule"))
    if not one.criminal or rule in ("none", "not_applicable", "not_required", "n/a", "none_for_hearing"):
        return None
    return emptied(one, "conduct_blank")


@operator("conduct-by-label")
def label_alone(one: Clean) -> Inputs | None:
    return said(
        one,
        voice(
            one,
            "Infringement of trade marks under article 143 of the Trade Mark Act.",
            "Aggravated fraud, section 263 of the Penal Code.",
            "The conduct constitutes counterfeiting within the meaning of article 716-9.",
        ),
        "conduct_blank",
    )


@operator("offence-without-provision")
def no_article(one: Clean) -> Inputs | None:
    return (
        said(
            one,
            voice(one, "Trade mark offence", "Sale of counterfeit goods in the course of business", "Piracy"),
            "classification_blank",
        )
        if one.criminal
        else None
    )


@operator("maximum-missing")
def no_maximum(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    if not one.criminal or inputs["facts"].pop(PENALTY, None) is None:
        return None
    from tests.advisor.dossiers.lint.freezing import blanks_of, made

    return inputs if "maximum_blank" in blanks_of(made({**inputs, "typed": {}})) else None


@operator("maximum-below-threshold")
def mild_penalty(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    rows = [
        row
        for row in inputs["option"]["because"]
        if row["fact"] == PENALTY and row["op"] == "gte" and row["effect"] == "required"
    ]
    if not rows or not one.criminal:
        return None
    inputs["facts"][PENALTY] = 3
    for row in rows:
        row["found"], row["verdict"] = 3, "fails"
    inputs["option"]["verdict"] = "closed"
    return inputs


@operator("maximum-differs")
def other_maximum(one: Clean) -> Inputs | None:
    if not one.criminal or one.inputs["facts"].get(PENALTY) is None:
        return None
    return put(
        one,
        voice(
            one,
            "Punishable by up to three years of imprisonment.",
            "Maximum penalty: 10 years.",
            "The offence carries a custodial sentence of a maximum of 24 months.",
        ),
        "classification_blank",
    )


@operator("law-expired")
def old_law(one: Clean) -> Inputs | None:
    if one.on[:4] < "2026":
        return None
    return sentence(
        one,
        voice(
            one,
            "We act under the Framework Decision 2008/978/JHA.",
            "Personal data are protected under Directive 95/46/EC.",
            "The Regulation (EC) No 44/2001 applies as well.",
        ),
    )


@operator("other-basis-cited")
def other_law(one: Clean) -> Inputs | None:
    named = {
        "untoc": "article 18 of the Palermo Convention",
        "eio": "Directive 2014/41/EU",
        "budapest-convention": "the Budapest Convention",
        "hague-service-1965": "the Hague Service Convention",
    }
    family = one.inputs["option"]["instrument"].split("-")[0]
    known = str(one.inputs["words"]["instruments"]) + str(one.inputs["words"]["instrument"])
    chosen = [said_so for code, said_so in named.items() if not code.startswith(family) and code not in known]
    chosen = [said_so for said_so in chosen if not re.search(r"2014/41|Budapest|Palermo|Hague", known)] or []
    if not chosen:
        return None
    law = chosen[one.number % len(chosen)]
    return sentence(
        one,
        voice(
            one,
            f"This is asked pursuant to {law}.",
            f"Assistance is due under {law}.",
            f"In accordance with {law}, an answer is owed.",
        ),
    )


@operator("channel-wrong")
def other_way(one: Clean) -> Inputs | None:
    channel = str(one.inputs["option"].get("channel") or "").lower()
    declared = " ".join(
        str(row["value"]) for row in one.inputs["words"]["declarations"] if "channel" in row["topic"]
    ).lower()
    if kind_of(one) not in FORMAL or not channel.strip(" -"):
        return None
    ways = [
        ("diplom", "This request is transmitted through the diplomatic channel."),
        ("consul", "The present letter is forwarded by our embassy."),
        ("interpol", "The request was sent via Interpol."),
        ("police", "This request is handed over by the liaison officer."),
    ]
    if any(
        word in channel + declared
        for word in (
            "diplom",
            "consul",
            "interpol",
            "ncb",
            "police",
            "liaison",
            "urgen",
            "per treaty",
            "as base",
            "24/7",
        )
    ):
        return None
    return sentence(one, ways[one.number % len(ways)][1])


@operator("authority-unconfirmed")
def unknown_office(one: Clean) -> Inputs | None:
    if kind_of(one) not in ("request", "contact"):
        return None
    inputs = fresh(one)
    inputs["typed"]["authorities.competent_blank"] = "Office for Foreign Requests, Port Eliza"
    from tests.advisor.dossiers.lint.clean import places_of
    from tests.advisor.dossiers.lint.freezing import made

    shown = {place.place for place in places_of(made({**inputs, "typed": {}}))}
    return inputs if "authorities.competent_blank" in shown else None


@operator("issuer-not-validated")
def policeman(one: Clean) -> Inputs | None:
    wanted = str(one.inputs["option"].get("issuing_authority") or "").lower()
    if (
        kind_of(one) not in FORMAL
        or not re.search(r"judge|judicial|court|prosecut|validat", wanted)
        or re.search("police|customs|competent authorit", wanted)
    ):
        return None
    inputs = said(
        one,
        voice(
            one,
            "Inspector Jan Doll, regional police",
            "T. Ferro, customs investigation office",
            "Sergeant M. Okoro, border guard",
        ),
        "official_blank",
        "name_blank",
        "approved_blank",
    )
    if inputs is None:
        return None
    everywhere(inputs, lambda text: re.sub(r"(?:The |the )?[Oo]rder of the court of [^.]*(?:attached\.?)?", "", text))
    return inputs


@operator("assurance-missing")
def gallows(one: Clean) -> Inputs | None:
    if not one.criminal:
        return None
    return sentence(
        one,
        voice(
            one,
            "The offence is punishable by death.",
            "In aggravated cases the death penalty may be imposed.",
            "He faces life imprisonment without the possibility of parole.",
        ),
    )


@operator("reciprocity-missing")
def no_promise(one: Clean) -> Inputs | None:
    if one.inputs["option"]["instrument"] != "letters-rogatory":
        return None
    return fresh(one)


@operator("condition-open")
def open_question(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    facts = [name for name, about in inputs["words"]["facts"].items() if about.get("source") == "asked"]
    if not facts:
        return None
    inputs["option"]["missing"] = facts[:1]
    inputs["option"]["verdict"] = "needs_facts"
    return inputs


@operator("condition-fails")
def closed_option(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    inputs["option"]["verdict"] = "closed"
    return inputs


@operator("law-provisional")
def from_memory(one: Clean) -> Inputs | None:
    inputs = fresh(one)
    inputs["option"]["confidence"] = "memory"
    return inputs


# --- reasons ---------------------------------------------------------------------------------------------------------
@operator("facts-missing")
def no_account(one: Clean) -> Inputs | None:
    inputs = emptied(one, "account_blank")
    if inputs is not None:
        inputs["case"].pop("summary", None)
        for place in [place for place in inputs["typed"] if place.endswith("account_blank")]:
            del inputs["typed"][place]
    return inputs


@operator("facts-without-when")
def dateless(one: Clean) -> Inputs | None:
    text = f"Shoes with a false mark were sold to many buyers in {one.home.town}. The parcels came from {one.there.firm} in {one.there.town}, and the money went to its manager."
    inputs = said(one, text, "account_blank")
    if inputs is not None:
        inputs["case"].pop("summary", None)
    return inputs


@operator("facts-without-where")
def placeless(one: Clean) -> Inputs | None:
    text = "From 2 January to 14 June 2026 shoes with a false mark were sold to many buyers. The seller packed them and took the money."
    inputs = said(one, text, "account_blank")
    if inputs is not None:
        inputs["case"].pop("summary", None)
    return inputs


@operator("link-missing")
def unlinked(one: Clean) -> Inputs | None:
    if one.measure in PLAIN:
        return None
    inputs = emptied(one, "link_blank")
    if inputs is not None:
        inputs["nexus"] = []
    return inputs


@operator("link-empty")
def formula(one: Clean) -> Inputs | None:
    if one.measure in PLAIN:
        return None
    inputs = said(
        one,
        voice(
            one,
            "The measure is needed for the investigation.",
            "The evidence requested will help to establish the facts of the case.",
            "The information is relevant to the proceedings and necessary for their success.",
        ),
        "link_blank",
    )
    if inputs is not None:
        inputs["nexus"] = []
    return inputs


@operator("necessity-missing")
def unweighed(one: Clean) -> Inputs | None:
    if one.measure in PLAIN or kind_of(one) not in FORMAL:
        return None
    return emptied(one, "necessity_blank")


@operator("necessity-empty")
def asserted(one: Clean) -> Inputs | None:
    return said(
        one,
        voice(
            one,
            "The measure is both necessary and proportionate.",
            "The principle of proportionality has been respected.",
            "We consider the request proportionate to the aim.",
        ),
        "necessity_blank",
    )


@operator("fishing")
def hopeful(one: Clean) -> Inputs | None:
    return put(
        one,
        voice(
            one,
            "The material may also show other offences that are not yet known.",
            "We would like to see whether anything of interest turns up.",
            "Perhaps further suspects can be found in this way; the data might be useful.",
            "It cannot be excluded that he committed other crimes.",
        ),
        "link_blank",
        "necessity_blank",
        "subject",
    )


@operator("guilt-asserted")
def judged(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The criminals kept the money.",
            "He is clearly guilty.",
            "This fraudster has no other income.",
            "The swindlers have left the town.",
        ),
    )


@operator("privilege-unaddressed")
def law_office(one: Clean) -> Inputs | None:
    if one.measure not in DATA | PLACED:
        return None
    inputs = fresh(one)
    inputs["need"]["subject"] += voice(
        one,
        ". The account is used by a law firm.",
        " at the law office of the suspect",
        ". The rooms are those of a medical practice.",
        ", shared with a journalist",
    )
    return inputs


# --- language ----------------------------------------------------------------------------------------------------------
def _accepts_english(one: Clean) -> bool:
    names = one.inputs["words"]
    spoken = names["states"].get(names["acting_state"], {}).get("languages") or []
    home = names["states"].get(one.inputs["case"]["requesting_state"], {}).get("languages") or []
    said_so = " ".join(str(row["value"]) for row in names["declarations"] if "language" in row["topic"])
    return (
        "en" in spoken
        or bool(set(home) & set(spoken))
        or bool(re.search(r"\ben\b|english", said_so, re.I))
        or "nglish" in str(one.inputs["option"].get("languages"))
    )


@operator("language-undeclared")
def no_language(one: Clean) -> Inputs | None:
    if kind_of(one) not in FORMAL or _accepts_english(one):
        return None
    home = one.inputs["words"]["states"].get(one.inputs["case"]["requesting_state"], {}).get("languages") or []
    declared = " ".join(str(row["value"]) for row in one.inputs["words"]["declarations"] if "language" in row["topic"])
    if any(re.search(rf"\b{code}\b", declared) for code in home):
        return None
    return emptied(one, "translation_blank")


@operator("language-wrong")
def wrong_language(one: Clean) -> Inputs | None:
    spoken = one.inputs["words"]["states"].get(one.inputs["words"]["acting_state"], {}).get("languages") or []
    if kind_of(one) not in FORMAL or not spoken:
        return None
    return said(
        one,
        voice(
            one,
            "Icelandic, by a sworn translator",
            "A Hungarian translation is attached.",
            "Translated into Lithuanian.",
        ),
        "translation_blank",
    )


@operator("language-mixed")
def half_french(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "Le prévenu a déclaré que les chaussures lui avaient été livrées par une société qui se trouve dans la même rue.",
            "Die Schuhe wurden von dem Beschuldigten in einer Halle gelagert, die auf den Namen der Firma angemietet wurde.",
            "Las zapatillas fueron entregadas por una empresa que tenía su sede en la misma calle y que no fue inscrita.",
        ),
    )


# --- agreement ---------------------------------------------------------------------------------------------------------
@operator("name-differs")
def misspelt(one: Clean) -> Inputs | None:
    told = " ".join(
        (
            str(one.inputs["case"].get("summary") or ""),
            str(one.inputs["need"].get("subject") or ""),
            *one.inputs["typed"].values(),
        )
    )
    if one.there.firm not in told:
        return None
    words = one.there.firm.split()
    slip = words[0][:-2] + words[0][-1] + words[0][-2] if len(words[0]) > 4 else words[0] + "s"
    forms = {
        "Ltd": "Limited",
        "S.r.l.": "S.p.A.",
        "S.L.": "S.A.",
        "GmbH": "AG",
        "SARL": "SAS",
        "B.V.": "N.V.",
        "Inc.": "Corporation",
        "AG": "GmbH",
    }
    other = " ".join((*words[:-1], forms.get(words[-1], "Limited")))
    new = other if one.number % 2 else " ".join((slip, *words[1:]))
    place = room(one)
    return put(
        one,
        f"The papers of {new} are asked for too.",
        *(tail for tail in FREE if tail != "account_blank"),
        "more_blank",
        place,
    )


@operator("date-differs")
def another_day(one: Clean) -> Inputs | None:
    if not one.places("account_blank") or not one.places(
        "link_blank", "necessity_blank", "conduct_blank", "procedure_blank"
    ):
        return None
    inputs = put(one, one.dated("The contract of 17 March 2026 names the supplier."), "account_blank")
    changed = copy.copy(one)
    changed.inputs = inputs or one.inputs
    return put(
        changed,
        one.dated(
            voice(
                changed,
                "The contract of 27 March 2026 was signed by both.",
                "As the contract dated 17 May 2026 shows, the price was low.",
                "Nobody else signed the contract of 11 March 2026.",
            )
        ),
        "link_blank",
        "necessity_blank",
        "conduct_blank",
        "procedure_blank",
    )


@operator("amount-differs")
def another_sum(one: Clean) -> Inputs | None:
    if not one.places("account_blank") or not one.places(
        "link_blank", "necessity_blank", "conduct_blank", "procedure_blank"
    ):
        return None
    inputs = put(one, "Buyers paid EUR 27,350 in all.", "account_blank")
    changed = copy.copy(one)
    changed.inputs = inputs or one.inputs
    return put(
        changed,
        voice(
            changed,
            "The sum of EUR 23,750 is to be traced.",
            "EUR 27,530 went through the account.",
            "Of the 27,380 EUR nothing was repaid.",
        ),
        "link_blank",
        "necessity_blank",
        "conduct_blank",
        "procedure_blank",
    )


@operator("identifier-differs")
def another_number(one: Clean) -> Inputs | None:
    if not one.places("account_blank") or not one.places(
        "link_blank", "necessity_blank", "conduct_blank", "procedure_blank"
    ):
        return None
    good, bad = (
        ("the server 198.51.100.84", "the server 198.51.100.48"),
        ("account 5502-118834", "account 5502-118843"),
        ("the page gross-market.example", "the page gros-market.example"),
    )[one.number % 3]
    inputs = put(one, f"The seller used {good}.", "account_blank")
    changed = copy.copy(one)
    changed.inputs = inputs or one.inputs
    return put(
        changed, f"The orders came through {bad}.", "link_blank", "necessity_blank", "conduct_blank", "procedure_blank"
    )


@operator("reference-differs")
def other_file(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "Our file number is ZX-77/25.",
            "Please quote our reference 4410-98/26.",
            "Our case no. KL 2026/771 is meant.",
        ),
    )


# --- style -------------------------------------------------------------------------------------------------------------
@operator("placeholder-left")
def unfinished(one: Clean) -> Inputs | None:
    return sentence(
        one, voice(one, "The seller lives at XXX.", "[insert amount]", "Paid on ________ in cash.", "Amount: TBC.")
    )


@operator("acronym-undefined")
def capitals(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The NSU has confirmed this.",
            "A report of the ZKA of this year says more.",
            "The goods were seen by the BRPD.",
        ),
    )


@operator("sentence-long")
def endless(one: Clean) -> Inputs | None:
    return sentence(
        one,
        "The seller, who had been warned before by a letter that was sent to him after the first parcels had been found and who nevertheless went on with his trade because nobody had stopped him, kept the shoes in a room that he had rented for this purpose and that was known to his helpers only.",
    )


@operator("idiom")
def figure_of_speech(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The seller was caught red-handed.",
            "This is only the tip of the iceberg.",
            "The manager turned a blind eye to it.",
            "Since then the trail has gone cold.",
            "He knows the ropes and covered his tracks.",
        ),
    )


@operator("national-term")
def own_term(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "A Strafbefehl was issued against him.",
            "The parquet has closed that part.",
            "He was questioned by the guardia civil.",
            "The grand jury has not met.",
        ),
    )


# --- handling ----------------------------------------------------------------------------------------------------------
@operator("confidentiality-not-asked")
def open_talk(one: Clean) -> Inputs | None:
    if one.measure not in SECRET or kind_of(one) not in (*FORMAL, "letter"):
        return None
    return emptied(one, "marking_blank")


@operator("use-beyond-case")
def passed_on(one: Clean) -> Inputs | None:
    return put(
        one,
        voice(
            one,
            "The results will also be passed to the tax authorities.",
            "What is received may be used in civil proceedings of the right holder.",
            "The data will be shared with our insurance partners.",
            "The material will later be made available to the press.",
        ),
        "procedure_blank",
        "necessity_blank",
        "link_blank",
        "subject",
    )


@operator("signature-missing")
def unsigned(one: Clean) -> Inputs | None:
    return emptied(one, "name_blank", "official_blank", "approved_blank")


@operator("contact-missing")
def unreachable(one: Clean) -> Inputs | None:
    if not one.places("contact_blank"):
        return None
    inputs = fresh(one)
    everywhere(inputs, lambda text: re.sub(r"\+32 2 555 01 \d+|office\d+@justice\.example", "", text))
    return inputs


@operator("attachment-unlisted")
def missing_annex(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "The invoices are in exhibit 14.",
            "See annex 9 for the list of buyers.",
            "Pictures are shown in enclosure 6.",
        ),
    )


@operator("decision-not-attached")
def no_order(one: Clean) -> Inputs | None:
    from advisor.dossiers.build.matter import Matter
    from advisor.dossiers.lint.measures import Kinds

    if not Kinds(Matter(one.inputs, 1)).needs_decision:
        return None
    inputs = fresh(one)
    everywhere(
        inputs,
        lambda text: re.sub(
            r"(?:[Tt]he )?[Oo]rder of the court of [^.]*?number \S+(?: is attached| are attached)?\.?", "", text
        ),
    )
    for place in [place for place in inputs["typed"] if re.search(r"(?:order|warrant|decision|judgment)-", place)]:
        del inputs["typed"][place]
    return inputs


@operator("formalities-missing")
def no_form(one: Clean) -> Inputs | None:
    if one.measure not in HEARING or not one.places("procedure_blank"):
        return None
    inputs = emptied(one, "procedure_blank")
    if inputs is not None:
        everywhere(
            inputs,
            lambda text: re.sub(
                r"right to silence; counsel may attend|no oath; the record is to be signed", "as usual", text
            ),
        )
    return inputs


@operator("earlier-request-unreferenced")
def as_before(one: Clean) -> Inputs | None:
    return sentence(
        one,
        voice(
            one,
            "Further to our previous request we ask for the rest.",
            "In our earlier letter the facts were set out.",
            "As already requested, the buyers are to be named.",
        ),
    )


__all__ = ["ALL", "Mutation", "rulebook"]
