"""A small book to break: two States' worth of law, written as files that a test changes by words.

*Writes* a catalogue folder below a test's own folder. The shipped catalogue is too large to be changed by hand in a
test.
"""

from pathlib import Path
from typing import Any

from instruments.records import uses_counted
from instruments.to_fixtures import book_sorted, book_write
from routing.memberships import JIT_BASES, MLA_TREATIES, SCHENGEN_CONVENTION, START_DECIDES, START_DENIES

SOURCE = "https://example.org/text"


def condition(fact: str, op: str, value: Any, effect: str = "required", **more: Any) -> dict[str, Any]:
    """A condition with an article and a mark."""
    return {
        "fact": fact,
        "op": op,
        "value": value,
        "effect": effect,
        "article": "1",
        "text": f"Tests {fact}.",
        "basis": "memory",
        **more,
    }


def provision(identity: str, measure: str, *conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A provision with everything that must be there."""
    return {
        "id": identity,
        "measure": measure,
        "role": "main",
        "articles": ["1"],
        "form": "letter",
        "channel": "central authorities",
        "issuing_authority": "judge",
        "conditions": list(conditions),
        "dual_criminality": {"rule": "none", "article": None, "text": "-"},
        "time_limits": [],
        "languages": "English",
        "refusal_grounds": [],
        "costs": "-",
        "confidence": "memory",
        "sources": ["memory"],
        **more,
    }


def instrument(code: str, *provisions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An instrument with everything that must be there."""
    return {
        "code": code,
        "title": f"Convention called {code}",
        "short_title": code.title(),
        "kind": "convention",
        "track": ["criminal"],
        "tier": "formal",
        "url": None,
        "adopted": "1990-01-01",
        "in_force": "1991-01-01",
        "applies_from": "1991-01-01",
        "applies_until": None,
        "transition": {"mode": "by_request", "note": "The day of the request."},
        "supersedes": [],
        "superseded_by": [],
        "in_seed": False,
        "underused": False,
        "adjunct": False,
        "last_resort": False,
        "placeholder": False,
        "ip_scope": "Any.",
        "bound_states": "See the table.",
        "pairing": {"rule": "multilateral", "missing_row_means": "not_bound"},
        "notes": "None.",
        "sources": ["memory"],
        "provisions": list(provisions),
        **more,
    }


def state(iso2: str, iso3: str, name: str, **more: str) -> dict[str, str]:
    """A row of the States."""
    return {
        "iso2": iso2,
        "iso3": iso3,
        "name": name,
        "official_languages": "en",
        "eu_member_since": "",
        "eu_member_until": "",
        "schengen": "no",
        "council_of_europe": "yes",
        "legal_tradition": "civil",
        "wto_member": "yes",
        "notes": "",
        **more,
    }


def bound(code: str, iso2: str, since: str = "1991-01-01", until: str = "", **more: str) -> dict[str, str]:
    """A participation row."""
    return {
        "instrument": code,
        "iso2": iso2,
        "status": "bound",
        "since": since,
        "until": until,
        "partial": "",
        "note": "",
        "source": "",
        "confidence": "memory",
        **more,
    }


def small_book() -> dict[str, Any]:
    """Two conventions, three States, two facts, two measures, a ladder, a ground, a network and a rule."""
    both = condition("pair.bound_instruments", "both_bound_by", ["old-treaty"])
    search = provision(
        "old-treaty/search",
        "criminal.search_and_seizure",
        both,
        condition("offence.serious", "eq", True),
        time_limits=[
            {"event": "answer", "duration": 30, "unit": "calendar_days", "article": "2", "basis": "memory"},
            {"event": "as soon as possible", "duration": None, "article": "3", "note": "in words", "basis": "memory"},
        ],
        refusal_grounds=[
            {"code": "public-policy", "article": "4", "mandatory": False, "text": "Public policy.", "basis": "memory"}
        ],
    )
    exchange = provision(
        "help-net/exchange",
        "voluntary.authority_exchange",
        condition("requester.kind", "in", ["police", "prosecutor"]),
        condition("request.sent_on", "on_or_after", "2001-01-01", "warning"),
    )
    network = {
        "code": "help-net",
        "name": "Network of helpers",
        "states": ["FR", "NO"],
        "closed": True,
        "areas": ["criminal"],
        "members": "France and Norway",
        "who_may_use": "Prosecutors",
        "can_do": "Advice",
        "limits": "No coercion",
        "sources": ["memory"],
        "provisions": ["help-net/exchange"],
        "url": "https://example.org/",
    }
    return uses_counted(
        book_sorted(
            {
                "format": 1,
                "instruments": [
                    instrument("old-treaty", search, identifiers={"cets": "30"}, aliases=["treaty-of-old"]),
                    instrument("help-net", exchange, kind="network", tier="voluntary", adjunct=True, pairing=NO_PAIR),
                    *(instrument(code) for code in sorted(NAMED_BY_THE_ENGINE)),
                ],
                "facts": FACTS,
                "refusal_grounds": [{"code": "public-policy", "text": "Public policy.", "earlier_codes": ["ordre"]}],
                "offence_lists": {"list_one": {"text": "A list.", "ip_entry": None, "basis": "memory"}},
                "networks": [network],
                "measures": {
                    "criminal": {"search_and_seizure": {"name": "Search and seizure", "seed": True}},
                    "voluntary": {"authority_exchange": {"name": "Exchange"}},
                },
                "ladder": {
                    "criminal.search_and_seizure": {
                        "voluntary": ["voluntary.authority_exchange"],
                        "single_jurisdiction": [],
                    }
                },
                "jurisdictions": [
                    state("FR", "FRA", "France", eu_member_since="1958-01-01"),
                    state("NO", "NOR", "Norway"),
                    state("CZ", "CZE", "Czechia", eu_member_since="2004-05-01"),
                ],
                "participation": [bound("old-treaty", "FR"), bound("old-treaty", "NO", until="2019-12-31")],
                "declarations": [
                    {
                        "instrument": "old-treaty",
                        "iso2": "FR",
                        "topic": "languages_accepted",
                        "value": "fr",
                        "article": "5",
                        "source": "",
                        "confidence": "memory",
                    }
                ],
                "authorities": [
                    {
                        "instrument": "old-treaty",
                        "iso2": "NO",
                        "role": "central_authority",
                        "name": "Ministry of Justice",
                        "city": "Oslo",
                        "public_url": "",
                        "source": "",
                        "confidence": "memory",
                    }
                ],
                "precedence": [
                    {
                        "id": "p1",
                        "kind": "instrument",
                        "between": "any",
                        "prefer": ["old-treaty"],
                        "over": ["help-net"],
                        "condition": "always",
                        "article": "6",
                        "basis": "memory",
                    }
                ],
                "sources": [{"citation": "memory", "kind": "memory"}],
            }
        )
    )


# Computed facts rest on these: a book without them is refused by the engine's linting.
NAMED_BY_THE_ENGINE = {*JIT_BASES, *MLA_TREATIES, *START_DECIDES, *START_DENIES, *SCHENGEN_CONVENTION}
NO_PAIR = {"rule": "multilateral", "missing_row_means": "unknown"}
FACTS = [
    {
        "name": "offence.serious",
        "type": "bool",
        "scope": "case",
        "source": "judgement",
        "question": "Is the offence serious?",
        "help": "By its maximum penalty.",
    },
    {
        "name": "pair.bound_instruments",
        "type": "text",
        "scope": "pair",
        "source": "derived",
        "question": "Which instruments bind both States?",
        "help": "From the table.",
    },
    {
        "name": "request.sent_on",
        "type": "date",
        "scope": "need",
        "source": "asked",
        "question": "When is the request sent?",
        "help": "The day of dispatch.",
    },
    {
        "name": "requester.kind",
        "type": "enum",
        "values": ["police", "prosecutor", "court"],
        "scope": "case",
        "source": "asked",
        "question": "Who asks?",
        "help": "Your office.",
    },
]


def small_folder(folder: Path) -> Path:
    """The small book as files."""
    book_write(small_book(), folder)
    return folder
