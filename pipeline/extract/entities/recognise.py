"""Runs the model over paragraphs and brings its spans back as plain values. Corrects nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.extract.entities.name import Name
from schemas.mention import EntityType

if TYPE_CHECKING:
    from spacy.language import Language

TYPES = {
    "PERSON": EntityType.PERSON,
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "NORP": EntityType.OTHER,
    "EVENT": EntityType.OTHER,
    "LAW": EntityType.OTHER,
    "PRODUCT": EntityType.OTHER,
    "WORK_OF_ART": EntityType.OTHER,
    "LANGUAGE": EntityType.OTHER,
    "MISC": EntityType.OTHER,
}
"""Labels of OntoNotes and of CoNLL models; numbers and dates are other people's work."""

MOST_CHARACTERS = 5_000
"""Longest piece given to the model at once: it bounds the memory of one call whatever the input."""

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_BATCH = 64


def recognise(texts: Sequence[str], nlp: Language) -> list[list[Name]]:
    """The raw names of each text. What the model allocates is given back before this returns (memory zone)."""
    pieces = [(index, start, piece) for index, text in enumerate(texts) for start, piece in _pieces(text)]
    found: list[list[Name]] = [[] for _ in texts]
    with nlp.memory_zone():
        docs = nlp.pipe((piece for _, _, piece in pieces), batch_size=_BATCH)
        for (index, start, _), doc in zip(pieces, docs, strict=True):
            for entity in doc.ents:
                if entity.label_ in TYPES:
                    found[index].append(Name(start + entity.start_char, start + entity.end_char, TYPES[entity.label_]))
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with their offsets; those that are too long are cut at spaces."""
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > MOST_CHARACTERS:
            space = text.rfind(" ", start + 1, start + MOST_CHARACTERS)
            cut = space if space > 0 else start + MOST_CHARACTERS
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]
