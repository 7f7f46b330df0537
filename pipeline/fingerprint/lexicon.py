"""The lexicon: what folding knows of each word, looked up once and then kept as a row of numbers.

A text is cut at white space only, and each piece is a key: for a piece that was seen before, the words in it, their
hashes, stems and weights are rows of one table, so that a whole text becomes a few array operations. What a lexicon
holds depends on what it has read; what it says of a text does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.fingerprint.word import DATED, LEADS, OPENS, ROW, row_of

Rows = NDArray[np.void]
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
        self.rows: Rows = np.zeros(1 << 14, dtype=ROW)
        self.words: list[str] = []
        """The word of each row, in lower case."""
        self._pieces = _Pieces(self)
        self._n_characters = 0
        self._n_pieces = 0
        self.spans: NDArray[np.int64] = np.zeros((1 << 13, 3), dtype=np.int64)
        """Of each piece: its first row, its number of words, and whether a sentence begins after it."""

    @property
    def is_full(self) -> bool:
        """Whether it is time for a new one."""
        return max(len(self.words), self._n_pieces, self._n_characters // _PIECE_CHARACTERS) >= _MOST_ROWS

    def read(self, text: str) -> Words:
        """The words of a text."""
        pieces = text.replace("\n", f" {_LINE} ").split()
        spans = self.spans_of(pieces)
        first, counts, ends = spans[:, 0], spans[:, 1], spans[:, 2]
        starts_after = np.empty(len(pieces), dtype=bool)
        starts_after[:1] = False
        starts_after[1:] = ends[:-1] != 0
        total = int(counts.sum())
        before = np.cumsum(counts) - counts
        places = np.repeat(first - before, counts) + np.arange(total)
        starts = np.repeat(starts_after, counts)
        words = Words(self, places, starts)
        flags = words.rows["flags"]
        starts &= (flags & LEADS) != 0
        starts |= (flags & OPENS) != 0
        return words

    def spans_of(self, pieces: list[str]) -> NDArray[np.int64]:
        """The spans of pieces, entering those that are new."""
        numbers = np.fromiter(map(self._pieces.__getitem__, pieces), dtype=np.int64, count=len(pieces))
        return self.spans[numbers]

    def enter(self, piece: str) -> int:
        """Add a piece; returns its number."""
        number, first = self._n_pieces, len(self.words)
        rows, end = _rows_of(piece)
        self._make_room(number, first + len(rows))
        for place, (row, word) in enumerate(rows, first):
            self.rows[place] = row
            self.words.append(word)
        self.spans[number] = first, len(rows), end
        self._n_pieces += 1
        self._n_characters += len(piece)
        self._pieces[piece] = number
        return number

    def _make_room(self, n_pieces: int, n_rows: int) -> None:
        if n_rows > len(self.rows):
            self.rows = np.concatenate((self.rows, np.zeros(max(len(self.rows), n_rows), dtype=ROW)))
        if n_pieces >= len(self.spans):
            self.spans = np.concatenate((self.spans, np.zeros_like(self.spans)))


class _Pieces(dict[str, int]):
    """Pieces to numbers; a piece that is missing is entered."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, piece: str) -> int:
        return self._lexicon.enter(piece)


@dataclass(frozen=True)
class Words:
    """The words of a text in order."""

    lexicon: Lexicon
    places: Places
    """The row of each word."""
    starts: NDArray[np.bool_]
    """Whether a sentence, a line or a quotation begins with the word."""

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, part: slice) -> Words:
        return Words(self.lexicon, self.places[part], self.starts[part])

    @cached_property
    def rows(self) -> Rows:
        """What is known of each word."""
        found: Rows = self.lexicon.rows[self.places]
        return found

    @cached_property
    def hashes(self) -> NDArray[np.uint32]:
        """The hash of each word, equal for both cases."""
        return np.ascontiguousarray(self.rows["word"])

    @cached_property
    def dated(self) -> NDArray[np.uint32]:
        """1 for numbers and words of the calendar, 0 for others."""
        return (self.rows["flags"] & DATED).astype(np.uint32)

    def word(self, position: int) -> str:
        """The word in lower case."""
        return self.lexicon.words[int(self.places[position])]

    def then(self, other: Words) -> Words:
        """These words, and then those of the next line."""
        starts = np.concatenate((self.starts, other.starts))
        starts[len(self) : len(self) + 1] = len(self) > 0
        return Words(self.lexicon, np.concatenate((self.places, other.places)), starts)


_idle: list[Lexicon] = []


def take_lexicon() -> Lexicon:
    """A lexicon that nobody else reads with, so that threads do not meet."""
    return _idle.pop() if _idle else Lexicon()


def return_lexicon(lexicon: Lexicon) -> None:
    """Keep a lexicon for the next text, unless it is full."""
    if not lexicon.is_full:
        _idle.append(lexicon)


def words_of(text: str) -> Words:
    """The words of a text: runs of letters and digits."""
    return Lexicon().read(text)


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
