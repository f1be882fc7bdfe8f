"""The systems that the study of 2021 names, as the catalogue holds them. Pure.

The records say themselves that the study names them (`in_seed`); the parties of the list below stand beside them
because the study names them as a group. Each system leads to its own page.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.languages.words import worded
from instruments.editions import CurrentEdition
from instruments.selectors import instrument_applies

# The networks that the study speaks of as the practitioners' own, beside G7 24/7 and EIPPN, which it names.
PRACTITIONERS = (
    "eurojust",
    "ejn",
    "ejn-civil",
    "ejcn",
    "budapest-24-7",
    "interpol",
    "europol",
    "carin",
    "euipo-observatory",
)
# The agreements under the CLOUD Act, which have records of their own.
AGREEMENTS = ("us-uk-data-access", "us-au-data-access", "us-ca-data-access-negotiation")
NETWORK = "network"


def systems(edition: CurrentEdition, on: date) -> list[dict[str, Any]]:
    """Every system with what it does here: its provisions, their measures, its rung, and what follows it."""
    book = edition.rulebook
    records = {record["code"]: record for record in edition.document["instruments"]}
    named = {code for code, record in records.items() if record["in_seed"]} | {*PRACTITIONERS, *AGREEMENTS} & set(
        records
    )
    found = []
    for code in named:
        record, known = records[code], book.instruments[code]
        measures = dict.fromkeys(provision["measure"] for provision in record["provisions"])
        after = {
            other["code"]
            for other in records.values()
            if other["code"] in record["superseded_by"] or code in other["supersedes"]
        }
        found.append(
            {
                "code": code,
                "title": known.short_title,
                "long": known.title,
                "tier": known.tier,
                "network": record["kind"] == NETWORK,
                "applies": instrument_applies(book, code, on=on),
                "from": record["applies_from"],
                "until": record["applies_until"],
                "status": (record.get("status_note") or {}).get("text", ""),
                "scope": record["ip_scope"],
                "provisions": len(record["provisions"]),
                "measures": [(measure, worded(book.measures[measure].name)) for measure in measures],
                "after": sorted((other, book.instruments[other].short_title) for other in after),
            }
        )
    return sorted(found, key=lambda row: (row["network"], row["title"].lower()))
