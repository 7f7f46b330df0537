"""How firmly the text holds to a number: the hedge phrase right before or after it."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import DETERMINERS
from schemas.figure import FigureKind, Qualifier

_Q = Qualifier
# Longest first: the tokens right before the number, read as one phrase.
_BEFORE = {
    _Q.ABOUT: """
        about | some | roughly | around | nearly | almost | approximately | approx | approx . | circa | ca | c . | ~
        | ≈ | an estimated | estimated | estimated at | close to | in the region of | something like | more or less |
        near | nearing | approaching | virtually | practically | an average of about | or so | about an | just about |
        somewhere around | as near as | all but | give or take | an approximate
    """,
    _Q.MORE_THAN: """
        more than | over than | over | above | exceeding | exceeded | exceeds | exceed | topped | topping | tops |
        surpassed |
        surpassing | surpasses | passed | over the age of | above the age of | greater than | higher than | larger
        than | bigger than | upwards of | upward of | in excess of | > | beyond | well over | just over | longer
        than | older than | better than | north of | past | as far back as | farther than | further than
    """,
    _Q.AT_LEAST: """
        at least | no fewer than | no less than | not less than | not fewer than | a minimum of | minimum of |
        minimum | at the least | ≥ | > = | >= | greater than or equal to | bigger or equal than | equal to or more
        than | at least or equal to | or more than | not under
    """,
    _Q.LESS_THAN: """
        under the age of | below the age of | less than | under | below | fewer than | lower than | smaller than |
        sub - | < | short of | shy of | just under | just below | within | younger than | shorter than | south of
    """,
    _Q.AT_MOST: """
        at most | no more than | not more than | a maximum of | maximum of | maximum | at the most | ≤ | < = | <= |
        less than or equal to | smaller or equal than | no greater than | no higher than | not over | not exceeding
        | no later than | no longer than | capped at | limited to
    """,
    _Q.UP_TO: """
        up to | as many as | as much as | as high as | as long as | as far as | as few as | anything up to |
        reaching up to
    """,
}
_AFTER = {
    _Q.AT_LEAST: """
        or more | or greater | or higher | or above | and more | and above | or over | and up | or older | and older
        | plus | + | or longer | or better | and over | or bigger
    """,
    _Q.AT_MOST: """
        or less | or fewer | or below | or under | or lower | and under | or younger | and below | and younger | at
        most | tops | or shorter
    """,
    _Q.ABOUT: """
        or so | give or take | more or less | or thereabouts | - ish | - odd | odd
    """,
}


def _index(phrases: dict[Qualifier, str], place: int) -> dict[str, list[tuple[list[str], Qualifier]]]:
    """Phrases by their first (0) or last (-1) word, the longest first."""
    table: dict[str, list[tuple[list[str], Qualifier]]] = {}
    for qualifier, text in phrases.items():
        for phrase in text.split("|"):
            table.setdefault(phrase.split()[place], []).append((phrase.split(), qualifier))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


_NO_TIME_BOUND = frozenset({"past", "within", "beyond", "near", "tops"})
_BEFORE_OVER = frozenset(
    {
        "for",
        "with",
        "after",
        "just",
        "well",
        "took",
        "is",
        "was",
        "lasted",
        "of",
        "than",
        "spent",
        "in",
        "a",
        "little",
        "by",
        "",
    }
)
"""After these, "over five years" means more than five."""
_BEFORE_BOUND = frozenset({"of", "for", "with", "by", "worth", "a", "the"})
"""After these, "up to 40 from" bounds; elsewhere it tells a level and the one before: "is up to 40 from 30"."""
_ROUNDS = frozenset({"games", "innings", "sets", "rounds", "matches", "seasons", "sessions", "races", "holes", "terms"})
_MANY_ROUNDS = 20
"""Over so few of them is while they last; over more is more."""
_TIMES = frozenset({"times", "twice", "thrice", "half", "fold", "double", "triple"})
"""After these, "as many as" compares: "twice as many as four years ago"."""
_CLOSING = frozenset({"", ".", ",", ";", ")"})
_ENDING, _STARTING = _index(_BEFORE, -1), _index(_AFTER, 0)


def hedge_start(tokens: Tokens, draft: Draft) -> tuple[Qualifier, int]:
    """The qualifier of a draft, and the first token of the words before it that say so (its own first if none do)."""
    at = draft.first
    if tokens.low[at - 1] in {"a", "an", "another"} and tokens.low[at - 2] in _ENDING:
        at -= 1
    for phrase, qualifier in _ENDING.get(tokens.low[at - 1], ()):
        first = at - len(phrase)
        if tokens.low[first:at] == phrase and _is_hedge(tokens, draft, first, phrase):
            return qualifier, first
    return _qualifier_after(tokens, draft), draft.first


def _is_hedge(tokens: Tokens, draft: Draft, first: int, phrase: list[str]) -> bool:
    """Whether the phrase bounds the number: "$5bn over five years" and "past two weeks" do not."""
    word = " ".join(phrase)
    if word == "over" and draft.is_bare and tokens.low[draft.after] in _ROUNDS:
        return draft.value is None or draft.value > _MANY_ROUNDS
    if phrase[0] == phrase[-1] == "as" and tokens.low[first - 1] in _TIMES:
        return False
    if draft.kind is FigureKind.DURATION and not draft.is_age:
        return word not in _NO_TIME_BOUND and (word != "over" or tokens.low[first - 1] in _BEFORE_OVER)
    if word == "up to" and tokens.low[draft.after] == "from":
        return tokens.low[first - 1] in _BEFORE_BOUND
    if word == "passed":
        return not draft.is_bare or draft.value is None or draft.value > 100
    return True


def _qualifier_after(tokens: Tokens, draft: Draft) -> Qualifier:
    """E.g. "30 or more", "100+", "1,000-plus", "five people or more"."""
    low, at = tokens.low, draft.after
    if low[at] in HYPHENS and low[at + 1] == "plus" and tokens.glued(at):
        return Qualifier.AT_LEAST
    for phrase, qualifier in _STARTING.get(low[at], ()):
        if low[at : at + len(phrase)] == phrase and _may_follow(tokens, draft, phrase[0]):
            return qualifier
    for phrase, qualifier in _STARTING.get(low[at + 1], ()):
        if phrase[0] == "or" and len(phrase) == 2 and low[at + 1 : at + 3] == phrase:
            return qualifier
    return Qualifier.EXACT


def _may_follow(tokens: Tokens, draft: Draft, word: str) -> bool:
    """A plus sign is one only when glued on; "odd", "tops" and "plus" only after a bare number."""
    if word == "+":
        return tokens.glued(draft.after)
    if word == "and" and (tokens.low[draft.after + 2] in DETERMINERS or not tokens.raw[draft.after + 2][:1].isalpha()):
        return tokens.raw[draft.after + 2] in _CLOSING
    return word not in {"odd", "tops", "plus"} or draft.is_bare
