"""A sentence as tokens, and how far each of them stands from a figure.

Distance is counted in words; commas, joining words and other figures lengthen it, because what stands behind them
mostly belongs to something else. No grammar, no model: reconciling has to read thousands of sentences a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.commonness import is_listed, is_usually_capitalised
from pipeline.reconcile.lexicon import AUXILIARIES, BIGRAMS, JOINING, OPENERS, STOP, stem

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*|[^\w\s]")
_COMMA_COST = 3.0
_JOIN_COST = 2.0
_FIGURE_COST = 6.0
_REACH = 30.0
_PAUSES = frozenset(",;:—–-()")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
CALENDAR = frozenset({*MONTHS, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})


class Token(NamedTuple):
    """One word or sign; offsets are into the sentence."""

    word: str
    """In lower case."""
    stem: str
    """Empty for the names of days and months, which must not pass for "march" or "may"."""
    start: int
    end: int
    is_word: bool
    is_name: bool


class Near(NamedTuple):
    """A token seen from a figure."""

    token: Token
    distance: float
    is_left: bool
    crosses: bool
    """Another figure stands between."""
    behind_of: bool
    """It stands in an "of ..." that follows the figure: the whole, not the measure."""
    in_clause: bool
    """No comma and no joining word stands between."""


@lru_cache(maxsize=8192)
def tokens_of(sentence: str) -> tuple[Token, ...]:
    """The tokens of a sentence. A first word counts as a name only where another capital follows."""
    found = [
        match for match in _TOKEN.finditer(sentence) if match.group() != "-" or sentence[match.start() - 1].isspace()
    ]
    tokens = [_token(found, index) for index in range(len(found))]
    for index in range(1, len(tokens)):
        joint = BIGRAMS.get((tokens[index - 1].stem, tokens[index].stem))
        if joint:
            tokens[index] = tokens[index]._replace(stem=joint)
    return tuple(tokens)


def _token(found: Sequence[re.Match[str]], index: int) -> Token:
    surface = found[index].group()
    word = surface.lower()
    plain = word.removesuffix("'s").removesuffix("’s")
    is_word = surface[0].isalpha()
    capital = surface[0].isupper()
    if capital and plain in CALENDAR:
        return Token(word, "", found[index].start(), found[index].end(), is_word, is_name=False)
    capital = capital and plain not in STOP
    is_name = capital and (index > 0 or _opens_with_name(found, word != plain))
    return Token(word, stem(plain) if is_word else word, found[index].start(), found[index].end(), is_word, is_name)


def _opens_with_name(found: Sequence[re.Match[str]], is_possessive: bool) -> bool:
    """Whether the first word is a name: it mostly has a capital, another capital or an "'s" follows, or a comma."""
    behind = found[1].group() if len(found) > 1 else ""
    first = found[0].group().lower()
    if is_possessive or behind[:1].isupper() or is_usually_capitalised(first) or _is_unheard_of(first):
        return True
    return behind == "," and first not in OPENERS and not first.endswith("ly")


def _is_unheard_of(word: str) -> bool:
    """Whether no list of words has it, singular or plural."""
    return word.isalpha() and not is_listed(word) and not is_listed(word.removesuffix("s"))


def around(tokens: Sequence[Token], start: int, end: int, others: Sequence[tuple[int, int]]) -> list[Near]:
    """The tokens within reach of the span [start, end), nearest first on each side, other figures left out."""
    left = [token for token in reversed(tokens) if token.end <= start]
    right = [token for token in tokens if token.start >= end]
    return [*_walk(left, others, is_left=True), *_walk(right, others, is_left=False)]


def _walk(tokens: Sequence[Token], others: Sequence[tuple[int, int]], *, is_left: bool) -> Iterator[Near]:
    distance, crosses, behind_of, in_clause = 0.0, False, False, True
    for index, token in enumerate(tokens):
        if any(first <= token.start < after for first, after in others):
            distance, crosses = distance + (0 if crosses else _FIGURE_COST), True
            continue
        distance += _cost(token)
        if distance > _REACH:
            return
        if not is_left and token.word == "of" and index <= 2:
            behind_of = True
        elif token.word in _PAUSES or token.word in JOINING:
            behind_of = in_clause = False
        elif token.word in AUXILIARIES or (token.word.endswith("ed") and index > 2):
            behind_of = False
        if token.is_word:
            yield Near(token, distance, is_left, crosses, behind_of and not is_left, in_clause)


def _cost(token: Token) -> float:
    if token.word in _PAUSES:
        return _COMMA_COST
    if token.word in JOINING:
        return _JOIN_COST
    return 1.0 if token.is_word or token.word[0].isdigit() else 0.0
