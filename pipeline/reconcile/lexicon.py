"""The small English lexicon of reconciling: which words mean one deed, one measure, one stance, one group.

The words stand in `lexicon.tsv` (table, concept, words), written for this project from the vocabulary of general news.
Words that are in no table still count as themselves wherever contexts are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from schemas.figure import FigureKind

_SUFFIXES = ("ations", "ation", "ings", "ing", "edly", "ed", "s", "ly")
_ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("lexicon.tsv").read_text(encoding="utf-8").splitlines()
    if line
]


def _rows(table: str) -> Iterator[tuple[str, list[str]]]:
    """Concept and words of each row of a table."""
    return ((concept, words.split()) for name, concept, words in _ROWS if name == table)


_IRREGULAR = {word: concept for concept, words in _rows("irregular") for word in words}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A crude stem of a lower-case word: enough to bring "injured" and "injuring", "cases" and "case" together."""
    if word in _IRREGULAR:
        return _trim(_IRREGULAR[word])
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith(("ss", "us", "is")):
            return _trim(word[: -len(suffix)])
    return _trim(word)


def _trim(word: str) -> str:
    if len(word) > 4 and word[-1] == word[-2] and word[-1] != "s":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _by_stem(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for concept, words in _rows(table):
        for word in words:
            found.setdefault(stem(word), concept)
    return found


def _by_word(table: str) -> dict[str, str]:
    return {word: concept for concept, words in _rows(table) for word in words}


def _stems(table: str) -> frozenset[str]:
    return frozenset(_by_stem(table))


DEEDS = _by_stem("deed")
"""What happens to the things counted. Two different deeds are two different counts."""

MEASURES = _by_stem("measure")
"""What money, percentages, lengths and times are amounts of."""

KNOWN_MEASURES = frozenset(MEASURES.values())

_PHYSICAL, _TEMPORAL, _BOTH = (frozenset(_by_word(table)) for table in ("physical", "temporal", "both"))
MEASURES_OF = {
    FigureKind.MEASURE: {word: measure for word, measure in MEASURES.items() if measure in _PHYSICAL},
    FigureKind.DURATION: {word: measure for word, measure in MEASURES.items() if measure in _TEMPORAL},
    FigureKind.MONEY: {
        word: measure for word, measure in MEASURES.items() if measure not in _PHYSICAL | _TEMPORAL or measure in _BOTH
    },
}
"""Which measures a kind of figure can be an amount of: nothing weighs in dollars. Other kinds may be of any."""

_KIN = [frozenset(words) for _, words in _rows("kin")]

HEADS = _by_stem("head")
"""Nouns that news exchanges for one another when it counts."""

KNOWN_HEADS = frozenset(HEADS.values())

SYNONYMS = _by_stem("word")
"""Other words that news exchanges for one another; they say nothing by themselves, but count as shared words."""

STANCES = _by_word("stance")
"""How a number is meant; by word, because what is planned is not a plan. A number with one is not opposed to a number
with another, nor mostly to one with none."""

CONTRASTS = _by_word("contrast")
"""Words that split one noun into groups: a figure with one is not opposed to a figure with another, or with none."""

GENERAL_HEADS = frozenset({"person"})
"""Heads that may stand for a narrower one: "36 people" can be 36 passengers."""

PEOPLE = frozenset(HEADS.get(word, word) for word in _stems("people"))
"""Heads that name people by what they do: for equal numbers "27 people" and "27 suspects" are no contradiction."""

SUBGROUPS = frozenset(HEADS.get(word, word) for word in _stems("subgroup"))
"""Narrower heads that are always a part of the people counted, never another word for them."""

LOOSE_FAMILIES = frozenset({"length", "time", "share", "growth"})
"""Families so common in a story that one measure is asked for; a mass or a power hardly needs it."""

ACCOUNTS = frozenset(
    {"revenue", "profit", "loss", "dividend", "debt", "production", "export", "import", "economy", "saving"}
)  # fmt: skip
"""Measures that are reported for the past year: "last year" is their present."""

RATES = frozenset({"premium", "inflation", "rate", "margin"})
"""Percentages that are no part of a whole."""

FIRM_SPANS = frozenset({"age", "delay"})
"""Spans of time that are always named: an age or a delay is no other duration."""

RATES_OF_CHANGE = frozenset({"inflation", "economy"})
"""Measures that are changes themselves: "prices rose 3 %" and "inflation of 3 %" are one statement."""

BIGRAMS = {(stem(words[0]), stem(words[1])): stem(concept) for concept, words in _rows("bigram")}
"""Two stems that name a measure together; the second takes the name."""

ACTUAL = frozenset(_by_word("actual"))
"""Words that say that a number is history, so that an expectation does not oppose it."""

CHANGE_WORDS = _stems("change")
RISING = _stems("rising")
CORRECTING = _stems("correcting")
LOWERING = _stems("lowering")
SPEAKING = _stems("speaking") | frozenset(_by_word("speaking"))
AUXILIARIES = frozenset(_by_word("auxiliary"))
HEDGES = frozenset(_by_word("hedge"))
JOINING = frozenset(_by_word("joining"))
STOP = frozenset(_by_word("stop"))
OPENERS = frozenset(_by_word("opener"))
"""Adverbs that open a sentence before a comma, where a name could stand."""

CAMPS = _by_word("camp")
"""Who says it, by the side they are on: organisers count other crowds than the police."""

LIVING_DEEDS = frozenset(_by_word("living"))
"""What happens to people: a count of people without such a deed is not one with it."""

RUNNING = frozenset(_by_word("running"))
"""Deeds whose counts grow while a story lives."""

SOLE_OFFICES = tuple(word.replace("_", " ") for word in _by_word("sole_office"))
"""Offices that one person holds at a time."""

SHARED_OFFICES = tuple(_by_word("shared_office"))
"""Parts of titles that several people hold at once, or that stand in for another."""

OFFICE_NAMES = {word.replace("_", " "): concept for word, concept in _by_word("office_name").items()}
"""One name for offices with several."""


def are_kin(one: str | None, other: str | None) -> bool:
    """Whether two measures may be two words for one: what a deal is worth is what it costs."""
    return any(one in kin and other in kin for kin in _KIN)


def concept_of(stem: str) -> str:
    """The word under which synonyms meet; the stem itself where no table knows it."""
    return DEEDS.get(stem) or MEASURES.get(stem) or HEADS.get(stem) or SYNONYMS.get(stem) or stem
