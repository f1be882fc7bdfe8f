"""Languages in which a dossier's own words exist. Reads the wording files of the dossiers room."""

from functools import lru_cache
from pathlib import Path

from babel import Locale

import advisor.dossiers

WORDING = Path(advisor.dossiers.__file__).parent / "wording"


@lru_cache(maxsize=1)
def languages() -> tuple[tuple[str, str], ...]:
    """(code, name in that language), English first."""
    codes = sorted((path.stem for path in WORDING.glob("*.yaml")), key=lambda code: (code != "en", code))
    return tuple((code, (Locale(code).get_display_name(code) or code).capitalize()) for code in codes)
