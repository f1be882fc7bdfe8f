"""The parts that say the law: authorities, legal basis, time limits, form and language, grounds for refusal."""

from collections.abc import Mapping
from typing import Any

from advisor.dossiers.build.limits import in_emergency
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.senders import sender_said
from advisor.dossiers.build.words import humane
from advisor.dossiers.document import Block, Column, Paragraph, Rows, Run, Runs, Table, runs

ADDRESSEES = (
    "receiving_authority",
    "executing_authority",
    "central_authority",
    "receiving_agency",
    "contact_point_24_7",
)
LANGUAGES = "languages_accepted"
COERCIVE_ONLY_RULES = ("none", "none_for_hearing")


def receiver_of(matter: Matter) -> Runs:
    """Whom the document goes to: an authority of the catalogue if there is exactly one of the right kind, else a
    blank.
    """
    words = matter.words
    if matter.kind in ("request", "contact"):
        for role in ADDRESSEES:
            named = [row for row in matter.names["authorities"] if row["role"] == role]
            if len(named) == 1:
                place = ", ".join(part for part in (named[0]["name"], named[0]["city"], matter.acting) if part)
                return runs(place)
        return runs(words.blank("authorities.competent_blank", state=matter.there))
    key = "court_blank" if matter.kind == "note" else "provider_blank"
    return runs(words.blank(f"authorities.{key}", state=matter.there))


def authorities(matter: Matter) -> list[Block]:
    """Who asks, who is asked, and what the catalogue knows about the receiver."""
    words = matter.words
    agency = matter.inputs["agency"]
    rows: list[tuple[str, tuple[Runs, ...]]] = [
        (
            matter.named("sender"),
            (
                sender_said(matter),
                runs(matter.state(agency["country"])),
                runs(words.blank("authorities.address_blank")),
            ),
        ),
        (str(words.raw("authorities.official")), (runs(words.blank("authorities.official_blank")),)),
        (str(words.raw("authorities.contact")), (runs(words.blank("authorities.contact_blank")),)),
        (str(words.raw(f"kinds.{matter.kind}.receiver")), (receiver_of(matter),)),
    ]
    if matter.option.get("issuing_authority"):
        key, said = _issuers(matter.option["issuing_authority"])
        rows.append((str(words.raw(f"authorities.{key}")), (runs(matter.spelled(said)),)))
    blocks: list[Block] = [Rows(tuple(rows))]
    listed = matter.names["authorities"]
    if listed:
        blocks += [
            Paragraph(words("authorities.listed", state=matter.there)),
            _authority_table(matter, listed),
        ]
    elif matter.kind in ("request", "contact"):
        blank = words.blank("authorities.competent_blank", state=matter.there)
        blocks.append(Paragraph(words("authorities.none", state=matter.there, blank=blank)))
    return blocks


def _issuers(named: str | list[str]) -> tuple[str, str]:
    """(key of the row's label, what it says): a rule in words, or a list of codes of those who may ask."""
    if isinstance(named, str):
        return "issuing", named
    return "who_may_ask", ", ".join(humane(code) for code in named)


def _authority_table(matter: Matter, listed: list[Mapping[str, Any]]) -> Table:
    words = matter.words
    roles = words.raw("roles")
    return Table(
        caption=words.text("authorities.listed", state=matter.there),
        columns=_columns(words.raw("authorities.columns"), (24, 42, 18, 16)),
        rows=tuple(
            (
                runs(str(roles.get(row["role"]) or "") or words.kept(humane(row["role"]))),
                runs(row["name"]),
                runs(row["city"]),
                matter.mark(row["confidence"]),
            )
            for row in listed
        ),
    )


def _columns(headings: list[str], widths: tuple[int, ...]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in zip(headings, widths, strict=True))


def basis(matter: Matter) -> list[Block]:
    """The instrument, its articles, that it binds both sides, and what the receiving State declared."""
    words = matter.words
    articles = Run(words.articles(list(matter.option["articles"])), "cite")
    edition = str(matter.inputs["route"]["edition"]["label"])
    blocks: list[Block] = [
        Paragraph(matter.say("basis.under", title=Run(matter.instrument, "strong", lang=matter.catalogue_language))),
        Paragraph(words("basis.articles", articles=articles)),
    ]
    if matter.kind == "letter":
        blocks.append(Paragraph(words("basis.voluntary")))
    if matter.kind == "contact":
        blocks.append(Paragraph(words("basis.contact")))
    if matter.kind == "note":
        blocks.append(Paragraph(words("basis.outside" if matter.outside_courts else "basis.note", state=matter.there)))
    binding = next(
        (row for row in matter.because if row["op"] == "both_bound_by" and row["effect"] == "required"), None
    )
    if binding and binding["verdict"] == "holds":
        blocks.append(Paragraph(words("basis.bound", found=matter.found(binding))))
    elif binding and binding["verdict"] == "unknown":
        blocks.append(Paragraph(words("basis.bound_open", text=matter.spelled(binding["text"]))))
    blocks.append(Paragraph(words("basis.day", day=words.day(str(matter.inputs["route"]["on"])), edition=edition)))
    blocks.append(_published(matter))
    if matter.names["declarations"]:
        blocks.append(_declarations(matter))
    return blocks


def _published(matter: Matter) -> Rows:
    words = matter.words
    known = matter.names["instrument"]
    identifiers = known.get("identifiers") or {}
    said = "; ".join(_identifier(name, str(value)) for name, value in identifiers.items())
    rows: list[tuple[str, tuple[Runs, ...]]] = [
        (str(words.raw("basis.title")), (runs(matter.instrument), runs(f"({matter.short})")))
    ]
    if said:
        rows.append((str(words.raw("basis.identifiers")), (runs(said),)))
    if known.get("url"):
        rows.append((str(words.raw("basis.published")), (runs(Run(str(known["url"]), "cite")),)))
    return Rows(tuple(rows))


def _identifier(name: str, value: str) -> str:
    """'CELEX 32014L0041'; an identifier that begins with its own label carries it once ('OJ L 130')."""
    label = humane(name).upper() if len(name) < 6 else humane(name)
    return value if value.upper().startswith(f"{label.upper()} ") else f"{label} {value}"


def _declarations(matter: Matter) -> Table:
    words = matter.words
    return Table(
        caption=words.text("basis.declarations", state=matter.there),
        columns=_columns(words.raw("basis.declaration_columns"), (20, 50, 14, 16)),
        rows=tuple(
            (
                runs(words.kept(humane(row["topic"]))),
                runs(_declared(matter, row)),
                runs(Run(words.article(row["article"]), "cite")),
                matter.mark(row["confidence"]),
            )
            for row in matter.names["declarations"]
        ),
    )


def _declared(matter: Matter, row: Mapping[str, Any]) -> str:
    codes = str(row["value"]).replace(";", ",").split(",")
    if "language" in row["topic"] and all(len(code.strip()) == 2 for code in codes):
        return matter.words.languages_of([code.strip() for code in codes])
    value = str(row["value"])
    return matter.spelled(value if " " in value else humane(value))


def limits_only(matter: Matter) -> list[Block]:
    """The legal time limits as recorded, and until when the data are kept."""
    words = matter.words
    limits = matter.option.get("time_limits") or []
    blocks: list[Block] = []
    if limits:
        blocks.append(
            Table(
                caption=str(words.raw("time.caption")),
                columns=_columns(words.raw("time.columns"), (48, 20, 16, 16)),
                rows=tuple(_limit_row(matter, limit) for limit in limits),
            )
        )
    else:
        blocks.append(Paragraph(words("time.none")))
    retention = matter.inputs["facts"].get("data.retention_until")
    if retention:
        blocks.append(Paragraph(words("time.retention", day=words.day(str(retention)))))
    return blocks


def time(matter: Matter) -> list[Block]:
    """The legal time limits, and why it is urgent."""
    words = matter.words
    blocks = limits_only(matter)
    blocks.append(
        Rows(
            (
                (str(words.raw("time.urgency")), (runs(words.blank("time.urgency_blank")),)),
                (str(words.raw("time.wanted")), (runs(words.blank("time.wanted_blank")),)),
            )
        )
    )
    return blocks


def _limit_row(matter: Matter, limit: Mapping[str, Any]) -> tuple[Runs, ...]:
    words = matter.words
    event = str(limit["event"])
    note = f" ({matter.spelled(str(limit['note']))})" if limit.get("note") else ""
    only = f" ({words.raw('time.emergency')})" if in_emergency(limit) else ""
    return (
        runs(event[:1].upper() + event[1:], only, note),
        runs(words.limit(limit.get("duration"), limit.get("unit"))),
        runs(Run(words.article(limit.get("article")), "cite")),
        matter.mark(limit.get("basis")),
    )


def form_name(matter: Matter) -> str:
    """The form, or that none is prescribed."""
    form = str(matter.option.get("form") or "")
    if form.lower() in ("", "-", "none", "none yet", "none prescribed"):
        return str(matter.words.raw("form.free"))
    return form


def form(matter: Matter) -> list[Block]:
    """Form, channel, language and translation."""
    words = matter.words
    named = form_name(matter)
    free = named == words.raw("form.free")
    said = runs(named) if free else words("form.prescribed", form=Run(named, "strong"))
    rows: list[tuple[str, tuple[Runs, ...]]] = [(str(words.raw("form.form")), (said,))]
    if matter.option.get("channel"):
        rows.append((str(words.raw("form.channel")), (runs(matter.spelled(str(matter.option["channel"]))),)))
    if language := language_said(matter):
        rows.append((str(words.raw("form.language")), language))
    rows.append((str(words.raw("form.translation")), (runs(words.blank("form.translation_blank")),)))
    return [Rows(tuple(rows))]


def language_said(matter: Matter) -> tuple[Runs, ...]:
    """Which language the receiver accepts: as declared, else by the rule, and the official languages."""
    words = matter.words
    language = _languages_declared(matter)
    if not language and words.article(matter.option.get("languages")):
        language.append(runs(matter.spelled(str(matter.option["languages"]))))
    spoken = matter.names["states"].get(matter.names["acting_state"], {}).get("languages") or []
    if spoken:
        language.append(words("form.official", state=matter.there, languages=words.languages_of(spoken)))
    return tuple(language)


def _languages_declared(matter: Matter) -> list[Runs]:
    """What the acting State itself declared, article and status beside it; it stands over the rule's general words."""
    words = matter.words
    said = []
    for row in matter.names["declarations"]:
        if row["topic"] == LANGUAGES:
            text = words("form.declared", state=matter.there, languages=_declared(matter, row))
            article = words.article(row["article"])
            cited = runs(Run(words.articles([article]), "cite"), ", ") if article else ()
            said.append(runs(text, " (", cited, matter.mark(row["confidence"]), ")."))
    return said


def refusal(matter: Matter) -> list[Block]:
    """Each ground that the receiver may look at, and what the stated facts show about it; no more is said."""
    words = matter.words
    grounds = matter.option.get("refusal_grounds") or []
    if not grounds:
        return [Paragraph(words("refusal.none"))]
    table = Table(
        caption=matter.word("sections.refusal"),
        columns=_columns(words.raw("refusal.columns"), (40, 13, 15, 32)),
        rows=tuple(
            (
                runs(matter.spelled(str(ground["text"]))),
                runs(Run(words.article(ground.get("article")), "cite")),
                runs(str(words.raw("refusal.mandatory" if ground.get("mandatory") else "refusal.optional"))),
                _seen(matter, ground),
            )
            for ground in grounds
        ),
    )
    return [Paragraph(matter.say("refusal.intro")), table]


def _seen(matter: Matter, ground: Mapping[str, Any]) -> Runs:
    words = matter.words
    rule = (matter.option.get("dual_criminality") or {}).get("rule")
    if str(ground["code"]).startswith("dual-criminality") and rule in COERCIVE_ONLY_RULES:
        return words("refusal.waived")
    article = words.article(ground.get("article"))
    touching = [
        row
        for row in matter.because
        if article and row["article"] == article and row["effect"] in ("discretionary_refusal", "bar", "warning")
    ]
    for verdict in ("holds", "unknown", "fails"):
        for row in touching:
            if row["verdict"] == verdict:
                if verdict == "unknown":
                    return words("refusal.unknown")
                key = "refusal.raised" if verdict == "holds" else "refusal.clear"
                return words(key, found=matter.stated(row))
    return words("refusal.not_seen")
