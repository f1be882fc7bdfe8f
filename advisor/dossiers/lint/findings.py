"""Findings about one dossier: every rule asked once, its answers put into the words of its code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.dossiers.document import Document
from advisor.dossiers.lint import (  # noqa: F401  the modules put their rules into the table when they are read
    agreement,
    handling,
    identifiers,
    language,
    law,
    law_texts,
    people,
    reasons,
    style,
    times,
)
from advisor.dossiers.lint.codes import SEVERITIES, Severity, codes
from advisor.dossiers.lint.measures import PLAIN
from advisor.dossiers.lint.reading import NEXUS, Draft
from advisor.dossiers.lint.rules import RULES

VOID_WARRANT = ("decision-not-attached",)  # graver in an arrest warrant: see measures.Kinds.is_warrant


@dataclass(frozen=True)
class Finding:
    """One thing that would make the dossier come back.

    `where` is the place of the document (document.Run), "case.summary", "need.subject" or a section's anchor; `found`
    what was read there; `ground` the code of the refusal ground of this provision that it invites, or "". `sentence`
    and `fix` are English message ids: a page passes them through gettext.
    """

    code: str
    severity: Severity
    where: str
    sentence: str
    ground: str
    fix: str
    found: str = ""


def findings_of(inputs: Mapping[str, Any], document: Document) -> tuple[Finding, ...]:
    """What the lint finds in one dossier, the gravest first; `document` is the one built from `inputs`.

    A code is found once at each place. Rules that read words are silent in languages that they do not know.
    """
    draft = Draft(inputs, document)
    grounds = {str(ground["code"]) for ground in draft.option.get("refusal_grounds") or []}
    found: dict[tuple[str, str], Finding] = {}
    for name, code in codes().items():
        if code.languages and document.language not in code.languages:
            continue
        ground = next((invited for invited in code.invites if invited in grounds), "")
        for where, what in RULES[name](draft):
            severity: Severity = "blocker" if name in VOID_WARRANT and draft.kinds.is_warrant else code.severity
            finding = Finding(name, severity, where, code.sentence, ground, code.fix, what)
            found.setdefault((name, where), finding)
    return tuple(sorted(found.values(), key=lambda one: SEVERITIES.index(one.severity)))


def blockers(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that stop a final; a draft is always possible."""
    return tuple(finding for finding in findings if finding.severity == "blocker")


def link_wanted(inputs: Mapping[str, Any], document: Document) -> Finding | None:
    """What hinders a final whose measure no sentence ties to a fact, whether or not its form has room for one.

    The rule `link-missing` asks where the document prints the link; this asks of every measure that is no plain
    service, recognition or question of law. None when a sentence of the matrix or of the link's own box stands.
    """
    draft = Draft(inputs, document)
    if draft.kinds.among(PLAIN) or draft.of("link"):
        return None
    code = codes()["link-missing"]
    return Finding(code.code, code.severity, NEXUS, code.sentence, "", code.fix)
