"""Tokens of one sentence, as parallel lists with blank padding.

The padding lets rules look a few places left and right without asking.
"""

from __future__ import annotations

import re

PAD = 8
"""How many blank tokens stand before the first and after the last word."""

_TOKEN = re.compile(
    r"(?<![\d.,])\d{1,3}(?:,\d{2,3}){0,10},\d{3}(?:\.\d+)?(?!\d|,\d)"  # 1,234.5 and 12,34,567
    r"|(?<![\d.,])\d{1,3}(?:\.\d{3}){1,8},\d{1,2}(?!\d)"  # 1.234,5
    r"|(?<![\d.,])\d{1,3}(?:\.\d{3}){2,8}(?![\d.])"  # 1.234.567
    r"|(?<![\d,])\d++,(?:\d{4,6}|\d{1,2})(?![\d,])"  # 1,5 and 1,0853
    r"|\d++(?:\.\d+)?"
    r"|(?<![\w.])\.\d+"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
    r"|\S"
)


_LONG_WORD, _FEWEST_LONG, _HEADLINE_SHARE = 4, 4, 0.9
"""Title case leaves short words small; names alone never make nine in ten of four longer words."""
_BLANKS = [""] * PAD
_LEFT = list(range(-3 * PAD, -PAD, 2))


def split(surface: str) -> list[str]:
    """The tokens of a short text, as `Tokens` would cut it."""
    return _TOKEN.findall(surface)


class Tokens:
    """The words, numbers and signs of `text[start:end]`.

    `raw[i]`, `low[i]` (lower case), `start[i]`, `end[i]`; `first` <= i < `after`.
    """

    __slots__ = ("_headline", "after", "end", "first", "low", "raw", "span", "start", "text")
    raw: list[str]
    low: list[str]
    start: list[int]
    end: list[int]

    def __init__(self, text: str, start: int, end: int) -> None:
        found = list(_TOKEN.finditer(text, start, end))
        self.text = text
        self.span = (start, end)
        self.raw = [*_BLANKS, *[match[0] for match in found], *_BLANKS]
        self.low = [raw.lower() for raw in self.raw]
        if "’" in text[start:end]:
            self.low = [low.replace("’", "'") for low in self.low]
        self.start = [*_LEFT, *[match.start() for match in found], *range(end + 2, end + 2 + 2 * PAD, 2)]
        self.end = [*_LEFT, *[match.end() for match in found], *range(end + 3, end + 3 + 2 * PAD, 2)]
        self.first = PAD
        self.after = PAD + len(found)
        self._headline: bool | None = None

    @property
    def is_headline(self) -> bool:
        """Whether nearly every longer word is capitalised, so that a capital is no sign of a name."""
        if self._headline is None:
            long = [raw for raw in self.raw if len(raw) >= _LONG_WORD and raw[0].isalpha()]
            capital = sum(raw[0].isupper() for raw in long)
            self._headline = len(long) >= _FEWEST_LONG and capital >= _HEADLINE_SHARE * len(long)
        return self._headline

    def glued(self, index: int) -> bool:
        """Whether nothing stands between token `index` and the one before it."""
        return self.start[index] == self.end[index - 1]

    def surface(self, first: int, after: int) -> str:
        """The text from token `first` up to, not including, token `after`."""
        return self.text[self.start[first] : self.end[after - 1]]
