"""What a figure counts, of which whole, and per what: from the words right after it."""

from __future__ import annotations

from pipeline.extract.figures.designations import read_designation
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.number_lexicon import HYPHENS, VAGUE
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.unit_match import unit_at
from pipeline.extract.figures.word_classes import (
    DETERMINERS,
    LIGHT,
    MODIFIER_PLURALS,
    PER_NOUNS,
    STOP,
    is_plural,
    singular,
)
from pipeline.extract.figures.words import words
from pipeline.units import dimension_of
from schemas.figure import FigureKind

_EACH = words("a an per each every /")
_MOMENT = frozenset({"earlier", "ago", "later", "before", "after", "on"})
"""After these "a year" is a point in time, not a rate."""
_QUOTES = frozenset('"“”‘')
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "night",
    "weekly": "week",
    "fortnightly": "fortnight",
    "monthly": "month",
    "quarterly": "quarter",
    "annually": "year",
    "yearly": "year",
}
_AFTERTHOUGHT = 7
"""The longest bracket, in tokens, between an amount and what it is per: "9 billion shekels ($2.408 billion) a year"."""
_HEDGES = frozenset({"odd", "plus", "strong"})
_PHRASE = 7
"""The longest noun phrase that is looked through: seven words cover the modifiers of news prose."""


def describe(tokens: Tokens, draft: Draft) -> None:
    """Fill `per`, `counted`, `of_what` and `tail`."""
    at = _take_per(tokens, draft, draft.after)
    if draft.kind is FigureKind.COUNT and draft.per is None:
        at = _take_counted(tokens, draft, at)
        if draft.counted is not None:
            _take_per(tokens, draft, at)
    draft.tail = at
    if draft.kind in {FigureKind.PERCENT, FigureKind.RATIO, FigureKind.COUNT}:
        is_group = draft.counted is not None and tokens.low[draft.after + 1] in DETERMINERS
        _take_whole(tokens, draft, draft.after if is_group else at)
    if (
        draft.kind is FigureKind.MULTIPLE
        and tokens.low[draft.after] == "as"
        and tokens.low[draft.after + 1] in {"many", "much"}
    ):
        _take_counted(tokens, draft, draft.after + 2)


def _take_per(tokens: Tokens, draft: Draft, at: int) -> int:
    """Set `per` from "per day", "a year", "/month", "a barrel", "a-year"; returns the token after it."""
    start = at
    if _is_adverb(tokens, at):
        draft.per = _ADVERBS[tokens.low[at]]
        return at + 1
    if tokens.low[at] in HYPHENS and tokens.low[at + 1] in {"a", "per"}:
        at += 1
    if tokens.raw[at] == "(" and draft.kind is FigureKind.MONEY:
        at = _over_bracket(tokens, at)
    sign = tokens.low[at]
    if sign not in _EACH or draft.is_age or (sign == "/" and not tokens.glued(at)):
        return start
    found = _per_noun(tokens, at + 1)
    if found is not None and tokens.low[found[1]] in _MOMENT and dimension_of(found[0]) == "time":
        return start
    if found is None or not (sign in {"per", "/"} or found[0] in PER_NOUNS):
        return start
    draft.per = found[0]
    return found[1]


def _is_adverb(tokens: Tokens, at: int) -> bool:
    """E.g. "20,000 daily.", "$45 monthly for"; before a noun ("five daily flights") it is an adjective."""
    following = tokens.raw[at + 1]
    return tokens.low[at] in _ADVERBS and (not following[:1].isalnum() or following.lower() in STOP)


def _over_bracket(tokens: Tokens, at: int) -> int:
    """The token after a short bracket that converts an amount; `at` itself where the bracket is another."""
    for place in range(at + 1, at + 1 + _AFTERTHOUGHT):
        if tokens.raw[place] == ")":
            return place + 1
    return at


def _per_noun(tokens: Tokens, at: int) -> tuple[str, int] | None:
    if tokens.low[at] in HYPHENS and tokens.glued(at):
        at += 1
    unit = unit_at(tokens, at)
    if unit is not None and unit[1] > at and len(tokens.low[at]) > 1:
        return unit
    word = tokens.low[at]
    return None if not word[:1].isalpha() or word in STOP else (singular(word), at + 1)


def _take_counted(tokens: Tokens, draft: Draft, at: int) -> int:
    """Set `counted` to the head noun of the phrase that starts at token `at`; returns the token after the phrase."""
    start = at
    if tokens.low[at] == "of" and (draft.is_vague or draft.is_words or _is_named_group(tokens, draft, at + 1)):
        at = over_determiner(tokens, at + 1)
    elif tokens.low[at] in HYPHENS and tokens.glued(at) and tokens.glued(at + 1) and tokens.raw[at + 1].isalpha():
        if tokens.low[at + 1] not in _HEDGES:
            draft.counted = singular(tokens.low[at + 1])
            return at + 2
        at += 2
    designation = read_designation(tokens, at)
    if designation is not None:
        draft.counted = designation[0]
        return designation[1]
    found = _singular_head(tokens, at) if draft.value == 1 and at == start else plural_head(tokens, at)
    if found is None and at == start and draft.value is not None and draft.value % 1 and abs(draft.value) < 2:
        found = _singular_head(tokens, at)
    if found is None:
        return start
    draft.counted = found[0]
    return found[1]


def _is_named_group(tokens: Tokens, draft: Draft, at: int) -> bool:
    """E.g. "26 of the wells", "12 of Ukraine's regions"."""
    return draft.is_plain and (tokens.low[at] in DETERMINERS or _owns(tokens, at))


def over_determiner(tokens: Tokens, at: int) -> int:
    """Step over "the", "these", "Johnson's" and "Costa Rica's most"."""
    limit = at + _PHRASE
    owner = at
    while owner < limit and (
        tokens.low[owner] in DETERMINERS or tokens.raw[owner][:1].isupper() or _owns(tokens, owner)
    ):
        owner += 1
        if tokens.low[owner - 1] in DETERMINERS or _owns(tokens, owner - 1):
            at = owner
    return at


def _owns(tokens: Tokens, at: int) -> bool:
    return tokens.low[at].endswith("'s")


def plural_head(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """The plural that ends the run of adjectives and nouns at `start`, in the singular, and the token after it."""
    head: tuple[str, int] | None = None
    at = start
    last = start + _PHRASE
    while at < last and _in_phrase(tokens, at, start, has_head=head is not None):
        last += not tokens.raw[at].isalpha() and last < start + 2 * _PHRASE
        word, raw = tokens.low[at], tokens.raw[at]
        if is_plural(word) or (raw.endswith("s") and len(raw) > 2 and raw[:-1].isupper()):
            head = (singular(word) if is_plural(word) else word[:-1], at + 1)
            if word not in MODIFIER_PLURALS and not _names_kind(tokens, at):
                return head
        at += 1
    return head or _people(tokens, start, at)


def _names_kind(tokens: Tokens, at: int) -> bool:
    """E.g. "31 Abrams tanks", "two United Airlines jets": a plural in a name, before what is counted."""
    following = tokens.raw[at + 1]
    return tokens.raw[at][:1].isupper() and following.islower() and is_plural(following) and following not in STOP


def _people(tokens: Tokens, start: int, after: int) -> tuple[str, int] | None:
    """E.g. "40,000 Rohingya fled", "72,000 Chinese aged".

    A single capitalised word before a verb names who is counted.
    """
    raw = tokens.raw[start]
    alone = (
        raw[:1].isupper()
        and raw[1:].islower()
        and not raw.endswith("ed")
        and not tokens.raw[start + 1][:1].isupper()
        and tokens.raw[start + 1] not in HYPHENS
        and tokens.low[start] not in STOP
    )
    return (raw, start + 1) if alone and after <= start + 2 else None


def _in_phrase(tokens: Tokens, at: int, start: int, *, has_head: bool) -> bool:
    """Whether token `at` continues a noun phrase.

    A word, a hyphen inside one, an "and" between adjectives, a number in a name.
    """
    word, raw = tokens.low[at], tokens.raw[at]
    if word in HYPHENS:
        return tokens.glued(at) and tokens.glued(at + 1) and at > start
    if tokens.low[at - 1] in HYPHENS and at > start:
        return raw[:1].isalpha() or (raw.isdigit() and tokens.raw[at - 2][:1].isupper())
    if word in _QUOTES:
        return not has_head and tokens.raw[at + 1][:1].isalpha() and tokens.glued(at + 1) != tokens.glued(at)
    if _is_modifier(tokens, at):
        return True
    if word in {"and", "or"}:
        return not has_head and at > start and tokens.raw[at + 1][:1].isalpha() and tokens.low[at + 1] not in STOP
    if raw.isdigit():
        return (at > start and tokens.raw[at - 1][:1].isupper()) or tokens.glued(at + 1)
    if word in VAGUE:
        return False
    return raw[:1].isalpha() and word not in STOP


def _is_modifier(tokens: Tokens, at: int) -> bool:
    """E.g. "three live shells", "live-streaming viewers", "the biggest ever heists": here these are no verbs."""
    word, following = tokens.low[at], tokens.low[at + 1]
    if word == "live":
        return is_plural(following) or (following in HYPHENS and tokens.glued(at + 1))
    return word == "ever" and tokens.low[at - 1].endswith("st") and following[:1].isalpha() and following not in STOP


def _singular_head(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """E.g. "one proposal asks", "one particular demand that": the last word before a verb, a stop word or a sign."""
    at = start
    while at < start + _PHRASE and _continues_name(tokens, at, start) and tokens.low[at] not in STOP:
        if _is_verb(tokens, at, start) or (at > start and is_plural(tokens.low[at])):
            break
        at += 1
    last = at - 1
    while last >= start and tokens.low[last] in LIGHT:
        last -= 1
    return (singular(tokens.low[last]), at) if last >= start and tokens.raw[last].isalpha() else None


def _is_verb(tokens: Tokens, at: int, start: int) -> bool:
    """Whether a word in "-ed" ends the phrase; first in it and before a noun it is an adjective: "one armed man"."""
    following = tokens.low[at + 1]
    return tokens.low[at].endswith("ed") and (at > start or not following.isalpha() or following in STOP)


def _continues_name(tokens: Tokens, at: int, start: int) -> bool:
    """Whether token `at` is a word or, as in "X-35 cruise missile", the hyphen or the digits of a designation."""
    raw = tokens.raw[at]
    if raw.isalpha():
        return True
    is_named = at > start and tokens.glued(at) and (tokens.raw[at - 1][:1].isupper() or tokens.raw[at - 1] in HYPHENS)
    return is_named and (raw.isdigit() or (raw in HYPHENS and tokens.raw[at + 1].isdigit()))


def _in_whole(tokens: Tokens, at: int, first: int) -> bool:
    """Whether token `at` continues the name of a whole.

    A word, a hyphen inside one, or a number after its first word.
    """
    word = tokens.low[at]
    before = tokens.low[at - 1]
    if word in HYPHENS:
        return tokens.glued(at) and tokens.glued(at + 1) and at > first
    if word == "&" or (before == "&" and at > first):
        return at > first and tokens.glued(at) and tokens.raw[at + 1][:1].isalnum()
    if before in HYPHENS and at > first:
        return word[:1].isalnum()
    if _is_modifier(tokens, at):
        return True
    if word[:1].isdigit():
        return at > first
    if tokens.raw[at].endswith("ed") and tokens.raw[at].islower() and at > first:
        return False
    return word[:1].isalpha() and word not in STOP and word not in {"last", "next"}


def _take_whole(tokens: Tokens, draft: Draft, at: int) -> None:
    """Set `of_what` from "of GDP", "of the workforce", "of all votes"; a pronoun is no name and is left out."""
    if tokens.low[at] != "of":
        return
    first = at + 1
    while tokens.low[first] in {"its", "their", "his", "her", "our", "your", "my", "all"}:
        first += 1
    noun = first + 1 if tokens.low[first] in {"the", "a", "an", "this", "these", "those"} else first
    after = noun
    while after < noun + _PHRASE and _in_whole(tokens, after, noun):
        after += 1
    if after > noun and not tokens.low[after - 1].endswith("'s") and not tokens.raw[after - 1][:1].isdigit():
        draft.of_what = tokens.surface(first, after)
