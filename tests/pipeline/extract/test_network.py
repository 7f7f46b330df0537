"""The network that keeps words says what spaCy's and thinc's own says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from spacy.pipeline import EntityRecognizer

from pipeline.extract.entities import network
from pipeline.extract.entities.network import Floats, Network, make_network
from tests.pipeline.extract.test_greedy import TEXTS, model

TOLERANCE = 1e-4
"""Of numbers up to 11; rounding moves them by 4e-6 (measured)."""


def _tok2vec() -> Any:
    recogniser: Any = model().get_pipe("ner")
    return recogniser.model.get_ref("tok2vec")


def _both(texts: list[str], ours: Network) -> tuple[Floats, Floats]:
    docs = [model().make_doc(text) for text in texts]
    return ours.read(docs), np.concatenate(_tok2vec().predict(docs)).reshape(-1, ours.linear.get_dim("nO"))


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_its_numbers_are_those_of_spacy(texts: list[str]) -> None:
    ours = make_network(model())
    assert ours is not None
    texts = [text for text in texts if text] or ["Paris"]
    found, expected = _both(texts, ours)
    assert np.abs(found - expected).max() < TOLERANCE


def test_a_word_is_told_from_itself_by_its_norm() -> None:
    ours = Network(model(), _tok2vec())
    found, expected = _both(["They can't go.", "A tin ca n't."], ours)
    assert np.abs(found - expected).max() < TOLERANCE


def test_a_word_is_embedded_once() -> None:
    ours = Network(model(), _tok2vec())
    ours.read([model().make_doc("Paris and London and Paris")])
    ours.embed = None
    ours.read([model().make_doc("London and Paris")])
    assert len(ours.known) == 3


def test_it_forgets_words_rather_than_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_WORDS", 8)
    ours = Network(model(), _tok2vec())
    for text in ("Angela Merkel met Emmanuel Macron", "in Paris on Monday", "and many more words than eight in one"):
        found, expected = _both([text], ours)
        assert np.abs(found - expected).max() < TOLERANCE
        assert len(ours.known) <= max(8, len(set(text.split())))


def test_other_shapes_are_left_to_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser: Any = model().get_pipe("ner")
    assert isinstance(recogniser, EntityRecognizer)
    monkeypatch.setattr(network, "_USUAL", re.compile("lstm"))
    make_network.cache_clear()
    assert make_network(model()) is None
    make_network.cache_clear()
