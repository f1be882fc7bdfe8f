"""The world and Europe as pictures of who is bound; the table beside them says the same. Pure but for addresses.

The shapes lie in two static files, one shape a State by its code (`advisor/web/vendor/map.mjs`); a page holds only
references to them, so there is no script and no inline style.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Who stands in europe.svg, whole or as a dot; a test compares it with the file.
IN_EUROPE = frozenset({
    "AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "DZ", "EE", "ES", "FI",
    "FR", "GB", "GE", "GG", "GI", "GR", "HR", "HU", "IE", "IL", "IM", "IQ", "IR", "IS", "IT", "JE", "JO", "KZ",
    "LB", "LI", "LT", "LU", "LV", "MA", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PS", "PT", "RO", "RS",
    "RU", "SA", "SE", "SI", "SK", "SM", "SY", "TM", "TN", "TR", "UA", "VA", "XK",
})  # fmt: skip
WORLD = ("web/img/world.svg", "0 6 1000 424", 0, 6, 1000, 424)
EUROPE = ("web/img/europe.svg", "0 0 800 620", 0, 0, 800, 620)


def map_pictures(bound: Iterable[str], partly: Iterable[str] = ()) -> SafeString:
    """The two pictures; `bound` and `partly` are codes of States, coloured apart."""
    marks = [(code, "is-bound") for code in bound] + [(code, "is-partly") for code in partly]
    near = [mark for mark in marks if mark[0] in IN_EUROPE]
    return format_html(
        '<div class="rg-maps">{}{}</div>',
        _picture(WORLD, marks, _("Map of the world; the States are listed below")),
        _picture(EUROPE, near, _("Map of Europe; the States are listed below")),
    )


def _picture(drawn: tuple[str, str, int, int, int, int], marks: list[tuple[str, str]], label: str) -> SafeString:
    file, box, x, y, width, height = drawn
    address = static(file)
    uses = format_html_join("", '<use class="{}" href="{}#{}"/>', ((css, address, code) for code, css in marks))
    return format_html(
        '<svg class="rg-map" viewBox="{}" role="img" aria-label="{}">'
        '<image href="{}" x="{}" y="{}" width="{}" height="{}"/>{}</svg>',
        box, label, address, x, y, width, height, uses,
    )  # fmt: skip
