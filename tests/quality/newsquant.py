"""What the figures of a text are as NewsQuant writes quantities: three of its habits differ from our conventions.

Each habit holds for the whole set, so each rule below is applied to every figure and never looks at the answers. The
conventions stay as they are; this only says how much of a score is a difference of habit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pipeline.extract.figures.change_lexicon import NOUNS

Figures = list[dict[str, Any]]
Habit = Callable[[str, Figures], Figures]

_HUNDREDTHS = re.compile(r"cents?|pence|p|sen|paise|¢", re.IGNORECASE)
_FROM, _UP_TO = re.compile(r"\bfrom $"), re.compile(r"(?: \w+)? to ")
_NOUN = "|".join(sorted(NOUNS))
_NOUN_BEFORE = re.compile(rf"\b(?:{_NOUN}) of $")
_NOUN_AFTER = re.compile(rf"(?: \w+){{0,2}} (?:{_NOUN})\b")
_RETOLD = re.compile(r"(?: \w+)?,? or ")
NAMES = {"ILS": "shekel", "MYR": "malaysian ringgit"}
"""ISO codes that the reference scorer has no name for."""


def hundredths(_: str, figures: Figures) -> Figures:
    """There 18 sen are 18 of a unit of their own; with us 0.18 of the currency."""
    return [_in_hundredths(one) if _HUNDREDTHS.fullmatch(one["unit_surface"] or "") else one for one in figures]


def _in_hundredths(figure: dict[str, Any]) -> dict[str, Any]:
    bounds = {key: figure[key] and figure[key] * 100 for key in ("value", "low", "high")}
    return {**figure, **bounds, "unit": figure["unit_surface"]}


def moves(text: str, figures: Figures) -> Figures:
    """There "from 240 to 273" is one range; with us it is two levels."""
    merged: Figures = []
    for figure in figures:
        if merged and _is_move(text, merged[-1], figure):
            bounds = {"low": merged[-1]["value"], "high": figure["value"], "value": None}
            merged[-1] = {**figure, **bounds, "change": "none"}
        else:
            merged.append(figure)
    return merged


def _is_move(text: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether the two figures are the level before and the level after."""
    if first["value"] is None or second["value"] is None or first["unit"] != second["unit"]:
        return False
    before = text[max(0, first["start_char"] - 6) : first["start_char"]]
    return bool(_FROM.search(before) and _UP_TO.fullmatch(_gap(text, first, second)))


def noun_changes(text: str, figures: Figures) -> Figures:
    """There a change is what a verb or an adverb says; "a 19% drop" and "an increase of 60,600" are none."""
    told: Figures = []
    for figure in figures:
        is_retold = bool(told) and told[-1].get("is_noun") and _RETOLD.fullmatch(_gap(text, told[-1], figure))
        is_noun = bool(is_retold) or _says_noun(text, figure)
        told.append({**figure, "change": "none", "is_noun": True} if is_noun else figure)
    return told


def _says_noun(text: str, figure: Mapping[str, Any]) -> bool:
    start, end = figure["start_char"], figure["end_char"]
    return bool(_NOUN_BEFORE.search(text, max(0, start - 20), start) or _NOUN_AFTER.match(text, end))


def _gap(text: str, first: Mapping[str, Any], second: Mapping[str, Any]) -> str:
    return text[first["end_char"] : second["start_char"]]


def names(_: str, figures: Figures) -> Figures:
    """Names for two currencies, for the scorer's sake."""
    return [{**one, "unit": NAMES.get(one["unit"], one["unit"])} for one in figures]


def with_habits(text: str, figures: Figures, habits: Sequence[Habit]) -> Figures:
    """The figures after each of the habits in turn."""
    for habit in habits:
        figures = habit(text, figures)
    return figures
