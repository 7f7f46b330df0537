"""A move written like a range: "rose from 22 million to 35 million", "shrank by 650 to 7,200".

These are two figures, a level or a change and a level; "ranging from 20 to 25" and "by 5 to 10 percent" are one.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.extract.figures.change_lexicon import DIRECTIONS, NOUNS, VERBS
from pipeline.extract.figures.drafts import Draft
from pipeline.extract.figures.multiples import MULTIPLE_WORDS
from pipeline.extract.figures.qualifiers import hedge_start
from pipeline.extract.figures.tokens import Tokens
from pipeline.extract.figures.words import words

_REACH = 6
"""How many words back from "from" the word of change may stand: "raised its main rate on Thursday from"."""
_MOVED = words("moved changed shifted swung revised upgraded downgraded amended went")
_EXPECTING = words("could may might would can should will expected likely forecast projected predicted set estimated")
_MODAL_REACH = 4
_SMALLEST_COUNTED_OUT = 1000
"""A number of this size is written out; below it, it borrows the scale: "from 22 to 35 million"."""


def is_move(tokens: Tokens, first: Draft, second: Draft) -> bool:
    """Whether two numbers around "to" tell how something changed rather than bound one quantity."""
    if first.is_minor != second.is_minor:
        return True
    before = hedge_start(tokens, first)[1] - 1
    word = tokens.low[before]
    if word == "from":
        return tokens.low[second.after] != "to" and _follows_change(tokens, before)
    if _is_expected(tokens, before) and first.unit == second.unit and not _is_far_apart(first, second):
        return False
    if word == "by":
        return first.unit is not None or (second.unit is None and _is_far_apart(first, second))
    if not (word in VERBS or word in DIRECTIONS):
        return False
    return first.unit is not None or (second.unit is None and _is_far_apart(first, second))


def _follows_change(tokens: Tokens, at: int) -> bool:
    """Whether a word of change stands shortly before token `at`: "rose from", "a cut in rates from"; not "rise of"."""
    if tokens.low[at - 1] == "of":
        return False
    if tokens.low[at - 1] == ",":
        at -= 1
    for word in reversed(tokens.low[at - _REACH : at]):
        if word in VERBS or word in NOUNS or word in DIRECTIONS or word in MULTIPLE_WORDS or word in _MOVED:
            return True
        if not word[:1].isalnum():
            return False
    return False


def _is_expected(tokens: Tokens, at: int) -> bool:
    """Whether what moves has not moved yet: "could rise by 30cm to 60cm", "is expected to fall 5% to 10%"."""
    return not _EXPECTING.isdisjoint(tokens.low[max(tokens.first, at - _MODAL_REACH) : at])


def _is_far_apart(first: Draft, second: Draft) -> bool:
    """E.g. "rose 15 to 144": bounds of a range lie closer together."""
    return first.value is not None and second.value is not None and second.value > 3 * first.value


def lend_to_level(tokens: Tokens, first: Draft, second: Draft) -> None:
    """E.g. "from 21 to 19 percent", "from 22 to 35 million": the first level has what the second one states."""
    if second.unit and first.is_bare and not first.is_vague and _is_from(tokens, first):
        first.kind, first.unit = second.kind, second.unit
    is_short = first.value is not None and abs(first.value) < _SMALLEST_COUNTED_OUT
    if is_short and first.scale == 1 and second.scale >= _SMALLEST_COUNTED_OUT and _is_from(tokens, first):
        first.value, first.scale = (first.value or Decimal(0)) * second.scale, second.scale


def _is_from(tokens: Tokens, first: Draft) -> bool:
    return tokens.low[first.after] == "to" and tokens.low[hedge_start(tokens, first)[1] - 1] == "from"
