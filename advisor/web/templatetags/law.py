"""Tags of the pages of the law."""

from typing import Any

from django import template

from advisor.web.views.law.words import ABSENCES, ANSWERS
from instruments.records import row_key
from instruments.source_kinds import Cited, sources_cited

register = template.Library()


@register.simple_tag
def answer_word(code: str) -> str:
    """How a measure can be met, in words."""
    return str(ANSWERS.get(code, code))


@register.simple_tag
def absence_word(code: str) -> str:
    """Why an option is not there, in a word or two."""
    return str(ABSENCES.get(code, code))


@register.filter
def cited(sources: list[str]) -> list[Cited]:
    """`{% for source in o.sources|cited %}`: the official ones first, each with its kind."""
    return sources_cited(sources or ())


@register.filter
def record_key(row: dict[str, str], kind: str) -> str:
    """`{{ row|record_key:"authority" }}`: the key under which a row of a table stands in the catalogue."""
    return row_key(kind, row)


@register.inclusion_tag("web/law/line.html")
def law_line(line: Any, a: Any) -> dict[str, Any]:
    """One measure, folded."""
    return {"line": line, "a": a}
