"""Needs that the things and the conduct of a case usually call for: offered with a reason, never added.

Reads the rulebook for the measures and variants that exist. What is known to be in the requesting State is met at home;
what is nowhere yet becomes one need to find out where it is. Things of one kind of need in one State are put together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from advisor.intake.choices import variants_of
from advisor.languages.words import gettext as _
from advisor.languages.words import gettext_noop as later
from advisor.languages.words import worded
from routing.rulebook import Rulebook

NAMED = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """What a suggestion needs to know of an entity. `needs`: (measure, State) of the needs it belongs to already."""

    key: str
    kind: str
    value: str
    state: str = ""
    needs: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One need that is offered. `state` '' = not known yet. `secures`: what may vanish; it goes first."""

    measure: str
    variant: str
    state: str
    things: tuple[str, ...]
    subject: str
    why: str
    secures: bool = False

    @property
    def token(self) -> str:
        """What a form sends back for it."""
        return "|".join((self.measure, self.variant, self.state, ",".join(self.things)))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A need that a kind of thing calls for. `tracks`: on which lead tracks ('' = on all); `home`: done at home."""

    measure: str
    subject: str
    why: str
    tracks: str = ""
    variant: str = ""
    home: bool = False


_LOGS = later("Log data is often kept for days or weeks only. Have it kept first, then ask for it.")
_WHO = later("It tells who is behind it.")
_MONEY = later("It shows who pays whom, and how much is left.")
_FREEZE = later("Money moves as soon as the holder is warned: before any takedown or termination.")
_DOWN = later("It stops the harm, and it warns the operator: only when nothing has to be secured any more.")
_OPEN = later("Everybody may look at it: capture it soundly before it changes.")
_BUY = later("A purchase proves the offer, the delivery and the way of payment.")
_HEAR = later("A foreign authority hears or informs the person for you.")
_SEARCH = later("What is there can be taken as evidence.")
_STOP = later("Customs hold the goods before they are delivered.")
_PRESERVE = _Rule("criminal.preservation", later("data of %(things)s"), _LOGS, "criminal")
_SUBSCRIBER = _Rule("criminal.electronic_evidence", later("who is behind %(things)s"), _WHO, "criminal", "subscriber")
_DISCLOSE = _Rule("civil.taking_of_evidence", later("who is behind %(things)s"), _WHO, "civil")
_TAKEDOWN = _Rule("voluntary.takedown", later("takedown of %(things)s"), _DOWN)
_CAPTURE = _Rule("domestic.open_source_evidence", later("sound capture of %(things)s"), _OPEN, "", "", True)
_ACCOUNT_INFO = _Rule("criminal.financial_information", later("holder and movements of %(things)s"), _MONEY, "criminal")
_FREEZING = _Rule("criminal.asset_freezing", later("what is held on %(things)s"), _FREEZE, "criminal")

RULES: dict[str, tuple[_Rule, ...]] = {
    "domain": (
        _Rule("voluntary.registrant_data", later("holder of %(things)s"), _WHO),
        _Rule("criminal.preservation", later("registration data and log-ins of %(things)s at the registrar"), _LOGS,
              "criminal"),
        _TAKEDOWN,
        _Rule("civil.domain_seizure", later("transfer or suspension of %(things)s"), _DOWN, "civil"),
    ),
    "url": (_CAPTURE, _PRESERVE, _SUBSCRIBER, _DISCLOSE, _TAKEDOWN),
    "onion": (_CAPTURE, _PRESERVE, _SUBSCRIBER, _DISCLOSE),
    "ip": (
        _PRESERVE,
        _Rule("criminal.electronic_evidence", later("who used %(things)s"), _WHO, "criminal", "user_identification"),
        _DISCLOSE,
    ),
    "listing": (
        _CAPTURE,
        _Rule("domestic.test_purchase", later("test purchase from %(things)s"), _BUY, "", "", True),
        _Rule("voluntary.subscriber_data", later("seller behind %(things)s"), _WHO),
        _TAKEDOWN,
    ),
    "account": (_Rule("voluntary.preservation", later("data of %(things)s"), _LOGS), _SUBSCRIBER, _DISCLOSE),
    "app": (_CAPTURE, _SUBSCRIBER, _TAKEDOWN),
    "stream": (_CAPTURE, _PRESERVE, _SUBSCRIBER, _TAKEDOWN),
    "wallet": (
        _Rule("criminal.financial_information", later("who uses %(things)s at an exchange, and its movements"), _MONEY,
              "criminal"),
        _FREEZING,
        _Rule("civil.proceeds_seizure", later("what is held on %(things)s"), _FREEZE, "civil"),
    ),
    "bank_account": (
        _ACCOUNT_INFO,
        _FREEZING,
        _Rule("civil.account_preservation", later("what is held on %(things)s"), _FREEZE, "civil"),
    ),
    "payment_service": (
        _ACCOUNT_INFO,
        _FREEZING,
        _Rule("voluntary.payment_termination", later("merchant account at %(things)s"), _FREEZE),
    ),
    "parcel": (
        _Rule("administrative.customs_detention", later("%(things)s"), _STOP),
        _Rule("criminal.controlled_delivery", later("delivery of %(things)s under control"), _WHO, "criminal"),
    ),
    "shipment": (
        _Rule("administrative.customs_detention", later("%(things)s"), _STOP),
        _Rule("criminal.controlled_delivery", later("delivery of %(things)s under control"), _WHO, "criminal"),
    ),
    "premises": (
        _Rule("criminal.search_and_seizure", later("search of %(things)s"), _SEARCH, "criminal"),
        _Rule("civil.goods_seizure", later("goods at %(things)s"), _SEARCH, "civil"),
    ),
    "person": (
        _Rule("criminal.depositions", later("hearing of %(things)s"), _HEAR, "criminal"),
        _Rule("civil.service_of_documents", later("documents for %(things)s"), _HEAR, "civil"),
    ),
    "company": (
        _Rule("voluntary.authority_exchange", later("what the authorities there know of %(things)s"), _WHO),
        _Rule("criminal.search_and_seizure", later("papers and devices at %(things)s"), _SEARCH, "criminal"),
        _Rule("civil.service_of_documents", later("documents for %(things)s"), _HEAR, "civil"),
    ),
    "device": (_Rule("criminal.telephone_data", later("who uses %(things)s"), _WHO, "criminal"),),
}  # fmt: skip
# What a conduct calls for by itself, at home.
CONDUCT: dict[str, tuple[_Rule, ...]] = {
    "medicines": (_Rule("administrative.product_safety", later("falsified medicines offered to the public"),
                        later("Whoever is behind it, the product is dangerous."), "", "", True),),
    "iptv": (_Rule("administrative.blocking_order", later("blocking of the service for the public"),
                   later("It keeps viewers away while the operator is looked for."), "", "", True),),
    "trade_secret_theft": (_Rule("domestic.evidence_preservation", later("documents and devices with the secret"),
                                 later("Evidence of the taking is easily deleted."), "", "", True),),
    "camcording": (_Rule("domestic.evidence_preservation", later("the recording and its marks"),
                         later("The mark in the picture tells the cinema and the day."), "", "", True),),
}  # fmt: skip
AT_HOME = {
    "criminal.preservation": "domestic.production_order",
    "criminal.electronic_evidence": "domestic.production_order",
    "criminal.telephone_data": "domestic.production_order",
    "criminal.financial_information": "domestic.bank_information",
    "criminal.asset_freezing": "domestic.seizure",
    "criminal.search_and_seizure": "domestic.seizure",
    "civil.taking_of_evidence": "domestic.right_of_information",
    "civil.account_preservation": "domestic.seizure",
    "civil.proceeds_seizure": "domestic.seizure",
    "civil.goods_seizure": "domestic.seizure",
    "civil.domain_seizure": "domestic.interim_injunction",
}
NOT_AT_HOME = ("criminal.", "civil.")
# One need that asks where a thing is, by lead track: the route answers with the steps at home and through networks.
ATTRIBUTION = {"criminal": "criminal.electronic_evidence", "civil": "civil.taking_of_evidence"}
UNPLACED = frozenset(
    ("onion", "url", "domain", "ip", "account", "app", "stream", "listing", "wallet", "payment_service")
)
SECURING = frozenset(("criminal.preservation", "voluntary.preservation", "criminal.asset_freezing",
                      "domestic.open_source_evidence"))  # fmt: skip
VOLUNTARY_LAST = frozenset(("voluntary.takedown", "voluntary.payment_termination"))


@dataclass(slots=True)
class _Draft:
    rule: _Rule
    things: list[Thing] = field(default_factory=list)


def suggestions(
    things: Iterable[Thing],
    conduct: Collection[str],
    *,
    track: str,
    home: str,
    present: Collection[tuple[str, str]],
    rulebook: Rulebook,
) -> list[Suggestion]:
    """What is offered, in the order to do it: what may vanish first, what warns the operator last.

    `home`: the requesting State; `present`: (measure, State) of the needs that the case has already.
    """
    drafts: dict[tuple[str, str, str], _Draft] = {}
    for thing in things:
        for measure, state, rule in _of_thing(thing, track, home):
            if measure in rulebook.measures and (measure, state) not in thing.needs:
                variant = rule.variant if rule.variant in variants_of(rulebook, measure) else ""
                drafts.setdefault((measure, variant, state), _Draft(rule)).things.append(thing)
    for code in conduct:
        for rule in CONDUCT.get(code, ()):
            if rule.measure in rulebook.measures and (rule.measure, home) not in present:
                drafts.setdefault((rule.measure, "", home), _Draft(rule))
    found = [_suggestion(key, draft) for key, draft in drafts.items()]
    return sorted(found, key=lambda s: (not s.secures, s.measure in VOLUNTARY_LAST, s.state == ""))


def _of_thing(thing: Thing, track: str, home: str) -> Iterable[tuple[str, str, _Rule]]:
    """(measure, State, rule) for one thing."""
    rules = [rule for rule in RULES.get(thing.kind, ()) if rule.tracks in ("", track)]
    if not thing.state and thing.kind in UNPLACED:
        yield from ((rule.measure, home, rule) for rule in rules if rule.home)
        measure = ATTRIBUTION.get(track, "voluntary.authority_exchange")
        yield measure, "", _Rule(measure, later("where and with whom %(things)s is"), later(
            "Nobody knows the State yet: the route shows what can be done at home and through networks to find out."
        ))  # fmt: skip
        return
    for rule in rules:
        if rule.home:
            yield rule.measure, home, rule
        elif thing.state == home and rule.measure.startswith(NOT_AT_HOME):
            if at_home := AT_HOME.get(rule.measure):
                yield at_home, home, rule
        else:
            yield rule.measure, thing.state, rule


def _suggestion(key: tuple[str, str, str], draft: _Draft) -> Suggestion:
    measure, variant, state = key
    named = ", ".join(thing.value for thing in draft.things[:NAMED])
    if len(draft.things) > NAMED:
        named = _("%(things)s and %(more)s more") % {"things": named, "more": len(draft.things) - NAMED}
    subject = worded(draft.rule.subject).replace("%(things)s", named)
    keys = tuple(thing.key for thing in draft.things)
    return Suggestion(measure, variant, state, keys, subject, worded(draft.rule.why), measure in SECURING)


def needs_of_things(links: Iterable[tuple[str, str, str]]) -> Mapping[str, frozenset[tuple[str, str]]]:
    """(thing, measure, State) rows as the `needs` of each thing."""
    found: dict[str, set[tuple[str, str]]] = {}
    for key, measure, state in links:
        found.setdefault(key, set()).add((measure, state))
    return {key: frozenset(pairs) for key, pairs in found.items()}
