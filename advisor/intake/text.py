"""What people may write into a text field, and what is refused with a reason.

Reads and writes nothing. Letters of every script are welcome. Refused are characters that nobody sees and that change
what others see: control characters, and the marks that overturn the reading direction of the text after them.
"""

from __future__ import annotations

import unicodedata

from advisor.languages.words import gettext as _
from advisor.languages.words import number_worded

_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n\t")


class TextFault(ValueError):
    """A text that is refused; the message says what was read and what to do."""


def _name(character: str) -> str:
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a control character").lower()
    return f"{number}, {name}"


def _refusal(character: str, lines: bool) -> str | None:
    """Why one character may not stand in a text; None when it may."""
    if character in _DIRECTION_OVERRIDES:
        return _("it turns the reading direction of the text after it")
    if lines and character in _LINE_BREAKS:
        return None
    category = unicodedata.category(character)
    if category == "Cc" or character in "\u2028\u2029":
        return _("it cannot be seen")
    if category == "Cs":
        return _("it is half a character")
    return None


def clean_text(text: str, *, longest: int, lines: bool = False) -> str:
    """The text, stripped, in Unicode's composed form, with plain line breaks if `lines`; raises TextFault.

    `longest` counts characters. The message for a forbidden character names it and says where it stands.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > longest:
        raise TextFault(
            _("This has %(count)s characters; %(most)s is the most. Shorten it.")
            % {"count": number_worded(len(text)), "most": number_worded(longest)}
        )
    for place, character in enumerate(text, start=1):
        reason = _refusal(character, lines)
        if reason:
            what = _("a line break") if character == "\n" else _("the character %(name)s") % {"name": _name(character)}
            raise TextFault(
                _("Character %(place)s is %(what)s: %(reason)s. Delete it and type the text again there.")
                % {"place": place, "what": what, "reason": reason}
            )
    return text
