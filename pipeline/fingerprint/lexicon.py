"""The lexicon: what folding knows of each word, looked up once and then kept as a row of numbers.

A text is cut at white space only, and each piece is a key: for a piece that was seen before, the words in it, their
hashes, stems and weights are rows of one table, so that a whole text becomes a few array operations. What a lexicon
holds depends on what it has read; what it says of a text does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.word import DATED, LEADS, OPENS, ROW, row_of

Places = NDArray[np.int64]

_MOST_ROWS = 1 << 18
"""Rows from which a new lexicon is begun: some 10 MB, and the words of several thousand articles."""
_PIECE_CHARACTERS = 16
"""Characters of a piece on average, at most: few long ones fill a lexicon as many short ones do."""
_WORD = re.compile(r"\w+")
_STARTERS = frozenset('.!?:“"‘')
_LINE = "\x01"
"""Stands for the end of a line, which begins a sentence."""


class Lexicon:
    """Pieces of text to rows. Grows as it reads; one reader at a time."""

    def __init__(self) -> None:
        self.columns: dict[str, NDArray[Any]] = {name: np.zeros(1 << 14, ROW[name]) for name in ROW.names or ()}
        """What is known of each word, column by column: most of it stays in the processor's cache."""
        self.words: list[str] = []
        """The word of each row, in lower case."""
        self.spans: NDArray[np.int64] = np.zeros((1 << 13, 3), dtype=np.int64)
        """Of each piece: its first row, its number of words, and whether a sentence begins after it."""
        self._pieces = _Pieces(self)
        self._n_characters = 0
        self._new_rows: list[tuple[float, ...]] = []
        self._new_spans: list[tuple[int, int, int]] = []

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return max(len(self.words), len(self._pieces), self._n_characters // _PIECE_CHARACTERS) >= _MOST_ROWS

    def read(self, texts: Sequence[str]) -> Words:
        """The words of these texts, one text after the other."""
        pieces = [text.replace("\n", f" {_LINE} ").split() for text in texts]
        sizes = np.array([len(some) for some in pieces], dtype=np.int64)
        spans = self._spans_of(pieces, int(sizes.sum()))
        first, counts, ends = spans[:, 0], spans[:, 1], spans[:, 2]
        starts_after = np.zeros(len(spans), dtype=bool)
        starts_after[1:] = ends[:-1] != 0
        edges = np.concatenate(([0], np.cumsum(sizes)))
        # What ends one text begins nothing in the next.
        starts_after[edges[:-1][sizes > 0]] = False
        before = np.concatenate(([0], np.cumsum(counts)))
        places = np.repeat(first - before[:-1], counts) + np.arange(before[-1])
        starts = np.repeat(starts_after, counts)
        words = Words(self, places, starts, before[edges])
        flags = words.column("flags")
        starts &= (flags & LEADS) != 0
        starts |= (flags & OPENS) != 0
        return words

    def _spans_of(self, pieces: Sequence[list[str]], count: int) -> NDArray[np.int64]:
        """The spans of pieces, entering those that are new."""
        numbers = np.fromiter(map(self._pieces.__getitem__, chain.from_iterable(pieces)), dtype=np.int64, count=count)
        self._settle()
        return self.spans[numbers]

    def enter(self, piece: str) -> int:
        """Add a piece; returns its number."""
        number = len(self._pieces)
        rows, end = _rows_of(piece)
        self._new_spans.append((len(self.words), len(rows), end))
        for row, word in rows:
            self._new_rows.append(row)
            self.words.append(word)
        self._n_characters += len(piece)
        self._pieces[piece] = number
        return number

    def _settle(self) -> None:
        """Write what was entered, all at once."""
        if self._new_spans:
            self.spans = _with_room(self.spans, len(self._pieces))
            self.spans[len(self._pieces) - len(self._new_spans) : len(self._pieces)] = self._new_spans
            rows = np.array(self._new_rows, dtype=ROW)
            for name, column in self.columns.items():
                self.columns[name] = wider = _with_room(column, len(self.words))
                wider[len(self.words) - len(rows) : len(self.words)] = rows[name]
            self._new_spans, self._new_rows = [], []


def _with_room(table: NDArray[Any], size: int) -> NDArray[Any]:
    """The table, twice as long or longer where it is too short."""
    if size <= len(table):
        return table
    return np.concatenate((table, np.zeros((max(len(table), size), *table.shape[1:]), dtype=table.dtype)))


class _Pieces(dict[str, int]):
    """Pieces to numbers; a piece that is missing is entered."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> int:
        return self._lexicon.enter(piece)


@dataclass(frozen=True)
class Words:
    """The words of some texts in order."""

    lexicon: Lexicon
    places: Places
    """The row of each word."""
    starts: NDArray[np.bool_]
    """Whether a sentence, a line or a quotation begins with the word."""
    bounds: Places
    """Where each text begins, and where the last one ends."""

    def __len__(self) -> int:
        return len(self.places)

    def stretches(self, firsts: Places, counts: Places, per_text: int) -> Words:
        """New texts, each made of `per_text` stretches of these words, given by first position and length."""
        ends = np.concatenate(([0], np.cumsum(counts)))
        chosen = np.repeat(firsts - ends[:-1], counts) + np.arange(ends[-1])
        return Words(self.lexicon, self.places[chosen], self.starts[chosen], ends[::per_text])

    @cached_property
    def owners(self) -> NDArray[np.uint64]:
        """The number of the text each word stands in."""
        return np.repeat(np.arange(len(self.bounds) - 1, dtype=np.uint64), np.diff(self.bounds))

    def column(self, name: str) -> NDArray[Any]:
        """What is known of each word: a field of `ROW`."""
        return self.lexicon.columns[name][self.places]

    @cached_property
    def hashes(self) -> NDArray[np.uint32]:
        """The hash of each word, equal for both cases."""
        return self.column("word")

    @cached_property
    def dated(self) -> NDArray[np.uint32]:
        """1 for numbers and words of the calendar, 0 for others."""
        return (self.column("flags") & DATED).astype(np.uint32)

    def word(self, position: int) -> str:
        """The word in lower case."""
        return self.lexicon.words[int(self.places[position])]


_idle: list[Lexicon] = []


def take_lexicon() -> Lexicon:
    """A lexicon that nobody else reads with, so that threads do not meet."""
    return _idle.pop() if _idle else Lexicon()


def return_lexicon(lexicon: Lexicon) -> None:
    """Keep a lexicon for the next text, unless it is full."""
    if not lexicon.is_full:
        _idle.append(lexicon)


def words_of(*texts: str) -> Words:
    """The words of texts: runs of letters and digits."""
    return Lexicon().read(texts)


def _rows_of(piece: str) -> tuple[list[tuple[tuple[float, ...], str]], int]:
    """The rows of the words in a piece of text without white space, and whether a sentence begins after it."""
    rows: list[tuple[tuple[float, ...], str]] = []
    end = 0
    if piece == _LINE:
        return rows, 1
    for match in _WORD.finditer(piece):
        start = match.start()
        mark = OPENS if start and piece[start - 1] in _STARTERS else 0 if start else LEADS
        rows.append((row_of(match[0], mark), match[0].lower()))
        end = match.end()
    return rows, int(piece[-1] in _STARTERS and end < len(piece))
