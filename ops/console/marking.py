"""A text cut into pieces at the edges of its marked spans. Knows no HTML: the template escapes and wraps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of a text, in code points, that something is said about."""

    start: int
    end: int
    kind: str
    note: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters under the same marks. `anchors` are those of the marks that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def cut(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut text[start:end] at every edge of the spans. Spans may overlap; those outside are left away.

    The pieces joined are the text. Time grows with the pieces times the marks that lie over each other.
    """
    stop = len(text) if end is None else min(end, len(text))
    inside = sorted(
        (one for one in spans if 0 <= one.start < one.end <= len(text) and one.start < stop and one.end > start),
        key=lambda one: (one.start, one.end),
    )
    edges = sorted({start, stop, *(min(max(edge, start), stop) for one in inside for edge in (one.start, one.end))})
    return list(_pieces(text, inside, edges))


def _pieces(text: str, spans: Sequence[Span], edges: Sequence[int]) -> Iterator[Piece]:
    waiting, here = iter(spans), list[Span]()
    following = next(waiting, None)
    for left, right in pairwise(edges):
        here = [one for one in here if one.end > left]
        while following is not None and following.start <= left:
            here.append(following)
            following = next(waiting, None)
        yield Piece(
            text[left:right],
            tuple(dict.fromkeys(one.kind for one in here)),
            tuple(dict.fromkeys(one.note for one in here if one.note)),
            tuple(one.anchor for one in here if one.anchor and max(one.start, edges[0]) == left),
        )


def paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces as paragraphs: line ends separate them and are not kept."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        lines = piece.text.split("\n")
        for number, line in enumerate(lines):
            if number:
                found.append([])
            if line:
                anchors = piece.anchors if number == 0 else ()
                found[-1].append(Piece(line, piece.kinds, piece.notes, anchors))
    return [one for one in found if one]
