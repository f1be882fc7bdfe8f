"""The catalogue in Django's admin: rows with their history, to look at. It is changed at the curators' desk.

Who may enter is Django's permissions (`instruments.*`), which the application grants to the admin role alone. No page
here needs inline scripts or styles, so all of it works under the strict content security policy. No case is visible
here.
"""

from instruments.admin import editions, law, tables, vocabulary

__all__ = ["editions", "law", "tables", "vocabulary"]
