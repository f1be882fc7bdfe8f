"""Where each record comes from: a shipped file, or a curator.

*Reads* the rows and the ledger of what was shipped. *Writes* nothing. Nobody has to set a mark that could be
forgotten: a record is the file's as long as it says what the file said.
"""

from instruments.from_rows import book_from_rows
from instruments.models import ShippedRecord
from instruments.records import record_sha256, records_of

CURATOR = "curator"


def origins() -> dict[str, str]:
    """Key of a record -> the file that it comes from, or 'curator'."""
    ledger = {key: (file, sha256) for key, file, sha256 in ShippedRecord.objects.values_list("key", "file", "sha256")}
    found = {}
    for key, record in records_of(book_from_rows()).items():
        file, sha256 = ledger.get(key, ("", ""))
        found[key] = file if sha256 and record_sha256(record) == sha256 else CURATOR
    return found


def origin_of(key: str) -> str:
    """The origin of one record. Raises KeyError when no row has that key."""
    return origins()[key]
