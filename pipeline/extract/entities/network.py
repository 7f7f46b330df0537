"""The recogniser's network, with nothing computed twice: what a word is by itself is worked out once a process.

The usual architecture embeds each token from its spelling alone, then lets it see its neighbours in a few convolutions.
The first half is the same for every "the", so it is kept; the second runs in whole matrices. The numbers are those of
spaCy and thinc but for rounding, at half the cost (measured). `make_network` says whether a model has this shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
Words = NDArray[np.uint64]
"""Spelling and norm of words, as spaCy's hashes; nothing else of a token enters its embedding."""

_USUAL = re.compile(
    r"extract_features>>list2ragged>>with_array\([^()]*\)(?:\|static_vectors)?"
    r">>with_array\(maxout>>layernorm(?:>>dropout)?\)>>ragged2list"
    r">>with_array\((?:(?:>>)?residual\(expand_window>>maxout>>layernorm(?:>>dropout)?\)){2,}\)>>list2array>>linear"
)
"""The name of a thinc model spells out its layers."""

MOST_WORDS = 32_768
"""Words that are kept, 13 MB; with more, it begins again. Of 19,000 tokens of 12 articles 4,600 differ (measured)."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number (the golden ratio's), so that multiplying by it mixes two hashes into one and loses nothing."""


@dataclass(frozen=True, slots=True)
class Convolution:
    """One layer of the encoder: each row beside its neighbours, through maxout and layer norm, added to itself."""

    weights: Floats
    """(3 rows, pieces of the maxout one after the other)."""
    bias: Floats
    gain: Floats
    shift: Floats

    def __call__(self, rows: Floats) -> Floats:
        """The rows after this layer, as many as before."""
        width = rows.shape[1]
        window = np.zeros((len(rows), 3 * width), np.float32)
        window[1:, :width], window[:, width : 2 * width], window[:-1, 2 * width :] = rows[:-1], rows, rows[1:]
        pieces = window @ self.weights
        pieces += self.bias
        best = pieces[:, :width].copy()
        for start in range(width, pieces.shape[1], width):
            np.maximum(best, pieces[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(1e-8)
        best *= (variance ** np.float32(-0.5))[:, None]
        best *= self.gain
        best += self.shift
        best += rows
        return best


class Network:
    """From documents to the vectors that the recogniser decides by, one row for each token."""

    def __init__(self, nlp: Language, tok2vec: Any) -> None:
        (self.embed, encoder), (_, self.linear) = tok2vec.layers[0].layers, tok2vec.layers[1:]
        self.vocab, self.padding = nlp.vocab, encoder.attrs["pad"]
        self.layers = [_convolution(one) for one in encoder.layers[0].layers]
        self.known: dict[int, int] = {}
        self.table: Floats = np.empty((0, len(self.layers[0].gain)), np.float32)

    def read(self, docs: Sequence[Doc]) -> Floats:
        """The vectors of all tokens. No document may be empty."""
        from spacy.attrs import NORM, ORTH

        words = np.concatenate([doc.to_array([ORTH, NORM]) for doc in docs])
        # Rows of zeros between the documents, as the model was trained with.
        before = np.repeat(np.arange(1, len(docs) + 1), [len(doc) for doc in docs])
        at = np.arange(len(words)) + self.padding * before
        rows = np.zeros((len(words) + self.padding * (len(docs) + 1), self.table.shape[1]), np.float32)
        rows[at] = self._embedded(words)
        for layer in self.layers:
            rows = layer(rows)
        vectors: Floats = rows[at] @ self.linear.get_param("W").T
        vectors += self.linear.get_param("b")
        return vectors

    def _embedded(self, words: Words) -> Floats:
        keys, first, back = np.unique(words[:, 0] ^ words[:, 1] * _SPREAD, return_index=True, return_inverse=True)
        distinct = keys.tolist()
        new = [place for place, key in enumerate(distinct) if key not in self.known]
        if new and len(self.known) + len(new) > MOST_WORDS:
            self.known, self.table, new = {}, self.table[:0], list(range(len(distinct)))
        if new:
            self._learn([distinct[place] for place in new], words[first[new]])
        rows = np.fromiter(map(self.known.__getitem__, distinct), np.intp, len(distinct))
        return self.table[rows[back]]

    def _learn(self, keys: Iterable[int], words: Words) -> None:
        """Let spaCy embed these words, as one document without order."""
        from spacy.attrs import NORM
        from spacy.tokens import Doc

        doc: Any = Doc(self.vocab, words=[self.vocab.strings[one] for one in words[:, 0].tolist()])
        doc.from_array([NORM], words[:, 1:])
        n_known = len(self.known)
        if len(self.table) < n_known + len(doc):
            room = np.empty((max(len(self.table), len(doc), 2048), self.table.shape[1]), np.float32)
            self.table = np.concatenate([self.table, room])
        self.table[n_known : n_known + len(doc)] = self.embed.predict([doc])[0]
        self.known |= {key: n_known + place for place, key in enumerate(keys)}


def _convolution(residual: Any) -> Convolution:
    by_name = {one.name: one for one in residual.walk()}
    weights, norm = by_name["maxout"].get_param("W"), by_name["layernorm"]
    columns = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T)
    bias = by_name["maxout"].get_param("b").T.reshape(-1)
    return Convolution(columns, bias, norm.get_param("G"), norm.get_param("b"))


@lru_cache(maxsize=4)
def make_network(nlp: Language) -> Network | None:
    """The network of the model's recogniser, or None if it has another shape."""
    tok2vec: Any = nlp.get_pipe("ner").model.get_ref("tok2vec")  # type: ignore[attr-defined]  # no stubs for pipes
    if not _USUAL.fullmatch(tok2vec.name) or not isinstance(tok2vec.layers[-1].get_param("W"), np.ndarray):
        return None
    windows = [one.attrs["window_size"] for one in tok2vec.walk() if one.name == "expand_window"]
    return Network(nlp, tok2vec) if set(windows) == {1} else None
