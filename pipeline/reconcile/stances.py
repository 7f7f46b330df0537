"""Whether a figure is planned, feared, asked for or denied: the words of stance around it, and money that is needed.

Says nothing of who takes the stance.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reconcile.lexicon import STANCES
from pipeline.reconcile.sentence import Near
from schemas.figure import FigureKind

_STANCE_REACH = 10.0


def stance_of(near: Sequence[Near], kind: FigureKind) -> str | None:
    """The stance of a figure, under the name it has in the lexicon; null where nothing says one."""
    return _nearest(near) or _need(near, kind)


def _nearest(near: Sequence[Near]) -> str | None:
    """The nearest word of stance in the clause."""
    known = [
        seen
        for seen in near
        if seen.in_clause and not seen.crosses and seen.distance <= _STANCE_REACH and seen.token.word in STANCES
        if not _is_of_another(seen, near)
    ]
    if not known:
        return None
    word = min(known, key=lambda seen: seen.distance).token.word
    followers = [seen.token.word for seen in near if seen.is_left]
    is_passive = word in followers and next(iter(followers[max(0, followers.index(word) - 1) :]), "") == "to"
    return "expectation" if is_passive and STANCES[word] == "forecast" else STANCES[word]


def _is_of_another(seen: Near, near: Sequence[Near]) -> bool:
    """412,000 people who wait for "a planned operation" are no plan; "a planned 48 satellites" are."""
    before = seen.distance + (1 if seen.is_left else -1)
    article = any(
        other.token.word in ("a", "an") and other.is_left == seen.is_left and other.distance == before for other in near
    )
    return article and not (seen.is_left and seen.distance == 1)


def _need(near: Sequence[Near], kind: FigureKind) -> str | None:
    """Money that is needed is asked for; a planet that needs 62 days asks for nothing."""
    needs = any(seen.token.stem == "need" and seen.in_clause and seen.distance <= _STANCE_REACH for seen in near)
    return "demand" if needs and kind == FigureKind.MONEY else None
