"""Names found by rule: capitalised words and acronyms, as words. No model, so folding does not change with one.

Does not tell people from places: a name is evidence whatever it names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache

from pipeline.commonness import is_listed, is_usually_capitalised, rank_of
from pipeline.fingerprint.calendar import CALENDAR

_CAPITALISED = re.compile(r"([.!?:\n“\"‘]\s{0,2})?\b([^\W\d_a-z][^\W\d_]*(?:[-’'][^\W\d_]+)*)")
_TOO_COMMON = 150
"""The most frequent words are never names, however they are written."""
_AGENCIES = frozenset(("reuters", "ap", "afp", "upi", "dpa", "tass", "xinhua", "ani", "pti"))
"""Who reports says nothing on what is reported."""


def name_words(text: str, words: Collection[str]) -> Counter[str]:
    """Words of names in lower case with the number of times they stand in the text; `words` are the text's words."""
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for starts, surface in _CAPITALISED.findall(text):
        (opening if starts else inside)[surface] += 1
    found: Counter[str] = Counter()
    written = set(words)
    for surface, n in (inside + opening).items():
        word = _bare(surface)
        if _is_certain(word) or (_is_possible(word) and word not in written and _is_new(word, surface in inside)):
            found[word] += n
    return found


@lru_cache(maxsize=1 << 16)
def _bare(surface: str) -> str:
    """The word in lower case without a possessive ending."""
    word = surface.lower()
    return word[:-2] if word.endswith(("’s", "'s")) else word


@lru_cache(maxsize=1 << 16)
def _is_certain(word: str) -> bool:
    """Whether the word is a name wherever it has a capital."""
    return _is_possible(word) and is_usually_capitalised(word)


@lru_cache(maxsize=1 << 16)
def _is_possible(word: str) -> bool:
    return len(word) > 1 and word not in CALENDAR and word not in _AGENCIES and rank_of(word) > _TOO_COMMON


def _is_new(word: str, is_inside: bool) -> bool:
    """A capital at the start of a sentence proves nothing by itself, unless no such common word is known."""
    return is_inside or not is_listed(word)
