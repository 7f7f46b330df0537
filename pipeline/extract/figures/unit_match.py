"""Finds the unit after a number: the longest known surface of up to five tokens, ages, points and magnitudes."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.units import SYMBOLS, WORDS, dimension_of
from schemas.figure import FigureKind

KINDS = {"time": FigureKind.DURATION, "percentage": FigureKind.PERCENT, "percentage_difference": FigureKind.PERCENT}
_TIME = frozenset("year month week day hour minute second decade".split())
# Units that are also plain words: after these the number counts something else.
_LONGEST = 5


class UnitMatch(NamedTuple):
    """A unit name, its kind and the token after it."""

    name: str
    kind: FigureKind
    after: int


def _keys() -> dict[str, str]:
    """Unit words as the tokenizer splits them, joined by blanks."""
    spaced: dict[str, str] = {}
    for surface, name in WORDS.items():
        key = "".join(f" {sign} " if not sign.isalpha() and not sign.isdigit() and sign != " " else sign for sign in surface)
        spaced.setdefault(" ".join(key.split()), name)
    return spaced


_KEYS = _keys()
_FIRST_WORDS = frozenset(key.split(" ", 1)[0] for key in _KEYS)
# Short surfaces that are more often something else: read only when glued to digits, or spaced in a known pattern.
_GLUED_ONLY = frozenset("m g s h l t k mi pp pt pts kn min mins sec secs ms mp db a v w j n c f in gal bar bp pc hp nm cc ha rad cl deg".split())
_SPACED_TOO = frozenset("m g l h km kg min mins sec secs hp pts deg ha nm cc".split())
_CAPITAL_SYMBOLS = frozenset("K W A V J N L")


def match_unit(tokens: Tokens, draft: Draft, at: int) -> UnitMatch | None:
    """The unit that begins at token `at`, or None. Never reads a unit out of an ordinary word."""
    word = tokens.low[at]
    if word == "of" and draft.is_vague:
        at += 1
        word = tokens.low[at]
    if word in {"(", "{", "<"} and tokens.raw[at + 2] in {")", "}", ">"} and WORDS.get(tokens.low[at + 1]):
        return _named(WORDS[tokens.low[at + 1]], at + 3)
    symbol = _symbol(tokens, at)
    if symbol is not None:
        return symbol
    if word not in _FIRST_WORDS:
        return None
    for length in range(_LONGEST, 0, -1):
        name = _KEYS.get(" ".join(tokens.low[at : at + length]).rstrip())
        if name is not None and tokens.low[at + length - 1] and _is_unit(tokens, draft, at, length):
            return _named(name, at + length)
    return None


def _named(name: str, after: int) -> UnitMatch:
    return UnitMatch(name, KINDS.get(dimension_of(name) or "", FigureKind.MEASURE), after)


def _symbol(tokens: Tokens, at: int) -> UnitMatch | None:
    """A symbol whose case matters: "MW" and "mW", "Mb" and "MB"."""
    raw = tokens.raw[at]
    name = SYMBOLS.get(raw)
    if name is None or (tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum()):
        return None
    if len(raw) == 1 and not tokens.glued(at) and raw not in {"m", "g", "l", "h", "W", "K"}:
        return None
    if len(raw) == 1 and not tokens.glued(at) and raw in {"W", "K"}:
        return None
    joined = f"{raw} / {tokens.low[at + 2]}" if tokens.raw[at + 1] == "/" else ""
    if joined.lower() in _KEYS:
        return _named(_KEYS[joined.lower()], at + 3)
    return _named(name, at + 1)


def _is_unit(tokens: Tokens, draft: Draft, at: int, length: int) -> bool:
    """Whether the surface really is a unit here and not a word that looks like one."""
    word = tokens.low[at]
    if length > 1:
        return True
    if tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum():
        return False
    if word in _GLUED_ONLY:
        return tokens.glued(at) or word in _SPACED_TOO or (word in {"in"} and False)
    if word in {"point", "points", "run", "runs", "second", "stone", "stones", "bar", "bars", "quarter", "quarters", "cylinder", "magnitude"}:
        return _is_measured(tokens, draft, at)
    return True


def _is_measured(tokens: Tokens, draft: Draft, at: int) -> bool:
    """Points, seconds, stones: the words that need a second look."""
    word = tokens.low[at]
    if word == "second":
        return tokens.low[at - 1] in HYPHENS or draft.value == 1 or not draft.is_words or tokens.raw[at + 1] in HYPHENS or True
    if word in {"bar", "bars", "run", "runs", "quarter", "quarters"}:
        return False
    if word in {"stone", "stones"}:
        return word == "stone" and draft.value is not None and draft.value < 60 and draft.value != 1
    return True
