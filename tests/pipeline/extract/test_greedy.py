"""The fast decoder finds exactly what spaCy's own finds."""

from __future__ import annotations

from functools import lru_cache

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extract.entities.greedy import can_decode, decode
from pipeline.extract.model import load_model

WORDS = (
    "The Reuters Angela Merkel of Germany told Parliament in Paris on Monday that 3 New York Times reporters , whose "
    "European Union visas Microsoft Corp. lost in 2024 , had left ; \n \t ' \" -- the Bank of England U.S. $ 40 million a"
).split(" ")
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), min_size=1, max_size=5)


@lru_cache(maxsize=1)
def model() -> Language:
    return load_model()


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_it_is_spacys_own_result(texts: list[str]) -> None:
    nlp = model()
    assert can_decode(nlp)
    expected = [[(one.start, one.end, one.label_) for one in doc.ents] for doc in nlp.pipe(texts)]
    assert list(decode([nlp.make_doc(text) for text in texts], nlp)) == expected


def test_names_are_found_at_all() -> None:
    nlp = model()
    (spans,) = decode([nlp.make_doc("Angela Merkel met Emmanuel Macron in Paris.")], nlp)
    assert {(a, b) for a, b, _ in spans} >= {(0, 2), (3, 5), (6, 7)}


def test_other_models_are_left_to_spacy() -> None:
    other = spacy.blank("en")
    other.add_pipe("entity_ruler")
    assert not can_decode(other)
