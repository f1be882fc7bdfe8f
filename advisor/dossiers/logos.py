"""A picture for a letterhead, made anew: what is stored is a PNG of ours, whatever the file that came was called.

Reads and writes bytes. The content decides (PNG or JPEG, nothing else is even tried), sizes are capped before anything
is unpacked, and everything but the pixels is left behind: no metadata, no transparency, no colour profile.
"""

import io
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from advisor.dossiers.errors import LogoRefused

FORMATS = ("PNG", "JPEG")
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
BOX = (700, 240)  # at 300 dots an inch: 59 by 20 mm
STORED_BYTES = 40_000
COLOURS = (256, 64, 16)


def logo_made(content: bytes) -> bytes:
    """The PNG to store. Raises LogoRefused, with a sentence for whoever chose the file."""
    if len(content) > MOST_BYTES:
        raise LogoRefused(_("The picture is larger than 2 MB. Choose a smaller one."))
    if not content.startswith(SIGNATURES):
        raise LogoRefused(
            _("The file is no PNG and no JPEG picture by its content. Save the logo as PNG and try again.")
        )
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS or getattr(opened, "n_frames", 1) > 1:
                raise LogoRefused(_("The picture has too many dots, or more than one page. Choose a smaller one."))
            flat = _flat(opened)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise LogoRefused(_("The picture cannot be read: it is damaged. Save it again as PNG.")) from error
    flat.thumbnail(BOX, Image.Resampling.LANCZOS)
    for colours in (None, *COLOURS):
        made = _png(flat if colours is None else flat.quantize(colours))
        if len(made) <= STORED_BYTES:
            return made
    raise LogoRefused(_("The picture has too much detail for a letterhead. Choose a plainer one."))


def _flat(opened: Any) -> Any:
    """The pixels on white, without transparency."""
    picture = opened.convert("RGBA")
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


def _png(picture: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
