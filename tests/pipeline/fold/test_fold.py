"""Folding is a function of the set of articles: reprints found, one event one story, figures never evidence."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsstand import EVENTS, START, fold_all, newsstand, report, stories

from pipeline.errors import Misconfigured
from pipeline.fold import FoldInput, MemoryIndex, fold, split_story, withdraw

TEMPLATE = (
    "The central bank added {} billion in temporary reserves to the banking system {} through overnight repurchase "
    "agreements with its primary dealers in the open market desk operation said a spokesman for the central bank who "
    "described the operation as routine and said that rates in the federal funds market were little changed from the "
    "session before as banks settled their books for the period and dealers financed their positions with ease"
)


def groups(index: MemoryIndex) -> set[frozenset[int]]:
    found: dict[int, set[int]] = {}
    for one in index.placements():
        found.setdefault(one.story_id, set()).add(one.article_id)
    return {frozenset(members) for members in found.values()}


def test_one_event_is_one_story() -> None:
    batch = newsstand()
    expected = {frozenset(one.article_id for one in batch if one.title in EVENTS[event]) for event in EVENTS}
    assert groups(fold_all(batch)) == expected


def test_a_cut_reprint_points_at_the_oldest() -> None:
    placements = {one.article_id: one for one in fold_all(newsstand()).placements()}
    for number in range(len(EVENTS)):
        assert placements[900 + number].duplicate_of == number * 100 + 1
        assert placements[900 + number].story_id == placements[number * 100 + 1].story_id


def test_a_story_is_named_after_its_first_article() -> None:
    batch = {one.article_id: one for one in newsstand()}
    for members in groups(fold_all(list(batch.values()))):
        first = min(members, key=lambda one: (batch[one].published_at, batch[one].key))
        assert all(stories(fold_all(list(batch.values())))[one][0] == first for one in members)


@settings(max_examples=25)
@given(st.integers(), st.integers(1, 16), st.booleans())
def test_neither_order_nor_batches_matter(seed: int, size: int, is_dated: bool) -> None:
    batch = newsstand()
    if not is_dated:
        batch = [replace(one, published_at=START) for one in batch]
    shuffled = batch[:]
    random.Random(seed).shuffle(shuffled)
    assert stories(fold_all(shuffled, size)) == stories(fold_all(batch, len(batch)))


def test_folding_again_changes_nothing() -> None:
    batch = newsstand()
    index = fold_all(batch)
    before = stories(index)
    index.apply(fold(batch[:5], index))
    assert stories(index) == before


def test_a_revision_moves_an_article() -> None:
    batch = newsstand()
    index = fold_all(batch)
    moved = report("vaccine", 9, article_id=2, published_at=batch[1].published_at, key=batch[1].key)
    index.apply(fold([moved], index))
    expected = fold_all([moved if one.article_id == 2 else one for one in batch])
    assert stories(index) == stories(expected)


def test_figures_are_no_evidence() -> None:
    batch = newsstand()
    told = [
        replace(one, text=f"{one.text} It cost {one.article_id * 37} dollars, up {one.article_id}%.") for one in batch
    ]
    other = [replace(one, text=re.sub(r"\d+", "5", one.text)) for one in told]
    assert groups(fold_all(told)) == groups(fold_all(other)) == groups(fold_all(batch))


def test_a_form_filled_in_anew_on_another_day_stands_apart() -> None:
    days = ["Monday", "Tuesday", "Wednesday"]
    batch = [
        FoldInput(n + 1, str(n), "Bank adds reserves", TEMPLATE.format(5.25 + n, day), START + timedelta(days=n))
        for n, day in enumerate(days)
    ]
    assert all(one.is_head for one in fold_all(batch).placements())
    same_day = [replace(one, published_at=START) for one in batch]
    assert sum(one.is_head for one in fold_all(same_day).placements()) == 1


def test_events_further_apart_than_the_window_stay_apart() -> None:
    first, later = report("bridge", 0), report("bridge", 1, published_at=START + timedelta(days=30))
    assert len(groups(fold_all([first, later]))) == 2


def test_languages_stay_apart() -> None:
    assert len(groups(fold_all([report("bridge", 0), report("bridge", 1, language="de")]))) == 2


def test_a_later_article_joins_two_stories_and_is_why() -> None:
    told = {
        1: "Divers searched the river Senna near Karlow on Tuesday. Ferry crews pulled drivers from the cold water "
        "below the Karlow quay.",
        2: "Mayor Ilse Brandt said engineers had warned of rusted cables. Brandt closed three schools and opened an "
        "inquiry into the cables.",
        3: "Divers searched the river Senna near Karlow after the bridge fell, and Mayor Ilse Brandt said engineers had "
        "warned of rusted cables. Ferry crews pulled drivers from the water; Brandt opened an inquiry.",
    }
    batch = [
        FoldInput(n, str(n), None, text, START + timedelta(hours=n), f"Outlet {n}", "en") for n, text in told.items()
    ]
    index = fold_all(batch[:2])
    assert len(groups(index)) == 2
    result = fold(batch[2:], index)
    index.apply(result)
    assert result.merges == {2: 1}
    assert len(groups(index)) == 1
    # The second stands under the first, which is earlier, and is there for what it shares with the third.
    second = index.recall([2])[2][1]
    assert (second.parent_id, second.why["closest"]) == (1, 3)
    assert "brandt" in second.why["names"]


def test_a_split_lasts() -> None:
    index = fold_all(newsstand())
    story = stories(index)[1][0]
    members = sorted(one for one, place in stories(index).items() if place[0] == story)
    out = [one for one in members if one not in (story, 900)][-2:]
    result = split_story(story, out, index)
    index.apply(result)
    halves = {stories(index)[one][0] for one in out}
    assert halves.isdisjoint({story})
    assert {(min(story, one), max(story, one)) for one in halves} <= set(result.related)
    index.apply(fold([report("merger", 8), report("bridge", 2)], index))
    assert story not in {stories(index)[one][0] for one in out}


def test_a_split_that_makes_no_sense_is_refused() -> None:
    index = fold_all(newsstand())
    story = stories(index)[1][0]
    with pytest.raises(Misconfigured, match="name"):
        split_story(story, [story], index)
    with pytest.raises(Misconfigured, match="not all"):
        split_story(story, [101], index)


def test_why_names_what_is_shared() -> None:
    joined = [one for one in fold_all(newsstand()).placements() if one.parent_id is not None]
    assert joined
    assert all(one.why["names"] and one.why["terms"] and one.score for one in joined)


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_text_is_folded(texts: list[str]) -> None:
    batch = [FoldInput(n, str(n), text[:20], text) for n, text in enumerate(texts)]
    assert len(list(fold_all(batch).placements())) == len(texts)


@settings(max_examples=25)
@given(st.integers(), st.integers(1, 6))
def test_what_is_withdrawn_has_never_been(seed: int, count: int) -> None:
    dice, batch = random.Random(seed), newsstand()
    gone = [one.article_id for one in dice.sample(batch, count)]
    index = fold_all(batch, 5)
    index.apply(withdraw(gone, index))
    assert stories(index) == stories(fold_all([one for one in batch if one.article_id not in gone], 5))


def test_the_story_of_a_withdrawn_article_goes_on_under_another_name() -> None:
    index = fold_all(newsstand())
    story = stories(index)[1][0]
    merges = (result := withdraw([story, 10**6], index)).merges
    index.apply(result)
    members = [one for one, place in stories(index).items() if place[0] == merges[story]]
    assert set(merges) == {story}
    assert len(members) >= 3
    assert story not in stories(index)
