"""Whose a number is: the nearest name of a sentence, but never that of whoever said it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.reconcile.lexicon import CAMPS, MEASURES, SPEAKING
from pipeline.reconcile.sentence import Near, Token

_OWNER_REACH = 9.0
_LEADING = frozenset({"according"})
"""Words of speaking whose speaker follows."""


def speakers_in(tokens: Sequence[Token]) -> frozenset[int]:
    """Offsets of names next to a verb of speaking: who said it is not whom it is about."""
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if token.stem in SPEAKING or token.word in SPEAKING:
            before = [] if token.word in _LEADING else _name_run(tokens, index - 1, -1)
            found.update(before or _name_run(tokens, index + 1, 1))
    return frozenset(found)


def _name_run(tokens: Sequence[Token], index: int, step: int) -> list[int]:
    """Starts of the run of names that begins within two tokens of `index`."""
    found: list[int] = []
    misses = 0
    while 0 <= index < len(tokens) and misses < 3:
        if tokens[index].is_name:
            found.append(tokens[index].start)
        elif found:
            break
        else:
            misses += 1
        index += step
    return found


def owner_of(near: Sequence[Near], spoken: frozenset[int]) -> frozenset[str]:
    """The words of the nearest name, before the figure rather than behind it."""
    names = [seen for seen in near if seen.token.is_name and seen.token.start not in spoken and not seen.crosses]
    close = [
        seen
        for seen in names
        if seen.distance <= _OWNER_REACH and not seen.behind_of and seen.token.stem not in MEASURES
    ]
    if not close:
        return _subject(names)
    names = close
    first = min(names, key=lambda seen: seen.distance + (0 if seen.is_left else 3))
    return frozenset(
        seen.token.stem for seen in names if seen.is_left == first.is_left and abs(seen.distance - first.distance) <= 2
    )


def _subject(names: Sequence[Near]) -> frozenset[str]:
    """The name that opens the sentence, whose numbers these are where no other name stands nearer."""
    first = min(names, key=lambda seen: seen.token.start, default=None)
    if first is None or first.token.start:
        return frozenset()
    end, run = -1, set[str]()
    for seen in sorted(names, key=lambda seen: seen.token.start):
        if seen.token.start > end + 1 and run:
            break
        run.add(seen.token.stem)
        end = seen.token.end
    return frozenset(run)


def camp_of(near: Sequence[Near]) -> str | None:
    """The side of whoever gives the figure: the nearest of those who count, before the next figure."""
    known = [seen for seen in near if not seen.crosses and seen.token.word in CAMPS]
    return CAMPS[min(known, key=lambda seen: seen.distance).token.word] if known else None
