"""The oracle: the source book read literally, slowly and straight from the edition document.

Written from the source book's page 'How an answer is computed' and from the contract, not from the engine; it shares
no code with `routing`. Verdicts are True, False and None (unknown). Days are ISO texts, which compare as days.
"""

from __future__ import annotations

from functools import cache
from typing import Any

Doc = dict[str, Any]
EDITION_YEAR = "2026"
MODES = {
    "by_request": "request.sent_on",
    "by_transmission": "request.sent_on",
    "by_receipt": "request.received_on",
    "by_arrest": "person.arrested_on",
    "by_proceedings_instituted": "proceedings.instituted_on",
}


def kleene_or(values: list[bool | None]) -> bool | None:
    """True if one is true, False if all are false, else unknown."""
    if True in values:
        return True
    return None if None in values else False


def kleene_and(values: list[bool | None]) -> bool | None:
    """False if one is false, True if all are true, else unknown."""
    if False in values:
        return False
    return None if None in values else True


class Oracle:
    """Answers cases of one edition document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.records = {record["code"]: record for record in doc["instruments"]}
        self.facts = {fact["name"]: fact for fact in doc["facts"]}
        self.states = {row["iso2"]: row for row in doc["jurisdictions"]}
        self.categories = self.facts["data.category"]["values"]

    @cache  # noqa: B019  # one oracle per session
    def rows(self, code: str, state: str) -> list[Doc]:
        """Participation rows of a State under an instrument."""
        return [r for r in self.doc["participation"] if r["instrument"] == code and r["iso2"] == state]

    def declared(self, code: str, state: str | None, topic: str) -> list[Doc]:
        """Declarations of a State under an instrument on a topic."""
        return [
            r
            for r in self.doc["declarations"]
            if r["instrument"] == code and r["iso2"] == state and r["topic"] == topic
        ]

    def bound(self, code: str, state: str, day: str) -> bool | None:
        """Step 3: is the State bound on the day?"""
        rows = self.rows(code, state)
        if not rows:
            pairing = self.records[code].get("pairing")
            if not pairing or state in (pairing.get("unknown_for") or []):
                return None
            return False if pairing["missing_row_means"] == "not_bound" else None
        answers: list[bool | None] = []
        for row in rows:
            if row["status"] != "bound" or (row["until"] and day > row["until"]):
                answers.append(False)
            elif not row["since"]:
                answers.append(True if day[:4] >= EDITION_YEAR else None)
            else:
                answers.append(day >= row["since"])
        return kleene_or(answers)

    def pair_bound(self, code: str, one: str, other: str, day: str) -> bool | None:
        """Both bound, and the pairing rule lets them be a pair."""
        pairing = self.records[code].get("pairing") or {}
        both = [one, other]
        if pairing.get("rule") == "hub" and both.count(pairing["hub"]) != 1:
            return False
        if pairing.get("rule") == "two_sided" and sum(state in pairing["side"] for state in both) != 1:
            return False
        return kleene_and([self.bound(code, one, day), self.bound(code, other, day)])

    def answer(self, case: Doc, on: str) -> dict[str, Doc]:
        """Per need id: status and, per provision, verdict, rank, tier, measure and the verdicts of the conditions."""
        return {need["id"]: NeedOracle(self, case, need, on).answer() for need in case["needs"]}


class NeedOracle:
    """One need of one case."""

    def __init__(self, book: Oracle, case: Doc, need: Doc, on: str) -> None:
        self.book, self.need, self.on = book, need, on
        self.own = need["measure"]
        self.said = {**case.get("facts", {}), **need.get("facts", {})}
        if need.get("variant") in book.categories:
            self.said["data.category"] = need["variant"]
        self.home = case["requesting_state"]
        facts = dict(self.said)
        facts.setdefault("request.sent_on", on)
        for name in ("request.received_on", "person.arrested_on", "proceedings.instituted_on"):
            facts.setdefault(name, facts["request.sent_on"])
        self.facts = facts

    def measures(self) -> list[str]:
        """The own measure and its rungs; without a State the rungs at home and the exchange of authorities."""
        ladder = self.book.doc["ladder"].get(self.own, {})
        rungs = [m for kind in ("secure", "voluntary", "single_jurisdiction") for m in ladder.get(kind) or []]
        if self.need["requested_state"] is None:
            home = [m for m in rungs if m.startswith("domestic.") and not self.own.startswith("domestic.")]
            return ["voluntary.authority_exchange", *home]
        return [self.own, *(m for m in rungs if m != self.own)]

    def answer(self) -> Doc:
        """Status and options."""
        options: dict[str, Doc] = {}
        for measure in self.measures():
            at_home = measure.startswith("domestic.") and not self.own.startswith("domestic.")
            place = Place(self, at_home)
            for provision_id, found in place.options(measure).items():
                options[provision_id] = found
        return {"status": self.status(options), "options": options}

    def status(self, options: dict[str, Doc]) -> str:
        """The need's status from its own measure."""
        if self.need["requested_state"] is None:
            return "needs_facts"
        verdicts = {
            o["verdict"]
            for o in options.values()
            if o["measure"] == self.own and not o["adjunct"] and o["role"] not in ("supporting", "applicable_law")
        }
        for verdict, status in (("open", "routed"), ("needs_facts", "needs_facts"), ("needs_counsel",) * 2):
            if verdict in verdicts:
                return status
        return "no_route"


class Place:
    """A need abroad or at home: the two States and the court."""

    def __init__(self, need: NeedOracle, at_home: bool) -> None:
        self.need, self.book, self.facts = need, need.book, need.facts
        self.requesting = need.home
        self.requested = need.home if at_home else need.need["requested_state"]
        self.court = need.home if at_home else need.facts.get("forum.state")
        self.forum = self.court or self.requested

    # --- which provisions -------------------------------------------------------------------------------------
    def kept(self, variant: str | None) -> bool:
        """Step 4: variants."""
        wanted, categories = self.need.need.get("variant"), self.book.categories
        if variant is None:
            return True
        own = next((c for c in categories if variant == c or variant.startswith(c + "-")), None)
        if wanted is None:
            wanted = self.facts.get("data.category")
            if wanted is None or (own is None and variant != "any"):
                return True
        if wanted not in categories:
            return variant == wanted
        fits = {wanted, "subscriber"} if wanted == "user_identification" else {wanted}
        return variant == "any" or own in fits

    def options(self, measure: str) -> dict[str, Doc]:
        """All provisions of a measure, letters rogatory and the like last, with ranks."""
        found: dict[str, Doc] = {}
        todo = []
        for record in self.book.doc["instruments"]:
            for provision in record["provisions"]:
                if provision["measure"] != measure or not self.kept(provision.get("variant")):
                    continue
                tier = provision.get("tier") or record["tier"]
                if tier == "formal" and self.requesting == self.requested:
                    continue
                todo.append((record, provision, tier))
        asks = [item for item in todo if any("applicable_treaty" in c["fact"] for c in item[1]["conditions"])]
        for record, provision, tier in [item for item in todo if item not in asks]:
            found[provision["id"]] = self.judge(record, provision, tier, None)
        treaty = self.treaty(list(found.values()))
        for record, provision, tier in asks:
            found[provision["id"]] = self.judge(record, provision, tier, treaty)
        for tier in ("voluntary", "single_jurisdiction", "formal"):
            self.rank(measure, [o for o in found.values() if o["tier"] == tier and o["verdict"] != "closed"])
        return found

    def treaty(self, others: list[Doc]) -> bool | None:
        """`pair.has_applicable_treaty`."""
        kept = [
            o
            for o in others
            if o["tier"] == "formal" and not o["adjunct"] and o["role"] != "supporting" and not o["last_resort"]
        ]
        kept = [o for o in kept if not o["placeholder"] or o["verdict"] == "open"]
        if any(o["verdict"] == "open" or (o["verdict"] != "closed" and not o["binding_unknown"]) for o in kept):
            return True
        return False if all(o["verdict"] == "closed" for o in kept) else None

    # --- days ---------------------------------------------------------------------------------------------------
    def day(self, record: Doc) -> str:
        """The deciding day of an instrument."""
        mode = record["transition"]["mode"]
        for exception in record["transition"].get("exceptions") or []:
            if self.requesting in exception["states"] or self.requested in exception["states"]:
                mode = exception["mode"]
        return str(self.facts[MODES[mode]])

    def in_window(self, record: Doc, provision: Doc) -> bool:
        """Step 2: window and status."""
        day = self.day(record)
        first = provision.get("applies_from") or record["applies_from"]
        last = provision.get("applies_until") or record["applies_until"]
        status = provision.get("status") or (record.get("status_note") or {}).get("status")
        if status in ("not_in_force", "under_negotiation"):
            return False
        if status == "not_yet_applicable" and (not first or day < first):
            return False
        return (not first or day >= first) and (not last or day <= last)

    # --- facts --------------------------------------------------------------------------------------------------
    def codes_bound(self, fact: str, codes: list[str]) -> bool | None:
        """Sets of bound instruments."""
        answers = []
        for code in codes:
            day = self.day(self.book.records[code])
            if fact == "pair.bound_instruments":
                answers.append(self.pair(code, day))
                continue
            state = {"requesting_state": self.requesting, "requested_state": self.requested}.get(
                fact.split(".")[0], self.forum
            )
            answers.append(None if state is None else self.book.bound(code, state, day))
        verdict = kleene_or(answers)
        if verdict is None and fact in self.facts:
            silent = [code for code, answer in zip(codes, answers, strict=True) if answer is None]
            return bool(set(self.facts[fact]) & set(silent))
        return verdict

    def pair(self, code: str, day: str) -> bool | None:
        """One instrument between the two States."""
        if self.requested is None:
            return False if self.book.bound(code, self.requesting, day) is False else None
        return self.book.pair_bound(code, self.requesting, self.requested, day)

    def any_pair(self, codes: list[str]) -> bool | None:
        """One of several, each on its own day."""
        return kleene_or([self.pair(code, self.day(self.book.records[code])) for code in codes])

    def member(self, state: str, day: str) -> bool:
        """A Member State on the day; the United Kingdom to the end of its transition period."""
        row = self.book.states[state]
        until = "2020-12-31" if state == "GB" else row["eu_member_until"]
        return bool(row["eu_member_since"]) and row["eu_member_since"] <= day and (not until or day <= until)

    def computed(self, fact: str, record: Doc, provision: Doc, condition: Doc) -> Any:
        """A derived fact; None where the computation is silent."""
        subject = fact.split(".")[0]
        if subject == "pair":
            return self.of_pair(fact, record, condition)
        if fact.startswith("requested_state.") and fact != "requested_state.code":
            return self.of_declarations(fact, record["code"], condition)
        if fact == "offence.epo_threshold_met":
            months = self.facts.get("offence.max_penalty_months_requesting")
            return None if months is None else months >= 36 or self.facts.get(fact) is True
        if fact == "person.protected_national":
            return self.protected_national(record["code"])
        if fact == "account.cross_border":
            abroad = self.requested is not None and (self.court or self.requesting) != self.requested
            return True if abroad else None
        if fact == "forum.in_bound_state":
            bound = self.book.bound(record["code"], self.court or self.requesting, self.day(record))
            return False if bound is False else None
        if fact == "requester.in_registrar_state":
            return None if self.requested is None else self.requesting == self.requested
        if fact == "instrument.in_force":
            day = self.day(record)
            return self.in_window(record, provision) and (not record["in_force"] or day >= record["in_force"])
        codes = {"requesting_state.code": self.requesting, "requested_state.code": self.requested}
        return self.forum if fact == "forum.state" else codes.get(fact)

    def of_pair(self, fact: str, record: Doc, condition: Doc) -> Any:
        """Derived facts about the two States."""
        code, unknown = record["code"], self.requested is None
        both = [s for s in (self.requesting, self.requested) if s]
        if fact == "pair.both_eu_members":
            if not all(self.member(state, self.day(record)) for state in both):
                return False
            return None if unknown else True
        if fact == "pair.has_mla_treaty":
            treaties = ["coe-mla-1959", "eu-mla-2000", "eio", "eu-us-mla", "eu-japan-mla", "eu-no-is-mla", "eu-uk-tca"]
            return self.any_pair(treaties) is True or self.facts.get("pair.has_bilateral_mla_treaty") is True or None
        if fact == "pair.jit_basis_exists":
            bases = ["jit-fd-2002-465", "eu-mla-2000", "coe-mla-1959-ap2", "eu-no-is-mla", "eu-us-mla", "eu-uk-tca"]
            return self.any_pair(bases) is True or None
        if fact == "pair.applies_cisa_article":
            return self.any_pair(["cisa-1990"])
        if fact == "pair.in_effect_at_start" and not unknown:
            start = self.pair(code, self.facts["proceedings.instituted_on"])
            if code == "hague-judgments-2019":
                return start
            return False if code == "hague-choice-of-court-2005" and start is False else None
        if fact == "pair.both_in_network":
            return self.in_network(code, both)
        if fact == "pair.states":
            return None if unknown and not set(both) & set(condition["value"]) else both
        return None

    def in_network(self, code: str, both: list[str]) -> bool | None:
        """Both States on the network's list."""
        network = next((n for n in self.book.doc["networks"] if n["code"] == code), {})
        if not network.get("states"):
            return None
        if [state for state in both if state not in network["states"]]:
            return False if network.get("closed") else None
        return True if len(both) == 2 else None

    def of_declarations(self, fact: str, code: str, condition: Doc) -> Any:
        """Derived facts that the declarations of the requested State tell."""
        if fact == "requested_state.reserved_provision":
            return self.reserved(code, condition)
        if fact == "requested_state.summons_lead_time_declared":
            rows = self.book.declared(code, self.requested, "summons_lead_time")
            return rows[0]["value"] != "none" if rows else None
        if fact == "requested_state.limits_pretrial_discovery":
            rows = self.book.declared(code, self.requested, "art23_pretrial_discovery")
            return not rows[0]["value"].startswith("none") if rows else None
        if fact == "requested_state.channel_objections":
            rows = self.book.declared(code, self.requested, "channel_objection")
            codes = [c.strip() for row in rows for c in row["value"].split(";")]
            told = any(c in codes for c in condition["value"])
            denied = all("none-to-" + c in codes for c in condition["value"])
            return codes if told or denied else None
        return None

    def protected_national(self, code: str) -> bool | None:
        """A national whom the requested State does not hand over."""
        national = self.facts.get("person.national_of_requested_state")
        if national is False:
            return False
        for name in ("nationality_bars", "nationality_bars_extradition"):
            bars = self.book.doc["offence_lists"][name]
            if code == bars["instrument"] and self.requested is not None:
                if self.requested not in bars["absolute"] + bars["with_consent"]:
                    return False
                if national is True and self.requested in bars["absolute"]:
                    return True
        return None

    def reserved(self, code: str, condition: Doc) -> bool | None:
        """A reservation to the condition's own article."""
        head = str(condition["article"]).split("(")[0]
        for row in self.book.declared(code, self.requested, "reservation"):
            if row["article"].split("(")[0] == head:
                return True
        return None

    # --- conditions ---------------------------------------------------------------------------------------------
    def test(self, condition: Doc, record: Doc, provision: Doc, treaty: bool | None) -> bool | None:
        """The verdict of one condition's test."""
        fact, op, value = condition["fact"], condition["op"], condition["value"]
        if fact.endswith("bound_instruments"):
            verdict = self.codes_bound(fact, value)
            return (None if verdict is None else not verdict) if op == "not_both_bound_by" else verdict
        if fact == "pair.has_applicable_treaty":
            found: Any = self.facts.get(fact) if treaty is None else treaty
        else:
            found = self.computed(fact, record, provision, condition)
            if found is None:
                found = self.facts.get(fact)
        if found is None:
            return None
        return {
            "eq": lambda: found == value,
            "ne": lambda: found != value,
            "in": lambda: found in value,
            "not_in": lambda: found not in value,
            "any_in": lambda: bool(set(found) & set(value)),
            "gte": lambda: found >= value,
            "lte": lambda: found <= value,
            "gt": lambda: found > value,
            "lt": lambda: found < value,
            "on_or_after": lambda: found >= value,
            "before": lambda: found < value,
        }[op]()

    def ignored(self, condition: Doc) -> bool:
        """The purpose of surrender leaves out one side of its threshold."""
        if condition.get("or_group") != "surrender_threshold":
            return False
        purpose = self.facts.get("surrender.purpose")
        sentence = condition["fact"].startswith("sentence.")
        return (purpose == "prosecution" and sentence) or (purpose == "execution" and not sentence)

    def judge(self, record: Doc, provision: Doc, tier: str, treaty: bool | None) -> Doc:
        """Steps 2 to 5 for one provision."""
        tests = [self.test(condition, record, provision, treaty) for condition in provision["conditions"]]
        groups: dict[Any, list[tuple[bool | None, Doc]]] = {}
        for number, (condition, verdict) in enumerate(zip(provision["conditions"], tests, strict=True)):
            if condition["effect"] not in ("required", "bar") or condition.get("only_for"):
                continue
            if self.ignored(condition):
                continue
            met = verdict
            if condition["effect"] == "bar":
                met = None if verdict is None else not verdict
            groups.setdefault(condition.get("or_group") or number, []).append((met, condition))
        closed = not self.in_window(record, provision)
        unknown = []
        for members in groups.values():
            whole = kleene_or([met for met, _ in members])
            closed = closed or whole is False
            if whole is None:
                unknown += [condition for met, condition in members if met is None]
        sources = {self.book.facts[c["fact"]]["source"] for c in unknown}
        verdict = "open" if not unknown else "needs_counsel" if sources == {"judgement"} else "needs_facts"
        return {
            "id": provision["id"],
            "instrument": record["code"],
            "measure": provision["measure"],
            "tier": tier,
            "role": provision.get("role") or "main",
            "adjunct": bool(record["adjunct"] if provision.get("adjunct") is None else provision["adjunct"]),
            "last_resort": bool(
                record["last_resort"] if provision.get("last_resort") is None else provision["last_resort"]
            ),
            "placeholder": bool(record["placeholder"]),
            "verdict": "closed" if closed else verdict,
            "binding_unknown": any(
                c["effect"] == "required" and c["fact"].endswith("bound_instruments") for c in unknown
            ),
            "conditions": tests,
            "rank": None,
        }

    # --- rank ---------------------------------------------------------------------------------------------------
    def rank(self, measure: str, live: list[Doc]) -> None:
        """(a) class, (b) certain binding, (c) precedence; equal ones share a number."""
        names = {o["instrument"] for o in live}
        sent = str(self.facts["request.sent_on"])
        edges = {
            (first, second)
            for rule in self.book.doc["precedence"]
            if rule["kind"] == "instrument"
            and rule.get("use") != "explain"
            and (not rule.get("measures") or measure in rule["measures"])
            and (not rule.get("valid_from") or sent >= rule["valid_from"])
            and (not rule.get("valid_until") or sent <= rule["valid_until"])
            for first in rule["prefer"]
            for second in rule["over"]
            if first in names and second in names and first != second
        }
        for middle in names:
            for first in names:
                for second in names:
                    if (first, middle) in edges and (middle, second) in edges:
                        edges.add((first, second))
        edges = {(first, second) for first, second in edges if (second, first) not in edges}
        number = 0
        for level in sorted({self.level(o) for o in live}):
            left = [o for o in live if self.level(o) == level]
            while left:
                here = {o["instrument"] for o in left}
                top = [o for o in left if not any((other, o["instrument"]) in edges for other in here)]
                number += 1
                for o in top:
                    o["rank"] = number
                left = [o for o in left if o not in top]

    def level(self, o: Doc) -> tuple[int, bool]:
        """Class of record and certainty."""
        if o["last_resort"]:
            return 4, o["binding_unknown"]
        if o["adjunct"] or o["role"] in ("supporting", "applicable_law"):
            return 3, o["binding_unknown"]
        if o["placeholder"]:
            return 2, o["binding_unknown"]
        return (1 if o["role"] == "carrier" else 0), o["binding_unknown"]
