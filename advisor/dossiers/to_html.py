"""A document as HTML: one template for the PDF's pages and for the page that a browser prints.

Reads: templates/dossiers/. Autoescape is on and nothing is marked safe; what a person typed is text, never markup.
"""

from django.template.loader import render_to_string

from advisor.dossiers.document import Document

TEMPLATE = "dossiers/document.html"
BODY = "dossiers/body.html"


def html_of(document: Document) -> str:
    """The whole page, with no style sheet and no address in it: who shows it brings the style."""
    return render_to_string(TEMPLATE, {"document": document})


def body_of(document: Document) -> str:
    """The content of `<body>` alone, for a page of the site that brings its own frame and style."""
    return render_to_string(BODY, {"document": document})
