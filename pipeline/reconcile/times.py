"""Words of time around a figure: years, months, quarters, and whether an earlier time or another event is spoken of.

Spans of other figures bound the search, because a date mostly belongs to the figure next to it. Dates resolved against
the calendar are the business of the date extractor; here it is enough to see that two numbers have different ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reconcile.lexicon import ACCOUNTS
from pipeline.reconcile.sentence import MONTHS

_MONTH_NAMES = "|".join(month.capitalize() for month in MONTHS if month != "may")
_PERIOD = re.compile(
    rf"\b(?:(?:19|20)\d\d|{_MONTH_NAMES}|(?<=in )May|(?<=of )May|(?<=last )May|(?<=to )May|(?<=\d )May)\b"
)
_BORDER = re.compile(r"[,;:–—]|\b(?:since|and|but|while|who|whom|which|that|where|when|as|after|before|until)\b")
_APPOSED = re.compile(r",[^,]{0,20}$")
"""The figure stands between commas; what follows speaks of it: "the largest, of magnitude 8.1, came in 2007"."""

_PAUSE = re.compile(r"[,;:–—]")
_ASIDE = re.compile(
    r"\b(?:since|who|whom|which|that|where|when|after|before|until)\b|^ (?:[a-z]+ed|born|built|found)\b"
)
_JOINT = re.compile(r"[,;:–—]|\b(?:and|but|while|to|from|with|against)\b")
_PHASES = re.compile(
    r"\b(?:first|second|third|fourth|last|next|this|current|coming|full)"
    r" (?:quarter|half|year|season|six months|nine months)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"(?:^|\b(?:than|with|to|from|against) )last (?:year|month|week|season|summer|winter|time)(?! alone)"
    r"|\b(?:last (?:(?:year|month|week|season|summer|winter|time)['’]s|fatal|major|such)"
    r"|(?<!than )(?<!than in )(?<!with )(?<!from )(?<!on )(?:a|the) (?:year|month|week|decade) (?:ago|earlier|before)"
    r"|(?<!than )(?<!with )(?<!from )(?<!on )(?:two|three|four|five|six|seven|eight|nine|ten|several|\d\d?)"
    r" (?:months|years|decades) (?:ago|earlier)"
    r"|(?:first|second|opening|earlier) (?:round|leg|stage|phase|wave)"
    r"|(?<!than in the )(?<!than the )(?<!on the )previous(?:ly)?|historic|separate(?:ly)?"
    r"|in the past(?! (?:[a-z]+ )?(?:hours|days|weeks|months|years?)\b)"
    r"|another (?:case|incident|attack|crash|quake|earthquake|strike|fire)"
    r"|(?:a|one) (?:rival|similar|separate|sister)|^rival|neighbou?r(?:ing|['’]s)?|(?:for|by) comparison"
    r"|(?:old|previous|earlier|former|existing) (?:record|high|low|best)|record (?:of|set)"
    r"|(?:the|its|their) (?:old|original) [a-z]+"
    r"|so far this year|earlier (?:this|last)|same (?:month|quarter|period|time|day) (?:last|a|the))\b",
    re.IGNORECASE,
)

_UPDATE = re.compile(
    r"\b(?:so far|ha(?:s|ve) now|now (?:stands?|put|number)|to date|bring(?:s|ing) the|brought the|latest|since then"
    r"|in the meantime|by then|mounted|still rising|a further|(?:has|have) (?:raised|put up|revised|updated)"
    r"|(?:improved|raised|increased|lowered|cut) (?:its|their|the|his|her) (?:offer|bid|forecast|target|proposal)"
    r"|recount|(?:has|have) (?:since )?improved"
    r"|ha(?:s|ve|d) (?:since )?(?:risen|climbed|grown|mounted|reached|passed|swelled|jumped|increased))\b",
    re.IGNORECASE,
)

Spans = Sequence[tuple[int, int]]


def phases_of(sentence: str, start: int, end: int, others: Spans) -> frozenset[str]:
    """Quarters, halves and seasons between the figures beside this one."""
    return frozenset(
        match.group().lower() for match in _PHASES.finditer(sentence, *_zone(sentence, start, end, others))
    )


def updates_in(sentence: str) -> bool:
    """Whether the sentence says that it goes on with a number: "so far", "bringing the total to"."""
    return bool(_UPDATE.search(sentence))


def is_elsewhere(sentence: str, start: int, end: int, others: Spans, measure: str | None) -> bool:
    """Whether an earlier time or another event is spoken of: at the head of the sentence, or next to this figure."""
    first = min((other for other, _ in others), default=len(sentence))
    before, after = _zone(sentence, start, end, others)
    joint = _JOINT.search(sentence, before, start) if before else None
    own = joint.end() if joint else before
    spans = ((0, min(first, start)), (own, start) if joint or not before else (start, start), (end, after))
    found = [match.group().lower() for span in spans for match in _EARLIER.finditer(sentence, *span)]
    return any(word != "last year" or measure not in ACCOUNTS for word in found)


def periods_of(sentence: str, start: int, end: int, others: Spans) -> frozenset[str]:
    """Years and months that date the figure: those behind it in its clause, else those before it or at the head."""
    before, after = _zone(sentence, start, end, others)
    border = _BORDER.search(sentence, end, after)
    if border and border.start() == end and _APPOSED.search(sentence, before, start):
        border = _BORDER.search(sentence, border.end(), after)
    behind = _periods(sentence, end, border.start() if border else after)
    if behind:
        return behind
    borders = [match.end() for match in _BORDER.finditer(sentence, before, start)]
    return _periods(sentence, borders[-1] if borders else before, start) or _of_clauses(sentence[:start])


def _of_clauses(before: str) -> frozenset[str]:
    """The date of an earlier clause: "In 2011, a blast killed 63"; not that of what a clause tells aside."""
    for clause in reversed(_PAUSE.split(before)):
        found = frozenset() if _ASIDE.search(clause) else _periods(clause, 0, len(clause))
        if found:
            return found
    return frozenset()


def _periods(sentence: str, start: int, end: int) -> frozenset[str]:
    return frozenset(match.group().lower() for match in _PERIOD.finditer(sentence, start, end))


def _zone(sentence: str, start: int, end: int, others: Spans) -> tuple[int, int]:
    """The part of the sentence from the figure before to the figure behind."""
    before = max((after for _, after in others if after <= start), default=0)
    after = min((first for first, _ in others if first >= end), default=len(sentence))
    return before, after
