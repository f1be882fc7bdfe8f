"""Page one, written for whoever receives the document: what is asked, of whom, by whom, on which basis, by when."""

from string import ascii_lowercase

from advisor.dossiers.build.frame_parts import attached
from advisor.dossiers.build.law_parts import form_name, receiver_of
from advisor.dossiers.build.limits import in_emergency, limits_running
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.senders import for_a_party, sender_said
from advisor.dossiers.build.words import first_up
from advisor.dossiers.document import Cover, Rows, Run, Runs, Section, runs

LIMITS_ON_COVER = 2
SUBJECT_ON_COVER = 240
MEASURES_PART = "4"


def title_of(matter: Matter) -> str:
    """The document's title: its prescribed form's name, else the measure's own name in the field where it has one."""
    if matter.named("title"):
        return matter.named("title")
    own = matter.words.get("titles", matter.measure) if matter.kind == "request" else None
    titles = matter.words.raw(f"kinds.{matter.kind}.title")
    found = own or titles.get("outside" if matter.outside_courts else matter.track) or titles["any"]
    return matter.words.fill(str(found), state=matter.there)[0].text


def cover_of(matter: Matter, sections: tuple[Section, ...]) -> Cover:
    """The cover; `sections` are the parts that it points at."""
    words = matter.words
    return Cover(
        sender=sender_said(matter),
        sender_state=matter.state(matter.inputs["agency"]["country"]),
        receiver=receiver_of(matter),
        kicker=matter.named("kicker"),
        title=title_of(matter),
        subtitle=f"{matter.measure_name} · {matter.acting}",
        key=_key(matter),
        summary_title=str(words.raw(f"kinds.{matter.kind}.summary")),
        summary=_summary(matter, sections),
    )


def _key(matter: Matter) -> Rows:
    words = matter.words
    subject = _subject(matter)
    rows: list[tuple[str, tuple[Runs, ...]]] = [
        ("what", (runs(Run(first_up(matter.ask()), "strong"), "."), *([subject] if subject else []))),
        ("of_whom", (receiver_of(matter),)),
        ("by_whom", (runs(sender_said(matter), f", {matter.home}"),)),
        ("basis", (runs(matter.instrument), runs(Run(words.articles(list(matter.option["articles"])), "cite")))),
        ("by_when", (*_limits(matter), words("cover.wanted", blank=words.blank("time.wanted_blank")))),
        ("form", (runs(form_name(matter)),)),
        (
            "attached",
            tuple(runs(f"({letter}) {item}") for letter, item in zip(ascii_lowercase, attached(matter), strict=False)),
        ),
        ("file", (runs(Run(str(matter.case["reference"]), "quote")),)),
    ]
    if matter.kind != "note":
        rows.append(("answer", (words("cover.answer_slip"),)))
    return Rows(tuple((str(words.raw(f"key.{name}")), said) for name, said in rows))


def _subject(matter: Matter) -> Runs:
    """The subject as the document says it; a long one is cut here where it stands in full in a part."""
    said = _subject_said(matter)
    if len(said) <= SUBJECT_ON_COVER or not _subject_part(matter):
        return runs(Run(said, "quote"))
    cut = said[:SUBJECT_ON_COVER].rsplit(" ", 1)[0]
    return runs(Run(f"{cut} …", "quote"), " ", matter.words("cover.in_full", part=_subject_part(matter)))


def _subject_said(matter: Matter) -> str:
    """What was typed into the form's box for the subject, for this document alone, else the subject of the need."""
    parts = matter.form.sections if matter.form is not None else ()
    places = [box.place for part in parts for box in part.boxes if box.fill == "subject"]
    typed = (matter.typed.get(place, "").strip() for place in places)
    return next(filter(None, typed), str(matter.need.get("subject") or ""))


def _subject_part(matter: Matter) -> str:
    return MEASURES_PART if matter.form is None else matter.form.subject_mark


def _limits(matter: Matter) -> tuple[Runs, ...]:
    words = matter.words
    said = []
    for limit in limits_running(matter)[:LIMITS_ON_COVER]:
        article = words.article(limit.get("article"))
        span = words.limit(limit.get("duration"), limit.get("unit"))
        only = f" ({words.raw('time.emergency')})" if in_emergency(limit) else ""
        event = first_up(runs(str(limit["event"]), only))
        if article:
            said.append(words("cover.when", event=event, limit=span, article=Run(words.articles([article]), "cite")))
        else:
            said.append(words("cover.when_bare", event=event, limit=span))
    return tuple(said) or (words("cover.no_limit"),)


def _summary(matter: Matter, sections: tuple[Section, ...]) -> tuple[Runs, ...]:
    words = matter.words
    open_facts = len(matter.option.get("missing") or [])
    verdict = str(matter.option["verdict"])
    case_key = "cover.case_note" if matter.kind == "note" else "cover.case"
    articles = words.articles(list(matter.option["articles"]))
    reference = Run(str(matter.case["reference"]), "quote")
    ours = (
        words("cover.case_private", reference=reference)
        if matter.private or for_a_party(matter)  # the stage is the agency's own case's
        else words(
            case_key,
            title=Run(str(matter.case["title"]), "quote"),
            reference=reference,
            stage=str(words.raw(f"stages.{matter.case['stage']}")),
        )
    )
    found = () if matter.private else (words(f"cover.{verdict}", n=str(open_facts)),)
    asked = matter.say("cover.ask", ask=matter.ask())
    basis = words("cover.basis", title=matter.short, articles=Run(articles, "cite"))
    return (ours, asked, basis, *found, _where(matter, sections))


def _where(matter: Matter, sections: tuple[Section, ...]) -> Runs:
    marks = [part.number for part in sections if part.number] or [f'"{part.title}"' for part in sections]
    form_key = "cover.more_private" if matter.private else "cover.more_form"
    key = "cover.more" if matter.form is None else form_key
    return matter.words(key, first=marks[0], last=marks[-1])
