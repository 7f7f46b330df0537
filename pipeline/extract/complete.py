"""Completes what a reprint inherited: only the sentences it does not share are read by the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from pipeline.extract.annotate import annotate
from pipeline.extract.inherit import Inherited
from schemas.annotations import Annotations, ExtractInput
from schemas.figure import DateSpan, Figure
from schemas.mention import Mention, RoleMention

if TYPE_CHECKING:
    from spacy.language import Language

Spanned = TypeVar("Spanned", Mention, DateSpan, Figure, RoleMention)


def complete(inherited: Inherited, document: ExtractInput, nlp: Language) -> Annotations:
    """The inherited annotations with those of the unshared sentences, each kind in order of the text."""
    own = [span for span in inherited.unaligned if document.text[span[0] : span[1]].strip()]
    if not own:
        return inherited.annotations
    found = annotate([replace(document, text=document.text[start:end]) for start, end in own], nlp)
    parts = [inherited.annotations, *(_moved(said, start) for said, (start, _) in zip(found, own, strict=True))]
    return Annotations(
        mentions=_merged(part.mentions for part in parts),
        roles=_merged(part.roles for part in parts),
        figures=_merged(part.figures for part in parts),
        dates=_merged(part.dates for part in parts),
    )


def _moved(said: Annotations, by: int) -> Annotations:
    """Annotations of a part of the text, as annotations of the whole."""
    return Annotations(
        mentions=tuple(one.model_copy(update=_ends(one, by)) for one in said.mentions),
        roles=tuple(replace(one, start_char=one.start_char + by, end_char=one.end_char + by) for one in said.roles),
        figures=tuple(
            one.model_copy(
                update=_ends(one, by)
                | {"sentence_start": one.sentence_start + by, "sentence_end": one.sentence_end + by}
            )
            for one in said.figures
        ),
        dates=tuple(one.model_copy(update=_ends(one, by)) for one in said.dates),
    )


def _ends(one: Mention | DateSpan | Figure, by: int) -> dict[str, int]:
    return {"start_char": one.start_char + by, "end_char": one.end_char + by}


def _merged(parts: Iterable[Sequence[Spanned]]) -> tuple[Spanned, ...]:
    """All spans in order. A span that overlaps an earlier one gives way: spans of one kind never overlap."""
    kept: list[Spanned] = []
    for one in sorted((one for part in parts for one in part), key=attrgetter("start_char", "end_char")):
        if not kept or kept[-1].end_char <= one.start_char:
            kept.append(one)
    return tuple(kept)
