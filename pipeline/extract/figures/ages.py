"""Ages: "36 years old", "aged 25 to 54", "age 87", "Maddon, 66, has", "she was nine", "younger than 30"."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS, SMALL
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import PERSONS, STOP
from pipeline.extract.figures.words import words
from schemas.figure import FigureKind

OLDEST = 115
_LONGEST_LIST = 5
"""Nobody in the news is older; a larger bare number is no age."""
_PRONOUNS = words("he she i who they you")
_BE = words("was is were are am turned turns turning being")
_CONTRACTED = words("he's she's i'm you're they're who's")
_CLOSING = words(", . ; )  ? ! – —")


def take_age(tokens: Tokens, draft: Draft) -> None:
    """Make the draft a duration in years (or leave the unit it has) where it states an age."""
    if draft.kind is FigureKind.DURATION:
        draft.is_age = _is_old(tokens, draft.after)
    elif (
        draft.is_bare
        and not draft.is_vague
        and _is_possible(draft)
        and any(rule(tokens, draft) for rule in (_is_aged, _is_in_apposition, _is_said_of_person))
    ):
        draft.kind, draft.unit, draft.is_age = FigureKind.DURATION, "year", True


def _is_possible(draft: Draft) -> bool:
    value = draft.high if draft.value is None else draft.value
    return value is not None and 0 < value <= OLDEST


def _is_old(tokens: Tokens, at: int) -> bool:
    """E.g. "years old", "-year-old", "years of age"."""
    low = tokens.low
    if low[at] in HYPHENS:
        at += 1
    return low[at] in {"old", "olds"} or (low[at] == "of" and low[at + 1] == "age")


def _is_aged(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "aged 25 to 54", "age 87", "under the age of 21", "younger than 30", "the 25-54 age group"."""
    low, at = tokens.low, draft.first - 1
    if low[draft.after] == "age" or (low[at] == "than" and low[at - 1] in {"younger", "older"}):
        return True
    if low[at] in {"between", "over", "under", "about", "from", "around", "below", "above"}:
        return low[at - 1] in {"aged", "ages"}
    if low[at] == "and" or low[at] == ",":
        return _is_listed(tokens, at)
    return low[at] in {"aged", "ages", "age"} or (low[at] == "of" and low[at - 1] in {"age", "ages"})


def _is_listed(tokens: Tokens, at: int) -> bool:
    """E.g. "daughters aged 11 and 7", "ages 3, 5 and 9": numbers that go on a list of ages, which ends with them."""
    after = at + 2
    if tokens.low[after] not in _CLOSING and tokens.low[after] not in STOP:
        return False
    for place in range(at - 1, at - 2 * _LONGEST_LIST, -1):
        word = tokens.low[place]
        if word in {"aged", "ages"}:
            return True
        if not (word in {",", "and"} or word.isdigit() or word in SMALL):
            return False
    return False


def _is_in_apposition(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "Maddon, 66, has", "Mary Ann Marcelo, 39.", "her son, 7, who", "John Smith (42)", ", both 51,"."""
    at = draft.first - 2
    if not (draft.is_plain or draft.is_words) or draft.value is None or draft.value != int(draft.value):
        return False
    if tokens.low[at + 1] == "both" and tokens.raw[at] == ",":
        return tokens.raw[draft.after] in _CLOSING
    if tokens.raw[at + 1] == "(" and tokens.raw[draft.after] == ")":
        return draft.value >= 10 and tokens.raw[at][:1].isupper() and tokens.raw[at - 1][:1].isupper()
    if tokens.raw[at + 1] != "," or tokens.raw[draft.after] not in _CLOSING:
        return False
    part_of_name = tokens.raw[at - 1] in HYPHENS and tokens.raw[at - 2][:1].isupper()
    return (tokens.raw[at][:1].isupper() and tokens.raw[at][1:2].islower()) or part_of_name or tokens.low[at] in PERSONS


def _is_said_of_person(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "when he was three", "she's 30 and", "My mother is 87", "had just turned 18": nothing counted follows."""
    low, at = tokens.low, draft.first - 1
    if low[draft.after] not in _CLOSING and low[draft.after] not in STOP:
        return False
    while low[at] in {"just", "only", "about", "around", "now", "nearly", "almost", "already"}:
        at -= 1
    if low[at] in _CONTRACTED or low[at] in {"turned", "turns", "turning"}:
        return True
    return low[at] in _BE and (low[at - 1] in _PRONOUNS or low[at - 1] in PERSONS)
