"""What a figure counts, of which whole, and per what: from the words right after it."""

from __future__ import annotations

from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.word_classes import LIGHT, STOP, is_plural, singular
from schemas.figure import FigureKind

_PER_NOUNS = frozenset(
    "year month week day hour minute second quarter decade night person head capita barrel litre liter gallon kilo kilogram kg kilometre kilometer km mile "
    "tonne ton metre meter share ounce pound gram unit household family child student pupil passenger employee worker vehicle car ticket night "
    "acre hectare episode game match season visit trip dose megawatt kilowatt-hour piece bottle pack room inch foot session customer user".split()
)
_ARTICLES = frozenset("a an per each every /".split())
_PHRASE = 7


def take_per(tokens: Tokens, draft: Draft) -> int:
    """Set `per` from "per day", "a year", "/month", "a barrel"; returns the token after it."""
    low, at = tokens.low, draft.after
    if low[at] in HYPHENS and low[at + 1] in {"a", "per"}:
        at += 1
    if low[at] not in _ARTICLES or draft.is_age:
        return draft.after
    if low[at] == "/" and not tokens.glued(at):
        return draft.after
    noun, after = _per_noun(tokens, at + 1)
    if noun is None or not (low[at] == "per" or noun in _PER_NOUNS):
        return draft.after
    if low[at] in {"each", "every"} and noun not in _PER_NOUNS:
        return draft.after
    draft.per = noun
    return after


def _per_noun(tokens: Tokens, at: int) -> tuple[str | None, int]:
    if tokens.low[at] in HYPHENS and tokens.glued(at):
        at += 1
    word = tokens.low[at]
    if word in {"square", "cubic", "metric"} and tokens.low[at + 1][:1].isalpha():
        return f"{word}_{singular(tokens.low[at + 1])}", at + 2
    if not word[:1].isalpha() or word in STOP:
        return None, at
    return singular(word), at + 1


def take_counted(tokens: Tokens, draft: Draft, at: int) -> int:
    """Set `counted` to the head noun of the phrase that starts at token `at`; returns the token after the phrase."""
    if tokens.low[at] == "of" and (draft.is_vague or draft.is_words):
        at = _over_determiner(tokens, at + 1)
    elif tokens.low[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1):
        at += 1
    head, after = _head(tokens, at, is_one=draft.value == 1)
    if head is not None:
        draft.counted = head
    return after


def _over_determiner(tokens: Tokens, at: int) -> int:
    while tokens.low[at] in {"the", "these", "those", "his", "her", "its", "their", "our", "my", "your"} or tokens.low[at].endswith(("'s", "s'")):
        at += 1
    return at


def _head(tokens: Tokens, at: int, *, is_one: bool) -> tuple[str | None, int]:
    """The last plural of the run of nouns and adjectives at `at`; for one, its last word."""
    start, head = at, None
    while at < start + _PHRASE:
        word = tokens.low[at]
        if not word[:1].isalpha() or word in STOP or len(word) < 2:
            break
        if head is not None and head_ends(word):
            break
        if is_plural(word):
            head, after = word, at + 1
        at += 1
        if tokens.low[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1):
            at += 1
    if head is not None:
        return singular(head), after
    return _lone_noun(tokens, start, at, is_one=is_one)


def head_ends(word: str) -> bool:
    """Whether a word after a plural noun is rather the verb: "workers protested", "people waiting"."""
    return word.endswith(("ed", "ing", "ly"))


def _lone_noun(tokens: Tokens, start: int, after: int, *, is_one: bool) -> tuple[str | None, int]:
    last = after - 1
    while last >= start and tokens.low[last] in LIGHT:
        last -= 1
    if is_one and last >= start and tokens.low[last].isalpha():
        return singular(tokens.low[last]), after
    return None, start


def take_whole(tokens: Tokens, draft: Draft, at: int) -> None:
    """Set `of_what` from "of GDP", "of the workforce", "of all votes"."""
    if tokens.low[at] != "of":
        return
    first = at + 1
    while tokens.low[first] in {"its", "their", "his", "her", "our", "your", "my", "all"}:
        first += 1
    after = first + 1 if tokens.low[first] in {"the", "a", "an", "this", "these", "those"} else first
    while after < first + _PHRASE and tokens.raw[after][:1].isalpha() and tokens.low[after] not in STOP:
        after += 1
    if after > first and tokens.low[after - 1] not in {"the", "a", "an"} and tokens.raw[after - 1][:1].isalpha():
        draft.of_what = tokens.surface(first, after)


def describe(tokens: Tokens, draft: Draft) -> None:
    """Fill `per`, `counted` and `of_what`."""
    at = take_per(tokens, draft)
    if draft.kind is FigureKind.COUNT and draft.per is None:
        at = take_counted(tokens, draft, at)
        if draft.counted is not None:
            _per_after_noun(tokens, draft, at)
    if draft.kind in {FigureKind.PERCENT, FigureKind.RATIO, FigureKind.COUNT}:
        take_whole(tokens, draft, at)
    if draft.kind is FigureKind.MULTIPLE and tokens.low[draft.after] == "as" and tokens.low[draft.after + 1] in {"many", "much"}:
        take_counted(tokens, draft, draft.after + 2)


def _per_after_noun(tokens: Tokens, draft: Draft, at: int) -> None:
    """ "500 drones a month"."""
    after, draft.after = draft.after, at
    take_per(tokens, draft)
    draft.after = after
