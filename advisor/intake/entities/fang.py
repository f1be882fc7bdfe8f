"""Addresses made harmless for a screen, and harmless ones read back.

Nothing here is ever made a link. What is refanged are the bracketed forms in use (hxxp, [.], (dot), [at], [:]) and
characters of no width, which some put into addresses so that nobody clicks them. Every pattern is linear in the text:
well-known libraries need twenty seconds for 20,000 opening brackets (see README).
"""

from __future__ import annotations

import re
from collections.abc import Collection

_OPEN, _CLOSE = r"[\[({]", r"[\])}]"
_WIDTHLESS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD))
_READ_BACK: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_OPEN} ?(?:\.|dot|punkt|point|punto) ?{_CLOSE}", re.IGNORECASE), "."),
    (re.compile(rf"{_OPEN} ?(?:@|at) ?{_CLOSE}", re.IGNORECASE), "@"),
    (re.compile(rf"{_OPEN}://{_CLOSE}"), "://"),
    (re.compile(rf"{_OPEN}:{_CLOSE}"), ":"),
    (re.compile(rf"{_OPEN}/{_CLOSE}"), "/"),
    (re.compile(r"\bh(?:xx|\*\*|XX)p(s?)(?=:)", re.IGNORECASE), r"http\1"),
    (re.compile(r"\bfxp(s?)(?=://)", re.IGNORECASE), r"ftp\1"),
    (re.compile(r"(?<=\w)\\\.(?=\w)"), "."),
)
_IN_TEXT = re.compile(
    r"(?P<scheme>\b(?:https?|ftp|rtmps?)://)(?P<host>[^\s/]{1,260})(?P<path>/\S*)?"
    r"|(?<![\w.\-])(?P<name>(?:[\w-]{1,63}\.){1,10}[a-z]{2,24}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![\w-])(?:/\S*)?"
    r"|(?<![\w:.])(?P<six>[0-9A-Fa-f]{1,4}(?::{1,2}[0-9A-Fa-f]{1,4}){1,7}(?:::)?)(?![\w:])"
)
_MAYBE = frozenset({"payment_service"})  # a service, which some name by its address
_ADDRESS = frozenset({"url", "listing", "stream", "app", "account"})


def refanged(text: str) -> str:
    """The text with the addresses as they are meant."""
    plain = text.translate(_WIDTHLESS)
    for pattern, instead in _READ_BACK:
        plain = pattern.sub(instead, plain)
    return plain


def text_defanged(text: str, known: Collection[str] = ()) -> str:
    """A running text as a page shows it: the addresses in it are harmless, the rest stands as it is.

    `known`: mail addresses that stay as they are, those of one's own colleagues.
    """
    own = [one for one in known if one.casefold() in text.casefold()]
    if not own:
        return _IN_TEXT.sub(_harmless, text)
    kept = re.compile(rf"(?<![\w.\-])({'|'.join(map(re.escape, sorted(own, key=len, reverse=True)))})(?![\w\-])", re.I)
    parts = kept.split(text)
    return "".join(part if place % 2 else _IN_TEXT.sub(_harmless, part) for place, part in enumerate(parts))


def _harmless(match: re.Match[str]) -> str:
    whole = match[0]
    if match["scheme"]:
        scheme = match["scheme"].replace("tt", "xx", 1) if match["scheme"].startswith("http") else match["scheme"]
        return f"{scheme}{match['host'].replace('.', '[.]')}{match['path'] or ''}"
    if match["name"]:
        return match["name"].replace(".", "[.]") + whole[len(match["name"]) :]
    return whole.replace(":", "[:]", 1) if "::" in whole or whole.count(":") == 7 else whole


def defanged(kind: str, value: str) -> str:
    """A value as a page shows it: no program takes it for an address any more, a person still reads it."""
    if kind in ("domain", "onion"):
        return value.replace(".", "[.]")
    if kind == "ip":
        return value.replace(".", "[.]") if "." in value else value.replace(":", "[:]", 1)
    if kind in _ADDRESS:
        return _address(value)
    return text_defanged(value) if kind in _MAYBE else value


def _address(value: str) -> str:
    scheme, mark, rest = value.partition("://")
    if not mark:
        if "@" in value and "." in value.rpartition("@")[2] and " " not in value:
            return value.replace("@", "[at]").replace(".", "[.]")
        return value
    host, slash, path = rest.partition("/")
    return f"{scheme.replace('tt', 'xx', 1)}{mark}{host.replace('.', '[.]')}{slash}{path}"
