"""Tables as CSV files for a spreadsheet: what goes out has no cell that would be taken for a formula.

*Reads* rows. *Writes* CSV. It comes back through the curators' desk, which takes the apostrophes off again.
"""

from typing import Any

from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ExportForm

from instruments.formulas import shielded


class TableCSV(CSV):  # type: ignore[misc]
    """CSV whose cells are texts to a spreadsheet."""

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file of the rows."""
        rows = ([shielded(cell) if isinstance(cell, str) else cell for cell in row] for row in dataset)
        safe = dataset.__class__(*rows, headers=dataset.headers)
        return super().export_data(safe, **kwargs)


class TableExport(ExportMixin):  # type: ignore[misc]
    """Export of a table of the law, every column as the files have it."""

    formats = [TableCSV]
    export_form_class = ExportForm
