"""Past or future: what the words around a date say about which Thursday is meant.

The nearest verb group before the date decides ("said on Monday that talks will resume on Thursday" has both);
only when there is none is the rest of the sentence asked.
"""

from __future__ import annotations

import re
from enum import Enum

WINDOW = 160
"""Characters looked at on each side: longer than nine clauses in ten, and it keeps the work per date constant."""


class Tense(Enum):
    """What a verb says about the time of its date."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


_FUTURE = (
    r"(?:will|shall|won't|would|['\u2019]ll|may|might|could|must|should)\s+(?:\w+ly\s+|not\s+|also\s+)?(?:be\s+|have\s+)?\w+"
    r"|(?:set|due|expected|scheduled|slated|planned|poised|likely|going|intends?|plans?|hopes?|wants?|aims?|agreed|about"
    r"|prepar(?:es?|ing)|anticipated|is|are)\s+to\s+(?:be\s+)?\w+"
    r"|(?:is|are)\s+on(?=\s)|scheduled\s+for|planned\s+for|expected|slated\s+for|set\s+for|upcoming|forthcoming|ahead\s+of|until|due|deadline|is\s+\w+ing|are\s+\w+ing"
    r"|(?:was|were)\s+to\s+(?:be\s+)?\w+"
    r"|takes\s+(?:effect|office|place)|(?:comes|goes)\s+into\s+(?:force|effect)"
    r"|begins|starts|opens|reopens|resumes|expires|convenes|kicks\s+off"
)
"""The present tense of what is on a calendar looks ahead: "the law takes effect on January 1"."""
_PAST = (
    r"was|were|had|did|has|have|said|told|says|made|took|went|came|held|won|lost|met|fell|rose|began|left|saw|hit"
    r"|spoke|wrote|sent|struck|shot|led|found|gave|broke|became|ran|put|got|kept|paid|sold|grew|drew|flew|fought|beat"
    r"|died|since|[a-z]{3,}ed"
)
_VERB = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b")
_STOP = re.compile(r"(?:[.!?][\"'\u201d\u2019)]?\s|\n)")


def tense_at(text: str, start: int, end: int) -> Tense:
    """The tense of the clause that holds `text[start:end]`."""
    before = text[max(0, start - WINDOW) : start]
    stops = [stop.end() for stop in _STOP.finditer(before)]
    found = _last(before[stops[-1] if stops else 0 :])
    if found is not Tense.UNKNOWN:
        return found
    after = text[end : end + WINDOW]
    stop_after = _STOP.search(after)
    return _first(after[: stop_after.start()] if stop_after else after)


def _last(clause: str) -> Tense:
    tense = Tense.UNKNOWN
    for verb in _VERB.finditer(clause):
        tense = _of(verb)
    return tense


def _first(clause: str) -> Tense:
    verb = _VERB.search(clause)
    return _of(verb) if verb else Tense.UNKNOWN


def _of(verb: re.Match[str]) -> Tense:
    return Tense.FUTURE if verb["future"] else Tense.PAST
