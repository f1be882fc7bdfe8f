"""P1 to P7: what a dossier costs to lay out, against references of the same run.

The dossier is a shipped sample. *Unstyled*: its own HTML with page, font and size set and nothing else. *Plain*: the
same pages without tags, without a variant and without the embedded file. All times are the processor's, those of a
press and its forks too, because others share the machine; P5 alone needs the wall, and sets what two renders gain
against what two busy loops gain in the same round.

P8 is heavy (500 renders): it runs only when it is asked for by name.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

from tests.bench.frame import Bar, Count, Pair
from tests.routing.conftest import ROOT

UNSTYLED = '@page { size: A4; margin: 24mm 22mm 22mm 25mm } html { font: 9.5pt "Noto Sans" }'
TURNS = 7
SHORT, LONG = "note-blocking", "request-eio"
PAGES_SHORT, PAGES_LONG = 6, 21
PEAK = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
WHOLE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "advisor.settings.press"
import django; django.setup()
from tests.advisor.dossiers.samples import sample
from advisor.dossiers.to_pdf import render_pdf
render_pdf(sample("request-eio"), 1, lambda _: None)
"""
ADDED = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "advisor.settings.press"
import django; django.setup()
from tests.advisor.dossiers.samples import sample
from advisor.dossiers.to_pdf import render_pdf, warm_up
import advisor.dossiers.pdf_finish
warm_up()
def told(name, path="/proc/self/status"):
    return sum(int(line.split()[1]) for line in open(path) if line.startswith(name))
if os.fork() == 0:
    render_pdf(sample("request-eio"), 1, lambda _: None)
    print(told("Private_", "/proc/self/smaps_rollup") + told("VmHWM") - told("VmRSS"), flush=True)
    os._exit(0)
os.wait()
"""
BUSY = "x = 0\nfor n in range(12_000_000): x += n"


def _ready() -> Any:
    """Django and WeasyPrint, once."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings.press")
        django.setup()
    from advisor.dossiers import to_pdf

    to_pdf.warm_up()
    return to_pdf


@cache
def _html(name: str) -> str:
    to_pdf = _ready()
    from advisor.dossiers.to_html import html_of
    from tests.advisor.dossiers.samples import sample

    return str(html_of(to_pdf.document_of(sample(name), 1)))


def _lay_out(name: str, style: Any, variant: str | None) -> int:
    """Lay out and write one document; returns its pages."""
    to_pdf = _ready()
    warm = to_pdf._warm
    laid_out = (
        warm["weasyprint"]
        .HTML(string=_html(name), url_fetcher=warm["door"])
        .render(stylesheets=[style], font_config=warm["fonts"](), pdf_variant=variant)
    )
    laid_out.write_pdf(pdf_variant=variant)
    return len(laid_out.pages)


def _styled() -> Pair:
    """P1: the house style against the bare text, both tagged for PDF/UA."""
    to_pdf = _ready()
    bare = to_pdf._warm["weasyprint"].CSS(string=UNSTYLED, url_fetcher=to_pdf._warm["door"])
    house = to_pdf._warm["style"]
    return Pair(partial(_lay_out, LONG, house, "pdf/ua-1"), partial(_lay_out, LONG, bare, "pdf/ua-1"), rounds=TURNS)


def _tagged() -> Pair:
    """P2: the whole door (PDF/A-3a, PDF/UA-1, tags, embedded file, finish) against the untagged pages."""
    to_pdf = _ready()
    from advisor.dossiers.pdf_finish import finished
    from tests.advisor.dossiers.samples import sample

    inputs = sample(LONG)
    document = to_pdf.document_of(inputs, 1)

    def whole() -> bytes:
        embedded = to_pdf.embedded_json(document, inputs, 1)
        return bytes(finished(to_pdf._lay_out(_html(LONG), embedded, document.dated)[0], document))

    return Pair(whole, partial(_lay_out, LONG, to_pdf._warm["style"], None), rounds=TURNS)


def _silent(_: str | None) -> None:
    """Progress that nobody follows."""


@cache
def _press() -> Callable[..., Any]:
    """One warm press and its way to render, or a fork of this process where there is no bubblewrap."""
    _ready()
    from advisor.dossiers.press import press_start, render_shut_in

    press_start()
    return render_shut_in


def _render(name: str = SHORT) -> None:
    """One dossier as the worker has it made."""
    from tests.advisor.dossiers.samples import sample

    _press()(inputs=sample(name), version=1, seconds=120, beat=_silent)


def _child() -> float:
    """The processor's seconds of one render in a new fork: of the fork, and of whoever forked it."""
    _press()
    before = _spent()
    _render(LONG)
    time.sleep(0.2)  # the press gathers its fork
    return _spent() - before


def _spent() -> float:
    """The processor's seconds of the press and its forks so far, or of this process and its own."""
    from advisor.dossiers import press as presses

    press = presses._own.get("press")
    if press is None:
        return sum(os.times()[:4])
    fields = [_stat(pid) for pid in _tree(press.process.pid)]
    return max(sum(map(int, found[11:15])) for found in fields) / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> list[str]:
    with open(f"/proc/{pid}/stat", encoding="ascii") as handle:
        return handle.read().rpartition(")")[2].split()


def _steady() -> float:
    """The same render in a process that has rendered before: this one."""
    to_pdf = _ready()
    from tests.advisor.dossiers.samples import sample

    began = time.process_time()
    to_pdf.render_pdf(sample(LONG), 1, _silent)
    return time.process_time() - began


def _first() -> Pair:
    """P3: every render is the first of a new child; against a steady render in this process."""
    return Pair(_child, _steady, own_clock=True, rounds=TURNS)


def _repeated(pages: int) -> str:
    """The long sample with its parts repeated until it fills about that many pages."""
    body = _html(LONG)
    head, _, rest = body.partition("</header>")
    parts, _, tail = rest.rpartition("</article>")
    to_pdf = _ready()
    style, times = to_pdf._warm["style"], 1
    own = _lay_out(LONG, style, None)
    times = max(1, round(pages / own))
    return f"{head}</header>{parts * times}</article>{tail}" if times > 1 else body


def _growth() -> Count:
    """P4: three and a half times the pages against once, as a ratio of times set to 21 pages against 6."""
    to_pdf = _ready()
    warm = to_pdf._warm

    def timed(html: str) -> tuple[int, float]:
        began = time.process_time()
        laid_out = (
            warm["weasyprint"]
            .HTML(string=html, url_fetcher=warm["door"])
            .render(stylesheets=[warm["style"]], font_config=warm["fonts"](), pdf_variant="pdf/a-3a")
        )
        laid_out.write_pdf(pdf_variant="pdf/a-3a")
        return len(laid_out.pages), time.process_time() - began

    def value() -> float:
        import math

        small, large = _html(SHORT), _repeated(4 * PAGES_LONG)
        ratios = []
        for _ in range(3):
            (few, short), (many, long) = timed(small), timed(large)
            exponent = math.log(long / short) / math.log(many / few)
            ratios.append((PAGES_LONG / PAGES_SHORT) ** exponent)
        return statistics.median(ratios)

    return Count(value)


def _two() -> Count:
    """P5: dossiers a second of two workers on one press against one, on two cores that nobody else uses.

    Others do use them: so what two renders at once gain is divided by what two busy loops at once gain in the same
    round, and multiplied by the two that they would gain alone.
    """

    def value() -> float:
        _press()
        _render(LONG)
        rounds = [(_gain(lambda: _render(LONG)), _gain(_loop)) for _ in range(5)]
        return -2 * statistics.median(renders / loops for renders, loops in rounds)

    return Count(value)


def _gain(work: Callable[[], object]) -> float:
    """How much sooner four pieces of work are done by two hands than by one, by the wall."""
    began = time.perf_counter()
    for _ in range(4):
        work()
    alone = time.perf_counter() - began
    began = time.perf_counter()
    with ThreadPoolExecutor(2) as two:  # the hands wait; the work is in processes of its own
        list(two.map(lambda _: work(), range(4)))
    return alone / (time.perf_counter() - began)


def _loop() -> None:
    subprocess.run([sys.executable, "-c", BUSY], check=True)


def _size() -> Count:
    """P6: bytes a page of the largest shipped sample, fonts and embedded data included."""

    def value() -> float:
        to_pdf = _ready()
        from tests.advisor.dossiers.samples import NAMES, sample

        made = [to_pdf.render_pdf({**sample(name), **_beside(name)}, 1, _silent) for name in NAMES]
        return max(len(one.content) / one.pages / 1024 for one in made)

    return Count(value)


def _beside(name: str) -> dict[str, Any]:
    """A second language, as a job freezes it."""
    from tests.advisor.dossiers.samples import sample

    return {"beside": {"language": "fr" if sample(name)["language"] != "fr" else "en", "said": {}}}


def _memory(code: str) -> Count:
    """P6M: the most memory that one render holds for itself (its fork's, not what it shares with the press), against a
    bare Python. P6W: of a whole process that renders once, libraries, Django and Celery included."""

    def peak(code: str) -> float:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        return float(done.stdout.strip().splitlines()[-1])

    return Count(lambda: peak(code) / peak(PEAK))


def _again() -> Count:
    """P7: an unchanged dossier asked for again costs a look at its hash; against a render."""

    def value() -> float:
        _ready()
        from advisor.dossiers.codec import canonical_sha256
        from tests.advisor.dossiers.samples import sample

        inputs = sample(LONG)
        found = []
        for _ in range(TURNS):
            began = time.perf_counter()
            for _ in range(20):
                canonical_sha256(inputs)
            looked = (time.perf_counter() - began) / 20
            found.append(looked / _steady())
        return statistics.median(found)

    return Count(value)


def _worker_memory(renders: int) -> float:
    """Resident memory, in KiB, of this process and of its press after so many renders."""
    from advisor.dossiers import press as presses

    for _ in range(renders):
        _render()
    press = presses._own.get("press")
    return _resident(os.getpid()) + (sum(map(_resident, _tree(press.process.pid))) if press else 0)


def _resident(pid: int) -> float:
    with open(f"/proc/{pid}/statm", encoding="ascii") as handle:
        return int(handle.read().split()[1]) * resource.getpagesize() / 1024


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as handle:
        below = [int(child) for child in handle.read().split()]
    return [pid, *(found for child in below for found in _tree(child))]


def _long_life() -> Count:
    """Memory of a worker and its press after 500 renders against that after 50."""

    def value() -> float:
        _press()
        after_50 = _worker_memory(50)
        return _worker_memory(450) / after_50

    return Count(value)


def bars() -> list[Bar]:
    """The bars of dossiers."""
    found = [
        Bar("P1", "a dossier in house style, x the same text with page, font and size set", 1.1, "x", _styled),
        Bar("P2", "PDF/A-3a and UA-1, tags, embedded file, x the untagged plain file", 1.35, "x", _tagged),
        Bar("P3", "a new worker child's first render, x a steady one", 1.4, "x", _first),
        Bar("P4", "21 pages, x 6 pages", 4.5, "x", _growth),
        Bar("P5", "dossiers a second of two workers, x one (shown negative: more is better)", -1.3, "x", _two),
        Bar("P6", "size a page, two languages, the largest of all samples", 15, "KiB", _size),
        Bar("P6M", "peak memory that one render adds, x a bare Python", 8, "x", partial(_memory, ADDED)),
        Bar(
            "P6W",
            "peak memory of a whole rendering process, x a bare Python",
            None,
            "x",
            partial(_memory, WHOLE + PEAK),
        ),
        Bar("P7", "an unchanged dossier asked for again, x a render", 0.05, "x", _again),
    ]
    if "P8" in [word.upper() for word in sys.argv[1:]]:
        found.append(Bar("P8", "memory of a worker and its press after 500 renders, x after 50", 1.2, "x", _long_life))
    return found
