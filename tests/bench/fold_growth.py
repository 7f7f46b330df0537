"""What folding an article costs as the index in memory grows: `python -m tests.bench.fold_growth SIZE ...`. CPU time.

Articles are recombined from the sentences of real pages, a thousand a day, and every third small word is drawn anew:
as they are, some ten thousand sentences would each come a hundred times, and make reprints of what are none. The cost is
the mean of the last thousand. Each size is measured in one run with the others: the ratio says more than the times do.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from datetime import timedelta
from functools import lru_cache

from pipeline.fold import FoldInput, MemoryIndex, fold
from tests.bench.corpus import BEGIN, PER_DAY, recombined_text, sentences

N_MEASURED = 1024
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
    index, number = MemoryIndex(), 0
    for size in sizes:
        costs = [0.0]
        while number < size:
            batch = articles(number, BATCH)
            started = time.process_time()
            index.apply(fold(batch, index))
            costs.append(time.process_time() - started)
            number += len(batch)
        last = costs[-N_MEASURED // BATCH :]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"articles": number, "ms": sum(last) * 1000 / len(last) / BATCH, "mb": memory}), flush=True)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_000, 100_000])
