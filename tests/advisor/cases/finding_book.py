"""Cases to be found, and questions with the cases they must find: asked on PostgreSQL by the suite, and on SQLite.

Run as a module it asks them on the embedded default (ADVISOR_DATA names an empty folder) and prints one line of JSON.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
QUESTIONS: dict[str, set[str]] = {
    "iptv": {"A-1"},
    "IPTV-2026": {"A-1"},
    "piráte": {"A-1"},
    "PIRATE reseller": {"A-1"},
    "reseller pirate": {"A-1"},
    "eseller": set(),
    "zizkov": {"B-2"},
    "Žižkov": {"B-2"},
    "strasse": {"B-2"},
    "Straße": {"B-2"},
    "kobenhavn": {"B-2"},
    "evil.example": {"A-1"},
    "evil[.]example": {"A-1"},
    "hxxp://evil[.]example": set(),
    "evil": {"A-1"},
    "198.51.100.7": {"A-1"},
    "198[.]51[.]100[.]7": {"A-1"},
    "018000001": {"B-2"},
    "ACME holder": {"B-2"},
    "panel administrator": {"A-1"},
    "warehouse": {"A-1", "B-2"},
    "withdrawnword": set(),
    "noteword": {"A-1"},
    "citedword": {"A-1"},
    "hiddenword": set(),
    "o'hara": {"B-2"},
    "' or 1=1 --": set(),
    "a:* | b": {"B-2"},  # two words, no operators
    "%": set(),
    "_": set(),
    "!": set(),
    "": set(),
    "日本": {"B-2"},
}


def cases_made(user: Any) -> None:
    """Two cases, written row by row: the catalogue is not asked."""
    from advisor.cases.models import Case, CaseNote, Entity, Need, Right
    from advisor.walk.models import Contact

    common = {"agency": user.agency, "created_by": user, "created_at": NOW, "updated_at": NOW}
    common["opened_on"] = date(2026, 1, 1)
    first = Case.objects.create(
        **common, reference="A-1", title="Pirate IPTV reseller network 2026", summary="A warehouse in Lyon",
        requesting_state="FR", track="criminal", stage="trial",
    )  # fmt: skip
    second = Case.objects.create(
        **common, reference="B-2", title="Žižkov, Straße 5, København", summary="warehouse of O'Hara 日本",
        requesting_state="FR", track="civil", stage="trial",
    )  # fmt: skip
    own = {"case": first, "agency": user.agency}
    Need.objects.create(**own, key="n1", position=1, measure="m", subject="data of the panel's administrator account")
    thing = {"added_by": user, "added_at": NOW}
    Entity.objects.create(**own, key="e1", position=1, kind="domain", value="evil.example", **thing)
    Entity.objects.create(**own, key="e2", position=2, kind="ip", value="198.51.100.7", **thing)
    Right.objects.create(
        case=second, agency=user.agency, key="r1", position=1, kind="eu_trade_mark", number="018000001",
        holder="ACME Holder",
    )  # fmt: skip
    CaseNote.objects.create(**own, number=1, text="noteword", by=user, at=NOW)
    CaseNote.objects.create(**own, number=2, text="withdrawnword", by=user, at=NOW, withdrawn_at=NOW, withdrawn_by=user)
    told = {"happened_on": date(2026, 1, 1), "by": user, "at": NOW}
    Contact.objects.create(**own, number=1, who="w", asked="citedword", citable=True, need_key="n1", **told)
    Contact.objects.create(**own, number=2, who="w", asked="hiddenword", **told)


def asked(user: Any) -> dict[str, list[str]]:
    """What each question finds for a person."""
    from advisor.cases.finding import cases_found, texts_renew
    from advisor.cases.selectors import cases_for

    texts_renew(cases_for(user))
    return {
        question: sorted(cases_found(cases_for(user), question).values_list("reference", flat=True))
        for question in QUESTIONS
    }


def main() -> None:
    import json

    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from advisor.accounts.models import Agency, User

    call_command("migrate", verbosity=0)
    agency = Agency.objects.create(code="lyon", name="Lyon", country="FR")
    user = User.objects.create(email="i@lyon.example", role="investigator", agency=agency)
    cases_made(user)
    print(json.dumps({"engine": connection.vendor, "found": asked(user)}))


if __name__ == "__main__":
    main()
