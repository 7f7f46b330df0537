"""Generated articles: short, all different, some near-identical, some poisoned. The same seed gives the same corpus."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from schemas.page import FetchedPage
from workers.sources import LocalPage

PLACES = [
    "Arven",
    "Belmora",
    "Carrick",
    "Dunmore",
    "Elsted",
    "Farrow",
    "Glanton",
    "Holme",
    "Istrel",
    "Jarrow",
    "Kelby",
    "Lorne",
    "Marden",
    "Norvik",
    "Ostra",
]
DEEDS = [
    "flooded",
    "reopened",
    "sold",
    "rebuilt",
    "inspected",
    "evacuated",
    "closed",
    "fined",
    "praised",
    "sued",
    "merged",
    "renamed",
]
THINGS = [
    "bridge",
    "school",
    "harbour",
    "mill",
    "library",
    "station",
    "clinic",
    "museum",
    "dam",
    "market",
    "stadium",
    "tower",
]
POISONS = ("crash", "hang", "memory", "exception")
MARK = "POISONED-BY-"


def article(number: int, seed: int, poison: str | None = None) -> LocalPage:
    """One article of some 60 words. Every tenth repeats the one before it with another ending."""
    source = number - 1 if number % 10 == 9 else number
    dice = random.Random(f"{seed}/{source}")
    place, other = dice.sample(PLACES, 2)
    thing, deed = dice.choice(THINGS), dice.choice(DEEDS)
    lines = [f"The {thing} of {place} {source} was {deed} on Monday, its owners in {other} said."]
    lines += [
        f"Some {dice.randint(12, 900)} people from {dice.choice(PLACES)} {word} {source}{step} came to see the {dice.choice(THINGS)}, "
        f"and {dice.randint(2, 90)} percent of them stayed for {dice.randint(2, 9)} hours."
        for step, word in enumerate(dice.sample(["Road", "Quay", "Hill", "Green", "Gate", "Mount", "Cross"], 3))
    ]
    lines.append(f"The mayor of {place}, Ada Corr{source}, called it a day like no other. {number}")
    if poison:
        lines.append(MARK + poison)
    text = f"{place} {thing} {deed} {source}\n\n" + "\n".join(lines)
    url = f"http://outlet{number % 17}.test/{seed}/{number}"
    at = datetime(2025, 6, 9, tzinfo=UTC) + timedelta(minutes=source)
    page = FetchedPage(url, url, 200, text.encode(), {"content-type": "text/plain; charset=utf-8"}, at)
    return LocalPage(sha256(url.encode()).hexdigest(), url, page, None, at, str(number))


def articles(count: int, seed: int = 1, n_poisoned: int = 0) -> Iterator[LocalPage]:
    """`count` articles; the poisoned ones are spread evenly and of each kind in turn."""
    step = count // n_poisoned if n_poisoned else 0
    for number in range(count):
        is_poisoned = step and number % step == step // 2 and number // step < n_poisoned
        yield article(number, seed, POISONS[number // step % len(POISONS)] if is_poisoned else None)
