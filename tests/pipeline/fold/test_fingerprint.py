"""What a fingerprint sees and what it does not."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fingerprint import Reading, fingerprint, fingerprints
from pipeline.fingerprint.dates import date_masks, days_named
from pipeline.fingerprint.lexicon import words_of
from pipeline.fingerprint.names import name_mentions
from pipeline.fingerprint.shingles import N_BANDS, shingles_of
from pipeline.fingerprint.stems import stem_of


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on June 9 and on 24 June", {"06-09", "06-24"}),
        ("26.05.2025, 20:17", {"05-26"}),
        ("2025-06-09", {"06-09"}),
        ("the 3rd of May", set()),
        ("they may 20 times", {"05-20"}),
        ("June 99", set()),
    ],
)
def test_days(text: str, days: set[str]) -> None:
    assert days_named(date_masks(words_of(text))[0]) == days


def test_names_by_rule() -> None:
    text = "When he landed, Mark Rutte met the NATO staff. Later Rutte’s plane left. Blue skies, Rutte said of the Blue House."
    words = words_of(text)
    names = Counter(words.word(place) for place in name_mentions(words))
    assert names["rutte"] == 3
    assert {"mark", "nato"} <= set(names)
    assert not {"when", "he", "later"} & set(names)


@pytest.mark.parametrize(
    ("word", "stem"), [("drones", "drone"), ("stopped", "stop"), ("499", ""), ("x101", ""), ("the", "")]
)
def test_stems(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_shingles_of_short_texts() -> None:
    assert len(shingles_of(words_of(""))[0]) == 0
    assert len(shingles_of(words_of("one"))[0]) == 1
    assert len(shingles_of(words_of("a b c d e"))[0]) == 1
    assert len(shingles_of(words_of("a b c d e f"))[0]) == 2


def test_a_number_marks_its_shingles() -> None:
    shingles = shingles_of(words_of("one two three four five 6 seven"))[0]
    assert sum(int(one) & 1 for one in shingles) == 2


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_text_has_a_fingerprint(text: str, title: str) -> None:
    one = fingerprint(1, "key", title, text)
    assert one == fingerprint(1, "key", title, text)
    assert len(one.features) == len(one.weights)
    assert len(one.bands) <= N_BANDS
    shingles = np.frombuffer(one.shingles, dtype="<u4")
    assert (np.diff(shingles.astype(np.int64)) > 0).all()


def test_figures_leave_no_trace_in_the_features() -> None:
    first = fingerprint(1, "a", "Toll rises", "The toll in Karlow rose to 36 after the quake")
    second = fingerprint(2, "b", "Toll rises", "The toll in Karlow rose to 499 after the quake")
    assert (first.features, first.weights, first.postings) == (second.features, second.weights, second.postings)
    assert first.shingles != second.shingles


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=200)), max_size=8), st.randoms())
def test_a_text_is_read_alike_alone_and_among_others(texts: list[tuple[str, str]], dice: Random) -> None:
    told = [("The mayor of Karlow", "On 9 June Mayor Ilse Brandt of Karlow said the ferry was late."), *texts]
    readings = [Reading(n, str(n), title, text, language="en") for n, (title, text) in enumerate(told)]
    alone = [fingerprints([one])[0] for one in readings]
    together = dice.sample(readings, len(readings))
    assert sorted(fingerprints(together), key=lambda one: one.article_id) == alone
