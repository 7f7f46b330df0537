"""Pairs of numbers that tell how a contest stands: scores and odds are no figures, shares of a vote are two.

"They won 2-1", "lost 98-104", "were 120 for 3", "250 all out", "voted 48-52", "two to one", "trails 45% to 48%",
"passed 220 to 212".
"""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import STOP, is_plural
from pipeline.extract.figures.words import words
from schemas.figure import FigureKind

_CONTEST = words(
    """
    lead leads led leading trail trails trailed trailing beat beats beaten beating defeat defeats defeated defeating
    lose loses lost losing win wins won winning vote votes voted ahead behind score scores margin edged edges
    outpolled
    """
)
_VOTED = words(
    """
    vote votes voted voting passed approved rejected adopted ratified confirmed backed cleared ruled carried defeated
    """
)
_APART = frozenset({"from", "between", "for", "age", "aged", "ages"})
_CONTEST_REACH = 6
_LARGEST_SCORE = 30
_MOST_WICKETS = 10
_BEST_RATING = 10
_LONGEST_NAME = 6
_WHOLE = 100
_WIDEST_RANGE = 10


def is_score(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """E.g. "2-1", "6-4", "0-0", "lost 98-104", "48-52".

    Bare whole numbers around a hyphen that do not rise, or that count nothing and are small, share a hundred between
    them or tell how a contest stands. Two ages are no score.
    """
    if first.unit or second.unit or not (first.is_plain and second.is_plain):
        return False
    if first.value is None or second.value is None or _are_ages(tokens, first, second):
        return False
    if first.value >= second.value:
        return True
    is_small = second.value < _LARGEST_SCORE or first.value + second.value == _WHOLE
    return (is_small or _is_contest(tokens, first)) and not counts(tokens, second.after)


def is_code(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """E.g. "docket 19-1392", "took 3-40": no range spans so much, and nothing is counted."""
    if first.value is None or second.value is None or not first.is_plain or counts(tokens, second.after):
        return False
    return second.value > first.value * _WIDEST_RANGE


def is_rivalry(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """E.g. "trails by 45% to 48%", "lost 42% to 58%": what two sides got, neither a range nor a change."""
    is_share = first.kind is second.kind is FigureKind.PERCENT
    return is_share and tokens.low[first.after] == "to" and _is_contest(tokens, first)


def is_tally(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """E.g. "passed the bill 220 to 212", "voted 45 to 52": the votes of two sides, never a range."""
    both_plain = first.is_bare and second.is_bare and first.is_plain and second.is_plain
    if tokens.low[first.after] != "to" or not both_plain:
        return False
    return (
        tokens.low[first.first - 1] not in _APART
        and _is_near(tokens, first, _VOTED)
        and not counts(tokens, second.after)
    )


def is_rating(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "Ander Herrera: 4 Started well": what a player or a film is given, after a name that opens the line."""
    colon = draft.first - 1
    if tokens.raw[colon] != ":" or not draft.is_plain or draft.value is None or draft.value > _BEST_RATING:
        return False
    if not 1 < colon - tokens.first <= _LONGEST_NAME:
        return False
    name, following = tokens.raw[tokens.first : colon], tokens.raw[draft.after]
    return all(word.istitle() for word in name) and not following[:1].islower()


def odds_until(tokens: Tokens, draft: Draft) -> int | None:
    """The token after odds or the score of an innings that begins with the draft: "three to one", "120 for 3"."""
    low, at = tokens.low, draft.after
    if not (draft.is_bare and (draft.is_plain or draft.is_words)) or draft.value is None:
        return None
    if low[at : at + 2] == ["all", "out"]:
        return at + 2
    if low[at] == "to" and low[at + 1] in {"one", "1"} and low[draft.first - 1] != "from":
        return at + 2 if draft.value > 1 and _is_closed(tokens, at + 2) else None
    small = low[at + 1]
    is_innings = low[at] == "for" and small.isdigit() and len(small) <= 2 and draft.is_plain
    if is_innings and int(small) <= _MOST_WICKETS < draft.value and _is_closed(tokens, at + 2):
        return at + 2
    return None


def counts(tokens: Tokens, at: int) -> bool:
    """Whether a noun in the plural follows within three words."""
    for place in range(at, at + 3):
        if not tokens.raw[place][:1].isalpha():
            return False
        if is_plural(tokens.low[place]):
            return True
    return False


def _is_contest(tokens: Tokens, first: Draft) -> bool:
    return _is_near(tokens, first, _CONTEST)


def _is_near(tokens: Tokens, first: Draft, contest: frozenset[str]) -> bool:
    """Whether a word of a contest stands shortly before the number, in its clause."""
    for word in reversed(tokens.low[first.first - _CONTEST_REACH : first.first]):
        if word in contest:
            return True
        if word in {",", ";", ".", ":"} or word.isdigit():
            return False
    return False


def _are_ages(tokens: Tokens, first: Draft, second: Draft) -> bool:
    before = tokens.low[first.first - 1]
    return before in {"aged", "ages", "age"} or tokens.low[second.after] == "age"


def _is_closed(tokens: Tokens, at: int) -> bool:
    return not tokens.low[at][:1].isalnum() or tokens.low[at] in STOP
