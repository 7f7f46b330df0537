"""Text to fingerprint: what folding compares. Pure; the cost is linear in the length of the text, which is bounded."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from pipeline.fingerprint.dates import date_masks
from pipeline.fingerprint.features import features_of, postings_of
from pipeline.fingerprint.lexicon import Words, return_lexicon, take_lexicon
from pipeline.fingerprint.names import name_mentions
from pipeline.fingerprint.shingles import bands_of, shingles_of
from pipeline.fingerprint.weights import names_shown, terms_shown, weigh_names, weigh_pairs, weigh_terms
from pipeline.origin import credit_of
from schemas.fingerprint import UNDATED, Fingerprint

_MOST_CHARACTERS = 200_000
"""What follows is not looked at: hardly any news article is longer, and the cost of one item stays bounded."""
_STORY_WORDS = 700
"""What an article is about stands at its beginning; live pages that go on for ever are about everything."""
_MOST_TITLE = 1_000
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
    words = take_lexicon()
    body = words.read(text[:_MOST_CHARACTERS])
    shingles = shingles_of(body)
    headline = words.read((title or "")[:_MOST_TITLE])
    opening = _opening(headline, body)
    lead = headline.then(opening[: max(_LEAD_WORDS, len(headline))])
    terms = weigh_terms(opening, 60)
    names = weigh_names(opening, name_mentions(opening), 30)
    features, weights = features_of(weigh_terms(lead, 60), names, weigh_pairs(opening, 80))
    dates = date_masks(opening)
    shown = terms_shown(opening, terms, _SHOWN), names_shown(opening, names, _SHOWN)
    return_lexicon(words)
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
        dates=dates,
        postings=postings_of(tongue, terms, names),
        terms=shown[0],
        names=shown[1],
        credit=credit_of(text, publisher),
    )


def _opening(headline: Words, body: Words) -> Words:
    """The title and the beginning of the text; a title that the text begins with counts once."""
    start = body[:_STORY_WORDS]
    is_there = np.array_equal(start.hashes[: len(headline)], headline.hashes)
    return start if is_there else headline.then(start)
