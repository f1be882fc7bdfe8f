"""What stands behind the document: the trace, the record, and the working sheets for whoever prepares it."""

from collections.abc import Iterable, Mapping
from typing import Any

from advisor.dossiers.build.form_parts import labels_said
from advisor.dossiers.build.heads import approval_rows
from advisor.dossiers.build.law_parts import _columns
from advisor.dossiers.build.matter import SURE, Matter
from advisor.dossiers.build.words import humane
from advisor.dossiers.document import Block, Listing, Notice, Paragraph, Rows, Run, Runs, Section, Table, runs
from instruments.source_kinds import SECONDARY, source_kind, sources_for_paper

RESULTS = {
    ("required", "holds"): "holds",
    ("required", "fails"): "fails",
    ("bar", "holds"): "bar_holds",
    ("bar", "fails"): "bar_fails",
    ("discretionary_refusal", "holds"): "refusal_holds",
    ("discretionary_refusal", "fails"): "refusal_fails",
    ("warning", "holds"): "warning_holds",
    ("warning", "fails"): "warning_fails",
}


def trace(matter: Matter) -> list[Block]:
    """Every condition of the option: what was found, what follows, article and source."""
    words = matter.words
    if not matter.because:
        return [Paragraph(words("trace.empty"))]
    sources = _sources(matter)
    table = Table(
        caption=words.text("trace.caption", provision=matter.short),
        columns=_columns(words.raw("trace.columns"), (42, 25, 15, 18)),
        rows=tuple(_condition(matter, row, sources) for row in matter.because),
    )
    blocks: list[Block] = [Paragraph(words("trace.intro")), table]
    if sources:
        rows = tuple((f"[{number}]", (_cited(words, source),)) for source, number in sources.items())
        blocks.append(Rows(rows, caption=str(words.raw("trace.sources"))))
    return blocks


def _sources(matter: Matter) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in matter.because:
        for source in _sources_of(row):
            found.setdefault(source, len(found) + 1)
    return found


def _cited(words: Any, source: str) -> Runs:
    """A source, marked where it is not an official one."""
    if source_kind(source) != SECONDARY:
        return runs(Run(source, "cite"))
    return runs(Run(source, "cite"), " (", str(words.raw("trace.secondary")), ")")


def _sources_of(row: Mapping[str, Any]) -> list[str]:
    named = [row.get("source"), *(row.get("sources") or [])]
    return sources_for_paper(str(source) for source in named if source)


def _condition(matter: Matter, row: Mapping[str, Any], sources: Mapping[str, int]) -> tuple[Runs, ...]:
    words = matter.words
    key = "unknown" if row["verdict"] == "unknown" else RESULTS[row["effect"], row["verdict"]]
    text: list[str | Run | Runs] = [matter.spelled(str(row["text"]))]
    if row.get("only_for"):
        what = humane(str(row["only_for"]).partition(".")[2] or str(row["only_for"]))
        text.append(runs(" (", words("trace.only_for", what=what), ")"))
    found: list[str | Run | Runs] = [matter.found(row)]
    if row.get("assumed"):
        found.append(runs(" (", Run(str(words.raw("trace.assumed")), "mark"), ")"))
    where: list[str | Run | Runs] = [Run(words.article(row["article"]), "cite")]
    where += [f" [{sources[source]}]" for source in _sources_of(row)]
    if "basis" in row and row["basis"] not in SURE:
        where.append(runs(" ", Run(str(words.raw("frame.provisional")), "mark")))
    return (runs(*text), runs(*found), runs(str(words.raw(f"trace.{key}"))), runs(*where))


def record(matter: Matter) -> list[Block]:
    """From which law, on which day, by which programme: enough to find and repeat it."""
    words = matter.words
    route = matter.inputs["route"]
    values = (
        ("edition", str(route["edition"]["label"])),
        ("edition_hash", str(route["edition"]["sha256"])),
        ("day", words.day(str(route["on"]))),
        ("engine", str(route["engine_version"])),
        ("route", str(route["number"])),
        ("route_hash", str(route["sha256"])),
        ("step", str(matter.inputs["step"]["id"])),
        ("inputs", matter.inputs_sha256),
        ("version", str(matter.version)),
    )
    rows = tuple((str(words.raw(f"record.{name}")), (runs(value),)) for name, value in values)
    labels = [Paragraph(labels_said(matter, matter.form))] if matter.private and matter.form is not None else []
    return [Paragraph(words("record.intro")), Rows(rows), *approval_rows(matter), *labels]


def checks(matter: Matter, sections: Iterable[Section]) -> list[Block]:
    """What the preparer has to complete, to settle and to check before this goes out."""
    words = matter.words
    blocks: list[Block] = []
    option = matter.option
    missing = option.get("missing") or []
    if missing:
        blocks.append(Notice(str(words.raw("checks.open")), tuple(runs(matter.question(fact)) for fact in missing)))
    if option.get("would_open_if"):
        opens = tuple(runs(matter.spelled(str(text))) for text in option["would_open_if"])
        blocks.append(Notice(str(words.raw("checks.would_open")), opens))
    if matter.private:
        blocks.append(Notice(str(words.raw("checks.own")), (words("checks.own_said"),)))
    if matter.form is not None:
        blocks.append(Notice(str(words.raw("checks.labels")), (labels_said(matter, matter.form),)))
    blocks += _provisional(matter)
    blocks += _due(matter)
    assumed = [row for row in matter.because if row.get("assumed")]
    if assumed:
        said = {matter.question(row["fact"]): matter.found(row) for row in assumed}
        items = tuple(words("checks.assumed", question=question, value=value) for question, value in said.items())
        blocks.append(Listing(items))
    rows = [
        (words.text("checks.blank_row", part=section.number or section.title), (_in_a_row(_blanks(section)),))
        for section in sections
        if _blanks(section)
    ]
    blocks.append(Rows(tuple(rows), caption=str(words.raw("checks.blanks"))))
    return blocks


def _provisional(matter: Matter) -> list[Block]:
    """Everything used here that was not read in its source, by article."""
    words = matter.words
    rows: list[tuple[str, Runs]] = []
    for row in matter.because:
        if "basis" in row and row["basis"] not in SURE:
            rows.append((words.article(row["article"]), runs(matter.spelled(str(row["text"])))))
    for limit in matter.option.get("time_limits") or []:
        if limit.get("basis") not in SURE:
            rows.append((words.article(limit.get("article")), runs(str(limit["event"]))))
    for ground in matter.option.get("refusal_grounds") or []:
        if ground.get("basis") not in SURE:
            rows.append((words.article(ground.get("article")), runs(matter.spelled(str(ground["text"])))))
    records = _provisional_records(matter)
    read = matter.option.get("confidence") == "verified"
    title = str(words.raw("checks.provisional"))
    if read and not rows and not records:
        return [Notice(title, (words("checks.verified"),))]
    articles = words.articles(list(matter.option["articles"]))
    said = words("checks.some") if read else words("checks.check", what=Run(articles, "cite"))
    lines = [words("checks.check_row", article=Run(article or articles, "cite"), text=text) for article, text in rows]
    for article, text in records:
        cited = Run(words.articles([article]), "cite")
        known = words("checks.check_row", article=cited, text=text) if article else None
        lines.append(known or words("checks.record_row", text=text))
    return [Notice(title, (said,)), *([Listing(tuple(lines))] if lines else [])]


def _provisional_records(matter: Matter) -> list[tuple[str, Runs]]:
    """Rows of the registers that the document prints and nobody read in their source: (article, what they say)."""
    words = matter.words
    rows: list[tuple[str, Runs]] = []
    for row in matter.names["declarations"]:
        if row["confidence"] not in SURE:
            what = words("checks.declaration", state=matter.there, topic=humane(row["topic"]))
            rows.append((words.article(row["article"]), what))
    for row in matter.names["authorities"]:
        if row["confidence"] not in SURE:
            rows.append(("", words("checks.authority", name=row["name"])))
    for row in matter.names.get("participation", []):
        if row["confidence"] not in SURE:
            rows.append(("", words("checks.participation", state=matter.in_text(matter.state(row["state"])))))
    return rows


def _due(matter: Matter) -> list[Block]:
    """The rows behind this document that were due to be read again when it was asked for, with their days."""
    words = matter.words
    lines = []
    for row in matter.inputs.get("freshness") or []:
        what = _row_named(matter, row)
        if row["read_on"]:
            days = {"day": words.day(row["read_on"]), "due": words.day(row["due_on"])}
            lines.append(words("checks.due_row", what=what, **days))
        else:
            lines.append(words("checks.unread_row", what=what))
    return [Notice(str(words.raw("checks.due")), tuple(lines))] if lines else []


def _row_named(matter: Matter, row: Mapping[str, Any]) -> str:
    """A row of the catalogue in the document's words."""
    words, name = matter.words, str(row["name"])
    if row["kind"] == "participation":
        return words.text("checks.participation", state=matter.in_text(matter.state(name)))
    if row["kind"] == "authority":
        return words.text("checks.authority", name=name)
    if row["kind"] == "declaration":
        return words.text("checks.declaration", state=matter.there, topic=humane(name))
    if row["kind"] == "provision":
        name = words.articles(list(matter.option["articles"]))
    return words.text("checks.entry", name=name)


def _blanks(section: Section) -> list[Runs]:
    return [runs(Run(run.text, "blank")) for run in _all_runs(section) if run.kind == "blank"]


def _all_runs(value: Any) -> Iterable[Run]:
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _all_runs(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _all_runs(getattr(value, name))


def _in_a_row(said: list[Runs]) -> Runs:
    """Each once, in one paragraph."""
    pieces: list[Runs] = []
    for index, blank in enumerate(dict.fromkeys(said)):
        pieces += [runs("; "), blank] if index else [blank]
    return runs(*pieces)


def fallback(matter: Matter) -> list[Block]:
    """What to try next, how long it usually takes, and notes of the catalogue."""
    words = matter.words
    known = matter.names["provision"]
    rows: list[tuple[str, tuple[Runs, ...]]] = []
    if known.get("next_step_on_failure"):
        said = (runs(matter.spelled(str(known["next_step_on_failure"]))),)
        rows.append((str(words.raw("fallback.next")), said))
    if known.get("notes"):
        rows.append((str(words.raw("fallback.notes")), (runs(matter.spelled(str(known["notes"]))),)))
    blocks: list[Block] = [Rows(tuple(rows))] if rows else []
    typical = known.get("typical_days")
    if typical:
        blocks.append(Paragraph(words("fallback.typical", low=str(typical[0]), high=str(typical[1]))))
    blocks.append(Paragraph(words("fallback.refused")))
    return blocks
