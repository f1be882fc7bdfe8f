"""A case in the body of a request is read by the reader of case files: one size, one depth, no key twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from rest_framework.parsers import BaseParser

from advisor.api.errors import TooLarge
from advisor.intake.from_file import MAX_BYTES, CaseFile, case_file_read


class CaseParser(BaseParser):
    """JSON bytes to a CaseFile. Raises TooLarge and routing.errors.CaseFaults."""

    media_type = "application/json"

    def parse(
        self, stream: BinaryIO, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> CaseFile:
        """The document in the body."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise TooLarge
        return case_file_read(data, name="case.json")
