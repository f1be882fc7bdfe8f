"""The coded answers of the reply slip, and its code: what a receiver ticks and what it means for a step. Pure.

A slip carries the code of its request: step, version and the beginning of the hash of what it was made from, with a
check, so that an answer typed from paper finds its request or is refused. `read_reply` reads what comes back: a slip
with form fields (PDF), JSON, or lines of text.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from advisor.cases.errors import OfficeError
from advisor.walk.states import EXECUTED, PARTLY, RECEIVED, RECOGNISED, REFUSED, RETURNED

PREFIX = "RGY"
CODE = re.compile(rf"{PREFIX}-([0-9a-f]{{32}})-([0-9]{{1,6}})-([0-9a-f]{{12}})-([0-9a-f]{{4}})", re.IGNORECASE)
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}"
GROUNDS = r"(?:G[0-9]{1,2}[\s,;]*)*"
LINE = re.compile(rf"^\s*(R[1-8])\b[\s:]*({DAY})?[\s,;:]*({GROUNDS})(.*)$", re.IGNORECASE)
FORMAT = "rogatory-reply"
MOST_BYTES = 2_000_000
MOST_TEXT = 4_000


@dataclass(frozen=True)
class Answer:
    """One coded answer. `state`: the state of the step that it means; empty: a remark in its log. `day`: the day that
    it names may be one to come. `grounds`: it is given with grounds of the instrument's list."""

    code: str
    name: str
    state: str
    day: bool = False
    grounds: bool = False


ANSWERS = (
    Answer("R1", "received", RECEIVED),
    Answer("R2", "forwarded", ""),
    Answer("R3", "accepted", RECOGNISED, day=True),
    Answer("R4", "executed", EXECUTED),
    Answer("R5", "partly", PARTLY, grounds=True),
    Answer("R6", "postponed", "", day=True, grounds=True),
    Answer("R7", "more", RETURNED),
    Answer("R8", "refused", REFUSED, grounds=True),
)
BY_CODE: Mapping[str, Answer] = {answer.code: answer for answer in ANSWERS}


@dataclass(frozen=True)
class Given:
    """One answer as it came: its code, the day on the slip (ISO, or empty), words, the grounds by number (G1)."""

    code: str
    on: str = ""
    text: str = ""
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """What a slip says. `step`, `version` and `digest` are those of its code."""

    step: str
    version: int
    digest: str
    answers: tuple[Given, ...]


class ReplyFault(OfficeError):
    """A slip that cannot be read; the message says what was read and what to do."""


def reply_code(*, step: str, version: int, digest: str) -> str:
    """The code of a request's slip. `step`: its id; `digest`: SHA-256 of its inputs, in hexadecimal."""
    body = f"{PREFIX}-{step.replace('-', '').lower()}-{version}-{digest[:12].lower()}"
    return f"{body}-{_check(body)}"


def _check(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:4]


def code_read(text: str) -> tuple[str, int, str]:
    """(step, version, digest) of the code in a text, spaces and line ends inside it forgiven. Raises ReplyFault."""
    found = CODE.search(re.sub(r"\s+", "", text)) if text else None
    if found is None:
        raise ReplyFault(
            _(
                "No code of a reply slip was found. It begins with RGY and stands at the top of the slip; type the "
                "answers in below."
            )
        )
    step, version, digest, check = (part.lower() for part in found.groups())
    if _check(f"{PREFIX}-{step}-{version}-{digest}") != check:
        raise ReplyFault(
            _("The code %(code)s has a mistake in it: its last four characters do not fit. Compare it with the slip.")
            % {"code": found[0]}
        )
    return step, int(version), digest


def read_reply(content: bytes) -> Reply:
    """What came back: a PDF with form fields, JSON, or text. Raises ReplyFault."""
    if len(content) > MOST_BYTES:
        raise ReplyFault(_("The file is larger than a reply slip can be. Type the answers in below."))
    if content.startswith(b"%PDF"):
        return _from_pdf(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReplyFault(_("The file is neither a PDF nor text. Type the answers in below.")) from None
    if text.lstrip().startswith("{"):
        return _from_json(text)
    return _reply(text, [_from_line(match) for match in map(LINE.match, text.splitlines()) if match])


def _reply(code: str, answers: Iterable[Given]) -> Reply:
    step, version, digest = code_read(code)
    listed = tuple(answers)
    if not listed:
        raise ReplyFault(_("The slip has a code and no answer: nothing is ticked. Type the answers in below."))
    return Reply(step, version, digest, listed)


def _from_line(match: re.Match[str]) -> Given:
    """'R8 2026-12-01 G2, G4 words': the code, a day, grounds, and words."""
    return _given(match[1], match[2] or "", match[4], re.findall(r"G[0-9]+", match[3].upper()))


def _given(code: Any, on: Any, text: Any, grounds: Any) -> Given:
    known = str(code).upper()
    if known not in BY_CODE:
        raise ReplyFault(_("Read the answer “%(read)s”; a slip has R1 to R8.") % {"read": str(code)[:40]})
    day = str(on or "").strip()
    try:
        day = _day(day).isoformat() if day else ""
    except ValueError:
        raise ReplyFault(
            _("Read the day “%(read)s” at %(code)s; write it as 1.12.2026.") % {"read": day[:40], "code": known}
        ) from None
    named = tuple(str(ground).upper() for ground in grounds) if isinstance(grounds, list | tuple) else ()
    return Given(known, day, str(text or "").strip()[:MOST_TEXT], named)


def _day(text: str) -> date:
    """A day as 2026-12-01 or 1.12.2026. Raises ValueError."""
    parts = re.split("[./]", text)
    if len(parts) == 3:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    return date.fromisoformat(text)


def _from_json(text: str) -> Reply:
    try:
        read = json.loads(text)
        answers = read["answers"]
        if read["format"] != FORMAT or not isinstance(answers, list):
            raise KeyError("format")
        rows = [_given(row["answer"], row.get("on"), row.get("text"), row.get("grounds")) for row in answers]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ReplyFault(
            _("The file is JSON but no reply slip: it needs format, code and answers. Type the answers in below.")
        ) from None
    return _reply(str(read.get("code", "")), rows)


def _from_pdf(content: bytes) -> Reply:
    """The fields of a slip: code, r1 ... r8 (ticked), r1_on, r1_text, g1 ... (ticked)."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            form = pdf.Root.get("/AcroForm")
            listed = list(form.get("/Fields", [])) if form is not None else []
            fields = {str(field.get("/T", "")).lower(): str(field.get("/V", "")) for field in listed}
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
        raise ReplyFault(_("The PDF cannot be read. Type the answers in below.")) from None
    ticked = {name for name, value in fields.items() if value not in ("", "/Off", "Off", "None")}
    grounds = tuple(sorted((name for name in ticked if re.fullmatch("g[0-9]+", name)), key=lambda name: int(name[1:])))
    rows = [
        _given(
            answer.code,
            fields.get(f"{answer.code.lower()}_on"),
            fields.get(f"{answer.code.lower()}_text"),
            grounds if answer.grounds else (),
        )
        for answer in ANSWERS
        if answer.code.lower() in ticked
    ]
    return _reply(fields.get("code", ""), rows)
