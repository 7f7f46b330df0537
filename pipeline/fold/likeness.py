"""How much two articles are one text: shared shingles, but for forms filled in anew."""

from __future__ import annotations

from pipeline.fold.similarity import Overlap, overlap
from pipeline.origin import family_of
from schemas.fingerprint import Fingerprint

LEAST_ALIKE = 0.5
"""The exact 5-word similarity from which two texts are called the same."""
LEAST_CONTAINED = 0.9
"""Share of the shorter text from which it is the longer one with a part left out."""
_LEAST_SHARED = 50
"""Shingles that a part must have: a shorter one may be a quotation or a form of words."""
_TEMPLATE_PLAIN = 0.7


def likeness(first: Fingerprint, second: Fingerprint) -> float:
    """Jaccard similarity; for a text cut by another house, the share of it that stands in the whole one.

    One house's longer text under another address is a report that went on, and no reprint: it counts as one origin
    anyway. A form filled in anew on another day is like nothing.
    """
    common = overlap(first, second)
    is_other_day = first.published_at.date() != second.published_at.date()
    if is_other_day and _is_template(common):
        return 0.0
    is_cut = common.containment >= LEAST_CONTAINED and common.n_shared >= _LEAST_SHARED
    return common.containment if is_cut and not is_one_house(first, second) else common.jaccard


def is_one_house(first: Fingerprint, second: Fingerprint) -> bool:
    """Whether both are known to come from one publisher family."""
    house = house_of(first)
    return house != "" and house == house_of(second)


def house_of(one: Fingerprint) -> str:
    """The publisher family of an article; empty when it is unknown."""
    return family_of(one.owner or one.publisher or "")


def _is_template(common: Overlap) -> bool:
    """Whether the texts agree in nearly all but their numbers and dates, as daily market reports do."""
    return common.jaccard_plain >= _TEMPLATE_PLAIN and common.jaccard_dated <= common.jaccard_plain / 2
