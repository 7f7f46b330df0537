"""The words of facts: labels, values and the one sentence that says why a status is what it is. Never who is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.reconcile.claim import Claim, firmest
from schemas.fact import FactStatus, Hint
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
_PLURALS = {"person": "people", "child": "children", "man": "men", "woman": "women"}


def value_text(claim: Claim) -> str:
    """The value as a reader would write it: hedge and surface."""
    return _HEDGES[Qualifier(claim.figure.qualifier)] + claim.figure.surface


def label_of(claim: Claim) -> str:
    """What the claim measures, in a few words: "people killed", "spending, GDP", "vote, varga"."""
    figure, context = claim.figure, claim.context
    noun = figure.counted or ""
    slot = context.deed if claim.is_count else context.measure
    parts = [_PLURALS.get(noun, noun), slot or ""]
    if figure.change != "none":
        parts.append(str(figure.change))
    words = [part for part in parts if part]
    extra = [figure.of_what] if figure.of_what else []
    if len(words) < 2 and not extra:
        extra = [word for word in strongest_words(claim) if word not in words][:2]
    return ", ".join([" ".join(dict.fromkeys(words)), *extra] if words else extra) or str(figure.kind)


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
    """Who says what; a source that contradicts itself is named as such."""
    both = {claim.article.article_id for claim in one} & {claim.article.article_id for claim in other}
    if not both:
        return f"{_say(one)} stands against {_say(other)}"
    here = next(claim for claim in one if claim.article.article_id in both)
    there = next(claim for claim in other if claim.article.article_id == here.article.article_id)
    first, second = (f"{_quoted(claim)} in its {_place(claim)}" for claim in (here, there))
    return f"{here.article.publisher} contradicts itself with {first} and {second}"


def _place(claim: Claim) -> str:
    return "headline" if claim.is_headline else "text"


def _say(claims: Sequence[Claim]) -> str:
    return f"{_quoted(firmest(claims))} ({names_of(claim.article.publisher for claim in claims)})"


def _quoted(claim: Claim) -> str:
    return f"“{value_text(claim)}”"


def _origins(claims: Iterable[Claim]) -> set[int]:
    return {claim.article.origin_id for claim in claims if claim.is_quotable}


def names_of(publishers: Iterable[str]) -> str:
    """Publishers in order of first mention, the first three by name."""
    names = list(dict.fromkeys(publishers))
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
