"""Generated articles: short, all different, some near-identical, some poisoned. The same seed gives the same corpus."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import product

from schemas.page import FetchedPage
from workers.sources import LocalPage

SYLLABLES = [
    "ar",
    "bel",
    "cor",
    "dun",
    "el",
    "far",
    "gla",
    "hol",
    "ist",
    "jar",
    "kel",
    "lor",
    "mar",
    "nor",
    "ost",
    "pel",
    "quin",
    "ros",
    "sel",
    "tor",
    "ul",
    "var",
    "wen",
    "yar",
    "zel",
]
# As many different words as a day of news has names; with fewer, every article would be about every other.
WORDS = ["".join(pair) for pair in product(SYLLABLES, repeat=3)]
POISONS = {"crash": "crash", "hang": "hang", "memory": "memory", "exception": "bug"}
"""What an article is poisoned with, and the reason that it is to die with."""
MARK = "POISONED-BY-"


def article(number: int, seed: int, poison: str | None = None) -> LocalPage:
    """One article of some 60 words. Every tenth repeats the one before it with another ending."""
    source = number - 1 if number % 10 == 9 else number
    dice = random.Random(f"{seed}/{source}")
    place, other, thing, deed = dice.sample(WORDS, 4)
    lines = [f"The {thing} of {place.title()} was {deed} on Monday, its owners in {other.title()} said."]
    for _ in range(3):
        town, sight, *rest = dice.sample(WORDS, 12)
        lines.append(
            f"Some {dice.randint(12, 900)} people from {town.title()} came to see the {sight}, and {dice.randint(2, 90)} percent "
            f"of them stayed for {dice.randint(2, 9)} hours to {' '.join(rest)}."
        )
    lines.append(f"The mayor of {place.title()}, Ada {other.title()}, called it a day like no other. {number}")
    if poison:
        lines.append(MARK + poison)
    text = f"{place.title()} {thing} is {deed}\n\n" + "\n".join(lines)
    url = f"http://outlet{number % 17}.test/{seed}/{number}"
    at = datetime(2025, 6, 9, tzinfo=UTC) + timedelta(minutes=source)
    page = FetchedPage(url, url, 200, text.encode(), {"content-type": "text/plain; charset=utf-8"}, at)
    return LocalPage(sha256(url.encode()).hexdigest(), url, page, None, at, str(number))


def articles(count: int, seed: int = 1, n_poisoned: int = 0) -> Iterator[LocalPage]:
    """`count` articles; the poisoned ones are spread evenly and of each kind in turn."""
    step = count // n_poisoned if n_poisoned else 0
    for number in range(count):
        is_poisoned = step and number % step == step // 2 and number // step < n_poisoned
        yield article(number, seed, list(POISONS)[number // step % len(POISONS)] if is_poisoned else None)


def deaths(n_poisoned: int) -> dict[str, int]:
    """How many of them are to die of what."""
    kinds = list(POISONS.values())
    return dict(Counter(kinds[number % len(kinds)] for number in range(n_poisoned)))
