"""A story of very many articles: what folding reads stays bounded, and where it puts them depends on no order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from newsstand import START

from pipeline.fold import FoldInput, FoldRules, MemoryIndex, blocks, fold, stories
from pipeline.fold.bench import Workbench
from pipeline.fold.candidates import Scored, neighbours
from schemas.fingerprint import Fingerprint

N_ARTICLES, BATCH = 320, 64
OPENINGS = (
    "The bridge over the Senna at Karlow fell on Tuesday morning",
    "Karlow lost its old bridge when it came down into the Senna",
    "A bridge at Karlow gave way above the river Senna before dawn",
)
REASONS = (
    "Mayor Ilse Brandt of Karlow spoke of rusted cables",
    "engineers had warned of the cables, said Ilse Brandt, the mayor",
    "rusted cables are to blame, the mayor, Ilse Brandt, told the council",
)
WORDS = (
    "harbour lantern orchard pepper violin quarry meadow saddle cobbler thimble walnut furnace glacier lagoon monsoon "
    "nectar oyster parchment quiver raven saffron tundra urchin vineyard willow yarrow zephyr almond basil cedar"
).split()


def article(number: int) -> FoldInput:
    dice = random.Random(number)
    own = " ".join(dice.choice(WORDS) for _ in range(60))
    text = f"{dice.choice(OPENINGS)}, and {dice.choice(REASONS)}. {own.capitalize()}."
    at = START + timedelta(minutes=number)
    return FoldInput(number + 1, f"{dice.getrandbits(64):016x}", "Bridge at Karlow falls", text, at, language="en")


def grown(batch: list[FoldInput]) -> MemoryIndex:
    index = MemoryIndex()
    for start in range(0, len(batch), BATCH):
        index.apply(fold(batch[start : start + BATCH], index))
    return index


def test_a_story_of_very_many_stays_cheap_and_does_not_depend_on_order(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = [article(number) for number in range(N_ARTICLES)]
    looked_at = []

    def counted(bench: Workbench, asking: Sequence[Fingerprint], rules: FoldRules) -> dict[int, Scored]:
        looked_at.append(len(asking))
        return neighbours(bench, asking, rules)

    for module in (blocks, stories):
        monkeypatch.setattr(module, "neighbours", counted)
    index = grown(batch)
    assert Counter(one.story_id for one in index.placements()) == {1: N_ARTICLES}
    # The story is longer than twice what is clustered, and the members that are here already stay where they are.
    assert N_ARTICLES > 2 * stories.MOST_CLUSTERED
    assert max(looked_at) <= BATCH
    random.Random(1).shuffle(batch)
    assert list(grown(batch).placements()) == list(index.placements())
