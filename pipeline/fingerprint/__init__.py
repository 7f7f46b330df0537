"""Text to fingerprint: what folding compares. Pure; the cost is linear in the length of the text, which is bounded.

Many texts are read at once: arrays of one text are so short that calling numpy would cost more than what it does. A
text has the same fingerprint whatever it is read together with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipeline.fingerprint.dates import date_masks
from pipeline.fingerprint.features import features_of, postings_of
from pipeline.fingerprint.lexicon import Places, Words, return_lexicon, take_lexicon
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
_AT_ONCE, _CHARACTERS_AT_ONCE = 64, 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What a fingerprint is made of."""

    article_id: int
    key: str
    title: str | None
    text: str
    published_at: datetime | None = None
    publisher: str | None = None
    language: str | None = None
    owner: str | None = None
    signed: tuple[str, ...] = ()


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
    return fingerprints([Reading(article_id, key, title, text, published_at, publisher, language)])[0]


def fingerprints(readings: Sequence[Reading]) -> list[Fingerprint]:
    """The fingerprints of many articles, in order. Never raises for any text."""
    return [one for some in _bites(readings) for one in _read(some)]


def _bites(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """As many as are read at once: few of the very long ones, to bound memory."""
    bite: list[Reading] = []
    n_characters = 0
    for one in readings:
        bite.append(one)
        n_characters += min(len(one.text), _MOST_CHARACTERS)
        if len(bite) == _AT_ONCE or n_characters >= _CHARACTERS_AT_ONCE:
            yield bite
            bite, n_characters = [], 0
    if bite:
        yield bite


def _read(readings: Sequence[Reading]) -> list[Fingerprint]:
    lexicon = take_lexicon()
    texts = [part for one in readings for part in ((one.title or "")[:_MOST_TITLE], one.text[:_MOST_CHARACTERS])]
    body, opening, lead = _parts(lexicon.read(texts))
    shingles = shingles_of(body)
    terms = weigh_terms(opening, 60)
    names = weigh_names(opening, name_mentions(opening), 30)
    tongues = [(one.language or "").partition("-")[0].lower() for one in readings]
    found = zip(
        readings,
        tongues,
        shingles,
        features_of(weigh_terms(lead, 60), names, weigh_pairs(opening, 80)),
        date_masks(opening),
        postings_of(tongues, terms, names),
        terms_shown(opening, terms, _SHOWN),
        names_shown(opening, names, _SHOWN),
        strict=True,
    )
    return_lexicon(lexicon)
    return [
        Fingerprint(
            article_id=one.article_id, key=one.key, language=tongue, published_at=one.published_at or UNDATED,
            publisher=one.publisher, shingles=rows.astype("<u4").tobytes(), bands=bands_of(rows), features=features,
            weights=weights, dates=dates, postings=postings, terms=shown, names=named,
            credit=credit_of(one.text, one.publisher, one.signed), owner=one.owner,
        )
        for one, tongue, rows, (features, weights), dates, postings, shown, named in found
    ]  # fmt: skip


def _parts(read: Words) -> tuple[Words, Words, Words]:
    """Of titles and texts in turn: the texts, their openings with the title, and their leads with the title.

    A title that its text begins with counts once in the opening.
    """
    sizes = np.diff(read.bounds)
    titles, texts = read.bounds[:-1:2], read.bounds[1::2]
    n_title, n_text = sizes[::2], sizes[1::2]
    n_start = np.minimum(n_text, _STORY_WORDS)
    n_once = np.where(_is_repeated(read, titles, n_title, texts, n_start), 0, n_title)
    n_lead = np.minimum(n_start, np.maximum(_LEAD_WORDS, n_title) - n_once)
    opening = read.stretches(np.stack((titles, texts), 1).ravel(), np.stack((n_once, n_start), 1).ravel(), 2)
    firsts, counts = np.stack((titles, titles, texts), 1).ravel(), np.stack((n_title, n_once, n_lead), 1).ravel()
    return read.stretches(texts, n_text, 1), opening, read.stretches(firsts, counts, 3)


def _is_repeated(read: Words, titles: Places, n_title: Places, texts: Places, n_start: Places) -> list[bool]:
    """Whether each text begins with its title."""
    hashes = read.hashes
    return [
        size <= most and np.array_equal(hashes[title : title + size], hashes[text : text + size])
        for title, size, text, most in zip(*(one.tolist() for one in (titles, n_title, texts, n_start)), strict=True)
    ]
