"""The sentences in which the engine warns, so that another language can say them. Pure but for the language.

The engine writes English with values in it (needs, titles, days); a stored answer keeps that text as it is. Here each
sentence stands once with places for the values: it is found again in the text, looked up, and the values put back in.
A text that no sentence here makes up whole stays English, and is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    _(
        "%(needs)s can warn the operator: not before %(others)s are carried out (capture, preserve, search and freeze, "
        "then notify)."
    ),
    _("%(question)s is not stated: yes was taken as possible."),
    _("%(needs)s stops payments and makes the money move: get the account data and freeze first (%(others)s)"),
    _(
        "What is obtained voluntarily (%(needs)s) is intelligence: whether it can be used as evidence is for the law "
        "of the court; plan a formal request, or the holder's consent to its use, for what the case rests on"
    ),
    _(
        "Material that comes by criminal assistance (%(needs)s) may as a rule be used only for the purpose it was "
        "asked for: ask the executing authority's consent before using it in %(others)s"
    ),
    _(
        "The other State is said to investigate the same facts (%(needs)s): agree who prosecutes before coercive "
        "steps; a final decision there bars a second one (ne bis in idem)"
    ),
    _(
        "A criminal file is open or planned beside the civil needs %(needs)s: agree with the prosecutor who acts "
        "first; the civil court may stay its proceedings, and providers may stop answering civil requests"
    ),
    _(
        "Dual criminality is likely, not certain, for %(needs)s: TRIPS art. 61 obliges to punish wilful counterfeiting "
        "and piracy on a commercial scale, no more"
    ),
    _(
        "Dual criminality is open for %(needs)s: nothing in the facts shows that the conduct is an offence in both "
        "States; see each option's own rule"
    ),
    _("%(question)s is not stated: %(day)s, the day of sending, was assumed (%(needs)s)"),
    _("%(question)s is not stated: %(day)s, the day of the advice, was assumed (%(needs)s)"),
    _("%(question)s is stated as %(stated)s; computed for %(about)s: %(computed)s. What was computed was used"),
    _(
        "For %(title)s the day of receipt decides, and %(day)s is a border of two regimes: %(assumed)s was assumed; "
        "answer %(question)s"
    ),
    _("No provision for %(title)s tells the variant %(variant)s apart: provisions without a variant were looked at"),
    _(
        "The catalogue holds no usable record for %(title)s between these States on this day. Each closed record says "
        "why, and the lower rungs remain. This tells what the catalogue holds, not what national law or a bilateral "
        "treaty outside it may allow."
    ),
    _("%(title)s: check the acceptance: an accession binds only towards States that accepted it"),
    _("%(title)s: check the objections: an accession does not bind towards a State that objected"),
    _("The data were kept until %(day)s only: ask the holder whether anything is left before anything else"),
    _("The data are kept until %(day)s, %(left)s day(s) from the day of the advice."),
    _("By the estimates from practice these steps may come too late: %(steps)s."),
    _("Secure them first (step %(step)s)."),
    _("No step of the plan secures them: ask the holder to keep them."),
)
QUOTED = re.compile(r"“([^”]*)”")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence with the expression that finds it and its values at the beginning of a text."""
    found = []
    for sentence in SENTENCES:
        parts = re.split(r"%\((\w+)\)s", sentence)
        words = "".join(re.escape(part) if n % 2 == 0 else f"(?P<{part}>.+?)" for n, part in enumerate(parts))
        found.append((sentence, re.compile(words + (r"\Z" if parts[-1] == "" else r"(?:\s+|\Z)"), re.DOTALL)))
    return tuple(found)


def sentences_in(text: str) -> list[tuple[str, dict[str, str]]] | None:
    """The sentences that make up a text, each with its values; None where something else stands in it."""
    found, rest = [], text.strip()
    while rest:
        here = next(((sentence, match) for sentence, at in _patterns() if (match := at.match(rest))), None)
        if here is None:
            return None
        found.append((here[0], here[1].groupdict()))
        rest = rest[here[1].end() :]
    return found


def translated(text: str, value: Callable[[str], str]) -> str | None:
    """A text of the engine in the language that is spoken; None where it is not made of these sentences.

    `value` says one value in words; a question in quotation marks is looked up by itself.
    """
    found = sentences_in(text)
    if found is None:
        return None
    said = [gettext(sentence) % {name: _said(part, value) for name, part in parts.items()} for sentence, parts in found]
    return " ".join(said)


def _said(part: str, value: Callable[[str], str]) -> str:
    quoted = QUOTED.fullmatch(part)
    if quoted:
        return f"“{gettext(quoted[1])}”"
    known = gettext(part) if part.strip() else part
    return known if known != part else value(part)
