"""What folding an article costs as the index in memory grows: `python -m tests.bench.fold_growth SIZE ...`. CPU time.

Articles are recombined from the sentences of real pages, a thousand a day; the cost is the mean of the last thousand.
Each size is measured in one run with the others, so that the ratio says more than the times do.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from datetime import timedelta

from pipeline.fold import FoldInput, MemoryIndex, fold
from tests.bench.corpus import BEGIN, PER_DAY, recombined_text

N_MEASURED = 1024
BATCH = 64
N_SENTENCES = 20


def articles(first: int, count: int) -> list[FoldInput]:
    """New articles, of some 460 words each."""
    found = []
    for number in range(first, first + count):
        dice = random.Random(f"fold/{number}")
        title, text = recombined_text(dice, N_SENTENCES)
        at = BEGIN + timedelta(days=number / PER_DAY)
        key = f"{dice.getrandbits(64):016x}"
        found.append(FoldInput(number + 1, key, title, text, at, f"outlet{number % 211}", "en"))
    return found


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
