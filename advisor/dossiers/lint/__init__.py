"""The lint of a dossier: what would make a foreign authority return it. codes.yaml lists the codes.

`findings_of(inputs, document)` is pure: it reads the frozen inputs of a job and the document built from them, and no
database.
"""

from advisor.dossiers.lint.findings import Finding, blockers, findings_of, link_wanted

__all__ = ["Finding", "blockers", "findings_of", "link_wanted"]
