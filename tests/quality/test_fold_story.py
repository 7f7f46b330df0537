"""A story of 2,048 articles: it is one, it is the same in another order, and what each article costs on the way."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from pipeline.fold import MemoryIndex, fold

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline" / "fold"))
from test_large_story import article

pytestmark = pytest.mark.quality
N_ARTICLES, BATCH = 2_048, 64


def test_a_story_of_two_thousand_articles() -> None:
    batch = [article(number) for number in range(N_ARTICLES)]
    index, costs = MemoryIndex(), []
    for start in range(0, N_ARTICLES, BATCH):
        started = time.process_time()
        index.apply(fold(batch[start : start + BATCH], index))
        costs.append((time.process_time() - started) * 1000 / BATCH)
    placements = list(index.placements())
    shown = ", ".join(f"{costs[at]:.1f}" for at in range(3, len(costs), 4))
    print(f"\n{N_ARTICLES} articles, {len({one.story_id for one in placements})} story; CPU ms an article: {shown}")
    assert {one.story_id for one in placements} == {1}
    random.Random(1).shuffle(batch)
    again = MemoryIndex()
    for start in range(0, N_ARTICLES, BATCH):
        again.apply(fold(batch[start : start + BATCH], again))
    assert list(again.placements()) == placements
