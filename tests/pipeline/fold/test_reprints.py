"""Groups of reprints: measured on average, the same in every order, and blind to what a house writes under every text."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsstand import START, fold_all, stories

from pipeline.fold import FoldInput, near_duplicates, withdraw
from pipeline.fold.near import MOST_OF_HOUSE

FORM = " ".join(f"form{n}" for n in range(90))
"""What a house writes under every text."""


def words(first: int, last: int) -> str:
    """A stretch of a text that never repeats a word."""
    return " ".join(f"word{n}" for n in range(first, last))


def article(number: int, text: str, minutes: int | None = None, publisher: str | None = None) -> FoldInput:
    at = START + timedelta(minutes=number if minutes is None else minutes)
    return FoldInput(number, f"{number:03}", None, text, at, publisher, "en")


def groups(batch: list[FoldInput], size: int = 3) -> dict[int, int | None]:
    return {one: place[1] for one, place in stories(fold_all(batch, size)).items()}


def test_a_chain_of_half_equal_texts_is_no_group() -> None:
    batch = [article(n, words(n * 60, n * 60 + 200)) for n in range(6)]
    found = groups(batch)
    for one in batch:
        head = found[one.article_id]
        assert head is None or abs(head - one.article_id) == 1


def test_pairs_are_told_that_no_group_holds() -> None:
    batch = [article(n, words(n * 60, n * 60 + 200)) for n in range(6)]
    index = fold_all(batch)
    found = {one: [other for other, _ in others] for one, others in near_duplicates(range(9), index).items()}
    assert found == {n: [other for other in (n - 1, n + 1) if 0 <= other < 6] for n in range(6)}
    assert sum(not place.is_head for place in index.placements()) < 5


def test_the_whole_text_and_its_cut_reprints_are_one_group() -> None:
    whole = article(2, words(0, 300), publisher="Wire")
    cuts = [article(n, words(0, 100 + n), publisher=f"Outlet {n}") for n in (1, 3, 4)]
    assert groups([whole, *cuts]) == {1: None, 2: 1, 3: 1, 4: 1}


def test_a_house_that_goes_on_with_its_report_reprints_nobody() -> None:
    first, longer = article(1, words(0, 120), publisher="Courier"), article(2, words(0, 300), publisher="Courier")
    assert groups([first, longer]) == {1: None, 2: None}
    assert groups([first, replace(longer, publisher="Herald")]) == {1: None, 2: 1}


@settings(max_examples=40)
@given(st.integers(), st.integers(1, 14), st.integers(20, 150), st.booleans())
def test_order_and_batches_change_no_group(seed: int, size: int, step: int, is_dated: bool) -> None:
    dice = random.Random(seed)
    batch = [
        article(
            n, words(at := dice.randrange(0, 8) * step, at + dice.choice((120, 200, 320))), dice.randrange(9), house
        )
        for n, house in enumerate(dice.choices(("Courier", "Herald", "Wire", None), k=14), 1)
    ]
    if not is_dated:
        batch = [replace(one, published_at=None) for one in batch]
    expected = groups(batch, len(batch))
    dice.shuffle(batch)
    assert groups(batch, size) == expected


@settings(max_examples=20)
@given(st.integers())
def test_a_rewritten_article_leaves_its_group_in_any_order(seed: int) -> None:
    dice = random.Random(seed)
    batch = [article(n, words(dice.randrange(4) * 70, 330)) for n in range(1, 9)]
    again = [replace(one, text=words(dice.randrange(4) * 70, 330)) for one in dice.sample(batch, 3)]
    final = {one.article_id: one for one in (*batch, *again)}
    assert groups([*batch, *again], dice.randrange(1, 5)) == groups(list(final.values()), 16)


@pytest.mark.parametrize("seed", range(3))
def test_what_a_house_writes_under_every_text_makes_no_reprint(seed: int) -> None:
    n_articles = MOST_OF_HOUSE + 12
    batch = [article(n, f"{words(n * 50, n * 50 + 40)} {FORM}", publisher="Courier") for n in range(1, n_articles)]
    reprint = article(500, f"{words(350, 390)} {FORM}", minutes=800, publisher="Courier")
    random.Random(seed).shuffle(batch)
    found = groups([*batch, reprint], 16)
    assert {one: head for one, head in found.items() if head is not None} == {500: 7}


def test_a_wire_report_that_many_houses_print_is_no_form() -> None:
    batch = [article(n, words(0, 150), publisher=f"Outlet {n}") for n in range(1, MOST_OF_HOUSE + 30)]
    assert sum(head is None for head in groups(batch, 16).values()) == 1


@settings(max_examples=20)
@given(st.integers(), st.integers(1, 5))
def test_groups_are_as_if_a_withdrawn_article_had_never_been(seed: int, count: int) -> None:
    dice = random.Random(seed)
    batch = [article(n, words(dice.randrange(4) * 70, 330), dice.randrange(30)) for n in range(1, 11)]
    gone = {one.article_id for one in dice.sample(batch, count)}
    index = fold_all(batch, 4)
    index.apply(withdraw(gone, index))
    left = stories(fold_all([one for one in batch if one.article_id not in gone], 4))
    assert {one: place[1] for one, place in stories(index).items()} == {one: place[1] for one, place in left.items()}
