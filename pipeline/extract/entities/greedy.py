"""Decodes the model's names in whole matrices. The result is that of spaCy's own decoder, at a third of its cost.

spaCy's transition system walks token by token and asks each of its 74 moves whether it is valid; on short paragraphs
that costs as much as the network itself (measured: 75 of 150 ms an article). But outside a name, a state depends on
its token alone, so all tokens are scored in one product; and within a name only two moves are left, `I` and `L` of its
label, so all names grow in step. Used for the usual architecture only; `can_decode` says whether a model has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.entities.network import make_network

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Floats = NDArray[np.float32]
Span = tuple[int, int, str]
"""First token, token behind the last, label."""

OUT, UNIT, BEGIN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Moves:
    """What each class of the output layer does. `inside` and `last` are classes by the label's number."""

    labels: tuple[str, ...]
    opening: NDArray[np.intp]
    """Classes that are allowed outside of names: O, U and B."""
    act: NDArray[np.intp]
    """What each of them does."""
    label: NDArray[np.intp]
    inside: NDArray[np.intp]
    last: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The features of a batch, precomputed for each token and role, and the layers above."""

    cached: Floats
    """(tokens + 1, 3 roles, hiddens, pieces); row 0 stands for no token."""
    bias: Floats
    weights: Floats
    output_bias: Floats

    def hidden(self, at: Any, start: Any, before: Any) -> Floats:
        """Hidden layer of states at these tokens, in a name that begins at `start`; -1 says no token."""
        found = self.cached[at + 1, 0] + self.cached[start + 1, 1]
        found += self.cached[before + 1, 2]
        found += self.bias
        # Piece by piece: numpy's `max` over so short an axis takes five times as long (measured).
        best: Floats = found[:, :, 0]
        for piece in range(1, found.shape[2]):
            best = np.maximum(best, found[:, :, piece])
        return best


def can_decode(nlp: Language) -> bool:
    """Whether the names come from nothing but one greedy recogniser of the usual architecture."""
    # Imported here: it costs a second, which the writer need not pay for reading headlines.
    from spacy.pipeline import EntityRecognizer

    if nlp.pipe_names != ["ner"]:
        return False
    ner: Any = nlp.get_pipe("ner")
    if type(ner) is not EntityRecognizer or ner.cfg.get("beam_width", 1) != 1:
        return False
    lower, attributes = ner.model.get_ref("lower"), ner.model.attrs
    shape = (lower.maybe_get_dim("nF"), (lower.maybe_get_dim("nP") or 1) >= 2)
    is_usual = bool(attributes.get("has_upper")) and not attributes.get("unseen_classes")
    return is_usual and shape == (3, True) and isinstance(lower.get_param("b"), np.ndarray)


def decode(docs: Sequence[Doc], nlp: Language) -> Iterator[list[Span]]:
    """The names of each document, in order. The documents must be fresh from the tokenizer."""
    from spacy.attrs import IS_SPACE

    filled = [doc for doc in docs if len(doc)]
    if not filled:
        yield from ([] for _ in docs)
        return
    moves, scorer = _moves(nlp), _scorer(filled, nlp)
    lengths = [len(doc) for doc in filled]
    ends = np.cumsum(lengths)
    is_space = np.concatenate([doc.to_array(IS_SPACE) for doc in filled]).astype(bool)
    act, label = _outside(scorer, moves, is_space, ends - 1)
    until = _grow(scorer, moves, np.flatnonzero(act == BEGIN), label, np.repeat(ends, lengths))
    found = iter(zip(np.split(act, ends[:-1]), ends - lengths, strict=True))
    for doc in docs:
        yield list(_walk(*next(found), label, until, moves.labels)) if len(doc) else []


def _walk(
    act: NDArray[np.intp], offset: int, label: NDArray[np.intp], until: dict[int, int], labels: Sequence[str]
) -> Iterator[Span]:
    """Go through one document: what would begin within a name does not count."""
    behind = 0
    for at in np.flatnonzero(act).tolist():
        if at >= behind:
            behind = until[at + offset] - offset if act[at] == BEGIN else at + 1
            yield at, behind, labels[label[at + offset]]


def _scorer(docs: Sequence[Doc], nlp: Language) -> Scorer:
    model: Any = nlp.get_pipe("ner").model  # type: ignore[attr-defined]  # the stubs know no trainable pipes
    lower, upper, network = model.get_ref("lower"), model.get_ref("upper"), make_network(nlp)
    cached = lower.predict(network.read(docs) if network else model.get_ref("tok2vec").predict(docs))
    return Scorer(cached, lower.get_param("b"), upper.get_param("W"), upper.get_param("b"))


def _outside(
    scorer: Scorer, moves: Moves, is_space: NDArray[np.bool_], finals: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """What each token does, and its label, if no name is open there."""
    none = np.full(1, -1)
    hidden = scorer.hidden(np.arange(len(is_space)), none, none)
    scores = hidden @ scorer.weights[moves.opening].T + scorer.output_bias[moves.opening]
    scores[np.ix_(is_space, moves.act != OUT)] = -np.inf
    scores[np.ix_(finals, moves.act == BEGIN)] = -np.inf
    best = scores.argmax(axis=1)
    return moves.act[best], moves.label[best]


def _grow(
    scorer: Scorer, moves: Moves, starts: NDArray[np.intp], label: NDArray[np.intp], ends: NDArray[np.intp]
) -> dict[int, int]:
    """Where each name ends that begins here: all grow by one token at a time until the model says `L`."""
    until: dict[int, int] = {}
    at = starts + 1
    while len(starts):
        hidden = scorer.hidden(at, starts, at - 1)
        inside, last = moves.inside[label[starts]], moves.last[label[starts]]
        margin = np.einsum("ij,ij->i", hidden, scorer.weights[inside] - scorer.weights[last])
        goes_on = (margin + scorer.output_bias[inside] - scorer.output_bias[last] > 0) & (at + 1 < ends[starts])
        until.update(zip(starts[~goes_on].tolist(), (at[~goes_on] + 1).tolist(), strict=True))
        starts, at = starts[goes_on], at[goes_on] + 1
    return until


@lru_cache(maxsize=4)
def _moves(nlp: Language) -> Moves:
    system: Any = nlp.get_pipe("ner").moves  # type: ignore[attr-defined]
    names = [system.get_class_name(number).partition("-") for number in range(system.n_moves)]
    labels = tuple(sorted({label for _, _, label in names if label}))
    place = {(move, label): number for number, (move, _, label) in enumerate(names)}
    opening = [number for number, (move, _, label) in enumerate(names) if move == "O" or (move in "UB" and label)]
    act = {"O": OUT, "U": UNIT, "B": BEGIN}
    return Moves(
        labels,
        np.array(opening),
        np.array([act[names[one][0]] for one in opening]),
        np.array([labels.index(names[one][2]) if names[one][2] else -1 for one in opening]),
        np.array([place["I", label] for label in labels]),
        np.array([place["L", label] for label in labels]),
    )
