"""Finds the unit after a number.

The longest known surface of up to six tokens, never an ordinary word that looks like one.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens, split
from pipeline.extract.figures.word_classes import STOP
from pipeline.extract.figures.words import words
from pipeline.units import SYMBOLS, WORDS, dimension_of
from schemas.figure import FigureKind

KINDS = {"time": FigureKind.DURATION, "percentage": FigureKind.PERCENT, "percentage_difference": FigureKind.PERCENT}
_LONGEST = 6
_WORD_KEYS = {" ".join(split(surface)): name for surface, name in WORDS.items()}
_SYMBOL_KEYS = {" ".join(split(surface)): name for surface, name in SYMBOLS.items()}
_FIRST_WORDS = frozenset(key.split(" ", 1)[0] for key in (*_WORD_KEYS, *(key.lower() for key in _SYMBOL_KEYS)))
# Short surfaces that are words, scales or initials unless glued to the digits.
_GLUED_ONLY = words(
    """
    s t k mi pp pt ms mp db a v w j n c f in gal bar bp mw kt ft² cal rad pc px sv pa b
    """
)
_SPACED_WITH_DIGITS = frozenset(["m", "g", "l", "h"])
_SCALES_OF_HEAT = {"C": "degree_celsius", "F": "degree_fahrenheit"}
PRIMES = {"'": "foot", "’": "foot", "′": "foot", '"': "inch", "”": "inch"}
_SINGLE = frozenset({"'", "‘", "’", "′"})
_DOUBLE = frozenset({'"', "“", "”"})
_QUOTED = 60
"""How many tokens back an open quotation is looked for."""
_COLDEST_FAHRENHEIT = 20
"""A bare "13F" is a form; Fahrenheit in the news is nearly always above this."""
_NEVER_CAPITALS = words("sec secs min mins bar pt pts in yd ms cc ha pp pc")
_COUNTING = words("bar bars run runs quarter quarters stones")
_YEARS = (1800, 2100)
_LONGEST_RACE = 10
"""A "5K" is a race and "4K" a screen; kelvins are more."""
_BRACKETS = {"(": ")", "{": "}", "<": ">"}


class UnitMatch(NamedTuple):
    """A unit name, its kind and the token after it."""

    name: str
    kind: FigureKind
    after: int


def match_unit(tokens: Tokens, draft: Draft, at: int) -> UnitMatch | None:
    """The unit that begins at token `at`, or None."""
    if tokens.low[at] == "of" and draft.is_vague:
        at += 1
    closing = _BRACKETS.get(tokens.raw[at])
    if closing is not None and tokens.raw[at + 2] == closing and tokens.low[at + 1] in WORDS and draft.is_plain:
        return _named(WORDS[tokens.low[at + 1]], at + 3)
    prime = PRIMES.get(tokens.raw[at])
    if prime is not None and not draft.is_words and not draft.is_vague and _is_prime(tokens, at):
        return _named(prime, at + 1)
    heat = _SCALES_OF_HEAT.get(tokens.raw[at])
    if heat is not None and not draft.is_words and not draft.is_vague and _is_heat(tokens, draft, at):
        return _named(heat, at + 1)
    if tokens.low[at] not in _FIRST_WORDS:
        return None
    for length in range(_LONGEST, 0, -1):
        if not tokens.low[at + length - 1]:
            continue
        name = _SYMBOL_KEYS.get(" ".join(tokens.raw[at : at + length]))
        if name is not None and length == 1 and len(tokens.raw[at]) > 1 and not _runs_on(tokens, at):
            return _named(name, at + 1)
        name = name or _WORD_KEYS.get(" ".join(tokens.low[at : at + length]))
        if name is not None and _is_unit(tokens, draft, at, length):
            return _named(name, at + length)
    return None


def _runs_on(tokens: Tokens, at: int) -> bool:
    """Whether letters or digits are glued to the right of token `at`."""
    return tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum()


def _is_prime(tokens: Tokens, at: int) -> bool:
    """Whether a quotation mark after digits writes feet or inches: no quotation is open, and no letter follows."""
    if tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalpha():
        return False
    marks = _SINGLE if tokens.raw[at] in _SINGLE else _DOUBLE
    before = tokens.raw[max(tokens.first, at - _QUOTED) : at]
    return tokens.glued(at) and not any(mark in marks for mark in before)


def unit_at(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """The unit named at token `at` after "per" or a stroke, whatever the number: its name and the token after it."""
    if tokens.low[at] not in _FIRST_WORDS:
        return None
    for length in range(_LONGEST, 0, -1):
        name = _SYMBOL_KEYS.get(" ".join(tokens.raw[at : at + length])) or _WORD_KEYS.get(
            " ".join(tokens.low[at : at + length])
        )
        if name is not None and tokens.low[at + length - 1]:
            return name, at + length
    return None


def is_singular_unit(word: str) -> bool:
    """Whether a word is the singular name of a unit, as in "30-year bonds"."""
    return word in _WORD_KEYS and not word.endswith("s")


def _is_heat(tokens: Tokens, draft: Draft, at: int) -> bool:
    """E.g. "30C", "86F", "12 C" are temperatures; "13F" and "vitamin 12 C Street" are not."""
    if tokens.glued(at + 1) and (tokens.raw[at + 1][:1].isalnum() or _joins(tokens, at + 1)):
        return False
    if tokens.raw[at] == "F" and draft.value is not None and draft.value < _COLDEST_FAHRENHEIT:
        return False
    return tokens.glued(at) or not tokens.raw[at + 1][:1].isupper()


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether the sign at token `at` ties what follows to what stands before: "C-section", not "40C (104F)."."""
    return tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum()


def _named(name: str, after: int) -> UnitMatch:
    return UnitMatch(name, KINDS.get(dimension_of(name) or "", FigureKind.MEASURE), after)


def names_year(draft: Draft) -> bool:
    """Whether bare digits name a year of our age, as in "2022 year-end"."""
    return draft.is_plain and draft.value is not None and _YEARS[0] <= draft.value <= _YEARS[1]


def _is_unit(tokens: Tokens, draft: Draft, at: int, length: int) -> bool:
    """Whether the surface really is a unit here."""
    last, word = at + length - 1, tokens.low[at]
    if tokens.glued(last + 1) and tokens.raw[last + 1][:1].isalnum():
        return False
    if length > 1:
        return _is_tight(tokens, at, length)
    glued = tokens.glued(at) or (tokens.low[at - 1] in HYPHENS and len(word) > 2)
    if word in _NEVER_CAPITALS and tokens.raw[at].isupper():
        return False
    if word == "s":
        return glued and not draft.is_plain
    if word == "year" and names_year(draft) and "end" in tokens.low[at + 1 : at + 3]:
        return False
    if word == "k" and draft.value is not None and draft.value <= _LONGEST_RACE:
        return False
    if word in _GLUED_ONLY:
        return glued
    if word in _SPACED_WITH_DIGITS:
        return glued or (not draft.is_words and not tokens.raw[at + 1].startswith(("'", "’")))
    if word == "stone":
        following = tokens.low[at + 1]
        is_weight = not following[:1].isalnum() or following in STOP
        least = 1 if is_weight else 4
        return draft.value is not None and least < draft.value < 60 and tokens.raw[at].islower()
    return word not in _COUNTING


def _is_tight(tokens: Tokens, at: int, length: int) -> bool:
    """Signs inside a unit are glued to their letters: "km/h", "m2"; words are not."""
    for place in range(at + 1, at + length):
        if not (tokens.raw[place].isalpha() and tokens.raw[place - 1].isalpha()) and not tokens.glued(place):
            return False
    return True
