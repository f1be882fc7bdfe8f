"""A document as HTML: one template for the PDF's pages and for the page that a browser prints.

Reads: templates/dossiers/, through a template engine of its own: autoescape on, no tag libraries but Django's own
built-in ones, nothing marked safe. What a person typed is text, never markup.
"""

from functools import cache

from django.conf import settings
from django.template import Context, Engine

from advisor.dossiers.document import Document

TEMPLATE = "dossiers/document.html"
BODY = "dossiers/body.html"


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(settings.BASE_DIR / "templates")], autoescape=True, debug=False)


def html_of(document: Document) -> str:
    """The whole page, with no style sheet and no address in it but the logo's own (`letterhead:logo`): who shows it
    brings both."""
    return str(_engine().get_template(TEMPLATE).render(Context({"document": document, "with_logo": True})))


def body_of(document: Document) -> str:
    """The content of `<body>` alone, for a page of the site that brings its own frame and style."""
    return str(_engine().get_template(BODY).render(Context({"document": document})))
