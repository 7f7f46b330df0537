"""What folding an article costs as the index in memory grows: `python -m tests.bench.fold_growth SIZE ...`. CPU time.

Articles are recombined from the sentences of real pages, a thousand a day, and every third small word is drawn anew:
as they are, some ten thousand sentences would each come a hundred times, and make reprints of what are none. The cost is
the mean of the last eighth of each size, so that work which comes seldom and all at once, as when a table grows, counts
for what it is. Each size is measured in one run with the others: the ratio says more than the times do. What is there
before the first article is out of the garbage collector's sight, as it is in a worker. Writes build/fold_growth.json,
which `tests.bench.plot` draws.
"""

from __future__ import annotations

import gc
import json
import random
import re
import resource
import sys
import time
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from pipeline.fold import FoldInput, MemoryIndex, fold
from tests.bench.corpus import BEGIN, PER_DAY, recombined_text, sentences

REPORT = Path(__file__).parents[2] / "build" / "fold_growth.json"
BATCH = 64
N_SENTENCES = 20
_SMALL = re.compile(r"\b[a-z]{3,}\b")


def articles(first: int, count: int) -> list[FoldInput]:
    """New articles, of some 460 words each."""
    found = []
    for number in range(first, first + count):
        dice = random.Random(f"fold/{number}")
        title, text = recombined_text(dice, N_SENTENCES)
        text = _reworded(text, dice)
        at = BEGIN + timedelta(days=number / PER_DAY)
        key = f"{dice.getrandbits(64):016x}"
        found.append(FoldInput(number + 1, key, title, text, at, f"outlet{number % 211}", "en"))
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    """Every small word of the pages, as often as it stands there."""
    return tuple(word for said in sentences() for word in _SMALL.findall(said))


def _reworded(text: str, dice: random.Random) -> str:
    """No five words in a row stay what they were, and names, dates and the commonness of words do."""
    places = list(_SMALL.finditer(text))[::3]
    pieces, at = [], 0
    for place, word in zip(places, dice.choices(_words(), k=len(places)), strict=True):
        pieces += [text[at : place.start()], word]
        at = place.end()
    return "".join([*pieces, text[at:]])


def main(sizes: list[int]) -> None:
    """Grow one index, and print the cost of an article and the memory at each size."""
    index, number, found = MemoryIndex(), 0, []
    collector = Collector()
    for size in sizes:
        spent, folded = 0.0, 0
        while number < size:
            batch = articles(number, BATCH)
            if number >= size - size // 8:
                collector.is_counting, folded = True, folded + len(batch)
            started = time.process_time()
            index.apply(fold(batch, index))
            spent += (time.process_time() - started) * collector.is_counting
            number += len(batch)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        of_collector = collector.take()
        found.append(
            {
                "articles": number,
                "ms": spent * 1000 / folded,
                "collector_ms": of_collector * 1000 / folded,
                "mb": memory,
            }
        )
        print(json.dumps(found[-1]), flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(found))


class Collector:
    """The CPU seconds of the garbage collector while they are counted."""

    def __init__(self) -> None:
        self.is_counting = False
        self._spent = self._started = 0.0
        articles(0, 1)  # What the articles are made of is there from now on.
        gc.collect()
        gc.freeze()
        gc.callbacks.append(self._note)

    def take(self) -> float:
        """What it took since it was asked last; it is not counted any more."""
        spent, self._spent, self.is_counting = self._spent, 0.0, False
        return spent

    def _note(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self._started = time.process_time()
        elif self.is_counting:
            self._spent += time.process_time() - self._started


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [2_048, 10_240, 102_400, 1_024_000])
