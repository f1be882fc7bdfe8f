"""Whether a text names a place that somebody could go to: an address, a plot, premises, a vehicle, a point of entry."""

import re

NAMED = r"(?-i:[A-ZÀ-ÞŁŚŻŹĆČŠŽĐȘȚ0-9])"
NO_MONTH = r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
NAMED_WORD = NO_MONTH + r"[A-ZÀ-ÞŁŚŻŽ][a-zà-žß'’-]+"
STREET_FIRST = re.compile(
    r"\b(?:rue|avenue|boulevard|quai|chemin|impasse|allée|place|calle|avenida|paseo|plaza|carrer|camino|carretera"
    r"|ronda|via|viale|vicolo|corso|piazza|largo|strada|str\.|șoseaua|bulevardul|"
    r"rua|travessa|praça|ulica|ul\.|al\.|aleja|vul\.|bul\.|boul\.|utca|náměstí|třída|leoforos|odos|prospekt"
    r"|ulitsa)\s+[^\d\n;.]{2,45}?,?\s*\d+",
    re.I,
)  # fmt: skip
NUMBER_FIRST = re.compile(
    rf"\b\d+\s?[a-z]?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|quai|chemin|impasse|allée|place|route)\s+{NAMED}"
    rf"|\b\d+[a-z]?,?\s+(?:(?-i:[A-Z][\w'-]+)\s+){{1,4}}(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|drive|way"
    rf"|close|court|square|boulevard|blvd|terrace|crescent|highway|parade)\b",
    re.I,
)  # fmt: skip
# A stroke parts words and is in none of them, so that a chain of strokes is read in one way only.
STREET_LAST = re.compile(
    r"\b[A-ZÀ-ÞŁŚŻŽ][\w'.]{0,40}(?:[ -][\w'.]{1,40}){0,5}?\s?-?(?:straße|strasse|str\.|weg|platz|allee|gasse|damm"
    r"|ring"
    r"|ufer|laan|straat|plein|gracht|kade|dreef|gatan|vägen|gata|gate|veien|vei|gade|vej|allé|katu|tie|tee|pst|mnt"
    r"|iela|gatvė|g\.|pr\.|utca|körút|tér|út|cesta|ulica|sok\.)\s+\d+",
    re.I,
)  # fmt: skip
POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}-)?(?:(?<=, )|(?!(?:19|20)\d\d\b))\d{4,5}(?:-\d{3,4})?\s+[A-ZÀ-Þ][a-zà-ž]{2,}"
    r"|\b\d{3}\s\d{2}\s+[A-ZÀ-Þ][a-zà-ž]{2,}"
    r"|\b\d{2}-\d{3}\s+[A-ZÀ-Þ]\w{2,}|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b\d{4}\s[A-Z]{2}\s+[A-Z]\w+",
)  # fmt: skip
# Number and name, the town after a comma ('3-8-11 Nipponbashi, Osaka'), or name and number before one
# ('Meir 40, Antwerp').
BLOCKS = re.compile(
    rf"(?<![\w.,/])\d{{1,5}}(?:-\d{{1,4}}){{0,2}}[a-z]?,?\s+{NAMED_WORD}"
    rf"(?:[ -]{NAMED_WORD}){{0,4}},\s+{NAMED_WORD}(?!\s+\d{{4}})"
    rf"|\b\d{{1,4}}-\d{{1,4}}(?:-\d{{1,4}})?,?\s+{NAMED_WORD}|\b{NAMED_WORD}-(?:ku|cho|shi|dong|gu|ro|dori)\b"
    rf"|\b{NAMED_WORD}(?:\s+{NAMED_WORD}){{0,3}}\s+\d{{1,4}}[a-z]?(?:/\d+)?,\s+{NAMED_WORD}\b",
)
PREMISES = re.compile(
    r"\b(?:unit|hall|store|room|shed|warehouse|plot|parcel|lot|berth|pier|quay|terminal|gate|stall|stand|garage"
    r"|box|flat|apartment|suite|hangar|dock|floor)\s+(?:no\.?\s*)?(?-i:[A-Z]?\d+[A-Z]?|[A-Z]\d*)\b(?!\s+(?:pairs"
    r"|pieces))",
    re.I,
)  # fmt: skip
TRAVEL = re.compile(
    r"\b(?:vehicle|car|van|lorry|truck|trailer|motorcycle|vessel|ship|boat|container"
    r"|wagon)\b[^.;]{0,40}\b[A-Z]{1,4}[ -]?[A-Z0-9 -]*\d{2,}"
    r"|\b(?:airport|port|harbour|border crossing|crossing point|customs office|station|motorway)\s+(?:of\s+"
    r"|at\s+)?[A-Z]\w+|\b[A-Z]\w+(?:[ -][A-Z]\w+)?\s+(?:airport|port|harbour|border crossing|customs office"
    r"|station|motorway)\b|\b[AEM]\s?\d{1,3}\b\s+motorway|\bmotorway\s+[AEM]\d",
)  # fmt: skip
POSITION = re.compile(
    r"-?\d{1,2}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}|\b\d{1,3}°\s?\d|\bcadastr\w+\b[^.;]{0,40}\d|\bland (?:title"
    r"|register)\b[^.;]{0,40}\d",
    re.I,
)  # fmt: skip


def place_named(text: str) -> bool:
    """Whether a text names at least one such place."""
    patterns = (STREET_FIRST, NUMBER_FIRST, STREET_LAST, POSTCODE, BLOCKS, PREMISES, TRAVEL, POSITION)
    return any(pattern.search(text) for pattern in patterns)
