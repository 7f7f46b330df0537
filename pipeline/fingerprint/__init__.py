"""Text to fingerprint: what folding compares. Pure; the cost is linear in the length of the text, which is bounded."""

from __future__ import annotations

from datetime import datetime

from pipeline.fingerprint.dates import date_masks
from pipeline.fingerprint.features import features_of, postings_of
from pipeline.fingerprint.names import name_words
from pipeline.fingerprint.shingles import bands_of, shingles_of, words_of
from pipeline.fingerprint.terms import count_pairs, count_terms, stem_of, weigh
from schemas.fingerprint import UNDATED, Fingerprint

_MOST_CHARACTERS = 60_000
"""What follows is not looked at: hardly any news article is longer, and the cost of one item stays bounded."""
_STORY_CHARACTERS = 8_000
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
    text = text[:_MOST_CHARACTERS]
    shingles = shingles_of(words_of(text))
    opening = _opening(title or "", text)
    stems = [stem_of(word) for word in words_of(opening)]
    terms, names = weigh(count_terms(stems), 60), weigh(name_words(opening), 30)
    lead = weigh(count_terms(stems[: _LEAD_WORDS + len(words_of(title or ""))]), 60)
    features, weights = features_of(lead, names, weigh(count_pairs(stems), 80))
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
        dates=date_masks(opening),
        postings=postings_of(tongue, terms, names),
        terms=tuple(terms)[:_SHOWN],
        names=tuple(names)[:_SHOWN],
    )


def _opening(title: str, text: str) -> str:
    """The title and the beginning of the text; a text that begins with its title has it once."""
    text = text[:_STORY_CHARACTERS]
    return text if text.startswith(title) else f"{title}\n{text}"
