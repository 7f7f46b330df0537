"""The extract stage in one call: names, offices, dates and figures of a batch of documents.

Names come from the model, which reads English. In other languages the tables alone speak: names that are known
everywhere, and figures in digits with a unit, where the separators leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.extract.dates import extract_dates
from pipeline.extract.disputes import taken, undisputed, without_years
from pipeline.extract.entities import famous, find_mentions, recognise
from pipeline.extract.figures import extract_figures
from pipeline.extract.headline import headline_roles
from pipeline.extract.roles import find_roles
from schemas.annotations import Annotations, ExtractInput
from schemas.mention import Mention

_IN_DOUBT = re.compile(r"^\D*$|(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,])|\d\s?mil\b")
"""Numbers in words, which may mean others elsewhere, and "1.500": one and a half, or fifteen hundred."""

if TYPE_CHECKING:
    from spacy.language import Language


def annotate(documents: Sequence[ExtractInput], nlp: Language) -> list[Annotations]:
    """The annotations of each document, in order. Never raises for any text."""
    names = recognise([document.text if is_english(document) else "" for document in documents], nlp)
    return [
        _compose(document.text, document.published_at, find_mentions(document.text, found))
        if is_english(document)
        else _elsewhere(document)
        for document, found in zip(documents, names, strict=True)
    ]


def annotate_title(title: str, published_at: datetime | None) -> Annotations:
    """Dates, figures and offices of a headline, by rule alone: headlines carry no sentences for the model to read."""
    dates = extract_dates(title, published_at)
    figures = without_years(extract_figures(title, published_at, taken(dates, ())), dates)
    return Annotations(roles=headline_roles(title), figures=figures, dates=undisputed(dates, figures))


def is_english(document: ExtractInput) -> bool:
    """Whether the model can read it; an unknown language is taken for English."""
    return document.language is None or document.language.split("-")[0].lower() == "en"


def _compose(text: str, published_at: datetime | None, mentions: tuple[Mention, ...]) -> Annotations:
    dates = extract_dates(text, published_at)
    figures = without_years(extract_figures(text, published_at, taken(dates, mentions)), dates)
    names = undisputed(mentions, figures)
    return Annotations(names, find_roles(text, names), figures, undisputed(dates, figures))


def _elsewhere(document: ExtractInput) -> Annotations:
    """What may be said of a text in another language: no offices, and no counts, whose nouns nobody here knows."""
    said = _compose(document.text, document.published_at, find_mentions(document.text, famous(document.text)))
    sure = tuple(one for one in said.figures if one.unit and not _IN_DOUBT.search(one.surface))
    return replace(said, roles=(), figures=sure)
