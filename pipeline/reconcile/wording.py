"""The words of facts: labels, values and the one sentence that says why a status is what it is. Never who is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.reconcile.claim import Claim, firmest
from schemas.fact import FactStatus, Hint, SourceArticle
from schemas.figure import Qualifier

_HINT_WORDS = {
    Hint.PERCENT_MORE_OR_TIMES: "an increase by a percentage may have been confused with a multiple",
    Hint.MILLION_OR_BILLION: "they are a factor of a thousand apart",
    Hint.SWAPPED_PAIR: "two numbers of the same report may have been exchanged",
    Hint.DECIMAL_POINT: "they differ only in the place of the decimal point",
    Hint.TRANSPOSED_DIGITS: "they differ only in the order of their digits",
}
_HEDGES = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.AT_MOST: "at most ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.LESS_THAN: "less than ",
    Qualifier.UP_TO: "up to ",
}
_MOST_NAMES = 3
_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([^\s/]+\.[^\s/.]+)(?:/|$)", re.IGNORECASE)


def value_text(claim: Claim) -> str:
    """The value as a reader would write it: hedge and surface."""
    return _HEDGES[Qualifier(claim.figure.qualifier)] + claim.figure.surface


def strongest_words(claim: Claim) -> list[str]:
    """The three words that stand nearest to the figure, nearest first."""
    weights = claim.context.words
    return sorted(weights, key=lambda word: (-weights[word], word))[:3]


def reason_for(
    status: FactStatus,
    values: Sequence[Sequence[Claim]],
    pairs: Sequence[tuple[Sequence[Claim], Sequence[Claim]]],
    hint: Hint | None,
) -> str:
    """One sentence behind a status; `pairs` are the values that are opposed or overtaken."""
    if status is FactStatus.CONFLICTING:
        slip = f"; {_HINT_WORDS[hint]}" if hint else ""
        return f"{_opposition(*pairs[0])}, and both cannot be right{slip}."
    if status is FactStatus.SUPERSEDED:
        old, new = pairs[-1]
        return f"{_say(old)} came first, and {_say(new)} was published later as a newer or corrected figure."
    if status is FactStatus.CORROBORATED:
        best = max(values, key=lambda claims: len(_origins(claims)))
        return f"{len(_origins(best))} independent origins give {_quoted(firmest(best))}."
    if status is FactStatus.COMPATIBLE:
        return f"{_say(values[0])} and {_say(values[1])} differ in form, precision or hedge, and both may be right."
    return f"Only one origin gives {_quoted(values[0][0])}."


def _opposition(one: Sequence[Claim], other: Sequence[Claim]) -> str:
    """Who says what; a source that contradicts itself, in one report or in two, is named as such."""
    both = {claim.article.article_id for claim in one} & {claim.article.article_id for claim in other}
    if not both:
        again = frozenset(name_of(claim.article) for claim in one)
        return f"{_say(one)} stands against {_say(other, again)}"
    here = next(claim for claim in one if claim.article.article_id in both)
    there = next(claim for claim in other if claim.article.article_id == here.article.article_id)
    first, second = (f"{_quoted(claim)} in its {_place(claim)}" for claim in (here, there))
    return f"{name_of(here.article)} contradicts itself with {first} and {second}"


def _place(claim: Claim) -> str:
    return "headline" if claim.is_headline else "text"


def _say(claims: Sequence[Claim], again: frozenset[str] = frozenset()) -> str:
    return f"{_quoted(firmest(claims))} ({names_of((claim.article for claim in claims), again)})"


def _quoted(claim: Claim) -> str:
    return f"“{value_text(claim)}”"


def _origins(claims: Iterable[Claim]) -> set[int]:
    return {claim.article.origin_id for claim in claims if claim.is_quotable}


def names_of(articles: Iterable[SourceArticle], again: frozenset[str] = frozenset()) -> str:
    """Publishers in order of first mention, the first three by name; those in `again` said something else."""
    names = [
        f"{name} in another report" if name in again else name
        for name in dict.fromkeys(name_of(each) for each in articles)
    ]
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def name_of(article: SourceArticle) -> str:
    """The outlet as readers know it; of an address only the host, and without either the article's number."""
    name = article.publisher.strip()
    host = _HOST.match(name)
    return (host[1] if host else name) or f"article {article.article_id}"
