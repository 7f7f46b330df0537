"""What folding an article costs as the index in memory grows: `python -m tests.bench.fold_growth SIZE ...`. CPU time.

Articles are recombined from the sentences of real pages, a thousand a day, and every third small word is drawn anew:
as they are, some ten thousand sentences would each come a hundred times, and make reprints of what are none. The last
`N_REAL` articles of each size are folded one batch after the other, and the cost is the mean of the last of them, so that
all they can meet by their dates is real. What is between two sizes are copies of fingerprints under other hashes: they
fill the index, and take a tenth of the time. What is there before an article is out of the garbage collector's sight, as it
is in a worker. Machines are shared: after each batch the fingerprints of one and the same batch are made again, and the
cost is also given in these, which know nothing of sizes. Writes build/fold_growth.json, which `tests.bench.plot` draws.
"""

from __future__ import annotations

import gc
import json
import random
import re
import resource
import sys
import time
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.fingerprint import Reading, fingerprints
from pipeline.fingerprint.shingles import bands_of
from pipeline.fold import FoldInput, MemoryIndex, fold
from schemas.fingerprint import Placement
from tests.bench.corpus import BEGIN, PER_DAY, recombined_text, sentences

REPORT = Path(__file__).parents[2] / "build" / "fold_growth.json"
N_REAL = 10_240
"""Articles of ten days: nothing looks further back but what is the same text."""
N_MEASURED = 2_048
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
    yardstick = [Reading(one.article_id, one.key, one.title, one.text) for one in articles(0, BATCH)]
    for size in sizes:
        number = fill(index, number, size - N_REAL)
        gc.collect()
        gc.freeze()
        spent = same = 0.0
        while number < size:
            batch = articles(number, BATCH)
            started = time.process_time()
            index.apply(fold(batch, index))
            folded = time.process_time()
            fingerprints(yardstick)
            number += len(batch)
            if number > size - N_MEASURED:
                spent, same = spent + folded - started, same + time.process_time() - folded
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append({"articles": number, "ms": spent * 1000 / N_MEASURED, "yardsticks": spent / same, "mb": memory})
        print(json.dumps(found[-1]), flush=True)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(found))


def fill(index: MemoryIndex, number: int, until: int) -> int:
    """Enter copies of the articles known first, each under hashes of its own day. Returns how many are there then."""
    known = index.recall(range(1, 1 + min(number, N_REAL)))
    while number < until:
        one, place = known[1 + number % len(known)]
        mask = random.Random(number // PER_DAY).getrandbits(31) << 1
        shingles = np.sort(np.frombuffer(one.shingles, dtype="<u4") ^ np.uint32(mask))
        copy = replace(
            one, article_id=number + 1, key=f"{number:016x}", published_at=BEGIN + timedelta(days=number / PER_DAY),
            shingles=shingles.tobytes(), bands=bands_of(shingles),
            postings=tuple(sorted(posting ^ mask for posting in one.postings)),
        )  # fmt: skip
        index.add(copy)
        index.place(Placement(copy.article_id, copy.article_id, copy.article_id, side=place.side))
        number += 1
    return number


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [10_240, 102_400, 1_024_000])
