"""What an upload may cost before anybody has looked at it: the first of Django's upload handlers.

It stands in front of the handlers that keep the bytes. A request that brings more than the largest exhibit (over all
its files together) is read to its end, but its file is dropped once it is too large: neither memory nor disk fill up.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

SPARE = 64 * 1024


class CappedUpload(FileUploadHandler):
    """Counts, keeps nothing. What was dropped is named in `request.upload_too_large`, a set of field names."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a chunk on, or drop the whole file. Raises SkipFile."""
        self.total += len(raw_data)
        if self.total > settings.EXHIBIT_MAX_BYTES + SPARE:
            request: Any = self.request
            if request is not None:
                request.upload_too_large = {*getattr(request, "upload_too_large", ()), self.field_name}
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file itself is another handler's."""
