"""The reply slip: the last page of what is sent, for the executing authority to tick and send back."""

from advisor.dossiers.build.law_parts import _columns
from advisor.dossiers.build.matter import Matter
from advisor.dossiers.build.senders import sender_said
from advisor.dossiers.document import Block, Paragraph, Rows, Run, Runs, Table, runs
from advisor.dossiers.replies import ANSWERS, reply_code

BOX = "[ ]"
LINE = "." * 72  # to write on by hand; as text, so that Word and screen readers keep it


def code_of(matter: Matter) -> str:
    """The code that leads an answer back to this request."""
    return reply_code(step=str(matter.inputs["step"]["id"]), version=matter.version, digest=matter.inputs_sha256)


def reply(matter: Matter) -> list[Block]:
    """What to tick, with the day and the words that an answer may need, and the grounds of this basis by number."""
    words = matter.words
    about: tuple[tuple[str, tuple[Runs, ...]], ...] = (
        (str(words.raw("reply.ours")), (runs(Run(str(matter.case["reference"]), "quote")),)),
        (str(words.raw("reply.request")), (runs(f"{matter.measure_name}, {matter.short}"),)),
        (str(words.raw("reply.to")), (runs(sender_said(matter), f", {matter.home}"),)),
        (str(words.raw("reply.code")), (runs(Run(code_of(matter), "strong")),)),
        (str(words.raw("reply.yours")), (runs(LINE),)),
    )
    answers = Table(
        caption=str(words.raw("reply.caption")),
        columns=_columns(words.raw("reply.columns"), (12, 48, 40)),
        rows=tuple(
            (
                runs(f"{BOX} {answer.code}"),
                words(f"reply.answers.{answer.name}"),
                runs(LINE),
            )
            for answer in ANSWERS
        ),
    )
    blocks: list[Block] = [Paragraph(words("reply.intro")), Rows(about), answers]
    if grounds := matter.option.get("refusal_grounds"):
        rows = tuple(
            (
                f"{BOX} G{number}",
                (runs(matter.spelled(str(ground["text"])), *_cited(matter, ground.get("article"))),),
            )
            for number, ground in enumerate(grounds, 1)
        )
        blocks.append(Rows(rows, caption=str(words.raw("reply.grounds"))))
    blocks.append(Rows(tuple((str(words.raw(f"reply.{name}")), (runs(LINE),)) for name in ("official", "date"))))
    return blocks


def _cited(matter: Matter, article: str | None) -> Runs:
    cited = matter.words.article(article)
    return runs(" (", Run(matter.words.articles([cited]), "cite"), ")") if cited else ()
