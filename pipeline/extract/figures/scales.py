"""Which scale follows a number: "million", "bn", "crore", and the single letters that may also be units."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.extract.figures.money_lexicon import ASCII_SIGNS, CODES, LOCAL, SYMBOLS
from pipeline.extract.figures.number_lexicon import HYPHENS, SCALES, SHORT_SCALES
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import DETERMINERS, is_plural
from pipeline.extract.figures.words import words


class Scale(NamedTuple):
    """A factor and the token after it."""

    factor: Decimal
    after: int


# What follows a length ("100m tall"), so that "m" is metre there and million before other words.
_LENGTH_CUES = words(
    """
    tall high deep long wide away above below from race sprint final freestyle butterfly backstroke breaststroke
    hurdles relay north south east west thick swim medley walk run dash dive drop up down off apart underwater in of
    to mark record x × and or at on by pool wave waves title event champion
    """
)
# What "18.4m" tells of where one of these stands before it: nobody measures an audience in metres.
_CROWDS = words(
    """
    population populations audience audiences people users customers subscribers viewers voters votes passengers
    visitors tourists jobs households members followers readers listeners homes views streams downloads copies
    deaths cases doses shares sales vehicles cars units accounts million billion workforce turnout headcount
    """
)
_CROWD_REACH = 14
_LONGEST_RACE = 10
_SURE_LENGTH = words("tall high deep long wide thick race sprint freestyle hurdles relay")
_PRONOUNS = frozenset({"them", "whom", "which", "us"})


def scale_after(tokens: Tokens, first: int, at: int) -> Scale | None:
    """The scale at token `at`, after a number that begins at token `first`, or None."""
    low = tokens.low
    if (
        low[at] in HYPHENS
        and tokens.glued(at)
        and tokens.glued(at + 1)
        and low[at + 1] in SCALES
        and low[at + 1] != "dozen"
    ):
        at += 1
    word = low[at]
    if word in SCALES:
        return None if _belongs_to_next(tokens, at) else Scale(SCALES[word], at + 1)
    if word not in SHORT_SCALES:
        return None
    if len(word) > 2 or word in {"bn", "mn", "tn", "cr"}:
        return Scale(SHORT_SCALES[word], at + 1)
    return Scale(SHORT_SCALES[word], at + 1) if _is_scale_letter(tokens, first, at) else None


def _belongs_to_next(tokens: Tokens, at: int) -> bool:
    """E.g. "12 dozen" counts dozens, but "5 hundredth" is no scale: nothing to see here unless a letter is glued on."""
    return tokens.glued(at + 1) and tokens.raw[at + 1][:1].isalnum()


def _is_scale_letter(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a glued "k", "m", "b", "t" (or "mm" after money) is a scale and not a metre, a bit or a tonne."""
    word, raw = tokens.low[at], tokens.raw[at]
    money = is_money_before(tokens, first) or tokens.low[at + 1] in CODES or tokens.raw[at + 1] in SYMBOLS
    if tokens.glued(at + 1) and (tokens.raw[at + 1].isalnum() or tokens.raw[at + 1] == "/") and not money:
        return False
    if money:
        return True
    if word == "mm" or not tokens.glued(at):
        return word == "k" and tokens.raw[at] == "k"
    if word == "t":
        return False
    if word == "k":
        return raw == "k" or not _is_distance(tokens, at)
    return raw in {"B", "M"} or (word == "m" and _is_million(tokens, first, at)) or word == "b"


def _is_distance(tokens: Tokens, at: int) -> bool:
    """Whether "5K" or "4K" names a race or a screen: a small number, and nothing counted after it."""
    digits = tokens.raw[at - 1]
    return digits.isdigit() and int(digits) <= _LONGEST_RACE and not is_plural(tokens.low[at + 1])


def is_money_before(tokens: Tokens, first: int) -> bool:
    """Whether a currency sign or code stands right before token `first`."""
    before = tokens.raw[first - 1]
    if before in {"-", "−"}:
        return tokens.raw[first - 2] in SYMBOLS
    if before in LOCAL:
        return tokens.glued(first) and not tokens.glued(first - 1)
    return before in SYMBOLS or before in ASCII_SIGNS or tokens.low[first - 1] in CODES


def _is_million(tokens: Tokens, first: int, at: int) -> bool:
    """Whether "m" is a million: things are counted after it, or a crowd stands before and no length after it."""
    if _counts_something(tokens, at + 1):
        return True
    before = tokens.low[max(tokens.first, first - _CROWD_REACH) : first]
    return tokens.low[at + 1] not in _SURE_LENGTH and not _CROWDS.isdisjoint(before)


def _counts_something(tokens: Tokens, at: int) -> bool:
    """Whether the words after "2.7m" name things that are counted rather than a length."""
    if tokens.low[at] == "of":
        at += 1
        return tokens.low[at] in DETERMINERS or tokens.low[at] in _PRONOUNS
    return tokens.raw[at][:1].isalpha() and tokens.low[at] not in _LENGTH_CUES
