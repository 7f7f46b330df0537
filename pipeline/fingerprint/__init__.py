"""Text to fingerprint: what folding compares. Pure; the cost is linear in the length of the text, which is bounded."""

from __future__ import annotations

from datetime import datetime

from pipeline.fingerprint.dates import date_masks
from pipeline.fingerprint.features import features_of, postings_of
from pipeline.fingerprint.names import name_words
from pipeline.fingerprint.shingles import bands_of, shingles_of, words_of
from pipeline.fingerprint.terms import stem_of, weigh, weigh_pairs, weigh_terms
from pipeline.origin import credit_of
from schemas.fingerprint import UNDATED, Fingerprint

_MOST_CHARACTERS = 200_000
"""What follows is not looked at: hardly any news article is longer, and the cost of one item stays bounded."""
_STORY_WORDS = 700
"""What an article is about stands at its beginning; live pages that go on for ever are about everything."""
_LEAD_WORDS = 80
_SHOWN = 16


def fingerprint(
    article_id: int,
    key: str,
    title: str | None,
    text: str,
    published_at: datetime | None = None,
    publisher: str | None = None,
    language: str | None = None,
) -> Fingerprint:
    """Everything folding needs to know of one article. Never raises for any text."""
    body = words_of(text[:_MOST_CHARACTERS])
    shingles = shingles_of([word.lower() for word in body])
    headline = words_of(title or "")
    opening = body[:_STORY_WORDS] if body[: len(headline)] == headline else headline + body[:_STORY_WORDS]
    words = [word.lower() for word in opening]
    stems = [stem_of(word) for word in words]
    lead = stems[: len(headline)] + stems[: max(_LEAD_WORDS, len(headline))]
    terms = weigh_terms(stems, 60)
    names = weigh(name_words(_beginning(title or "", text), opening), 30)
    features, weights = features_of(weigh_terms(lead, 60), names, weigh_pairs(stems, 80))
    tongue = (language or "").partition("-")[0].lower()
    at = published_at or UNDATED
    return Fingerprint(
        article_id=article_id,
        key=key,
        language=tongue,
        published_at=at,
        publisher=publisher,
        shingles=shingles.astype("<u4").tobytes(),
        bands=bands_of(shingles),
        features=features,
        weights=weights,
        dates=date_masks(words),
        postings=postings_of(tongue, terms, names),
        terms=tuple(terms)[:_SHOWN],
        names=tuple(names)[:_SHOWN],
        credit=credit_of(text, publisher),
    )


def _beginning(title: str, text: str) -> str:
    """The title and about as much of the text as `_STORY_WORDS` words are."""
    start = text[: _STORY_WORDS * 7]
    return start if start.startswith(title) else f"{title}\n{start}"
