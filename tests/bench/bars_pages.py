"""W1, W4 and W5: what the pages of a route cost, against the plainest view with the project's own middleware.

The case is the IPTV mock case with 28 needs. Pages are cold: nothing of a route is kept between two requests, so every
call reads it from the database. The process is warm: edition compiled, templates parsed, calendars of the States made.
W4 and the clock are soft where other programs run: `process_time` of this process alone counts.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from time import process_time

from tests.bench.frame import Bar, Count, Pair
from tests.bench.office import Office, office

NEEDS = 28
BURST = 2.0
PAGES: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    ("route overview", "case-route", (1,)),
    ("need with most options", "case-route-need", (1, "n11")),
    ("sheet for the wall", "case-route-print", (1,)),
    ("why, in sentences", "case-route-option", (1, "n12", "eio/search-and-seizure")),
    ("what-if, nothing tried", "case-route-what-if", (1,)),
    ("steps", "case-steps", ()),
    ("choosing steps", "case-steps-choose", (1,)),
)
BESIDE: tuple[str, ...] = ("case-ledger", "case-tracks")


def _hello(place: Office) -> Callable[[], object]:
    from django.urls import reverse

    address = reverse("health-live")
    return lambda: place.get(address)


def _page(name: str, arguments: tuple[object, ...]) -> Pair:
    place = office()
    address = place.address(name, *arguments)
    return Pair(lambda: place.get(address), _hello(place))


def _all_needs() -> Pair:
    """The mean of one page per need."""
    place = office()
    addresses = [place.address("case-route-need", 1, f"n{number}") for number in range(1, NEEDS + 1)]
    return Pair(lambda: [place.get(address) for address in addresses], _hello(place), 1 / NEEDS, rounds=7)


def _most_queries() -> float:
    place = office()
    found = []
    for _says, name, arguments in PAGES:
        address = place.address(name, *arguments)
        place.get(address)
        found.append(place.queries(address))
    return float(max(found))


def _queries_beside() -> float:
    """Queries of the pages beside the steps: the case's ledger and its tracks."""
    place = office()
    found = []
    for name in BESIDE:
        address = place.address(name)
        place.get(address)
        found.append(place.queries(address))
    return float(max(found))


def _grown() -> float:
    """How many queries more the same pages ask for 28 needs than for three."""
    place, more = office(), 0
    for _says, name, arguments in PAGES:
        few = ("n2", *arguments[2:]) if len(arguments) > 1 else ()
        if name == "case-route-option":
            continue
        small = place.address(name, *arguments[:1], *few, case=place.small)
        large = place.address(name, *arguments)
        place.get(small), place.get(large)
        more = max(more, place.queries(large) - place.queries(small))
    return float(more)


def _burst(call: Callable[[], object]) -> Iterator[float]:
    began = process_time()
    while process_time() - began < BURST:
        start = process_time()
        call()
        yield process_time() - start


def _tail() -> float:
    """The slowest hundredth of a burst on the overview, x its median."""
    place = office()
    address = place.address("case-route", 1)
    place.get(address)
    times = sorted(_burst(lambda: place.get(address)))
    return times[int(len(times) * 0.99)] / statistics.median(times)


def bars() -> list[Bar]:
    """The bars of the pages."""
    timed = [
        Bar(f"W1{letter}", f"{says}, x the plainest view", 30, "x", lambda n=name, a=arguments: _page(n, a))
        for letter, (says, name, arguments) in zip("ABCDEFG", PAGES, strict=True)
    ]
    return [
        *timed,
        Bar("W1N", "one page per need, mean of 28, x the plainest view", 30, "x", _all_needs),
        Bar("W1Q", "queries of the costliest of these pages", 6, "", lambda: Count(_most_queries)),
        Bar("W1R", "queries of the ledger and of the tracks of a case", 7, "", lambda: Count(_queries_beside)),
        Bar("W4P", "route overview, median, x the plainest view", 25, "x", lambda: _page(PAGES[0][1], PAGES[0][2])),
        Bar("W4T", "route overview, slowest hundredth of a burst, x its median", 2.5, "x", lambda: Count(_tail)),
        Bar("W5", "more queries with 28 needs than with three", 0, "", lambda: Count(_grown)),
    ]
