"""How common an English word is, from a fixed list of 60,000 words in order of frequency.

The list is the order of the keys in the word vectors of spaCy's `en_core_web_md` 3.7.1 (Explosion Vectors, CC0: OSCAR,
Wikipedia, OpenSubtitles, WMT News Crawl), letters only, both cases merged at the better rank. A word that is more
frequent with a capital stands in the list with one. A list that never changes keeps every score a function of two
documents alone, so that the order in which articles arrive cannot matter.
"""

from __future__ import annotations

import gzip
import math
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("commonness.txt.gz")
_ZIPF = 0.08
"""The word of rank r makes up about 0.08 / r of English running text (Zipf's law; 0.08 fits ranks 10 to 10,000)."""
_ARTICLE_WORDS = 400
"""The median length of a news article."""
_UNKNOWN_RANK = 80_000


@cache
def _ranks() -> dict[str, tuple[int, bool]]:
    """Word in lower case to its rank from 1 and whether it is usually capitalised."""
    words = gzip.decompress(_LIST.read_bytes()).decode().split("\n")
    return {word.lower(): (rank, word[0].isupper()) for rank, word in enumerate(words, 1)}


def rank_of(word: str) -> int:
    """Rank of a lower-case word from 1, or 80,000 for a word that is not listed."""
    return _ranks().get(word, (_UNKNOWN_RANK, False))[0]


def is_listed(word: str) -> bool:
    """Whether the lower-case word is in the list at all."""
    return word in _ranks()


def is_usually_capitalised(word: str) -> bool:
    """Whether the lower-case word is mostly written with a capital: a name, an acronym, a nationality."""
    return _ranks().get(word, (0, False))[1]


def most_common(count: int) -> list[str]:
    """The first words of the list, in lower case."""
    return list(_ranks())[:count]


@cache
def rarities() -> dict[str, float]:
    """The inverse document frequency of every listed word, natural logarithm: 0 for `the`, about 3 for `police`."""
    return {word: _rarity(rank) for word, (rank, _) in _ranks().items()}


def rarity(word: str) -> float:
    """The rarity of a word; one that is not listed is rarer than all that are."""
    return rarities().get(word, UNLISTED)


def _rarity(rank: int) -> float:
    return -math.log(-math.expm1(-_ARTICLE_WORDS * _ZIPF / rank))


UNLISTED = _rarity(_UNKNOWN_RANK)
