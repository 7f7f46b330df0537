"""Names found by rule: capitalised words and acronyms, as words. No model, so folding does not change with one.

Does not tell people from places: a name is evidence whatever it names.
"""

from __future__ import annotations

import re
from collections import Counter

from pipeline.commonness import is_listed, is_usually_capitalised, rank_of

_CAPITALISED = re.compile(r"(^|[.!?:\n“\"‘]\s*)?(\b[^\W\d_a-z][^\W\d_]*(?:[-’'][^\W\d_]+)*)")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_TOO_COMMON = 150
"""The most frequent words are never names, however they are written."""
NOT_NAMES = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat "
    "sun am pm est edt pst pdt gmt bst reuters ap afp".split()
)


def name_words(text: str) -> Counter[str]:
    """Words of names in lower case with the number of times they stand in the text."""
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    for starts, surface in _CAPITALISED.findall(text):
        (opening if starts else inside)[bare(surface.lower())] += 1
    lower = set(_LOWER.findall(text))
    found = inside + opening
    return Counter({word: n for word, n in found.items() if _is_name(word, inside[word] > 0, word in lower)})


def bare(word: str) -> str:
    """The word without a possessive ending."""
    return word[:-2] if word.endswith(("’s", "'s")) else word


def _is_name(word: str, is_inside: bool, is_also_lower: bool) -> bool:
    """Whether a capitalised word names something; a capital at the start of a sentence proves nothing by itself."""
    if len(word) < 2 or word in NOT_NAMES or rank_of(word) < _TOO_COMMON:
        return False
    if is_usually_capitalised(word):
        return True
    return not is_also_lower and (is_inside or not is_listed(word))
