"""Which part of the things a figure counts: "including 9 children", "core inflation", "2.7 tonnes of cocaine"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reconcile.lexicon import CONTRASTS, STOP, concept_of
from pipeline.reconcile.sentence import Near, Token
from schemas.figure import FigureKind

_CONTRAST_REACH = 4.0
_PART_REACH = 5.0
_COMPARED = re.compile(r" as (?!many|much)([a-z]+)")
_PART_WORDS = frozenset({"including", "among", "includes", "included"})
_PART_PRONOUNS = frozenset({"whom", "them", "these", "those", "which"})
_OF_WHOLE = re.compile(r"(?: \w+)? (?:out )?of (?:the |its |their |his |her |all |those |these )*", re.IGNORECASE)
_OF_FIGURE = re.compile(r" (?:out )?of (?:the|its|their) (?:total |full |planned )?#")
_PART_BEHIND = re.compile(r"\bpart of (?:a|an|the|its|their)\b")


def is_part(near: Sequence[Near], deed: Near | None) -> bool:
    """Including 9 children, among the dead were 9, of whom 277; "nine of the dead", but not "nine of them died"."""
    close = [seen for seen in near if seen.distance <= _PART_REACH and not seen.crosses]
    left = [seen.token.word for seen in close if seen.is_left]
    if _PART_WORDS.intersection(left):
        return True
    if any(word == "of" and left[index - 1] in _PART_PRONOUNS for index, word in enumerate(left) if index):
        return True
    if deed and deed.in_clause:
        return False
    right = [seen.token.word for seen in close if not seen.is_left]
    return right[:1] == ["of"] and right[1:2] in (["the"], ["them"], ["whom"], ["those"], ["these"], ["which"])


def substance_of(near: Sequence[Near]) -> str | None:
    """The first content word of an "of ..." right behind the figure."""
    behind = [seen.token for seen in near if not seen.is_left and seen.in_clause][:4]
    if not behind or behind[0].word != "of":
        return None
    return next((concept_of(token.stem) for token in behind[1:] if token.stem and token.word not in STOP), None)


def compared_in(sentence: str, end: int, kind: FigureKind) -> frozenset[str]:
    """What a multiple compares: "1.4 times as large" is no matter of weight."""
    behind = _COMPARED.match(sentence, end) if kind == FigureKind.MULTIPLE else None
    return frozenset({behind[1]}) if behind else frozenset()


def contrasts_of(near: Sequence[Near], tokens: Sequence[Token], *slots: Near | None) -> frozenset[str]:
    """Splitting words beside the figure or before its deed or measure: "core inflation, which ..., was 2.8 %"."""
    beside = {
        seen.token.word
        for seen in near
        if seen.token.word in CONTRASTS and seen.distance <= _CONTRAST_REACH and seen.in_clause
    }
    places = {token.start: index for index, token in enumerate(tokens)}
    for slot in slots:
        index = places[slot.token.start] if slot else 0
        beside.update(token.word for token in tokens[max(0, index - 2) : index] if token.word in CONTRASTS)
    return frozenset(beside)


def is_whole_of_part(sentence: str, start: int, others: Sequence[tuple[int, int]]) -> bool:
    """Whether the figure is all that another is a part of: the seven of "two of the seven members"."""
    last = max((end for _, end in others if end <= start), default=None)
    return last is not None and _OF_WHOLE.fullmatch(sentence, last, start) is not None


def is_of_figure(sentence: str, end: int) -> bool:
    """Whether the figure is a part of the next one: "the city paid 130 million of the 214 million"."""
    return _OF_FIGURE.match(sentence, end) is not None


def is_part_behind(sentence: str, end: int) -> bool:
    """Whether the sentence goes on with "part of a ..."."""
    return bool(_PART_BEHIND.search(sentence, end))
