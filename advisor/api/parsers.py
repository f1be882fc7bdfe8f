"""A case in the body of a request is read by the reader of case files: one size, one depth, no key twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from advisor.api.errors import TooLarge
from advisor.intake.from_file import case_file_read
from advisor.intake.reading import MAX_BYTES


class CaseParser(BaseParser):
    """JSON bytes to a CaseFile. Raises TooLarge and routing.errors.CaseFaults."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The CaseFile in the body."""
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise TooLarge
        return case_file_read(data, name="case.json")
