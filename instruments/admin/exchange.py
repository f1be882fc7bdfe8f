"""Tables as CSV files: what may come in, what goes out, and that only the file of the preview is imported.

Reads an uploaded file and keeps it in the cache until its import is confirmed; writes CSV without a formula in a cell.
"""

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm
from import_export.tmp_storages import CacheStorage
from import_export.widgets import ForeignKeyWidget

MOST_BYTES = 500_000
# A row costs some 10 to 20 ms, twice, and nobody else saves anything meanwhile where SQLite holds the data.
MOST_ROWS = 500
# With these a spreadsheet takes a cell for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHIELD = "'"
HELP = f"CSV in UTF-8, at most {MOST_ROWS} rows: leave out the rows that do not change."


def shielded(cell: Any) -> Any:
    """A cell as a spreadsheet may open it: what looks like a formula begins with an apostrophe."""
    return f"{SHIELD}{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def unshielded(cell: Any) -> Any:
    """A cell of a file that `shielded` may have changed."""
    if isinstance(cell, str) and cell.startswith(SHIELD) and cell[1:].startswith(FORMULA_SIGNS):
        return cell[1:]
    return cell


class TableCSV(CSV):  # type: ignore[misc]
    """CSV whose cells are texts to a spreadsheet, and themselves again when they come back."""

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        """The rows of a file."""
        read = super().create_dataset(in_stream, **kwargs)
        return read.__class__(*([unshielded(cell) for cell in row] for row in read), headers=read.headers)

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        """The file of the rows."""
        safe = dataset.__class__(*([shielded(cell) for cell in row] for row in dataset), headers=dataset.headers)
        return super().export_data(safe, **kwargs)


class TableImportForm(ImportForm):  # type: ignore[misc]
    """A file of a size that is imported while others can wait for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["import_file"].help_text = HELP

    def clean_import_file(self) -> Any:
        """The file. Raises ValidationError when it is no CSV in UTF-8, or too large."""
        file = self.cleaned_data["import_file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"Read {file.size:,} bytes; a file has at most {MOST_BYTES:,}. {HELP}")
        try:
            rows = sum(1 for row in csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")) if row) - 1
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not in UTF-8. Save it as 'CSV UTF-8'.") from None
        except csv.Error as error:
            raise forms.ValidationError(f"The file is no CSV ({error}). Save it as 'CSV UTF-8'.") from None
        if rows > MOST_ROWS:
            raise forms.ValidationError(f"Read {rows:,} rows; a file has at most {MOST_ROWS}. {HELP}")
        file.seek(0)
        return file


class TableConfirmForm(ConfirmImportForm):  # type: ignore[misc]
    """The import that was looked at; its format is the only one."""

    def clean_format(self) -> str:
        """The place of the only format. Raises ValidationError."""
        if self.cleaned_data["format"] != "0":
            raise ValidationError("There is no such format: upload the file again.")
        return "0"


class KnownRows(ForeignKeyWidget):  # type: ignore[misc]
    """Finds a row by its code among those that were read at once when the import began."""

    known: dict[str, Any] | None = None

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The row. Raises ObjectDoesNotExist with the code that there is none of."""
        if self.known is None:
            return super().clean(value, row, **kwargs)
        code = str(value or "").strip()
        if code and code not in self.known:
            raise self.model.DoesNotExist(f"{self.model._meta.verbose_name} {code!r} does not exist.")
        return self.known.get(code)


class TableExchange(ImportExportMixin):  # type: ignore[misc]
    """Import after a preview, and export, of a table of the law."""

    formats = [TableCSV]
    import_form_class = TableImportForm
    confirm_form_class = TableConfirmForm
    export_form_class = ExportForm  # every column, as the files have them
    tmp_storage_class = CacheStorage

    @property
    def _kept(self) -> str:
        """Where the session keeps the name of the file whose preview this person saw last."""
        return f"import-{self.model._meta.model_name}"

    def create_confirm_form(self, request: HttpRequest, import_form: Any = None) -> Any:
        """The form to confirm a preview; the file that it showed is the one that may be imported."""
        if import_form is not None:
            request.session[self._kept] = import_form.cleaned_data["import_file"].tmp_storage_name
        return super().create_confirm_form(request, import_form=import_form)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import the file of the preview: no other, and once."""
        name = request.session.pop(self._kept, None) if request.method == "POST" else None
        gone = name is None or CacheStorage(name=name).read() is None
        if request.method == "POST" and (gone or request.POST.get("import_file_name") != name):
            messages.error(request, "That file is not here any more, nothing was imported. Upload it again.")
            address = "admin:{}_{}_import".format(*self.get_model_info())
            return HttpResponseRedirect(reverse(address))
        answer: HttpResponse = super().process_import(request, **kwargs)
        return answer
