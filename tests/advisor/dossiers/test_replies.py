"""Reply slips: the code finds its request or says what is wrong, and every form of a slip reads alike."""

import io
import json
from typing import Any

import pikepdf
import pytest

from advisor.dossiers.build import document_from
from advisor.dossiers.codec import canonical_sha256
from advisor.dossiers.document import texts
from advisor.dossiers.replies import ANSWERS, Given, ReplyFault, code_read, read_reply, reply_code
from advisor.walk.states import STATES
from tests.advisor.dossiers.samples import NAMES, sample

STEP = "0f" * 16
CODE = reply_code(step=STEP, version=3, digest="ab" * 32)
WANTED = (Given("R1", "2026-12-01"), Given("R8", "2026-12-10", "see letter", ("G2", "G4")))


def _pdf(fields: dict[str, Any]) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    listed = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                FT=pikepdf.Name.Btn if value is True else pikepdf.Name.Tx,
                T=pikepdf.String(name),
                V=pikepdf.Name.Yes if value is True else pikepdf.String(value),
            )
        )
        for name, value in fields.items()
    ]
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(listed))
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


SLIPS = {
    "text": f"Dear colleague,\n{CODE}\nR1 1.12.2026\n R8: 2026-12-10, G2, G4 see letter\nKind regards".encode(),
    "json": json.dumps(
        {
            "format": "rogatory-reply",
            "code": CODE,
            "answers": [
                {"answer": "R1", "on": "2026-12-01"},
                {"answer": "R8", "on": "2026-12-10", "text": "see letter", "grounds": ["G2", "G4"]},
            ],
        }
    ).encode(),
    "pdf": _pdf(
        {"code": CODE, "R1": True, "R1_on": "2026-12-01", "R8": True, "R8_on": "10.12.2026", "R8_text": "see letter",
         "G2": True, "G4": True}
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", SLIPS)
def test_every_form_of_a_slip_reads_alike(form: str) -> None:
    reply = read_reply(SLIPS[form])
    assert (reply.step, reply.version, reply.digest) == (STEP, 3, "ab" * 6)
    assert reply.answers == WANTED


def test_a_code_is_read_through_line_ends_and_capitals() -> None:
    assert code_read(f"Code: {CODE[:20]}\n{CODE[20:].upper()}") == (STEP, 3, "ab" * 6)


@pytest.mark.parametrize("place", [6, 30, 40, 50])
def test_one_wrong_character_is_found(place: int) -> None:
    wrong = CODE[:place] + ("0" if CODE[place] != "0" else "1") + CODE[place + 1 :]
    with pytest.raises(ReplyFault):
        code_read(wrong)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "No code"),
        (b"R1 2026-12-01", "No code"),
        (CODE.encode(), "no answer"),
        (f"{CODE}\nR1 31.2.2026".encode(), "31.2.2026"),
        (b"\xff\xfe\x00", "neither a PDF nor text"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (b'{"format": "other"}', "no reply slip"),
        (b'{"format": "rogatory-reply", "answers": [1]}', "no reply slip"),
        (b"{" * 100_000, "no reply slip"),
        (b"x" * 2_000_001, "larger"),
    ],
)
def test_what_is_no_slip_is_said_in_one_message(content: bytes, said: str) -> None:
    with pytest.raises(ReplyFault, match=said):
        read_reply(content)


def test_each_answer_means_a_state_of_a_step_or_a_remark() -> None:
    assert {answer.state for answer in ANSWERS} - {""} <= set(STATES)
    assert [answer.code for answer in ANSWERS] == [f"R{number}" for number in range(1, 9)]


@pytest.mark.parametrize("name", NAMES)
def test_the_last_page_is_the_slip_with_the_code_of_its_request(name: str) -> None:
    inputs = sample(name)
    document = document_from(inputs, 2)
    slips = [part for part in document.annexes if part.anchor == "reply"]
    if name.startswith("note"):
        assert not slips
        return
    assert document.annexes[-1] is slips[0]
    said = " ".join(texts(slips[0]))
    assert code_read(said)[1:] == (2, canonical_sha256(inputs)[:12])
    for number in range(1, len(inputs["option"].get("refusal_grounds") or []) + 1):
        assert f"[ ] G{number}" in said
