"""Two levels written like a range: "rose from 22 million to 35 million", "shrinks by 650 to 7,200".

The extractor reads them as one figure with two bounds. For comparing they are a before and an after (or a change and a
level), so they are parted here, each with its own characters. A true range ("between 20 and 25") is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.figure import Figure

_LEADS = re.compile(r"\b(?:from|by) (?:about |around |nearly |some )?$", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:rise|rises|rose|risen|rising|raise[sd]?|grow[ns]?|grew|climb(?:s|ed)?|jump(?:s|ed)?|increase[sd]?|up"
    r"|fall(?:s|en|ing)?|fell|drop(?:s|ped)?|declined?|decreased?|cut|reduced?|lowered|shrinks?|shrank|down)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEAD_LENGTH = 14


def parted(text: str, figure: Figure) -> Iterator[Figure]:
    """The figure itself, or the two levels that it joins."""
    first, joint, second = figure.surface.partition(" to ")
    if not joint or figure.value is not None or not _is_change(text, figure):
        yield figure
        return
    values = _values(first, second, figure)
    if values is None:
        yield figure
        return
    middle = figure.start_char + len(first)
    yield _level(figure, figure.start_char, middle, first, values[0])
    yield _level(figure, middle + len(joint), figure.end_char, second, values[1])


def _is_change(text: str, figure: Figure) -> bool:
    """A word of change, then "from" or "by"."""
    before = text[max(figure.sentence_start, figure.start_char - _LEAD_LENGTH) : figure.start_char]
    return bool(_LEADS.search(before)) and bool(_CHANGES.search(text, figure.sentence_start, figure.start_char))


def _values(first: str, second: str, figure: Figure) -> tuple[Decimal, Decimal] | None:
    """Which bound came first; None where two scales make the digits incomparable."""
    here, there = _NUMBER.search(first), _NUMBER.search(second)
    if here is None or there is None or figure.low is None or figure.high is None:
        return None
    scales = [re.sub(r"[^a-z]", "", part[number.end() :].lower()) for part, number in ((first, here), (second, there))]
    if scales[0] and scales[0] != scales[1]:
        return None
    rising = Decimal(here.group().replace(",", "")) <= Decimal(there.group().replace(",", ""))
    return (figure.low, figure.high) if rising else (figure.high, figure.low)


def _level(figure: Figure, start: int, end: int, surface: str, value: Decimal) -> Figure:
    changes = {"start_char": start, "end_char": end, "surface": surface, "value": value, "low": None, "high": None}
    return figure.model_copy(update=changes)
