"""Number words that state no number: "no one", "every one of", "the one that", "second half", "one day"."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.headlines import FATES
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import STOP, is_plural
from pipeline.extract.figures.words import words

_BEFORE_PRONOUN = words(
    """
    the this that no any every which each another some these those only new good old big little right wrong
    """
)
_STATE = words("was is were has had been being remains remained still seriously critically fatally badly slightly also")
_JOINED = words("and , with but while ; another")
_CONDITIONS = words("critical serious stable hospital intensive")
_HARMED = words("killed killing kills injured injuring injures wounded wounding wounds")
_IDIOMS = frozenset({("net", "zero"), ("ground", "zero"), ("baker's", "dozen")})
_RANKING = frozenset(["top", "bottom", "final", "last", "number"])


def is_no_number(tokens: Tokens, draft: Draft) -> bool:
    """Whether the words of the draft are a pronoun or part of a phrase rather than a number."""
    low = tokens.low[draft.first]
    if draft.is_bare and tokens.low[draft.first - 1] in _RANKING and not is_plural(tokens.low[draft.after]):
        return True
    if low == "one" and draft.unit == "point" and tokens.low[draft.first - 1] in {"at", "to", "from"}:
        return True
    if low == "one" and draft.unit == "day" and tokens.low[draft.after] in _AFTER_SOME_DAY:
        return tokens.low[draft.first - 1] not in {"than", "least", "about", "only", "just"}
    if low == "one" and draft.after == draft.first + 1:
        return _is_pronoun(tokens, draft)
    if low == "half" and draft.after == draft.first + 1:
        return not _is_share(tokens, draft)
    if (tokens.low[draft.first - 1], low) in _IDIOMS:
        return True
    return low == "zero" and tokens.low[draft.after] in {"tolerance", "sum", "hour", "in"}


_AFTER_SOME_DAY = words("he she they we i you it will the be when in and a")
_BEFORE_HALF = words(
    """
    by than over about nearly almost around roughly in and or to of only just under up least some with is are was
    were be been lost said approximately estimated another at for that while where as but cut
    """
)
_AFTER_HALF = words("of the a an its their his her our my your all these those what that as")


def _is_share(tokens: Tokens, draft: Draft) -> bool:
    """Whether "half" is a share ("more than half", "half of voters"), not part of a match or a word ("half sister")."""
    before, following = tokens.low[draft.first - 1], tokens.low[draft.after]
    if tokens.glued(draft.first) or (tokens.glued(draft.after) and following in HYPHENS):
        return False
    if before in {"first", "second", "other", "third", "this", "last", "the", "latter", "next", "better"}:
        return False
    if following in _AFTER_HALF:
        return True
    if before[:1].isalpha() and before not in _BEFORE_HALF:
        return False
    return (
        before in {"than", "nearly", "almost", "by", "about", "over"}
        or not following[:1].isalpha()
        or following in STOP
    )


def _is_pronoun(tokens: Tokens, draft: Draft) -> bool:
    before, following = tokens.low[draft.first - 1], tokens.low[draft.after]
    if following == "of":
        return before in _BEFORE_PRONOUN and before != "only"
    if _befell_one_more(tokens, draft):
        return False
    if (
        (is_plural(following) and following != "series")
        or before in _BEFORE_PRONOUN
        or following in {"another", "time", "thing", "way"}
    ):
        return True
    if following.endswith("ed") and tokens.low[draft.after + 1] in STOP:
        return True
    return not following[:1].isalpha() or following in STOP


def _befell_one_more(tokens: Tokens, draft: Draft) -> bool:
    """E.g. "two were killed and one was injured", "killed one": what befell one more is counted."""
    at = draft.after
    while tokens.low[at] in _STATE and at < draft.after + 4:
        at += 1
    if tokens.low[at] == "in" and tokens.low[at + 1] in _CONDITIONS:
        return tokens.low[draft.first - 1] in _JOINED
    if tokens.low[draft.first - 1] in _HARMED:
        return tokens.low[draft.after] in STOP or not tokens.low[draft.after].isalpha()
    return tokens.low[at] in FATES and tokens.low[draft.first - 1] in _JOINED
