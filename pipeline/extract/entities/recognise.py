"""Runs the model over paragraphs and brings its spans back as plain values. Corrects nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.extract.entities.greedy import can_decode, decode
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
_ENDLESS = re.compile(r"\S{200,}")
"""No name is so long without a blank, but spaCy's tokenizer takes the square of its length: 2 s for 5,000 "$"."""
_BATCH = 64
Characters = tuple[int, int, str]
"""First character, character behind the last, label."""


def recognise(texts: Sequence[str], nlp: Language) -> list[list[Name]]:
    """The raw names of each text. What the model allocates is given back before this returns (memory zone)."""
    pieces = [(index, start, piece) for index, text in enumerate(texts) for start, piece in _pieces(text)]
    found: list[list[Name]] = [[] for _ in texts]
    read = _read_fast if can_decode(nlp) else _read
    with nlp.memory_zone():
        for begin in range(0, len(pieces), _BATCH):
            some = pieces[begin : begin + _BATCH]
            for (index, start, _), spans in zip(some, read([piece for *_, piece in some], nlp), strict=True):
                found[index] += [Name(start + a, start + b, TYPES[label]) for a, b, label in spans if label in TYPES]
    return found


def _read(pieces: Sequence[str], nlp: Language) -> Iterator[list[Characters]]:
    """Names as any model says them."""
    for doc in nlp.pipe(pieces, batch_size=_BATCH):
        yield [(one.start_char, one.end_char, one.label_) for one in doc.ents]


def _read_fast(pieces: Sequence[str], nlp: Language) -> Iterator[list[Characters]]:
    """The same from the usual architecture, at a third of the cost."""
    docs = [nlp.make_doc(piece) for piece in pieces]
    for doc, spans in zip(docs, decode(docs, nlp), strict=True):
        yield [(doc[a].idx, doc[b - 1].idx + len(doc[b - 1]), label) for a, b, label in spans]


def _prose(text: str) -> Iterator[tuple[int, int]]:
    """The spans of paragraphs, or of what stands between their endless words."""
    for paragraph in _PARAGRAPH.finditer(text):
        start = paragraph.start()
        for word in _ENDLESS.finditer(text, *paragraph.span()):
            if start < word.start():
                yield start, word.start()
            start = word.end()
        if start < paragraph.end():
            yield start, paragraph.end()


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs with their offsets, without what is no prose; those that are too long are cut at spaces."""
    for start, end in _prose(text):
        while end - start > MOST_CHARACTERS:
            space = text.rfind(" ", start + 1, start + MOST_CHARACTERS)
            cut = space if space > 0 else start + MOST_CHARACTERS
            yield start, text[start:cut]
            start = cut
        yield start, text[start:end]
