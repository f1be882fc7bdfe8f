"""Tables as CSV files for a spreadsheet: what goes out has no cell that would be taken for a formula.

*Reads* rows. *Writes* CSV. It comes back through the curators' desk; `unshielded` gives cells back as they were.
"""

from typing import Any

from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm

# With these a spreadsheet takes a cell for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHIELD = "'"


def shielded(cell: Any) -> Any:
    """A cell as a spreadsheet may open it: what looks like a formula begins with an apostrophe."""
    return f"{SHIELD}{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def unshielded(cell: Any) -> Any:
    """A cell of a file that `shielded` may have changed."""
    if isinstance(cell, str) and cell.startswith(SHIELD) and cell[1:].startswith(FORMULA_SIGNS):
        return cell[1:]
    return cell


class TableCSV(CSV):  # type: ignore[misc]
    """CSV whose cells are texts to a spreadsheet."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file of the rows."""
        safe = dataset.__class__(*([shielded(cell) for cell in row] for row in dataset), headers=dataset.headers)
        return super().export_data(safe, **kwargs)


class TableExport(ExportMixin):  # type: ignore[misc]
    """Export of a table of the law, every column as the files have it."""

    formats = [TableCSV]
    export_form_class = ExportForm
