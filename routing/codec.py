"""The door for documents: editions and cases in, routes out. JSON-shaped data only; nothing here reads a file."""

from __future__ import annotations

from routing.codec_case import case_from_document
from routing.codec_route import route_to_document
from routing.codec_rulebook import rulebook_from_document

__all__ = ["case_from_document", "route_to_document", "rulebook_from_document"]
