"""How firmly the text holds to a number: the hedge words right before or after it."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from schemas.figure import FigureKind, Qualifier

_Q = Qualifier
# Longest first: the tokens right before the number, read as one phrase.
_BEFORE = {
    _Q.ABOUT: "about|some|roughly|around|nearly|almost|approximately|approx|approx .|circa|ca|c .|~|≈|an estimated|estimated|close to|"
    "in the region of|something like|more or less|near|nearing|approaching|virtually|practically|an average of about|or so|about an|"
    "just about|somewhere around|as near as|all but|give or take|an approximate",
    _Q.MORE_THAN: "more than|over|above|exceeding|exceeded|exceeds|exceed|topped|topping|tops|surpassed|surpassing|surpasses|passed|"
    "over the age of|above the age of|greater than|higher than|larger than|bigger than|upwards of|upward of|in excess of|>|beyond|well over|just over|longer than|older than|"
    "better than|north of|past|as far back as|farther than|further than",
    _Q.AT_LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|minimum|at the least|≥|> =|>=|"
    "greater than or equal to|bigger or equal than|equal to or more than|at least or equal to|or more than|not under",
    _Q.LESS_THAN: "under the age of|below the age of|less than|under|below|fewer than|lower than|smaller than|sub -|<|short of|shy of|just under|just below|within|"
    "younger than|shorter than|south of",
    _Q.AT_MOST: "at most|no more than|not more than|a maximum of|maximum of|maximum|at the most|≤|< =|<=|less than or equal to|"
    "smaller or equal than|no greater than|no higher than|not over|not exceeding|no later than|no longer than|capped at|limited to",
    _Q.UP_TO: "up to|as many as|as much as|as high as|as long as|as far as|as few as|anything up to|reaching up to",
}
_AFTER = {
    _Q.AT_LEAST: "or more|or greater|or higher|or above|and more|and above|or over|and up|or older|and older|plus|+|or longer|or better|and over|or bigger",
    _Q.AT_MOST: "or less|or fewer|or below|or under|or lower|and under|or younger|and below|and younger|at most|tops|or shorter",
    _Q.ABOUT: "or so|give or take|more or less|or thereabouts|- ish|- odd|odd",
}


def _by_last_word() -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    table: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for qualifier, phrases in _BEFORE.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[-1], []).append((words, qualifier))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def _by_first_word() -> dict[str, list[tuple[tuple[str, ...], Qualifier]]]:
    table: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for qualifier, phrases in _AFTER.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, qualifier))
    return table


_ENDING, _STARTING = _by_last_word(), _by_first_word()
_FILLERS = frozenset({"a", "an", "the", "another", "additional", "further", "just", "only", "extra", "by", "well", "even", "total", "its", "of"})


def hedge_start(tokens: Tokens, draft: Draft) -> tuple[Qualifier, int]:
    """The qualifier of a draft, and the first token of the words before it that say so (its own first token if none do)."""
    at = draft.first
    if tokens.low[at - 1] in {"a", "an", "another"} and tokens.low[at - 2] in _ENDING:
        at -= 1
    found = _match_before(tokens, draft, at)
    if found is not None:
        return found
    return _match_after(tokens, draft), draft.first


def _match_before(tokens: Tokens, draft: Draft, at: int) -> tuple[Qualifier, int] | None:
    for words, qualifier in _ENDING.get(tokens.low[at - 1], ()):
        first = at - len(words)
        if tuple(tokens.low[first:at]) == words and _is_hedge(tokens, draft, first, words):
            return qualifier, first
    return None


def _is_hedge(tokens: Tokens, draft: Draft, first: int, words: tuple[str, ...]) -> bool:
    """ "over five years" after what is spread over them is no bound; "past" and "within" bound only in places."""
    word = words[0]
    if words == ("over",) and draft.kind is FigureKind.DURATION and not draft.is_age:
        return tokens.low[first - 1] in {"for", "with", "after", "just", "well", "took", "is", "was", "lasted", "of", "than", "spent", "in", "a", "little", "by", ""}
    if words == ("minimum",) or words == ("maximum",):
        return True
    if words in {("past",), ("within",), ("beyond",), ("near",), ("tops",)}:
        return draft.kind is not FigureKind.DURATION
    if word == "passed":
        return not draft.is_bare or draft.value is None or draft.value > 100
    return True


def _match_after(tokens: Tokens, draft: Draft) -> Qualifier:
    if draft.after > draft.first and tokens.low[draft.after] in HYPHENS and tokens.low[draft.after + 1] == "plus" and tokens.glued(draft.after):
        return Qualifier.AT_LEAST
    for words, qualifier in _STARTING.get(tokens.low[draft.after], ()):
        if tuple(tokens.low[draft.after : draft.after + len(words)]) == words:
            if words == ("+",) and not tokens.glued(draft.after):
                continue
            if words in {("odd",), ("tops",), ("plus",)} and not draft.is_bare:
                continue
            return qualifier
    return _after_noun(tokens, draft)


def _after_noun(tokens: Tokens, draft: Draft) -> Qualifier:
    """ "five people or more": one word may stand between."""
    for words, qualifier in _STARTING.get(tokens.low[draft.after + 1], ()):
        if words[0] == "or" and len(words) == 2 and tuple(tokens.low[draft.after + 1 : draft.after + 3]) == words:
            return qualifier
    return Qualifier.EXACT
