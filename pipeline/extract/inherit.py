"""Carries annotations from an original to its near-duplicate, so that reprints cost almost nothing.

Sentences are aligned by their exact characters, in order, with difflib on sentence strings. A span is carried only
when all sentences it touches are aligned, so every surface stays `text[start:end]`. The sentences left over are
reported; the caller annotates those alone and merges.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeVar

from schemas.annotations import Annotations
from schemas.figure import DateSpan
from schemas.mention import Mention, RoleMention

LEAST_SHARED = 0.5
"""Least share of the reprint's characters that must align; below it, processing afresh is as cheap and safer."""

MOST_SENTENCES = 4_000
"""Longest text that is aligned; difflib is quadratic in the worst case, and no article comes near."""

_SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?][\"'\u201d\u2019)\]]*(?=\s)|(?=\n)|\Z)")


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a reprint takes over, and the spans of its text that it does not share."""

    annotations: Annotations
    unaligned: list[tuple[int, int]]


S = TypeVar("S", Mention, DateSpan)


def inherit(annotations: Annotations, original_text: str, reprint_text: str) -> Inherited | None:
    """The annotations that stand in both texts, moved to the reprint; null when too little aligns."""
    originals, reprints = _sentences(original_text), _sentences(reprint_text)
    if not originals or not reprints or max(len(originals), len(reprints)) > MOST_SENTENCES:
        return None
    pairs = _aligned(original_text, originals, reprint_text, reprints)
    shared = sum(end - start for start, end in (reprints[index] for index in pairs.values()))
    if shared < LEAST_SHARED * sum(end - start for start, end in reprints):
        return None
    mover = _Mover(originals, reprints, pairs, reprint_text)
    taken = set(pairs.values())
    unaligned = [span for index, span in enumerate(reprints) if index not in taken]
    return Inherited(mover.annotations(annotations), unaligned)


def _sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCE.finditer(text)]


def _aligned(
    original_text: str, originals: list[tuple[int, int]], reprint_text: str, reprints: list[tuple[int, int]]
) -> dict[int, int]:
    """Index of an original sentence to that of the equal reprint sentence."""
    left = [original_text[start:end] for start, end in originals]
    right = [reprint_text[start:end] for start, end in reprints]
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


class _Mover:
    """Moves spans of aligned sentences by the distance between the two."""

    def __init__(
        self, originals: list[tuple[int, int]], reprints: list[tuple[int, int]], pairs: dict[int, int], text: str
    ) -> None:
        self._starts = [start for start, _ in originals]
        self._originals, self._reprints, self._pairs, self._text = originals, reprints, pairs, text

    def annotations(self, source: Annotations) -> Annotations:
        return Annotations(
            mentions=tuple(self._moved(source.mentions)),
            roles=tuple(self._moved_roles(source.roles)),
            figures=tuple(
                figure.model_copy(
                    update={
                        "sentence_start": figure.sentence_start + shift,
                        "sentence_end": figure.sentence_end + shift,
                        "start_char": figure.start_char + shift,
                        "end_char": figure.end_char + shift,
                    }
                )
                for figure in source.figures
                if (shift := self._shift(figure.start_char, figure.end_char)) is not None
            ),
            dates=tuple(self._moved(source.dates)),
        )

    def _shift(self, start: int, end: int) -> int | None:
        """How far a span moves; null unless every sentence that it touches is aligned and moves equally far."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        shifts = {self._shift_of(index) for index in range(max(first, 0), last + 1)}
        return shifts.pop() if len(shifts) == 1 else None

    def _shift_of(self, index: int) -> int | None:
        pair = self._pairs.get(index)
        return None if pair is None else self._reprints[pair][0] - self._originals[index][0]

    def _moved(self, spans: Iterable[S]) -> Iterable[S]:
        for span in spans:
            shift = self._shift(span.start_char, span.end_char)
            if shift is not None:
                update = {"start_char": span.start_char + shift, "end_char": span.end_char + shift}
                yield span.model_copy(update=update)

    def _moved_roles(self, roles: Iterable[RoleMention]) -> Iterable[RoleMention]:
        for role in roles:
            shift = self._shift(role.start_char, role.end_char)
            if shift is not None:
                yield replace(role, start_char=role.start_char + shift, end_char=role.end_char + shift)
