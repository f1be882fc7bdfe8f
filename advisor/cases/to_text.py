"""An answer as text for a person at a terminal: the plan of each need first, a line a step; then what to ask and mind.

A full page says for each step also which paper goes how to whom, what it waits for, what else there is and why not.

Pure: the contract's answer, the case document and the rulebook's names go in, lines come out. A word carries every
verdict; colour only underlines it, and only when the page says so.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routing.citations import article_reference
from routing.rulebook import Rulebook

NARROW, WIDE = 56, 110
MARGIN = "    "
SIGNS = {"open": "+", "needs_facts": "?", "needs_counsel": "!", "closed": "-"}
WORDS = {
    "open": "open",
    "routed": "route found",
    "needs_facts": "needs facts",
    "needs_counsel": "needs counsel",
    "closed": "closed",
    "no_route": "no formal route in the catalogue",
}
COLOURS = {"open": 32, "routed": 32, "needs_facts": 33, "needs_counsel": 35, "closed": 31, "no_route": 31}
PURPOSES = {"secure": "secure", "support": "support"}
TIERS = {"voluntary": "voluntary", "single_jurisdiction": "one State", "formal": "formal"}
PROVISIONAL = "provisional"
NONE = "-"
HARD_SPACE = "\ue000"  # a space that no line breaks at
EFFECTS = {"required": "needs: ", "bar": "barred: "}
MOST_QUESTIONS, MOST_CLOSED = 10, 6

MORE = (
    "--full adds to each step its form, issuing authority, channel, language and time limits, what it waits for, what "
    "else there is, and why not the rest."
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """How wide a line may be, in characters, whether colour codes may be used, and whether all is told."""

    width: int = 80
    colour: bool = False
    full: bool = False

    @property
    def columns(self) -> int:
        """The width that is really used: lines beyond WIDE are hard to read, below NARROW nothing fits."""
        return max(NARROW, min(self.width, WIDE))

    def painted(self, text: str, *codes: int) -> str:
        """The text between colour codes, or as it is."""
        return f"\033[{';'.join(map(str, codes))}m{text}\033[0m" if self.colour and codes else text

    def verdict(self, code: str) -> str:
        """The word for a verdict or a status."""
        return self.painted(WORDS.get(code, code), 1, COLOURS.get(code, 0))

    def wrapped(self, label: str, text: str, indent: int) -> str:
        """A label and its text, the text wrapped and hanging under its own beginning."""
        head = " " * indent + label
        filled = textwrap.fill(
            " ".join(text.split()),
            width=self.columns,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )
        return filled.replace(HARD_SPACE, " ")


def answer_to_text(answer: Json, case: Json, rulebook: Rulebook, page: Page) -> str:
    """The whole answer, ended by an empty line. `case` is the document that was asked about."""
    lines = [*_heading(answer, case, rulebook, page)]
    for need in answer["needs"]:
        lines += ["", *_need(need, rulebook, page)]
    for block in (_questions(answer, page), _alternatives(answer, rulebook, page), _warnings(answer, page)):
        lines += block
    if not page.full:
        lines += ["", page.wrapped("", MORE, 0)]
    return "\n".join(lines) + "\n\n"


def _heading(answer: Json, case: Json, rulebook: Rulebook, page: Page) -> Iterator[str]:
    title = f"{answer['reference']}  {case.get('title', '')}".strip()
    yield page.painted("=" * page.columns, 2)
    yield from (page.painted(line, 1) for line in page.wrapped("", title, 0).splitlines())
    state = _state(rulebook, case.get("requesting_state"))
    edition = f"{answer['edition']['label']} ({answer['edition']['sha256'][:12]})"
    facts = f"{state}, {case.get('track')}, {case.get('stage')}. Law of {answer['on']}, edition {edition}."
    yield page.wrapped("", facts, 0)
    counts = {code: sum(need["status"] == code for need in answer["needs"]) for code in WORDS}
    shares = ", ".join(f"{count} {WORDS[code]}" for code, count in counts.items() if count)
    total = len(answer["needs"])
    said = f"[{_hard(answer['status'])}] {total} need{'s' if total != 1 else ''}: {shares}"
    yield _coloured(page.wrapped("", said, 0), answer["status"], page)
    yield page.painted("=" * page.columns, 2)


def _need(need: Json, rulebook: Rulebook, page: Page) -> Iterator[str]:
    measure = _measure(rulebook, need["measure"]) + (f" ({need['variant']})" if need.get("variant") else "")
    where = _state(rulebook, need["requested_state"]) if need["requested_state"] else "State not known yet"
    title = f"{need['id']}  {measure}: {where}"
    yield _coloured(page.wrapped("", f"{title} [{_hard(need['status'])}]", 0), need["status"], page, 1)
    if page.full and need.get("subject"):
        yield page.wrapped("", need["subject"], len(MARGIN))
    by_provision = {option["provision"]: option for option in need["options"]}
    for step in need["plan"]:
        if page.full or step["purpose"] != "support":
            yield from _step(step, by_provision, need, rulebook, page)
    if not need["plan"]:
        yield f"{MARGIN}Nothing in the catalogue fits as things stand."
    if page.full:
        yield from _closed(need, page)
    else:
        yield from _supporting(need, by_provision, page)


def _supporting(need: Json, options: Mapping[str, Json], page: Page) -> Iterator[str]:
    """The steps that only help another, on one line."""
    said = [step for step in need["plan"] if step["purpose"] == "support"]
    names = dict.fromkeys(f"{options[s['provision']]['short_title']} [{_hard(s['verdict'])}]" for s in said)
    if names:
        yield page.wrapped("   support   ", ", ".join(names), len(MARGIN))


def _step(step: Json, options: Mapping[str, Json], need: Json, rulebook: Rulebook, page: Page) -> Iterator[str]:
    option = options[step["provision"]]
    kind = PURPOSES.get(step["purpose"]) or TIERS[step["tier"]]
    own = step["measure"] == need["measure"]
    what = "" if own else f"{_measure(rulebook, step['measure'])}: "
    mark = f", {PROVISIONAL}" if option.get("provisional") else ""
    acts = step.get("acting_state")
    place = f", acting State {_state(rulebook, acts)}" if acts and acts != need["requested_state"] else ""
    label = f"{step['order']:>2} {kind:<9} "
    tier = f" ({TIERS[step['tier']]})" if step["purpose"] in PURPOSES and page.full else ""
    articles = f", {_articles(option)}" if own or page.full else ""
    text = f"{what}{option['short_title']}{articles}{tier}{place} [{_hard(step['verdict'])}{mark}]"
    yield _coloured(page.wrapped(label, text, len(MARGIN)), step["verdict"], page)
    if page.full:
        yield from _detail(step, options, need, rulebook, page, indent=len(MARGIN) + len(label))


def _detail(
    step: Json, options: Mapping[str, Json], need: Json, rulebook: Rulebook, page: Page, *, indent: int
) -> Iterator[str]:
    """What to do with a step, what it waits for, and what else there is."""
    option, own = options[step["provision"]], step["measure"] == need["measure"]
    if own:
        for name, value in _to_do(option):
            yield page.wrapped(f"{name}: ", value, indent)
    if option["missing"]:
        yield page.wrapped("waits for: ", _asked(option["missing"], rulebook, 2 if own else 1), indent)
    if step.get("held_back"):
        yield page.wrapped("later: ", "it may warn the operator; first secure, search and freeze", indent)
    if own and step["fallbacks"]:
        yield page.wrapped("else: ", ", ".join(_else(options[code]) for code in step["fallbacks"]), indent)


def _hard(verdict: str) -> str:
    """The word of a verdict, kept on one line."""
    return WORDS[verdict].replace(" ", HARD_SPACE)


def _coloured(text: str, verdict: str, page: Page, *codes: int) -> str:
    """The same lines with the word of the verdict painted, and what stands before it in `codes`."""
    head, found, tail = text.rpartition(f"[{WORDS[verdict]}")
    return f"{page.painted(head, *codes)}[{page.verdict(verdict)}{tail}" if found else page.painted(text, *codes)


def _to_do(option: Json) -> Iterator[tuple[str, str]]:
    """What to do with an option: which paper, by whom, to whom, in which language, how long it takes."""
    authority = option["issuing_authority"]
    if isinstance(authority, list | tuple):
        authority = ", ".join(str(kind).replace("_", " ") for kind in authority)
    rows = (
        ("form", option["form"]),
        ("issued by", authority),
        ("channel", option["channel"]),
        ("language", option["languages"]),
        ("time limit", "; ".join(_limit(limit) for limit in option["time_limits"])),
        ("dual criminality", _dual(option["dual_criminality"])),
        ("costs", option["costs"]),
        (PROVISIONAL, str(option.get("provisional") or "").removeprefix(f"{PROVISIONAL}: ")),
    )
    yield from ((name, str(value)) for name, value in rows if value and value != NONE)


def _limit(limit: Json) -> str:
    """`10 calendar days (art. 10(3)), produce data after receipt`; words alone where the law gives no figure."""
    unit = str(limit.get("unit") or "").replace("_", " ")
    unit = unit.removesuffix("s") if limit.get("duration") == 1 else unit
    figure = f"{limit['duration']} {unit}".strip() if limit.get("duration") is not None else ""
    article = str(limit.get("article") or NONE)
    where = "" if article == NONE else f"({article_reference(article)})"
    note = "" if figure else str(limit.get("note") or "")
    said = ", ".join(part for part in (f"{figure} {where}".strip(), str(limit.get("event") or ""), note) if part)
    return said


def _dual(rule: Any) -> str:
    if not isinstance(rule, Mapping) or rule.get("rule") in (None, "not_applicable"):
        return ""
    text = str(rule.get("text") or NONE)
    return str(rule["rule"]).replace("_", " ") if text == NONE else text


def _closed(need: Json, page: Page) -> Iterator[str]:
    """Why not: the closed options of the need's own measure, each with the condition that closes it, said once."""
    closed = [o for o in need["options"] if o["verdict"] == "closed" and o["measure"] == need["measure"]]
    said = dict.fromkeys((option["short_title"], _reason(option)) for option in closed)
    if said:
        yield page.painted(f"{MARGIN}why not", 2)
    for title, reason in list(said)[:MOST_CLOSED]:
        yield page.wrapped(" - ", f"{title}: {reason}", len(MARGIN))
    rest = dict.fromkeys(title for title, _ in list(said)[MOST_CLOSED:])
    if rest:
        yield page.wrapped(" - ", f"also closed: {', '.join(rest)}", len(MARGIN))


def _reason(option: Json) -> str:
    line = next((line for line in option["because"] if line.get("closes")), None)
    return f"{_sentence(line)} ({article_reference(str(line['article']))})" if line else WORDS["closed"]


def _sentence(line: Json) -> str:
    kind = "" if line.get("window") else EFFECTS.get(line["effect"], "")
    text = kind + str(line["text"]).rstrip(". ")
    found = line.get("found")
    return f"{text}. Found: {_said(found)}" if found is not None and not isinstance(found, bool) else text


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _questions(answer: Json, page: Page) -> list[str]:
    asked = answer["questions"]
    if not asked:
        return []
    lines = ["", page.painted("What to ask next, the most decisive first", 1)]
    for number, question in enumerate(asked[:MOST_QUESTIONS], start=1):
        needs = list(dict.fromkeys(item["need"] for item in question["decides"]))
        code = f"{question['fact']}; " if page.full else ""
        text = f"{question['question']} [{code}decides {_some(needs, 6)}]"
        lines.append(page.wrapped(f"{number:>2}. ", text, 0))
    if len(asked) > MOST_QUESTIONS:
        lines.append(f"    and {len(asked) - MOST_QUESTIONS} more (--format json lists all)")
    return lines


def _alternatives(answer: Json, rulebook: Rulebook, page: Page) -> list[str]:
    by_instrument: dict[str, list[str]] = {}
    for item in answer["alternatives"]:
        by_instrument.setdefault(item["instrument"], []).append(item["need"])
    if not by_instrument:
        return []
    lines = ["", page.painted("Seldom thought of, and fitting these facts", 1)]
    for code, needs in by_instrument.items():
        name = rulebook.instruments[code].short_title
        lines.append(page.wrapped("  * ", f"{name} ({_some(list(dict.fromkeys(needs)), 8)})", 0))
    return lines


def _warnings(answer: Json, page: Page) -> list[str]:
    if not answer["warnings"]:
        return []
    lines = ["", page.painted("Mind", 1)]
    for item in answer["warnings"]:
        need = f"{item['need']}: " if item.get("need") else ""
        lines.append(page.wrapped("  ! ", f"{need}{item['text']}", 0))
    return lines


def _asked(missing: Iterable[str], rulebook: Rulebook, most: int) -> str:
    """The first open points as questions, the rest counted."""
    names = list(missing)
    said = [rulebook.facts[name].question if name in rulebook.facts else name for name in names[:most]]
    more = f" (and {len(names) - most} more)" if len(names) > most else ""
    return " ".join(said) + more


def _some(items: list[str], most: int) -> str:
    return ", ".join(items[:most]) + (f" and {len(items) - most} more" if len(items) > most else "")


def _else(option: Json) -> str:
    return f"{option['short_title']} [{_hard(option['verdict'])}]"


def _articles(option: Json) -> str:
    articles = [str(article) for article in option["articles"]]
    shown = article_reference(", ".join(articles[:6]))
    return shown + (" ..." if len(articles) > 6 else "")


def _measure(rulebook: Rulebook, code: str) -> str:
    return rulebook.measures[code].name if code in rulebook.measures else code


def _state(rulebook: Rulebook, iso2: Any) -> str:
    return rulebook.states[iso2].name if iso2 in rulebook.states else str(iso2)
