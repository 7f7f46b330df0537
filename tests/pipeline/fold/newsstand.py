"""A made-up newsstand for the tests of folding: events, their reports, reprints and forms."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipeline.fold import FoldInput, FoldRules, MemoryIndex, fold

START = datetime(2025, 6, 10, 9, tzinfo=UTC)

EVENTS = {
    "bridge": "The Karlow bridge over the Senna collapsed after engineers warned Mayor Ilse Brandt about rusted cables. "
    "Divers searched the river near Karlow while ferry crews pulled drivers from the water. Brandt closed the quay.",
    "merger": "Shares of Norvik Foods jumped when the grocer Halden agreed to a takeover led by chairman Pavel Dragan. "
    "Analysts at Meridian Bank called the bid generous. Halden shareholders vote on the Norvik offer in autumn.",
    "vaccine": "Regulators in Tallora approved the malaria vaccine made by Osei Laboratories for infants in clinics. "
    "Doctor Amara Osei thanked nurses in Tallora who ran the trial. Health ministers welcomed cheaper doses.",
}
FILLER = (
    "residents said the night was long and the noise was heard across town while officials promised a report before "
    "winter and neighbours brought blankets tea and lamps to the school hall where families waited for news of friends "
    "some had walked for hours others came by bicycle and nobody knew when the road would open again to traffic"
).split()


def report(event: str, variant: int, **changes: object) -> FoldInput:
    """One outlet's own words on an event: the same names and matter, other sentences."""
    dice = random.Random(f"{event}{variant}")
    sentences = EVENTS[event].split(". ")
    dice.shuffle(sentences)
    extra = " ".join(dice.sample(FILLER, 24)).capitalize()
    values: dict[str, object] = {
        "article_id": list(EVENTS).index(event) * 100 + variant + 1,
        "key": f"{dice.getrandbits(64):016x}",
        "title": sentences[0],
        "text": ". ".join(sentence.rstrip(".") for sentence in sentences) + f". {extra}.",
        "published_at": START + timedelta(minutes=dice.randrange(600)),
        "language": "en",
        **changes,
    }
    return FoldInput(**values)  # type: ignore[arg-type]  # the keys are those of FoldInput


def newsstand(n_reports: int = 4) -> list[FoldInput]:
    """Reports on every event, and a reprint of the first one of each with its last sentence cut."""
    found = [report(event, variant) for event in EVENTS for variant in range(n_reports)]
    for number, event in enumerate(EVENTS):
        first = report(event, 0)
        cut = first.text.rsplit(" ", 6)[0]
        at = START + timedelta(minutes=700 + number)
        found.append(report(event, 0, article_id=900 + number, key=f"z{number}", text=cut, published_at=at))
    return found


def fold_all(batch: Sequence[FoldInput], size: int = 3, rules: FoldRules | None = None) -> MemoryIndex:
    """An index that was fed in batches."""
    index = MemoryIndex()
    for start in range(0, len(batch), size):
        index.apply(fold(batch[start : start + size], index, rules or FoldRules()))
    return index


def stories(index: MemoryIndex) -> dict[int, tuple[int, int | None, int | None]]:
    """Article to story, original and parent."""
    return {one.article_id: (one.story_id, one.duplicate_of, one.parent_id) for one in index.placements()}
