"""Whether two articles report one event: a score between 0 and 1 from words, names and dates, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.fingerprint import Fingerprint

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """The score of a pair and its parts."""

    score: float
    terms: float
    names: float


def weigh_evidence(first: Fingerprint, second: Fingerprint) -> Evidence:
    """Score a pair: symmetric, and a function of the two articles alone."""
    terms = _cosine(first.terms, second.terms)
    names = _cosine(first.names, second.names)
    return Evidence(round((terms + names) / 2, 4), round(terms, 4), round(names, 4))


def explain(first: Fingerprint, second: Fingerprint, evidence: Evidence) -> dict[str, object]:
    """What an operator is shown: shared terms and names by weight, shared dates, and the scores."""
    return {
        "score": evidence.score,
        "terms": _shared(first.terms, second.terms),
        "names": _shared(first.names, second.names),
        "dates": sorted(first.dates & second.dates),
        "term_score": evidence.terms,
        "name_score": evidence.names,
    }


def _cosine(first: dict[str, float], second: dict[str, float]) -> float:
    if len(first) > len(second):
        first, second = second, first
    return sum(weight * second[word] for word, weight in sorted(first.items()) if word in second)


def _shared(first: dict[str, float], second: dict[str, float]) -> list[str]:
    weights = {word: weight * second[word] for word, weight in first.items() if word in second}
    return sorted(weights, key=lambda word: (-weights[word], word))[:_SHOWN]
