"""What the pure stages make of the demo newsroom, against its expected.json: pages, walls, stories, reprints, facts.

Folding and reconciling are judged apart: facts are derived from the true events and origins, so that a fold that is
wrong is counted once. The newsroom is a showcase and no benchmark; nothing is tuned on it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest

from pipeline.clean import clean_page
from pipeline.extract.annotate import annotate, annotate_title
from pipeline.extract.model import load_model
from pipeline.fold import FoldInput, MemoryIndex, fold
from pipeline.reconcile import reconcile
from schemas.annotations import ExtractInput
from schemas.document import Document
from schemas.fact import Fact, FactStatus, SourceArticle
from schemas.outcome import Rejected
from schemas.page import FetchedPage
from workers.newsroom import World, load_world
from workers.newsroom.render import Site, render_site
from workers.newsroom.world import FOLDER

pytestmark = pytest.mark.quality

EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
BASE = "http://127.0.0.1:1"
BOILERPLATE = (
    *("cookies", "Sign up", "Most read", "Read also", "Related:", "Advertis", "Subscribe", "invented title", "Topics:"),
    *("TideWatcher", "Great reporting", "Popular now", "QUIZ", "Dentists", "Sponsored", "More from", "kostenlos lesen"),
)
FEWEST_STATUSES_RIGHT = 0.8
"""Of the expected facts; this and the next two are pinned a little below what was measured when they were written."""
FEWEST_CONFLICTS_FOUND = 0.5
MOST_FALSE_CONFLICTS = 4
FEWEST_PAIRS_RIGHT = 0.85
"""F1 over pairs of articles that are in one story."""


@dataclass(frozen=True)
class Look:
    """The newsroom at one poll, as far as it was cleaned."""

    world: World
    documents: dict[str, Document]
    rejected: dict[str, Rejected]

    def number(self, article: str) -> int:
        return sorted(self.documents).index(article) + 1


def look_at(poll: int) -> Look:
    world = load_world()
    resources = render_site(Site(world, poll, BASE))
    documents, rejected = {}, {}
    for article in world.at_poll(poll):
        path = f"/{article.outlet}/{article.path}"
        found = resources[path]
        page = FetchedPage(BASE + path, BASE + path, 200, found.body, {"content-type": found.content_type})
        cleaned = clean_page(page)
        if isinstance(cleaned, Rejected):
            rejected[article.id] = cleaned
        elif article.template is None:
            documents[article.id] = cleaned
    return Look(world, documents, rejected)


@pytest.fixture(scope="module")
def first() -> Look:
    return look_at(1)


@pytest.fixture(scope="module", params=(1, 2))
def polled(request: pytest.FixtureRequest) -> tuple[int, Look, dict[str, tuple[Fact, ...]]]:
    look = look_at(request.param)
    return request.param, look, facts_of(look)


def facts_of(look: Look) -> dict[str, tuple[Fact, ...]]:
    names = sorted(look.documents)
    inputs = [
        ExtractInput(one.title, one.text, one.published_at, one.language) for one in map(look.documents.get, names)
    ]
    found = dict(zip(names, annotate(inputs, load_model()), strict=True))
    stories = {}
    for event, members in EXPECTED["events"].items():
        present = [name for name in members if name in look.documents]
        stories[event] = reconcile([source_of(look, name, found[name]) for name in present])
    return stories


def source_of(look: Look, name: str, annotations: Any) -> SourceArticle:
    document = look.documents[name]
    assert document.published_at is not None
    return SourceArticle(
        article_id=look.number(name), revision=1, origin_id=origin_of(look, name), publisher=document.publisher or "",
        published_at=document.modified_at or document.published_at, title=document.title or "", text=document.text,
        annotations=annotations, title_annotations=annotate_title(document.title or "", document.published_at),
    )  # fmt: skip


def origin_of(look: Look, name: str) -> int:
    """One number for an owner's titles, and for the wire with its reprints."""
    article = next(one for one in look.world.articles if one.id == name)
    wire = (article.reprint_of or name).split(".")[1].removesuffix("-toll")
    outlet = look.world.outlets[EXPECTED["attributed"].get(name, wire)]
    return sorted({one.owner or one.slug for one in look.world.outlets.values()}).index(outlet.owner or outlet.slug)


def test_pages_give_their_paragraphs_and_nothing_else(first: Look) -> None:
    for article in first.world.at_poll(1):
        if article.id in first.documents:
            text = first.documents[article.id].text
            lost = [block.text for block in article.blocks if block.text not in text]
            assert not lost, (article.id, lost)
            assert not [noise for noise in BOILERPLATE if noise in text], article.id


def test_metadata_is_that_of_the_page(first: Look) -> None:
    for article in first.world.at_poll(1):
        if article.id in first.documents:
            document = first.documents[article.id]
            outlet = first.world.outlets[article.outlet]
            assert document.title == article.title
            assert document.published_at == article.published
            assert document.publisher == outlet.name
            assert document.owner == outlet.owner
            assert document.language == outlet.language[:2]


def test_walls_are_rejected_and_nothing_else(first: Look) -> None:
    assert {name: str(one.reason) for name, one in first.rejected.items()} == EXPECTED["rejected"]


def test_events_are_stories_and_reprints_are_found(first: Look) -> None:
    numbers = {first.number(name): name for name in first.documents}
    batch = [
        FoldInput(number, f"{number:04}", one.title, one.text, one.published_at, one.publisher, one.language)
        for number, one in ((number, first.documents[name]) for number, name in numbers.items())
    ]
    stories, copies = defaultdict(set), set()
    for placement in fold(batch, MemoryIndex()).placements:
        stories[str(placement.story_id)].add(numbers[placement.article_id])
        if placement.duplicate_of is not None:
            copies.add((numbers[placement.duplicate_of], numbers[placement.article_id]))
    assert copies == {(wire, copy) for wire, *others in EXPECTED["reprints"] for copy in others}
    found = pairs_of(stories)
    wanted = pairs_of({event: set(members) & set(first.documents) for event, members in EXPECTED["events"].items()})
    f1 = 2 * len(found & wanted) / (len(found) + len(wanted))
    print(
        f"stories: F1 over pairs {f1:.2f}; wrongly together {len(found - wanted)}, wrongly apart {len(wanted - found)}"
    )
    print(*sorted(f"  {one} with {other}" for one, other in found - wanted), sep="\n")
    assert f1 >= FEWEST_PAIRS_RIGHT


def pairs_of(stories: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {pair for members in stories.values() for pair in combinations(sorted(members), 2)}


def quotes_of(fact: Fact, look: Look) -> list[set[tuple[str, str]]]:
    """For each value of a fact, the article and the surface of its quotes."""
    names = {look.number(name): name for name in look.documents}
    return [{(names[quote.article_id], quote.surface.lower()) for quote in value.quotes} for value in fact.values]


def stands_in(surface: str, article: str, quotes: set[tuple[str, str]]) -> bool:
    return any(article == name and surface.lower() in text for name, text in quotes)


def score(expected: dict[str, Any], facts: tuple[Fact, ...], look: Look) -> tuple[float, Fact | None]:
    """The fact that quotes most of what is expected, a right status breaking ties, and the share it quotes."""
    pairs = [(value["surface"], name) for value in expected["values"] for name in value["articles"]]
    pairs = [(surface, name) for surface, name in pairs if name in look.documents]
    best: tuple[float, bool, Fact | None] = (0.0, False, None)
    for fact in facts:
        quotes = set().union(*quotes_of(fact, look))
        share = sum(stands_in(surface, name, quotes) for surface, name in pairs) / len(pairs)
        candidate = (share, fact.status in expected["status"], fact)
        if fact.kind == expected["kind"] and candidate[:2] > best[:2]:
            best = candidate
    return best[0], best[2]


def test_facts_have_the_expected_status(polled: tuple[int, Look, dict[str, tuple[Fact, ...]]]) -> None:
    poll, look, facts = polled
    wanted = [fact for fact in EXPECTED["facts"] if fact.get("poll", poll) == poll]
    n_right = 0
    for expected in wanted:
        share, fact = score(expected, facts[expected["event"]], look)
        is_right = (
            fact is not None and fact.status in expected["status"] and fact.hint == expected.get("hint", fact.hint)
        )
        n_right += is_right
        if not is_right or share < 1:
            got = f"{fact.status} hint={fact.hint} [{fact.label}]" if fact else "nothing"
            print(
                f"{expected['event']:16} {' '.join(expected['words']):28} want {expected['status']}: {share:4.0%} {got}"
            )
    print(f"poll {poll}: {n_right} of {len(wanted)} statuses right")
    assert n_right / len(wanted) >= FEWEST_STATUSES_RIGHT


def test_the_promised_conflicts_are_found_and_few_others(
    polled: tuple[int, Look, dict[str, tuple[Fact, ...]]],
) -> None:
    """What the product is for. A conflict counts as found with its hint, where one is promised."""
    poll, look, facts = polled
    promised = [one for one in EXPECTED["facts"] if one["status"] == ["conflicting"] and one.get("poll", poll) == poll]
    best = [score(one, facts[one["event"]], look)[1] for one in promised]
    missed = [
        " ".join([one["event"], *one["words"]])
        for one, fact in zip(promised, best, strict=True)
        if fact is None or fact.status is not FactStatus.CONFLICTING or fact.hint != one.get("hint")
    ]
    others = [
        f"{event}: {fact.label}: {fact.reason}"
        for event, found in facts.items()
        for fact in found
        if fact.status is FactStatus.CONFLICTING and fact not in best
    ]
    print(f"poll {poll}: {len(promised) - len(missed)} of {len(promised)} conflicts found, {len(others)} others")
    print(*(f"  missed {one}" for one in missed), *(f"  beyond {one}" for one in others), sep="\n")
    assert 1 - len(missed) / len(promised) >= FEWEST_CONFLICTS_FOUND
    assert len(others) <= MOST_FALSE_CONFLICTS


def test_pairs_that_are_no_conflict_are_kept_apart(polled: tuple[int, Look, dict[str, tuple[Fact, ...]]]) -> None:
    _, look, facts = polled
    for pair in EXPECTED["not_conflicts"]:
        for fact in facts[pair["event"]]:
            if fact.status is FactStatus.CONFLICTING:
                for one, other in combinations(quotes_of(fact, look), 2):
                    texts = {text for _, text in one}, {text for _, text in other}
                    assert not all(surface in text for surface, text in zip(pair["surfaces"], texts, strict=True)), pair
