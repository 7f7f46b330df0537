"""Ages: "36 years old", "aged 25 to 54", "Maddon, 66, has", "she was nine", "lived to 92", "people over 65"."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS, SMALL
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import PERSONS, STOP, is_plural, singular
from pipeline.extract.figures.words import words
from schemas.figure import FigureKind

OLDEST = 115
_LONGEST_LIST = 5
"""Nobody in the news is older; a larger bare number is no age."""
_PRONOUNS = words("he she i who they you")
_BE = words("was is were are am turned turns turning being")
_CONTRACTED = words("he's she's i'm you're they're who's")
_TURNS_OF_LIFE = {
    "to": words("live lives lived living"),
    "until": words("live lives lived living work works worked working"),
    "at": words("die dies died dying dead retire retires retired retiring retirement marry married"),
}
_AGE_IS = frozenset({"is", "was", "to", "from", "at"})
_BOUNDS = frozenset({"over", "under", "above", "below"})
_GROUPS = words(
    """
    people those persons anyone everyone anybody adults children kids men women girls boys patients residents citizens
    workers voters drivers pensioners americans britons australians indians teenagers youngsters
    """
)
_CLOSING = words(", . ; )  ? ! – —")


def take_age(tokens: Tokens, draft: Draft) -> None:
    """Make the draft a duration in years (or leave the unit it has) where it states an age."""
    if draft.kind is FigureKind.DURATION:
        draft.is_age = _is_old(tokens, draft.after)
    elif (
        draft.is_bare
        and not draft.is_vague
        and _is_possible(draft)
        and any(
            rule(tokens, draft)
            for rule in (_is_aged, _is_in_apposition, _is_said_of_person, _is_reached, _is_bound_of_group)
        )
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
    if (low[at] == "as" and low[at - 1] in {"young", "old"}) or (low[at - 1] == "age" and low[at] in _AGE_IS):
        return True
    if low[at] in {"between", "over", "under", "about", "from", "around", "below", "above"}:
        return low[at - 1] in {"aged", "ages"}
    if low[draft.after] in {"or", "and"} and low[draft.after + 1] in {"older", "younger"}:
        return True
    if low[at] == "and" or low[at] == ",":
        return _is_listed(tokens, at)
    return low[at] in {"aged", "ages", "age"} or (low[at] == "of" and low[at - 1] in {"age", "ages"})


def _is_listed(tokens: Tokens, at: int) -> bool:
    """E.g. "daughters aged 11 and 7", "two sons, 5 and 9": numbers that go on a list of ages, which ends with them."""
    after = at + 2
    if tokens.low[after] not in _CLOSING and tokens.low[after] not in STOP:
        return False
    for place in range(at - 1, at - 2 * _LONGEST_LIST, -1):
        word = tokens.low[place]
        if word in {"aged", "ages"} or (_names_persons(tokens, place) and tokens.raw[at + 1].isdigit()):
            return True
        if not (word in {",", "and"} or word.isdigit() or word in SMALL):
            return False
    return False


def _names_persons(tokens: Tokens, at: int) -> bool:
    """E.g. "sons," before their ages."""
    word = tokens.low[at]
    return is_plural(word) and singular(word) in PERSONS and tokens.low[at + 1] == ","


def _is_in_apposition(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "Maddon, 66, has", "Mary Ann Marcelo, 39.", "her son, 7, who", "John Smith (42)", ", both 51,"."""
    at = draft.first - 2
    if not (draft.is_plain or draft.is_words) or draft.value is None or draft.value != int(draft.value):
        return False
    if tokens.low[at + 1] == "both" and tokens.raw[at] == ",":
        return tokens.raw[draft.after] in _CLOSING
    if tokens.raw[at + 1] == "(" and tokens.raw[draft.after] == ")":
        return draft.value >= 10 and tokens.raw[at][:1].isupper() and tokens.raw[at - 1][:1].isupper()
    if tokens.raw[at + 1] == "," and tokens.low[draft.after] == "and" and singular(tokens.low[at]) in PERSONS:
        return tokens.raw[draft.after + 1].isdigit() and tokens.raw[draft.after + 2] in _CLOSING
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


def _is_reached(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "lived to 92", "died at 92", "retire at 65", "At 42, she became"."""
    low, at = tokens.low, draft.first - 1
    if low[draft.after] not in _CLOSING and low[draft.after] not in STOP:
        return False
    if low[at - 1] in _TURNS_OF_LIFE.get(low[at], ()):
        return True
    opens = at == tokens.first or low[at - 1] in {",", "and", "but"}
    return low[at] == "at" and opens and low[draft.after] == "," and low[draft.after + 1] in {"he", "she", "his", "her"}


def _is_bound_of_group(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "people over 65", "children under five": nothing counted follows."""
    low, at = tokens.low, draft.first - 1
    is_closed = low[draft.after] in _CLOSING or low[draft.after] in STOP
    return is_closed and low[at] in _BOUNDS and low[at - 1] in _GROUPS
