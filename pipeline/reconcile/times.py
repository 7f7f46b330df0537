"""Words of time around a figure: years, months, quarters, and whether an earlier time or another event is spoken of.

Spans of other figures bound the search, because a date mostly belongs to the figure next to it. Dates resolved against
the calendar are the business of the date extractor; here it is enough to see that two numbers have different ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reconcile.lexicon import ACCOUNTS
from pipeline.reconcile.sentence import MONTHS, Near

_YEAR = re.compile(r"(?<!since )\b(?:19|20)\d\d\b", re.IGNORECASE)
_JOINT = re.compile(r"[,;:–—]|\b(?:and|but|while|to|from|with|against)\b")
_PHASES = re.compile(
    r"\b(?:first|second|third|fourth|last|next|this|current|coming|full)"
    r" (?:quarter|half|year|season|six months|nine months)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"(?:^|\b(?:than|with|to|from|against) )last (?:year|month|week|season|summer|winter|time)"
    r"|\b(?:last (?:(?:year|month|week|season|summer|winter|time)['’]s|fatal|major|such)"
    r"|(?<!than )(?<!than in )(?:a|the) (?:year|month|week|decade) (?:ago|earlier|before)"
    r"|(?:first|second|opening|earlier) (?:round|leg|stage|phase|wave)"
    r"|previous(?:ly)?|in the past(?! (?:[a-z]+ )?(?:hours|days|weeks|months)\b)|historic|separate(?:ly)?"
    r"|another (?:case|incident|attack|crash|quake|earthquake|strike|fire)"
    r"|(?:a|one) (?:rival|similar|separate|second|different|nearby|neighbouring|sister)"
    r"|(?:old|previous|earlier|former|existing) (?:record|high|low|best)|record (?:of|set)"
    r"|(?:the|its|their) (?:old|former|original) [a-z]+"
    r"|so far this year|earlier (?:this|last)|same (?:month|quarter|period|time|day) (?:last|a|the))\b",
    re.IGNORECASE,
)

Spans = Sequence[tuple[int, int]]


def phases_of(sentence: str, start: int, end: int, others: Spans) -> frozenset[str]:
    """Quarters, halves and seasons between the figures beside this one."""
    return frozenset(
        match.group().lower() for match in _PHASES.finditer(sentence, *_zone(sentence, start, end, others))
    )


def is_elsewhere(sentence: str, start: int, end: int, others: Spans, measure: str | None) -> bool:
    """Whether an earlier time or another event is spoken of: at the head of the sentence, or next to this figure."""
    first = min((other for other, _ in others), default=len(sentence))
    before, after = _zone(sentence, start, end, others)
    joint = _JOINT.search(sentence, before, start) if before else None
    own = joint.end() if joint else before
    spans = ((0, min(first, start)), (own, start) if joint or not before else (start, start), (end, after))
    found = [match.group().lower() for span in spans for match in _EARLIER.finditer(sentence, *span)]
    return any(word != "last year" or measure not in ACCOUNTS for word in found)


def periods_of(near: Sequence[Near], sentence: str, end: int, others: Spans) -> frozenset[str]:
    """Years and months that date the figure: those behind it up to the next figure, else those before it."""
    after = min((first for first, _ in others if first >= end), default=len(sentence))
    behind = set(_YEAR.findall(sentence[end:after]))
    behind |= {seen.token.word for seen in near if not seen.is_left and not seen.crosses and _is_month(seen)}
    if behind:
        return frozenset(behind)
    before = [match.group() for match in _YEAR.finditer(sentence, 0, end)]
    months = [seen.token.word for seen in near if seen.is_left and not seen.crosses and _is_month(seen)]
    return frozenset(before[-1:] + months[:1])


def _is_month(seen: Near) -> bool:
    return not seen.token.stem and seen.token.word in MONTHS


def _zone(sentence: str, start: int, end: int, others: Spans) -> tuple[int, int]:
    """The part of the sentence from the figure before to the figure behind."""
    before = max((after for _, after in others if after <= start), default=0)
    after = min((first for first, _ in others if first >= end), default=len(sentence))
    return before, after
